import fc from 'fast-check'
import { inspect } from 'node:util'
import {
  downloadLimit,
  portalOperations,
  ResponseError,
  responseLimit,
  type HttpResponse,
  type Operation,
} from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import {
  errorXml,
  jobResponseXml,
  organizationNumber,
  pollTime,
  response,
  root,
  statusChangeXml,
  xml,
} from './responses.js'

const now = (): Date => new Date('2026-11-23T12:00:00Z')
const portal = portalOperations({ root, organizationNumber })
const url = `${root}/1`
const create = portal.create({ request: {}, bundle: new Uint8Array(1) })
const poll = portal.nextStatusChange({ now })
const cancel = portal.cancel(url)
const operations: readonly [string, Operation<unknown>][] = [
  ['organization', portal.organization()],
  ['create', create],
  ['nextStatusChange', poll],
  ['confirm', portal.confirm(url)],
  ['cancel', cancel],
  ['downloadPades', portal.downloadPades(url)],
  ['downloadXades', portal.downloadXades(url)],
  ['deleteDocuments', portal.deleteDocuments(url)],
]

/** The ResponseError that reading the response ends with. */
async function failure(operation: Operation<unknown>, answer: HttpResponse): Promise<ResponseError> {
  const outcome: unknown = await operation.read(answer).catch((error: unknown) => error)
  if (outcome instanceof ResponseError) return outcome
  throw new Error('The response was read', { cause: outcome })
}

const codes = (error: ResponseError): string[] => error.issues.map((issue) => issue.code)

/** A stream of the pieces that remembers whether it was cancelled, and may break. */
function streamOf(
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

describe.each(operations)('%s refuses', (_, operation) => {
  it.each([300, 304, 400, 401, 403, 404, 500, 502, 503, 0, Number.NaN])(
    'status %s with an error element',
    async (status) => {
      const error = await failure(operation, response(status, xml, errorXml))
      expect(codes(error)).toEqual(['http.status'])
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
      `<ns4:error xmlns:ns4="http://signering.posten.no/schema/v1"><ns4:error-code>X</ns4:error-code><ns4:error-message/><ns4:error-type>Y</ns4:error-type></ns4:error>`,
      xml,
      'X',
    ],
    ['with an element more', errorXml.replace('</error>', '<new/></error>'), xml, 'SCHEMA_VALIDATION_ERROR'],
    ['labelled text/html', errorXml, { 'Content-Type': 'text/html' }, 'SCHEMA_VALIDATION_ERROR'],
    ['not labelled', errorXml, {}, 'SCHEMA_VALIDATION_ERROR'],
  ])('an error element %s', async (_name, body, headers: Record<string, string>, code) => {
    const error = await failure(operation, response(400, headers, body))
    expect([codes(error), error.serviceError?.errorCode]).toEqual([['http.status'], code])
  })

  it.each([
    ['HTML', '<!DOCTYPE html><title>12345678910</title>', { 'Content-Type': 'text/html' }],
    ['text', 'upstream connect error 12345678910', { 'Content-Type': 'text/plain' }],
    ['nothing', '', xml],
    ['no body', null, xml],
    ['half an error element', errorXml.slice(0, 150), xml],
    ['another element', jobResponseXml(), xml],
    ['bytes that are no UTF-8', Uint8Array.of(0xff, 0xfe, 0xfd), xml],
    ['less than its Content-Length', errorXml, { ...xml, 'Content-Length': '100000' }],
    ['a stream that breaks', streamOf([new TextEncoder().encode('<error')], new Error('12345678910')).stream, xml],
    ['a stream that breaks', streamOf([], new Error('reset')).stream, xml],
  ])('status 503 with %s', async (_name, body, headers: Record<string, string>) => {
    const fresh =
      body instanceof ReadableStream
        ? streamOf([new TextEncoder().encode('<error')], new Error('12345678910')).stream
        : body
    const error = await failure(operation, response(503, headers, fresh))
    expect([codes(error), error.status, error.serviceError, error.transient]).toEqual([
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
    expect([codes(error), cancelled()]).toEqual([['http.status'], true])
  })

  it('an error code that is not known, without naming it', async () => {
    const error = await failure(
      operation,
      response(400, xml, errorXml.replace('SCHEMA_VALIDATION_ERROR', '12345678910')),
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
          .tuple(fc.constantFrom(errorXml, jobResponseXml(), statusChangeXml()), fc.nat({ max: 400 }))
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

describe('create', () => {
  it.each([200, 201])('reads status %s', async (status) => {
    expect(await create.read(response(status, xml, jobResponseXml()))).toEqual({
      reference: '123-ABC',
      signatureJobId: '9223372036854775807',
      cancellationUrl: `${root}/${organizationNumber}/portal/signature-jobs/1/cancel`,
    })
  })

  it.each([{}, { 'Content-Type': 'text/html' }, { 'Content-Type': 'application/vnd.x+xml; charset=utf-8' }])(
    'does not lose the job for a label: %j',
    async (headers: Record<string, string>) => {
      expect(await create.read(response(200, headers, jobResponseXml()))).toMatchObject({
        signatureJobId: '9223372036854775807',
      })
    },
  )

  it('reads a body in pieces of any size', async () => {
    const bytes = new TextEncoder().encode(jobResponseXml().replace('123-ABC', 'blåbær😀'))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: bytes.length })), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const pieces = places.slice(1).map((end, index) => bytes.slice(places[index], end))
        expect(await create.read(response(200, xml, streamOf(pieces).stream))).toMatchObject({ reference: 'blåbær😀' })
      }),
    )
  })

  it('skips elements and attributes it does not know', async () => {
    const newer = jobResponseXml().replace('</portal', '<new a="b"><c/></new></portal')
    expect(await create.read(response(200, xml, newer))).toMatchObject({ reference: '123-ABC' })
  })

  it.each<[string, HttpResponse, string[]]>([
    ['nothing', response(200, xml, ''), ['http.body-empty']],
    ['no body', response(200, xml), ['http.body-empty']],
    [
      'HTML',
      response(200, { 'Content-Type': 'text/html; charset=utf-8' }, '<html/>'),
      ['http.content-type', 'schema.root'],
    ],
    ['no label and no XML', response(200, {}, 'OK'), ['http.content-type', 'xml.syntax']],
    ['half a message', response(200, xml, jobResponseXml().slice(0, 200)), ['xml.syntax']],
    ['another message', response(200, xml, statusChangeXml()), ['schema.root']],
    [
      'less than its Content-Length',
      response(200, { ...xml, 'Content-Length': '100000' }, jobResponseXml()),
      ['http.body-interrupted'],
    ],
    ['a stream that breaks', response(200, xml, streamOf([], new Error('reset')).stream), ['http.body-interrupted']],
    ['more than the limit', response(200, xml, jobResponseXml() + ' '.repeat(responseLimit)), ['http.body-too-large']],
    [
      'strings',
      response(200, xml, {
        [Symbol.asyncIterator]: () => [jobResponseXml()].values(),
      } as unknown as AsyncIterable<Uint8Array>),
      ['value.type'],
    ],
  ])('refuses status 200 with %s', async (_, answer, expected) => {
    const error = await failure(create, answer)
    expect([codes(error), error.status]).toEqual([expected, 200])
    expect(error.transient).toBe(expected[0] === 'http.body-interrupted')
  })

  it('does not compare a Content-Length with content that had a coding', async () => {
    const headers = { ...xml, 'Content-Length': '20', 'Content-Encoding': 'gzip' }
    expect(await create.read(response(200, headers, jobResponseXml()))).toMatchObject({ reference: '123-ABC' })
  })
})

describe('nextStatusChange', () => {
  const time = '2026-11-23T13:10:00.5+01:00'
  const nextPermittedPollTime = new Date('2026-11-23T12:10:00.500Z')

  it('reads a change', async () => {
    expect(await poll.read(response(200, pollTime(time), statusChangeXml()))).toEqual({
      kind: 'statusChange',
      statusChange: {
        signatureJobId: '1',
        status: 'IN_PROGRESS',
        confirmationUrl: `${root}/${organizationNumber}/portal/signature-jobs/1/complete`,
        signatures: {
          signature: [
            {
              status: { value: 'SIGNED', since: '2017-01-23T12:51:43+01:00' },
              personalIdentificationNumber: '12345678910',
            },
          ],
        },
      },
      nextPermittedPollTime,
      warnings: [],
    })
  })

  it('reads a signer status that nobody knows', async () => {
    const change = await poll.read(response(200, pollTime(time), statusChangeXml().replace('SIGNED', 'BRAND_NEW')))
    expect(change).toMatchObject({ statusChange: { signatures: { signature: [{ status: { value: 'BRAND_NEW' } }] } } })
  })

  it.each([
    [204, 'noChange'],
    [429, 'tooEager'],
  ])('reads %s as %s, with and without content', async (status, kind) => {
    for (const body of [null, '', errorXml, 'Too Many Requests'])
      expect(await poll.read(response(status, pollTime(time), body))).toEqual({
        kind,
        nextPermittedPollTime,
        warnings: [],
      })
  })

  it('reads the block for asking too often as 30 seconds from now', async () => {
    expect(await poll.read(response(429, { DoSFilter: 'delayed' }))).toEqual({
      kind: 'tooEager',
      nextPermittedPollTime: new Date('2026-11-23T12:00:30Z'),
      warnings: [],
    })
  })

  it('goes by the time where both the time and the block are given', async () => {
    expect(await poll.read(response(429, { ...pollTime(time), DoSFilter: 'delayed' }))).toMatchObject({
      nextPermittedPollTime,
    })
  })

  it.each([
    [200, statusChangeXml()],
    [204, null],
    [429, null],
  ])(
    'keeps the outcome of status %s when the time is missing or malformed, waits 10 minutes, and says so',
    async (status, body) => {
      const later = new Date('2026-11-23T12:10:00Z')
      const missing = await poll.read(response(status, xml, body))
      expect(missing).toMatchObject({ nextPermittedPollTime: later, warnings: [{ code: 'http.poll-time-missing' }] })
      const invalid = await poll.read(response(status, pollTime('soon'), body))
      expect(invalid).toMatchObject({ nextPermittedPollTime: later, warnings: [{ code: 'http.poll-time-invalid' }] })
      expect(missing.kind).toBe(invalid.kind)
      expect(missing.kind).toBe({ 200: 'statusChange', 204: 'noChange', 429: 'tooEager' }[status])
    },
  )

  it('takes no 2xx but 200 and 204', async () => {
    expect(codes(await failure(poll, response(202, pollTime(time), statusChangeXml())))).toEqual(['http.status'])
  })

  it.each([
    ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T13:00:00+01:00', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T06:30:00-05:30', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T13:00+01:00', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T24:00:00Z', '2026-11-24T00:00:00.000Z'],
    ['2028-02-29T12:00:00Z', '2028-02-29T12:00:00.000Z'],
    ['2026-11-23T12:00:00.1Z', '2026-11-23T12:00:00.100Z'],
    ['2026-11-23T12:00:00.123Z', '2026-11-23T12:00:00.123Z'],
    ['2026-11-23T12:00:00.123000000Z', '2026-11-23T12:00:00.123Z'],
    ['2026-11-23T12:00:00.1231Z', '2026-11-23T12:00:00.124Z'],
    ['2026-11-23T12:00:00.123000001Z', '2026-11-23T12:00:00.124Z'],
    ['2026-11-23T12:00:59.999999999Z', '2026-11-23T12:01:00.000Z'],
  ])('reads the time %s as %s, never earlier', async (text, instant) => {
    const { nextPermittedPollTime: read, warnings } = await poll.read(response(204, pollTime(text)))
    expect([read.toISOString(), warnings]).toEqual([instant, []])
  })

  it.each([
    '',
    '2026-11-23',
    '2026-11-23T12:00:00',
    '2026-11-23 12:00:00Z',
    '2026-11-23T12:00:00+0100',
    '2026-11-23T12:00:00+01',
    '2026-11-23T12:00:00,5Z',
    '2026-11-23T12:00:00.Z',
    '2026-11-23T12:00.5Z',
    '2026-11-23T12:00:60Z',
    '2026-11-23T25:00:00Z',
    '2026-02-29T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-11-23T12:00:00+15:00',
    '+12026-11-23T12:00:00Z',
    '23.11.2026 12:00:00',
    'Mon, 23 Nov 2026 12:00:00 GMT',
    '1795435200',
    '2026-11-23T12:00:00Z, 2026-11-23T12:00:00Z',
  ])('does not read the time %j', async (text) => {
    expect(await poll.read(response(204, pollTime(text)))).toMatchObject({
      warnings: [{ code: 'http.poll-time-invalid' }],
    })
  })

  it('reads any instant in any offset as Date does, to the millisecond', async () => {
    const instants = fc.date({ min: new Date('1000-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
    await fc.assert(
      fc.asyncProperty(instants, fc.integer({ min: -840, max: 840 }), async (instant, offset) => {
        const local = new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, -1)
        const two = (number: number): string => `${Math.trunc(Math.abs(number))}`.padStart(2, '0')
        const text = `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`
        const { nextPermittedPollTime: read } = await poll.read(response(204, pollTime(text)))
        expect(read).toEqual(instant)
      }),
    )
  })
})

describe('cancel', () => {
  it.each([200, 202, 204])('reads %s as cancelled', async (status) => {
    expect(await cancel.read(response(status, {}))).toEqual({ kind: 'cancelled' })
  })

  it.each([
    ['an error element', errorXml, { serviceError: { errorCode: 'SCHEMA_VALIDATION_ERROR' } }],
    ['an empty body', '', {}],
    ['no body', null, {}],
    ['HTML', '<html>', {}],
  ])('reads 409 with %s as already finished', async (_, body, rest) => {
    const outcome = await cancel.read(response(409, xml, body))
    expect(outcome).toMatchObject({ kind: 'alreadyFinished', ...rest })
    expect('serviceError' in outcome).toBe('serviceError' in rest)
  })
})

describe.each([
  ['confirm', portal.confirm(url)],
  ['deleteDocuments', portal.deleteDocuments(url)],
])('%s', (_, operation) => {
  it.each([200, 202, 204])('takes %s with or without content', async (status) => {
    for (const body of [null, '', '<html>', streamOf([], new Error('reset')).stream])
      await expect(operation.read(response(status, {}, body))).resolves.toBeUndefined()
  })

  it('refuses 409', async () => {
    expect(codes(await failure(operation, response(409, {})))).toEqual(['http.status'])
  })
})

describe('a download', () => {
  const download = portal.downloadPades(url)
  const pdf = { 'Content-Type': 'application/pdf' }

  it('hands over the stream itself, not yet read', async () => {
    const { stream } = streamOf([Uint8Array.of(1)])
    const { body } = await download.read(response(200, pdf, stream))
    expect(body).toBe(stream)
    expect(stream.locked).toBe(false)
  })

  it('reads the bytes to the limit and no further', async () => {
    const pieces = [Uint8Array.of(1, 2), Uint8Array.of(3)]
    const whole = await (await download.read(response(200, pdf, streamOf(pieces).stream))).bytes(3)
    expect([...whole]).toEqual([1, 2, 3])
    const { stream, cancelled } = streamOf(pieces)
    const { bytes } = await download.read(response(200, pdf, stream))
    await expect(bytes(2)).rejects.toMatchObject({ issues: [{ code: 'http.body-too-large' }] })
    expect(cancelled()).toBe(true)
  })

  it('has a limit where none is given', async () => {
    const piece = new Uint8Array(downloadLimit / 10)
    const { stream, cancelled } = streamOf(Array.from({ length: 12 }, () => piece))
    const { bytes } = await download.read(response(200, pdf, stream))
    await expect(bytes()).rejects.toMatchObject({ issues: [{ code: 'http.body-too-large' }] })
    expect(cancelled()).toBe(true)
  })

  it.each<[string, HttpResponse, string]>([
    ['ends too early', response(200, { ...pdf, 'Content-Length': '4' }, 'PDF'), 'http.body-interrupted'],
    ['breaks', response(200, pdf, streamOf([Uint8Array.of(1)], new Error('reset')).stream), 'http.body-interrupted'],
    ['is empty', response(200, pdf, ''), 'http.body-empty'],
  ])('that %s gives no bytes', async (_, answer, code) => {
    const { bytes } = await download.read(answer)
    await expect(bytes()).rejects.toMatchObject({ status: 200, issues: [{ code }] })
  })

  it.each<[string, HttpResponse, string]>([
    ['is a page of HTML', response(200, { 'Content-Type': 'Text/HTML; charset=utf-8' }, '<html>'), 'http.content-type'],
    ['is a text', response(200, { 'Content-Type': 'text/plain' }, 'OK'), 'http.content-type'],
    ['has no body', response(200, pdf), 'http.body-empty'],
    ['has no content', response(204, {}), 'http.status'],
    ['is a part of the document', response(206, pdf, 'PDF'), 'http.status'],
  ])('that %s is refused', async (_, answer, code) => {
    expect(codes(await failure(download, answer))).toEqual([code])
  })
})

describe('organization', () => {
  it('gives the text', async () => {
    expect(await portal.organization().read(response(200, { 'Content-Type': 'text/plain' }, 'Blåbær AS'))).toBe(
      'Blåbær AS',
    )
  })

  it('refuses nothing at all', async () => {
    expect(codes(await failure(portal.organization(), response(200, {}, '')))).toEqual(['http.body-empty'])
  })
})
