/**
 * From the portal's answer to its response, with or without a fault.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { contentAnswer, empty, refusal, type Answer } from './answer.js'
import type { Fault } from './faults.js'
import { writeXml } from './xml.js'

/** The answer that a fault puts in the place of the portal's own: the request has no effect. */
export function instead(fault: Fault | undefined): Answer | undefined {
  if (fault?.kind === 'noResponse' && !fault.effect) return empty(503)
  if (fault?.kind === 'redirect') return empty(fault.status, { Location: fault.location })
  if (fault?.kind === 'webPage') return contentAnswer('text/html', '<html><body><h1>Sign in</h1></body></html>')
  if (fault?.kind !== 'status') return undefined
  const { status, content } = fault
  if (content === 'error') return refusal(status, 'SIMULATED_FAULT', 'A fault that was asked for.')
  if (content === 'empty') return empty(status)
  const text = content === 'html' ? '<html><body><h1>Bad gateway</h1></body></html>' : 'Bad gateway'
  const mediaType = content === 'html' ? 'text/html' : 'text/plain'
  return contentAnswer(mediaType, text, status)
}

/** Makes the response to a request. */
export function respond(answer: Answer, fault: Fault | undefined): Response {
  if (fault?.kind === 'noResponse') return Response.error()
  const content = fault?.kind === 'noContent' ? undefined : answer.content
  const bytes = bytesOf(content, fault)
  const headers = new Headers(answer.headers)
  const status = fault?.kind === 'successStatus' ? fault.status : answer.status
  if (content !== undefined) headers.set('Content-Type', 'bytes' in content ? content.mediaType : 'application/xml')
  if (status !== 204) headers.set('Content-Length', String(bytes.length))
  if (fault?.kind === 'header') {
    if (fault.value === null) headers.delete(fault.name)
    else headers.set(fault.name, fault.value)
  }
  if (status === 204) return new Response(null, { status, headers })
  return new Response(fault?.kind === 'truncated' ? brokenStream(bytes) : bytes, { status, headers })
}

function bytesOf(content: Answer['content'], fault: Fault | undefined): Uint8Array<ArrayBuffer> {
  if (content === undefined) return new Uint8Array()
  if (fault?.kind === 'content') return new Uint8Array(Buffer.from(fault.base64, 'base64'))
  return 'bytes' in content ? new Uint8Array(content.bytes) : new TextEncoder().encode(writeXml(content, fault))
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
