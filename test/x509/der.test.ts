import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contentOf,
  derTag,
  hexadecimal,
  readDerValues,
  readInteger,
  readObjectIdentifier,
  valuesIn,
} from '../../src/x509/der.js'
import { der, integer, objectIdentifier } from '../../testing/der.js'
import { runs } from '../../testing/seed.js'

const only = (bytes: Uint8Array): ReturnType<typeof readDerValues>[number] | undefined => readDerValues(bytes)[0]

describe('DER', () => {
  it('is read back, with lengths of every form', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const content = new Uint8Array(length).fill(7)
      const bytes = der(derTag.octetString, content)
      const [value, ...more] = readDerValues(bytes)
      expect(more).toEqual([])
      expect([value?.tag, value?.content.length, value?.bytes.length]).toEqual([
        derTag.octetString,
        length,
        bytes.length,
      ])
      expect(value && Buffer.compare(value.content, content)).toBe(0)
    }
  })

  it('is read back, one value after another and one within another', () => {
    const inner = [integer(1n), der(derTag.utf8String, Uint8Array.of(0x61))]
    const [outer, last] = readDerValues(Buffer.concat([der(derTag.sequence, ...inner), integer(2n)]))
    expect(valuesIn(outer).map(({ bytes }) => new Uint8Array(bytes))).toEqual(
      inner.map((bytes) => new Uint8Array(bytes)),
    )
    expect(readInteger(last)).toBe(2n)
  })

  it('may have a length of four octets, and one that is longer than it must be', () => {
    for (const length of [
      [0x84, 0, 0, 0, 1],
      [0x83, 0, 0, 1],
      [0x81, 1],
    ]) {
      const [value, ...more] = readDerValues(Uint8Array.from([0x04, ...length, 0x61]))
      expect([value?.content, more]).toEqual([Uint8Array.of(0x61), []])
    }
  })

  it('has integers of any length, positive and negative', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }), (value) => {
        expect(readInteger(only(integer(value)))).toBe(value)
      }),
    )
  })

  it('has object identifiers, dotted', () => {
    for (const dotted of [
      '2.5.4.97',
      '1.2.840.113549.1.1.11',
      '0.9.2342.19200300.100.1.25',
      '2.999.1',
      '1.3.6.1.4.1.99999',
    ])
      expect(readObjectIdentifier(only(objectIdentifier(dotted)))).toBe(dotted)
  })

  it('has object identifiers of numbers of any size', () => {
    // On both sides of what a number holds exactly, 2 to the power of 53.
    const part = fc.oneof(
      fc.bigInt({ min: 0n, max: 1n << 130n }),
      fc.integer({ min: 40, max: 60 }).chain((power) => fc.bigInt(1n << BigInt(power), 1n << BigInt(power + 1))),
      fc.nat({ max: 300 }).map(BigInt),
    )
    const dotted = fc.tuple(part, fc.array(part, { maxLength: 2 })).map(([second, rest]) => [2n, second, ...rest])
    fc.assert(
      fc.property(dotted, (parts) => {
        expect(readObjectIdentifier(only(objectIdentifier(parts.join('.'))))).toBe(parts.join('.'))
      }),
      { numRuns: runs(100) },
    )
  })

  it.each([
    ['nothing after the tag', [0x30]],
    ['an indefinite length', [0x30, 0x80, 0, 0]],
    ['a length of more than four octets', [0x30, 0x85, 0, 0, 0, 0, 0]],
    ['a length that is cut off', [0x30, 0x82, 1]],
    ['a length beyond the end', [0x04, 2, 1]],
    ['a tag of several octets', [0x1f, 0x81, 1, 0]],
  ])('is refused: %s', (_, octets) => {
    expect(() => readDerValues(Uint8Array.from(octets))).toThrow(new RangeError('not DER'))
  })

  it('is refused where another value is expected, or none is', () => {
    const value = only(integer(1n))
    for (const read of [
      () => valuesIn(value),
      () => valuesIn(undefined),
      () => contentOf(value, derTag.set),
      () => readObjectIdentifier(value),
      () => readInteger(only(objectIdentifier('2.5.4.3'))),
    ])
      expect(read).toThrow(new RangeError('not the value that is expected'))
  })

  it('is refused as a number of more octets than any has', () => {
    const octets = (count: number): Uint8Array => new Uint8Array(count).fill(1)
    for (const [tag, read] of [
      [derTag.integer, readInteger],
      [derTag.objectIdentifier, readObjectIdentifier],
    ] as const) {
      expect(() => read(only(der(tag, octets(64))))).not.toThrow()
      expect(() => read(only(der(tag, octets(65))))).toThrow(new RangeError('a number of too many octets'))
    }
  })

  it('is either read or refused with a RangeError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          expect(Buffer.concat(readDerValues(bytes).map((value) => value.bytes))).toEqual(Buffer.from(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})

it('bytes are written in hexadecimal digits', () => {
  expect(hexadecimal(Uint8Array.of(0, 1, 0xab, 0xff))).toBe('0001abff')
})
