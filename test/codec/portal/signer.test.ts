import { portalSignatureJobManifest, type PortalSigner } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { manifestSchema } from '../../../testing/manifest/manifest-schema.js'
import { plainJob } from '../../../testing/manifest/jobs.js'

const { manifest } = plainJob('PUBLIC')
const number = { personalIdentificationNumber: '12345678910' } as const
const contact = { identifiedByContactInformation: true } as const
const own = { notifications: { email: { address: 'a@example.com' }, sms: { number: '00000000' } } } as const
const lookup = { notificationsUsingLookup: { email: true, sms: true } } as const
const more = { order: 9, onBehalfOf: 'SELF', signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' } as const

const kinds: readonly (readonly [string, PortalSigner])[] = [
  ['notifications', { ...number, ...own }],
  ['contact information', { ...contact, ...own }],
  ['a lookup', { ...number, ...lookup }],
  ['contact information and a lookup', { ...contact, ...lookup }],
]

describe.each(kinds)('a signer with %s', (_, signer) => {
  test('comes back as it was, by the schema', () => {
    const value = { ...manifest, signers: [signer, { ...signer, ...more }] }
    expect(manifestSchema.decode(manifestSchema.encode(value))).toStrictEqual(value)
  })
})

test.each<readonly [string, object, readonly string[]]>([
  [
    'both ways to address',
    { ...number, ...contact, ...own },
    ['value.property-unexpected', 'identifiedByContactInformation'],
  ],
  ['both ways to notify', { ...number, ...own, ...lookup }, ['value.property-unexpected', 'notifications']],
  ['no way to address', own, ['schema.element-missing']],
  ['no way to notify', number, ['schema.element-missing']],
  ['neither e-mail address nor number', { ...number, notifications: {} }, ['schema.element-missing', 'notifications']],
  [
    'a lookup without e-mail',
    { ...number, notificationsUsingLookup: { sms: true } },
    ['schema.element-missing', 'notificationsUsingLookup', 'email'],
  ],
  [
    'false for true',
    { ...contact, ...own, identifiedByContactInformation: false },
    ['value.type', 'identifiedByContactInformation'],
  ],
  ['an order of 10', { ...number, ...own, order: 10 }, ['schema.max-inclusive', 'order']],
])('%s', (_, signer, [code, ...property]) => {
  const result = portalSignatureJobManifest.safeEncode({
    ...manifest,
    signers: [signer as PortalSigner, { ...number, ...own }],
  })
  expect.assert(!result.ok)
  expect(result.issues.map((issue) => [issue.code, ...(issue.property ?? [])])).toEqual([
    [code, 'signers', 0, ...property],
  ])
})
