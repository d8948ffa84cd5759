/** That no function of an entry, and no command, goes without families of hostile input that its growth is measured with. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { families } from '../bench/families.js'
import { fewXmlShapes, mostGrowth } from '../bench/family.js'
import { codecs } from '../src/codec/index.js'
import { repositoryFile } from '../testing/requirements.js'

const api = readFileSync(repositoryFile('docs/api.txt'), 'utf8')
const commands = readFileSync(repositoryFile('src/cli/main.ts'), 'utf8')

/** The functions that have no families, and why. What begins with `safe` reads as the function without it. */
const without: Readonly<Record<string, string>> = {
  anyJobFor: 'takes the name of a sector, in tests',
  anyManifestFor: 'takes the name of a sector, in tests',
  arbitraryOf: 'takes a codec of this package, in tests',
  dateTimeFromDate: 'takes a Date, which has one size',
  exposeOverTls: 'takes certificates that this package makes',
  makeTestCertificates: 'takes numbers of organizations, of nine digits each',
  manifestFor: 'takes the name of a sector; what it makes decodes as the codec of the manifest, which has families',
  nextPollAt: 'takes numbers and Dates, which have one size',
  runCase: 'runs one case as runCases does',
  sendOverHttps: 'hands to the operation what comes, piece by piece, as sendWith does',
  serve: 'reads what comes as handle of the simulator does, which has families',
  simulatorFetch: 'calls handle of the simulator, which has families',
  simulatorHandlers: 'calls handle of the simulator, which has families',
  statusChanges: 'asks as pollOnce does',
  unwrap: 'takes a result, which this package makes',
  virtualClock: 'takes a Date, which has one size',
  writeTestCertificates: 'takes certificates that this package makes',
}

const all = await Promise.all(
  Object.entries(families).map(async ([entry, load]) => Object.keys(await load()).map((name) => `${entry}, ${name}`)),
)
const names = all.flat()

/** Whether there is a family of a function or a member: a name says so before that of a shape. */
const isThere = (name: string): boolean =>
  names.some((family) => !family.startsWith('commands, ') && new RegExp(`^(?:.*, )?${name}[,:]`).test(family))

test('every function of every entry has families, or there is a reason why not', () => {
  const functions = [...api.matchAll(/^ {2}export function (\w+)/gm)].map(([, name = '']) => name)
  const readers = functions.map((name) => name.replace(/^safe(.)/, (_, first: string) => first.toLowerCase()))
  expect(readers.length).toBeGreaterThan(40)
  const lacking = [...new Set(readers)].filter((name) => !isThere(name))
  expect(lacking.sort(), 'add families of it to bench/families-*.ts, or say here why not').toEqual(Object.keys(without))
})

test('every member that reads bytes or text, or what comes over HTTP, has families', () => {
  const members = [
    ...api.matchAll(/^ {4}readonly (\w+): \((?:xml: string \| Uint8Array|response: |request: Request)/gm),
  ].map(([, name = '']) => name.replace(/^safe(.)/, (_, first: string) => first.toLowerCase()))
  expect([...new Set(members)].sort()).toEqual(['decode', 'handle', 'read'])
  expect([...new Set(members)].filter((name) => !isThere(name))).toEqual([])
})

test('every command has families', () => {
  const named = [...commands.matchAll(/^ {2}(\w+): async \(\) => \(await import/gm)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(5)
  const lacking = named.filter((name) => !names.some((family) => new RegExp(`^commands, ${name}[,:]`).test(family)))
  expect(lacking).toEqual([])
})

/** What reads XML, as families of it begin. */
const xmlReaders: readonly string[] = [
  ...['text', 'bytes', 'rules as warnings', ...codecs.map(({ name }) => name)].map((name) => `decode, ${name}`),
  ...['decode', 'validate', 'bundle, manifest'].map((name) => `commands, ${name}`),
  ...['exchanges, read: create', 'exchanges, handle', 'packages, readBundle, manifest'],
]

test.each(xmlReaders)('what reads XML has families of what is nested, repeated, long and referred to: %s', (reader) => {
  const shapes = names.filter((name) => name.startsWith(`${reader}: `)).map((name) => name.slice(reader.length + 2))
  const lacking = fewXmlShapes.filter((shape) => !shapes.some((name) => name.startsWith(`${shape} `)))
  expect(lacking).toEqual([])
})

test('there are as many families as are promised, of different names, and one limit for all', () => {
  expect(new Set(names).size).toBeGreaterThan(500)
  expect(new Set(names).size).toBe(names.length)
  expect(mostGrowth).toBe(1.15)
})
