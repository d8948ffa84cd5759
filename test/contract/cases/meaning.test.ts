import { expect, it } from 'vitest'
import type { ManifestWithDocuments, Notifications, PortalSigner } from 'signering-portal/codec'
import { differenceOf } from '../../../src/contract/cases/difference.js'
import { meaningOf } from '../../../src/contract/cases/meaning.js'

const createdAt = new Date('2026-11-29T16:30:00Z')
const email = (address: string): Notifications => ({ email: { address } })
const first: PortalSigner = { personalIdentificationNumber: '12345678910', notifications: email('first@example.com') }
const second: PortalSigner = { personalIdentificationNumber: '10987654321', notifications: email('second@example.com') }
const manifest: ManifestWithDocuments = {
  signers: [first, { ...second, order: 1 }],
  sender: { organizationNumber: '123456785' },
  title: 'The title',
  documents: [{ href: 'document.pdf', mime: 'application/pdf', title: 'The document' }],
  availability: { activationTime: '2026-12-24T17:00:00+01:00' },
}

/** How a manifest is found to differ from the one above; its files are called as they are there. */
function told(changes: Partial<ManifestWithDocuments>): string | undefined {
  const got = { ...manifest, ...changes }
  const files = [{ href: got.documents[0]?.href ?? '', sha256: '0' }]
  const meant = meaningOf(manifest, [{ href: 'document.pdf', sha256: '0' }], createdAt, manifest.signers)
  return differenceOf(meaningOf(got, files, createdAt, manifest.signers), meant)?.path
}

it.each<[string, Partial<ManifestWithDocuments>]>([
  ['names files itself', { documents: [{ href: '0000_x.pdf', mime: 'Application/PDF; a=b', title: 'The document' }] }],
  [
    'writes instants in UTC',
    { availability: { activationTime: '2026-12-24T16:00:00.000Z', availableSeconds: 2592000 } },
  ],
  [
    'writes defaults',
    {
      requiredAuthentication: '4',
      signers: [
        { ...first, order: 0 },
        { ...second, order: 1 },
      ],
    },
  ],
  [
    'counts orders from 1',
    {
      signers: [
        { ...first, order: 1 },
        { ...second, order: 2 },
      ],
    },
  ],
  [
    'lists signers in an order of its own',
    {
      signers: [
        { ...second, order: 9 },
        { ...first, onBehalfOf: 'SELF' },
      ],
    },
  ],
])('a client that %s means the same', (_, changes) => {
  expect(told(changes)).toBeUndefined()
})

it.each<[string, Partial<ManifestWithDocuments>, string]>([
  ['turns orders round', { signers: [{ ...first, order: 1 }, second] }, '/signers/0/order'],
  ['drops them', { signers: [first, second] }, '/signers/1/order'],
  ['drops a signer', { signers: [{ ...second, order: 1 }] }, '/signers/0/personalIdentificationNumber'],
  ['drops the activation time', { availability: {} }, '/availability/activationTime'],
  ['writes another time', { availability: { activationTime: '2026-12-24T17:00:00Z' } }, '/availability/activationTime'],
  ['calls it text', { documents: [{ href: 'd.txt', mime: 'text/plain', title: 'The document' }] }, '/documents/0/mime'],
])('a client that %s does not', (_, changes, path) => {
  expect(told(changes)).toBe(path)
})

it('an activation time in the present means as much as none', () => {
  const present = { availability: { activationTime: '2026-11-29T17:30:20+01:00' } }
  const meaning = meaningOf({ ...manifest, ...present }, [], createdAt, [])
  expect(meaning).toMatchObject({ availability: {} })
  expect(differenceOf(meaning, meaningOf({ ...manifest, availability: undefined }, [], createdAt, []))).toBeUndefined()
})
