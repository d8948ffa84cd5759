/**
 * Extra fields of ZIP archives (APPNOTE.TXT 6.3.10, sections 4.5 and 4.6): which of them a reader may pass over.
 *
 * @module
 */

/**
 * The fields that change neither a name nor a content, each with the most bytes that it has. Others are refused: a name
 * (0x7075, 0x554e), a comment (0x6375), encryption (0x0017, 0x9901) or the target of a link (0x000d, 0x756e) would be one
 * thing to those who read the field and another to those who do not.
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

/** How many bytes a file has, and how many of them are stored. */
export interface Sizes {
  readonly size: number
  readonly compressedSize: number
}

/** The sizes of ZIP64 (section 4.5.3). */
const zip64Field = 0x0001

/**
 * Whether extra data is a sequence of fields, none of which says anything that a reader must know. The sizes of ZIP64 are such
 * where they are both there, and these: whoever reads the field learns what the others know.
 */
export function hasHarmlessFields(bytes: Uint8Array, sizes?: Sizes): boolean {
  const fields = fieldsOf(bytes)
  const isHarmless = (identifier: number, data: DataView): boolean =>
    identifier === zip64Field ? isOf(data, sizes) : data.byteLength <= (harmlessFields.get(identifier) ?? -1)
  return fields?.every(([identifier, data]) => isHarmless(identifier, data)) ?? false
}

/** Whether extra data has the sizes of ZIP64. */
export function hasZip64Sizes(bytes: Uint8Array): boolean {
  return fieldsOf(bytes)?.some(([identifier]) => identifier === zip64Field) ?? false
}

function isOf(data: DataView, sizes?: Sizes): boolean {
  return (
    sizes !== undefined &&
    data.byteLength === 16 &&
    data.getBigUint64(0, true) === BigInt(sizes.size) &&
    data.getBigUint64(8, true) === BigInt(sizes.compressedSize)
  )
}

/** Undefined where the data is no sequence of fields. */
function fieldsOf(bytes: Uint8Array): readonly (readonly [identifier: number, data: DataView])[] | undefined {
  const extra = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields: (readonly [number, DataView])[] = []
  let position = 0
  while (position + 4 <= extra.byteLength) {
    const [identifier, length] = [extra.getUint16(position, true), extra.getUint16(position + 2, true)]
    const start = position + 4
    if (start + length > extra.byteLength) return undefined
    fields.push([identifier, new DataView(bytes.buffer, bytes.byteOffset + start, length)])
    position = start + length
  }
  return position === extra.byteLength ? fields : undefined
}
