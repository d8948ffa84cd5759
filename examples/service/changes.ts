/** Stores status changes and signed documents. To store the same again changes nothing. */
import { dateFromDateTime, type PortalSigner } from 'signering-portal/codec'
import { signaturesBySigner, type HandedOutStatusChange } from 'signering-portal/http'
import type { Query } from './database.js'
import type { Service } from './service.js'

type StatusChange = HandedOutStatusChange['statusChange']
type JobRow = Readonly<{ id: string; signers: readonly PortalSigner[] }>

/** Stores a change and its document, and in the same transaction that it is to be confirmed. */
export async function storeChange(service: Service, found: HandedOutStatusChange): Promise<void> {
  const { database, own } = service
  const { statusChange: change, unconfirmed } = found
  // By the portal's id, or by the reference where the answer with that id was lost.
  const sql = 'SELECT id, signers FROM job WHERE signature_job_id = $1 OR (id = $2 AND signature_job_id IS NULL)'
  const [job] = await database.query<JobRow>(sql, [change.signatureJobId, change.reference])
  if (job === undefined) throw new Error('This service has no such job')
  const document = await signedDocument(service, job, change)
  await database.transaction(async (query) => {
    await storeStatus(query, job, change)
    if (document !== undefined)
      await query('INSERT INTO document VALUES ($1, $2) ON CONFLICT DO NOTHING', [job.id, document])
    await query('DELETE FROM problem WHERE signature_job_id = $1', [change.signatureJobId])
    await query('INSERT INTO handled (queue, change) VALUES ($1, $2)', [own.pollingQueue, JSON.stringify(unconfirmed)])
  })
}

/** The signed document, if there is one that is not stored yet. */
async function signedDocument(service: Service, { id }: JobRow, change: StatusChange): Promise<Uint8Array | undefined> {
  const { padesUrl } = change.signatures
  if (change.status !== 'COMPLETED_SUCCESSFULLY' || padesUrl === undefined) return undefined
  const stored = await service.database.query('SELECT FROM document WHERE job_id = $1', [id])
  return stored.length > 0 ? undefined : (await service.send(service.portal.downloadPades(padesUrl))).bytes()
}

async function storeStatus(query: Query, { id, signers }: JobRow, change: StatusChange): Promise<void> {
  const { signatureJobId, status, cancellationUrl, deleteDocumentsUrl, signatures } = change
  const times = signatures.signature.map(({ status: { since } }) => dateFromDateTime(since).getTime())
  const changedAt = new Date(Math.max(...times))
  // One that comes back after a newer one of its job does not take its place.
  await query(
    `UPDATE job SET state = 'created', refusal = NULL, signature_job_id = $2, status = $3, changed_at = $4,
      cancellation_url = $5, delete_documents_url = coalesce($6, delete_documents_url)
    WHERE id = $1 AND (changed_at IS NULL OR changed_at <= $4)`,
    [id, signatureJobId, status, changedAt, cancellationUrl, deleteDocumentsUrl],
  )
  const ofSigners = signaturesBySigner({ signers }, change).paired.map(({ signer, signature }) => {
    const { value, since } = signature.status
    return [`signer ${signers.indexOf(signer) + 1}`, value, dateFromDateTime(since)] as const
  })
  for (const each of [['job', status, changedAt] as const, ...ofSigners])
    await query(
      `WITH news AS (INSERT INTO status VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING *)
      INSERT INTO task (job_id, subject, status) SELECT job_id, subject, status FROM news`,
      [id, ...each],
    )
}
