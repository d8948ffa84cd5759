/**
 * Taking keys and passphrases out of what is shown: a client may print what it likes, in the form that it likes.
 *
 * @module
 */
import type { TestCertificates } from '../simulator/certificates.js'
import { forms, unescaped, type Form, type FormName, type Units } from './secret-forms.js'
import { windowsOf, type Windows } from './secret-windows.js'

/**
 * Takes what is secret out of texts that follow each other, such as the lines of a log. Of each it gives as many UTF-16 units as
 * are asked for, or all; what follows them is only read, to know of what begins in them that it is secret.
 */
export type Hide = (text: string, givenUnits?: number) => string

/** Hides nothing, where there is nothing to hide. */
export const hideNothing: Hide = (text, givenUnits) => text.slice(0, givenUnits)

const windowsOfAll = new WeakMap<TestCertificates, Windows>()

/**
 * Makes what hides the secrets of clients, anew for each series of texts, in the forms of `secret-forms.ts`, wherever lines end.
 * What certificates have, such as names, numbers and the modulus, is public: it is shown, but for a modulus that is printed in
 * one piece with what stands before it in a key.
 */
export function hiderOf(certificates: TestCertificates | undefined): () => Hide {
  if (certificates === undefined) return () => hideNothing
  const windows = windowsOfAll.get(certificates) ?? windowsOf(certificates)
  windowsOfAll.set(certificates, windows)
  return () => {
    const names = Object.keys(forms) as FormName[]
    const finders = names.map((name) => finderOf(forms[name], windows[name]))
    return (text, givenUnits = text.length) => {
      const isSecret = new Uint8Array(text.length)
      const read = unescaped(text)
      for (const find of finders) find(read, isSecret)
      return withoutSecrets(text.slice(0, givenUnits), isSecret.subarray(0, givenUnits))
    }
  }
}

/** Makes what marks the secrets of one form in texts that follow each other. */
function finderOf(
  { read, windowLength }: Form,
  windows: ReadonlyMap<string, boolean>,
): (text: Units, isSecret: Uint8Array) => void {
  let before = ''
  // Where the last window begins that is known, and whether it and all that it follows, each a unit after the other, is public.
  let [latest, isPublic] = [-2, true]
  return (text, isSecret) => {
    const { units, starts, ends } = read(text)
    const all = before + units
    const first = before.length
    // What lies between two units of a secret belongs to it.
    let marked = -1
    for (let at = 0; at + windowLength <= all.length; at += 1) {
      const isPublicWindow = windows.get(all.slice(at, at + windowLength))
      if (isPublicWindow === undefined) continue
      isPublic = isPublicWindow && (isPublic || at !== latest + 1)
      latest = at
      if (isPublic) continue
      const from = Math.max(at, first) - first
      const start = from <= marked + 1 && marked >= 0 ? (ends[marked] ?? 0) : (starts[from] ?? 0)
      marked = at + windowLength - 1 - first
      isSecret.fill(1, start, ends[marked])
    }
    before = all.slice(1 - windowLength)
    latest -= all.length - before.length
  }
}

/** More than what is too little of a secret to be known takes, in UTF-16 units, however it is written. */
const marginLength = 256

/**
 * The beginning of a text, of a number of UTF-16 units at most, without what is secret. It takes no longer for a longer text, and
 * what is secret is not known any more once it is cut: of a longer text more is read than is shown.
 */
export function beginningOf(text: string, mostUnits: number, hide: Hide): string {
  const most = mostUnits + marginLength
  if (text.length <= most) return cut(hide(text), mostUnits)
  // What stands last may be the beginning of a secret.
  return `${hide(text.slice(0, most), mostUnits).slice(0, mostUnits)}…`
}

/** A text, cut where it is longer than a number of UTF-16 units. */
function cut(text: string, mostUnits: number): string {
  return text.length > mostUnits ? `${text.slice(0, mostUnits)}…` : text
}

/** A text with a word in place of what is secret. */
function withoutSecrets(text: string, isSecret: Uint8Array): string {
  let shown = ''
  let from = 0
  for (let first = isSecret.indexOf(1); first !== -1;) {
    const next = isSecret.indexOf(0, first)
    shown += `${text.slice(from, first)}(secret)`
    from = next === -1 ? text.length : next
    first = next === -1 ? -1 : isSecret.indexOf(1, next)
  }
  return shown + text.slice(from)
}
