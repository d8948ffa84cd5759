import fc from 'fast-check'
import {
  maximumDownloadBytes,
  maximumResponseBytes,
  portalOperations,
  ResponseError,
  sendWith,
  type HttpResponse,
} from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { countingReads, oddValues, withOddValues, withThrowingGetters } from '../../testing/odd-values.js'
import { address, everyOperation, now, portal } from '../../testing/http/operations.js'
import {
  codes,
  errorXml,
  failure,
  jobResponseXml,
  organizationNumber,
  pollTime,
  response,
  root,
  statusChangeXml,
  streamOf,
  xml,
} from '../../testing/http/responses.js'

const create = portal.create({ request: {}, bundle: new Uint8Array(1) })
const cancel = portal.cancel(address)

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
    [
      'more than the limit',
      response(200, xml, jobResponseXml() + ' '.repeat(maximumResponseBytes)),
      ['http.body-too-large'],
    ],
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
  const poll = portal.nextStatusChange({ now })
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

  it('takes no 2xx but 200 and 204', async () => {
    expect(codes(await failure(poll, response(202, pollTime(time), statusChangeXml())))).toEqual(['http.status'])
  })
})

describe('cancel', () => {
  it.each([200, 202, 204])('reads %s as cancelled', async (status) => {
    expect(await cancel.read(response(status, {}))).toEqual({ kind: 'cancelled' })
  })

  it.each([
    ['an error element', errorXml, 'SCHEMA_VALIDATION_ERROR'],
    ['an empty body', '', undefined],
    ['no body', null, undefined],
    ['HTML', '<html>', undefined],
  ])('reads 409 with %s as already finished', async (_, body, code) => {
    const outcome = await cancel.read(response(409, xml, body))
    expect(outcome.kind === 'alreadyFinished' && outcome.serviceError?.errorCode).toBe(code)
  })
})

describe.each([
  ['confirm', portal.confirm(address)],
  ['deleteDocuments', portal.deleteDocuments(address)],
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
  const download = portal.downloadPades(address)
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

  it('takes a limit that is no number for none that fits', async () => {
    const { bytes } = await download.read(response(200, pdf, 'PDF'))
    await expect(bytes(Number.NaN)).rejects.toMatchObject({ issues: [{ code: 'http.body-too-large' }] })
  })

  it('has a limit where none is given', async () => {
    const piece = new Uint8Array(maximumDownloadBytes / 10)
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

describe('the limit of a message', () => {
  it.each([
    [16, 'http.body-too-large'],
    [Infinity, 'xml.syntax'],
    [undefined, 'http.body-too-large'],
  ])('may be %s bytes', async (maximum, code) => {
    const portal = portalOperations({ root, organizationNumber, maximumResponseBytes: maximum })
    const { read } = portal.create({ request: {}, bundle: new Uint8Array(1) })
    const body = jobResponseXml() + ' '.repeat(maximumResponseBytes) + '<'
    await expect(read(response(200, xml, body))).rejects.toMatchObject({ issues: [{ code }] })
  })
})

describe.each(everyOperation)('%s and odd responses', (_, { read, safeRead }) => {
  const get = (name: string): string | null => new Headers({ ...xml, ...pollTime(now().toISOString()) }).get(name)
  const good = (status: number): HttpResponse => ({ status, headers: { get }, body: new Uint8Array(1) })
  const statuses = [200, 204, 409, 429, 503]
  const own = new Error('of the transport')

  it('end with a ResponseError, or are read', async () => {
    const odd = [...oddValues(), ...statuses.flatMap((status) => withOddValues(good(status)))]
    for (const { name, value } of odd) {
      // What a function of the transport throws is not ours.
      if (/^headers\.get: .*(class|function)$/.test(name)) continue
      const answer = value as HttpResponse
      const thrown: unknown = await read(answer).then(
        () => undefined,
        (error: unknown) => error,
      )
      const result = await safeRead(answer)
      expect(result.ok, name).toBe(thrown === undefined)
      if (result.ok) continue
      expect(thrown, name).toBeInstanceOf(ResponseError)
      expect(result.error, name).toEqual(thrown)
      expect(result.issues, name).toBe(result.error.issues)
    }
  })

  it.each([
    ['nothing', undefined],
    ['no headers', { status: 200, body: null }],
    ['headers that cannot be asked', { status: 200, headers: {}, body: null }],
    ['a text for a body', { status: 200, headers: { get }, body: 'text' }],
    ['a body of another kind', { status: 200, headers: { get }, body: 5 }],
  ])('are told what is odd: %s', async (_name, answer) => {
    await expect(read(answer as never)).rejects.toMatchObject({ issues: [{ code: 'value.type' }] })
  })

  it('let through what their getters and functions throw', async () => {
    const throwing = (): never => {
      throw own
    }
    const answers = [
      ...withThrowingGetters(good(200), own).map(({ value }) => value),
      { ...good(200), headers: { get: throwing } },
    ] as HttpResponse[]
    for (const answer of answers) {
      await expect(read(answer)).rejects.toBe(own)
      await expect(safeRead(answer)).rejects.toBe(own)
    }
  })

  it('are looked at once', async () => {
    for (const status of statuses) {
      const { value, reads } = countingReads(good(status))
      await safeRead(value as HttpResponse)
      expect(Object.fromEntries(reads)).toEqual({ status: 1, headers: 1, 'headers.get': 1, body: 1 })
    }
  })
})

it('what the clock throws goes through', async () => {
  const own = new Error('of the clock')
  const { read, safeRead } = portal.nextStatusChange({
    now: () => {
      throw own
    },
  })
  await expect(read(response(204, {}))).rejects.toBe(own)
  await expect(safeRead(response(204, {}))).rejects.toBe(own)
})

it('what fetch throws goes through', async () => {
  const own = new TypeError('fetch failed')
  await expect(sendWith(() => Promise.reject(own))(portal.organization())).rejects.toBe(own)
})
