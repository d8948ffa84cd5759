import { describe, expect, it } from 'vitest'
import { statusChange } from '../../bench/messages.js'
import { readAnswer, readValue, type Call } from '../../src/contract/driver-answer.js'
import { unlessThrown } from '../../src/guard.js'
import { driverSchema, validatorOf } from '../../testing/json-schemas.js'

/** Whether the schema takes an answer to a call. */
const isTaken = (part: string, answer: unknown): boolean => validatorOf(driverSchema, `#/$defs/${part}`)(answer)

describe('an answer', () => {
  it.each<[object, object]>([
    [
      { id: 1, value: null },
      { id: 1, kind: 'value', value: null },
    ],
    [
      { id: 2, unsupported: 'no' },
      { id: 2, kind: 'unsupported', words: 'no' },
    ],
    [
      { id: 3, error: { message: '' } },
      { id: 3, kind: 'error', error: { message: '', status: undefined, errorCode: undefined } },
    ],
    [
      { id: 4, error: { message: 'm', status: 599, errorCode: '' } },
      { id: 4, kind: 'error', error: { message: 'm', status: 599, errorCode: '' } },
    ],
  ])('%j is read', (json, answer) => {
    expect(readAnswer(json)).toEqual(answer)
    expect(isTaken('answer', json)).toBe(true)
  })

  it.each<[unknown, string]>([
    [5, 'a line is JSON, but no object'],
    [null, 'a line is JSON, but no object'],
    [[1], 'a line is JSON, but no object'],
    [{ value: null }, 'an answer has no id: a whole number from 1 on'],
    [{ id: '1', value: null }, 'an answer has no id: a whole number from 1 on'],
    [{ id: 0, value: null }, 'an answer has no id: a whole number from 1 on'],
    [{ id: 1.5, value: null }, 'an answer has no id: a whole number from 1 on'],
    [{ id: 1 }, 'the answer with id 1 must have one of value, error and unsupported'],
    [{ id: 1, value: 1, unsupported: 'no' }, 'the answer with id 1 must have one of value, error and unsupported'],
    [{ id: 1, value: 1, more: 1, '12345678910': 1 }, 'the answer with id 1 has properties that it may not have: more'],
    [{ id: 1, value: 1, '12345678910': 1 }, 'the answer with id 1 has properties that it may not have'],
    [{ id: 1, unsupported: '' }, 'the answer with id 1: unsupported must be words'],
    [{ id: 1, unsupported: true }, 'the answer with id 1: unsupported must be words'],
    [{ id: 1, error: 'no' }, 'the answer with id 1: error must be an object'],
    ...['400', 99, 600, 400.5, null].map((status): [object, string] => [
      { id: 1, error: { status, message: '' } },
      'the answer with id 1: error.status must be a whole number from 100 to 599, or left out',
    ]),
    [
      { id: 1, error: { errorCode: null, message: '' } },
      'the answer with id 1: error.errorCode must be a text, or left out',
    ],
    [{ id: 1, error: { status: 400 } }, 'the answer with id 1: error.message must be a text'],
    [
      { id: 1, error: { message: '', stack: '' } },
      'the answer with id 1: error has properties that it may not have: stack',
    ],
  ])('%j is refused, by the schema too', (json, words) => {
    expect(readAnswer(json)).toBe(words)
    expect(isTaken('answer', json)).toBe(false)
  })
})

const nextPermittedPollTime = '2026-01-02T03:04:05.678+01:00'
const time = new Date('2026-01-02T02:04:05.678Z')

describe('a value', () => {
  const response = { signatureJobId: '1', cancellationUrl: 'x' }
  const download = (call: Call): [Call, unknown, unknown][] => [
    [call, 'JVBERg==', Buffer.from('%PDF')],
    [call, '', Buffer.from('')],
  ]
  it.each<[Call, unknown, unknown]>([
    ['start', null, undefined],
    ['create', response, { ...response, reference: undefined }],
    ['create', { ...response, reference: 'r' }, { ...response, reference: 'r' }],
    ['confirm', null, undefined],
    ['cancel', 'cancelled', 'cancelled'],
    ['cancel', 'alreadyFinished', 'alreadyFinished'],
    ...download('downloadPades'),
    ...download('downloadXades'),
    ...download('downloadArchivedPades'),
    ['deleteDocuments', null, undefined],
    ['organization', 'text', 'text'],
    [
      'nextStatusChange',
      { kind: 'tooEager', nextPermittedPollTime },
      { kind: 'tooEager', nextPermittedPollTime: time },
    ],
    [
      'nextStatusChange',
      { kind: 'noChange', nextPermittedPollTime: '2026-01-02T02:04Z' },
      { kind: 'noChange', nextPermittedPollTime: new Date('2026-01-02T02:04:00Z') },
    ],
  ])('of %s: %j is read', (call, value, read) => {
    expect(readValue(call, value)).toEqual(read)
    expect(isTaken(`${call}Answer`, { id: 1, value })).toBe(true)
  })

  it('of nextStatusChange says every element of a change', () => {
    const kind = 'statusChange'
    const read = readValue('nextStatusChange', { kind, nextPermittedPollTime, statusChange })
    expect(read).toEqual({ kind, nextPermittedPollTime: time, statusChange })
    expect(Object.keys('statusChange' in read ? read.statusChange : {}).sort()).toEqual([
      ...['cancellationUrl', 'confirmationUrl', 'deleteDocumentsUrl', 'reference', 'signatureJobId', 'signatures'],
      'status',
    ])
  })

  it.each<[Call, unknown, RegExp]>([
    ['start', 'ready', /^value must be null$/],
    ['start', undefined, /^value must be null$/],
    ['create', null, /^value (?:schema\.[a-z-]+|value\.type) [A-Z]/],
    ['create', { ...response, signatureJobId: 'x' }, /^value\.signatureJobId schema\.\S+ \S/],
    ['create', { ...response, signatureJobId: 1 }, /^value\.signatureJobId \S+ \S/],
    ['create', { signatureJobId: '1' }, /^value(\.cancellationUrl)? schema\.element-missing \S/],
    ['create', { ...response, reference: null }, /^value\.reference \S+ \S/],
    ['cancel', 'gone', /^value must be "cancelled" or "alreadyFinished"$/],
    ...['A', '=', 'A===', 'AA=', 'AAA', 'A=AA', 'AAAA=', 'AAAA====', 'AA\nA=', 'AAAA\n', 'AA-_', 5, null].map(
      (value): [Call, unknown, RegExp] => [
        'downloadPades',
        value,
        /^value must be base64, with padding and without line breaks$/,
      ],
    ),
    ['organization', 5, /^value must be a text$/],
    ['nextStatusChange', null, /^value must be an object$/],
    ['nextStatusChange', { kind: 'empty', nextPermittedPollTime }, /^value kind must be "statusChange", /],
    ...['2026-02-30T00:00:00Z', '2025-02-29T00:00Z', '2100-02-29T00:00Z', '2026-04-31T00:00Z'].map(
      (at): [Call, unknown, RegExp] => [
        'nextStatusChange',
        { kind: 'noChange', nextPermittedPollTime: at },
        /^value nextPermittedPollTime must be an instant/,
      ],
    ),
    ...['2026-01-02', '2026-01-02T03:04:05', '2026-01-02T03:04Z\n', '2026-01-02 03:04Z', 'soon', 5, undefined].map(
      (at): [Call, unknown, RegExp] => [
        'nextStatusChange',
        { kind: 'noChange', nextPermittedPollTime: at },
        /^value nextPermittedPollTime must be an instant of ISO 8601, with an offset or Z$/,
      ],
    ),
    [
      'nextStatusChange',
      { kind: 'noChange', nextPermittedPollTime, statusChange },
      /^value has properties that it may not have: statusChange$/,
    ],
    ['nextStatusChange', { kind: 'statusChange', nextPermittedPollTime }, /^value\.statusChange \S+ \S/],
    [
      'nextStatusChange',
      { kind: 'statusChange', nextPermittedPollTime, statusChange: { ...statusChange, signatures: { signature: [] } } },
      /^value\.statusChange\.signatures\.signature schema\.\S+ \S/,
    ],
  ])('of %s: %j is refused in words, by the schema too', (call, value, words) => {
    expect(() => readValue(call, value)).toThrow(words)
    expect(isTaken(`${call}Answer`, { id: 1, value })).toBe(false)
  })

  it('of base64 may be as long as a line', () => {
    const long = 'JVBE'.repeat(7 * 1_048_576)
    expect(isTaken('downloadPadesAnswer', { id: 1, value: `${long}Rg==` })).toBe(true)
    expect(isTaken('downloadPadesAnswer', { id: 1, value: `${long}R` })).toBe(false)
    expect(readValue('downloadPades', `${long}Rg==`)).toHaveLength(21 * 1_048_576 + 1)
    expect(() => readValue('downloadPades', `${long}R`)).toThrow('value must be base64')
  })

  it.each([2000, 2023, 2024, 1900, 2100, 400])('has the days of %i, and no others', (year) => {
    for (let month = 0; month <= 13; month += 1)
      for (let day = 0; day <= 32; day += 1) {
        const [of, the] = [String(month), String(day)].map((number) => number.padStart(2, '0'))
        const at = `${String(year).padStart(4, '0')}-${of ?? ''}-${the ?? ''}T00:00Z`
        const date = new Date(Date.UTC(2000, month - 1, day))
        date.setUTCFullYear(year, month - 1, day)
        const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
        const value = { kind: 'noChange', nextPermittedPollTime: at }
        expect([at, isTaken('nextStatusChangeAnswer', { id: 1, value })]).toEqual([at, exists])
        expect([at, unlessThrown(() => readValue('nextStatusChange', value)) !== undefined]).toEqual([at, exists])
      }
  })

  it('is as long as it has characters, those outside the basic plane too', () => {
    const of = (reference: string): object => ({ ...response, reference })
    const [fits, tooLong] = [of('\u{1F58B}'.repeat(50)), of('\u{1F58B}'.repeat(51))]
    expect(readValue('create', fits)).toEqual(fits)
    expect(isTaken('createAnswer', { id: 1, value: fits })).toBe(true)
    expect(() => readValue('create', tooLong)).toThrow(/^value\.reference schema\.max-length /)
    expect(isTaken('createAnswer', { id: 1, value: tooLong })).toBe(false)
  })
})
