/**
 * Downloading signed documents, and deleting them.
 *
 * @module
 */
import { requireThat, requireEqual, requireFailure, requireRefusal } from './assert.js'
import type { Adapter, ReportedStatusChangeResponse as StatusChange } from '../adapter.js'
import { assumed, casesOf, documented, takes, type CaseContext, type ContractCase } from './case.js'
import { shown } from './difference.js'
import { whileFailing } from './faults.js'
import { firstSigner, secondSigner } from './persons.js'
import {
  become,
  create,
  createSigned,
  dayMilliseconds,
  documentHash,
  endingChange,
  nextChange,
  positionOf,
  present,
  redeliveredChange,
  requestsTo,
  signaturesOf,
  signedChange,
} from './support.js'

const step3 = documented('portal flow page, step 3')
const confirmation = documented('portal.xsd, confirmation-url (confirmed once what is wanted has been retrieved)')
const signature = documented('portal.xsd, signature')
const incomplete = assumed('RFC 9112, 8 (incomplete messages)')
const whole = assumed('portal flow page, step 3 (what is downloaded is a document)')
const serviceError = documented('common.xsd, error')
const deletion = documented('portal flow page, delete documents')
const storage = documented('storage page')
const archive = documented('archive page')
const archiveKeeps = assumed('archive page (long-term storage)')
const announced = assumed('portal flow page, delete documents (the address comes with a status change)')
const repeated = assumed('RFC 9110, 9.2.2 (a request whose response is lost)')
const method = assumed('RFC 9110, 9.3.5 (DELETE)')
const notFound = assumed('RFC 9110, 15.5.5 (404)')

const everybody = [firstSigner, secondSigner].map(({ personalIdentificationNumber }) => personalIdentificationNumber)

/** What is downloaded, and how it is found. */
const downloads = {
  downloadPades: async (context: CaseContext) => signedPadesUrl(context),
  downloadXades: async (context: CaseContext) => xadesUrlOf(await signedChange(context)),
  downloadArchivedPades: async (context: CaseContext) => createArchived(context),
} as const

type Download = keyof typeof downloads

const truncated: Readonly<Record<string, Download>> = {
  'download-truncated': 'downloadPades',
  'xades-truncated': 'downloadXades',
  'archived-pades-truncated': 'downloadArchivedPades',
}

const unanswered: Readonly<Record<string, Download>> = {
  'download-without-response': 'downloadPades',
  'xades-without-response': 'downloadXades',
  'archived-pades-without-response': 'downloadArchivedPades',
}

/** The changes that are there to be downloaded from before they are confirmed. */
const unconfirmed = {
  'download-confirms-nothing': ['IN_PROGRESS', signedChange],
  'download-confirms-nothing-completed': ['COMPLETED_SUCCESSFULLY', async (context) => endingChange(context, 'SIGNED')],
  'download-confirms-nothing-failed': ['FAILED', async (context) => endingChange(context, 'REJECTED')],
} as const satisfies Record<string, readonly [status: string, (context: CaseContext) => Promise<StatusChange>]>

const refused: Readonly<Record<string, Download>> = {
  'download-fails': 'downloadPades',
  'xades-fails': 'downloadXades',
  'archived-pades-fails': 'downloadArchivedPades',
}

/** How it is refused: by the service, and by what stands before it. */
const refusals = [
  [503, 'error'],
  [410, 'error'],
  [400, 'html'],
  [401, 'empty'],
  [500, 'empty'],
  [502, 'html'],
] as const

const empty: Readonly<Record<string, Download>> = {
  'pades-without-content': 'downloadPades',
  'xades-without-content': 'downloadXades',
  'archived-pades-without-content': 'downloadArchivedPades',
}

const gone = { status: 404, errorCode: 'NOT_FOUND' }

/** Cases of downloading, and of deleting. */
export const documentCases: readonly ContractCase[] = Object.freeze([
  step3('pades', 'downloads the signed document: the original, signed by all', async (context) => {
    const text = await downloadText(context.adapter.downloadPades, await signedPadesUrl(context, 2))
    requireThat(
      text.startsWith('%PDF-') && text.endsWith('%%EOF\n'),
      `the signed document must be a whole PDF, got ${shown(text)}`,
    )
    requireThat(text.includes(documentHash(context)), 'the signed document must hold the original')
    requireEqual(signedBy(text), everybody, 'the signers in the signed document')
  }),
  step3('pades-partly-signed', 'downloads a document signed by those who have signed so far', async (context) => {
    const text = await downloadText(context.adapter.downloadPades, await signedPadesUrl(context))
    requireEqual(signedBy(text), [everybody[0]], 'the signers in the signed document')
  }),
  step3('pades-absent', 'reads no pades-url or xades-url while nobody has signed', async (context) => {
    const { signatureJobId } = await create(context)
    become(context, signatureJobId, firstSigner, 'REJECTED')
    const { signatures } = await nextChange(context)
    const addresses = [signatures.padesUrl, ...signatures.signature.map(({ xadesUrl }) => xadesUrl)]
    requireEqual(addresses, [null, null, null], 'pades-url, and xades-url of the signers')
  }),
  signature('xades', 'downloads the signature of one signer', async (context) => {
    const change = await signedChange(context)
    const text = await downloadText(context.adapter.downloadXades, xadesUrlOf(change))
    const position = positionOf(context, change.signatureJobId, firstSigner)
    const isOfSigner = text.startsWith('<?xml') && text.includes(`signer="${position}"`)
    requireThat(isOfSigner, `the download must be the XML of the one who has signed, got ${shown(text)}`)
  }),
  step3('download-unchanged', 'downloads the same bytes every time', async (context) => {
    const url = await signedPadesUrl(context)
    const first = shown(await context.adapter.downloadPades(url))
    requireEqual(await context.adapter.downloadPades(url), first, 'the second download')
  }),
  ...casesOf(truncated, (id, operation) =>
    incomplete(id, `fails when the connection breaks in the middle of ${operation}`, async (context) => {
      const where = await downloads[operation](context)
      await whileFailing(context, { kind: 'truncated' }, operation, () =>
        requireFailure(context.adapter[operation](where), 'half a document'),
      )
      const whole = await downloadText(context.adapter[operation], where)
      requireThat(whole.length > 0, 'the same download must give the document once the connection holds')
    }),
  ),
  ...casesOf(unanswered, (id, operation) =>
    repeated(id, `fails when no response comes to ${operation}`, async (context) => {
      const where = await downloads[operation](context)
      await whileFailing(context, { kind: 'noResponse', effect: true }, operation, () =>
        requireFailure(context.adapter[operation](where), 'a download without a response'),
      )
      const whole = await downloadText(context.adapter[operation], where)
      requireThat(whole.length > 0, 'the same download must give the document once a response comes')
    }),
  ),
  ...casesOf(refused, (id, operation) =>
    serviceError(id, `tells that ${operation} was refused: the error is no document`, async (context) => {
      const where = await downloads[operation](context)
      for (const [status, content] of refusals) {
        const expected = { status, errorCode: content === 'error' ? 'SIMULATED_FAULT' : undefined }
        await whileFailing(context, { kind: 'status', status, content }, operation, () =>
          requireRefusal(context.adapter[operation](where), expected, `a download that was refused with ${status}`),
        )
      }
    }),
  ),
  ...casesOf(empty, (id, operation) =>
    whole(id, `fails when nothing comes in answer to ${operation}: that is no document`, async (context) => {
      const where = await downloads[operation](context)
      await whileFailing(context, { kind: 'noContent' }, operation, () =>
        requireFailure(context.adapter[operation](where), 'a download under 200 without content'),
      )
      const document = await downloadText(context.adapter[operation], where)
      requireThat(document.length > 0, 'the same download must give the document once there is one')
    }),
  ),
  ...casesOf(unconfirmed, (id, [status, changeOf]) =>
    confirmation(id, `reads a change to ${status} and downloads, and confirms nothing of itself`, async (context) => {
      const change = await changeOf(context)
      requireEqual(change.status, status, 'the status of the job')
      const { confirmationUrl, signatures } = change
      const told = context.simulator.exchanges().filter(({ url }) => url === confirmationUrl)
      requireEqual(told.length, 0, 'the number of confirmations of the change when it has been read')
      const before = requestsTo(context, 'confirm')
      const url = present(signatures.padesUrl, 'pades-url', change)
      await whileFailing(context, { kind: 'status', status: 503, content: 'empty' }, 'downloadPades', () =>
        // What a client makes of it is another matter.
        context.adapter.downloadPades(url).catch(() => undefined),
      )
      await context.adapter.downloadPades(url)
      await context.adapter.downloadXades(xadesUrlOf(change))
      const sent = requestsTo(context, 'confirm') - before
      requireEqual(sent, 0, 'the number of confirmations before the change is confirmed')
      requireEqual((await redeliveredChange(context)).confirmationUrl, confirmationUrl, 'the change that comes back')
    }),
  ),
  deletion('documents-go-after-40-days', 'tells that documents are gone 40 days after a job ends', async (context) => {
    const url = await signedPadesUrl(context, 2)
    context.clock.advance(40 * dayMilliseconds)
    await requireRefusal(context.adapter.downloadPades(url), gone, 'a download of documents that are gone')
  }),
  archive('archived-pades', 'downloads the signed document of a completed job from the archive', async (context) => {
    const archivedDocumentId = await createArchived(context)
    const text = await downloadText(context.adapter.downloadArchivedPades, archivedDocumentId)
    requireThat(text.includes(documentHash(context)), 'the archived document must hold the original')
    requireEqual(signedBy(text), everybody, 'the signers in the archived document')
  }),
  archiveKeeps('archived-pades-kept', 'downloads from the archive what the portal no longer has', async (context) => {
    const archivedDocumentId = await createArchived(context)
    context.clock.advance(40 * dayMilliseconds)
    const text = await downloadText(context.adapter.downloadArchivedPades, archivedDocumentId)
    requireEqual(signedBy(text), everybody, 'the signers in the archived document')
  }),
  notFound('archived-pades-unknown', 'tells that the archive has no such document', async (context) => {
    await requireRefusal(context.adapter.downloadArchivedPades('0'), gone, 'a download of an unknown document')
  }),
  storage('delete-not-yet', 'reads no delete-documents-url when the job has just been completed', async (context) => {
    requireEqual((await signedChange(context, 2)).deleteDocumentsUrl, undefined, 'delete-documents-url')
  }),
  storage('delete', 'deletes the documents of a job 24 hours after its completion', async (context) => {
    const { deleteDocumentsUrl, signatures, signatureJobId } = await deletableChange(context)
    await context.adapter.deleteDocuments(deleteDocumentsUrl)
    const deletedAt = context.simulator.job(signatureJobId).documentsDeletedAt
    requireEqual(deletedAt, context.clock.now(), 'when the documents were deleted')
    const url = present(signatures.padesUrl, 'pades-url')
    await requireRefusal(context.adapter.downloadPades(url), gone, 'a download of deleted documents')
  }),
  announced('delete-announced', 'gets delete-documents-url when a confirmed job becomes deletable', async (context) => {
    await createSigned(context, 2)
    await context.adapter.confirm((await nextChange(context)).confirmationUrl)
    await context.adapter.confirm((await nextChange(context)).confirmationUrl)
    context.clock.advance(dayMilliseconds)
    const change = await nextChange(context)
    requireEqual(change.status, 'COMPLETED_SUCCESSFULLY', 'the status of the job')
    present(change.deleteDocumentsUrl, 'delete-documents-url', change)
    requireEqual(requestsTo(context, 'deleteDocuments'), 0, 'the number of requests to delete before it is told to')
  }),
  ...takes({ 'delete-200': method, 'delete-202': method, 'delete-204': method }, 'deleteDocuments', async (context) => {
    await context.adapter.deleteDocuments((await deletableChange(context)).deleteDocumentsUrl)
  }),
  repeated('delete-without-response', 'fails without a response: the documents are still there', async (context) => {
    const { deleteDocumentsUrl, signatureJobId } = await deletableChange(context)
    await whileFailing(context, { kind: 'noResponse', effect: false }, 'deleteDocuments', () =>
      requireFailure(context.adapter.deleteDocuments(deleteDocumentsUrl), 'a deletion without a response'),
    )
    await context.adapter.deleteDocuments(deleteDocumentsUrl)
    const deletedAt = context.simulator.job(signatureJobId).documentsDeletedAt
    requireEqual(deletedAt, context.clock.now(), 'when the documents were deleted')
  }),
  notFound('delete-twice', 'tells that documents are gone already, or takes them for deleted', async (context) => {
    const { deleteDocumentsUrl } = await deletableChange(context)
    await context.adapter.deleteDocuments(deleteDocumentsUrl)
    const again = Promise.resolve(context.adapter.deleteDocuments(deleteDocumentsUrl))
    const isDone = await again.then(
      () => true,
      () => false,
    )
    // A client may take what is gone for deleted.
    if (!isDone) await requireRefusal(again, gone, 'a second deletion')
  }),
])

/** The last change of a job that became deletable before it was polled for. */
async function deletableChange(context: CaseContext): Promise<StatusChange & { readonly deleteDocumentsUrl: string }> {
  await createSigned(context, 2)
  context.clock.advance(dayMilliseconds)
  await nextChange(context)
  const change = await nextChange(context)
  return { ...change, deleteDocumentsUrl: present(change.deleteDocumentsUrl, 'delete-documents-url', change) }
}

/** The address of the signed document of a job that its signers sign. */
async function signedPadesUrl(context: CaseContext, signers?: 1 | 2): Promise<string> {
  const change = await signedChange(context, signers)
  return present(change.signatures.padesUrl, 'pades-url', change)
}

/** Creates a job that all sign: gives the id of its document in the archive. */
async function createArchived(context: CaseContext): Promise<string> {
  const signatureJobId = await createSigned(context, 2)
  return present(context.simulator.job(signatureJobId).archivedDocumentId, 'the id of the archived document')
}

async function downloadText(download: Adapter['downloadPades'], url: string): Promise<string> {
  return new TextDecoder().decode(await download(url))
}

/** Who has signed a document, in the order of the ordinary job. */
function signedBy(text: string): readonly (string | undefined)[] {
  return everybody.filter((number) => text.includes(`, ${number}, at `))
}

function xadesUrlOf(change: StatusChange): string {
  return present(signaturesOf(change)[0]?.xadesUrl, 'xades-url', change)
}
