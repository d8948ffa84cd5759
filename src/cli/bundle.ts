/**
 * The command `bundle`.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'
import { basename } from 'node:path'
import { signingKeyFromPem, writeBundle, type BundleDocument } from '../bundle/index.js'
import { portalSignatureJobManifest } from '../codec/index.js'
import { documentsOf } from '../codec/portal/manifest-rules.js'
import { isString } from '../guard.js'
import type { Issue } from '../issue.js'
import { checkJob, sectors } from '../manifest/index.js'
import { isError } from '../outcome.js'
import { exitCodes, kinds, oneOf, parseOptions, readAll, UsageError, type Command } from './command.js'
import { read, readEach, readOrInput, write } from './files.js'
import { issueLine } from './issues.js'
import { requireOutput } from './output.js'

const { text, texts } = kinds

const passphraseVariable = 'SIGNERING_PORTAL_PASSPHRASE'

const help = `Usage: signering-portal bundle [OPTION...] --manifest FILE --key FILE --certificates FILE --output FILE DOCUMENT...

Signs a manifest and its documents as a document package (ASiC-E with XAdES). The name of each document's file is its
href in the manifest. The time of signing is now: the service wants the package within seconds.

Options:
  --manifest FILE          the manifest, portal-signature-job-manifest; - is standard input
  --key FILE               the private key in PEM
  --certificates FILE      the certificate and those of its issuers in PEM, in any order; may be given more than once
  --output FILE            the package to write
  --passphrase-file FILE   the passphrase of the key, on the first line of a file
  --sector ${sectors.join('|')}  check the whole job by the rules of a sector too, and the documents
  --help                   print this

The passphrase of the key can also be in the environment variable ${passphraseVariable}. It is no option: others on the
machine could see it.

Exit codes: 0 written, 1 problems in manifest, documents or key, 2 a wrong option, or a file that cannot be read or written.`

const run: Command['run'] = async (commandArguments, terminal) => {
  const named = { manifest: text, key: text, certificates: texts, output: text, 'passphrase-file': text }
  const { values, positionals } = parseOptions(commandArguments, { ...named, sector: text })
  const { manifest, key: keyPath, certificates = [], output: outputPath, 'passphrase-file': passphraseFile } = values
  const { sector, needed } = await readAll({
    sector: () => oneOf('sector', values.sector, sectors),
    needed: () => {
      if (manifest === undefined || keyPath === undefined || certificates.length === 0 || outputPath === undefined)
        throw new UsageError('--manifest, --key, --certificates and --output are needed.')
      return { manifestFile: manifest, keyFile: keyPath, output: outputPath }
    },
    output: async () => {
      const inputs = [manifest, keyPath, ...certificates, ...positionals, passphraseFile].filter(isString)
      if (outputPath !== undefined) await requireOutput(outputPath, inputs)
    },
  })
  const { manifestFile, keyFile, output } = needed
  const { content, files, pem, chain, secret } = await readAll({
    content: async () => readOrInput(manifestFile, terminal),
    files: async () => readEach(positionals),
    pem: async () => read(keyFile),
    chain: async () => readEach(certificates),
    secret: async () =>
      passphraseFile === undefined ? terminal.environment[passphraseVariable] : firstLineOf(passphraseFile),
  })
  // Checking and writing find the same; each line is told once.
  const told = new Set<string>()
  const report = (issues: readonly Issue[]): void => {
    for (const line of issues.map((issue) => issueLine(manifestFile, issue))) {
      if (!told.has(line)) terminal.complain(line)
      told.add(line)
    }
  }

  const decoded = portalSignatureJobManifest.safeDecode(content)
  const listed = decoded.ok ? documentsOf(decoded.value).map(({ document }) => document) : []
  const documents = files.map((bytes, at): BundleDocument => {
    const href = basename(positionals[at] ?? '')
    return { href, mime: listed.find((document) => document.href === href)?.mime ?? '', bytes }
  })
  if (!decoded.ok) {
    report(decoded.issues)
    return exitCodes.problems
  }
  if (sector !== undefined) {
    const inOrder = listed.flatMap(({ href }) => documents.filter((document) => document.href === href))
    const issues = checkJob(sector, { manifest: decoded.value, documents: inOrder })
    report(issues)
    if (issues.some(isError)) return exitCodes.problems
  }
  const key = signingKeyFromPem({ key: pem, certificates: chain, passphrase: secret })
  const written = await writeBundle({ manifest: decoded.value, documents, key, signingTime: new Date() })
  report(written.warnings)
  await write(output, written.bytes)
  terminal.print(`${escapeSteering(output)}: a document package of ${written.bytes.length} bytes`)
  return exitCodes.ok
}

async function firstLineOf(path: string): Promise<string> {
  return new TextDecoder().decode(await read(path)).replace(/\r?\n[^]*$/, '')
}

/** Writes a document package. */
export const bundle: Command = { help, run }
