/**
 * Taking keys and passphrases out of what is shown: a client may print what it likes, in the form that it likes.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import type { TestCertificates } from '../simulator/certificates.js'

/** Takes what is secret out of texts that follow each other, such as the lines of a log. */
export type Hide = (text: string) => string

/** How many characters that follow each other in a secret are taken for it: by chance they stand nowhere. */
const windowLength = 12

const windowsOfAll = new WeakMap<TestCertificates, ReadonlySet<string>>()

/**
 * Makes what hides the secrets of clients, anew for each series of texts. Base64 is found wherever its lines end, also where
 * they are texts of their own, with line ends and characters escaped as JSON does, and where it begins elsewhere in the bytes.
 */
export function hiderOf(certificates: TestCertificates | undefined): () => Hide {
  if (certificates === undefined) return () => (text) => text
  const windows = windowsOfAll.get(certificates) ?? windowsOf(certificates)
  windowsOfAll.set(certificates, windows)
  return () => {
    let before = ''
    return (text) => {
      const { letters, positions } = lettersOf(text)
      const all = before + letters
      const isSecret = secretLetters(all, windows).subarray(before.length)
      before = all.slice(1 - windowLength)
      return withoutLetters(text, positions, isSecret)
    }
  }
}

function windowsOf({ clients }: TestCertificates): ReadonlySet<string> {
  const windows = new Set<string>()
  for (const { key, pkcs12, passphrase } of Object.values(clients)) {
    const bytes = Buffer.from(key.replace(/-----[^-]*-----/g, ''), 'base64')
    // A key within another structure, as in PKCS#1, begins at another of the three bytes that four letters are made of.
    const keys = [0, 1, 2].map((from) => bytes.subarray(from).toString('base64'))
    for (const secret of [...keys, Buffer.from(pkcs12).toString('base64'), passphrase]) {
      const { letters } = lettersOf(secret)
      for (let at = 0; at + windowLength <= letters.length; at += 1) windows.add(letters.slice(at, at + windowLength))
    }
  }
  return windows
}

/** The letters of base64 in a text, and where they stand. */
function lettersOf(text: string): { readonly letters: string; readonly positions: readonly number[] } {
  // Of the same length, so that all stands where it stood.
  const plain = text
    .replace(/\\+(?:[nrt]|u00(?:0[9AaDd]|20))/g, (escape) => ' '.repeat(escape.length))
    .replace(/\\+u002[Bb]/g, (escape) => '+'.padEnd(escape.length))
    .replace(/\\+u002[Ff]/g, (escape) => '/'.padEnd(escape.length))
    // Base64 for addresses; five dashes stand around the words of PEM.
    .replace(/-{5}|-/g, (dashes) => (dashes.length === 1 ? '+' : ' '.repeat(dashes.length)))
    .replace(/_/g, '/')
  const positions: number[] = []
  let letters = ''
  for (const { 0: run, index } of plain.matchAll(/[A-Za-z0-9+/]+/g)) {
    letters += run
    for (let at = 0; at < run.length; at += 1) positions.push(index + at)
  }
  return { letters, positions }
}

function secretLetters(letters: string, windows: ReadonlySet<string>): Uint8Array {
  const isSecret = new Uint8Array(letters.length)
  for (let at = 0; at + windowLength <= letters.length; at += 1)
    if (windows.has(letters.slice(at, at + windowLength))) isSecret.fill(1, at, at + windowLength)
  return isSecret
}

/** A text with a word in place of the letters that are secret, and of what stands between them. */
function withoutLetters(text: string, positions: readonly number[], isSecret: Uint8Array): string {
  let shown = ''
  let from = 0
  for (let first = isSecret.indexOf(1); first !== -1;) {
    const next = isSecret.indexOf(0, first)
    const last = (next === -1 ? isSecret.length : next) - 1
    shown += `${text.slice(from, positions[first])}(secret)`
    from = (positions[last] ?? 0) + 1
    first = next === -1 ? -1 : isSecret.indexOf(1, next)
  }
  return shown + text.slice(from)
}
