/**
 * A look at a document: whether it is a PDF that the service takes. It reads the header and the trailer only.
 *
 * @module
 */
import type { Breach } from '../codec/rule.js'

/** Readers find the header in the first 1024 bytes (ISO 32000-1, annex H.3.4.1). */
const headerBytes = 1024

/** What speaks against a PDF; a warning where the file does not let one be sure. */
export type PdfFinding = Pick<Breach, 'severity' | 'detail'>

const error = (detail: string): PdfFinding => ({ severity: 'error', detail })
const warning = (detail: string): PdfFinding => ({ severity: 'warning', detail })

/**
 * Looks at a PDF's header for its version and at its last trailer for encryption.
 *
 * @param bytes - the file
 * @returns what speaks against it; empty if nothing does
 */
export function inspectPdf(bytes: Uint8Array): readonly PdfFinding[] {
  // One character for each byte, whatever it is.
  const text = new TextDecoder('latin1').decode(bytes)
  const header = /%PDF-([0-9]+\.[0-9]+)/.exec(text.slice(0, headerBytes))
  if (header === null) return [error('It has no PDF header.')]
  const findings: PdfFinding[] = []
  if (!/^1\.[1-7]$/.test(header[1] ?? '')) findings.push(error('It declares another version of PDF.'))
  if (header.index > 0) findings.push(warning('There are bytes before the PDF header.'))
  const trailer = lastTrailer(text)
  if (trailer === undefined) findings.push(warning('Its trailer cannot be read, so encryption cannot be told.'))
  else if (/\/Encrypt[\s/<[(]/.test(trailer)) findings.push(error('It is encrypted.'))
  return findings
}

/** The dictionary that `startxref` leads to: of a trailer, or of a cross-reference stream. */
function lastTrailer(text: string): string | undefined {
  const start = /startxref\s+([0-9]{1,10})\s+%%EOF\s*$/.exec(text.slice(-headerBytes))?.[1]
  if (start === undefined) return undefined
  const section = text.slice(Number(start))
  if (section.startsWith('xref')) {
    const at = section.indexOf('trailer')
    const end = section.indexOf('startxref', at)
    return at === -1 || end === -1 ? undefined : section.slice(at, end)
  }
  return /^[0-9]+\s+[0-9]+\s+obj\b/.test(section) ? section.slice(0, section.indexOf('stream') + 1) : undefined
}
