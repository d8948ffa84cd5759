/**
 * PDFs made by hand, for tests of what is read from a header and a trailer.
 *
 * @module
 */

/** What makes one PDF differ from another. */
export interface PdfParts {
  /** The version in the header. */
  readonly version?: string
  /** What stands before the header. */
  readonly before?: string
  /** Entries of the trailer beyond the usual. */
  readonly entries?: string
  /** Whether the cross-references are a stream rather than a table. */
  readonly stream?: boolean
  /** How many bytes of comment the body has. */
  readonly padding?: number
  /** What stands behind the end-of-file marker. */
  readonly behind?: string
  /** What the offset of the cross-references is too large by. */
  readonly offsetBy?: number
}

/** One byte for each character. */
export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

/** Writes a PDF as text of one-byte characters. */
export function pdfText(parts: PdfParts = {}): string {
  const { version = '1.4', before = '', entries = '', stream = false, padding = 0, behind = '', offsetBy = 0 } = parts
  const body = `${before}%PDF-${version}\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n%${'x'.repeat(padding)}\n`
  return `${body}${crossReferences(entries, stream)}startxref\n${body.length + offsetBy}\n%%EOF\n${behind}`
}

/** Writes a PDF. */
export const pdf = (parts: PdfParts = {}): Uint8Array => bytesOf(pdfText(parts))

function crossReferences(entries: string, stream: boolean): string {
  return stream
    ? `3 0 obj\n<</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R${entries}/Length 4>>\nstream\n\0\0\0\0\nendstream\nendobj\n`
    : `xref\n0 3\n0000000000 65535 f \n0000000015 00000 n \n0000000064 00000 n \ntrailer\n<< /Size 3 /Root 1 0 R${entries} >>\n`
}

/** Adds an update to a PDF: new cross-references behind its end, which lead to the ones before. */
export function updated(text: string, entries: string, stream = false): Uint8Array {
  const previous = /startxref\n([0-9]+)\n%%EOF\n$/.exec(text)?.[1] ?? ''
  return bytesOf(`${text}${crossReferences(`/Prev ${previous}${entries}`, stream)}startxref\n${text.length}\n%%EOF\n`)
}

/** A linearized PDF: the last startxref leads to the cross-references near the beginning (ISO 32000-1, annex F). */
export function linearized(entries: string): Uint8Array {
  const head = '%PDF-1.5\n1 0 obj\n<< /Linearized 1 >>\nendobj\n'
  const first = `${crossReferences(`/Prev 9999${entries}`, false)}startxref\n0\n%%EOF\n`
  const rest = `2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\n`
  return bytesOf(`${head}${first}${rest}startxref\n${head.length}\n%%EOF\n`)
}

/** A PDF of exactly so many bytes, at least 1000. */
export function pdfOfLength(length: number): Uint8Array {
  // The number of digits of an offset depends on the padding: the second guess hits.
  let padding = length - 500
  for (let guess = 0; guess < 3; guess++) padding += length - pdf({ padding }).length
  return pdf({ padding })
}
