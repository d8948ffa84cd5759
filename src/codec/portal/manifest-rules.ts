/**
 * The documented rules of a manifest that need to know nothing but the manifest. Its codec enforces them; the whole table
 * is in the manifest part of the package.
 *
 * @module
 */
import { isString } from '../../guard.js'
import { bothSectors, sourcesRead, type Breach, type Rule } from './rule.js'
import type { PortalDocument, PortalSignatureJobManifest } from './manifest.js'
import type { PortalSigner } from './signer.js'

const root = '/portal-signature-job-manifest'

/** The most seconds that a job may be available to each group of signers: 90 days (page on the portal flow). */
export const maximumAvailableSeconds = 7_776_000

/**
 * Finds the signers that a predicate picks.
 *
 * @param manifest - the manifest
 * @param step - the element or attribute below the signer that is at fault, such as `/on-behalf-of`
 * @param broken - whether a signer breaks the rule
 * @returns a breach for each
 */
export function signersWhere(
  manifest: PortalSignatureJobManifest,
  step: string,
  broken: (signer: PortalSigner) => boolean,
): readonly Breach[] {
  const breaches: Breach[] = []
  for (const [index, signer] of manifest.signers.entries()) {
    if (broken(signer)) breaches.push({ path: `${root}/signers/signer[${index + 1}]${step}` })
  }
  return breaches
}

/**
 * The documents of a manifest in either form, each with its path.
 *
 * @param manifest - the manifest
 * @returns the documents in order
 */
export function documentsOf(
  manifest: PortalSignatureJobManifest,
): readonly { readonly path: string; readonly document: PortalDocument }[] {
  return manifest.documents === undefined
    ? [{ path: `${root}/document`, document: manifest.document }]
    : manifest.documents.map((document, index) => ({ path: `${root}/documents/document[${index + 1}]`, document }))
}

const availabilityMax: Rule = {
  id: 'availability-max',
  severity: 'error',
  sectors: bothSectors,
  sentence: 'available-seconds is at most 7,776,000 (90 days).',
  level: 'documented',
  source: 'Portal flow, availability',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    (manifest.availability?.availableSeconds ?? 0) > maximumAvailableSeconds
      ? [{ path: `${root}/availability/available-seconds` }]
      : [],
}

const otherExcludesLookup: Rule = {
  id: 'other-excludes-lookup',
  severity: 'error',
  sectors: bothSectors,
  sentence: 'For a signer on behalf of OTHER the sender supplies contact details; there is no lookup.',
  level: 'documented',
  source: 'Portal flow, signing on behalf of',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    signersWhere(
      manifest,
      '/notifications-using-lookup',
      (signer) => signer.onBehalfOf === 'OTHER' && signer.notificationsUsingLookup !== undefined,
    ),
}

const contactExcludesLookup: Rule = {
  id: 'contact-excludes-lookup',
  severity: 'error',
  sectors: bothSectors,
  sentence:
    'A signer identified by contact information has notifications; a lookup needs the national identity number.',
  level: 'documented',
  source: 'Addressing signers',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    signersWhere(
      manifest,
      '/notifications-using-lookup',
      (signer) => signer.identifiedByContactInformation !== undefined && signer.notificationsUsingLookup !== undefined,
    ),
}

const pinIdentifierNeedsPin: Rule = {
  id: 'pin-identifier-needs-pin',
  severity: 'error',
  sectors: bothSectors,
  sentence:
    'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME as identifier needs every signer to be addressed by national identity number.',
  level: 'documented',
  source: 'Signed documents, identifying signers',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    manifest.identifierInSignedDocuments === 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME'
      ? signersWhere(
          manifest,
          '/identified-by-contact-information',
          (signer) => signer.identifiedByContactInformation !== undefined,
        )
      : [],
}

/**
 * Whether a name can stand for a file in the document package and be written in every reference to it as it is: 4 to 100
 * ASCII letters, digits, dots, hyphens and underscores, with a letter or digit first, and none of the names that the
 * package uses itself.
 *
 * @param href - the name
 * @returns whether it can
 */
export function isSafeHref(href: string): boolean {
  if (!isString(href)) return false
  return /^[A-Za-z0-9][A-Za-z0-9._-]{3,99}$/.test(href) && !/^(?:manifest\.xml|mimetype|META-INF)$/i.test(href)
}

const hrefUnique: Rule = {
  id: 'href-unique',
  severity: 'error',
  sectors: bothSectors,
  sentence:
    'Each href is a file name of its own in the package, also ignoring case: letters, digits, ".", "-" and "_", not manifest.xml, mimetype or META-INF.',
  level: 'assumed',
  source: 'Document package: another name would lose a file',
  dateRead: sourcesRead,
  check: ({ manifest }) => {
    const taken = new Set<string>()
    return documentsOf(manifest).flatMap(({ path, document }) => {
      const name = document.href.toLowerCase()
      const breach = taken.has(name) || !isSafeHref(document.href)
      taken.add(name)
      return breach ? [{ path: `${path}/@href` }] : []
    })
  },
}

const weights: readonly (readonly number[])[] = [
  [3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0],
  [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1],
]

/**
 * Whether a text holds what looks like a national identity number: eleven digits with valid check digits, together or
 * with a space after the date.
 *
 * @param text - any text
 * @returns whether it does
 */
export function holdsPersonalIdentificationNumber(text: string | undefined): boolean {
  const candidates = text?.match(/(?<![0-9])[0-9]{6} ?[0-9]{5}(?![0-9])/g) ?? []
  return candidates.some((candidate) => {
    const digits = candidate.replace(' ', '')
    return weights.every((row) => row.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11 === 0)
  })
}

const noPersonalData: Rule = {
  id: 'no-personal-data',
  severity: 'warning',
  sectors: bothSectors,
  sentence: 'reference, polling-queue and nonsensitive-title hold no national identity number.',
  level: 'documented',
  source: 'Security: personal data belongs only in personal-identification-number, title and description',
  dateRead: sourcesRead,
  check: ({ manifest, request }) =>
    [
      [`${root}/nonsensitive-title`, manifest.nonsensitiveTitle],
      [`${root}/document/nonsensitive-title`, manifest.document?.nonsensitiveTitle],
      ['/portal-signature-job-request/reference', request?.reference],
      ['/portal-signature-job-request/polling-queue', request?.pollingQueue],
    ].flatMap(([path = '', text]) => (holdsPersonalIdentificationNumber(text) ? [{ path }] : [])),
}

const orderSingle: Rule = {
  id: 'order-single',
  severity: 'warning',
  sectors: bothSectors,
  sentence: 'order has no effect where there is one signer.',
  level: 'documented',
  source: 'portal.xsd, portal-signer',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    manifest.signers.length === 1 ? signersWhere(manifest, '/@order', (signer) => signer.order !== undefined) : [],
}

/** The rules by id that hold for every sender and look at the manifest. */
export const manifestRules: Readonly<
  Record<
    | 'availabilityMax'
    | 'otherExcludesLookup'
    | 'contactExcludesLookup'
    | 'pinIdentifierNeedsPin'
    | 'hrefUnique'
    | 'noPersonalData'
    | 'orderSingle',
    Rule
  >
> = {
  availabilityMax,
  otherExcludesLookup,
  contactExcludesLookup,
  pinIdentifierNeedsPin,
  hrefUnique,
  noPersonalData,
  orderSingle,
}
