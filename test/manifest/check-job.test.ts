import { inspect } from 'node:util'
import { safeWriteBundle } from 'signering-portal/bundle'
import { maximumIssues, portalSignatureJobManifest } from 'signering-portal/codec'
import { checkJob, manifestFor, prepareJob, type CheckJobOptions } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import { oddValues, resizableBuffer, resize } from '../../testing/odd-values.js'
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

const plainXml = portalSignatureJobManifest.encode(manifest)

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
  ])
})

const long = `${'x'.repeat(97)}.pdf`

/** A manifest whose every place that a rule looks at breaks the schema. */
const unsound = (order: number): Record<string, unknown> => ({
  signers: [{ ...manifest.signers[0], signatureType: 'SIMPLE', order }],
  sender: { organizationNumber: '1' },
  title: 'T',
  nonsensitiveTitle: `${'x'.repeat(80)} ${validNumber}`,
  documents: [
    { title: 'D', href: long, mime: `image/${'x'.repeat(100)}` },
    { title: 'D', href: long, mime: 'application/pdf' },
  ],
  requiredAuthentication: '2',
  identifierInSignedDocuments: 'NAMES',
})
const wrong = [
  'signers.0.order',
  'signers.0.signatureType',
  'sender.organizationNumber',
  'nonsensitiveTitle',
  'documents.0.href',
  'documents.0.mime',
  'documents.1.href',
  'requiredAuthentication',
  'identifierInSignedDocuments',
]

describe('what breaks the schema is not held to the rules', () => {
  test('in a job', async () => {
    const files = [0, 1].map(() => ({ href: long, mime: 'image/png', bytes }))
    const found = places({ manifest: unsound(-5), documents: files, organizationNumber: '123456789' })
    const ofManifest = found.filter((place) => !place.includes(' documents'))
    expect(ofManifest.map((place) => place.replace(/^\S+ manifest\./, ''))).toEqual(wrong)
    expect(ofManifest.every((place) => place.startsWith('schema.'))).toBe(true)
    const written = await safeWriteBundle({ manifest: unsound(-5) } as never)
    const told = (written.ok ? [] : written.issues).filter(({ property }) => property?.[0] === 'manifest')
    expect(told.map(({ property }) => property?.slice(1).join('.'))).toEqual(wrong)
  })

  test('in a document that is read', () => {
    const xml = plainXml
      .replace('<signer>', '<signer order="--5">')
      .replace('>123456789<', '>1<')
      .replace(
        '<title>Title</title>',
        `<title>T</title><nonsensitive-title>${String(unsound(0)['nonsensitiveTitle'])}</nonsensitive-title>`,
      )
      .replace(
        /<document .*<\/document>/,
        (document) => document.replace('document-1.pdf', long) + document.replace('document-1.pdf', long),
      )
    const read = manifestFor('PRIVATE').safeDecode(xml)
    expect(read.ok ? [] : read.issues.map(({ code, property }) => `${code} ${property?.join('.')}`)).toEqual([
      'schema.int signers.0.order',
      'schema.pattern sender.organizationNumber',
      'schema.max-length nonsensitiveTitle',
      'schema.max-length documents.0.href',
      'schema.max-length documents.1.href',
    ])
  })
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

test('an organization number that is no string is told as such, and compared with nothing', () => {
  for (const number of [123456789, null, 0, ''.split(''), new String('123456789')])
    expect(places({ organizationNumber: number })).toEqual(['value.type organizationNumber'])
  expect(places({ organizationNumber: undefined })).toEqual([])
  expect(places({ organizationNumber: '987654321' })).toEqual([
    'rule.sender-matches manifest.sender.organizationNumber',
  ])
})

test('a request may be left out, and is an object otherwise', () => {
  for (const odd of [null, 'y', 0, false, []]) expect(places({ request: odd })).toEqual(['value.type request'])
  for (const good of [undefined, {}]) expect(places({ request: good })).toEqual([])
})

test('a file whose bytes another takes away is told', () => {
  const buffer = resizableBuffer(8, 8)
  const taken = { ...documents[0], bytes: new Uint8Array(buffer, 4) }
  const taking = {
    ...documents[0],
    get href(): string {
      resize(buffer, 0)
      return 'other.pdf'
    },
  }
  expect(places({ documents: [taken, taking] })).toEqual(['job.documents documents', 'value.type documents.0.bytes'])
})
