/**
 * The command `bundle`.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'
import { basename } from 'node:path'
import { safeWriteBundle, type BundleDocument } from '../bundle/index.js'
import { portalSignatureJobManifest, type PortalSignatureJobManifest } from '../codec/index.js'
import { documentsOf } from '../codec/portal/manifest-rules.js'
import { isString } from '../guard.js'
import { checkJob, sectors } from '../manifest/index.js'
import { isError, issuesOf } from '../outcome.js'
import {
  exitCodes,
  kinds,
  oneOf,
  parseOptions,
  readAll,
  requireOneInput,
  UsageError,
  type Command,
  type Ended,
  type FileIssue,
} from './command.js'
import { readEach, readOrInput } from './files.js'
import { issueLine } from './issues.js'
import {
  keyFilesIn,
  keyHelp,
  keyOptions,
  passphraseHelp,
  readKeyFiles,
  requireKeyFiles,
  signingKeyOf,
} from './key-files.js'
import { outputTo } from './output.js'

const { text } = kinds

const help = `Usage: signering-portal bundle [OPTION...] --manifest FILE --pkcs12 FILE --output FILE DOCUMENT...
       signering-portal bundle [OPTION...] --manifest FILE --key FILE --certificates FILE --output FILE DOCUMENT...

Signs a manifest and its documents as a document package (ASiC-E with XAdES). The name of each document's file is its
href in the manifest. The time of signing is now: the service wants the package within seconds.

Options:
  --manifest FILE          the manifest, portal-signature-job-manifest
${keyHelp}
  --output FILE            the package to write; - is standard output
  --sector ${sectors.join('|')}  check the whole job by the rules of a sector too, and the documents
  --json                   print JSON
  -h, --help               print this

One of the files that are read may be -, standard input; a document there is the one of the manifest that no other file has the
name of. ${passphraseHelp}

Exit codes: 0 written, 1 problems in manifest, documents or key, 2 a wrong option, or a file that cannot be read or written.`

const run: Command['run'] = async (commandArguments, terminal) => {
  const options = { manifest: text, output: text, sector: text, ...keyOptions }
  const { values, positionals } = parseOptions(commandArguments, options)
  const { manifest, output: outputPath } = values
  const inputs = [manifest, ...positionals, ...keyFilesIn(values)].filter(isString)
  const { sector, needed, output } = await readAll({
    sector: () => oneOf('sector', values.sector, sectors),
    needed: () => {
      if (manifest === undefined || outputPath === undefined)
        throw new UsageError('--manifest and --output are needed.')
      return { manifestFile: manifest }
    },
    key: () => {
      requireKeyFiles(values)
    },
    input: () => {
      requireOneInput(inputs)
    },
    output: async () => (outputPath === undefined ? undefined : outputTo(outputPath, inputs, terminal)),
  })
  const { manifestFile } = needed
  const { content, files, material } = await readAll({
    content: async () => readOrInput(manifestFile, terminal),
    files: async () => readEach(positionals, terminal),
    material: async () => readKeyFiles(values, terminal),
  })
  // What is found again, when more is known, is told once.
  const found = new Map<string, FileIssue>()
  const note = (issues: readonly FileIssue[], file?: string): void => {
    for (const issue of issues) {
      const one = file === undefined ? { ...issue, property: undefined } : { file, ...issue }
      const what = [one.severity, one.code, one.path, one.message].join(' ')
      if (!found.has(what)) found.set(what, one)
    }
  }
  const key = await signingKeyOf(material)
  const decoded = portalSignatureJobManifest.safeDecode(content)
  note(issuesOf(decoded), manifestFile)
  if (decoded.ok) {
    const documents = documentsFrom(decoded.value, positionals, files)
    if (sector !== undefined) note(checkJob(sector, { manifest: decoded.value, documents }), manifestFile)
    note(issuesOf(key))
    if (key.ok && output !== undefined && ![...found.values()].some(isError)) {
      const job = { manifest: decoded.value, documents, key: key.value }
      const written = await safeWriteBundle({ ...job, signingTime: new Date() })
      note(issuesOf(written), written.ok ? manifestFile : undefined)
      if (written.ok) {
        await output.write(written.value.bytes)
        return endedBy([...found.values()], outputPath ?? '', written.value.bytes.length, output.isStandard)
      }
    }
  } else note(issuesOf(key))
  return { exitCode: exitCodes.problems, issues: [...found.values()], complaints: [...found.values()].map(issueLine) }
}

function endedBy(issues: readonly FileIssue[], path: string, bytes: number, isStandard: boolean): Ended {
  const line = `${escapeSteering(path)}: a document package of ${bytes} bytes`
  const complaints = issues.map(issueLine)
  return {
    ...{ exitCode: exitCodes.ok, issues, result: { output: path, bytes }, isOutputTaken: isStandard },
    ...(isStandard ? { complaints: [...complaints, line] } : { complaints, lines: [line] }),
  }
}

/** Files as documents, in the order of the manifest; those that it does not have come last. */
function documentsFrom(
  manifest: PortalSignatureJobManifest,
  paths: readonly string[],
  files: readonly Uint8Array[],
): readonly BundleDocument[] {
  const listed = documentsOf(manifest).map(({ document }) => document)
  const names = namesOf(paths, listed)
  const documents = files.map((bytes, at): BundleDocument => {
    const href = names[at] ?? ''
    return { href, mime: listed.find((document) => document.href === href)?.mime ?? '', bytes }
  })
  const inOrder = listed.flatMap(({ href }) => documents.filter((document) => document.href === href))
  return [...inOrder, ...documents.filter((document) => !inOrder.includes(document))]
}

/** The href of each document: the name of its file, or of standard input the first of the manifest that no file is named by. */
function namesOf(paths: readonly string[], listed: readonly { readonly href: string }[]): readonly string[] {
  const names = paths.map((path) => (path === '-' ? undefined : basename(path)))
  const left = listed.find(({ href }) => !names.includes(href))?.href ?? ''
  return names.map((name) => name ?? left)
}

/** Writes a document package. */
export const bundle: Command = { help, run }
