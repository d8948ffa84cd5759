import { format, inspect } from 'node:util'
import { maximumDownloadBytes, ResponseError, sendWith, type HttpResponse, type Issue } from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { address, now, portal } from '../../testing/http/operations.js'
import {
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
import { codes } from '../../testing/issues.js'

const create = portal.create({ request: {}, bundle: new Uint8Array(1) })
const cancel = portal.cancel(address)

describe('nextStatusChange', () => {
  it('tells in the result, too, what is worth a look', async () => {
    const answers = [
      response(204, {}),
      response(429, pollTime('soon')),
      response(200, { ...xml, ...pollTime('soon') }, statusChangeXml()),
    ]
    const codesOf = (warnings: readonly Issue[]): readonly string[] => codes(warnings)
    for (const answer of answers) {
      const result = await portal.nextStatusChange({ now }).safeRead(answer)
      if (!result.ok) throw result.error
      const code = answer.status === 204 ? 'http.poll-time-missing' : 'http.poll-time-invalid'
      expect([codesOf(result.warnings), result.value.warnings]).toEqual([[code], result.warnings])
    }
    const good = await portal.nextStatusChange({ now }).safeRead(response(204, pollTime(now().toISOString())))
    expect(good).toMatchObject({ ok: true, warnings: [] })
  })

  it.each([new Error('of the clock'), new ResponseError(503, [])])(
    'lets through what its clock throws',
    async (own) => {
      const operation = portal.nextStatusChange({
        now: () => {
          throw own
        },
      })
      await expect(operation.read(response(204, {}))).rejects.toBe(own)
      await expect(operation.safeRead(response(204, {}))).rejects.toBe(own)
    },
  )
})

describe('create', () => {
  it.each([200, 201, 299])('reads status %s', async (status) => {
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

  it('skips elements and attributes it does not know', async () => {
    const newer = jobResponseXml().replace('</portal', '<new a="b"><c/></new></portal')
    expect(await create.read(response(200, xml, newer))).toMatchObject({ reference: '123-ABC' })
  })

  it.each(['application/xml', 'Application/XML; charset=utf-8', 'text/xml ;charset=utf-8', ' application/x+xml'])(
    'finds no fault with a label of XML: %s',
    async (label) => {
      const { issues } = await failure(create, response(200, { 'Content-Type': label }, '<html/>'))
      expect(codes(issues)).toEqual(['schema.root'])
    },
  )

  it.each(['application/xmlx', 'x-application/xml', 'text/xml2', 'application/+xml', 'application/x+xml2'])(
    'names a label that is not of XML, beside what is wrong: %s',
    async (label) => {
      const { issues } = await failure(create, response(200, { 'Content-Type': label }, '<html/>'))
      expect(codes(issues)).toEqual(['http.content-type', 'schema.root'])
    },
  )

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
  ])('refuses status 200 with %s', async (_, answer, expected) => {
    const error = await failure(create, answer)
    expect([codes(error.issues), error.status]).toEqual([expected, 200])
    expect(error.transient).toBe(false)
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
    for (const body of [null, '', errorXml(), 'Too Many Requests'])
      expect(await poll.read(response(status, pollTime(time), body))).toEqual({
        kind,
        nextPermittedPollTime,
        warnings: [],
      })
  })

  it('takes no 2xx but 200 and 204', async () => {
    expect(codes((await failure(poll, response(202, pollTime(time), statusChangeXml()))).issues)).toEqual([
      'http.status',
    ])
  })
})

describe('cancel', () => {
  it.each([200, 202, 204])('reads %s as cancelled', async (status) => {
    expect(await cancel.read(response(status, {}))).toEqual({ kind: 'cancelled' })
  })

  it.each([
    ['an error element', errorXml(), 'SCHEMA_VALIDATION_ERROR'],
    ['an empty body', '', undefined],
    ['no body', null, undefined],
    ['HTML', '<html>', undefined],
  ])('reads 409 with %s as already finished', async (_, body, code) => {
    const outcome = await cancel.read(response(409, xml, body))
    expect(outcome.kind === 'alreadyFinished' && outcome.serviceError?.errorCode).toBe(code)
  })

  it('shows what the service wrote to nobody who prints the outcome', async () => {
    const outcome = await cancel.read(response(409, xml, errorXml()))
    expect(outcome.kind === 'alreadyFinished' && outcome.serviceError?.errorMessage).toContain('12345678910')
    const printed = [
      JSON.stringify({ outcome }),
      ...[false, true].map((showHidden) => inspect({ outcome }, { showHidden, depth: null })),
      format('%o %O %j', outcome, outcome, outcome),
      JSON.stringify({ ...outcome }),
    ]
    for (const text of printed) {
      expect(text).toContain('alreadyFinished')
      expect(text).not.toMatch(/12345678910|SCHEMA_VALIDATION_ERROR/)
    }
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
    expect(codes((await failure(operation, response(409, {}))).issues)).toEqual(['http.status'])
  })
})

describe('a download', () => {
  const download = portal.downloadPades(address)
  const pdf = { 'Content-Type': 'application/pdf' }

  it('gives the pieces as they come, untouched until they are asked for', async () => {
    const { stream, cancelled } = streamOf([Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)])
    const given = await download.read(response(200, pdf, stream))
    expect(stream.locked).toBe(false)
    const pieces: (readonly number[])[] = []
    for await (const piece of given.stream()) pieces.push([...piece])
    expect(pieces).toEqual([[1], [2, 3]])
    expect(cancelled()).toBe(false)
  })

  it('is cancelled when the loop over its pieces is left', async () => {
    const { stream, cancelled } = streamOf([Uint8Array.of(1), Uint8Array.of(2)])
    const given = await download.read(response(200, pdf, stream))
    for await (const piece of given.stream()) {
      expect([...piece]).toEqual([1])
      break
    }
    expect(cancelled()).toBe(true)
  })

  it.each<[string, HttpResponse, readonly string[]]>([
    [
      'is longer than the limit',
      response(200, pdf, streamOf([Uint8Array.of(1), Uint8Array.of(2)]).stream),
      ['1', 'http.body-too-large'],
    ],
    [
      'breaks',
      response(200, pdf, streamOf([Uint8Array.of(1)], new Error('reset')).stream),
      ['1', 'http.body-interrupted'],
    ],
    ['ends too early', response(200, { ...pdf, 'Content-Length': '2' }, 'P'), ['80', 'http.body-interrupted']],
    ['is empty', response(200, pdf, ''), ['http.body-empty']],
  ])('that %s gives its pieces, and then an error', async (_, answer, expected) => {
    const { stream } = await download.read(answer)
    const seen: string[] = []
    try {
      for await (const piece of stream(1)) seen.push(...Array.from(piece, String))
    } catch (error) {
      expect(error).toBeInstanceOf(ResponseError)
      seen.push(...codes((error as ResponseError).issues))
    }
    expect(seen).toEqual(expected)
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

  it('refuses a limit that is no number', async () => {
    const { bytes } = await download.read(response(200, pdf, 'PDF'))
    for (const limit of [Number.NaN, 'x', -1, Symbol('1'), null])
      await expect(bytes(limit as number)).rejects.toMatchObject({ issues: [{ code: 'value.type' }] })
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
    expect(codes((await failure(download, answer)).issues)).toEqual([code])
  })

  it.each(['application/pdf', 'text/xml', 'text/plain2', 'text/htmlx', 'x-text/html'])(
    'is taken for what it is, whatever else its label says: %s',
    async (label) => {
      const { bytes } = await download.read(response(200, { 'Content-Type': label }, 'PDF'))
      expect(Buffer.from(await bytes()).toString()).toBe('PDF')
    },
  )
})

describe('organization', () => {
  it('gives the text', async () => {
    expect(await portal.organization().read(response(200, { 'Content-Type': 'text/plain' }, 'Blåbær AS'))).toBe(
      'Blåbær AS',
    )
  })

  it('refuses nothing at all', async () => {
    expect(codes((await failure(portal.organization(), response(200, {}, ''))).issues)).toEqual(['http.body-empty'])
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

it.each([27918364052, -27918364052, -1, 1000, 200.5, '27918364052', undefined])(
  'a status that is none is not repeated: %s',
  async (status) => {
    const error = await failure(cancel, { ...response(200, xml), status: status as number })
    expect(error.status).toBeNaN()
    expect(error.message).toContain('The service answered with HTTP status that is none.')
    expect(inspect(error, { showHidden: true })).not.toContain('27918364052')
  },
)
