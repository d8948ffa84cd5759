/**
 * What others read in archives: unzip, Python, the JDK and Commons Compress.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { jdk, python as pythonCommand, repositoryFile, unzip, type Requirement } from '../requirements.js'

/** A line of what is in an archive: each name in hexadecimal, with the SHA-256 digest of its content; or why it is refused. */
export type ArchiveContent = string

/** A program, or a library, that reads archives. */
export interface ArchiveReader {
  readonly name: string
  readonly requirements: readonly Requirement[]
  /** Reads archives, in each of the ways that it has; a folder is for what it writes. One process for all, where it can. */
  readonly read: (archives: readonly string[], folder: string) => readonly (readonly ArchiveContent[])[]
}

/** The content of an archive, as the readers give it. */
export function archiveContent(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): ArchiveContent {
  const told = files.map(
    ({ name, bytes }) => `${Buffer.from(name).toString('hex')}=${createHash('sha256').update(bytes).digest('hex')}`,
  )
  return ['read', ...told.sort()].join(' ')
}

function run(program: string, parameters: readonly string[]): string {
  const environment = { ...process.env, LC_ALL: 'C.UTF-8' }
  const output = ['ignore', 'pipe', 'pipe'] as const
  return execFileSync(program, parameters, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: [...output],
    env: environment,
  })
}

/** The lines of a program that reads each archive in some ways. */
function contentsIn(lines: string, ways: number): readonly (readonly ArchiveContent[])[] {
  const all = lines.trimEnd().split('\n')
  return Array.from({ length: all.length / ways }, (_, index) => all.slice(index * ways, (index + 1) * ways))
}

const python = `import hashlib, sys, zipfile
for path in sys.argv[1:]:
  try:
    with zipfile.ZipFile(path) as archive:
      files = [(entry.filename, archive.read(entry)) for entry in archive.infolist() if not entry.is_dir()]
    print('read', *sorted(f"{name.encode().hex()}={hashlib.sha256(content).hexdigest()}" for name, content in files))
  except Exception as problem:
    print('refused', ascii(problem))`

/** What unzip writes into a folder, and how it ends. */
const extract = 'for archive; do unzip -qq -o "$archive" -d "$archive.files" >&2; echo $?; done'

function extractedFrom(archive: string, status: string): ArchiveContent {
  return status === '0' ? archiveContent(filesIn(`${archive}.files`)) : `refused ${status}`
}

/** The files below a folder, whose names may be no UTF-8. */
function filesIn(folder: string, inside = ''): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((file) => {
    const [path, name] = [join(folder, file.name), inside + file.name]
    if (file.isDirectory()) return filesIn(path, `${name}/`)
    // What is no file, a link before all, has no content that could be the right one.
    return [{ name, bytes: file.isFile() && existsSync(path) ? readFileSync(path) : Buffer.from('no file') }]
  })
}

/** Jar files of the local repository of Maven, of the newest version there; none where it has not been there. */
function jarsOf(...modules: readonly string[]): readonly string[] {
  return modules.flatMap((module) => {
    const folder = join(homedir(), '.m2/repository', module)
    if (!existsSync(folder)) return []
    const jars = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jar'))
    // By numbers: 2.21 is newer than 2.6.
    const jar = jars.sort(new Intl.Collator('en', { numeric: true }).compare).at(-1)
    return jar === undefined ? [] : [join(folder, jar)]
  })
}

const commons = 'org/apache/commons/commons-'
const jars = jarsOf(`${commons}compress`, `${commons}lang3`, 'commons-io/commons-io', 'commons-codec/commons-codec')
const commonsCompress: Requirement = {
  name: 'Commons Compress in the local repository of Maven',
  present: jars.length === 4,
  requiredInCi: false,
}

/** The readers. */
export const archiveReaders: readonly ArchiveReader[] = [
  {
    name: 'unzip',
    requirements: [unzip],
    read: (archives: readonly string[]): readonly (readonly ArchiveContent[])[] => {
      const states = run('sh', ['-c', extract, 'sh', ...archives])
        .trimEnd()
        .split('\n')
      return archives.map((archive, index) => [extractedFrom(archive, states[index] ?? '')])
    },
  },
  {
    name: 'Python',
    requirements: [pythonCommand],
    read: (archives) => contentsIn(run('python3', ['-c', python, ...archives]), 1),
  },
  {
    name: 'the JDK',
    requirements: [jdk],
    read: (archives) => contentsIn(run('java', [repositoryFile('testing/java/ReadZip.java'), ...archives]), 2),
  },
  {
    name: 'Commons Compress',
    requirements: [jdk, commonsCompress],
    read: (archives: readonly string[], folder: string): readonly (readonly ArchiveContent[])[] => {
      const path = [folder, ...jars].join(delimiter)
      const sources = ['ReadZip', 'ReadZipByCommons'].map((name) => repositoryFile(`testing/java/${name}.java`))
      run('javac', ['-d', folder, '-cp', path, ...sources])
      return contentsIn(run('java', ['-cp', path, 'ReadZipByCommons', ...archives]), 2)
    },
  },
]
