/**
 * Faults that a test can plan: what a service does on a bad day, and what it may do one day without notice.
 *
 * @module
 */
import { empty, refusal, type Answer } from './answer.js'
import { isResource, type Resource } from './routes.js'
import { anyOf, maybe, oneOf, positive, record, text, truth, type Shape } from './shape.js'
import { writeXml, type XmlStyle } from './xml.js'

/** What goes wrong, or is unusual, with one response. */
export type Fault =
  /** The request has no effect, and is answered with this status, 400 to 599, and content. */
  | { readonly kind: 'status'; readonly status: number; readonly content: 'error' | 'html' | 'text' | 'empty' }
  /** The request has its effect, and the response this status, such as 200 or 202 in the place of 204. */
  | { readonly kind: 'successStatus'; readonly status: 200 | 202 | 204 }
  /** No response comes; the request had its effect, or had none. */
  | { readonly kind: 'noResponse'; readonly effect: boolean }
  /** The connection breaks after half of the content. */
  | { readonly kind: 'truncated' }
  /** The content is missing. */
  | { readonly kind: 'noContent' }
  /** The message has elements and an attribute that the schema does not have. */
  | { readonly kind: 'unknownElements' }
  /** The elements of the message have a namespace prefix, `ns4`. */
  | { readonly kind: 'prefixedNamespaces' }
  /** A header has this value, or is missing. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string | null }
  /** The addresses in the message lie under another root. */
  | { readonly kind: 'root'; readonly root: string }

/** A fault and which requests it is for. */
export interface PlannedFault {
  /** What goes wrong. */
  readonly fault: Fault
  /** Only requests to this resource. Absent: any request. */
  readonly resource?: Resource
  /** How many more requests it is for, at least 1. */
  times: number
}

const header: Shape = (value) =>
  isHeader(value) && canBeSent((value as { name: string }).name, (value as { value: string | null }).value)

const isHeader = record({ kind: oneOf('header'), name: text, value: anyOf(text, oneOf(null)) })

const isRoot: Shape = (value) => typeof value === 'string' && /^https?:\/\/[!-~]+$/.test(value) && URL.canParse(value)

/** Whether a value is a {@link Fault}. */
export const isFault: Shape = anyOf(
  record({
    kind: oneOf('status'),
    status: (value) => Number.isInteger(value) && (value as number) >= 400 && (value as number) <= 599,
    content: oneOf('error', 'html', 'text', 'empty'),
  }),
  record({ kind: oneOf('successStatus'), status: oneOf(200, 202, 204) }),
  record({ kind: oneOf('noResponse'), effect: truth }),
  record({ kind: oneOf('truncated', 'noContent', 'unknownElements', 'prefixedNamespaces') }),
  header,
  record({ kind: oneOf('root'), root: isRoot }),
)

/** Whether a value is a {@link PlannedFault}. */
export const isPlannedFault: Shape = record({ fault: isFault, resource: maybe(isResource), times: positive })

/**
 * Takes the first fault that is planned for a resource.
 *
 * @param planned - the faults that are still to come; the one that is taken is counted down
 * @param resource - what is requested
 * @returns the fault, or undefined
 */
export function takeFault(planned: PlannedFault[], resource: Resource): Fault | undefined {
  const index = planned.findIndex((plan) => plan.resource === undefined || plan.resource === resource)
  const plan = planned[index]
  if (plan === undefined) return undefined
  plan.times -= 1
  if (plan.times <= 0) planned.splice(index, 1)
  return plan.fault
}

/**
 * The answer that a fault puts in the place of the portal's own: the request has no effect.
 *
 * @param fault - what goes wrong
 * @returns the answer, or undefined if the portal is to answer
 */
export function instead(fault: Fault | undefined): Answer | undefined {
  if (fault?.kind === 'noResponse' && !fault.effect) return empty(503)
  if (fault?.kind !== 'status') return undefined
  const { status, content } = fault
  if (content === 'error') return refusal(status, 'SIMULATED_FAULT', 'A fault that was asked for.')
  if (content === 'empty') return empty(status)
  const text = content === 'html' ? '<html><body><h1>Bad gateway</h1></body></html>' : 'Bad gateway'
  const mediaType = content === 'html' ? 'text/html' : 'text/plain'
  return { status, headers: {}, content: { kind: 'bytes', mediaType, bytes: new TextEncoder().encode(text) } }
}

/**
 * Makes the response to a request.
 *
 * @param answer - the portal's answer
 * @param fault - what goes wrong with it
 * @returns the response; one of type `error` where none comes
 */
export function respond(answer: Answer, fault: Fault | undefined): Response {
  if (fault?.kind === 'noResponse') return Response.error()
  const { mediaType, bytes } = fault?.kind === 'noContent' ? noContent : contentOf(answer, fault)
  const headers = new Headers(answer.headers)
  const status = fault?.kind === 'successStatus' ? fault.status : answer.status
  if (mediaType !== undefined) headers.set('Content-Type', mediaType)
  if (status !== 204) headers.set('Content-Length', String(bytes.length))
  if (fault?.kind === 'header') {
    if (fault.value === null) headers.delete(fault.name)
    else headers.set(fault.name, fault.value)
  }
  if (status === 204) return new Response(null, { status, headers })
  return new Response(fault?.kind === 'truncated' ? brokenStream(bytes) : bytes, { status, headers })
}

const noContent = { mediaType: undefined, bytes: new Uint8Array() }

function contentOf(
  { content }: Answer,
  fault: Fault | undefined,
): { readonly mediaType: string | undefined; readonly bytes: Uint8Array<ArrayBuffer> } {
  switch (content.kind) {
    case 'none':
      return noContent
    case 'bytes':
      return { mediaType: content.mediaType, bytes: new Uint8Array(content.bytes) }
    case 'text':
      return { mediaType: 'text/plain;charset=utf-8', bytes: new TextEncoder().encode(content.text) }
    case 'xml':
      return { mediaType: 'application/xml', bytes: new TextEncoder().encode(writeXml(content.root, styleOf(fault))) }
  }
}

function styleOf(fault: Fault | undefined): XmlStyle {
  if (fault?.kind === 'prefixedNamespaces') return { prefix: 'ns4' }
  return fault?.kind === 'unknownElements' ? { unknown: true } : {}
}

function brokenStream(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let begun = false
  return new ReadableStream({
    // The error comes with the second pull, since it would drop what is still queued.
    pull: (controller) => {
      if (begun) controller.error(new TypeError('terminated'))
      else controller.enqueue(bytes.subarray(0, Math.floor(bytes.length / 2)))
      begun = true
    },
  })
}

function canBeSent(name: string, value: string | null): boolean {
  try {
    new Headers().set(name, value ?? '')
    return true
  } catch {
    return false
  }
}
