/**
 * Taking keys and passphrases out of what is shown: a client may print what it likes, in the form that it likes.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { createPrivateKey } from 'node:crypto'
import { unlessThrown } from '../guard.js'
import type { TestCertificates } from '../simulator/certificates.js'
import { readBase64, readBytes, readDigits, type Reading } from './secret-forms.js'

/** Takes what is secret out of texts that follow each other, such as the lines of a log. */
export type Hide = (text: string) => string

/** A form in which a secret can be printed. */
interface Form {
  readonly read: Reading
  /** How many units that follow each other in a secret are taken for it: by chance they stand nowhere. */
  readonly windowLength: number
}

const forms = {
  base64: { read: readBase64, windowLength: 12 },
  digits: { read: readDigits, windowLength: 16 },
  bytes: { read: readBytes, windowLength: 8 },
} as const satisfies Readonly<Record<string, Form>>

type FormName = keyof typeof forms

/** The windows of all secrets, in each form. */
type Windows = Readonly<Record<FormName, ReadonlySet<string>>>

const windowsOfAll = new WeakMap<TestCertificates, Windows>()

/**
 * Makes what hides the secrets of clients, anew for each series of texts: in base64, in hexadecimal digits of either case, as
 * lists of bytes in decimal, and, of the numbers that a key is made of, in decimal. They are found wherever lines end, also where
 * the lines are texts of their own, whatever stands between the digits, with line ends and characters escaped as JSON does, and
 * where base64 begins elsewhere in the bytes.
 */
export function hiderOf(certificates: TestCertificates | undefined): () => Hide {
  if (certificates === undefined) return () => (text) => text
  const windows = windowsOfAll.get(certificates) ?? windowsOf(certificates)
  windowsOfAll.set(certificates, windows)
  return () => {
    const names = Object.keys(forms) as FormName[]
    const finders = names.map((name) => finderOf(forms[name], windows[name]))
    return (text) => {
      const isSecret = new Uint8Array(text.length)
      for (const find of finders) find(text, isSecret)
      return withoutSecrets(text, isSecret)
    }
  }
}

/** Makes what marks the secrets of one form in texts that follow each other. */
function finderOf(
  { read, windowLength }: Form,
  windows: ReadonlySet<string>,
): (text: string, isSecret: Uint8Array) => void {
  let before = ''
  return (text, isSecret) => {
    const { units, starts, ends } = read(text)
    const all = before + units
    const first = before.length
    // What lies between two units of a secret belongs to it.
    let marked = -1
    for (let at = 0; at + windowLength <= all.length; at += 1) {
      if (!windows.has(all.slice(at, at + windowLength))) continue
      const from = Math.max(at, first) - first
      const last = at + windowLength - 1 - first
      if (last < 0) continue
      const start = from <= marked + 1 && marked >= 0 ? (ends[marked] ?? 0) : (starts[from] ?? 0)
      isSecret.fill(1, start, ends[last])
      marked = last
    }
    before = all.slice(1 - windowLength)
  }
}

function windowsOf({ clients }: TestCertificates): Windows {
  const windows = { base64: new Set<string>(), digits: new Set<string>(), bytes: new Set<string>() }
  const add = (name: FormName, units: string): void => {
    const { windowLength } = forms[name]
    for (let at = 0; at + windowLength <= units.length; at += 1) windows[name].add(units.slice(at, at + windowLength))
  }
  for (const { key, pkcs12, passphrase } of Object.values(clients)) {
    const der = Buffer.from(key.replace(/-----[^-]*-----/g, ''), 'base64')
    for (const secret of [der, Buffer.from(pkcs12), Buffer.from(passphrase)]) {
      // Within another structure, as a key is in PKCS#1, it begins at another of the three bytes that four letters are made of.
      for (const from of [0, 1, 2]) add('base64', secret.subarray(from).toString('base64').replace(/=/g, ''))
      add('digits', secret.toString('hex'))
      add('bytes', secret.toString('latin1'))
    }
    add('base64', readBase64(passphrase).units)
    for (const number of numbersOf(key)) add('digits', number)
  }
  return windows
}

/** The secret numbers of an RSA key (RFC 8017, section 3.2) in decimal. */
function numbersOf(key: string): readonly string[] {
  const jwk = unlessThrown(() => createPrivateKey(key).export({ format: 'jwk' })) ?? {}
  return [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].flatMap((number) =>
    number === undefined ? [] : [BigInt(`0x${Buffer.from(number, 'base64url').toString('hex')}`).toString()],
  )
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
