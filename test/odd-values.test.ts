/** That no function of an entry goes without being tried with odd values. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
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
  'test/contract/odd-adapters.test.ts': ['exposeInProcess', 'exposeOnPort', 'runCase', 'runCases'],
  'test/http/odd-values.test.ts': ['ResponseError', 'nextPollAt', 'sendWith', 'statusChanges'],
  'test/http/operations.test.ts': ['portalOperations'],
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
    'serve',
    'simulatorFetch',
    'simulatorHandlers',
    'virtualClock',
    'writePdf',
  ],
}

/** The one test that goes through all functions of its entry, whatever they are. */
const wholeEntry = 'signering-portal/codec'

/** The functions that no test tries, and why. */
const untried: Readonly<Record<string, string>> = {
  PortalError: 'is made of issues, which this package makes; ResponseError, which hands them on, is tried',
  formatIssue: 'takes an issue, which this package makes',
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
