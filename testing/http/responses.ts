/** Responses as a transport hands them over, and the messages they carry. */
import { ResponseError, type HttpResponse, type Operation, type ResponseBody } from 'signering-portal/http'
import { namespace } from '../../src/codec/spec.js'

export const root = 'https://api.example.test/api'
export const organizationNumber = '123456789'

/** The text of a message, in a response with the status, as a stream of the pieces. */
export function response(
  status: number,
  headers: Record<string, string>,
  body: string | ResponseBody = null,
): HttpResponse {
  return {
    status,
    headers: new Headers(headers),
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  }
}

export const xml = { 'Content-Type': 'application/xml' }

export function pollTime(value: string): Record<string, string> {
  return { ...xml, 'X-Next-permitted-poll-time': value }
}

export function jobResponseXml(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<portal-signature-job-response xmlns="${namespace}">
  <reference>123-ABC</reference>
  <signature-job-id>9223372036854775807</signature-job-id>
  <cancellation-url>${root}/${organizationNumber}/portal/signature-jobs/1/cancel</cancellation-url>
</portal-signature-job-response>`
}

/** A status change; its confirmation-url is `{jobs}/{id}/complete`. */
export function statusChangeXml(id = '1', jobs = `${root}/${organizationNumber}/portal/signature-jobs`): string {
  return `<portal-signature-job-status-change-response xmlns="${namespace}">
  <signature-job-id>${id}</signature-job-id>
  <status>IN_PROGRESS</status>
  <confirmation-url>${jobs}/${id}/complete</confirmation-url>
  <signatures>
    <signature>
      <status since="2017-01-23T12:51:43+01:00">SIGNED</status>
      <personal-identification-number>12345678910</personal-identification-number>
    </signature>
  </signatures>
</portal-signature-job-status-change-response>`
}

/** An error whose texts repeat what was sent, as an error of validation may. */
export function errorXml(): string {
  return `<error xmlns="${namespace}">
  <error-code>SCHEMA_VALIDATION_ERROR</error-code>
  <error-message>The value '12345678910' is not valid</error-message>
  <error-type>CLIENT</error-type>
</error>`
}

/** A stream of the pieces that remembers whether it was cancelled, and may break. */
export function streamOf(
  pieces: readonly Uint8Array[],
  end?: Error,
): { stream: ReadableStream<Uint8Array>; cancelled: () => boolean } {
  let cancelled = false
  const rest = [...pieces]
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const piece = rest.shift()
        if (piece !== undefined) controller.enqueue(piece)
        else if (end === undefined) controller.close()
        else controller.error(end)
      },
      cancel: () => {
        cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, cancelled: () => cancelled }
}

/** The ResponseError that reading the response ends with. */
export async function failure(operation: Operation<unknown>, answer: HttpResponse): Promise<ResponseError> {
  const outcome: unknown = await operation.read(answer).catch((error: unknown) => error)
  if (outcome instanceof ResponseError) return outcome
  throw new Error('The response was read', { cause: outcome })
}
