import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { portalSignatureJobManifest, PortalError, type PortalSignatureJobManifest } from 'signering-portal/codec'
import { redact, ResponseError, sendWith } from 'signering-portal/http'
import { describe, expect, test } from 'vitest'
import { sendWithLog } from '../../examples/logs.js'
import { portal } from '../../testing/http/operations.js'
import { response, statusChangeXml, xml } from '../../testing/http/responses.js'
import { oddValues, withOddValues, withThrowingGetters } from '../../testing/odd-values.js'
import { manifest, packageOf } from '../../testing/simulator/raw-client.js'

describe('of values', () => {
  test('a list that does not tell its names is as long as it says', () => {
    const ownKeys = (): never => {
      throw new RangeError('18010100681')
    }
    expect(redact(new Proxy(['18010100681'], { ownKeys }))).toHaveLength(1)
  })

  test('what stands under a name is known by it', () => {
    const value = {
      personal_identification_number: 12345,
      'Nonsensitive-Title': 'a',
      description: ['b', { title: '' }],
      email: 'kari',
      sms: { number: 'four', other: 'a' },
      passphrase: 'secret',
      PassWord: 'b',
      headers: { Authorization: 'Bearer a', 'content-length': '98765432', 'Proxy-Authorization': 'x', Cookie: 'ab' },
      set_cookie: ['abc'],
    }
    expect(redact(value)).toEqual({
      personal_identification_number: '(national identity number, 5)',
      'Nonsensitive-Title': '(title, 1)',
      description: ['(description, 1)', { title: '' }],
      email: '(e-mail address, 4)',
      sms: { number: '(telephone number, 4)', other: 'a' },
      passphrase: '(passphrase, 6)',
      PassWord: '(passphrase, 1)',
      headers: {
        Authorization: '(credentials, 8)',
        'content-length': '98765432',
        'Proxy-Authorization': '(credentials, 1)',
        Cookie: '(credentials, 2)',
      },
      set_cookie: ['(credentials, 3)'],
    })
  })

  test('an address alone is one, and that of a host is none', () => {
    expect(redact([{ address: 'kari' }, { number: 'four' }, { number: 4 }])).toEqual([
      { address: '(e-mail address, 4)' },
      { number: '(telephone number, 4)' },
      { number: 4 },
    ])
    const host = { address: 'kari', port: 443 }
    for (const value of [host, new Map(Object.entries(host)), Object.assign(['x'], { address: 'kari' })])
      expect(redact(value)).toEqual(value)
    expect(redact(new Map([['number', 4]]))).toEqual(new Map([['number', 4]]))
  })

  test('all that stands under a name is known by it, in objects, lists and Maps', () => {
    const title = '(title, 1)'
    expect(redact({ title: { '#text': 'a', lang: ['b'] } })).toEqual({ title: { '#text': title, lang: [title] } })
    expect(redact([{ title: new Map([['no', { text: 'a' }]]) }])).toEqual([
      { title: new Map([['no', { text: title }]]) },
    ])
    expect(redact({ key: { kty: 'EC', d: 'secret', title: 'a' }, pfx: 'b', pkcs12: 'c' })).toEqual({
      key: { kty: '(key, 2)', d: '(key, 6)', title: '(key, 1)' },
      pfx: '(key, 1)',
      pkcs12: '(key, 1)',
    })
    const email = new Map<string, unknown>([
      ['address', 'kari'],
      ['port', 1],
    ])
    const redacted = new Map<string, unknown>([
      ['address', '(e-mail address, 4)'],
      ['port', 1],
    ])
    expect(redact([{ email }, new Map([['e-mail', email]]), new Map([['address', 'kari']])])).toEqual([
      { email: redacted },
      new Map([['e-mail', redacted]]),
      new Map([['address', '(e-mail address, 4)']]),
    ])
  })

  test('whatever it is, and whatever names it has', () => {
    const inKey = { signatureJobId: 'a', 'Content-Length': 'b', email: { x: 'c' }, sms: new Map([['y', ['d']]]) }
    expect(redact({ key: inKey })).toEqual({
      key: {
        signatureJobId: '(key, 1)',
        'Content-Length': '(key, 1)',
        email: { x: '(key, 1)' },
        sms: new Map([['y', ['(key, 1)']]]),
      },
    })
    expect(
      redact({
        authorization: new URLSearchParams('token=abc'),
        key: new URL('file:///a'),
        title: Object('Lease') as object,
      }),
    ).toEqual({ authorization: '(credentials, 9)', key: '(key, 9)', title: '(title, 5)' })
    expect(
      redact({
        passphrase: new Map<unknown, number>([
          [{ pw: 'a' }, 1],
          [['b'], 2],
          ['name', 3],
        ]),
      }),
    ).toEqual({
      passphrase: new Map<unknown, string>([
        [{ pw: '(passphrase, 1)' }, '(passphrase, 1)'],
        [['(passphrase, 1)'], '(passphrase, 1)'],
        ['name', '(passphrase, 1)'],
      ]),
    })
    expect(redact({ passphrase: new Set(['a', ['b']]) })).toEqual({
      passphrase: new Set<unknown>(['(passphrase, 1)', ['(passphrase, 1)']]),
    })
    const error = redact({ title: new Error('Lease') }) as { readonly title: Error }
    expect([error.title.message, error.title.stack?.includes('Lease')]).toEqual(['(title, 5)', false])
    expect(redact({ email: { address: { '#text': 'kari' } }, sms: new Map([['number', { '#text': '123' }]]) })).toEqual(
      {
        email: { address: { '#text': '(e-mail address, 4)' } },
        sms: new Map([['number', { '#text': '(telephone number, 3)' }]]),
      },
    )
  })

  test('names beside the items of a list are names, also those that are made of digits, and no two become one', () => {
    const list = Object.assign(['x'], {
      '12345678910': 'a',
      '-12345678910': 'c',
      '01': 'b',
      'a@example.com': 1,
      'b@example.com': 2,
    })
    expect(Object.entries(redact(list) as object)).toEqual([
      ['0', 'x'],
      ['(national identity number, 11)', 'a'],
      ['-(national identity number, 11)', 'c'],
      ['01', 'b'],
      ['(e-mail address, 13)', 1],
      ['(e-mail address, 13) 2', 2],
    ])
  })

  test('a list keeps what it has beside its items', () => {
    const list = Object.assign(['a'], { title: 'Lease', index: 5 })
    expect(Object.entries(redact(list) as object)).toEqual([
      ['0', 'a'],
      ['title', '(title, 5)'],
      ['index', 5],
    ])
  })

  test('numbers of eleven digits are no others, and ids of jobs stay', () => {
    expect(redact([12345678910, 12345678910n, 98765432, 1.5])).toEqual([
      ...Array.from({ length: 2 }, () => '(national identity number, 11)'),
      98765432,
      1.5,
    ])
    const others = [1234567891, 123456789101, 123456789101n, 1.2345678910123]
    expect(redact(others)).toEqual(others)
    const ids = { signatureJobId: '12345678910', other: { 'signature-job-id': 12345678910 } }
    expect(redact(ids)).toEqual(ids)
  })

  test('names and keys are redacted, each to its own', () => {
    expect(redact({ '12345678910': 1, '10987654321': 2, '(national identity number, 11)': 3 })).toEqual({
      '(national identity number, 11) 2': 1,
      '(national identity number, 11) 3': 2,
      '(national identity number, 11)': 3,
    })
    const map = new Map<unknown, unknown>([
      ['12345678910', 'a'],
      ['10987654321', 'b'],
      ['title', 'Lease'],
      [{ title: 'c' }, new Set(['12345678910', '10987654321', 5])],
    ])
    expect(redact(map)).toEqual(
      new Map<unknown, unknown>([
        ['(national identity number, 11)', 'a'],
        ['(national identity number, 11) 2', 'b'],
        ['title', '(title, 5)'],
        [{ title: '(title, 1)' }, new Set(['(national identity number, 11)', '(national identity number, 11) 2', 5])],
      ]),
    )
  })

  test('cycles stay, and what stands in two places is redacted in each', () => {
    const shared = { address: 'kari', port: 1 }
    const value: Record<string, unknown> = { host: shared, email: shared }
    value['self'] = [value]
    const copy = redact(value) as { host: unknown; email: unknown; self: readonly unknown[] }
    expect(copy.host).toEqual(shared)
    expect(copy.email).toEqual({ address: '(e-mail address, 4)', port: 1 })
    expect(copy.self[0]).toBe(copy)
  })

  test('nothing is nested too deep, and no list too sparse', () => {
    let deep: object = { title: 'Lease' }
    for (let depth = 0; depth < 100_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { deep }
    let copy = redact(deep)
    while (!('title' in (copy as object))) copy = Object.values(copy as object)[0]
    expect(copy).toEqual({ title: '(title, 5)' })
    const sparse: string[] = []
    sparse[4_000_000_000] = '12345678910'
    expect(Object.entries(redact(sparse) as object)).toEqual([['4000000000', '(national identity number, 11)']])
  })

  test('bytes are their length, but for XML, and so are keys', () => {
    const text = (value: string): Uint8Array => new TextEncoder().encode(value)
    expect(redact([text('%PDF Lease'), text(' \uFEFF'), new ArrayBuffer(3), new Uint8Array(0)])).toEqual([
      '(bytes, 10)',
      '(bytes, 4)',
      '(bytes, 3)',
      '(bytes, 0)',
    ])
    expect(redact(text('\uFEFF\n<title>a</title>'))).toBe('\n<title>(title, 1)</title>')
    expect(redact(new Uint8Array([0x3c, 0xff]))).toBe('(bytes, 2)')
    expect(redact(text('--a\r\n\r\n12345678910'))).toBe('(bytes, 18)')
    const inKeys = { key: text('<a>'), privateKey: ['a'], passphrase: text('<ab>') }
    expect(redact(inKeys)).toEqual({ key: '(key, 3)', privateKey: ['(key, 1)'], passphrase: '(passphrase, 4)' })
    expect(redact(new SharedArrayBuffer(5))).toBe('(bytes, 5)')
  })

  test('bytes of a multipart are text up to the archive, and not before another part of one', () => {
    const before = '--P PK PK\x01\x02 PK\x03 P\x03\x04 PK\x03\x05 Px\x03\x04 PKx\x04 12345678910 '
    const told = before.replace('12345678910', '(national identity number, 11)')
    const bytes = (value: string): Uint8Array => Buffer.from(value, 'latin1')
    expect(redact(bytes(`${before}PK\x03\x04archive`))).toBe(`${told}(bytes, 11)`)
    for (const start of ['-x', 'x-', 'xx']) {
      const other = bytes(`${start}PK\x03\x04archive`)
      expect(redact(other)).toBe(`(bytes, ${other.length})`)
    }
  })

  test('what keeps its data elsewhere tells no more than is safe', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    expect(redact({ key: createPrivateKey(pem), pem })).toEqual({
      key: '(PrivateKeyObject)',
      pem: `(key, ${pem.length - 1})\n`,
    })
    expect(redact([new URL('https://a.example/?a=kari@example.com'), () => 1, Object('12345678910')])).toEqual([
      'https://a.example/?a=(e-mail address, 16)',
      '(function)',
      '(national identity number, 11)',
    ])
    expect(redact([new URLSearchParams({ a: 'kari@example.com' }), Promise.resolve(1), new Date(5)])).toEqual([
      'a=(e-mail address, 18)',
      '(Promise)',
      new Date(5),
    ])
  })

  test('what has no properties is its class, if that is a name, and what holds a value is that', () => {
    class Empty {
      give(): number {
        return 1
      }
    }
    const ofClass = (name: unknown): unknown => Object.create({ constructor: { name } }) as unknown
    expect(
      redact([new Empty(), ofClass('Kari N'), ofClass('a'.repeat(40)), ofClass('a'.repeat(41)), ofClass(5)]),
    ).toEqual(['(Empty)', '(object)', `(${'a'.repeat(40)})`, '(object)', '(object)'])
    expect(redact([{}, Object.create(null), Object.assign(new Empty(), { title: 'a' })])).toEqual([
      {},
      {},
      { title: '(title, 1)' },
    ])
    expect(redact([Object(12345678910), Object(5), Object(false)])).toEqual([
      '(national identity number, 11)',
      5,
      false,
    ])
  })

  test('what cannot be read at all says so, and copies can be changed', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(redact({ proxy })).toEqual({ proxy: '(unreadable)' })
    const writable = { enumerable: true, writable: true, configurable: true }
    expect(Object.getOwnPropertyDescriptor(redact({ a: 1 }), 'a')).toEqual({ value: 1, ...writable })
  })

  test('a Date is another of the same time, with nothing else', () => {
    const date = Object.assign(new Date(5), { signer: '12345678910' })
    expect(inspect(redact(date))).toBe(inspect(new Date(5)))
  })

  test('what it is given stays as it is', () => {
    const make = () => ({ title: 'a', list: [{ title: 'b' }], map: new Map([['title', 'c']]), error: new Error('d') })
    const value = make()
    Object.freeze(value)
    Object.freeze(value.list)
    const before = inspect(value, { depth: 9 })
    redact(value)
    expect(inspect(value, { depth: 9 })).toBe(before)
  })
})

describe('of errors', () => {
  test('all that is told of them is redacted, with causes', () => {
    const cause = new AggregateError([new TypeError('of 12345678910')], 'kari@example.com')
    const error = Object.assign(new Error('ring 99999999', { cause }), { code: 'ECONNRESET', title: 'Lease' })
    const copy = redact(error) as Error & { cause: AggregateError }
    expect(copy).toBeInstanceOf(Error)
    expect(copy.message).toBe('ring (telephone number, 8)')
    expect(copy.stack).toContain('ring (telephone number, 8)')
    expect({ ...copy }).toEqual({ code: 'ECONNRESET', title: '(title, 5)' })
    expect(copy.cause.name).toBe('AggregateError')
    expect(copy.cause.errors).toMatchObject([{ name: 'TypeError', message: 'of (national identity number, 11)' }])
    const shown = inspect(copy, { depth: 9 })
    for (const text of ['12345678910', 'kari@', '99999999', 'Lease']) expect(shown).not.toContain(text)
  })

  test('a message and a stack that the class gives are told, too', () => {
    class Own extends Error {
      override get message(): string {
        return 'of 12345678910'
      }
      override get stack(): string {
        return 'at 12345678910'
      }
    }
    const error = new Own()
    for (const name of ['message', 'stack']) Reflect.deleteProperty(error, name)
    const { message, stack } = redact(error) as Error
    expect([message, stack]).toEqual(['of (national identity number, 11)', 'at (national identity number, 11)'])
  })

  test('issues, status and place stay', () => {
    const result = portalSignatureJobManifest.safeEncode({ ...manifest, title: '' } as PortalSignatureJobManifest)
    if (result.ok) throw new Error('It is too short.')
    expect(redact(result.issues)).toEqual(result.issues)
    const serviceError = { errorCode: 'A', errorMessage: 'of 12345678910', errorType: 'CLIENT' }
    for (const error of [new PortalError('a', result.issues), new ResponseError(403, result.issues, serviceError)]) {
      const copy = redact(error) as Error
      expect({ ...copy, message: copy.message, name: copy.name, stack: copy.stack }).toEqual({
        ...error,
        message: error.message,
        name: error.name,
        stack: error.stack,
      })
    }
    expect(redact(serviceError)).toEqual({ ...serviceError, errorMessage: 'of (national identity number, 11)' })
  })

  test('those of another realm are errors, too', () => {
    const error: unknown = runInNewContext("new RangeError('12345678910')")
    expect(redact(error)).toMatchObject({ name: 'RangeError', message: '(national identity number, 11)' })
  })
})

describe('of exchanges', () => {
  test('a request shows its metadata, and no document', async () => {
    const bundle = await packageOf(manifest)
    const { request } = portal.create({ request: { reference: 'of 12345678910' }, bundle })
    const redacted = redact(request) as typeof request & { readonly body: unknown }
    expect(redacted).toEqual({ ...request, body: expect.any(String) as unknown })
    expect(redacted.body).toMatch(
      /^--signering-portal\.[^\r]+\r\nContent-Type: application\/xml\r\n[^]*<reference>of \(national identity number, 11\)<\/reference>[^]*octet-stream\r\n\r\n\(bytes, \d+\)$/,
    )
  })

  test('a response shows what it is', () => {
    const headers = { 'X-Person': '12345678910' }
    expect(redact(new Response('a', { status: 201, headers }))).toEqual({
      status: 201,
      url: '',
      headers: { 'content-type': 'text/plain;charset=UTF-8', 'x-person': '(national identity number, 11)' },
      body: '(ReadableStream)',
    })
    expect(redact(new Request('https://a.example/?a=12345678910', { headers }))).toEqual({
      method: 'GET',
      url: 'https://a.example/?a=(national identity number, 11)',
      headers: { 'x-person': '(national identity number, 11)' },
      body: null,
    })
    expect(redact(response(200, xml, statusChangeXml('98765432')))).toMatchObject({ status: 200 })
  })

  test('the transport of the guide logs nothing personal', async () => {
    const lines: string[] = []
    const log = (line: string): void => void lines.push(line)
    const change = '<personal-identification-number>'
    const found = sendWithLog(
      sendWith(() => Promise.resolve(response(200, xml, statusChangeXml('98765432')))),
      log,
    )
    await found(portal.nextStatusChange({ now: () => new Date(0) }))
    const fails = sendWithLog(() => Promise.reject(new Error(`kari@example.com ${change}1`)), log)
    await expect(fails(portal.organization())).rejects.toThrow('kari@example.com')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['request', 'outcome', 'request', 'problem'])
    expect(lines.join('\n')).toMatch(/'98765432'/)
    expect(lines.join('\n')).not.toMatch(/kari|\d{11}/)
  })
})

describe('never throws', () => {
  test('for a text that is too long to go back in', () => {
    const long = 'a'.repeat(10_000_000)
    expect(redact({ title: long, reference: long })).toEqual({ title: '(title, 10000000)', reference: long })
  })

  const good = { email: { address: 'a' }, list: [new Map([['a', new Set(['b'])]])], error: new Error('a') }

  test.each(oddValues())('for $name, alone and in lists, Maps, Sets and errors', ({ value }) => {
    const holders = [value, [value], new Map([[value, value]]), new Set([value]), new Error('a', { cause: value })]
    for (const holder of holders) expect(() => redact(holder)).not.toThrow()
  })

  test('for what stands in any place', () => {
    for (const { value } of withOddValues(good)) expect(() => redact(value)).not.toThrow()
  })

  test('for a getter, whose property cannot be read', () => {
    for (const { value } of withThrowingGetters(good, new Error('12345678910')))
      expect(inspect(redact(value), { depth: 9 })).toContain('(unreadable)')
    const error = Object.defineProperty(new Error('a'), 'message', {
      get: () => {
        throw new Error('b')
      },
    })
    expect(redact(error)).toMatchObject({ message: '(unreadable)' })
  })
})
