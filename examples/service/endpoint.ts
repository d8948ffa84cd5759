/** The HTTP endpoint. Whoever reaches it has documents signed in your name: put it behind what knows your callers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createJob } from './creation.js'
import { answer, cancelJob, deleteDocuments, showDocument, showJob, showProblems, type Answer } from './jobs.js'
import type { Service } from './service.js'

type Handler = (service: Service, id: string, request: IncomingMessage) => Promise<Answer>

/** Each by its method and path. An id is a UUID that the caller has made. */
const routes: readonly (readonly [RegExp, Handler])[] = [
  [/^PUT \/jobs\/([0-9a-f-]{36})$/, create],
  [/^GET \/jobs\/([0-9a-f-]{36})$/, showJob],
  [/^GET \/jobs\/([0-9a-f-]{36})\/document$/, showDocument],
  [/^POST \/jobs\/([0-9a-f-]{36})\/cancel$/, cancelJob],
  [/^DELETE \/jobs\/([0-9a-f-]{36})\/documents$/, deleteDocuments],
  [/^GET \/problems$/, showProblems],
]

async function create(service: Service, id: string, request: IncomingMessage): Promise<Answer> {
  const length = Number(request.headers['content-length'] ?? Infinity)
  // 10 MiB of documents in base64, and what stands around them.
  if (length > 15_000_000) return answer(413, 'The job is too large, or does not say how long it is')
  // What is no base64 stays as it is, and is an issue of its field.
  const read = (name: string, value: unknown): unknown => {
    const bytes = Buffer.from(name === 'bytes' && typeof value === 'string' ? value : '', 'base64')
    return bytes.length > 0 && bytes.toString('base64') === value ? bytes : value
  }
  const form: unknown = await buffer(request)
    .then((json) => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json), read) as unknown)
    .catch(() => undefined)
  return typeof form === 'object' && form !== null ? createJob(service, id, form) : answer(400, 'No JSON object')
}

async function respond(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = `${request.method ?? ''} ${request.url ?? ''}`
  const [route, handler = () => Promise.resolve(answer(404, 'There is nothing here'))] =
    routes.find(([pattern]) => pattern.test(asked)) ?? []
  const { status, content } = await handler(service, route?.exec(asked)?.[1] ?? '', request).catch((error: unknown) => {
    service.tell(error)
    return answer(500, 'This did not work, and may work later')
  })
  const isPdf = content instanceof Uint8Array
  response.writeHead(status, { 'Content-Type': isPdf ? 'application/pdf' : 'application/json' })
  response.end(isPdf ? content : JSON.stringify(content))
}

export const createEndpoint = (service: Service): Server =>
  createServer((request, response) => void respond(service, request, response))
