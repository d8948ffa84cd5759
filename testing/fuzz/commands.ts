/**
 * Commands: what is typed, what stands in files and on standard input. Nothing that is typed leads out of a folder of its own, starts
 * a program or reaches another machine.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { writeBundle } from 'signering-portal/bundle'
import { inspectPdf } from '../../src/manifest/pdf.js'
import { readJson } from '../../src/cli/json-text.js'
import type { Random } from '../conformance/random.js'
import { makeInput, sender } from '../bundle/packages.js'
import { messages } from '../cli/messages.js'
import { start } from '../cli/terminal.js'
import { pdfText } from '../manifest/pdf-files.js'
import { BrokenLaw, secret, target, type Target } from './target.js'

const encoder = new TextEncoder()
const manifest = messages.manifest.replace('Of a case', secret)
const json = JSON.stringify({ error: { errorCode: 'A', errorMessage: secret, errorType: 'CLIENT' } })
const files: Readonly<Record<string, Uint8Array>> = {
  'message.xml': encoder.encode(manifest),
  'message.json': encoder.encode(json),
  'package.asice': (await writeBundle(makeInput(1))).bytes,
  'key.pem': encoder.encode(sender.leaf.privateKeyPem),
  'chain.pem': encoder.encode(sender.certificates),
  'root.pem': encoder.encode(sender.root.certificatePem),
  'document.pdf': encoder.encode(pdfText()),
  'known.txt': encoder.encode('organization: a reason\n'),
  'passphrase.txt': encoder.encode(`${secret}\n`),
}

const keys = ['--key', 'key.pem', '--certificates', 'chain.pem']
const lines: readonly (readonly string[])[] = [
  ...[
    ['decode', 'message.xml'],
    ['decode', '--tolerant', '--json', '-'],
    ['decode', '--output', 'out', '-'],
  ],
  ...[
    ['encode', 'message.json'],
    ['encode', '--json', '-'],
    ['validate', 'message.xml', '-'],
    ['validate', '--json', '-'],
  ],
  ['verify', '--trust', 'root.pem', '--signing-time-tolerance', '99999999999', 'package.asice'],
  ['verify', '--environment', 'test', '--json', 'package.asice'],
  ['bundle', '--manifest', 'message.xml', ...keys, '--output', 'out.asice', 'document.pdf'],
  [
    'bundle',
    '--json',
    '--manifest',
    '-',
    ...keys,
    '--passphrase-file',
    'passphrase.txt',
    '--output',
    '-',
    'document.pdf',
  ],
  ['check', '--environment', 'test', '--key', 'other.pem', '--certificates', 'chain.pem'],
  [
    'check',
    '--root',
    'https://127.0.0.1:9',
    '--trust',
    'root.pem',
    '--pkcs12',
    'other.p12',
    '--organization',
    '123456785',
  ],
  ['serve', '--port', '0', '--organization', '123456785:PUBLIC', '--broker', '555555555:123456785', '--json'],
  [
    'serve',
    '--state',
    'state.json',
    '--signing-time-tolerance',
    '5',
    '--ended-jobs-kept',
    '7',
    '--environment',
    'production',
    '--log',
  ],
  ['serve', '--tls', ...keys, '--trust', 'root.pem'],
  ['contract', '--list', '--level', 'documented', '--case', '*poll*', '--json'],
  ['contract', '--known-failing', 'known.txt', '--report', 'junit', '--timeout', '1', '--output', 'out', '--', 'a'],
  ...[['certificates', '--organization', '123456785'], ['--help'], ['--version'], ['decode', '--help'], []],
]

type Typed = {
  readonly words: readonly string[]
  readonly input: Uint8Array
  /** The name of a file, and what stands in it in place of what is usual. */
  readonly name: string
  readonly content: Uint8Array
}

/** What can be typed without harm. */
function harmless(words: readonly string[]): readonly string[] {
  const [command = ''] = words
  const end = words.indexOf('--')
  const own = (end === -1 ? words : words.slice(0, end)).map((word) => word.replaceAll('/', '_').slice(0, 300))
  const rest = end === -1 ? [] : ['--', 'no-such-program-q7']
  // A key that can be used would lead to the service.
  if (command === 'check') return [...own.map((word) => word.replace('key.pem', 'other.pem')), ...rest]
  // New keys take long.
  if (command === 'certificates') return own.filter((word, index) => index === 0 || word.startsWith('-'))
  return [...own.filter((word) => !word.includes('test-certificates')), ...rest]
}

const typed = target(
  'what is typed',
  (random: Random): Typed => {
    const name = random.pick(Object.keys(files))
    return {
      words: random.pick(lines),
      input: random.pick([encoder.encode(manifest), encoder.encode(json), new Uint8Array()]),
      name,
      content: files[name] ?? new Uint8Array(),
    }
  },
  async ({ words, input, name, content }) => {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
    const inner = join(folder, 'a', 'b')
    const before = process.cwd()
    mkdirSync(inner, { recursive: true })
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(inner, file), file === name ? content : bytes)
    process.chdir(inner)
    try {
      const given = harmless(words)
      const environment = { SIGNERING_PORTAL_PASSPHRASE: secret }
      const command = start(given, { input, environment })
      command.interrupt()
      const { code, stderr, stdout } = await command.ended
      if (![0, 1, 2].includes(code)) throw new BrokenLaw('an exit code is none of those that are documented')
      if (/^\s+at \S.*:\d+/m.test(stderr)) throw new BrokenLaw('a stack is told')
      if (stderr.includes(secret) && !given.some((word) => word.includes(secret) || word.includes('personal')))
        throw new BrokenLaw('what stands in a file is told')
      if (code === 2 && stderr === '' && stdout === '') throw new BrokenLaw('it fails without a word')
    } finally {
      process.chdir(before)
      rmSync(folder, { recursive: true })
    }
  },
  10,
)

const jsonText = target(
  'a text of JSON',
  (random: Random) => ({
    json: random.pick([json, '{"a":{"b":[1,{"c":null}]},"d":"\\u00e5"}', '[1e5,-0,0.5,"",true]']),
  }),
  ({ json: text }) => {
    const bytes = encoder.encode(text)
    const read = readJson(bytes)
    if (!read.ok) return read
    if (JSON.stringify(read.value.value) !== JSON.stringify(JSON.parse(new TextDecoder().decode(bytes))))
      throw new BrokenLaw('it is read otherwise')
    read.value.placesOf([[], ['a'], ['a', 'b', 1], [0]])
    return read
  },
)

const pdf = target(
  'a PDF',
  () => ({ bytes: encoder.encode(pdfText()), text: pdfText() }),
  ({ bytes, text }) => {
    inspectPdf(bytes)
    inspectPdf(encoder.encode(text))
  },
)

/** Every target of commands, and of files that they alone read. */
export const targets: readonly Target[] = [typed, jsonText, pdf]
