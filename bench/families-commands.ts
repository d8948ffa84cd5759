/**
 * Files and arguments of commands that are made to cost much.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { portalSignatureJobManifest, portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { writeBundle } from 'signering-portal/bundle'
import { main } from '../src/cli/main.js'
import { makeArchive } from '../testing/bundle/archives.js'
import { makeDocuments, makeInput, makeManifest, sender } from '../testing/bundle/packages.js'
import {
  everyShape,
  fewXmlShapes,
  largestTable,
  listOf,
  numbered,
  repeated,
  under,
  xmlShapes,
  type Families,
  type Family,
  type Place,
  type Shape,
} from './family.js'
import { statusChange } from './messages.js'

/** Runs a command with an input: the code of the first error that it tells, or how it exits. */
async function run([name = '', ...args]: readonly string[], input: Uint8Array | string): Promise<string> {
  let told = ''
  const take = (text: string): void => {
    told = text
  }
  const exitCode = await main([name, '--json', ...args], {
    ...{ print: take, complain: take, write: () => Promise.resolve(), isWatched: false, isOutputWatched: false },
    input: Readable.from([Buffer.from(input)]),
    environment: {},
    interrupted: () => Promise.resolve(),
  })
  return /"severity":"error","code":"([^"]*)"/.exec(told)?.[1] ?? String(exitCode)
}
const command =
  (...args: readonly string[]) =>
  async (input: never): Promise<string> =>
    run(args, input)

const folder = mkdtempSync(join(tmpdir(), 'families-'))
process.once('exit', () => {
  rmSync(folder, { recursive: true })
})
const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Less than a message may have at most. */
const largest = 1_000_000
const change = portalSignatureJobStatusChangeResponse.encode(statusChange)
const inChange: Readonly<Record<string, Place>> = {
  'in the root': {
    write: (text) => change.replace(/<\/portal[^>]*>$/, (end) => text + end),
    ends: 'schema.element-unexpected',
    but: {
      'schema.text-unexpected': ['letters', 'references'],
      '0': ['comments', 'blanks'],
    },
    early: ['elements without end'],
    shapes: [...fewXmlShapes, 'comments', 'blanks'],
    largest,
  },
}

const jsonShapes: Readonly<Record<string, Shape>> = {
  letters: repeated('a'),
  'letters outside of the plane': repeated('\u{1F600}'),
  escapes: repeated('\\u0061'),
  backslashes: repeated('\\\\'),
  blanks: repeated(' '),
  digits: repeated('1'),
  'lists in lists': (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'lists without end': repeated('['),
  'objects without end': repeated('{"a":'),
  'members of one name': (size) => `{${repeated('"a":1,')(size)}"b":1}`,
  'many names': (size) => `{${numbered((at) => `"a${at}":1,`)(size)}"b":1}`,
  numbers: (size) => `[${repeated('1.5,')(size)}1]`,
  'empty objects': (size) => `[${repeated('{},')(size)}{}]`,
}
const texts = ['letters', 'letters outside of the plane', 'escapes', 'backslashes']
const inJson: Readonly<Record<string, Place>> = {
  'in a text': {
    write: (text) => `{"portal-signature-job-response":{"reference":"${text}"}}`,
    ends: 'schema.max-length',
    shapes: texts,
    largest: 250_000,
  },
  'in place of a number': {
    write: (text) => `{"portal-signature-job-response":${text}}`,
    ends: 'json.syntax',
    but: {
      'value.type': ['lists in lists', 'empty objects'],
      'json.name': ['members of one name'],
      'value.property-unexpected': ['many names'],
      'json.number': ['digits', 'numbers'],
    },
    early: Object.keys(jsonShapes),
    largest: 400_000,
    largestTimed: largestTable,
  },
}

const manifest = portalSignatureJobManifest.encode(makeManifest(makeDocuments(1)))
const inManifest: Readonly<Record<string, Place>> = {
  'in the root': {
    ...inChange['in the root'],
    write: (text) => manifest.replace('</portal', () => `${text}</portal`),
    shapes: fewXmlShapes,
    // What a key takes besides is more than some thousand names do.
    largestNames: 800_000,
  } as Place,
}

const { privateKeyPem } = sender.leaf
const [keyFile, chainFile, trustFile, wrongFile, manifestFile] = [
  fileOf('key.pem', privateKeyPem),
  fileOf('chain.pem', sender.certificates),
  fileOf('root.pem', sender.root.certificatePem),
  fileOf('wrong.pem', 'no certificate'),
  fileOf('manifest.xml', manifest),
]
const output = join(folder, 'out.asice')
const bundle = (file: string, ...args: readonly string[]): Family['use'] =>
  command('bundle', '--manifest', manifestFile, '--output', output, ...args, file)
const { bytes: signed } = await writeBundle(makeInput(1))

const fileShapes: Readonly<Record<string, Shape>> = {
  letters: repeated('a'),
  blanks: repeated(' '),
  lines: repeated('\n'),
  returns: repeated('\r'),
  'lines of a comment': repeated('# a\n'),
  'lines of no case': repeated('a: b\n'),
  'lines without a reason': repeated('organization:\n'),
  colons: repeated('a:'),
}
const alone = (ends: string, other: Partial<Place> = {}): Readonly<Record<string, Place>> => ({
  alone: {
    write: (text) => `${text}\na`,
    ends,
    early: [...Object.keys(fileShapes), ...Object.keys(jsonShapes)],
    largest: 400_000,
    ...other,
  },
})

const atPath = (use: (path: string) => Promise<string>): Family['use'] => {
  return async (content: string) => use(fileOf('content', content))
}

/** Each is compared with every case. */
const largestList = 60_000

/**
 * Of more arguments than some 15,000, parseArgs of Node.js moves all that are left for each that it takes; no command line of Linux
 * holds more than some 100,000.
 */
const mostArguments = 100_000

/** Every family of a command. */
export const commandFamilies: Families = {
  ...under('decode', everyShape(inChange, xmlShapes, command('decode', '-'))),
  ...under('validate', everyShape(inChange, xmlShapes, command('validate', '-'))),
  ...under('encode', everyShape(inJson, jsonShapes, command('encode', '-'))),
  'verify: bytes of a package': {
    make: (size) => makeArchive([{ name: 'a.pdf', bytes: new Uint8Array(size) }]),
    use: command('verify', '--trust', trustFile, '-'),
    ends: 'bundle.manifest-missing',
    largest: 5_000_000,
  },
  ...under(
    'verify, trust',
    everyShape(alone('key.certificate'), fileShapes, async (text: string) =>
      run(['verify', '--trust', '-', fileOf('signed.asice', signed)], text),
    ),
  ),
  ...under(
    'bundle, manifest',
    everyShape(
      inManifest,
      xmlShapes,
      command('bundle', '--manifest', '-', '--output', output, '--key', keyFile, '--certificates', chainFile),
    ),
  ),
  'bundle: bytes of a document': {
    make: (size) => Buffer.alloc(size, '%PDF-1.4 '),
    use: command(
      ...['bundle', '--manifest', manifestFile, '--output', output, '--key', keyFile, '--certificates', chainFile, '-'],
    ),
    ends: '0',
    largest: 5_000_000,
  },
  ...under(
    'bundle, passphrase',
    everyShape(
      alone('key.passphrase', {
        but: {
          'bundle.document-missing': ['lines', 'lines of a comment', 'lines of no case', 'lines without a reason'],
        },
      }),
      fileShapes,
      bundle(manifestFile, '--key', keyFile, '--certificates', chainFile, '--passphrase-file', '-'),
    ),
  ),
  ...under(
    'bundle, certificates',
    everyShape(alone('key.certificate'), fileShapes, bundle(manifestFile, '--key', keyFile, '--certificates', '-')),
  ),
  ...under(
    'check, key',
    everyShape(
      alone('key.missing'),
      fileShapes,
      command('check', '--environment', 'difitest', '--key', '-', '--certificates', wrongFile),
    ),
  ),
  ...under(
    'serve, state',
    everyShape(
      alone('cli.unusable'),
      { ...fileShapes, ...jsonShapes },
      atPath((path) => run(['serve', '--state', path], '')),
    ),
  ),
  'serve: organizations that are none': {
    make: (size) => listOf(size, 10, (at) => `--organization=${at}`),
    use: async (args: readonly string[]) => run(['serve', ...args], ''),
    ends: 'cli.usage',
    largestTimed: mostArguments,
  },
  'serve: organizations': {
    make: (size) => [...listOf(size, 10, (at) => `--organization=${100_000_000 + at}:PUBLIC`), '--organization=1'],
    use: async (args: readonly string[]) => run(['serve', ...args], ''),
    ends: 'cli.usage',
    largestTimed: largestTable,
  },
  'certificates: options that are none': {
    make: (size) => listOf(size, 10, (at) => `--a${at}`),
    use: async (args: readonly string[]) => run(['certificates', ...args], ''),
    ends: 'cli.usage',
    largestTimed: mostArguments,
  },
  'contract: cases that are none': {
    make: (size) => listOf(size, 10, (at) => `--case=${at}`),
    use: async (args: readonly string[]) => run(['contract', ...args, '--', 'false'], ''),
    ends: 'cli.usage',
    largest: largestList,
  },
  ...under(
    'contract, known failing',
    everyShape(
      alone('cli.unusable', { largest: largestList }),
      fileShapes,
      command('contract', '--known-failing', '-', '--', 'false'),
    ),
  ),
}
