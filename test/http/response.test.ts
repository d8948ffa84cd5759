import fc from 'fast-check'
import {
  maximumResponseBytes,
  portalOperations,
  ResponseError,
  type ByteStream,
  type HttpResponse,
} from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import {
  countingReads,
  oddValues,
  resizableBuffer,
  resize,
  withOddValues,
  withThrowingGetters,
} from '../../testing/odd-values.js'
import { everyOperation, now, portal } from '../../testing/http/operations.js'
import {
  failure,
  jobResponseXml,
  organizationNumber,
  pollTime,
  response,
  root,
  streamOf,
  xml,
} from '../../testing/http/responses.js'
import { codes } from '../../testing/issues.js'

function lockedStream(): ReadableStream<Uint8Array> {
  const { stream } = streamOf([])
  stream.getReader()
  return stream
}

const create = portal.create({ request: {}, bundle: new Uint8Array(1) })

describe('content', () => {
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

  /** A web stream that cannot be iterated over, as some browsers have it. */
  const readOnly = (stream: ReadableStream<Uint8Array>): ByteStream => ({ getReader: () => stream.getReader() })

  it('is read with the reader of a stream that cannot be iterated over', async () => {
    const bytes = new TextEncoder().encode(jobResponseXml())
    const { stream, cancelled } = streamOf([bytes.slice(0, 9), bytes.slice(9)])
    expect(await create.read(response(200, xml, readOnly(stream)))).toMatchObject({ reference: '123-ABC' })
    expect(cancelled()).toBe(false)
  })

  it.each<[string, ReadableStream<Uint8Array>, string]>([
    ['breaks', streamOf([], new Error('reset')).stream, 'http.body-interrupted'],
    ['has a reader already', lockedStream(), 'http.body-interrupted'],
    ['has no bytes', streamOf([5 as unknown as Uint8Array]).stream, 'value.type'],
  ])('is refused if a stream that cannot be iterated over %s', async (_, stream, code) => {
    expect(codes((await failure(create, response(200, xml, readOnly(stream)))).issues)).toEqual([code])
  })

  it('is read no further than the limit with a reader, and cancelled there', async () => {
    const { stream, cancelled } = streamOf([new Uint8Array(maximumResponseBytes), new Uint8Array(1), new Uint8Array(1)])
    const error = await failure(create, response(200, xml, readOnly(stream)))
    expect([codes(error.issues), cancelled()]).toEqual([['http.body-too-large'], true])
  })

  it.each<[string, HttpResponse, string]>([
    [
      'less than its Content-Length',
      response(200, { ...xml, 'Content-Length': '100000' }, jobResponseXml()),
      'http.body-interrupted',
    ],
    ['a stream that breaks', response(200, xml, streamOf([], new Error('reset')).stream), 'http.body-interrupted'],
    [
      'more than the limit',
      response(200, xml, jobResponseXml() + ' '.repeat(maximumResponseBytes)),
      'http.body-too-large',
    ],
    [
      'strings',
      response(200, xml, {
        [Symbol.asyncIterator]: () => [jobResponseXml()].values(),
      } as unknown as AsyncIterable<Uint8Array>),
      'value.type',
    ],
  ])('that is %s is refused', async (_, answer, expected) => {
    const error = await failure(create, answer)
    expect([codes(error.issues), error.status]).toEqual([[expected], 200])
    expect(error.transient).toBe(expected === 'http.body-interrupted')
  })

  it('is as long as its bytes, whatever length their class says', async () => {
    class Short extends Uint8Array {
      override get length(): number {
        return 1
      }
    }
    const long = Short.from(new TextEncoder().encode(jobResponseXml() + ' '.repeat(maximumResponseBytes)))
    for (const body of [long, streamOf([long]).stream])
      expect(codes((await failure(create, response(200, xml, body))).issues)).toEqual(['http.body-too-large'])
    const short = Short.from(new TextEncoder().encode(jobResponseXml()))
    for (const body of [short, streamOf([short]).stream])
      expect(await create.read(response(200, xml, body))).toMatchObject({ reference: '123-ABC' })
  })

  it.each([10_000, 10_001, Infinity])(
    'may have 10,000 pieces that are empty, and %s are read no further',
    async (count) => {
      let given = 0
      async function* stream(): AsyncGenerator<Uint8Array> {
        for (; given < count; given += 1) yield await Promise.resolve(new Uint8Array(0))
        yield new TextEncoder().encode(jobResponseXml())
      }
      const result = await create.safeRead(response(200, xml, stream()))
      if (count === 10_000) expect(result).toMatchObject({ ok: true, value: { reference: '123-ABC' } })
      else expect(result).toMatchObject({ ok: false, issues: [{ code: 'http.body-interrupted' }] })
      expect(given).toBe(10_000)
    },
  )

  it('is as long as its bytes are, whatever its class says', async () => {
    class Short extends Uint8Array {
      override get length(): number {
        return -1
      }
    }
    async function* stream(): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(new Short(maximumResponseBytes))
    }
    expect(codes((await failure(create, response(200, xml, stream()))).issues)).toEqual(['http.body-too-large'])
  })

  it('takes a Content-Length of any length for what it is', async () => {
    const told: Readonly<Record<string, string>> = { ...xml, 'Content-Length': '9'.repeat(5_000_000) }
    const headers = { get: (name: string) => told[name] ?? null }
    const { issues } = await failure(create, { ...response(200, xml, jobResponseXml()), headers })
    expect(codes(issues)).toEqual(['http.body-interrupted'])
  })

  it('does not compare a Content-Length with content that had a coding', async () => {
    const headers = { ...xml, 'Content-Length': '20', 'Content-Encoding': 'gzip' }
    expect(await create.read(response(200, headers, jobResponseXml()))).toMatchObject({ reference: '123-ABC' })
  })
})

describe('content whose buffer is made shorter or longer while it is read', () => {
  const content = new TextEncoder().encode(jobResponseXml())

  /** The content in a buffer that can be resized. */
  function resizable(): { readonly bytes: Uint8Array; readonly become: (length: number) => void } {
    const buffer = resizableBuffer(content.length, 2 * content.length)
    new Uint8Array(buffer).set(content)
    return {
      bytes: new Uint8Array(buffer),
      become: (length) => {
        resize(buffer, length)
      },
    }
  }

  it.each([0, 1, 2 * content.length])('is what it was when it came, not %s bytes', async (length) => {
    const { bytes, become } = resizable()
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield bytes
      become(length)
      yield await Promise.resolve(new Uint8Array(0))
    }
    expect(await create.read(response(200, xml, stream()))).toMatchObject({ reference: '123-ABC' })
    const whole = resizable()
    const headers = {
      get: () => {
        whole.become(length)
        return null
      },
    }
    const answer = await create.safeRead({ status: 200, headers, body: whole.bytes })
    expect(answer).toMatchObject({ value: { reference: '123-ABC' } })
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

describe.each(everyOperation)('%s and a header that is no text', (name, { read, safeRead }) => {
  const names = ['Content-Type', 'Content-Encoding', 'Content-Length', 'X-Next-permitted-poll-time', 'DoSFilter']

  it.each([5, 0, true, 1n, Symbol('odd'), {}, [], ['a'], new Date(0), () => 'a'])(
    '%s ends with a ResponseError',
    async (odd) => {
      for (const status of [200, 204, 409, 429, 503]) {
        const asked: string[] = []
        const get = (header: string): unknown => {
          asked.push(header)
          return odd
        }
        const answer = { status, headers: { get }, body: new Uint8Array(1) } as unknown as HttpResponse
        const outcome = await safeRead(answer)
        const bytes = outcome.ok && (outcome.value as { readonly bytes?: () => Promise<Uint8Array> } | undefined)?.bytes
        const error: unknown = bytes ? await bytes().catch((thrown: unknown) => thrown) : outcome.ok || outcome.error
        expect(error, `${name} ${status}`).toBeInstanceOf(ResponseError)
        expect(error).toMatchObject({ status, issues: [{ code: 'value.type' }] })
        if (!bytes) await expect(read(answer)).rejects.toBeInstanceOf(ResponseError)
        expect(names).toEqual(expect.arrayContaining(asked))
      }
    },
  )

  it('is absent where it is null or undefined', async () => {
    for (const absent of [null, undefined]) {
      const answer = { status: 204, headers: { get: () => absent }, body: null } as unknown as HttpResponse
      const outcome = await safeRead(answer)
      expect(outcome.ok || codes(outcome.issues)).not.toContain('value.type')
    }
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

  it.each([
    ['an error of its own', own],
    ['one such as ours', new ResponseError(503, [])],
  ])('let through what their getters and functions throw: %s', async (_name, own) => {
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
