import * as fc from 'fast-check'
import { dateFromDateTime, dateTimeFromDate, isDateTime, PortalError } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'

describe('an xs:dateTime names an instant', () => {
  test.each([
    ['2016-02-10T12:00:00+01:00', '2016-02-10T11:00:00.000Z'],
    ['2016-02-10T12:00:00Z', '2016-02-10T12:00:00.000Z'],
    ['2016-02-10T12:00:00.1239-02:30', '2016-02-10T14:30:00.123Z'],
    ['2016-12-31T24:00:00Z', '2017-01-01T00:00:00.000Z'],
    ['2016-01-01T00:00:00+14:00', '2015-12-31T10:00:00.000Z'],
    ['0099-01-01T00:00:00Z', '0099-01-01T00:00:00.000Z'],
    ['-0001-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(dateFromDateTime(text).toISOString()).toBe(instant)
  })

  test.each(['2016-02-10T12:00:00', '2016-02-30T12:00:00Z', 'yesterday', '', '999999999-01-01T00:00:00Z'])(
    'not %s',
    (text) => {
      expect(() => dateFromDateTime(text)).toThrow(PortalError)
    },
  )
})

test.each(['9', '1', '0'])('a year or a fraction of 9,000,000 digits %s overflows nothing', (digit) => {
  const digits = digit.repeat(9_000_000)
  expect(isDateTime(`${digits}-01-01T00:00:00Z`)).toBe(false)
  expect(isDateTime(`-${digits}-01-01T00:00:00Z`)).toBe(false)
  expect(isDateTime(`2016-01-01T00:00:00.${digits}Z`)).toBe(true)
  expect(isDateTime(`2016-01-01T24:00:00.${digits}`)).toBe(digit === '0')
})

test('a year is one that 32 bits hold', () => {
  const years = ['2147483647', '2147483648', '9999999999', '99999999999', '-2147483648', '-2147483649']
  expect(years.map((year) => isDateTime(`${year}-12-31T00:00:00`))).toEqual([true, false, false, false, true, false])
})

test('an instant comes back', () => {
  const dates = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(dates, (date) => {
      expect(dateFromDateTime(dateTimeFromDate(date))).toEqual(date)
    }),
  )
})

test.each([new Date(Number.NaN), new Date(8.64e15), new Date(-8.64e15)])('%s has no xs:dateTime', (date) => {
  expect(() => dateTimeFromDate(date)).toThrow(PortalError)
})

test.each([undefined, null, 7, {}, Symbol('x'), ['2016-02-10T12:00:00Z']])('%s is neither', (value) => {
  expect(() => dateFromDateTime(value as never)).toThrow(PortalError)
  expect(() => dateTimeFromDate(value as never)).toThrow(PortalError)
})
