/**
 * Every documented rule of a job as data. The reference page of the rules and the tests of each are made from this table.
 *
 * @module
 */
import type { PortalSigner, SignatureType } from '../codec/index.js'
import { documentPath, documentsOf, manifestRules } from '../codec/portal/manifest-rules.js'
import {
  breachAt,
  rulesOf,
  sectors,
  signersWhere,
  type Breach,
  type CheckedRule,
  type Rule,
  type Sector,
} from '../codec/portal/rule.js'
import type { Issue } from '../issue.js'
import { firstOf, issueIf, refuseIfAny } from '../outcome.js'
import { placeOfFiles } from './files.js'
import { inspectPdf } from './pdf.js'

/** The most bytes that all documents of a job may have together: 10 MiB (page on creating a job). */
export const maximumDocumentsBytes = 10_485_760

const advanced: SignatureType = 'ADVANCED_ELECTRONIC_SIGNATURE'
const hasAdvanced = (signer: PortalSigner): boolean => signer.signatureType === advanced
const advancedSigners = signersWhere('signature-type', hasAdvanced)

/** The rules with their checks, in the order of the reference page. */
export const checkedRules: readonly CheckedRule[] = rulesOf([
  ...manifestRules,
  {
    id: 'lookup-public-only',
    sectors: ['PRIVATE'],
    sentence: 'Only public organizations can use notifications-using-lookup.',
    source: 'Portal flow; Addressing signers',
    excludes: (word) => word === 'notificationsUsingLookup',
    check: signersWhere('notifications-using-lookup', (signer) => signer.notificationsUsingLookup !== undefined),
  },
  {
    id: 'private-advanced-only',
    sectors: ['PRIVATE'],
    sentence: 'For private organizations signature-type, where given, is ADVANCED_ELECTRONIC_SIGNATURE.',
    source: 'Signature type',
    excludes: (word) => word === 'AUTHENTICATED_ELECTRONIC_SIGNATURE',
    check: signersWhere('signature-type', (signer) => signer.signatureType !== undefined && !hasAdvanced(signer)),
  },
  {
    id: 'private-level-4',
    sectors: ['PRIVATE'],
    sentence: 'For private organizations required-authentication, where given, is 4.',
    source: 'Security level',
    excludes: (word) => word === '3',
    check: ({ manifest }) => (manifest.requiredAuthentication === '3' ? [breachAt('required-authentication')] : []),
  },
  {
    id: 'private-identifier',
    sectors: ['PRIVATE'],
    sentence:
      'For private organizations identifier-in-signed-documents is PERSONAL_IDENTIFICATION_NUMBER_AND_NAME or DATE_OF_BIRTH_AND_NAME.',
    source:
      'Signed documents, identifying signers; the page may be outdated: one integration has NAME after activation',
    excludes: (word) => word === 'NAME',
    check: ({ manifest }) =>
      manifest.identifierInSignedDocuments === 'NAME'
        ? [breachAt('identifier-in-signed-documents', { detail: 'The page that says so may be outdated.' })]
        : [],
  },
  {
    id: 'public-identifier',
    sectors: ['PUBLIC'],
    sentence:
      'For public organizations DATE_OF_BIRTH_AND_NAME and NAME as identifier need authenticated signatures from every signer.',
    source: 'Signed documents, identifying signers (the page said otherwise in earlier years)',
    check: (subject) => {
      const identifier = subject.manifest.identifierInSignedDocuments
      return identifier === 'DATE_OF_BIRTH_AND_NAME' || identifier === 'NAME' ? advancedSigners(subject) : []
    },
  },
  {
    id: 'public-advanced-single',
    sectors: ['PUBLIC'],
    sentence: 'For public organizations several documents are not supported with advanced signatures.',
    source: 'Create a job, footnote 4',
    check: ({ manifest }) =>
      documentsOf(manifest).length > 1 && manifest.signers?.some(hasAdvanced) === true ? [breachAt('documents')] : [],
  },
  {
    id: 'documents-size',
    sentence: 'All documents together have at most 10,485,760 bytes.',
    source: 'Create a job',
    check: ({ manifest, documents = [] }) =>
      documents.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0) > maximumDocumentsBytes
        ? [placeOfFiles(manifest)]
        : [],
  },
  {
    id: 'documents-pdf',
    sentence: 'Documents are PDF 1.1 to 1.7 or PDF/A, not password protected.',
    source: 'Create a job; the page on the document package also names plain text',
    check: ({ manifest, documents = [] }) =>
      firstOf(documents, ({ mime, bytes }, index) => {
        const path = documentPath(manifest, index)
        const breach = (detail: string, severity: Rule['severity'] = 'error'): Breach =>
          breachAt(`${path}/@mime`, { severity, detail, property: ['documents', index, 'mime'] })
        const type = mime?.replace(/;[^]*/, '').trim().toLowerCase()
        if (type === 'text/plain') return [breach('Sources disagree on plain text.', 'warning')]
        if (type !== undefined && type !== 'application/pdf') return [breach('The media type is another one.')]
        const findings = bytes === undefined ? [] : inspectPdf(bytes)
        return findings.map((finding) => breachAt(path, { ...finding, property: ['documents', index, 'bytes'] }))
      }),
  },
  {
    id: 'sender-matches',
    sentence: "The organization number of the manifest's sender is the one in the path of the request.",
    level: 'assumed',
    source:
      'Debugging and Client configuration: a broker puts the number of the sender in the path; no page says that it is compared',
    check: ({ manifest: { sender }, organizationNumber }) =>
      organizationNumber !== undefined &&
      sender?.organizationNumber !== undefined &&
      organizationNumber !== sender.organizationNumber
        ? [breachAt('sender/organization-number')]
        : [],
  },
  {
    id: 'public-own-contact',
    severity: 'warning',
    sectors: ['PUBLIC'],
    sentence:
      'A public organization that addresses a signer by national identity number, on behalf of SELF, should use the lookup rather than contact details of its own.',
    level: 'disputed',
    source: 'Portal flow and Addressing signers allow it today; older pages and clients refused it',
    check: signersWhere(
      'notifications',
      (signer) =>
        signer.personalIdentificationNumber !== undefined &&
        signer.notifications !== undefined &&
        signer.onBehalfOf !== 'OTHER',
    ),
  },
])

/** Every rule, in the order of the reference page. */
export const rules: readonly Rule[] = checkedRules

/** The rules that bind a sector; where that is none, those that bind everybody. */
export function rulesFor(sector: Sector): readonly CheckedRule[] {
  return checkedRules.filter((rule) =>
    (sectors.includes(sector) ? [sector] : sectors).every((each) => rule.sectors.includes(each)),
  )
}

/** Refuses a sector that is none. */
export function requireSector(sector: Sector, subject: string): void {
  refuseIfAny(subject, sectorIssues(sector))
}

/** What is wrong with a sector that is none of those that may be. */
export function sectorIssues(sector: Sector, allowed: readonly Sector[] = sectors): readonly Issue[] {
  const message = `The sector must be ${allowed.join(' or ')}.`
  return issueIf(!allowed.includes(sector), 'job.sector', message, { property: ['sector'] })
}
