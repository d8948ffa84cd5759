import { inspect } from 'node:util'
import { maximumIssues } from 'signering-portal/codec'
import { checkJob, prepareJob, type CheckJobOptions } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import { oddValues } from '../../testing/odd-values.js'
import { legacyJob, plainJob, validNumber } from '../../testing/manifest/jobs.js'
import { pdf } from '../../testing/manifest/pdf-files.js'

const bytes = pdf()
const { manifest, documents, request } = prepareJob({
  sector: 'PRIVATE',
  signers: [{ personalIdentificationNumber: '12345678910', notifications: { email: { address: 'a@example.com' } } }],
  sender: { organizationNumber: '123456789' },
  title: 'Title',
  documents: [{ title: 'First', bytes }],
})

/** Code and property of each issue. */
const places = (subject: object): readonly string[] =>
  checkJob('PRIVATE', { manifest, ...subject }).map(({ code, property }) => `${code} ${property?.join('.')}`)

test('nothing is found in a job that keeps all rules', () => {
  expect(checkJob('PRIVATE', { manifest, documents, request, organizationNumber: '123456789' })).toEqual([])
  expect(checkJob('PUBLIC', plainJob('PUBLIC'))).toEqual([])
  expect(checkJob('PUBLIC', legacyJob('PUBLIC'))).toEqual([])
})

test('property begins with the part of the job', () => {
  const [signer] = manifest.signers
  expect(
    places({
      manifest: { ...manifest, title: '', signers: [{ ...signer, order: -1 }, signer] },
      documents: [{ ...documents[0], bytes: new Uint8Array(2) }],
      request: { reference: 'x'.repeat(51), pollingQueue: validNumber },
      organizationNumber: '987654321',
    }),
  ).toEqual([
    'schema.min-inclusive manifest.signers.0.order',
    'rule.sender-matches manifest.sender.organizationNumber',
    'schema.min-length manifest.title',
    'rule.documents-pdf documents.0.bytes',
    'schema.max-length request.reference',
    'rule.no-personal-data request.pollingQueue',
  ])
})

test('parts that are sound are held to the rules beside parts that are not', () => {
  const [signer] = manifest.signers
  expect(places({ manifest: { ...manifest, signers: 1, requiredAuthentication: '3' } })).toEqual([
    'value.type manifest.signers',
    'rule.private-level-4 manifest.requiredAuthentication',
  ])
  expect(places({ manifest: { ...manifest, signers: [{ ...signer, notifications: undefined }, null] } })).toEqual([
    'schema.element-missing manifest.signers.0',
    'value.type manifest.signers.1',
  ])
  expect(
    places({ manifest: { ...manifest, documents: [{}, { href: 'a b', mime: 'text/plain', title: 'T' }] } }),
  ).toEqual([
    'schema.attribute-missing manifest.documents.0.href',
    'schema.attribute-missing manifest.documents.0.mime',
    'schema.element-missing manifest.documents.0.title',
    'schema.min-length manifest.documents.1.href',
    'rule.href-unique manifest.documents.1.href',
  ])
})

describe('the files are those of the manifest', () => {
  const [file] = documents
  const other = { href: 'other.pdf', mime: 'application/pdf', bytes }
  test.each<readonly [string, unknown, readonly string[]]>([
    ['another name', [other], ['job.documents documents']],
    ['none', [], ['job.documents documents']],
    ['too many', [file, file], ['job.documents documents']],
    [
      'another media type',
      [{ ...file, mime: 'text/plain' }],
      ['job.documents documents', 'rule.documents-pdf documents.0.mime'],
    ],
    ['no list', 'files', ['value.type documents']],
    ['no object', [null], ['value.type documents.0']],
    ['no content', [{ ...file, bytes: 'path' }], ['value.type documents.0.bytes']],
    ['no name', [{ ...file, href: 5 }], ['value.type documents.0.href']],
    ['no media type', [{ ...file, mime: undefined }], ['value.type documents.0.mime']],
    ['no object among too many', [file, null], ['job.documents documents', 'value.type documents.1']],
  ])('%s', (_, changed, expected) => {
    expect(places({ documents: changed })).toEqual(expected)
  })

  test('in the older form too', () => {
    const job = legacyJob('PRIVATE')
    const issues = checkJob('PRIVATE', {
      ...job,
      documents: [{ ...job.documents[0], bytes: new Uint8Array(2) }] as never,
    })
    expect(issues).toMatchObject([
      { path: '/portal-signature-job-manifest/document', property: ['documents', 0, 'bytes'] },
    ])
    expect(checkJob('PRIVATE', { ...job, documents: [other] })).toMatchObject([
      { code: 'job.documents', path: '/portal-signature-job-manifest/document' },
    ])
  })
})

test('a sector that is none is told, and the rules that bind both are checked', () => {
  for (const { name, value } of oddValues())
    expect(
      checkJob(value as never, { manifest }).map(({ code }) => code),
      name,
    ).toEqual(['job.sector'])
  const late = { ...manifest, availability: { availableSeconds: 7_776_001 }, requiredAuthentication: '3' as const }
  expect(checkJob('public' as 'PUBLIC', { manifest: late }).map(({ code }) => code)).toEqual([
    'job.sector',
    'rule.availability-max',
  ])
})

test('what is no manifest, no list and no number is told', () => {
  for (const { name, value } of oddValues()) {
    expect(checkJob('PRIVATE', value as CheckJobOptions), name).not.toEqual([])
    for (const part of ['manifest', 'documents', 'organizationNumber']) {
      if (value === undefined && part !== 'manifest') continue
      expect(places({ [part]: value }), `${part} ${name} ${inspect(part)}`).not.toEqual([])
    }
  }
})

test('there are not more than the first issues', () => {
  const files = Array.from({ length: 50_000 }, () => ({ href: 'document-1.pdf', mime: 'application/pdf', bytes: 5 }))
  const told = checkJob('PRIVATE', { manifest, documents: files as never })
  expect(told).toHaveLength(maximumIssues)
  expect(told[0]).toMatchObject({ property: ['documents'] })
})
