import { spawnSync } from 'node:child_process'
import * as fc from 'fast-check'
import { areUsual, isPathOrReserved, isSafeHref, repeatsOf } from '../../../src/codec/portal/file-name.js'
import { expect, test } from 'vitest'
import { describeWith, python } from '../../../testing/requirements.js'

/** For each character of Python's Unicode but those of private use, the folded form of all of Unicode: what it is to APFS and ext4. */
const folded = `
import json, sys, unicodedata
def fold(text): return unicodedata.normalize('NFD', unicodedata.normalize('NFD', text).casefold())
known = [chr(c) for c in range(0x80, 0x110000) if unicodedata.category(chr(c)) not in ('Cn', 'Co', 'Cs')]
json.dump([[c, fold(fold(c))] for c in known], sys.stdout)
`

describeWith([python], 'the case of names, as Python folds it', () => {
  test('is ignored, and nothing else is', () => {
    const { stdout } = spawnSync('python3', ['-c', folded], { maxBuffer: 1e8, encoding: 'utf8' })
    const known = JSON.parse(stdout) as readonly (readonly [string, string])[]
    const seen = known.filter(([character]) => !/\p{Default_Ignorable_Code_Point}/u.test(character))
    expect(seen).not.toEqual([])
    const changed = seen.filter(([character, form]) => form !== character)
    expect(changed).not.toEqual([])
    const missed = changed.filter(([character, form]) => repeatsOf([`${character}x`, `${form}x`])[1] !== true)
    expect(missed).toEqual([])
    // Each class once: no two of them are one.
    const classes = [...new Set(seen.map(([, form]) => form))]
    const repeats = repeatsOf(classes.map((form) => `${form}x`))
    expect(classes.filter((_, index) => repeats[index])).toEqual([])
  })
})

test('with names that are as most are nothing is wrong', () => {
  const parts = [
    'a',
    'b',
    'A',
    '-',
    '.',
    '_',
    '0',
    ':',
    '/',
    'con',
    'mimetype',
    'manifest.xml',
    'meta-inf',
    'ø',
    ' ',
    '',
  ]
  const name = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 4 }).map((some) => some.join(''))
  let usual = 0
  fc.assert(
    fc.property(fc.array(name, { maxLength: 3 }), (names) => {
      if (!areUsual(names)) return
      usual++
      expect(names.filter((one) => !isSafeHref(one) || isPathOrReserved(one))).toEqual([])
      expect(repeatsOf(names)).not.toContain(true)
    }),
    { numRuns: 5000 },
  )
  expect(usual).toBeGreaterThan(100)
  expect([['document-1.pdf', 'document-2.pdf'], ['a.pdf', 'a.pdf'], ['A.pdf']].map(areUsual)).toEqual([
    true,
    false,
    false,
  ])
})

test.each(['a', 'a.', '.', ' ', 'ø', 'ı', 'øı', ':', ';1'])('5,000,000 characters %j overflow nothing', (some) => {
  const name = some.repeat(5_000_000 / some.length)
  expect(repeatsOf([`${name}a`, `${name}A`, `${name}b`])).toEqual([false, true, false])
  expect(isPathOrReserved(`${name}a`)).toBe(false)
  expect(isSafeHref(name)).toBe(false)
})
