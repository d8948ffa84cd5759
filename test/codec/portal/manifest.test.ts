import { portalSignatureJobManifest } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { legacyJob, plainJob } from '../../../testing/manifest/jobs.js'

const { manifest } = plainJob('PUBLIC')
const older = legacyJob('PUBLIC').manifest
const [document] = manifest.documents ?? []
const [signer] = manifest.signers

/** Code and property of each issue. */
function places(value: unknown): readonly string[] {
  const result = portalSignatureJobManifest.safeEncode(value as typeof manifest)
  return result.ok ? [] : result.issues.map(({ code, property }) => `${code} ${property?.join('.')}`)
}

describe.each([
  ['with documents', manifest],
  ['of the older form', older],
])('a manifest %s', (_, value) => {
  test('comes back as it was', () => {
    expect(portalSignatureJobManifest.decode(portalSignatureJobManifest.encode(value))).toStrictEqual(value)
  })

  test('comes back without what is undefined', () => {
    const more = { ...value, availability: undefined, requiredAuthentication: undefined }
    expect(portalSignatureJobManifest.decode(portalSignatureJobManifest.encode(more))).toStrictEqual(value)
  })
})

test('the forms exclude each other', () => {
  expect(places({ ...manifest, document: older.document })).toEqual(['value.property-unexpected document'])
  expect(places({ ...older, title: 'Title' })).toEqual(['value.property-unexpected title'])
  expect(places({ signers: manifest.signers, sender: manifest.sender })).toEqual(['schema.element-missing '])
})

test.each([
  ['no signer', { signers: [] }, ['schema.element-missing signers']],
  ['10 signers', { signers: Array(10).fill(signer) }, []],
  ['11 signers', { signers: Array(11).fill(signer) }, ['schema.element-too-many signers.10']],
  ['no document', { documents: [] }, ['schema.element-missing documents']],
  [
    '21 documents',
    { documents: Array.from({ length: 21 }, (_, index) => ({ ...document, href: `${index}.pdf` })) },
    ['schema.element-too-many documents.20'],
  ],
  [
    'negative seconds',
    { availability: { availableSeconds: -1 } },
    ['schema.min-inclusive availability.availableSeconds'],
  ],
  ['no date', { availability: { activationTime: 'soon' } }, ['schema.date-time availability.activationTime']],
])('%s', (_, change, expected) => {
  expect(places({ ...manifest, ...change })).toEqual(expected)
})
