/**
 * The units of a text as numbers, which can be looked at faster than in the text.
 *
 * @module
 */

/** More than a name is long: who looks for one at the end of a text does not look behind the units, which is slow ever after. */
const slack = 100
/** For texts that are not long: to make room for each would cost as much as to read a few elements. */
const room = new Uint16Array(1 << 16)
const roomAsBytes = asBytes(room)

/** The units of a text, and behind them one that no document has. They hold until those of another text are asked for. */
export function unitsOf(text: string): Uint16Array {
  const isShort = text.length + slack <= room.length
  const units = isShort ? room : new Uint16Array(text.length + slack)
  const bytes = isShort ? roomAsBytes : asBytes(units)
  if (bytes === undefined) for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at)
  else bytes.write(text, 0, 'utf16le')
  units[text.length] = 0
  return units
}

/** A view that a text is written to at once, where there is one, and its bytes are in the order of the machine. */
function asBytes(units: Uint16Array): Buffer | undefined {
  const isLowFirst = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
  return isLowFirst ? (globalThis as Partial<typeof globalThis>).Buffer?.from(units.buffer) : undefined
}
