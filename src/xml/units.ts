/**
 * The units of a text as numbers, which can be looked at faster than in the text.
 *
 * @module
 */

/** Room for units. */
interface Units {
  readonly units: Uint16Array
  /** The same, to be read two at a time. */
  readonly pairs: DataView
  /** The same, where a text can be written to them at once. */
  readonly bytes: Buffer | undefined
}

/** More than a name is long: who looks for one at the end of a text does not look behind the units, which is slow ever after. */
const slack = 100
/** For texts that are not long: to make room for each would cost as much as to read a few elements. */
const room = roomFor(1 << 16)

/** The units of a text, and behind them one that no document has. They hold until those of another text are asked for. */
export function unitsOf(text: string): Units {
  const found = text.length + slack <= room.units.length ? room : roomFor(text.length + slack)
  if (found.bytes !== undefined) found.bytes.write(text, 0, 'utf16le')
  else for (let at = 0; at < text.length; at++) found.units[at] = text.charCodeAt(at)
  found.units[text.length] = 0
  return found
}

/** A text is written at once where that can be done, and bytes are in the order of the machine. */
function roomFor(length: number): Units {
  const units = new Uint16Array(length)
  const isLowFirst = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
  const bytes = isLowFirst ? (globalThis as Partial<typeof globalThis>).Buffer?.from(units.buffer) : undefined
  return { units, pairs: new DataView(units.buffer), bytes }
}
