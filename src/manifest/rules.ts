/**
 * Every documented rule of a job as data. The reference page of the rules and the tests of each are made from this table.
 *
 * @module
 */
import type { PortalSigner, SignatureType } from '../codec/index.js'
import { documentsOf, manifestRules, signersWhere } from '../codec/portal/manifest-rules.js'
import { bothSectors, sourcesRead, type Rule, type Sector } from '../codec/portal/rule.js'
import type { Issue } from '../issue.js'
import { inspectPdf } from './pdf.js'
import { makeIssue } from '../outcome.js'

const root = '/portal-signature-job-manifest'

/** The most bytes that all documents of a job may have together: 10 MiB (page on creating a job). */
export const maximumDocumentsBytes = 10_485_760

const advanced: SignatureType = 'ADVANCED_ELECTRONIC_SIGNATURE'
const hasAdvanced = (signer: PortalSigner): boolean => signer.signatureType === advanced

const lookupPublicOnly: Rule = {
  id: 'lookup-public-only',
  severity: 'error',
  sectors: ['PRIVATE'],
  sentence: 'Only public organizations can use notifications-using-lookup.',
  level: 'documented',
  source: 'Portal flow; Addressing signers',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    signersWhere(manifest, '/notifications-using-lookup', (signer) => signer.notificationsUsingLookup !== undefined),
}

const privateAdvancedOnly: Rule = {
  id: 'private-advanced-only',
  severity: 'error',
  sectors: ['PRIVATE'],
  sentence: 'For private organizations signature-type, where given, is ADVANCED_ELECTRONIC_SIGNATURE.',
  level: 'documented',
  source: 'Signature type',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    signersWhere(manifest, '/signature-type', (signer) => signer.signatureType !== undefined && !hasAdvanced(signer)),
}

const privateLevel4: Rule = {
  id: 'private-level-4',
  severity: 'error',
  sectors: ['PRIVATE'],
  sentence: 'For private organizations required-authentication, where given, is 4.',
  level: 'documented',
  source: 'Security level',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    manifest.requiredAuthentication === '3' ? [{ path: `${root}/required-authentication` }] : [],
}

const privateIdentifier: Rule = {
  id: 'private-identifier',
  severity: 'error',
  sectors: ['PRIVATE'],
  sentence:
    'For private organizations identifier-in-signed-documents is PERSONAL_IDENTIFICATION_NUMBER_AND_NAME or DATE_OF_BIRTH_AND_NAME.',
  level: 'documented',
  source: 'Signed documents, identifying signers',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    manifest.identifierInSignedDocuments === 'NAME' ? [{ path: `${root}/identifier-in-signed-documents` }] : [],
}

const publicIdentifier: Rule = {
  id: 'public-identifier',
  severity: 'error',
  sectors: ['PUBLIC'],
  sentence:
    'For public organizations DATE_OF_BIRTH_AND_NAME and NAME as identifier need authenticated signatures from every signer.',
  level: 'documented',
  source: 'Signed documents, identifying signers (the page said otherwise in earlier years)',
  dateRead: sourcesRead,
  check: ({ manifest: { identifierInSignedDocuments: identifier, ...manifest } }) =>
    identifier === 'DATE_OF_BIRTH_AND_NAME' || identifier === 'NAME'
      ? signersWhere(manifest, '/signature-type', hasAdvanced)
      : [],
}

const publicAdvancedSingle: Rule = {
  id: 'public-advanced-single',
  severity: 'error',
  sectors: ['PUBLIC'],
  sentence: 'For public organizations several documents are not supported with advanced signatures.',
  level: 'documented',
  source: 'Create a job, footnote 4',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    documentsOf(manifest).length > 1 && manifest.signers.some(hasAdvanced) ? [{ path: `${root}/documents` }] : [],
}

const documentsSize: Rule = {
  id: 'documents-size',
  severity: 'error',
  sectors: bothSectors,
  sentence: 'All documents together have at most 10,485,760 bytes.',
  level: 'documented',
  source: 'Create a job',
  dateRead: sourcesRead,
  check: ({ manifest, documents = [] }) =>
    documents.reduce((sum, { bytes }) => sum + bytes.length, 0) > maximumDocumentsBytes
      ? [{ path: `${root}/${manifest.documents === undefined ? 'document' : 'documents'}` }]
      : [],
}

const documentsPdf: Rule = {
  id: 'documents-pdf',
  severity: 'error',
  sectors: bothSectors,
  sentence: 'Documents are PDF 1.1 to 1.7 or PDF/A, not password protected.',
  level: 'documented',
  source: 'Create a job; the page on the document package also names plain text',
  dateRead: sourcesRead,
  check: ({ manifest, documents }) =>
    documentsOf(manifest).flatMap(({ path }, index) => {
      const file = documents?.[index]
      if (file === undefined) return []
      if (file.mime === 'text/plain')
        return [{ path: `${path}/@mime`, severity: 'warning', detail: 'Sources disagree on plain text.' }]
      if (file.mime !== 'application/pdf') return [{ path: `${path}/@mime`, detail: 'The media type is another one.' }]
      return inspectPdf(file.bytes).map((finding) => ({ path, ...finding }))
    }),
}

const senderMatches: Rule = {
  id: 'sender-matches',
  severity: 'error',
  sectors: bothSectors,
  sentence: "The organization number of the manifest's sender is the one in the path of the request.",
  level: 'assumed',
  source: 'Brokers and senders',
  dateRead: sourcesRead,
  check: ({ manifest, organizationNumber }) =>
    organizationNumber !== undefined && organizationNumber !== manifest.sender.organizationNumber
      ? [{ path: `${root}/sender/organization-number` }]
      : [],
}

const publicOwnContact: Rule = {
  id: 'public-own-contact',
  severity: 'warning',
  sectors: ['PUBLIC'],
  sentence:
    'A public organization that addresses a signer by national identity number, on behalf of SELF, should use the lookup rather than contact details of its own.',
  level: 'disputed',
  source: 'Portal flow and Addressing signers allow it today; older pages and clients refused it',
  dateRead: sourcesRead,
  check: ({ manifest }) =>
    signersWhere(
      manifest,
      '/notifications',
      (signer) =>
        signer.personalIdentificationNumber !== undefined &&
        signer.notifications !== undefined &&
        signer.onBehalfOf !== 'OTHER',
    ),
}

/** Every rule, in the order of the reference page. */
export const rules: readonly Rule[] = [
  manifestRules.availabilityMax,
  lookupPublicOnly,
  manifestRules.otherExcludesLookup,
  manifestRules.contactExcludesLookup,
  privateAdvancedOnly,
  privateLevel4,
  privateIdentifier,
  publicIdentifier,
  manifestRules.pinIdentifierNeedsPin,
  publicAdvancedSingle,
  documentsSize,
  documentsPdf,
  manifestRules.hrefUnique,
  senderMatches,
  manifestRules.noPersonalData,
  manifestRules.orderSingle,
  publicOwnContact,
]

/**
 * What is wrong with a sector that is none: without one, the rules that bind nobody would be all that is checked.
 *
 * @param sector - what a caller that is not type-checked may have handed over
 * @returns the issue `job.sector`, or nothing
 */
export function sectorIssues(sector: Sector): readonly Issue[] {
  return bothSectors.includes(sector) ? [] : [makeIssue('job.sector', 'The sector must be PUBLIC or PRIVATE.')]
}
