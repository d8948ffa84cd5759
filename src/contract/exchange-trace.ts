/**
 * What goes over HTTP in a case, as the portal sees it: for the trace, and for the portal's own words of refusal.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { serviceError } from '../codec/portal/index.js'
import { routeOf } from '../simulator/routes.js'
import type { Simulator } from '../simulator/simulator.js'
import type { TraceEntry } from './adapter.js'
import { bodyText, requestBodyText } from './body-text.js'

/** Where what was seen goes. */
export interface Observer {
  /** Takes an exchange. Absent: none is written down. */
  readonly trace?: ((entry: TraceEntry) => void) | undefined
  /** Takes why the portal refused a request. */
  readonly refused: (words: string) => void
}

/** The headers that tell something; what a client sends beside them may be secret. */
const toldHeaders = ['Accept', 'Content-Type', 'User-Agent', 'X-Next-permitted-poll-time', 'DoSFilter']

/** What a fault that a case has planned tells. */
const plannedCode = 'SIMULATED_FAULT'

/** A portal that answers as the given one does, and is observed. */
export function observed(simulator: Simulator, { trace, refused }: Observer): Simulator {
  return {
    ...simulator,
    handle: async (request, client) => {
      const isTraced = trace !== undefined && request instanceof Request
      if (isTraced) trace({ kind: 'request', text: await requestText(request.clone()) })
      const response = await simulator.handle(request, client)
      if (response.type === 'error') {
        if (isTraced) trace({ kind: 'response', text: 'no response' })
        return response
      }
      if (!isTraced && response.status < 400) return response
      const { bytes, isWhole, again } = await readAndReplay(response)
      if (isTraced) trace({ kind: 'response', text: responseText(response, bytes, isWhole) })
      const decoded = response.status < 400 ? undefined : serviceError.safeDecode(bytes, { unknown: 'ignore' })
      if (decoded?.ok === true && decoded.value.errorCode !== plannedCode) {
        const { errorCode, errorMessage } = decoded.value
        const { resource } = routeOf(request)
        const what = resource === 'unknown' ? `${request.method} ${new URL(request.url).pathname}` : resource
        refused(`${what} with ${response.status} ${errorCode}, ${errorMessage}`)
      }
      return again
    },
  }
}

async function requestText(request: Request): Promise<string> {
  const body = new Uint8Array(await request.arrayBuffer().catch(() => new ArrayBuffer()))
  return [
    `${request.method} ${request.url}`,
    ...headerLines(request.headers),
    ...requestBodyText(request.headers.get('Content-Type'), body),
  ].join('\n')
}

function responseText({ status, headers }: Response, bytes: Uint8Array, isWhole: boolean): string {
  const broken = isWhole ? [] : ['the connection breaks off']
  return [String(status), ...headerLines(headers), ...bodyText(headers.get('Content-Type'), bytes), ...broken].join(
    '\n',
  )
}

function headerLines(headers: Headers): readonly string[] {
  return toldHeaders.filter((name) => headers.has(name)).map((name) => `${name}: ${headers.get(name) ?? ''}`)
}

/** Reads a response, and gives one like it whose content comes in the same pieces and breaks off at the same place. */
async function readAndReplay(
  response: Response,
): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean; readonly again: Response }> {
  const { status, headers, body } = response
  if (body === null) return { bytes: new Uint8Array(), isWhole: true, again: response }
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let isWhole = true
  try {
    for await (const piece of body as AsyncIterable<Uint8Array>) pieces.push(new Uint8Array(piece))
  } catch {
    isWhole = false
  }
  const bytes = Buffer.concat(pieces)
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    // The error comes with a pull of its own, since it would drop what is still queued.
    pull: (controller) => {
      const piece = pieces.shift()
      if (piece !== undefined) controller.enqueue(piece)
      else if (isWhole) controller.close()
      else controller.error(new TypeError('terminated'))
    },
  })
  return { bytes, isWhole, again: new Response(stream, { status, headers }) }
}
