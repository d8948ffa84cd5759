/**
 * Looks for what is secret in texts, in whatever form a program may have brought it there.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { forms, unescaped, type Units } from '../../src/contract/secret-forms.js'

/** A part of a secret that was found. */
export interface Leak {
  readonly form: string
  /** The part, in that form. */
  readonly part: string
}

/** Finds the first part of a secret in a text; undefined where there is none. */
export type Search = (text: string) => Leak | undefined

/** A form: how a text is read for it, how a secret looks in it, and how many units of it are taken for the secret. */
interface Reading {
  readonly form: string
  readonly read: (text: Units) => string
  readonly written: (secret: string) => readonly string[]
  readonly windowLength: number
}

/** Letters and digits, in small ones: what else stands between them hides nothing. */
const squeezed = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

const octetsOf = (text: string): readonly Buffer[] => [Buffer.from(text), Buffer.from(text, 'utf16le')]

/** Octets in base64, wherever they begin within others. */
const inBase64 = (octets: Buffer): readonly string[] =>
  [0, 1, 2].map((from) => {
    const rest = octets.subarray(from)
    return rest.subarray(0, rest.length - (rest.length % 3)).toString('base64')
  })

const readings: readonly Reading[] = [
  {
    form: 'text',
    read: ({ units }) => squeezed(units),
    // Octets of UTF-8 that are taken for characters, too.
    written: (secret) => [squeezed(secret), squeezed(Buffer.from(secret).toString('latin1'))],
    windowLength: 6,
  },
  {
    form: 'base64',
    read: (text) => forms.base64.read(text).units,
    written: (secret) => octetsOf(secret).flatMap(inBase64),
    windowLength: 8,
  },
  {
    form: 'digits',
    read: (text) => forms.digits.read(text).units,
    written: (secret) => octetsOf(secret).map((octets) => octets.toString('hex')),
    windowLength: 12,
  },
  {
    form: 'bytes',
    read: (text) => forms.bytes.read(text).units,
    written: (secret) => octetsOf(secret).map((octets) => octets.toString('latin1')),
    windowLength: 6,
  },
]

/**
 * Makes what finds secrets, cut to pieces of six characters and more: as they are, in capitals or small letters, with anything but
 * letters and digits between them, escaped as XML, JSON, addresses and languages do, in base64, and in hexadecimal or decimal
 * octets, of UTF-8 or UTF-16.
 */
export function searchFor(secrets: readonly string[]): Search {
  const known = readings.map((reading) => {
    const { written, windowLength } = reading
    const parts = secrets.flatMap(written).flatMap((units) => windows(units, windowLength))
    return { ...reading, parts: new Set(parts) }
  })
  return (text) => {
    const plain = unescaped(text)
    for (const { form, read, windowLength, parts } of known) {
      // As it stands, too: a backslash may be one.
      for (const units of form === 'text' ? [read(plain), squeezed(text)] : [read(plain)]) {
        for (let at = 0; at + windowLength <= units.length; at += 1) {
          const part = units.slice(at, at + windowLength)
          if (parts.has(part)) return { form, part }
        }
      }
    }
    return undefined
  }
}

function windows(units: string, length: number): readonly string[] {
  return Array.from({ length: Math.max(0, units.length - length + 1) }, (_, at) => units.slice(at, at + length))
}
