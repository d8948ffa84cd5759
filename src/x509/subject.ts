/**
 * The subject of a certificate, read from its bytes (X.690 DER; RFC 5280, 4.1). A subject that was rendered as text can
 * hide one attribute in the value of another.
 *
 * @module
 */

/** One attribute of a name. */
export interface SubjectAttribute {
  /** The object identifier of its type: the content octets in hexadecimal, such as `550403` for 2.5.4.3. */
  readonly type: string
  /** Its value. Absent if it is not a UTF8String, PrintableString or IA5String. */
  readonly value?: string
}

interface Element {
  readonly tag: number
  readonly content: Uint8Array
}

// X.680, 8.4 and 41: universal tags; 0x20 marks a constructed encoding, 0xa0 a context-specific tag 0.
const sequence = 0x30
const set = 0x31
const objectIdentifier = 0x06
const explicitVersion = 0xa0
const stringTags: readonly number[] = [0x0c, 0x13, 0x16]

/**
 * Reads the attributes of a certificate's subject.
 *
 * @param certificate - a certificate in DER
 * @returns the attributes in order, those of multi-valued relative names too
 * @throws RangeError if the bytes are no certificate
 */
export function subjectAttributes(certificate: Uint8Array): readonly SubjectAttribute[] {
  const [tbsCertificate] = children(only(children(certificate), sequence))
  const fields = children(must(tbsCertificate, sequence))
  // serialNumber, signature, issuer, validity, subject; a version before them unless it is 1.
  const subject = fields[fields[0]?.tag === explicitVersion ? 5 : 4]
  return children(must(subject, sequence)).flatMap((relativeName) =>
    children(must(relativeName, set)).map((attribute) => {
      const [type, value] = children(must(attribute, sequence))
      const typeHex = hexadecimal(must(type, objectIdentifier))
      if (value === undefined || !stringTags.includes(value.tag)) return { type: typeHex }
      return { type: typeHex, value: new TextDecoder('utf-8', { ignoreBOM: true }).decode(value.content) }
    }),
  )
}

function only(elements: readonly Element[], tag: number): Uint8Array {
  if (elements.length !== 1) throw notDer()
  return must(elements[0], tag)
}

function must(element: Element | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw notDer()
  return element.content
}

function children(bytes: Uint8Array): readonly Element[] {
  const elements: Element[] = []
  for (let at = 0; at < bytes.length;) {
    const [tag = 0, short = 0] = bytes.subarray(at, at + 2)
    const lengthBytes = short < 0x80 ? 0 : short & 0x7f
    const start = at + 2 + lengthBytes
    const length = lengthBytes === 0 ? short : Number.parseInt(hexadecimal(bytes.subarray(at + 2, start)), 16)
    // 0x80 is the indefinite length, which DER does not have. A length that is cut off is NaN.
    if (short === 0x80 || !(start + length <= bytes.length)) throw notDer()
    elements.push({ tag, content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return elements
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function notDer(): RangeError {
  return new RangeError('Not a certificate in DER')
}
