/**
 * The documented rules of a manifest that need to know nothing but the manifest and bind both sectors. Its codec enforces
 * them; the whole table is in the manifest part of the package.
 *
 * @module
 */
import { areUsual, isPathOrReserved, isSafeHref, repeatsOf } from './file-name.js'
import type { PortalDocument } from './manifest.js'
import {
  breachAt,
  rulesOf,
  signersWhere,
  type Breach,
  type CheckedRule,
  type RuleSubject,
  type SoundManifest,
} from './rule.js'

/** The most seconds that a job may be available to each group of signers: 90 days (page on the portal flow). */
export const maximumAvailableSeconds = 7_776_000

/** Where a document of a manifest in either form is, below the root. */
export function documentPath({ document, documents }: SoundManifest, index: number): string {
  return documents === undefined && document !== undefined ? 'document' : `documents/document[${index + 1}]`
}

/** The documents of a manifest in either form, each with its path. */
export function documentsOf(
  manifest: SoundManifest,
): readonly { readonly path: string; readonly document: PortalDocument }[] {
  const documents = manifest.documents ?? asList(manifest.document)
  return documents.map((document, index) => ({ path: breachAt(documentPath(manifest, index)).path, document }))
}

/** The names of the files; an unsound document may have none. */
function hrefsOf({ documents, document }: SoundManifest): readonly string[] {
  const hrefs: string[] = []
  for (const { href } of (documents ?? asList(document)) as readonly Partial<PortalDocument>[])
    if (href !== undefined) hrefs.push(href)
  return hrefs
}

function haveUsualNames({ manifest }: RuleSubject): boolean {
  return areUsual(hrefsOf(manifest))
}

/** Makes a check that finds a breach at each name of a file that a function picks. */
/* @__NO_SIDE_EFFECTS__ */
function hrefsWhere(brokenOf: (hrefs: readonly string[]) => readonly boolean[]): CheckedRule['check'] {
  return ({ manifest }) => {
    const broken = brokenOf(hrefsOf(manifest))
    if (!broken.includes(true)) return []
    const documents: readonly Partial<PortalDocument>[] = manifest.documents ?? asList(manifest.document)
    let at = 0
    return documents.flatMap(({ href }, index) =>
      href !== undefined && broken[at++] === true ? [breachAt(`${documentPath(manifest, index)}/@href`)] : [],
    )
  }
}

function asList<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value]
}

/** Whether two media types are one, as far as both are known: they ignore case (RFC 9110, section 8.3.1). */
export function isSameMediaType(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one.toLowerCase() === other.toLowerCase()
}

const weights: readonly (readonly number[])[] = [
  [3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0],
  [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1],
]

/** Whether a text holds eleven digits with valid check digits, together or with a space after the date. */
function holdsNumber(text: string): boolean {
  const candidates = text.match(/(?<![0-9])[0-9]{6} ?[0-9]{5}(?![0-9])/g)
  const isNumber = (digits: string): boolean =>
    weights.every((row) => row.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11 === 0)
  return candidates?.some((candidate) => isNumber(candidate.replace(' ', ''))) === true
}

/** The texts that are to hold no personal data, each with its path. */
const impersonal: readonly (readonly [string, (subject: RuleSubject) => string | undefined])[] = [
  ['/portal-signature-job-manifest/nonsensitive-title', ({ manifest }) => manifest.nonsensitiveTitle],
  [
    '/portal-signature-job-manifest/document/nonsensitive-title',
    ({ manifest }) => manifest.document?.nonsensitiveTitle,
  ],
  ['/portal-signature-job-request/reference', ({ request }) => request?.reference],
  ['/portal-signature-job-request/polling-queue', ({ request }) => request?.pollingQueue],
]

function impersonalWithNumber(subject: RuleSubject): readonly Breach[] {
  const breaches: Breach[] = []
  for (const [path, textOf] of impersonal) {
    const text = textOf(subject)
    if (text !== undefined && holdsNumber(text)) breaches.push({ path })
  }
  return breaches
}

const contactAddressed = signersWhere(
  'identified-by-contact-information',
  (signer) => signer.identifiedByContactInformation !== undefined,
)
const withOrder = signersWhere('@order', ({ order = 0 }) => order !== 0)
const withEmptyEmail = signersWhere('notifications/email/@address', ({ notifications }) =>
  isBlank(notifications?.email?.address),
)
const withEmptySms = signersWhere('notifications/sms/@number', ({ notifications }) =>
  isBlank(notifications?.sms?.number),
)

function isBlank(text: string | undefined): boolean {
  return text?.trim() === ''
}

/** The rules that hold for every sender and look at the manifest. */
export const manifestRules: readonly CheckedRule[] = rulesOf([
  {
    id: 'availability-max',
    sentence: 'available-seconds is at most 7,776,000 (90 days).',
    source: 'Portal flow, availability',
    check: ({ manifest }) =>
      (manifest.availability?.availableSeconds ?? 0) > maximumAvailableSeconds
        ? [breachAt('availability/available-seconds')]
        : [],
  },
  {
    id: 'other-excludes-lookup',
    sentence: 'For a signer on behalf of OTHER the sender supplies contact details; there is no lookup.',
    source: 'Portal flow, signing on behalf of',
    excludes: (word, { onBehalfOf }) => word === 'notificationsUsingLookup' && onBehalfOf === 'OTHER',
    check: signersWhere(
      'notifications-using-lookup',
      (signer) => signer.onBehalfOf === 'OTHER' && signer.notificationsUsingLookup !== undefined,
    ),
  },
  {
    id: 'contact-excludes-lookup',
    sentence:
      'A signer identified by contact information has notifications; a lookup needs the national identity number.',
    source: 'Addressing signers',
    excludes: (word, signer) =>
      word === 'notificationsUsingLookup' && signer['identifiedByContactInformation'] !== undefined,
    check: signersWhere(
      'notifications-using-lookup',
      (signer) => signer.identifiedByContactInformation !== undefined && signer.notificationsUsingLookup !== undefined,
    ),
  },
  {
    id: 'pin-identifier-needs-pin',
    sentence:
      'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME as identifier needs every signer to be addressed by national identity number.',
    source: 'Signed documents, identifying signers',
    check: (subject) =>
      subject.manifest.identifierInSignedDocuments === 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME'
        ? contactAddressed(subject)
        : [],
  },
  {
    id: 'href-unique',
    sentence:
      'Each href is the name of a file of its own, or a file is lost or hidden: no path or drive (C:a), not manifest.xml, mimetype or META-INF, and not one that some file system takes for another, ignoring case, composition, characters without a look, dots and spaces at the end, and what Windows does not take (as in a?b and a_b), or for a stream of another (a:b of a).',
    level: 'chosen',
    source: 'The archive itself, with any service; docs/decisions/011-names-of-files.md says why each name is refused',
    isKeptBy: haveUsualNames,
    check: hrefsWhere((hrefs) => {
      const repeats = repeatsOf(hrefs)
      return hrefs.map((href, index) => repeats[index] === true || isPathOrReserved(href))
    }),
  },
  {
    id: 'href-characters',
    sentence:
      'An href has no other characters than ASCII letters, digits, ".", "-" and "_", begins with a letter or digit, does not end with ".", and is not the name of a device, such as con.pdf.',
    level: 'assumed',
    source:
      'Document package: such a name is the same in every program; no page says so, the .NET client wrote {title}.pdf from 2016 to 2021, and PHP takes any name',
    isKeptBy: haveUsualNames,
    check: hrefsWhere((hrefs) => hrefs.map((href) => !isSafeHref(href) && !isPathOrReserved(href))),
  },
  {
    id: 'no-personal-data',
    severity: 'warning',
    sentence: 'reference, polling-queue and nonsensitive-title hold no national identity number.',
    source: 'Security: personal data belongs only in personal-identification-number, title and description',
    check: impersonalWithNumber,
  },
  {
    id: 'order-single',
    severity: 'warning',
    sentence: 'order, other than 0, has no effect where there is one signer.',
    source: 'portal.xsd, portal-signer',
    check: (subject) => (subject.manifest.signers?.length === 1 ? withOrder(subject) : []),
  },
  {
    id: 'contact-details-empty',
    severity: 'warning',
    sentence: 'The e-mail address and the mobile number of notifications, where given, are not empty.',
    source: 'Addressing signers: at least one e-mail address or mobile number',
    check: (subject) => withEmptyEmail(subject).concat(withEmptySms(subject)),
  },
])
