/** That no function of an entry goes without being tried with odd values. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Unchecked } from '../testing/odd-values.js'
import { repositoryFile } from '../testing/requirements.js'

/** Each test of odd values, and the functions that it tries; it must call them by their names. */
const tried: Readonly<Record<string, readonly string[]>> = {
  'test/bundle/odd-values.property.test.ts': [
    'readBundle',
    'safeReadBundle',
    'safeSigningKeyFromPem',
    'safeSigningKeyFromPkcs12',
    'safeTlsOptions',
    'safeVerifyBundle',
    'safeWriteBundle',
    'signingKeyFromPem',
    'signingKeyFromPkcs12',
    'tlsOptions',
    'verifyBundle',
    'writeBundle',
  ],
  'test/contract/odd-adapters.test.ts': [
    ...['exposeInProcess', 'exposeOnPort', 'exposeOverTls', 'runCase', 'runCases', 'selectCases'],
    'startDriver',
  ],
  'test/contract/report.test.ts': ['failLastCase', 'formatReport'],
  'test/http/odd-values.test.ts': [
    'ResponseError',
    'availableNow',
    'blockedBy',
    'isOver',
    'markHandled',
    'nextPollAt',
    'pollOnce',
    'sendWith',
    'signatureOf',
    'signaturesBySigner',
    'statusChanges',
  ],
  'test/http/operations.test.ts': ['portalOperations'],
  'test/http/redact.test.ts': ['redact'],
  'test/http/send-over-https.test.ts': ['sendOverHttps'],
  'test/manifest/odd-values.test.ts': [
    'checkJob',
    'jobSchema',
    'manifestFor',
    'prepareJob',
    'safePrepareJob',
    'safeSigningPlan',
    'signingPlan',
  ],
  'test/simulator/odd-values.test.ts': [
    'createSimulator',
    'makeTestCertificates',
    'serve',
    'simulatorFetch',
    'simulatorHandlers',
    'virtualClock',
    'writePdf',
    'writeTestCertificates',
  ],
}

/** The one test that goes through all functions of its entry, whatever they are. */
const wholeEntry = 'signering-portal/codec'

/** The functions that no test tries, and why. */
const untried: Readonly<Record<string, string>> = {
  PortalError: 'is made of issues, which this package makes; ResponseError, which hands them on, is tried',
  formatIssue: 'takes an issue, which this package makes',
  TransportError: 'is made of issues, which this package makes',
  UnsupportedError: 'takes what an Error takes, and is made by adapters',
  unwrap: 'takes a result, which this package makes',
  anyJobFor: 'takes the name of a sector, in tests',
  anyManifestFor: 'takes the name of a sector, in tests',
  arbitraryOf: 'takes a codec of this package, in tests',
}

const { compilerOptions } = JSON.parse(readFileSync(repositoryFile('tsconfig.json'), 'utf8')) as {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, unknown>> }
}

async function functionsOf(entry: string): Promise<readonly string[]> {
  const module = (await import(entry)) as Readonly<Record<string, unknown>>
  return Object.keys(module).filter((name) => typeof module[name] === 'function')
}

test('every function of every entry is tried, or there is a reason why not', async () => {
  const found = await Promise.all(Object.keys(compilerOptions.paths).map(functionsOf))
  const ofCodec = (await functionsOf(wholeEntry)).filter((name) => !(name in untried))
  const listed = [...ofCodec, ...Object.values(tried).flat(), ...Object.keys(untried)]
  const message = 'try the function in the test of odd values of its part, and list it here'
  expect(listed.sort(), message).toEqual([...new Set(found.flat())].sort())
})

test.each(Object.entries(tried))('%s calls what it is said to try', (path, names) => {
  const text = readFileSync(repositoryFile(path), 'utf8')
  const body = text.slice(text.lastIndexOf("from '"))
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(body))).toEqual([])
})

test('the test of the codecs goes through the whole entry', () => {
  expect(readFileSync(repositoryFile('test/codec/odd-values.test.ts'), 'utf8')).toContain('Object.entries(codec)')
})

/** What a programmer configures, and where nothing would be an object that has no properties. */
const configured: Readonly<Record<string, readonly unknown[]>> = {
  createSimulator: [],
  makeTestCertificates: [],
  markHandled: [],
  nextPollAt: [],
  pollOnce: [() => expect.unreachable()],
  portalOperations: [],
  runCase: [],
  runCases: [() => expect.unreachable()],
  serve: [{}],
  simulatorHandlers: [{}],
  virtualClock: [],
  writePdf: [],
  writeTestCertificates: ['unused'],
}

const callsOf = async (): Promise<Readonly<Record<string, Unchecked>>> => {
  const [http, simulator, contract, msw] = await Promise.all(
    ['http', 'simulator', 'contract', 'msw'].map(
      (entry) => import(`signering-portal/${entry}`) as Promise<Readonly<Record<string, Unchecked>>>,
    ),
  )
  const { sendWith, statusChanges, createSimulator } = { ...http, ...simulator }
  const clock = { now: () => new Date(0) }
  return {
    ...Object.fromEntries(
      Object.entries(configured).map(([name, before]) => {
        const called = { ...http, ...simulator, ...contract, ...msw }[name]
        return [name, (value: unknown) => called?.(...before, value)] as const
      }),
    ),
    'what sendWith makes': (value) => (sendWith?.(() => expect.unreachable()) as Unchecked)(value),
    statusChanges: (value) => (statusChanges?.(() => expect.unreachable(), value) as AsyncGenerator).next(),
    'what sends for statusChanges': (value) => {
      const portal = { nextStatusChange: () => ({}) }
      return (statusChanges?.(() => value, { portal, clock, onProblem: () => 0 }) as AsyncGenerator).next()
    },
    'handle of a simulator': (value) =>
      (createSimulator?.({ clock, senders: [] }) as Readonly<Record<string, Unchecked>>)['handle']?.(value),
  }
}

test.each([null, undefined, 5, true, Symbol('odd')])(
  'what is no configuration is refused in words: %s',
  async (odd) => {
    const told: string[] = []
    for (const [name, call] of Object.entries(await callsOf()))
      try {
        // Options that may be left out may be undefined.
        if (odd === undefined && ['runCases', 'serve'].includes(name)) continue
        await call(odd)
        told.push(`${name}: nothing`)
      } catch (thrown) {
        const message = (thrown as Error).message
        if (/^Cannot |^undefined |is not (?:a function|iterable)|AssertionError/.test(message))
          told.push(`${name}: ${message}`)
      }
    expect(told).toEqual([])
  },
)
