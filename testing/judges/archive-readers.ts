/** Programs that unpack archives: Info-ZIP and Python. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { python, repositoryFile, unzip } from '../requirements.js'
import type { Laid } from './folders.js'
import { plainVerdict, verdictsOf, type Panel, type Verdict } from './judge.js'
import { run } from './run.js'

/** One text for names and contents, as the readers in Java and Python write it. */
function digestOf(files: ReadonlyMap<string, Uint8Array>): string {
  const digest = createHash('sha256')
  for (const name of [...files.keys()].sort())
    digest.update(name).update(
      createHash('sha256')
        .update(files.get(name) ?? '')
        .digest(),
    )
  return digest.digest('base64')
}

/** What a reader says, who must not only read a good package but find the files in it that were put there. */
export function readerVerdict(text: string, { judged }: Laid): Verdict {
  const verdict = plainVerdict(text)
  if (judged.fault !== undefined || !verdict.accepted || verdict.reason === digestOf(judged.files)) return verdict
  return { accepted: false, reason: 'it finds other files' }
}

/** Why readers of archives are asked about nothing else. */
export const readsArchives = 'It reads archives, and knows nothing of signatures.'

/** `unzip` of Info-ZIP, which reads the central directory and compares the local headers. */
export const infoZip: Panel = {
  judges: [{ name: 'unzip', judges: ['archive'], blind: readsArchives }],
  needs: [unzip],
  ask: (packages) => Promise.resolve(packages.map((laid) => [readerVerdict(unzipped(laid), laid)])),
}

function unzipped({ judged, folder }: Laid): string {
  const into = join(folder, 'unzipped')
  // A password, and an answer for files that are there already, since nobody is there to be asked.
  const options = ['-qq', '-o', '-P', 'password', join(folder, 'package.asice'), '-d', into]
  const { status, stderr } = spawnSync('unzip', options, { encoding: 'utf8' })
  if (status !== 0) return `refused ${stderr.replaceAll(/\s+/g, ' ').replaceAll(folder, '').trim()}`
  // Names that are no text cannot be looked up, and matter in faulty archives only.
  if (judged.fault !== undefined) return 'accepted'
  const names = readdirSync(into, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))
  const files = names.filter((name) => statSync(join(into, name)).isFile())
  return `accepted ${digestOf(new Map(files.map((name) => [name, readFileSync(join(into, name))])))}`
}

/** The module `zipfile` of Python. */
export const pythonZip: Panel = {
  judges: [{ name: 'Python zipfile', judges: ['archive'], blind: readsArchives }],
  needs: [python],
  ask: async (packages) => {
    const program = repositoryFile('testing/python/read_zip.py')
    const output = await run('python3', [program, ...packages.map(({ folder }) => folder)])
    return verdictsOf(output, packages, [readerVerdict])
  },
}
