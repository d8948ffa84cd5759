import * as fc from 'fast-check'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { derFromBer } from '../../src/x509/ber.js'
import { berFromDer } from '../../testing/ber.js'
import { der, integer, objectIdentifier, sequence } from '../../testing/der.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const fromHex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'))

const primitive = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((content) => der(0x04, content)),
  fc.uint8Array({ maxLength: 5 }).map((content) => der(0x80, content)),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(integer),
  fc.constantFrom(objectIdentifier('1.2.840.113549.1.7.1'), der(0x05), der(0x0c), der(0x1e, Uint8Array.of(0, 0x61))),
)
const { value: values } = fc.letrec<{ value: Uint8Array }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    primitive,
    fc
      .tuple(fc.constantFrom(0x30, 0x31, 0xa0, 0xa3), fc.array(tie('value'), { maxLength: 4 }))
      .map(([tag, parts]) => der(tag, ...parts)),
  ),
}))
const styles = fc.record({
  indefinite: fc.boolean(),
  lengthOctets: fc.integer({ min: 0, max: 9 }),
  pieces: fc.integer({ min: 0, max: 40 }),
})

/** That it is refused by count: to run out of stack is a RangeError, too. */
const tooMuch = new RangeError('too deep, or too many values')

describe('BER', () => {
  it('of every style is rewritten as the DER that it was made of', () => {
    fc.assert(
      fc.property(values, styles, (value, style) => {
        expect(hex(derFromBer(berFromDer(value, style)))).toBe(hex(value))
      }),
    )
  })

  it('that is DER stays as it is, in octets of its own', () => {
    const value = sequence(integer(1n))
    const rewritten = derFromBer(value)
    value.fill(0)
    expect(hex(rewritten)).toBe('3003020101')
  })

  it('is rewritten as node-forge does, strings apart, which it leaves in pieces', () => {
    fc.assert(
      fc.property(values, styles, (value, style) => {
        const ber = berFromDer(value, { ...style, pieces: 0, lengthOctets: Math.min(style.lengthOctets, 4) })
        const theirs = forge.asn1.toDer(forge.asn1.fromDer(Buffer.from(ber).toString('binary'))).getBytes()
        expect(hex(derFromBer(ber))).toBe(hex(Buffer.from(theirs, 'binary')))
      }),
    )
  })

  it.each([
    ['strings in pieces within pieces', '24 80 24 80 04 01 61 04 01 62 00 00 04 00 00 00', '04 02 61 62'],
    ['a string of no piece', '24 80 00 00', '04 00'],
    ['characters in pieces', '3e 06 1e 01 00 1e 01 61', '1e 02 00 61'],
    [
      'characters of other types in pieces',
      '30 16 2c 06 0c 01 61 0c 01 62 32 80 12 01 31 12 01 32 00 00 3c 02 1c 00',
      '30 0a 0c 02 61 62 12 02 31 32 1c 00',
    ],
    ['what is no string, though its number is that of one', 'a4 03 02 01 01', 'a4 03 02 01 01'],
    ['what follows the first value', '02 01 01 ff ff', '02 01 01'],
    ['a length of more octets than any needs', '04 88 00 00 00 00 00 00 00 01 61', '04 01 61'],
  ])('has %s', (_, ber, expected) => {
    expect(hex(derFromBer(fromHex(ber)))).toBe(hex(fromHex(expected)))
  })

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['a length that is cut off', '30 82 01'],
    ['more than there is', '04 05 61'],
    ['a length beyond what it is in', '30 03 04 02 61 61'],
    ['a giant length', '04 84 ff ff ff ff 61'],
    ['a length of 127 octets', `04 ff ${'ff'.repeat(127)}`],
    ['a header that is cut off by what it is in', '30 01 04 00'],
    ['an end of one zero', '30 80 00 01 61 00 00'],
    ['an indefinite length without an end', '30 80 02 01 01'],
    ['an indefinite length that ends after what it is in', '30 05 30 80 02 01 01 00 00'],
    ['a primitive value of indefinite length', '04 80 61 00 00'],
    ['a tag of several octets', '1f 81 01 00'],
    ['an end without a beginning', '30 02 00 00'],
    ['pieces of another type', '24 03 02 01 01'],
  ])('is refused with %s', (_, ber) => {
    expect(() => derFromBer(fromHex(ber))).toThrow(new RangeError('not BER'))
  })

  it.each([0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000, 0xff_ffff, 0x100_0000])('has a length of %i octets', (length) => {
    const value = der(0x04, new Uint8Array(length).fill(0x61))
    expect(Buffer.compare(derFromBer(value), value)).toBe(0)
  })

  it('nests a hundred deep, and no deeper', () => {
    const nested = (depth: number): Uint8Array => fromHex(`${'3080'.repeat(depth)}0500${'0000'.repeat(depth)}`)
    expect([...derFromBer(nested(100)).slice(-4)]).toEqual([0x30, 2, 5, 0])
    expect(() => derFromBer(nested(101))).toThrow(tooMuch)
    expect(() => derFromBer(fromHex('3080'.repeat(200_000)))).toThrow(tooMuch)
  })

  it('has a hundred thousand values, and no more', () => {
    const many = (count: number): Uint8Array => fromHex(`3080${'0500'.repeat(count - 1)}0000`)
    expect(derFromBer(many(100_000))).toHaveLength(200_003)
    expect(() => derFromBer(many(100_001))).toThrow(tooMuch)
  })
})
