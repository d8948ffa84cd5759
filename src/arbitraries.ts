/**
 * Values of every element for property tests with fast-check, made from the specs: any value that the codec of the
 * element accepts, with the edges of every facet and every branch of every choice among them.
 *
 * @module signering-portal/arbitraries
 */
import * as fc from 'fast-check'
import {
  serviceError,
  maximumAvailableSeconds,
  portalSignatureJobManifest,
  portalSignatureJobRequest,
  portalSignatureJobResponse,
  portalSignatureJobStatusChangeResponse,
  type Codec,
  type PortalSignatureJobManifest,
  type PortalSignatureJobRequest,
  type PortalSignatureJobResponse,
  type PortalSignatureJobStatusChangeResponse,
  type PortalSigner,
  type SignatureType,
  type ServiceError,
} from './codec/index.js'
import { propertyName, type ComplexSpec, type ElementSpec, type SimpleSpec } from './codec/spec.js'
import type { Sector } from './codec/portal/rule.js'
import type { Job, SectorManifest } from './manifest/index.js'
import { writePdf } from './simulator/pdf.js'

/** What fails at an edge is first tried away from it. */
const shrinkToFirst = { withCrossShrink: true }

/** Characters that writers, parsers and counters get wrong: markup, line ends, and beyond ASCII and the basic plane. */
const hardCharacters = Array.from('&<>"\'\t\n\r% æÅe\u0301\u00A0\u0085\u2028\uFFFD😀\u{10FFFD}')
const easyCharacters = fc.constantFrom(
  ...Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .-'),
)
const anyCharacter = fc.oneof(
  shrinkToFirst,
  { arbitrary: easyCharacters, weight: 4 },
  fc.constantFrom(...hardCharacters),
)

/** How long a string without xs:maxLength gets. */
const unboundedLength = 300

function stringArbitrary(spec: SimpleSpec): fc.Arbitrary<string> {
  if (spec.enumeration !== undefined) return fc.constantFrom(...spec.enumeration)
  if (spec.pattern !== undefined) return fc.stringMatching(new RegExp(`^${spec.pattern}$`))
  const { minLength = 0, maxLength = unboundedLength } = spec
  const exactly = (length: number): fc.Arbitrary<string> =>
    fc.string({ unit: easyCharacters, minLength: length, maxLength: length })
  const any = fc.oneof(
    shrinkToFirst,
    // A character outside the basic plane has two UTF-16 units, and writers count those.
    {
      arbitrary: fc.string({ unit: anyCharacter, minLength, maxLength: Math.max(minLength, maxLength >> 2) }),
      weight: 5,
    },
    exactly(minLength),
    exactly(maxLength),
    exactly(maxLength - 1),
  )
  return spec.known === undefined
    ? any
    : fc.oneof(shrinkToFirst, { arbitrary: fc.constantFrom(...spec.known), weight: 3 }, any)
}

function numberArbitrary(spec: SimpleSpec): fc.Arbitrary<number> {
  const { minInclusive: min = Number.MIN_SAFE_INTEGER, maxInclusive: max = Number.MAX_SAFE_INTEGER } = spec
  return fc.oneof(fc.constantFrom(min, min + 1, max - 1, max), fc.integer({ min, max }))
}

const longArbitrary = fc
  .oneof(
    shrinkToFirst,
    fc.constantFrom(0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  )
  .map(String)

const two = (value: number): string => String(value).padStart(2, '0')

const dateTimeArbitrary = fc
  .tuple(
    fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true }),
    fc.constantFrom('', '.0', '.5', '.123456789'),
    fc.oneof(fc.constantFrom('', 'Z', '+14:00', '-14:00'), fc.stringMatching(/^[+-](?:0\d|1[0-3]):[0-5]\d$/)),
    fc.boolean(),
  )
  .map(([date, fraction, offset, endOfDay]) => {
    const [day = '', time = ''] = date.toISOString().replace(/\..*$/, '').split('T')
    return endOfDay && fraction === '' ? `${day}T24:00:00${offset}` : `${day}T${time}${fraction}${offset}`
  })

function simpleArbitrary(spec: SimpleSpec): fc.Arbitrary<unknown> {
  if (spec.value === 'number') return numberArbitrary(spec)
  if (spec.base === 'xs:dateTime') return dateTimeArbitrary
  return spec.base === 'xs:long' ? longArbitrary : stringArbitrary(spec)
}

type Properties = Record<string, unknown>

function elementsArbitrary(elements: readonly ElementSpec[]): fc.Arbitrary<Properties> {
  const entries = elements.map(({ name, type, max }) => {
    const one = typeArbitrary(type)
    const many = fc.oneof(
      shrinkToFirst,
      { arbitrary: fc.array(one, { minLength: 1, maxLength: Math.min(max, 3) }), weight: 2 },
      // Every length is as likely as another, the greatest too, and what fails shrinks to a shorter list.
      fc.array(one, { minLength: 1, maxLength: max, size: 'max' }),
    )
    return [propertyName(name), max > 1 ? many : one] as const
  })
  const required = elements.filter(({ min }) => min > 0).map(({ name }) => propertyName(name))
  return fc.record(Object.fromEntries(entries), { requiredKeys: required, noNullPrototype: true })
}

function typeArbitrary(spec: SimpleSpec | ComplexSpec): fc.Arbitrary<unknown> {
  if (spec.kind === 'simple') return simpleArbitrary(spec)
  if (spec.form === 'true') return fc.constant(true)
  const required = spec.attributes.filter(({ use }) => use === 'required').map(({ name }) => propertyName(name))
  const attributes = fc.record(
    Object.fromEntries(spec.attributes.map(({ name, type }) => [propertyName(name), simpleArbitrary(type)])),
    { requiredKeys: required, noNullPrototype: true },
  )
  const steps = spec.sequence.map((particle) =>
    particle.kind === 'element'
      ? elementsArbitrary([particle])
      : fc.oneof(shrinkToFirst, ...particle.branches.map(elementsArbitrary)),
  )
  const text = spec.text === undefined ? fc.constant({}) : fc.record({ value: simpleArbitrary(spec.text) })
  const object = fc
    .tuple(attributes, text, ...steps)
    .map((parts): Properties => Object.assign({}, ...parts) as Properties)
  return spec.form === 'list' ? object.map((properties) => Object.values(properties)[0]) : object
}

/**
 * Any value of an element, as far as the schema goes. Never throws for a codec.
 *
 * @param codec - the codec of the element, such as `portalSignatureJobResponse`
 * @returns the arbitrary
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { arbitraryOf } from 'signering-portal/arbitraries'
 * import { portalSignatureJobResponse } from 'signering-portal/codec'
 *
 * const { encode, safeDecode } = portalSignatureJobResponse
 * fc.assert(fc.property(arbitraryOf(portalSignatureJobResponse), (response) => safeDecode(encode(response)).ok))
 * ```
 */
export function arbitraryOf<T>(codec: Codec<T>): fc.Arbitrary<T> {
  return typeArbitrary(codec.spec) as fc.Arbitrary<T>
}

/** Any {@link PortalSignatureJobRequest}. */
export const anyJobRequest: fc.Arbitrary<PortalSignatureJobRequest> = arbitraryOf(portalSignatureJobRequest)

/** Any {@link PortalSignatureJobResponse}. */
export const anyJobResponse: fc.Arbitrary<PortalSignatureJobResponse> = arbitraryOf(portalSignatureJobResponse)

/** Any {@link PortalSignatureJobStatusChangeResponse}. */
export const anyStatusChangeResponse: fc.Arbitrary<PortalSignatureJobStatusChangeResponse> = arbitraryOf(
  portalSignatureJobStatusChangeResponse,
)

/** Any {@link ServiceError}. */
export const anyServiceError: fc.Arbitrary<ServiceError> = arbitraryOf(serviceError)

/** Any {@link PortalSignatureJobManifest} that keeps the rules which hold for every sender. */
export const anyManifest: fc.Arbitrary<PortalSignatureJobManifest> = fc
  .tuple(
    arbitraryOf(portalSignatureJobManifest),
    fc.constantFrom(0, 1, maximumAvailableSeconds - 1, maximumAvailableSeconds),
  )
  .map(([manifest, seconds]) => keepRules(manifest, seconds))

/**
 * Any manifest that keeps all rules of a sector. Never throws.
 *
 * @param sector - the sector of the sender
 * @returns the arbitrary
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { anyManifestFor } from 'signering-portal/arbitraries'
 * import { manifestFor } from 'signering-portal/manifest'
 *
 * const codec = manifestFor('PUBLIC')
 * fc.assert(fc.property(anyManifestFor('PUBLIC'), (manifest) => codec.safeDecode(codec.encode(manifest)).ok))
 * ```
 */
export function anyManifestFor<S extends Sector>(sector: S): fc.Arbitrary<SectorManifest<S>> {
  const keep = sector === 'PRIVATE' ? keepPrivateRules : keepPublicRules
  return anyManifest.map((manifest) => keep(manifest) as SectorManifest<S>)
}

/** An object with changes, less the properties that are undefined then. */
function changed<T extends object>(value: T, changes: object): T {
  return Object.fromEntries(Object.entries({ ...value, ...changes }).filter(([, each]) => each !== undefined)) as T
}

/** Changes as little as can be of a manifest that breaks a rule; values shrink as before. */
function keepRules(manifest: PortalSignatureJobManifest, seconds: number): PortalSignatureJobManifest {
  const { availability, document, documents, identifierInSignedDocuments: identifier } = manifest
  const isContact = manifest.signers.some((signer) => signer.identifiedByContactInformation !== undefined)
  const isTooLong = (availability?.availableSeconds ?? 0) > maximumAvailableSeconds
  return changed(manifest, {
    identifierInSignedDocuments:
      isContact && identifier === 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' ? undefined : identifier,
    availability: isTooLong ? { ...availability, availableSeconds: seconds } : availability,
    signers: manifest.signers.map((signer) =>
      signer.onBehalfOf === 'OTHER' || signer.identifiedByContactInformation !== undefined
        ? withoutLookup(signer)
        : signer,
    ),
    document: document && { ...document, href: safeHref(document.href, 0) },
    documents: documents?.map((each, index) => ({ ...each, href: safeHref(each.href, index) })),
  })
}

/** A name of the same length that no other document has. */
function safeHref(href: string, index: number): string {
  return two(index) + 'x'.repeat(href.length - 2)
}

function withoutLookup(signer: PortalSigner): PortalSigner {
  const { notificationsUsingLookup, ...rest } = signer
  return notificationsUsingLookup === undefined ? signer : { ...rest, notifications: { sms: { number: '00000000' } } }
}

function keepPrivateRules(manifest: PortalSignatureJobManifest): PortalSignatureJobManifest {
  const { requiredAuthentication, identifierInSignedDocuments: identifier } = manifest
  return changed(manifest, {
    requiredAuthentication: requiredAuthentication && '4',
    identifierInSignedDocuments: identifier === 'NAME' ? 'DATE_OF_BIRTH_AND_NAME' : identifier,
    signers: manifest.signers.map((signer) => ofType(withoutLookup(signer), 'ADVANCED_ELECTRONIC_SIGNATURE')),
  })
}

function keepPublicRules(manifest: PortalSignatureJobManifest): PortalSignatureJobManifest {
  const named =
    manifest.identifierInSignedDocuments === 'DATE_OF_BIRTH_AND_NAME' || manifest.identifierInSignedDocuments === 'NAME'
  if (!named && (manifest.documents ?? []).length <= 1) return manifest
  return {
    ...manifest,
    signers: manifest.signers.map((signer) => ofType(signer, 'AUTHENTICATED_ELECTRONIC_SIGNATURE')),
  }
}

/** The type of signature where a signer has one. */
function ofType(signer: PortalSigner, signatureType: SignatureType): PortalSigner {
  return signer.signatureType === undefined ? signer : { ...signer, signatureType }
}

/**
 * Any job that `prepareJob` accepts: a manifest that keeps all rules of a sector, a small PDF for each of its documents,
 * and the metadata part of the request. Never throws.
 *
 * @param sector - the sector of the sender
 * @returns the arbitrary
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { anyJobFor } from 'signering-portal/arbitraries'
 * import { prepareJob } from 'signering-portal/manifest'
 *
 * fc.assert(fc.property(anyJobFor('PRIVATE'), (job) => prepareJob(job).documents.length === job.documents.length))
 * ```
 */
export function anyJobFor<S extends Sector>(sector: S): fc.Arbitrary<Job<S>> {
  const lines = fc.array(fc.string({ maxLength: 40 }), { maxLength: 3 })
  return fc.tuple(anyManifestFor(sector), lines, anyJobRequest).map(([manifest, text, request]) => {
    const { document, documents, ...rest } = manifest
    const files = (documents ?? [document]).map(({ href, title }) => ({
      href,
      title,
      bytes: writePdf([href, ...text]),
    }))
    // A manifest of the older form has its title in the document.
    return { ...rest, ...request, sector, title: rest.title ?? document?.title, documents: files } as Job<S>
  })
}
