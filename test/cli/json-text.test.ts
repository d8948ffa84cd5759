import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJson } from '../../src/cli/json-text.js'
import { issuesOf } from '../../src/outcome.js'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string): ReturnType<typeof readJson> => readJson(bytesOf(text))
const told = (text: string): readonly string[] =>
  issuesOf(read(text)).map(({ line, column, code }) => `${line}:${column} ${code}`)

/** What is read of a text; undefined where that is refused. */
function valueOf(text: string): { readonly value: unknown } | undefined {
  const result = read(text)
  return result.ok ? { value: result.value.value } : undefined
}

describe('JSON is read', () => {
  it('with values as they are', () => {
    const value = { a: [1, -2, true, false, null, '\u{1F58B} "\\/\b\f\n\r\t\uD800', {}, [], [[{ b: '' }]]], '': 0 }
    for (const space of [undefined, 2, '\t'])
      expect(valueOf(JSON.stringify(value, undefined, space))).toEqual({ value })
    expect(valueOf('\uFEFF {}\r\n')).toEqual({ value: {} })
    expect(valueOf('{"__proto__":{"a":1}}')?.value).toEqual(JSON.parse('{"__proto__":{"a":1}}'))
    expect(valueOf('[9007199254740991,-9007199254740991]')).toEqual({ value: [2 ** 53 - 1, 1 - 2 ** 53] })
  })

  it('as deep as it is, and as long', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const)
      expect(read(`${open.repeat(200_000)}1${close.repeat(200_000)}`).ok).toBe(true)
    expect(read(`"${'a'.repeat(5_000_000)}"`).ok).toBe(true)
    expect(read(`0.${'1'.repeat(5_000_000)}`).ok).toBe(read(`0.${'1'.repeat(50)}`).ok)
    expect(read(`1e${'9'.repeat(5_000_000)}`).ok).toBe(read('1e999').ok)
    expect(read('1'.repeat(5_000_000)).ok).toBe(read('1'.repeat(500)).ok)
    expect(read(`"${'\\u00e6'.repeat(500_000)}"`).ok).toBe(true)
  })
})

describe('what is no JSON has the place where it ends to be', () => {
  it.each([
    ['', '1:1'],
    [' \n ', '2:2'],
    ['{"a":secret}', '1:6'],
    ['{} {}', '1:4'],
    ['{}x', '1:3'],
    ['[1,]', '1:4'],
    ['[1 2]', '1:4'],
    ['[,1]', '1:2'],
    ['{,}', '1:2'],
    ['{"a":1,}', '1:8'],
    ['{"a" 1}', '1:6'],
    ['{a:1}', '1:2'],
    ['[}', '1:2'],
    ['{]', '1:2'],
    ['[1}', '1:3'],
    [']', '1:1'],
    ['[01]', '1:3'],
    ['[-]', '1:2'],
    ['[1.]', '1:3'],
    ['[+1]', '1:2'],
    ['[.5]', '1:2'],
    ['[NaN]', '1:2'],
    ['[True]', '1:2'],
    ['nulls', '1:5'],
    ["['a']", '1:2'],
    ['["a\nb"]', '1:4'],
    ['["\t"]', '1:3'],
    ['["\\x"]', '1:3'],
    ['["\\u12g4"]', '1:3'],
    ['["abc', '1:6'],
    ['["\u{1F58B}\\', '1:4'],
    ['[1 /* a */]', '1:4'],
    ['\u00A0{}', '1:1'],
    ['{"a":\r\n  [1,\r  2,\n  x]}', '4:3'],
  ])('%j', (text, place) => {
    expect(told(text)).toEqual([`${place} json.syntax`])
    expect(() => void JSON.parse(text)).toThrow()
  })

  it('and bytes that are no UTF-8 have none', () => {
    for (const bytes of [Uint8Array.of(0x22, 0xe6, 0x22), Buffer.from('\uFEFF{}', 'utf16le')])
      expect(issuesOf(readJson(bytes))).toMatchObject([{ code: 'json.syntax', path: '' }])
  })
})

it('names that stand twice, numbers that are not read exactly, and what is no JSON are told at once', () => {
  expect(told('{"a":[1.5,{"b":1,"b":2,"\\u0062":3}],\n"a":1e2,"c":9007199254740992}x')).toEqual([
    ...['1:7 json.number', '1:18 json.name', '1:24 json.name', '2:1 json.name', '2:5 json.number', '2:13 json.number'],
    '2:30 json.syntax',
  ])
  expect(told('[0.1,1E0,-9007199254740992,1e999,-0.0]')).toHaveLength(5)
  expect(issuesOf(read(`[${'1.5,'.repeat(3000)}0]`))).toHaveLength(1000)
})

it('members have places, and what is missing has that of its owner', () => {
  const result = read('\n {"a": [1,\n {"b": "\u{1F58B}", "c": null}], "d": {}}')
  expect.assert(result.ok)
  const places = result.value.placesOf([['a', 1, 'c'], ['a'], [], ['a', 1, 'x', 'y'], ['a', 7], ['d', 'x'], ['a', 0]])
  expect(places.map(({ line, column }) => `${line}:${column}`)).toEqual([
    ...['3:18', '2:8', '2:2', '3:2', '2:8', '3:31', '2:9'],
  ])
  expect(result.value.placesOf([['a', 1, 'c']])).toEqual([{ line: 3, column: 18 }])
  expect(result.value.placesOf([])).toEqual([])
})

it('what JSON.parse takes is taken, with the same value, and nothing else', () => {
  const insertions = [...'{}[]:,"\\ \n\t0123.-+eEtrufalsn/\u0000\u001F\u007F\u2028\uD800', '\\u00', '""', 'null']
  const changed = fc
    .tuple(
      fc.json({ maxDepth: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom(...insertions, '')), { maxLength: 2 }),
    )
    .map(([text, changes]) =>
      changes.reduce((all, [at, cut, put]) => {
        const index = at % (all.length + 1)
        return all.slice(0, index) + put + all.slice(index + cut)
      }, text),
    )
  fc.assert(
    fc.property(changed, (text) => {
      const issues = issuesOf(read(text))
      let value: unknown
      try {
        // A lone surrogate is no UTF-8.
        value = JSON.parse(text.toWellFormed())
      } catch {
        expect(issues.map(({ code }) => code)).toContain('json.syntax')
        return
      }
      expect(issues.map(({ code }) => code)).not.toContain('json.syntax')
      if (issues.length === 0) expect(valueOf(text)).toEqual({ value })
    }),
    { numRuns: 2000 },
  )
})
