/**
 * What a sector excludes does not compile, and is refused at run time. Each line marked `@ts-expect-error` is proved by
 * the compiler (`tsc --noEmit`): a line that compiled would be an error. Beside each stands a nearly equal value that
 * compiles.
 */
import type { PortalSignatureJobManifest, PortalSigner } from 'signering-portal/codec'
import {
  manifestFor,
  prepareJob,
  type Job,
  type PrivateManifest,
  type PrivateSigner,
  type PublicManifest,
  type PublicSigner,
  type Sector,
} from 'signering-portal/manifest'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { pdf } from '../../testing/manifest/pdf-files.js'

const numbered = { personalIdentificationNumber: '12345678910' } as const
const byContact = { identifiedByContactInformation: true } as const
const own = { notifications: { sms: { number: '00000000' } } } as const
const lookup = { notificationsUsingLookup: { email: true } } as const
const advanced = { signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' } as const
const authenticated = { signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE' } as const

const privateSigners: readonly PrivateSigner[] = [
  { ...numbered, ...own },
  { ...byContact, ...own },
  { ...numbered, ...own, onBehalfOf: 'OTHER' },
  { ...numbered, ...own, onBehalfOf: 'SELF', order: 1 },
  { ...numbered, ...own, ...advanced },
]

const notPrivateSigners: readonly PrivateSigner[] = [
  // @ts-expect-error -- lookup-public-only
  { ...numbered, ...lookup },
  // @ts-expect-error -- lookup-public-only, contact-excludes-lookup
  { ...byContact, ...lookup },
  // @ts-expect-error -- lookup-public-only, other-excludes-lookup
  { ...numbered, ...lookup, onBehalfOf: 'OTHER' },
  // @ts-expect-error -- private-advanced-only
  { ...numbered, ...own, ...authenticated },
]

const publicSigners: readonly PublicSigner[] = [
  { ...numbered, ...own },
  { ...numbered, ...lookup },
  { ...numbered, ...lookup, onBehalfOf: 'SELF' },
  { ...numbered, ...own, onBehalfOf: 'OTHER' },
  { ...byContact, ...own },
  { ...byContact, ...own, onBehalfOf: 'OTHER' },
  { ...numbered, ...own, ...authenticated },
  { ...numbered, ...own, ...advanced },
]

const notPublicSigners: readonly PublicSigner[] = [
  // @ts-expect-error -- other-excludes-lookup
  { ...numbered, ...lookup, onBehalfOf: 'OTHER' },
  // @ts-expect-error -- contact-excludes-lookup
  { ...byContact, ...lookup },
  // @ts-expect-error -- both ways to address
  { ...numbered, ...byContact, ...own },
  // @ts-expect-error -- both ways to notify
  { ...numbered, ...own, ...lookup },
  // @ts-expect-error -- no way to notify
  { ...numbered },
]

const sender = { organizationNumber: '123456789' } as const
const entry = { href: 'document.pdf', mime: 'application/pdf', title: 'Document' } as const
const listed = { sender, title: 'Title', documents: [entry] } as const
const older = { sender, document: entry } as const
const ordinary = { ...numbered, ...own }

const privateManifests: readonly PrivateManifest[] = [
  { ...listed, signers: privateSigners },
  { ...older, signers: privateSigners },
  { ...listed, signers: [ordinary], requiredAuthentication: '4' },
  { ...listed, signers: [ordinary], identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' },
  { ...older, signers: [ordinary], identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' },
]

const notPrivateManifests: readonly PrivateManifest[] = [
  // @ts-expect-error -- lookup-public-only
  { ...listed, signers: [{ ...numbered, ...lookup }] },
  // @ts-expect-error -- lookup-public-only
  { ...older, signers: [{ ...numbered, ...lookup }] },
  // @ts-expect-error -- private-advanced-only
  { ...listed, signers: [{ ...numbered, ...own, ...authenticated }] },
  // @ts-expect-error -- private-level-4
  { ...listed, signers: [ordinary], requiredAuthentication: '3' },
  // @ts-expect-error -- private-identifier
  { ...listed, signers: [ordinary], identifierInSignedDocuments: 'NAME' },
  // @ts-expect-error -- private-identifier
  { ...older, signers: [ordinary], identifierInSignedDocuments: 'NAME' },
]

const publicManifests: readonly PublicManifest[] = [
  { ...listed, signers: publicSigners },
  { ...older, signers: publicSigners },
  { ...listed, signers: [{ ...numbered, ...lookup }] },
  { ...listed, signers: [{ ...numbered, ...own, ...authenticated }] },
  { ...listed, signers: [ordinary], requiredAuthentication: '3' },
  { ...listed, signers: [ordinary], identifierInSignedDocuments: 'NAME' },
]

const notPublicManifests: readonly PublicManifest[] = [
  // @ts-expect-error -- other-excludes-lookup
  { ...listed, signers: [{ ...numbered, ...lookup, onBehalfOf: 'OTHER' }] },
  // @ts-expect-error -- contact-excludes-lookup
  { ...older, signers: [{ ...byContact, ...lookup }] },
  // @ts-expect-error -- both forms of documents
  { ...listed, ...older, signers: [ordinary] },
]

const content = { title: 'Document', bytes: pdf() } as const
const privateJob = { sector: 'PRIVATE', sender, title: 'Title', documents: [content] } as const
const publicJob = { ...privateJob, sector: 'PUBLIC' } as const

const privateJobs: readonly Job<'PRIVATE'>[] = [
  { ...privateJob, signers: privateSigners },
  { ...privateJob, signers: [ordinary], requiredAuthentication: '4', reference: '123-ABC' },
  { ...privateJob, signers: [ordinary], identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' },
]

const notPrivateJobs: readonly Job<'PRIVATE'>[] = [
  // @ts-expect-error -- lookup-public-only
  { ...privateJob, signers: [{ ...numbered, ...lookup }] },
  // @ts-expect-error -- private-advanced-only
  { ...privateJob, signers: [{ ...numbered, ...own, ...authenticated }] },
  // @ts-expect-error -- private-level-4
  { ...privateJob, signers: [ordinary], requiredAuthentication: '3' },
  // @ts-expect-error -- private-identifier
  { ...privateJob, signers: [ordinary], identifierInSignedDocuments: 'NAME' },
  // @ts-expect-error -- the older form is the codec's
  { sector: 'PRIVATE', sender, document: content, signers: [ordinary] },
  // @ts-expect-error -- a property that no job has
  { ...privateJob, signers: [ordinary], availabilty: {} },
]

const publicJobs: readonly Job<'PUBLIC'>[] = [
  { ...publicJob, signers: publicSigners },
  { ...publicJob, signers: [ordinary], requiredAuthentication: '3', identifierInSignedDocuments: 'NAME' },
]

const notPublicJobs: readonly Job<'PUBLIC'>[] = [
  // @ts-expect-error -- other-excludes-lookup
  { ...publicJob, signers: [{ ...numbered, ...lookup, onBehalfOf: 'OTHER' }] },
  // @ts-expect-error -- contact-excludes-lookup
  { ...publicJob, signers: [{ ...byContact, ...lookup }] },
]

/** The codes of what stops a manifest from being written. */
function refusals(sector: Sector, manifest: PortalSignatureJobManifest): readonly string[] {
  const result = manifestFor(sector).safeEncode(manifest as PrivateManifest)
  return result.ok ? [] : result.issues.map(({ code }) => code)
}

const around = (signer: PortalSigner): PortalSignatureJobManifest => ({ ...listed, signers: [signer] })

describe('what compiles is accepted, and what does not compile is refused', () => {
  test.each([
    ['private signers', 'PRIVATE', privateSigners.map(around), notPrivateSigners.map(around)],
    ['public signers', 'PUBLIC', publicSigners.map(around), notPublicSigners.map(around)],
    ['private manifests', 'PRIVATE', privateManifests, notPrivateManifests],
    ['public manifests', 'PUBLIC', publicManifests, notPublicManifests],
  ] as const)('%s', (_, sector, accepted, refused) => {
    expect(accepted.map((manifest) => refusals(sector, manifest))).toEqual(accepted.map(() => []))
    expect(refused.filter((manifest) => refusals(sector, manifest).length === 0)).toEqual([])
  })

  test('jobs', () => {
    for (const job of [...privateJobs, ...publicJobs]) expect(() => prepareJob<Sector>(job)).not.toThrow()
    for (const job of [...notPrivateJobs, ...notPublicJobs]) expect(() => prepareJob<Sector>(job)).toThrow('prepared')
  })
})

test('the manifest of a sector is a manifest, and is typed by the sector', () => {
  expectTypeOf<PublicManifest>().toExtend<PortalSignatureJobManifest>()
  expectTypeOf<PrivateManifest>().toExtend<PortalSignatureJobManifest>()
  expectTypeOf<PublicManifest>().not.toExtend<PrivateManifest>()
  const { manifest } = prepareJob({ ...privateJob, signers: [ordinary] })
  expectTypeOf(manifest).toExtend<PrivateManifest>()
  expect(manifest.signers).toEqual([ordinary])
})

test('there is no codec for a sector that is none', () => {
  expect(() => manifestFor('public' as 'PUBLIC')).toThrow('job.sector')
  expect(() => manifestFor(undefined as unknown as 'PUBLIC')).toThrow('job.sector')
})
