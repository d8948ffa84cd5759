/** Shows jobs, cancels them, and deletes their documents. */
import { ResponseError } from 'signering-portal/http'
import type { Service } from './service.js'

/** How a request is answered: with JSON, or with a PDF. */
export type Answer = Readonly<{ status: number; content?: unknown }>

export function answer(status: number, title: string, more: object = {}): Answer {
  return { status, content: { title, ...more } }
}

export async function showJob({ database: { query } }: Service, id: string): Promise<Answer> {
  const [job] = await query<object>(
    `SELECT id, state, refusal, sent_at, signature_job_id, status,
      cancellation_url IS NOT NULL AS can_be_cancelled, delete_documents_url IS NOT NULL AS can_be_deleted,
      EXISTS (SELECT FROM document WHERE job_id = id) AS has_document
    FROM job WHERE id = $1`,
    [id],
  )
  const sql = 'SELECT subject, status, since FROM status WHERE job_id = $1 ORDER BY since, subject'
  if (job === undefined) return answer(404, 'There is no such job')
  return { status: 200, content: { ...job, statuses: await query(sql, [id]) } }
}

export async function showDocument({ database: { query } }: Service, id: string): Promise<Answer> {
  const [row] = await query<{ bytes: Uint8Array }>('SELECT bytes FROM document WHERE job_id = $1', [id])
  return row === undefined ? answer(404, 'There is no signed document') : { status: 200, content: row.bytes }
}

/** Cancels a job. That it is cancelled is told by its status change, as every end of a job is. */
export async function cancelJob({ database: { query }, portal, send }: Service, id: string): Promise<Answer> {
  const [row] = await query<{ url: string | null }>('SELECT cancellation_url AS url FROM job WHERE id = $1', [id])
  if (!row?.url) return answer(409, 'There is no such job, or it cannot be cancelled now')
  const { kind } = await send(portal.cancel(row.url))
  return answer(kind === 'cancelled' ? 202 : 409, kind)
}

/** Deletes the documents at the portal. The signed document that is stored here stays. */
export async function deleteDocuments({ database: { query }, portal, send }: Service, id: string): Promise<Answer> {
  const [row] = await query<{ url: string | null }>('SELECT delete_documents_url AS url FROM job WHERE id = $1', [id])
  if (!row?.url) return answer(409, 'There is no such job, or its documents cannot be deleted now')
  await send(portal.deleteDocuments(row.url)).catch((error: unknown) => {
    // Deleted before, by a request whose answer was lost.
    if (!(error instanceof ResponseError && [404, 410].includes(error.status))) throw error
  })
  await query('UPDATE job SET delete_documents_url = NULL WHERE id = $1', [id])
  return { status: 204 }
}

/** What a person is to look at. */
export async function showProblems({ database: { query } }: Service): Promise<Answer> {
  const unanswered = await query("SELECT id, sent_at FROM job WHERE state = 'unanswered' ORDER BY sent_at")
  const problems = await query('SELECT signature_job_id, problem, seen_at FROM problem ORDER BY seen_at')
  return { status: 200, content: { unanswered, problems } }
}
