/** Encodes DER, right and odd: what the certificates of the tests are made of. */

/** Attribute types by the names they have in certificates (X.520; RFC 4519; X.520, section 6.2.16 for the last). */
const types: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  postalCode: '2.5.4.17',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
  organizationIdentifier: '2.5.4.97',
}

/** How a string is encoded. */
export type StringType = 'utf8' | 'printable' | 't61' | 'ia5' | 'universal' | 'bmp' | 'numeric'

/** One attribute of a name: its type (a name above or dotted), its value, and how to encode it (default: utf8). */
export type NameAttribute = readonly [type: string, value: string, stringType?: StringType]

/** A name: attributes one by one, or a list of relative names of one or more attributes. */
export type Name = Readonly<Record<string, string>> | readonly (readonly NameAttribute[])[]

/** One DER encoding. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  const octets: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  const length = content.length < 0x80 ? [content.length] : [0x80 | octets.length, ...octets]
  return new Uint8Array(Buffer.concat([Uint8Array.from([tag, ...length]), content]))
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts)
export const boolean = (value: boolean): Uint8Array => der(0x01, Uint8Array.of(value ? 0xff : 0))
export const bitString = (bytes: Uint8Array, unused = 0): Uint8Array => der(0x03, Uint8Array.of(unused), bytes)
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** An INTEGER. */
export function integer(value: bigint): Uint8Array {
  // From below: a number of a hundred thousand octets is looked at but twice.
  let bytes = Math.max(1, (value < 0n ? ~value : value).toString(16).length >> 1)
  while (BigInt.asIntN(bytes * 8, value) !== value) bytes++
  const hex = BigInt.asUintN(bytes * 8, value)
    .toString(16)
    .padStart(bytes * 2, '0')
  return der(0x02, Buffer.from(hex, 'hex'))
}

/** An OBJECT IDENTIFIER. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const octets = [first * 40n + second, ...rest].flatMap((value) => {
    const groups = [Number(value & 0x7fn)]
    for (let high = value >> 7n; high > 0n; high >>= 7n) groups.unshift(Number(high & 0x7fn) | 0x80)
    return groups
  })
  return der(0x06, Uint8Array.from(octets))
}

/** A time, in the form of its year. */
export function time(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14)
  return date.getUTCFullYear() < 2050 ? der(0x17, utf8(`${digits.slice(2)}Z`)) : der(0x18, utf8(`${digits}Z`))
}

/** Encodes a name. */
export function encodeName(name: Name): Uint8Array {
  const relativeNames: readonly (readonly NameAttribute[])[] = isList(name)
    ? name
    : Object.entries(name).map(([type, value]) => [[type, value, type === 'C' ? 'printable' : 'utf8'] as const])
  return sequence(
    ...relativeNames.map((attributes) =>
      der(
        0x31,
        ...attributes
          .map(([type, value, stringType]) =>
            sequence(objectIdentifier(types[type] ?? type), string(value, stringType)),
          )
          .sort((a, b) => Buffer.compare(a, b)),
      ),
    ),
  )
}

function isList(name: Name): name is readonly (readonly NameAttribute[])[] {
  return Array.isArray(name)
}

function string(value: string, type: StringType = 'utf8'): Uint8Array {
  const codePoints = Array.from(value, (character) => character.codePointAt(0) ?? 0)
  const wide = (octets: number): Uint8Array =>
    Uint8Array.from(
      codePoints.flatMap((point) =>
        Array.from({ length: octets }, (_, i) => (point >>> (8 * (octets - 1 - i))) & 0xff),
      ),
    )
  switch (type) {
    case 'utf8':
      return der(0x0c, utf8(value))
    case 'numeric':
      return der(0x12, wide(1))
    case 'printable':
      return der(0x13, wide(1))
    case 't61':
      return der(0x14, wide(1))
    case 'ia5':
      return der(0x16, wide(1))
    case 'universal':
      return der(0x1c, wide(4))
    case 'bmp':
      return der(0x1e, wide(2))
  }
}

/** DER in PEM (RFC 7468). */
export function inPem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
