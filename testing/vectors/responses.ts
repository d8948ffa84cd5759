/**
 * Vectors of responses: what a reader must make of what comes back.
 *
 * @module
 */
import { ResponseError } from '../../src/http/index.js'
import type { OperationName } from '../http/operations.js'
import { configuration, operationOf } from './requests.js'
import { jobs, now, responseCases, type Outcome, type ResponseCase } from './response-cases.js'
import type { VectorCommon } from './vector.js'

/** What comes back. */
interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The content as text. Absent: none. */
  readonly body?: string
}

/** A response and what a reader makes of it. */
export interface ResponseVector extends VectorCommon, Outcome {
  readonly operation: OperationName
  /** The time on the client's clock. */
  readonly now: string
  readonly response: Response
}

/** Every vector of a response. Throws if a reader does not make of it what is expected. */
export async function responseVectors(): Promise<readonly ResponseVector[]> {
  const vectors: ResponseVector[] = []
  for (const [name, list] of Object.entries(responseCases))
    for (const each of list) vectors.push(await responseVector(name as OperationName, each))
  return vectors
}

async function responseVector(operation: OperationName, each: ResponseCase): Promise<ResponseVector> {
  const { id, level = 'documented', source = 'Portal flow', status, headers = {}, body, ...outcome } = each
  const response: Response = { status, headers, ...(body === undefined ? {} : { body }) }
  const found = await outcomeOf(operation, response)
  if (JSON.stringify(found) !== JSON.stringify(outcome))
    throw new Error(`${operation}/${id}: expected ${JSON.stringify(outcome)}, found ${JSON.stringify(found)}`)
  const title = `${status}: ${id.replaceAll('-', ' ').replace('/', ', ')}.`
  return { id: `response/${operation}/${id}`, title, level, source, operation, now, response, ...outcome }
}

async function outcomeOf(operation: OperationName, { status, headers, body }: Response): Promise<Outcome> {
  const inputs: Partial<Record<OperationName, Readonly<Record<string, unknown>>>> = {
    create: { request: {}, bundle: '' },
    nextStatusChange: {},
    downloadArchivedPades: { documentId: '1' },
  }
  const { read } = operationOf(configuration, operation, inputs[operation] ?? { url: `${jobs}/1` }, () => new Date(now))
  const content = body === undefined ? null : new TextEncoder().encode(body)
  try {
    const result: unknown = await read({ status, headers: new Headers(headers), body: content })
    return { result: await plain(result) }
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error
    const { issues, transient, serviceError } = error
    const codes = issues.map(({ code }) => code)
    return { error: { codes, transient, ...(serviceError === undefined ? {} : { serviceError }) } }
  }
}

/** A result as JSON. */
async function plain(result: unknown): Promise<unknown> {
  if (result === undefined) return null
  if (typeof result !== 'object' || result === null) return result
  if ('bytes' in result) {
    const { bytes } = result as { readonly bytes: () => Promise<Uint8Array> }
    return Buffer.from(await bytes()).toString('base64')
  }
  // The service's error is where nothing prints it.
  if ('serviceError' in result) return { ...result, serviceError: result.serviceError }
  if (!('warnings' in result)) return result
  const { kind, statusChange, nextPermittedPollTime, warnings } = result as unknown as Record<string, unknown>
  return {
    kind,
    ...(statusChange === undefined ? {} : { statusChange }),
    nextPermittedPollTime,
    warnings: (warnings as readonly { readonly code: string }[]).map(({ code }) => code),
  }
}
