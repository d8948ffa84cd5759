/**
 * Jobs that keep or break each documented rule: for its vectors, and for the tests of it alone and on any job.
 *
 * @module
 */
import type {
  LegacyPortalDocument,
  PortalSignatureJobManifest,
  PortalSignatureJobRequest,
  PortalSigner,
} from '../../src/codec/index.js'
import { maximumDocumentsBytes, sectors as both, type CheckJobOptions, type Sector } from '../../src/manifest/index.js'
import { personalIdentificationNumber } from '../vectors/sample.js'
import { pdf, pdfOfLength } from './pdf-files.js'

/** A job that keeps or breaks a rule. */
export interface RuleCase {
  /** The rule and the case, such as `href-unique/twice`. */
  readonly id: string
  readonly title: string
  /** Whom it is tried for. */
  readonly sectors: readonly Sector[]
  readonly manifest?: (sector: Sector) => Partial<PortalSignatureJobManifest>
  readonly request?: PortalSignatureJobRequest
  readonly files?: () => readonly Uint8Array[]
  readonly organizationNumber?: string
  /** Where the rule is broken, below the manifest unless it begins with a slash. None: it is kept. */
  readonly broken?: readonly string[]
  /** Another rule that is broken at the same places. */
  readonly also?: string
  /** Tried here alone: the vectors hold the cases without which a rule cannot be told from another. */
  readonly edge?: true
}

const withPin: PortalSigner = {
  personalIdentificationNumber,
  notificationsUsingLookup: { email: true },
}
const ownContact: PortalSigner = {
  personalIdentificationNumber,
  notifications: { email: { address: 'signer@example.com' } },
}
const byContact: PortalSigner = {
  identifiedByContactInformation: true,
  notifications: { email: { address: 'signer@example.com' }, sms: { number: '00000000' } },
}
/** A signer of whom no rule of the sector says anything. */
const usual = (sector: Sector): PortalSigner => (sector === 'PUBLIC' ? withPin : ownContact)
/** A document of a manifest. */
const entry = (
  href: string,
  mime = 'application/pdf',
): NonNullable<PortalSignatureJobManifest['documents']>[number] => ({
  href,
  mime,
  title: 'A document',
})
const signers =
  (...list: readonly ((sector: Sector) => PortalSigner)[]) =>
  (sector: Sector): Partial<PortalSignatureJobManifest> => ({ signers: list.map((signer) => signer(sector)) })
const documents =
  (...list: readonly string[]) =>
  (): Partial<PortalSignatureJobManifest> => ({ documents: list.map((href) => entry(href)) })
const having = (manifest: Partial<PortalSignatureJobManifest>) => (): Partial<PortalSignatureJobManifest> => manifest

const seconds = (availableSeconds: number): NonNullable<RuleCase['manifest']> =>
  having({ availability: { availableSeconds } })
const advanced = { signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' } as const
const authenticated = { signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE' } as const
const signer = (place: number, end = ''): string => `signers/signer[${place}]${end}`
const limit = maximumDocumentsBytes

const identifier =
  (
    identifierInSignedDocuments: NonNullable<PortalSignatureJobManifest['identifierInSignedDocuments']>,
    ...list: readonly PortalSigner[]
  ) =>
  (sector: Sector): Partial<PortalSignatureJobManifest> => ({
    identifierInSignedDocuments,
    ...(list.length === 0 ? { signers: [usual(sector)] } : { signers: list }),
  })

const vectorCases: readonly RuleCase[] = [
  { id: 'availability-max/largest', title: '90 days.', sectors: both, manifest: seconds(7_776_000) },
  { id: 'availability-max/less', title: 'A second less than 90 days.', sectors: both, manifest: seconds(7_775_999) },
  {
    id: 'availability-max/more',
    title: 'A second more than 90 days.',
    sectors: both,
    manifest: seconds(7_776_001),
    broken: ['availability/available-seconds'],
  },
  { id: 'availability-max/absent', title: 'No availability.', sectors: both },
  {
    id: 'lookup-public-only/lookup',
    title: 'A lookup, by a public organization.',
    sectors: ['PUBLIC'],
    manifest: signers(() => withPin),
  },
  {
    id: 'lookup-public-only/private-lookup',
    title: 'A lookup, by a private organization.',
    sectors: ['PRIVATE'],
    manifest: signers(
      () => ownContact,
      () => withPin,
    ),
    broken: [signer(2, '/notifications-using-lookup')],
  },
  {
    id: 'lookup-public-only/no-lookup',
    title: 'Contact details of the sender.',
    sectors: ['PRIVATE'],
    manifest: signers(() => ownContact),
  },
  {
    id: 'other-excludes-lookup/other',
    title: 'On behalf of OTHER, with a lookup.',
    sectors: ['PUBLIC'],
    manifest: signers(
      () => withPin,
      () => ({ ...withPin, onBehalfOf: 'OTHER' }),
    ),
    broken: [signer(2, '/notifications-using-lookup')],
  },
  {
    id: 'other-excludes-lookup/self',
    title: 'On behalf of SELF, with a lookup.',
    sectors: ['PUBLIC'],
    manifest: signers(() => ({ ...withPin, onBehalfOf: 'SELF' })),
  },
  {
    id: 'other-excludes-lookup/own-contact',
    title: 'On behalf of OTHER, with contact details of the sender.',
    sectors: both,
    manifest: signers(() => ({ ...ownContact, onBehalfOf: 'OTHER' })),
  },
  {
    id: 'contact-excludes-lookup/lookup',
    title: 'Identified by contact information, with a lookup.',
    sectors: ['PUBLIC'],
    manifest: signers(() => ({ identifiedByContactInformation: true, notificationsUsingLookup: { email: true } })),
    broken: [signer(1, '/notifications-using-lookup')],
  },
  {
    id: 'other-excludes-lookup/private-other',
    title: 'On behalf of OTHER, with a lookup.',
    sectors: ['PRIVATE'],
    manifest: signers(() => ({ ...withPin, onBehalfOf: 'OTHER' })),
    broken: [signer(1, '/notifications-using-lookup')],
    also: 'lookup-public-only',
  },
  {
    id: 'contact-excludes-lookup/private-lookup',
    title: 'Identified by contact information, with a lookup.',
    sectors: ['PRIVATE'],
    manifest: signers(() => ({ identifiedByContactInformation: true, notificationsUsingLookup: { email: true } })),
    broken: [signer(1, '/notifications-using-lookup')],
    also: 'lookup-public-only',
  },
  {
    id: 'contact-excludes-lookup/notifications',
    title: 'Identified by contact information, with contact details.',
    sectors: both,
    manifest: signers(() => byContact),
  },
  {
    id: 'private-advanced-only/advanced',
    title: 'An advanced signature.',
    sectors: both,
    manifest: signers((sector) => ({ ...usual(sector), ...advanced })),
  },
  {
    id: 'private-advanced-only/authenticated-public',
    title: 'An authenticated signature, for a public organization.',
    sectors: ['PUBLIC'],
    manifest: signers(() => ({ ...withPin, ...authenticated })),
  },
  {
    id: 'private-advanced-only/authenticated',
    title: 'An authenticated signature, for a private organization.',
    sectors: ['PRIVATE'],
    manifest: signers(() => ({ ...ownContact, ...authenticated })),
    broken: [signer(1, '/signature-type')],
  },
  {
    id: 'private-level-4/level-3',
    title: 'Level 3, for a private organization.',
    sectors: ['PRIVATE'],
    manifest: having({ requiredAuthentication: '3' }),
    broken: ['required-authentication'],
  },
  {
    id: 'private-level-4/level-3-public',
    title: 'Level 3, for a public organization.',
    sectors: ['PUBLIC'],
    manifest: having({ requiredAuthentication: '3' }),
  },
  {
    id: 'private-level-4/level-4',
    title: 'Level 4.',
    sectors: both,
    manifest: having({ requiredAuthentication: '4' }),
  },
  {
    id: 'private-identifier/name',
    title: 'NAME, for a private organization.',
    sectors: ['PRIVATE'],
    manifest: identifier('NAME'),
    broken: ['identifier-in-signed-documents'],
  },
  {
    id: 'private-identifier/name-public',
    title: 'NAME, for a public organization.',
    sectors: ['PUBLIC'],
    manifest: identifier('NAME'),
  },
  {
    id: 'private-identifier/date-of-birth',
    title: 'Date of birth and name.',
    sectors: both,
    manifest: identifier('DATE_OF_BIRTH_AND_NAME'),
  },
  {
    id: 'private-identifier/number',
    title: 'National identity number and name.',
    sectors: both,
    manifest: identifier('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME'),
  },
  {
    id: 'public-identifier/name-advanced',
    title: 'NAME, with an advanced signature.',
    sectors: ['PUBLIC'],
    manifest: identifier('NAME', withPin, { ...withPin, ...advanced }),
    broken: [signer(2, '/signature-type')],
  },
  {
    id: 'public-identifier/date-of-birth-advanced',
    title: 'Date of birth and name, with advanced signatures.',
    sectors: ['PUBLIC'],
    manifest: identifier('DATE_OF_BIRTH_AND_NAME', { ...withPin, ...advanced }, { ...withPin, ...advanced }),
    broken: [signer(1, '/signature-type'), signer(2, '/signature-type')],
  },
  {
    id: 'public-identifier/number-advanced',
    title: 'National identity number and name, with an advanced signature.',
    sectors: ['PUBLIC'],
    manifest: identifier('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', { ...withPin, ...advanced }),
  },
  {
    id: 'public-identifier/name-authenticated',
    title: 'NAME, with an authenticated signature.',
    sectors: ['PUBLIC'],
    manifest: identifier('NAME', { ...withPin, ...authenticated }),
  },
  {
    id: 'public-identifier/private',
    title: 'Date of birth and name, with an advanced signature, for a private organization.',
    sectors: ['PRIVATE'],
    manifest: identifier('DATE_OF_BIRTH_AND_NAME', { ...ownContact, ...advanced }),
  },
  {
    id: 'pin-identifier-needs-pin/contact',
    title: 'National identity number and name, for a signer identified by contact information.',
    sectors: both,
    manifest: identifier('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', byContact),
    broken: [signer(1, '/identified-by-contact-information')],
  },
  {
    id: 'pin-identifier-needs-pin/absent',
    title: 'No identifier, for a signer identified by contact information.',
    sectors: both,
    manifest: signers(() => byContact),
  },
  {
    id: 'pin-identifier-needs-pin/number',
    title: 'National identity number and name, for a signer who has one.',
    sectors: both,
    manifest: identifier('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME'),
  },
  {
    id: 'public-advanced-single/two-documents',
    title: 'Two documents, and an advanced signature.',
    sectors: ['PUBLIC'],
    manifest: () => ({
      ...documents('document-1.pdf', 'document-2.pdf')(),
      signers: [withPin, { ...withPin, ...advanced }],
    }),
    broken: ['documents'],
  },
  {
    id: 'public-advanced-single/one-document',
    title: 'One document, and an advanced signature.',
    sectors: ['PUBLIC'],
    manifest: signers(() => ({ ...withPin, ...advanced })),
  },
  {
    id: 'public-advanced-single/authenticated',
    title: 'Two documents, and authenticated signatures.',
    sectors: ['PUBLIC'],
    manifest: documents('document-1.pdf', 'document-2.pdf'),
  },
  {
    id: 'public-advanced-single/private',
    title: 'Two documents, and an advanced signature, for a private organization.',
    sectors: ['PRIVATE'],
    manifest: () => ({ ...documents('document-1.pdf', 'document-2.pdf')(), signers: [{ ...ownContact, ...advanced }] }),
  },
  {
    id: 'documents-size/largest',
    title: 'One document of 10,485,760 bytes.',
    sectors: both,
    files: () => [pdfOfLength(limit)],
  },
  {
    id: 'documents-size/larger',
    title: 'One document of 10,485,761 bytes.',
    sectors: both,
    files: () => [pdfOfLength(limit + 1)],
    broken: ['documents'],
  },
  {
    id: 'documents-size/two-largest',
    title: 'Two documents of 10,485,760 bytes together.',
    sectors: both,
    manifest: documents('document-1.pdf', 'document-2.pdf'),
    files: () => [pdfOfLength(limit - 2000), pdfOfLength(2000)],
  },
  {
    id: 'documents-size/two-larger',
    title: 'Two documents of 10,485,761 bytes together.',
    sectors: both,
    manifest: documents('document-1.pdf', 'document-2.pdf'),
    files: () => [pdfOfLength(limit - 2000), pdfOfLength(2001)],
    broken: ['documents'],
  },
  ...['1.1', '1.4', '1.7'].map((version): RuleCase => ({
    id: `documents-pdf/version-${version}`,
    title: `PDF ${version}.`,
    sectors: both,
    files: () => [pdf({ version })],
  })),
  ...['1.0', '1.8', '2.0'].map((version): RuleCase => ({
    id: `documents-pdf/version-${version}`,
    title: `PDF ${version}.`,
    sectors: both,
    files: () => [pdf({ version })],
    broken: ['documents/document[1]'],
  })),
  {
    id: 'documents-pdf/encrypted',
    title: 'A PDF that is encrypted.',
    sectors: both,
    files: () => [pdf({ entries: ' /Encrypt 3 0 R' })],
    broken: ['documents/document[1]'],
  },
  {
    id: 'documents-pdf/no-pdf',
    title: 'A file that is no PDF.',
    sectors: both,
    files: () => [new TextEncoder().encode('PK')],
    broken: ['documents/document[1]'],
  },
  {
    id: 'documents-pdf/media-type',
    title: 'Another media type.',
    sectors: both,
    manifest: having({ documents: [entry('document-1.html', 'text/html')] }),
    files: () => [pdf()],
    broken: ['documents/document[1]/@mime'],
  },
  {
    id: 'documents-pdf/plain-text',
    title: 'Plain text, on which sources disagree.',
    sectors: both,
    manifest: having({ documents: [entry('document-1.txt', 'text/plain')] }),
    files: () => [new TextEncoder().encode('A text')],
    broken: ['documents/document[1]/@mime'],
  },
  {
    id: 'href-unique/distinct',
    title: 'Names of their own.',
    sectors: both,
    manifest: documents('document-1.pdf', 'document-2.pdf'),
  },
  {
    id: 'href-unique/twice',
    title: 'One name for two documents.',
    sectors: both,
    manifest: documents('document-1.pdf', 'document-1.pdf'),
    broken: ['documents/document[2]/@href'],
  },
  {
    id: 'href-unique/case',
    title: 'Names that differ in case only.',
    sectors: both,
    manifest: documents('document-1.pdf', 'Document-1.PDF'),
    broken: ['documents/document[2]/@href'],
  },
  ...Object.entries({
    manifest: 'manifest.xml',
    'manifest-case': 'Manifest.XML',
    'manifest-dot': 'manifest.xml.',
    mimetype: 'mimetype',
    'meta-inf': 'Meta-Inf',
    folder: 'a/b.pdf',
    parent: '../a.pdf',
    'folder-of-signature': 'META-INF/signatures.xml',
    backslash: 'a\\b.pdf',
  }).map(([id, href]): RuleCase => ({
    id: `href-unique/${id}`,
    title: `A name that is a path or reserved: ${id.replaceAll('-', ' ')}.`,
    sectors: both,
    manifest: documents(href),
    broken: ['documents/document[1]/@href'],
  })),
  {
    id: 'href-characters/safe',
    title: 'A name that is the same everywhere.',
    sectors: both,
    manifest: documents('document_1.v2-final.pdf'),
  },
  ...Object.entries({
    space: 'Kontrakt for leie.pdf',
    parentheses: 'doc (1).pdf',
    'underscore-first': '_x.pdf',
    dot: 'document-1.',
    hidden: '.document.pdf',
    'beyond-ascii': 'æøå.pdf',
    percent: 'a%2Fb.pdf',
    device: 'nul.pdf',
  }).map(([id, href]): RuleCase => ({
    id: `href-characters/${id}`,
    title: `A name that is not the same everywhere: ${id.replaceAll('-', ' ')}.`,
    sectors: both,
    manifest: documents(href),
    broken: ['documents/document[1]/@href'],
  })),
  { id: 'sender-matches/same', title: 'The number in the path.', sectors: both, organizationNumber: '123456785' },
  {
    id: 'sender-matches/another',
    title: 'Another number in the path.',
    sectors: both,
    organizationNumber: '111111111',
    broken: ['sender/organization-number'],
  },
  {
    id: 'no-personal-data/reference',
    title: 'A national identity number in the reference.',
    sectors: both,
    request: { reference: `Case ${personalIdentificationNumber}` },
    broken: ['/portal-signature-job-request/reference'],
  },
  {
    id: 'no-personal-data/polling-queue',
    title: 'A national identity number as polling queue.',
    sectors: both,
    request: { pollingQueue: personalIdentificationNumber },
    broken: ['/portal-signature-job-request/polling-queue'],
  },
  {
    id: 'no-personal-data/nonsensitive-title',
    title: 'A national identity number in the nonsensitive title, with a space.',
    sectors: both,
    manifest: having({
      nonsensitiveTitle: `For ${personalIdentificationNumber.slice(0, 6)} ${personalIdentificationNumber.slice(6)}`,
    }),
    broken: ['nonsensitive-title'],
  },
  {
    id: 'no-personal-data/title',
    title: 'A national identity number in title and description, where it may be.',
    sectors: both,
    manifest: having({ title: personalIdentificationNumber, description: personalIdentificationNumber }),
  },
  {
    id: 'no-personal-data/check-digits',
    title: 'Eleven digits that are no national identity number.',
    sectors: both,
    request: { reference: '12345678901' },
  },
  {
    id: 'no-personal-data/more-digits',
    title: 'The digits of a national identity number among others.',
    sectors: both,
    request: { reference: `9${personalIdentificationNumber}` },
  },
  {
    id: 'order-single/one-signer',
    title: 'An order, and one signer.',
    sectors: both,
    manifest: signers((sector) => ({ ...usual(sector), order: 1 })),
    broken: [signer(1, '/@order')],
  },
  {
    id: 'order-single/two-signers',
    title: 'An order, and two signers.',
    sectors: both,
    manifest: signers(
      (sector) => ({ ...usual(sector), order: 1 }),
      (sector) => ({ ...usual(sector), order: 2 }),
    ),
  },
  ...Object.entries({ empty: '', blank: ' \t', 'no-break-space': '\u00A0' }).map(([id, text]): RuleCase => ({
    id: `contact-details-empty/${id}`,
    title: `An address and a number without a word: ${id.replaceAll('-', ' ')}.`,
    sectors: both,
    manifest: signers(
      () => byContact,
      () => ({ ...byContact, notifications: { email: { address: text }, sms: { number: text } } }),
    ),
    broken: [signer(2, '/notifications/email/@address'), signer(2, '/notifications/sms/@number')],
  })),
  {
    id: 'contact-details-empty/one',
    title: 'A number alone.',
    sectors: both,
    manifest: signers(() => ({ ...byContact, notifications: { sms: { number: '0' } } })),
  },
  {
    id: 'public-own-contact/own',
    title: 'A national identity number, and contact details of the sender.',
    sectors: ['PUBLIC'],
    manifest: signers(
      () => withPin,
      () => ownContact,
    ),
    broken: [signer(2, '/notifications')],
  },
  {
    id: 'public-own-contact/other',
    title: 'The same on behalf of OTHER.',
    sectors: ['PUBLIC'],
    manifest: signers(() => ({ ...ownContact, onBehalfOf: 'OTHER' })),
  },
  {
    id: 'public-own-contact/contact',
    title: 'Identified by contact information.',
    sectors: ['PUBLIC'],
    manifest: signers(() => byContact),
  },
  {
    id: 'public-own-contact/private',
    title: 'The same for a private organization.',
    sectors: ['PRIVATE'],
    manifest: signers(() => ownContact),
  },
]

type Change = Partial<Omit<RuleCase, 'id' | 'title' | 'edge'>>

/** Cases of a rule by what they are like. */
function edges(rule: string, cases: Readonly<Record<string, Change>>): readonly RuleCase[] {
  return Object.entries(cases).map(([title, change]) => ({
    id: `${rule}/${title}`,
    title,
    sectors: both,
    ...change,
    edge: true,
  }))
}

/** The one document of the older form. */
const older = (document: Partial<LegacyPortalDocument> = {}): NonNullable<RuleCase['manifest']> =>
  having({ title: undefined, documents: undefined, document: { ...entry('document.pdf'), ...document } })

const other = (signer: PortalSigner): PortalSigner => ({ ...signer, onBehalfOf: 'OTHER' })
const twoDocuments = documents('document-1.pdf', 'document-2.pdf')
/** What the archive would lose or hide. */
const lost = [
  ...['Manifest.XML', 'manifest.xml ', 'manifest.xml..', 'mimetype.', 'meta-inf', 'META-INF.', 'META-INF/x'],
  ...['/document.pdf', 'document/', './document.pdf', 'C:\\document.pdf', 'C:document.pdf', '....', '    '],
  ...['manifest\u200B.xml', 'manifest.xml:a.pdf', 'Mimetype:a', '\u00AD\u200B..'],
]
/** What only some programs take amiss. */
const unusual = [
  ...['-option', 'so\u0308knad.pdf', 'plus+.pdf', 'line\n.pdf', 'document.pdf\n', 'document.pdf ', 'Leie: avtale.pdf'],
  ...['Hva?.pdf', '~manifest.xml', 'CON.pdf', 'com1', 'lpt9.x.pdf', 'Aux.pdf', 'prn.', 'signatures 2.xml', '😀.pdf'],
  // What resembles another character only, and is one of its own to every file system.
  ...[
    '1／2.pdf',
    'Brev ℅ Ola.pdf',
    'a：b.pdf',
    'ｍanifest.xml',
    'manıfest.xml',
    'm².pdf',
    'a….pdf',
    '․․․․',
    'a＼b.pdf',
  ],
  ...['avtale;1', 'a\tb.pdf', 'AVTALE~1.PDF', 'META-I~1', 'Pris:$100.pdf'],
]
/** Two names that are one to some file system. */
const pairs = {
  'but for composition': ['å.pdf', 'a\u030A.pdf'],
  'but for case beyond ASCII': ['Æøå.pdf', 'æØÅ.pdf'],
  'but for case, sharp s': ['straße.pdf', 'STRASSE.pdf'],
  'but for case, capital sharp s': ['ẞxx.pdf', 'ßxx.pdf'],
  'but for a space at the end': ['same.pdf', 'same.pdf '],
  'but for characters without a look': ['same.pdf', 'sa\u00ADme\u200D.pdf'],
  'but for characters that Windows does not take': ['what?.pdf', 'what*.pdf'],
  'being a stream of the first': ['a.pdf', 'A.pdf:b.pdf'],
} as const
/** Two names that are two to every file system. */
const distinct = [
  ...[
    'm²xx',
    'm2xx',
    '①xxx',
    '1xxx',
    'a…pdf',
    'a....pdf',
    'ıxxx',
    'ixxx',
    'nobr.pdf\u00A0',
    'nobr.pdf',
    'ｓame.pdf',
    'same.pdf',
  ],
  ...['avtale~1.pdf', 'avtale.pdf', 'avtale for leie.pdf'],
]
const first = 'documents/document[1]'
const reference = '/portal-signature-job-request/reference'
const queue = '/portal-signature-job-request/polling-queue'
const spaced = `${personalIdentificationNumber.slice(0, 6)} ${personalIdentificationNumber.slice(6)}`

/** Every case. */
export const ruleCases: readonly RuleCase[] = [
  ...vectorCases,
  ...edges('availability-max', {
    'no available-seconds': { manifest: having({ availability: { activationTime: '2030-01-01T00:00:00Z' } }) },
    '0 seconds': { manifest: seconds(0) },
    'all the seconds there are': {
      manifest: seconds(Number.MAX_SAFE_INTEGER),
      broken: ['availability/available-seconds'],
    },
  }),
  ...edges('lookup-public-only', {
    'two of three': {
      sectors: ['PRIVATE'],
      manifest: signers(
        () => withPin,
        () => ownContact,
        () => withPin,
      ),
      broken: [signer(1, '/notifications-using-lookup'), signer(3, '/notifications-using-lookup')],
    },
  }),
  ...edges('other-excludes-lookup', {
    'OTHER beside a lookup': {
      manifest: signers(
        () => other(ownContact),
        () => withPin,
      ),
    },
  }),
  ...edges('contact-excludes-lookup', {
    'the second of two': {
      manifest: signers(
        () => withPin,
        () => ({ identifiedByContactInformation: true, notificationsUsingLookup: { email: true } }),
      ),
      broken: [signer(2, '/notifications-using-lookup')],
    },
  }),
  ...edges('private-advanced-only', {
    'no signature type': {},
    'the second of two': {
      sectors: ['PRIVATE'],
      manifest: signers(
        () => ({ ...ownContact, ...advanced }),
        () => ({ ...ownContact, ...authenticated }),
      ),
      broken: [signer(2, '/signature-type')],
    },
  }),
  ...edges('private-level-4', { 'no level': {} }),
  ...edges('private-identifier', { 'no identifier': {} }),
  ...edges('public-identifier', {
    'advanced, no identifier': { manifest: signers((sector) => ({ ...usual(sector), ...advanced })) },
    'the date of birth, nothing said': { manifest: identifier('DATE_OF_BIRTH_AND_NAME') },
  }),
  ...edges('pin-identifier-needs-pin', {
    'the name, contact information': { manifest: identifier('NAME', byContact) },
    'one of two by contact information': {
      manifest: identifier('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', ownContact, byContact),
      broken: [signer(2, '/identified-by-contact-information')],
    },
  }),
  ...edges('public-advanced-single', {
    'two documents, authenticated': {
      manifest: (sector) => ({ ...twoDocuments(), signers: [{ ...usual(sector), ...authenticated }] }),
    },
  }),
  ...edges('documents-size', {
    'as large as may be, in the older form': { manifest: older(), files: () => [pdfOfLength(limit)] },
    'larger, in the older form': { manifest: older(), files: () => [pdfOfLength(limit + 1)], broken: ['document'] },
  }),
  ...edges('documents-pdf', {
    'the second of two': {
      manifest: twoDocuments,
      files: () => [pdf(), pdf({ version: '2.0' })],
      broken: ['documents/document[2]'],
    },
    empty: { files: () => [new Uint8Array()], broken: [first] },
    'the media type in another case': {
      manifest: having({ documents: [entry('document.pdf', 'Application/PDF')] }),
      files: () => [pdf()],
    },
    'the media type with a parameter': {
      manifest: having({ documents: [entry('document.pdf', 'application/pdf; version=1.7')] }),
      files: () => [pdf()],
    },
    'plain text in another case, with a parameter': {
      manifest: having({ documents: [entry('document.txt', 'Text/Plain;charset=UTF-8')] }),
      files: () => [new Uint8Array()],
      broken: [`${first}/@mime`],
    },
    'a media type that only begins so': {
      manifest: having({ documents: [entry('document.pdf', 'application/pdfx')] }),
      files: () => [pdf()],
      broken: [`${first}/@mime`],
    },
    'a picture': {
      manifest: having({ documents: [entry('document.png', 'image/png')] }),
      files: () => [pdf()],
      broken: [`${first}/@mime`],
    },
    'all that is wrong': { files: () => [pdf({ version: '1.0', entries: '/Encrypt 5 0 R' })], broken: [first, first] },
    'PDF, in the older form': { manifest: older(), files: () => [pdf()] },
    'no PDF, in the older form': { manifest: older(), files: () => [new Uint8Array(9)], broken: ['document'] },
  }),
  ...edges('href-unique', {
    'the shortest name': { manifest: documents('a.pd') },
    'the longest name': { manifest: documents(`${'x'.repeat(96)}.pdf`) },
    'every kind of character': { manifest: documents('0Aa._-z9') },
    'the third, but for case': {
      manifest: documents('same.pdf', 'document-2.pdf', 'Same.PDF'),
      broken: ['documents/document[3]/@href'],
    },
    'names that only resemble reserved ones': {
      manifest: documents('manifest.xml.pdf', 'mimetype.pdf', 'META-INF.pdf'),
    },
    ...Object.fromEntries(
      Object.entries(pairs).map(([how, [one, other]]) => [
        `the second, ${how}`,
        { manifest: documents(one, other), broken: ['documents/document[2]/@href'] },
      ]),
    ),
    'a stream before the file that has it': {
      manifest: documents('a.pdf:b.pdf', 'a.pdf'),
      broken: [`${first}/@href`],
    },
    'names that only resemble each other': { manifest: documents(...distinct) },
    ...Object.fromEntries(
      lost.map((href) => [JSON.stringify(href), { manifest: documents(href), broken: [`${first}/@href`] }]),
    ),
    ...Object.fromEntries(unusual.map((href) => [JSON.stringify(href), { manifest: documents(href) }])),
    'a name of its own, in the older form': { manifest: older() },
    'a path, in the older form': { manifest: older({ href: 'my/document.pdf' }), broken: ['document/@href'] },
  }),
  ...edges('href-characters', {
    'the shortest name': { manifest: documents('a.pd') },
    'the longest name': { manifest: documents(`${'x'.repeat(96)}.pdf`) },
    'every kind of character': { manifest: documents('0Aa._-z9') },
    'names that begin like those of devices': { manifest: documents('contract.pdf', 'com10.pdf', 'null.pdf', 'com_1') },
    ...Object.fromEntries(
      unusual.map((href) => [JSON.stringify(href), { manifest: documents(href), broken: [`${first}/@href`] }]),
    ),
    // They are told by the other rule.
    ...Object.fromEntries(lost.map((href) => [JSON.stringify(href), { manifest: documents(href) }])),
    'twice the same': {
      manifest: documents('a b.pdf', 'a b.pdf'),
      broken: [`${first}/@href`, 'documents/document[2]/@href'],
    },
    'a name of its own, in the older form': { manifest: older() },
    'a space, in the older form': { manifest: older({ href: 'my document.pdf' }), broken: ['document/@href'] },
  }),
  ...edges('no-personal-data', {
    'no reference': { request: {} },
    'twelve digits': { request: { reference: `${personalIdentificationNumber}0` } },
    'between words': { request: { reference: `a${personalIdentificationNumber}b` }, broken: [reference] },
    'behind another': { request: { reference: `12345678910 ${personalIdentificationNumber}` }, broken: [reference] },
    'with a space': { request: { pollingQueue: spaced }, broken: [queue] },
    both: { request: { reference: spaced, pollingQueue: spaced }, broken: [reference, queue] },
    'nonsensitive-title, in the older form': {
      manifest: older({ nonsensitiveTitle: spaced }),
      broken: ['document/nonsensitive-title'],
    },
  }),
  ...edges('order-single', {
    'order 0': { manifest: signers((sector) => ({ ...usual(sector), order: 0 })) },
    'order 9': { manifest: signers((sector) => ({ ...usual(sector), order: 9 })), broken: [signer(1, '/@order')] },
    'no order': {},
    'two with the same': {
      manifest: signers(
        (sector) => ({ ...usual(sector), order: 1 }),
        (sector) => ({ ...usual(sector), order: 1 }),
      ),
    },
  }),
  ...edges('contact-details-empty', {
    'no contact details': { sectors: ['PUBLIC'], manifest: signers(() => withPin) },
    'one letter': { manifest: signers(() => ({ ...byContact, notifications: { email: { address: ' a ' } } })) },
    'the number alone': {
      manifest: signers(() => ({ ...byContact, notifications: { email: { address: 'a' }, sms: { number: '' } } })),
      broken: [signer(1, '/notifications/sms/@number')],
    },
  }),
  ...edges('public-own-contact', {
    'a lookup': { sectors: ['PUBLIC'], manifest: signers(() => withPin) },
    SELF: {
      sectors: ['PUBLIC'],
      manifest: signers(() => ({ ...ownContact, onBehalfOf: 'SELF' })),
      broken: [signer(1, '/notifications')],
    },
  }),
]

const root = '/portal-signature-job-manifest'

/** The XML paths at which a case breaks its rule. */
export function brokenPaths({ broken = [] }: RuleCase): readonly string[] {
  return broken.map((path) => (path.startsWith('/') ? path : `${root}/${path}`))
}

/** The job of a case: a manifest, and what else the case is about. */
export function jobOf(each: RuleCase, sector: Sector): CheckJobOptions {
  const { request, files, organizationNumber } = each
  const manifest = {
    signers: [usual(sector)],
    sender: { organizationNumber: '123456785' },
    title: 'A title',
    documents: [entry('document-1.pdf')],
    ...each.manifest?.(sector),
  } as PortalSignatureJobManifest
  const contents = files?.()
  const listed = manifest.documents ?? [manifest.document]
  const content = contents && listed.map(({ href, mime }, index) => ({ href, mime, bytes: contents[index] ?? pdf() }))
  return { manifest, request, documents: content, organizationNumber }
}
