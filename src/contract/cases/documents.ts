/**
 * Downloading signed documents, and deleting them.
 *
 * @module
 */
import { requireThat, requireEqual, requireFailure, requireRefusal } from './assert.js'
import type { Adapter } from '../adapter.js'
import { casesOf, type CaseContext, type ContractCase } from './case.js'
import { createSigned, dayMilliseconds, documentHash, jobWith, nextChange, present } from './support.js'

const gone = { status: 404, errorCode: 'NOT_FOUND' }

/** Cases of downloading. */
export const downloadCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'pades',
    level: 'documented',
    source: 'portal flow page, step 3',
    title: 'downloads the signed document: the original, signed by all',
    run: async (context) => {
      await createSigned(context, 2)
      await nextChange(context)
      const text = await downloadText(context.adapter.downloadPades, (await nextChange(context)).signatures.padesUrl)
      requireThat(text.startsWith('%PDF-') && text.endsWith('%%EOF\n'), 'the signed document must be a whole PDF')
      requireThat(text.includes(documentHash(context)), 'the signed document must hold the original')
      requireEqual(signedBy(text), ['1', '2'], 'the signers in the signed document')
    },
  },
  {
    id: 'pades-partly-signed',
    level: 'documented',
    source: 'portal flow page, step 3',
    title: 'downloads a signed document that covers those who have signed so far',
    run: async (context) => {
      await createSigned(context, 1)
      const text = await downloadText(context.adapter.downloadPades, (await nextChange(context)).signatures.padesUrl)
      requireEqual(signedBy(text), ['1'], 'the signers in the signed document')
    },
  },
  {
    id: 'pades-absent',
    level: 'documented',
    source: 'portal flow page, step 3',
    title: 'reads no pades-url or xades-url while nobody has signed',
    run: async (context) => {
      const { signatureJobId } = await context.adapter.create(jobWith(context.organizationNumber))
      context.portal.setSignerStatus(signatureJobId, 1, 'REJECTED')
      const { signatures } = await nextChange(context)
      requireEqual([signatures.padesUrl, signatures.signature[0]?.xadesUrl], [null, null], 'pades-url and xades-url')
    },
  },
  {
    id: 'xades',
    level: 'documented',
    source: 'portal.xsd, signature',
    title: 'downloads the signature of one signer',
    run: async (context) => {
      await createSigned(context, 1)
      const { signatures } = await nextChange(context)
      const text = await downloadText(context.adapter.downloadXades, signatures.signature[0]?.xadesUrl)
      requireThat(text.startsWith('<?xml') && text.includes('signer="1"'), 'the download must be the XML of signer 1')
    },
  },
  {
    id: 'download-unchanged',
    level: 'documented',
    source: 'portal flow page, step 3',
    title: 'downloads the same bytes every time',
    run: async (context) => {
      await createSigned(context, 1)
      const { padesUrl } = (await nextChange(context)).signatures
      requireEqual(
        await downloadText(context.adapter.downloadPades, padesUrl),
        await downloadText(context.adapter.downloadPades, padesUrl),
        'the second download',
      )
    },
  },
  {
    id: 'download-truncated',
    level: 'assumed',
    source: 'RFC 9112, 8 (incomplete messages)',
    title: 'fails when the connection breaks in the middle of a document',
    run: async (context) => {
      await createSigned(context, 1)
      const url = present((await nextChange(context)).signatures.padesUrl, 'pades-url')
      context.portal.planFault({ kind: 'truncated' }, { resource: 'downloadPades' })
      await requireFailure(context.adapter.downloadPades(url), 'half a document')
    },
  },
  {
    id: 'download-fails',
    level: 'documented',
    source: 'common.xsd, error',
    title: 'tells that a download was refused, instead of giving the error for the document',
    run: async (context) => {
      await createSigned(context, 1)
      const url = present((await nextChange(context)).signatures.padesUrl, 'pades-url')
      context.portal.planFault({ kind: 'status', status: 503, content: 'error' }, { resource: 'downloadPades' })
      const expected = { status: 503, errorCode: 'SIMULATED_FAULT' }
      await requireRefusal(context.adapter.downloadPades(url), expected, 'a refused download')
    },
  },
  {
    id: 'documents-go-after-40-days',
    level: 'documented',
    source: 'portal flow page, delete documents',
    title: 'tells that documents are gone 40 days after the end of the job',
    run: async (context) => {
      await createSigned(context, 2)
      const url = present((await nextChange(context)).signatures.padesUrl, 'pades-url')
      context.clock.advance(40 * dayMilliseconds)
      await requireRefusal(context.adapter.downloadPades(url), gone, 'a download of documents that are gone')
    },
  },
])

/** Cases of deleting. */
export const deleteCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'delete-not-yet',
    level: 'documented',
    source: 'storage page',
    title: 'reads no delete-documents-url when the job has just been completed',
    run: async (context) => {
      await createSigned(context, 2)
      await nextChange(context)
      requireEqual((await nextChange(context)).deleteDocumentsUrl, undefined, 'delete-documents-url')
    },
  },
  {
    id: 'delete',
    level: 'documented',
    source: 'portal flow page, delete documents',
    title: 'deletes the documents of a job 24 hours after its completion',
    run: async (context) => {
      const signatureJobId = await createSigned(context, 2)
      const change = await deletableChange(context)
      await context.adapter.deleteDocuments(present(change.deleteDocumentsUrl, 'delete-documents-url'))
      const deletedAt = context.portal.job(signatureJobId).documentsDeletedAt
      requireEqual(deletedAt, context.clock.now().getTime(), 'when the documents were deleted')
      const url = present(change.signatures.padesUrl, 'pades-url')
      await requireRefusal(context.adapter.downloadPades(url), gone, 'a download of deleted documents')
    },
  },
  {
    id: 'delete-announced',
    level: 'assumed',
    source: 'portal flow page, delete documents (the address comes with a status change)',
    title: 'gets a change with delete-documents-url when a job that was confirmed becomes deletable',
    run: async (context) => {
      await createSigned(context, 2)
      await context.adapter.confirm((await nextChange(context)).confirmationUrl)
      await context.adapter.confirm((await nextChange(context)).confirmationUrl)
      context.clock.advance(dayMilliseconds)
      const change = await nextChange(context)
      requireEqual(change.status, 'COMPLETED_SUCCESSFULLY', 'the status of the job')
      present(change.deleteDocumentsUrl, 'delete-documents-url')
    },
  },
  ...casesOf({ 'delete-200': 200, 'delete-202': 202, 'delete-204': 204 }, (status) => ({
    level: 'assumed',
    source: 'RFC 9110, 9.3.5 (DELETE)',
    title: `takes ${status} for a deletion`,
    run: async (context) => {
      await createSigned(context, 2)
      const { deleteDocumentsUrl } = await deletableChange(context)
      context.portal.planFault({ kind: 'successStatus', status }, { resource: 'deleteDocuments' })
      await context.adapter.deleteDocuments(present(deleteDocumentsUrl, 'delete-documents-url'))
    },
  })),
  {
    id: 'delete-twice',
    level: 'assumed',
    source: 'RFC 9110, 15.5.5 (404)',
    title: 'tells that documents are gone already',
    run: async (context) => {
      await createSigned(context, 2)
      const url = present((await deletableChange(context)).deleteDocumentsUrl, 'delete-documents-url')
      await context.adapter.deleteDocuments(url)
      await requireRefusal(context.adapter.deleteDocuments(url), gone, 'a second deletion')
    },
  },
])

/** The last change of a job that became deletable before it was polled for. */
async function deletableChange(context: CaseContext): ReturnType<typeof nextChange> {
  context.clock.advance(dayMilliseconds)
  await nextChange(context)
  return nextChange(context)
}

async function downloadText(download: Adapter['downloadPades'], url: string | undefined): Promise<string> {
  return new TextDecoder().decode(await download(present(url, 'the address of the document')))
}

function signedBy(text: string): readonly (string | undefined)[] {
  return Array.from(text.matchAll(/Signed by signer ([0-9]+)/g), ([, signer]) => signer)
}
