/**
 * Writes PKCS#12 files of any shape, right and odd. Keys are derived by node-forge, so that it is not the reader that judges
 * itself.
 *
 * @module
 */
import { createCipheriv, createHmac, createPrivateKey } from 'node:crypto'
import forge from 'node-forge'
import { der, integer, objectIdentifier, sequence } from '../der.js'

/** A passphrase as the programs of the field take it: null is none, which is not the same as an empty one. */
export type Passphrase = string | null

/** What a bag says of itself. */
export interface BagAttributes {
  readonly friendlyName?: string
  readonly localKeyId?: Uint8Array
}

const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  bags: '1.2.840.113549.1.12.10.1',
  sha1: '1.3.14.3.2.26',
  tripleDes: '1.2.840.113549.1.12.1.3',
}

const salt = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
const octetString = (bytes: Uint8Array): Uint8Array => der(0x04, bytes)
const explicit = (value: Uint8Array): Uint8Array => der(0xa0, value)
const bytesOf = (binary: string): Uint8Array => Uint8Array.from(binary, (character) => character.charCodeAt(0))

/** A key by appendix B of RFC 7292, with SHA-1. */
function deriveKey(passphrase: Passphrase, purpose: 1 | 2 | 3, rounds: number, length: number): Uint8Array {
  const buffer = forge.util.createBuffer(Buffer.from(salt).toString('binary'))
  return bytesOf(
    forge.pkcs12.generateKey(passphrase, buffer, purpose, rounds, length, forge.md.sha1.create()).getBytes(),
  )
}

/** The AlgorithmIdentifier of 3DES as older programs use it, with any number of rounds. */
export function tripleDes(rounds: number | bigint = 1, withSalt: Uint8Array = salt): Uint8Array {
  return sequence(objectIdentifier(oid.tripleDes), sequence(octetString(withSalt), integer(BigInt(rounds))))
}

function encrypt(plain: Uint8Array, passphrase: Passphrase, rounds: number, padding?: Uint8Array): Uint8Array {
  const [key, iv] = [deriveKey(passphrase, 1, rounds, 24), deriveKey(passphrase, 2, rounds, 8)]
  const cipher = createCipheriv('des-ede3-cbc', key, iv).setAutoPadding(padding === undefined)
  return new Uint8Array(
    Buffer.concat([cipher.update(plain), cipher.update(padding ?? new Uint8Array()), cipher.final()]),
  )
}

/** A part of a file that is encrypted, with a padding of any octets; `padding` takes how many octets there are to fill. */
export function oddlyPaddedSafe(
  passphrase: Passphrase,
  bags: readonly Uint8Array[],
  padding: (length: number) => Uint8Array,
  beyond: Uint8Array = new Uint8Array(),
): Uint8Array {
  const plain = sequence(...bags)
  const encrypted = encrypt(plain, passphrase, 1, padding(8 - (plain.length % 8)))
  return lockedSafe(tripleDes(1), Buffer.concat([encrypted, beyond]))
}

function bag(type: number, value: Uint8Array, { friendlyName, localKeyId }: BagAttributes = {}): Uint8Array {
  const attribute = (number: number, content: Uint8Array): Uint8Array =>
    sequence(objectIdentifier(`1.2.840.113549.1.9.${number}`), der(0x31, content))
  const attributes = [
    ...(friendlyName === undefined ? [] : [attribute(20, der(0x1e, Buffer.from(friendlyName, 'utf16le').swap16()))]),
    ...(localKeyId === undefined ? [] : [attribute(21, octetString(localKeyId))]),
  ]
  const set = attributes.length === 0 ? [] : [der(0x31, ...attributes)]
  return sequence(objectIdentifier(`${oid.bags}.${type}`), explicit(value), ...set)
}

const pkcs8 = (pem: string): Uint8Array => createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })

/** A key that is not encrypted. */
export const keyBag = (pem: string, attributes?: BagAttributes): Uint8Array => bag(1, pkcs8(pem), attributes)

/** A key that is encrypted. */
export function shroudedKeyBag(
  pem: string,
  passphrase: Passphrase,
  attributes?: BagAttributes,
  rounds = 1,
): Uint8Array {
  return bag(2, sequence(tripleDes(rounds), octetString(encrypt(pkcs8(pem), passphrase, rounds))), attributes)
}

/** A key that cannot be decrypted, by any algorithm. */
export const lockedKeyBag = (algorithm: Uint8Array, attributes?: BagAttributes): Uint8Array =>
  bag(2, sequence(algorithm, octetString(new Uint8Array(64))), attributes)

/** A certificate, or what is given for one. */
export const certificateBag = (certificate: Uint8Array, attributes?: BagAttributes): Uint8Array =>
  bag(3, sequence(objectIdentifier('1.2.840.113549.1.9.22.1'), explicit(octetString(certificate))), attributes)

/** A certificate that is no X.509 certificate. */
export const sdsiCertificateBag = (): Uint8Array =>
  bag(3, sequence(objectIdentifier('1.2.840.113549.1.9.22.2'), explicit(der(0x16, Uint8Array.of(0x61)))))

/** A list of revoked certificates. */
export const crlBag = (): Uint8Array =>
  bag(4, sequence(objectIdentifier('1.2.840.113549.1.9.23.1'), explicit(octetString(sequence()))))

/** A secret, such as a symmetric key. */
export const secretBag = (): Uint8Array =>
  bag(5, sequence(objectIdentifier('1.2.3'), explicit(octetString(Uint8Array.of(1)))))

/** Bags in a bag. */
export const safeContentsBag = (...bags: readonly Uint8Array[]): Uint8Array => bag(6, sequence(...bags))

/** A part of a file that is not encrypted as a whole. */
export const plainSafe = (...bags: readonly Uint8Array[]): Uint8Array =>
  sequence(objectIdentifier(oid.data), explicit(octetString(sequence(...bags))))

/** A part of a file that is encrypted as a whole, in one piece, or in pieces of some octets. */
export function encryptedSafe(
  passphrase: Passphrase,
  bags: readonly Uint8Array[],
  rounds = 1,
  octetsOfPiece?: number,
): Uint8Array {
  return lockedSafe(tripleDes(rounds), encrypt(sequence(...bags), passphrase, rounds), octetsOfPiece)
}

/** A part of a file that says that it is encrypted by an algorithm. */
export function lockedSafe(
  algorithm: Uint8Array,
  encrypted: Uint8Array = new Uint8Array(64),
  octetsOfPiece?: number,
): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let at = 0; octetsOfPiece !== undefined && at < encrypted.length; at += octetsOfPiece)
    pieces.push(octetString(encrypted.subarray(at, at + octetsOfPiece)))
  const octets = octetsOfPiece === undefined ? der(0x80, encrypted) : der(0xa0, ...pieces)
  const content = sequence(objectIdentifier(oid.data), algorithm, octets)
  return sequence(objectIdentifier(oid.encryptedData), explicit(sequence(integer(0n), content)))
}

/** How the MAC of a file is made. */
export interface Mac {
  readonly passphrase: Passphrase
  readonly rounds?: number
  /** A MAC to write as it is, with which none is made. */
  readonly macData?: Uint8Array
}

/** A MAC that says something, and is wrong. */
export const macDataOf = (algorithm: Uint8Array, rounds: bigint, withSalt: Uint8Array = salt): Uint8Array =>
  sequence(sequence(algorithm, octetString(new Uint8Array(20))), octetString(withSalt), integer(rounds))

/** A file of some parts, with a MAC or without one. */
export function pkcs12File(safes: readonly Uint8Array[], mac?: Mac): Uint8Array {
  const authenticatedSafe = sequence(...safes)
  const parts = [integer(3n), sequence(objectIdentifier(oid.data), explicit(octetString(authenticatedSafe)))]
  if (mac === undefined) return sequence(...parts)
  const { passphrase, rounds = 1, macData } = mac
  if (macData !== undefined) return sequence(...parts, macData)
  const digest = createHmac('sha1', deriveKey(passphrase, 3, rounds, 20))
    .update(authenticatedSafe)
    .digest()
  const digestInfo = sequence(sequence(objectIdentifier(oid.sha1), der(0x05)), octetString(digest))
  // One round is what is meant where nothing is said.
  const stated = rounds === 1 ? [] : [integer(BigInt(rounds))]
  return sequence(...parts, sequence(digestInfo, octetString(salt), ...stated))
}
