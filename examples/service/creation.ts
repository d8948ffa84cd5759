/** Creates jobs: each at most once. */
import { createHash } from 'node:crypto'
import { writeBundle } from 'signering-portal/bundle'
import type { Issue } from 'signering-portal/codec'
import { ResponseError, TransportError } from 'signering-portal/http'
import { safePrepareJob, type Job, type Sector } from 'signering-portal/manifest'
import { answer, showJob, type Answer } from './jobs.js'
import type { Service } from './service.js'

/** What is wrong with a form or worth a look, each by the name of its field, such as `signers.0.notifications`. */
const fieldsOf = (issues: readonly Issue[]): readonly unknown[] =>
  issues.map(({ severity, property = [], code, message }) => ({ field: property.join('.'), severity, code, message }))

/** Creates the job of an id. To ask again with the same id sends nothing, and tells what has become of the job. */
export async function createJob(service: Service, id: string, form: object): Promise<Answer> {
  const { database, portal, send, key, now, tell, own } = service
  // Who sends it, and how its status changes find their way back, is not the form's to say.
  const prepared = safePrepareJob({ ...form, ...own, reference: id } as Job<Sector>)
  if (!prepared.ok) return answer(422, 'The job is not sent', { fields: fieldsOf(prepared.issues) })
  const { manifest, documents, request, warnings } = prepared.value
  const bundle = await writeBundle({ manifest, documents, key, signingTime: now() })
  const creation = portal.create({ request, bundle: bundle.bytes })
  const content = Buffer.concat([bundle.manifestXml, ...documents.map(({ bytes }) => bytes)])
  const sha256 = createHash('sha256').update(content).digest('hex')
  // The row is there before anything is sent: whatever ends this program, a person sees that there may be a job.
  const insert = 'INSERT INTO job VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id'
  const rows = await database.query(insert, [id, sha256, now(), JSON.stringify(manifest.signers)])
  if (rows.length === 0) {
    const others = await database.query('SELECT FROM job WHERE id = $1 AND sha256 <> $2', [id, sha256])
    return others.length === 0 ? showJob(service, id) : answer(409, 'The id is that of another job')
  }
  try {
    const { signatureJobId, cancellationUrl } = await send(creation)
    // Unless a status change, which knows more, was quicker.
    const set = "UPDATE job SET state = 'created', signature_job_id = $2, cancellation_url = $3"
    await database.query(`${set} WHERE id = $1 AND state = 'unanswered'`, [id, signatureJobId, cancellationUrl])
    return answer(201, 'The job is created', { id, fields: fieldsOf(warnings) })
  } catch (error) {
    tell(error)
    return withoutJob(service, id, error)
  }
}

/** What becomes of the row where no job came back. */
async function withoutJob({ database: { query } }: Service, id: string, error: unknown): Promise<Answer> {
  const status = error instanceof ResponseError ? error.status : 0
  if (status === 429 || (error instanceof TransportError && error.requestSent === 'no')) {
    await query("DELETE FROM job WHERE id = $1 AND state = 'unanswered'", [id])
    return answer(503, 'The job is not sent: ask again with the same id')
  }
  if (error instanceof ResponseError && status >= 400 && status < 500 && status !== 408) {
    const refusal = error.serviceError?.errorCode ?? `HTTP ${status}`
    await query("UPDATE job SET state = 'refused', refusal = $2 WHERE id = $1 AND state = 'unanswered'", [id, refusal])
    return answer(502, 'The portal refuses the job', { refusal })
  }
  return answer(504, 'Nobody knows whether there is a job: it is not sent again', { id })
}
