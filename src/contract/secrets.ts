/**
 * Taking keys and passphrases out of what is shown: a client may print what it likes, in the form that it likes.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { createPrivateKey } from 'node:crypto'
import { unlessThrown } from '../guard.js'
import type { TestCertificates } from '../simulator/certificates.js'
import {
  readBase64,
  readBytes,
  readDigits,
  readText,
  unescaped,
  whiteSpace,
  type Reading,
  type Units,
} from './secret-forms.js'

/** Takes what is secret out of texts that follow each other, such as the lines of a log. */
export type Hide = (text: string) => string

/** A form in which a secret can be printed. */
interface Form {
  readonly read: Reading
  /** How many units that follow each other in a secret are taken for it: by chance they stand nowhere. */
  readonly windowLength: number
}

const forms = {
  text: { read: readText, windowLength: 8 },
  base64: { read: readBase64, windowLength: 12 },
  digits: { read: readDigits, windowLength: 16 },
  bytes: { read: readBytes, windowLength: 8 },
} as const satisfies Readonly<Record<string, Form>>

type FormName = keyof typeof forms

/** The windows of all secrets, in each form. */
type Windows = Readonly<Record<FormName, ReadonlySet<string>>>

const windowsOfAll = new WeakMap<TestCertificates, Windows>()

/**
 * Makes what hides the secrets of clients, anew for each series of texts: the files of a key, in PEM and PKCS#12, what PEM holds,
 * and the passphrase; as characters, in base64, in hexadecimal digits, as lists of bytes in decimal, each of them also escaped;
 * and, of the numbers that a key is made of, in decimal. They are found wherever lines end, also where the lines are texts of
 * their own; between digits, letters of base64 and bytes in decimal anything may stand.
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
      const read = unescaped(text)
      for (const find of finders) find(read, isSecret)
      return withoutSecrets(text, isSecret)
    }
  }
}

/** Makes what marks the secrets of one form in texts that follow each other. */
function finderOf(
  { read, windowLength }: Form,
  windows: ReadonlySet<string>,
): (text: Units, isSecret: Uint8Array) => void {
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
  const windows = {
    ...{ text: new Set<string>(), base64: new Set<string>(), digits: new Set<string>(), bytes: new Set<string>() },
  }
  const add = (name: FormName, units: string): void => {
    for (const window of windowsIn(units, name)) windows[name].add(window)
  }
  for (const { key, pkcs12, passphrase } of Object.values(clients)) {
    // The lines around it are those of every file in PEM.
    const pem = key.replace(/-----[^-]*-----/g, '')
    for (const secret of [Buffer.from(pem), Buffer.from(pem, 'base64'), Buffer.from(pkcs12), Buffer.from(passphrase)]) {
      const characters = secret.toString('latin1')
      add('text', characters.replace(whiteSpace, ''))
      add('bytes', characters)
      add('digits', secret.toString('hex'))
      // Some write a byte of less than 16 as one digit.
      add('digits', Array.from(secret, (byte) => byte.toString(16)).join(''))
      // Within another structure, as a key is in PKCS#1, it begins at another of the three bytes that four letters are made of.
      for (const from of [0, 1, 2]) add('base64', secret.subarray(from).toString('base64').replace(/=/g, ''))
    }
    for (const number of numbersOf(key)) add('digits', number)
  }
  // The name that a key has in PKCS#12 is no secret, and stands in every address.
  for (const organizationNumber of Object.keys(clients))
    for (const window of windowsIn(organizationNumber, 'text')) windows.text.delete(window)
  return windows
}

function windowsIn(units: string, name: FormName): readonly string[] {
  const { windowLength } = forms[name]
  const length = Math.max(0, units.length - windowLength + 1)
  return Array.from({ length }, (_, at) => units.slice(at, at + windowLength))
}

/** The secret numbers of an RSA key (RFC 8017, section 3.2) in decimal. */
function numbersOf(key: string): readonly string[] {
  const jwk = unlessThrown(() => createPrivateKey(key).export({ format: 'jwk' })) ?? {}
  return [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].flatMap((number) =>
    number === undefined ? [] : [BigInt(`0x${Buffer.from(number, 'base64url').toString('hex')}`).toString()],
  )
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
  return `${hide(text.slice(0, most)).slice(0, -marginLength).slice(0, mostUnits)}…`
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
