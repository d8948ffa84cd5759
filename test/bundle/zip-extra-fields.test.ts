import { expect, it } from 'vitest'
import { hasHarmlessFields } from '../../src/bundle/zip-extra-fields.js'
import { extraFields } from '../../testing/bundle/archives.js'

const field = (identifier: number, length: number): Uint8Array => extraFields([identifier, new Uint8Array(length)])

const harmless: readonly (readonly [string, number, number])[] = [
  ['times of NTFS', 0x000a, 32],
  ['times of Info-ZIP', 0x5455, 13],
  ['times and owner of Info-ZIP', 0x5855, 12],
  ['owner of Info-ZIP, 16 bits', 0x7855, 4],
  ['owner of Info-ZIP', 0x7875, 19],
  ['the mark of a Java archive', 0xcafe, 0],
]

it.each(harmless)('%s are passed over, unless there is room for more in them', (_, identifier, length) => {
  for (let shorter = 0; shorter <= length; shorter++) expect(hasHarmlessFields(field(identifier, shorter))).toBe(true)
  expect(hasHarmlessFields(field(identifier, length + 1))).toBe(false)
})

it('none, and several, are passed over', () => {
  expect(hasHarmlessFields(new Uint8Array())).toBe(true)
  expect(hasHarmlessFields(Buffer.concat(harmless.map(([, identifier, length]) => field(identifier, length))))).toBe(
    true,
  )
})

it.each([
  ['the Unicode Path', 0x7075],
  ['the Unicode name of Xceed', 0x554e],
  ['the Unicode Comment', 0x6375],
  ['the sizes of ZIP64', 0x0001],
  ['links of PKZIP', 0x000d],
  ['links of ASi', 0x756e],
  ['encryption of PKWARE', 0x0017],
  ['encryption of WinZip', 0x9901],
  ['padding', 0xa11e],
  ['nothing', 0x0000],
  ['anything', 0xffff],
])('%s is not, wherever it stands', (_, identifier) => {
  for (const length of [0, 8]) {
    const refused = field(identifier, length)
    for (const data of [
      refused,
      Buffer.concat([refused, field(0x5455, 5)]),
      Buffer.concat([field(0x5455, 5), refused]),
    ])
      expect(hasHarmlessFields(data)).toBe(false)
  }
})

it('what is cut off anywhere, or has bytes after it, is not', () => {
  const data = extraFields([0x5455, new Uint8Array(5)], [0x7875, new Uint8Array(11)])
  for (let length = 1; length < data.length; length++)
    expect([length, hasHarmlessFields(data.subarray(0, length))]).toEqual([length, length === 9])
  for (const rest of [1, 2, 3]) expect(hasHarmlessFields(Buffer.concat([data, new Uint8Array(rest)]))).toBe(false)
})
