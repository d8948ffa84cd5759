/**
 * Writing a plain PDF of one page (ISO 32000-1, 7.5: header, body, cross-reference table, trailer).
 *
 * @module
 */

import { isString, membersOf } from '../guard.js'

/** The size of A4 in points of 1/72 inch. */
const pageSize = { width: 595, height: 842 }

/** Room for the most that a job can have: 20 documents on two lines each, 10 signers, and some lines more. */
const font = { size: 8, leading: 12, margin: 36 }

/**
 * Writes lines of text as a PDF, uncompressed, so that a program can search its bytes for them. Never throws for texts.
 *
 * @param lines - at most 64 lines; characters outside printable ASCII are written as `\u{...}`
 * @returns the file
 */
export function writePdf(lines: readonly string[]): Uint8Array {
  const given = membersOf(lines)
  if (given?.every(isString) !== true) throw new TypeError('The lines of a PDF must be a list of strings.')
  const text = given.map((line) => `(${literal(line)}) Tj T*`).join('\n')
  const start = `${font.margin} ${pageSize.height - font.margin - font.size}`
  const content = `BT\n/F1 ${font.size} Tf\n${font.leading} TL\n${start} Td\n${text}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pageSize.width} ${pageSize.height}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets: number[] = []
  for (const [index, object] of objects.entries()) {
    offsets.push(file.length)
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  // Every entry of the table is exactly 20 bytes long (7.5.4).
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries}`
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return new TextEncoder().encode(file + table + trailer)
}

function literal(line: string): string {
  return line
    .replace(/[\\()]/g, (character) => `\\${character}`)
    .replace(/[^ -~]/gu, (character) => `\\\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
