import {
  authenticationLevels,
  identifiersInSignedDocuments,
  portalSignatureJobManifest,
  signatureTypes,
  signingOnBehalfOfValues,
  type Issue,
} from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { legacyJob, plainJob } from '../../../testing/manifest/jobs.js'
import { codes, errorsOf } from '../../../testing/issues.js'

const { manifest } = plainJob('PUBLIC')
const [signer] = manifest.signers

/** What is wrong with a manifest that is changed in a place. */
function issuesOf(change: object): readonly Issue[] {
  return errorsOf(portalSignatureJobManifest.safeEncode({ ...manifest, ...change }))
}

describe.each<readonly [string, readonly string[], (value: string) => object]>([
  ['signature-type', signatureTypes, (signatureType) => ({ signers: [{ ...signer, signatureType }] })],
  ['required-authentication', authenticationLevels, (requiredAuthentication) => ({ requiredAuthentication })],
  [
    'identifier-in-signed-documents',
    identifiersInSignedDocuments,
    (identifierInSignedDocuments) => ({ identifierInSignedDocuments }),
  ],
])('%s', (_, values, change) => {
  test.each(values)('may be %s', (value) => {
    expect(issuesOf(change(value))).toEqual([])
  })

  test('may be nothing else, and the issue lists what it may be', () => {
    const issues = issuesOf(change('ELSE'))
    expect(issues).toMatchObject([{ code: 'schema.enumeration', message: `Must be one of ${values.join(', ')}.` }])
  })
})

test.each(signingOnBehalfOfValues)('on-behalf-of may be %s', (onBehalfOf) => {
  const signers = [{ ...plainJob('PRIVATE').manifest.signers[0], onBehalfOf }]
  expect(issuesOf({ signers })).toEqual([])
})

test.each<readonly [string, object, string]>([
  ['ten digits', { sender: { organizationNumber: '1234567890' } }, 'schema.pattern'],
  ['no digits', { sender: { organizationNumber: '12345678x' } }, 'schema.pattern'],
  ['a title of 81 characters', { title: 'x'.repeat(81) }, 'schema.max-length'],
  ['a description of 221 characters', { description: 'x'.repeat(221) }, 'schema.max-length'],
  [
    'ten digits of a person',
    { signers: [{ ...signer, personalIdentificationNumber: '1234567890' }] },
    'schema.pattern',
  ],
])('%s: refused', (_, change, code) => {
  expect(codes(issuesOf(change))).toEqual([code])
})

test('the longest texts are taken, in the older form too', () => {
  const texts = { title: 'x'.repeat(80), nonsensitiveTitle: 'x'.repeat(80), description: 'x'.repeat(220) }
  expect(issuesOf(texts)).toEqual([])
  const { manifest: older } = legacyJob('PUBLIC')
  expect(
    portalSignatureJobManifest.safeEncode({ ...older, document: { ...older.document, ...texts } } as never).ok,
  ).toBe(true)
})
