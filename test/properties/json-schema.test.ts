import * as fc from 'fast-check'
import { isDateTime, portalSignatureJobResponse, type Codec } from 'signering-portal/codec'
import { arbitraryOf } from 'signering-portal/arbitraries'
import { describe, expect, test } from 'vitest'
import { isOfShape, throughJson, validatorOf, validatorOfElement } from '../../testing/json-schemas.js'
import { changedAnyhow, withoutEach } from '../../testing/properties/json-changes.js'
import { valuedCodecs } from '../../testing/properties/valued-codecs.js'
import { runs } from '../../testing/seed.js'

/** What the codec and the schema say of a value, as far as a schema can say it. */
function verdicts(codec: Codec<unknown>, value: unknown): { readonly codec: boolean; readonly schema: boolean } {
  const result = codec.safeEncode(value)
  return { codec: result.ok || !isOfShape(result.issues), schema: validatorOfElement(codec.name)(value) }
}

describe.each(valuedCodecs)('$name', ({ use }) => {
  test('the schema takes whatever the codec does', () => {
    use((codec) => {
      const validate = validatorOfElement(codec.name)
      fc.assert(
        fc.property(arbitraryOf(codec), (value) => {
          validate(throughJson(value))
          expect(validate.errors).toBeNull()
        }),
        { numRuns: runs(500) },
      )
    })
  })

  test('schema and codec agree on what must be there', () => {
    use((codec) => {
      const isWrong = (value: unknown): boolean => {
        const found = verdicts(codec as Codec<unknown>, value)
        return found.schema !== found.codec
      }
      fc.assert(
        fc.property(arbitraryOf(codec), (value) => {
          expect(withoutEach(throughJson(value)).filter(isWrong)).toEqual([])
        }),
        { numRuns: runs(50) },
      )
    })
  })

  test('schema and codec agree on values that were changed anyhow', () => {
    use((codec) => {
      const counts = { taken: 0, refused: 0 }
      fc.assert(
        fc.property(changedAnyhow(arbitraryOf(codec)), (value) => {
          const found = verdicts(codec as Codec<unknown>, value)
          counts[found.schema ? 'taken' : 'refused'] += 1
          expect(found.schema).toBe(found.codec)
        }),
        { numRuns: runs(2500) },
      )
      // Neither verdict is an accident.
      expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(runs(2500) / 50)
    })
  })
})

/** All ways to take one of each. */
function* combinations(lists: readonly (readonly string[])[]): Generator<string> {
  const [first, ...rest] = lists
  if (first === undefined) yield ''
  else for (const head of first) for (const tail of combinations(rest)) yield head + tail
}

const upTo = (count: number): readonly string[] =>
  Array.from({ length: count + 1 }, (_, index) => String(index).padStart(2, '0'))

describe('an xs:dateTime is one by the schema', () => {
  const validate = validatorOf('schema/json/portal-signature-job-manifest.schema.json', '#/$defs/dateTime')

  const ordinary = ['0000', '0001', '0004', '0100', '0400', '1600', '1900', '2000', '2015', '2016', '2100', '9999']
  const long = ['02016', '10000', '10100', '12400', '214748364', '999999999', '2147483600', '2147483644']
  const longest = ['2147483647', '2147483648', '2147483649', '2147490000', '3000000000', '10000000000', '216']
  const days = [['', '-'], [...ordinary, ...long, ...longest], ['-'], upTo(13), ['-'], upTo(32), ['T12:00:00Z']]
  const hours = upTo(25)
  const sixties = ['00', '59', '60']
  const ends = ['', '.0', '.5', '.000', '.001', '.', ',5']
  const offsets = ['', 'Z', 'z', '+00:00', '-13:59', '+13:60', '+14:00', '-14:01', '+15:00', '+1:00', '+0100', 'Z\n']

  test.each([
    ['every day of years at the edges', days],
    ['hours, minutes, seconds and offsets', [['2016-02-10T'], hours, [':'], sixties, [':'], sixties, ends, offsets]],
  ])('where the codec says so: %s', (_, lists) => {
    const texts = [...combinations(lists)]
    expect(texts.filter((text) => isDateTime(text)).length).toBeGreaterThan(100)
    expect(texts.filter((text) => validate(text) !== isDateTime(text))).toEqual([])
  })
})

test('an xs:long is one by the schema where the codec says so', () => {
  const validate = validatorOf('schema/json/portal-signature-job-response.schema.json', '#/$defs/signature-job-id')
  const edges = [2n ** 63n, 10n ** 18n, 10n ** 19n, 0n].flatMap((edge) => [edge - 1n, edge, edge + 1n])
  // What differs from the greatest in one digit.
  const greatest = String(2n ** 63n - 1n)
  const near = Array.from(greatest, (_, index) =>
    Array.from('0123456789', (digit) => greatest.slice(0, index) + digit + greatest.slice(index + 1)),
  ).flat()
  const texts = [...edges.map(String), ...near].flatMap((text) => [
    text,
    `-${text}`,
    `+${text}`,
    `${text}\n`,
    `0${text}`,
  ])
  const isLong = (signatureJobId: string): boolean =>
    portalSignatureJobResponse.safeEncode({ signatureJobId, cancellationUrl: '' }).ok
  expect(texts.filter(isLong).length).toBeGreaterThan(100)
  expect(texts.filter((text) => validate(text) !== isLong(text))).toEqual([])
})
