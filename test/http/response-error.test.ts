import fc from 'fast-check'
import { inspect } from 'node:util'
import { ResponseError } from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { everyOperation } from '../../testing/http/operations.js'
import {
  errorXml,
  failure,
  jobResponseXml,
  pollTime,
  response,
  statusChangeXml,
  streamOf,
  xml,
} from '../../testing/http/responses.js'
import { namespace } from '../../src/codec/spec.js'
import { codes } from '../../testing/issues.js'

describe.each(everyOperation)('%s refuses', (_, operation) => {
  it.each([300, 304, 400, 401, 403, 404, 500, 502, 503, 0, Number.NaN])(
    'status %s with an error element',
    async (status) => {
      const error = await failure(operation, response(status, xml, errorXml()))
      expect(codes(error.issues)).toEqual(['http.status'])
      expect(error.status).toBe(status)
      expect(error.serviceError).toEqual({
        errorCode: 'SCHEMA_VALIDATION_ERROR',
        errorMessage: "The value '12345678910' is not valid",
        errorType: 'CLIENT',
      })
      expect(error.transient).toBe(status >= 500)
      expect(error.message).toContain('SCHEMA_VALIDATION_ERROR')
      for (const text of [
        error.message,
        error.stack,
        inspect(error, { depth: null, showHidden: true }),
        JSON.stringify(error),
        String(error),
      ])
        expect(text).not.toMatch(/12345678910|is not valid|CLIENT/)
    },
  )

  it.each([
    [
      'prefixed',
      `<ns4:error xmlns:ns4="${namespace}"><ns4:error-code>X</ns4:error-code><ns4:error-message/><ns4:error-type>Y</ns4:error-type></ns4:error>`,
      xml,
      'X',
    ],
    ['with an element more', errorXml().replace('</error>', '<new/></error>'), xml, 'SCHEMA_VALIDATION_ERROR'],
    ['labelled text/html', errorXml(), { 'Content-Type': 'text/html' }, 'SCHEMA_VALIDATION_ERROR'],
    ['not labelled', errorXml(), {}, 'SCHEMA_VALIDATION_ERROR'],
  ])('an error element %s', async (_name, body, headers: Record<string, string>, code) => {
    const error = await failure(operation, response(400, headers, body))
    expect([codes(error.issues), error.serviceError?.errorCode]).toEqual([['http.status'], code])
  })

  it.each([
    ['HTML', '<!DOCTYPE html><title>12345678910</title>', { 'Content-Type': 'text/html' }],
    ['text', 'upstream connect error 12345678910', { 'Content-Type': 'text/plain' }],
    ['nothing', '', xml],
    ['no body', null, xml],
    ['half an error element', errorXml().slice(0, 150), xml],
    ['another element', jobResponseXml(), xml],
    ['bytes that are no UTF-8', Uint8Array.of(0xff, 0xfe, 0xfd), xml],
    ['less than its Content-Length', errorXml(), { ...xml, 'Content-Length': '100000' }],
    ['a stream that breaks', streamOf([new TextEncoder().encode('<error')], new Error('12345678910')).stream, xml],
    ['a stream that breaks', streamOf([], new Error('reset')).stream, xml],
  ])('status 503 with %s', async (_name, body, headers: Record<string, string>) => {
    const fresh =
      body instanceof ReadableStream
        ? streamOf([new TextEncoder().encode('<error')], new Error('12345678910')).stream
        : body
    const error = await failure(operation, response(503, headers, fresh))
    expect([codes(error.issues), error.status, error.serviceError, error.transient]).toEqual([
      ['http.status'],
      503,
      undefined,
      true,
    ])
    expect(inspect(error)).not.toContain('12345678910')
  })

  it('an endless body of an error, which it stops reading', async () => {
    const { stream, cancelled } = streamOf(Array.from({ length: 40 }, () => new Uint8Array(65_536)))
    const error = await failure(operation, response(500, xml, stream))
    expect([codes(error.issues), cancelled()]).toEqual([['http.status'], true])
  })

  it('an error code that is not known, without naming it', async () => {
    const error = await failure(
      operation,
      response(400, xml, errorXml().replace('SCHEMA_VALIDATION_ERROR', '12345678910')),
    )
    expect(error.serviceError?.errorCode).toBe('12345678910')
    expect(inspect(error)).not.toContain('12345678910')
  })

  it('everything it cannot read with a ResponseError, and nothing else', async () => {
    const answers = fc.record({
      status: fc.oneof(fc.constantFrom(200, 201, 204, 409, 429), fc.integer()),
      headers: fc.constantFrom({}, xml, pollTime('2026-11-23T13:00:00+01:00'), pollTime('soon'), {
        DoSFilter: 'delayed',
      }),
      body: fc.oneof(
        fc.constant(null),
        fc.string({ unit: 'binary' }),
        fc.uint8Array(),
        fc
          .tuple(fc.constantFrom(errorXml(), jobResponseXml(), statusChangeXml()), fc.nat({ max: 400 }))
          .map(([text, end]) => text.slice(0, end)),
        fc
          .array(fc.uint8Array(), { maxLength: 3 })
          .map((pieces) => streamOf(pieces, pieces.length > 2 ? new Error() : undefined).stream),
      ),
    })
    await fc.assert(
      fc.asyncProperty(answers, async ({ status, headers, body }) => {
        const outcome: unknown = await operation.read(response(status, headers, body)).catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ResponseError)
      }),
    )
  })
})
