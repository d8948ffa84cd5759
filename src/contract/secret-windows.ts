/**
 * What is secret of certificates and keys, in each form in which programs print it.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { createHash, createPrivateKey } from 'node:crypto'
import { unlessThrown } from '../guard.js'
import type { TestCertificates, TestIdentity } from '../simulator/certificates.js'
import { forms, whiteSpace, type FormName } from './secret-forms.js'

/**
 * By form, the units that follow each other in a secret, as many at a time as are taken for it: whether certificates, which are
 * public, have them too.
 */
export type Windows = Readonly<Record<FormName, Map<string, boolean>>>

/** The windows of what only clients are to have. */
export function windowsOf({ clients }: TestCertificates): Windows {
  const windows: Windows = { text: new Map(), base64: new Map(), digits: new Map(), bytes: new Map() }
  const identities = Object.values(clients)
  forEachWindow(identities.flatMap(secretsOf), (name, window) => {
    windows[name].set(window, false)
  })
  forEachWindow(publicOf(identities), (name, window) => {
    if (windows[name].has(window)) windows[name].set(window, true)
  })
  return windows
}

function forEachWindow(all: Iterable<Printed>, take: (name: FormName, window: string) => void): void {
  for (const [name, units] of all) {
    const { windowLength } = forms[name]
    for (let at = 0; at + windowLength <= units.length; at += 1) take(name, units.slice(at, at + windowLength))
  }
}

/** The units of something in a form. */
type Printed = readonly [name: FormName, units: string]

/** What only a client is to have. */
function secretsOf({ key, certificates, pkcs12, passphrase }: TestIdentity): readonly Printed[] {
  const pems = [key, inPkcs1(key)].flatMap(bodiesOf)
  const contents = [
    ...pems.map((body) => Buffer.from(body)),
    ...withBase64(pems),
    ...piecesBetween(pkcs12, bodiesOf(certificates).map(fromBase64)),
    Buffer.from(passphrase),
  ]
  return [
    ...contents.flatMap(printed),
    // Its characters one by one, as Java prints them: those of base64 are found whatever stands between.
    ['base64', passphrase.replace(/-/g, '+').replace(/_/g, '/')],
    ...numbersOf(key).map((number): Printed => ['digits', number]),
  ]
}

/** What of some bytes is no part that they hold as it is. */
function piecesBetween(content: Uint8Array, parts: readonly Buffer[]): readonly Buffer[] {
  const pieces = parts.reduce(
    (pieces, part) => pieces.flatMap((piece) => piece.split(part.toString('latin1'))),
    [Buffer.from(content).toString('latin1')],
  )
  return pieces.map((piece) => Buffer.from(piece, 'latin1'))
}

/** What everybody may know, and is in the same files: certificates, and how PKCS#12 names the keys of which they are. */
function publicOf(identities: readonly TestIdentity[]): readonly Printed[] {
  const bodies = [...new Set(identities.flatMap(({ certificates }) => bodiesOf(certificates)))]
  const names = identities.map(({ organizationNumber }) => organizationNumber)
  return [
    ...withBase64(bodies),
    // The name of a key is a BMPString (RFC 7292, section 4.2), and what ties it to its certificate the hash of that.
    ...names.map((name) => Buffer.from(name, 'utf16le').swap16()),
    ...bodies.map((body) => createHash('sha1').update(fromBase64(body)).digest()),
  ].flatMap(printed)
}

/** What stands between the lines of PEM that are those of every file. */
function bodiesOf(pem: string): readonly string[] {
  return pem.split(/-----[^-]*-----/).filter((body) => body.trim() !== '')
}

/** How programs print bytes. */
function printed(bytes: Uint8Array): readonly Printed[] {
  const content = Buffer.from(bytes)
  const characters = content.toString('latin1')
  // Some write a byte of less than 16 as one digit.
  const digits = new Set([content.toString('hex'), Array.from(content, (byte) => byte.toString(16)).join('')])
  return [
    ['text', characters.replace(whiteSpace, '')],
    ['bytes', characters],
    ...Array.from(digits, (units): Printed => ['digits', units]),
    ...lettersOf(content).map((letters): Printed => ['base64', letters]),
  ]
}

function fromBase64(letters: string): Buffer {
  return Buffer.from(letters, 'base64')
}

/** What PEM holds, and the letters of it, on one line. */
function withBase64(bodies: readonly string[]): readonly Uint8Array[] {
  const contents = bodies.map(fromBase64)
  return [...contents, ...contents.flatMap(lettersOf).map((letters) => Buffer.from(letters))]
}

/** Bytes in base64: within others, as a key is in PKCS#1, they begin at another of the three that four letters are made of. */
function lettersOf(content: Buffer): readonly string[] {
  return [0, 1, 2].map((from) => content.subarray(from).toString('base64').replace(/=/g, ''))
}

/** A key as PKCS#1 has it, in PEM; nothing for one that is none of RSA. */
function inPkcs1(key: string): string {
  return unlessThrown(() => createPrivateKey(key).export({ format: 'pem', type: 'pkcs1' }).toString()) ?? ''
}

/** The secret numbers of an RSA key (RFC 8017, section 3.2) in decimal. */
function numbersOf(key: string): readonly string[] {
  const jwk = unlessThrown(() => createPrivateKey(key).export({ format: 'jwk' })) ?? {}
  return [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].flatMap((number) =>
    number === undefined ? [] : [BigInt(`0x${Buffer.from(number, 'base64url').toString('hex')}`).toString()],
  )
}
