/**
 * For each rule, jobs on both sides of each of its boundaries.
 *
 * @module
 */
import type { BundleDocument, Sector } from 'signering-portal/manifest'
import { contactSigner, plainJob, plainSigner, validNumber, type WholeJob } from './jobs.js'
import { pdf, pdfOfLength } from './pdf-files.js'

/** A job, and where it breaks the rule: nowhere for one that keeps it. */
export interface RuleCase {
  /** What the job is like. */
  readonly title: string
  /** The sectors in which the rule says this of it. */
  readonly sectors: readonly Sector[]
  /** The job. */
  readonly job: (sector: Sector) => WholeJob
  /** The XML paths of the breaches. */
  readonly paths: readonly string[]
}

const root = '/portal-signature-job-manifest'
const both: readonly Sector[] = ['PUBLIC', 'PRIVATE']

/** Changes of the job that keeps every rule. */
type Change = Readonly<Record<string, unknown>>

function change(
  title: string,
  manifest: Change,
  paths: readonly string[] = [],
  sectors: readonly Sector[] = both,
): RuleCase {
  return {
    title,
    sectors,
    paths,
    job: (sector) => {
      const job = plainJob(sector)
      // The changes below are typed by the checks that the tests make of them.
      return { ...job, manifest: { ...job.manifest, ...manifest } }
    },
  }
}

function signers(
  title: string,
  list: readonly Change[],
  paths: readonly string[] = [],
  sectors: readonly Sector[] = both,
): RuleCase {
  return {
    title,
    sectors,
    paths: paths.map((path) => `${root}/signers/${path}`),
    job: (sector) => {
      const job = plainJob(sector)
      const changed = list.map((signer) => ({ ...plainSigner[sector], ...signer }))
      return { ...job, manifest: { ...job.manifest, signers: changed } }
    },
  }
}

/** Documents by href, or by the properties of file and entry. */
function documents(title: string, files: readonly Partial<BundleDocument>[], paths: readonly string[] = []): RuleCase {
  return {
    title,
    sectors: both,
    paths: paths.map((path) => root + path),
    job: (sector) => {
      const job = plainJob(sector)
      const { document, ...rest } = job.manifest
      const named = files.map((file, index) => ({
        href: `document-${index + 1}.pdf`,
        mime: 'application/pdf',
        bytes: small,
        ...file,
      }))
      return {
        ...job,
        manifest: { ...rest, title: 'Title', documents: named.map(({ href, mime }) => ({ href, mime, title: 'D' })) },
        documents: named,
      }
    },
  }
}

/** The one document of the older form. */
function legacy(title: string, file: Partial<BundleDocument>, more: Change, paths: readonly string[] = []): RuleCase {
  return {
    title: `${title}, in the older form`,
    sectors: both,
    paths: paths.map((path) => root + path),
    job: (sector) => {
      const { href, mime, bytes } = { href: 'document.pdf', mime: 'application/pdf', bytes: small, ...file }
      const { manifest, ...job } = plainJob(sector)
      const { signers: list, sender } = manifest
      return {
        ...job,
        manifest: { signers: list, sender, document: { href, mime, title: 'D', ...more } },
        documents: [{ href, mime, bytes }],
      }
    },
  }
}

function request(title: string, changed: WholeJob['request'], paths: readonly string[] = []): RuleCase {
  const job = (sector: Sector): WholeJob => ({ ...plainJob(sector), request: changed })
  return { title, sectors: both, paths: paths.map((path) => `/portal-signature-job-request${path}`), job }
}

const small = pdf()
const limit = 10_485_760
const made = new Map<number, Uint8Array>()
/** Large files are made once each, and only when a case is run. */
const withLength = (length: number): Partial<BundleDocument> => ({
  get bytes() {
    const bytes = made.get(length) ?? pdfOfLength(length)
    made.set(length, bytes)
    return bytes
  },
})

const advanced = { signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' }
const authenticated = { signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE' }
const lookup = { notifications: undefined, notificationsUsingLookup: { email: true } }
const own = { notificationsUsingLookup: undefined, notifications: { sms: { number: '00000000' } } }
const byContact = { ...contactSigner, personalIdentificationNumber: undefined, notificationsUsingLookup: undefined }
const byContactWithLookup = { ...byContact, ...lookup }
const twoDocuments = {
  documents: [1, 2].map((number) => ({ href: `doc${number}`, mime: 'application/pdf', title: 'D' })),
}
const longest = `${'x'.repeat(96)}.pdf`
const fileIssue = '/documents/document[1]'

/** The cases by the id of the rule. */
export const ruleCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'availability-max': [
    change('no availability', {}),
    change('no available-seconds', { availability: { activationTime: '2030-01-01T00:00:00Z' } }),
    change('0 seconds', { availability: { availableSeconds: 0 } }),
    change('7,776,000 seconds', { availability: { availableSeconds: 7_776_000 } }),
    change('7,776,001 seconds', { availability: { availableSeconds: 7_776_001 } }, [
      `${root}/availability/available-seconds`,
    ]),
    change('all the seconds there are', { availability: { availableSeconds: Number.MAX_SAFE_INTEGER } }, [
      `${root}/availability/available-seconds`,
    ]),
  ],
  'lookup-public-only': [
    signers('own contact details', [own]),
    signers('a lookup', [lookup], [], ['PUBLIC']),
    signers(
      'two lookups',
      [lookup, own, lookup],
      ['signer[1]/notifications-using-lookup', 'signer[3]/notifications-using-lookup'],
      ['PRIVATE'],
    ),
  ],
  'other-excludes-lookup': [
    signers('SELF with lookup', [{ ...lookup, onBehalfOf: 'SELF' }]),
    signers('nothing said, with lookup', [lookup]),
    signers('OTHER with contact details', [{ ...own, onBehalfOf: 'OTHER' }]),
    signers('OTHER with lookup', [{ ...lookup, onBehalfOf: 'OTHER' }], ['signer[1]/notifications-using-lookup']),
    signers('OTHER beside a lookup', [{ ...own, onBehalfOf: 'OTHER' }, lookup]),
  ],
  'contact-excludes-lookup': [
    signers('a number with lookup', [lookup]),
    signers('contact information with notifications', [byContact]),
    signers('contact information with lookup', [lookup, byContactWithLookup], ['signer[2]/notifications-using-lookup']),
  ],
  'private-advanced-only': [
    signers('no signature type', [{}]),
    signers('advanced', [advanced]),
    signers('authenticated', [authenticated], [], ['PUBLIC']),
    signers('authenticated', [advanced, authenticated], ['signer[2]/signature-type'], ['PRIVATE']),
  ],
  'private-level-4': [
    change('no level', {}),
    change('level 4', { requiredAuthentication: '4' }),
    change('level 3', { requiredAuthentication: '3' }, [], ['PUBLIC']),
    change('level 3', { requiredAuthentication: '3' }, [`${root}/required-authentication`], ['PRIVATE']),
  ],
  'private-identifier': [
    change('no identifier', {}),
    change('the number', { identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' }),
    change('the date of birth', { identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' }),
    change('the name', { identifierInSignedDocuments: 'NAME' }, [], ['PUBLIC']),
    change(
      'the name',
      { identifierInSignedDocuments: 'NAME' },
      [`${root}/identifier-in-signed-documents`],
      ['PRIVATE'],
    ),
  ],
  'public-identifier': [
    change('advanced, no identifier', { signers: [{ ...plainSigner.PUBLIC, ...advanced }] }),
    ...['DATE_OF_BIRTH_AND_NAME', 'NAME'].flatMap((identifier) => [
      change(`${identifier}, nothing said`, { identifierInSignedDocuments: identifier }),
      change(`${identifier}, authenticated`, {
        identifierInSignedDocuments: identifier,
        signers: [{ ...plainSigner.PUBLIC, ...authenticated }],
      }),
      change(
        `${identifier}, advanced`,
        {
          identifierInSignedDocuments: identifier,
          signers: [authenticated, advanced].map((type) => ({ ...plainSigner.PUBLIC, ...type })),
        },
        [`${root}/signers/signer[2]/signature-type`],
        ['PUBLIC'],
      ),
    ]),
    change('the number, advanced', {
      identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
      signers: [{ ...plainSigner.PUBLIC, ...advanced }],
    }),
    change(
      'the date of birth, advanced',
      { identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME', signers: [{ ...plainSigner.PRIVATE, ...advanced }] },
      [],
      ['PRIVATE'],
    ),
  ],
  'pin-identifier-needs-pin': [
    change('no identifier, contact information', { signers: [contactSigner] }),
    change('the name, contact information', { identifierInSignedDocuments: 'NAME', signers: [contactSigner] }),
    change('the number, a number', { identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' }),
    change(
      'the number, one of two by contact information',
      {
        identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
        signers: [plainSigner.PRIVATE, contactSigner],
      },
      [`${root}/signers/signer[2]/identified-by-contact-information`],
    ),
  ],
  'public-advanced-single': [
    change('one document, advanced', { signers: [{ ...plainSigner.PUBLIC, ...advanced }] }),
    change('two documents, nothing said', twoDocuments),
    change('two documents, authenticated', { ...twoDocuments, signers: [{ ...plainSigner.PUBLIC, ...authenticated }] }),
    change(
      'two documents, one of two advanced',
      { ...twoDocuments, signers: [plainSigner.PUBLIC, { ...plainSigner.PUBLIC, ...advanced }] },
      [`${root}/documents`],
      ['PUBLIC'],
    ),
    change(
      'two documents, advanced',
      { ...twoDocuments, signers: [{ ...plainSigner.PRIVATE, ...advanced }] },
      [],
      ['PRIVATE'],
    ),
  ],
  'documents-size': [
    documents('one of 10,485,760 bytes', [withLength(limit)]),
    documents('one of 10,485,761 bytes', [withLength(limit + 1)], ['/documents']),
    documents('two of 10,485,760 bytes together', [withLength(limit / 2), withLength(limit / 2)]),
    documents('two of 10,485,761 bytes together', [withLength(limit / 2), withLength(limit / 2 + 1)], ['/documents']),
    legacy('10,485,760 bytes', withLength(limit), {}),
    legacy('10,485,761 bytes', withLength(limit + 1), {}, ['/document']),
  ],
  'documents-pdf': [
    documents('PDF 1.1', [{ bytes: pdf({ version: '1.1' }) }]),
    documents('PDF 1.7', [{ bytes: pdf({ version: '1.7' }) }]),
    documents('PDF 1.0', [{ bytes: pdf({ version: '1.0' }) }], [fileIssue]),
    documents('PDF 1.8', [{ bytes: pdf({ version: '1.8' }) }], [fileIssue]),
    documents('PDF 2.0', [{}, { bytes: pdf({ version: '2.0' }) }], ['/documents/document[2]']),
    documents('encrypted', [{ bytes: pdf({ entries: '/Encrypt 5 0 R' }) }], [fileIssue]),
    documents('empty', [{ bytes: new Uint8Array() }], [fileIssue]),
    documents('plain text (a warning)', [{ mime: 'text/plain', bytes: new Uint8Array() }], [`${fileIssue}/@mime`]),
    documents('a picture', [{ mime: 'image/png' }], [`${fileIssue}/@mime`]),
    documents(
      'all that is wrong',
      [{ bytes: pdf({ version: '1.0', entries: '/Encrypt 5 0 R' }) }],
      [fileIssue, fileIssue],
    ),
    legacy('PDF', {}, {}),
    legacy('no PDF', { bytes: new Uint8Array(9) }, {}, ['/document']),
  ],
  'href-unique': [
    documents('the shortest name', [{ href: 'a.pd' }]),
    documents('the longest name', [{ href: longest }]),
    documents('every kind of character', [{ href: '0Aa._-z9' }]),
    documents('names that differ', [{ href: 'document-1.pdf' }, { href: 'document-2.pdf' }]),
    documents('the same name', [{ href: 'same.pdf' }, { href: 'same.pdf' }], ['/documents/document[2]/@href']),
    documents(
      'the same but for case',
      [{ href: 'same.pdf' }, {}, { href: 'Same.PDF' }],
      ['/documents/document[3]/@href'],
    ),
    documents(
      'names that only resemble reserved ones',
      ['manifest.xml.pdf', 'mimetype.pdf', 'META-INF.pdf'].map((href) => ({ href })),
    ),
    ...[
      'manifest.xml',
      'Manifest.XML',
      'mimetype',
      'meta-inf',
      'META-INF/signatures.xml',
      'folder/document.pdf',
      '../document.pdf',
      '/document.pdf',
      'C:\\document.pdf',
      '.hidden',
      '-option',
      'with space.pdf',
      'søknad.pdf',
      'so\u0308knad.pdf',
      'percent%20.pdf',
      'plus+.pdf',
      'line\n.pdf',
      'document.pdf\n',
    ].map((href) => documents(JSON.stringify(href), [{ href }], ['/documents/document[1]/@href'])),
    legacy('a safe name', { href: 'document.pdf' }, {}),
    legacy('an unsafe name', { href: 'my document.pdf' }, {}, ['/document/@href']),
  ],
  'sender-matches': [
    { title: 'the same', sectors: both, paths: [], job: plainJob },
    {
      title: 'another',
      sectors: both,
      paths: [`${root}/sender/organization-number`],
      job: (sector) => ({ ...plainJob(sector), organizationNumber: '123456780' }),
    },
  ],
  'no-personal-data': [
    request('a reference without number', { reference: '123-ABC' }),
    request('no reference', {}),
    request('eleven digits that are no number', { reference: '12345678910' }),
    request('twelve digits', { reference: `${validNumber}0` }),
    request('a number with a digit before it', { pollingQueue: `1${validNumber}` }),
    request('a number', { reference: validNumber }, ['/reference']),
    request('a number between words', { reference: `a${validNumber}b` }, ['/reference']),
    request('a number behind another', { reference: `12345678910 ${validNumber}` }, ['/reference']),
    request('a number with a space', { pollingQueue: `${validNumber.slice(0, 6)} ${validNumber.slice(6)}` }, [
      '/polling-queue',
    ]),
    request('both', { reference: validNumber, pollingQueue: validNumber }, ['/reference', '/polling-queue']),
    change('title and description may', { title: validNumber, description: validNumber }),
    change('nonsensitive-title may not', { nonsensitiveTitle: validNumber }, [`${root}/nonsensitive-title`]),
    legacy('nonsensitive-title may not', {}, { nonsensitiveTitle: validNumber }, ['/document/nonsensitive-title']),
  ],
  'order-single': [
    signers('one signer', [{}]),
    signers('one with order', [{ order: 1 }], ['signer[1]/@order']),
    signers('one with order 0', [{ order: 0 }], ['signer[1]/@order']),
    signers('two with order', [{ order: 1 }, { order: 1 }]),
  ],
  'public-own-contact': [
    signers('a lookup', [lookup], [], ['PUBLIC']),
    signers('OTHER', [{ ...own, onBehalfOf: 'OTHER' }]),
    signers('contact information', [byContact]),
    signers('own contact details', [own], [], ['PRIVATE']),
    signers('own contact details', [own], ['signer[1]/notifications'], ['PUBLIC']),
    signers('own contact details, SELF', [{ ...own, onBehalfOf: 'SELF' }], ['signer[1]/notifications'], ['PUBLIC']),
  ],
}
