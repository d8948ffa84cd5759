import { describe, expect, it } from 'vitest'
import { writePdf } from 'signering-portal/simulator'
import { inspectPdf } from '../../src/manifest/pdf.js'

const fileOf = (lines: readonly string[]): string => new TextDecoder('latin1').decode(writePdf(lines))

describe('the PDF', () => {
  it('has a table that leads to its objects, and a stream as long as it says', () => {
    const file = fileOf(['one', '(two)'])
    const at = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1])
    const entries = [...file.slice(at).matchAll(/^(\d{10}) \d{5} n $/gm)].map(([, offset]) => Number(offset))
    expect(file.slice(at)).toMatch(new RegExp(`^xref\n0 ${entries.length + 1}\n0{10} 65535 f \n`))
    expect(file).toContain(`/Size ${entries.length + 1} /Root 1 0 R`)
    expect(entries.length).toBe(5)
    for (const [index, offset] of entries.entries())
      expect(file.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`))
    const [, length, stream = ''] = /\/Length (\d+) >>\nstream\n([^]*?)\nendstream/.exec(file) ?? []
    expect(stream.length).toBe(Number(length))
  })

  it('is one that the service takes', () => {
    expect(inspectPdf(writePdf(['one']))).toEqual([])
  })

  it('keeps every character of a line', () => {
    expect(fileOf(['a(b)\\c'])).toContain('(a\\(b\\)\\\\c) Tj')
    expect(fileOf(['æ\n😀'])).toContain('(\\\\u{e6}\\\\u{a}\\\\u{1f600}) Tj')
  })
})
