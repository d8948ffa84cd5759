/**
 * Extra fields of ZIP archives (APPNOTE.TXT 6.3.10, sections 4.5 and 4.6): which of them a reader may pass over.
 *
 * @module
 */

/**
 * The fields that change neither a name nor a content, each with the most bytes that it has. Others are refused: a name
 * (0x7075, 0x554e), a comment (0x6375), sizes (0x0001), encryption (0x0017, 0x9901) or the target of a link (0x000d,
 * 0x756e) would be one thing to those who read the field and another to those who do not.
 */
const harmlessFields: ReadonlyMap<number, number> = new Map([
  // Times of NTFS: four reserved bytes, and one attribute of three times.
  [0x000a, 32],
  // Times of Info-ZIP: flags, and up to three times. The central directory has fewer of them than the local header.
  [0x5455, 13],
  // Times and owner of Info-ZIP, an older form.
  [0x5855, 12],
  // Owner of Info-ZIP: two bytes each for user and group, and none in the central directory.
  [0x7855, 4],
  // Owner of Info-ZIP: a version, and for user and group a length and up to eight bytes.
  [0x7875, 19],
  // The mark of a Java archive.
  [0xcafe, 0],
])

/** Whether extra data is a sequence of fields, none of which says anything that a reader must know. */
export function hasHarmlessFields(bytes: Uint8Array): boolean {
  const extra = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let position = 0
  while (position + 4 <= extra.byteLength) {
    const length = extra.getUint16(position + 2, true)
    if (length > (harmlessFields.get(extra.getUint16(position, true)) ?? -1)) return false
    position += 4 + length
  }
  return position === extra.byteLength
}
