import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { describeWith, python } from '../../testing/requirements.js'
import { multipartMixed, type Multipart } from '../../src/http/multipart.js'

const utf8 = new TextEncoder()

/** Reads a multipart body by the grammar of RFC 2046, 5.1.1, in Latin-1, where every byte is one character. */
function parse({ contentType, body }: Multipart): { headers: string; content: string }[] {
  const boundary = /^multipart\/mixed; boundary=([0-9A-Za-z'()+_,\-./:=?]{1,70})$/.exec(contentType)?.[1]
  if (boundary === undefined) throw new Error('no boundary')
  const text = Buffer.from(body).toString('latin1')
  const delimiter = `\r\n--${boundary}`
  // The first delimiter needs no line break before it.
  const [preamble, ...rest] = `\r\n${text}`.split(delimiter)
  const epilogue = rest.pop()
  if (preamble !== '' || epilogue !== '--\r\n') throw new Error('no clean beginning or end')
  return rest.map((part) => {
    const end = part.indexOf('\r\n\r\n')
    if (!part.startsWith('\r\n') || end === -1) throw new Error('a part without headers')
    return { headers: part.slice(2, end), content: part.slice(end + 4) }
  })
}

const letters = 'q'.repeat(30)

const boundaryOf = (number: number): string => `signering-portal.${letters}.${String(number).padStart(12, '0')}`

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Bytes that look like multipart syntax as often as not. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom('\r\n', '--', '\n--', '\r', '-', '\r\n\r\n', '\r\n--a--\r\n', '\0')
        .map((text) => utf8.encode(text)),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Uint8Array.from(pieces.flatMap((piece) => [...piece])))

const parts = fc.array(
  fc.record({ contentType: fc.constantFrom('application/xml', 'application/octet-stream'), body: content }),
  {
    minLength: 1,
    maxLength: 4,
  },
)

describe('multipartMixed', () => {
  it('is read back by the grammar of RFC 2046, part for part and byte for byte', () => {
    fc.assert(
      fc.property(parts, (sent) => {
        expect(parse(multipartMixed(sent))).toEqual(
          sent.map((part) => ({ headers: `Content-Type: ${part.contentType}`, content: latin1(part.body) })),
        )
      }),
    )
  })

  it('gives the same bytes for the same parts', () => {
    fc.assert(
      fc.property(parts, (sent) => {
        expect(multipartMixed(sent)).toEqual(multipartMixed(sent))
      }),
    )
  })

  it('takes the first boundary of which no part holds the delimiter, wherever one stands', () => {
    const delimiters = fc.oneof(
      fc.nat({ max: 5 }).map((number) => `--${boundaryOf(number)}`),
      // What is none but might be taken for one, and what a delimiter may begin in the middle of.
      fc.constantFrom('--signering-portal.', `--signering-portal.${letters}.00000000000x`, '-', '--sign', letters),
      fc.constantFrom(`-${boundaryOf(0)}`, `/-${boundaryOf(0)}`, `--signering_portal.${letters}.000000000000`),
      fc.constantFrom(-1, 1).map((more) => `--${boundaryOf(0).replace(letters, 'q'.repeat(30 + more))}`),
      // Wherever the letters stand, some other letters may stand before them.
      fc.nat({ max: 70 }).map((length) => 'q'.repeat(length)),
    )
    const hostile = fc.array(
      fc.oneof(
        delimiters.map((text) => utf8.encode(text)),
        content,
      ),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (bodies) => {
        const sent = bodies.map((pieces) => ({ contentType: 'application/xml', body: Buffer.concat(pieces) }))
        const isHeld = (number: number): boolean => sent.some(({ body }) => body.includes(`--${boundaryOf(number)}`))
        const free = [0, 1, 2, 3, 4, 5, 6].find((number) => !isHeld(number)) ?? 7
        const multipart = multipartMixed(sent)
        expect(multipart.contentType).toBe(`multipart/mixed; boundary=${boundaryOf(free)}`)
        expect(parse(multipart).map((part) => part.content)).toEqual(sent.map((part) => latin1(part.body)))
      }),
    )
  })

  it('finds one wherever it stands in a part, behind letters of its own too, and only a whole one', () => {
    const boundaryBeside = (text: string): string =>
      multipartMixed([{ contentType: 'application/xml', body: utf8.encode(text) }]).contentType
    for (let length = 0; length <= 2 * letters.length; length++) {
      for (const before of ['-'.repeat(length), 'q'.repeat(length)]) {
        const text = `${before}--${boundaryOf(0)}`
        expect(boundaryBeside(text)).toBe(`multipart/mixed; boundary=${boundaryOf(1)}`)
        expect(boundaryBeside(text.slice(0, -1))).toBe(`multipart/mixed; boundary=${boundaryOf(0)}`)
      }
    }
  })

  it('looks at a part once, however many boundaries it holds', () => {
    const bodyWith = (count: number): Uint8Array =>
      utf8.encode(Array.from({ length: count }, (_, number) => `--${boundaryOf(count - 1 - number)}`).join('\n'))
    // One look for each of these boundaries would be 3 * 10^12 steps.
    const { contentType } = multipartMixed([{ contentType: 'application/xml', body: bodyWith(300_000) }])
    expect(contentType).toBe(`multipart/mixed; boundary=${boundaryOf(300_000)}`)
  })
})

describeWith([python], 'multipartMixed and the email package of Python', () => {
  it('is read back part for part and byte for byte', () => {
    const sent = [
      { contentType: 'application/xml', body: utf8.encode('<a>\r\næ</a>\n') },
      { contentType: 'application/octet-stream', body: Uint8Array.from({ length: 4096 }, (_, index) => index % 256) },
      { contentType: 'application/octet-stream', body: utf8.encode('\r\n--\r\n\r\n') },
    ]
    const { contentType, body } = multipartMixed(sent)
    const program = [
      'import email.parser, json, sys',
      'message = email.parser.BytesParser().parsebytes(sys.stdin.buffer.read())',
      'assert not message.defects, message.defects',
      'print(json.dumps([[p.get_content_type(), p.get_payload(decode=True).hex()] for p in message.get_payload()]))',
    ].join('\n')
    const read: unknown = JSON.parse(
      execFileSync('python3', ['-c', program], {
        input: Buffer.concat([utf8.encode(`MIME-Version: 1.0\r\nContent-Type: ${contentType}\r\n\r\n`), body]),
        encoding: 'utf8',
      }),
    )
    expect(read).toEqual(sent.map((part) => [part.contentType, Buffer.from(part.body).toString('hex')]))
  })
})
