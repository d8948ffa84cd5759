import { describe, expect, it } from 'vitest'
import { lineReader, type Line } from '../../src/contract/lines.js'

/** The lines of pieces, and what ended each. */
function linesOf(maximumBytes: number, ...pieces: readonly (string | Uint8Array)[]): readonly Line[] {
  const lines: Line[] = []
  const reader = lineReader(maximumBytes, (line) => lines.push(line))
  for (const piece of pieces) reader.push(Buffer.from(piece))
  reader.end()
  return lines
}

const line = (text: string, end: Line['end'] = 'lineFeed'): Line => ({ text, isUtf8: true, end })

describe('lines', () => {
  it('end with a line feed, wherever the pieces do', () => {
    const expected = [line('one'), line(''), line('tw\r'), line('drei', 'input')]
    expect(linesOf(9, 'one\n\ntw\r\ndrei')).toEqual(expected)
    expect(linesOf(9, ...'one\n\ntw\r\ndrei')).toEqual(expected)
    expect(linesOf(9, 'one\n', '')).toEqual([line('one')])
    expect(linesOf(9)).toEqual([])
  })

  it('may have characters that come in halves', () => {
    expect(linesOf(9, Uint8Array.of(0xc3), Uint8Array.of(0xb8, 10))).toEqual([line('ø')])
    expect(linesOf(9, Uint8Array.of(0x61, 0xc3, 10, 0x62, 10))).toEqual([
      { ...line('a\uFFFD'), isUtf8: false },
      line('b'),
    ])
  })

  it('are told at once where they are too long, and lose their rest', () => {
    const lines: Line[] = []
    const reader = lineReader(3, (one) => lines.push(one))
    reader.push(Buffer.from('123'))
    expect(lines).toEqual([])
    reader.push(Buffer.from('4'))
    expect(lines).toEqual([line('123', 'limit')])
    for (const piece of ['567', '8\n', 'abc\n', 'abcd\n', 'e']) reader.push(Buffer.from(piece))
    reader.end()
    expect(lines.slice(1)).toEqual([line('abc'), line('abc', 'limit'), line('e', 'input')])
  })
})
