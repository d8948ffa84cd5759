import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PortalSignatureJobManifest, PortalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import type { AdapterFactory } from 'signering-portal/contract'
import { writeBundle } from 'signering-portal/bundle'
import { prepareJob } from 'signering-portal/manifest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pages, readPage } from '../scripts/site/pages.js'
import { makeInput, sender, signingTime } from '../testing/bundle/packages.js'
import { errorsOf } from '../testing/compile.js'
import { identifiedAdapter } from '../testing/contract/identified-adapter.js'
import { key, operationsAdapter } from '../testing/contract/operations-adapter.js'
import { docExamples, expectedOf, exportedFunctions, runExample } from '../testing/doc-examples.js'
import { pdf } from '../testing/manifest/pdf-files.js'
import { repositoryFile } from '../testing/requirements.js'
import { testCertificates } from '../testing/simulator/certificates.js'

const examples = docExamples()

const manifest: PortalSignatureJobManifest = {
  signers: [{ personalIdentificationNumber: '12345678910', notificationsUsingLookup: { email: true } }],
  sender: { organizationNumber: '988015814' },
  title: 'Consent',
  documents: [{ href: 'consent.pdf', mime: 'application/pdf', title: 'Consent' }],
}

const change: PortalSignatureJobStatusChangeResponse = {
  signatureJobId: '1',
  status: 'IN_PROGRESS',
  confirmationUrl: 'https://api.signering.posten.no/api/1/confirm',
  signatures: {
    signature: [
      {
        personalIdentificationNumber: '12345678910',
        status: { value: 'SIGNED', since: '2026-12-01T09:00:00+01:00' },
      },
    ],
  },
}

test('every exported function is shown by a guide, or has an example', () => {
  const texts = [readFileSync(repositoryFile('README.md'), 'utf8'), ...pages.map(readPage)]
  const shown = texts.flatMap((text) => [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) => block)).join()
  const words = new Set(shown.match(/\w+/g))
  const names = exportedFunctions()
  expect(names.length).toBeGreaterThan(50)
  const having = new Set(examples.map(({ name }) => name))
  expect(names.filter((name) => !words.has(name) && !having.has(name))).toEqual([])
})

test('every example compiles, and prints what it says', () => {
  const errors = errorsOf(Object.fromEntries(examples.map(({ name, code }) => [name, code])))
  expect(Object.entries(errors).filter(([, found]) => found.length > 0)).toEqual([])
  // One that prints nothing asserts.
  expect(examples.filter(({ code }) => expectedOf(code).length === 0 && !code.includes('fc.assert'))).toEqual([])
  expect(examples.filter(({ code }) => expectedOf(code).includes(''))).toEqual([])
})

describe('an example', () => {
  const makeAdapter: AdapterFactory = (context) =>
    (context.identity === undefined ? operationsAdapter : identifiedAdapter)(context)
  let values: Readonly<Record<string, unknown>>
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'example-'))
    const certificates = await testCertificates()
    const identity = Object.values(certificates.clients)[0]
    values = {
      folder,
      key,
      makeAdapter,
      certificates,
      pkcs12: identity?.pkcs12,
      root: sender.root.certificatePem,
      certificatePem: sender.leaf.certificatePem,
      now: signingTime,
      signingTime,
      receivedAt: signingTime,
      results: [],
      bundle: (await writeBundle(makeInput())).bytes,
      prepared: prepareJob({
        sector: 'PRIVATE',
        sender: { organizationNumber: '988015814' },
        title: 'Lease',
        documents: [{ title: 'Lease', bytes: pdf() }],
        signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'a@example.com' } } }],
      }),
      manifest,
      change,
    }
  })
  afterAll(() => rm(folder, { recursive: true }))

  test.each(examples)('of $name prints what it says', async ({ code }) => {
    expect(await runExample(code, values)).toEqual(expectedOf(code))
  })
})

test('what an example prints beside what it says is seen', async () => {
  const code = 'console.log(1 + 1) // 3'
  expect(await runExample(code, {})).toEqual(['2'])
  expect(expectedOf(code)).toEqual(['3'])
})
