import { describe, expect, it } from 'vitest'
import { differenceOf, plain, sha256Of, shown } from '../../../src/contract/cases/difference.js'
import { oddValues } from '../../../testing/odd-values.js'

describe('the first difference', () => {
  const wanted = { signers: [{ order: 1 }, { order: 2, onBehalfOf: 'OTHER' }], title: 'The title' }

  it('is none between the same data, where what is absent, undefined and null are the same', () => {
    const got = {
      title: 'The title',
      signers: [
        { order: 1, onBehalfOf: null },
        { onBehalfOf: 'OTHER', order: 2 },
      ],
    }
    expect(differenceOf({ ...got, description: undefined }, wanted)).toBeUndefined()
  })

  it.each<[string, unknown, { path: string; wanted: string; got: string }]>([
    ['a property', { ...wanted, title: 'Title' }, { path: '/title', wanted: '"The title"', got: '"Title"' }],
    [
      'what is missing in a list',
      { ...wanted, signers: [{ order: 1 }] },
      { path: '/signers/1', wanted: '{"order":2,"onBehalfOf":"OTHER"}', got: 'nothing' },
    ],
    [
      'what is too much',
      { ...wanted, description: 'Of the client' },
      { path: '/description', wanted: 'nothing', got: '"Of the client"' },
    ],
    ['the whole', 'text', { path: '', wanted: JSON.stringify(wanted).slice(0, 80), got: '"text"' }],
  ])('is told by its path: %s', (_, got, expected) => {
    const told = differenceOf(got, wanted)
    expect(told).toMatchObject({ ...expected, wanted: expect.stringContaining(expected.wanted) as string })
  })

  it('is none between forms of the same instant', () => {
    const instant = new Date('2026-07-01T12:00:00Z')
    for (const form of [
      '2026-07-01T13:00:00+01:00',
      '2026-07-01T12:00:00.000Z',
      '2026-07-01T12:00:00.000000Z',
      instant,
    ])
      expect(differenceOf(form, instant)).toBeUndefined()
    for (const other of ['2026-07-01T12:00:00', '2026-07-01T12:00:01Z', 'soon', 1, null])
      expect(differenceOf(other, instant)).toMatchObject({ wanted: '2026-07-01T12:00:00.000Z' })
  })

  it('is told in few words, from where long texts differ', () => {
    const long = 'x'.repeat(5000)
    const told = differenceOf({ text: `${long}A${long}` }, { text: `${long}B${long}` })
    expect(told?.path).toBe('/text')
    expect(told?.wanted).toMatch(/^"x{20}Bx{59}" \(from 4980 of 10001 characters\)$/)
    expect(told?.got).toContain('x'.repeat(20) + 'A')
  })
})

describe('a value', () => {
  it('is shown in few words, whatever it is', () => {
    for (const { name, value } of oddValues()) {
      expect(shown(plain(value)).length, name).toBeLessThan(150)
      expect(shown(plain(value)), name).not.toBe('')
    }
  })

  it('is told by length and digest where it is bytes', () => {
    const bytes = Buffer.from('abc')
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(sha256Of(bytes)).toBe(sha256)
    expect([shown(bytes), plain(bytes)]).toEqual(Array(2).fill(`3 bytes with SHA-256 ${sha256}`))
  })
})
