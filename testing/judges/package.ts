/** The packages that judges are asked about. */
import { maximumBundleBytes } from 'signering-portal/bundle'
import type { IssueCode } from 'signering-portal/codec'
import { readZip } from '../../src/bundle/zip-reader.js'
import { signingTime } from '../bundle/packages.js'
import type { MadeCertificate } from '../certificates.js'

/**
 * What a fault is a matter of: the archive and how it is read; the XML signature, what it covers and whom it names; the path
 * from the signer's certificate to a trusted one; or what this service asks for and others allow.
 */
export type Matter = 'archive' | 'signature' | 'path' | 'service'

/** Every matter. */
export const matters: readonly Matter[] = ['archive', 'signature', 'path', 'service']

/** What is wrong with a package. */
export interface Fault {
  readonly matter: Matter
  /** The issue that must be among those that we give. */
  readonly code: IssueCode
}

/** A package, with all that is needed to judge it. */
export interface JudgedPackage {
  readonly name: string
  /** Omitted: it is to be accepted. */
  readonly fault?: Fault
  readonly bytes: Uint8Array
  /** The files, as they were put into the archive. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** The certificates that are trusted. */
  readonly trust: readonly MadeCertificate[]
  /** Those that are not trusted, and are at hand beside the ones in the package. */
  readonly intermediates: readonly MadeCertificate[]
  /** The authorities that say which certificates they revoked: none. */
  readonly authorities: readonly MadeCertificate[]
  readonly receivedAt: Date
}

/** Where certificates lead, and when: by default to the root of the sender of the tests, when its packages are signed. */
export interface Circumstances {
  /** From the signer's certificate to the root, which is trusted. */
  readonly chain: readonly MadeCertificate[]
  readonly trust?: readonly MadeCertificate[]
  readonly intermediates?: readonly MadeCertificate[]
  readonly receivedAt?: Date
}

/** Puts a package before judges. */
export function judged(
  name: string,
  bytes: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
  circumstances: Circumstances,
  fault?: Fault,
): JudgedPackage {
  const { chain, trust = chain.slice(-1), intermediates = [], receivedAt = signingTime } = circumstances
  const authorities = chain.slice(1)
  return { name, bytes, files, trust, intermediates, authorities, receivedAt, ...(fault && { fault }) }
}

/** The files of a package of others, by our own reader: if it finds others than there are, other readers disagree. */
export function filesOf(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const read = readZip(bytes, maximumBundleBytes)
  return new Map(read.ok ? read.value.map((entry) => [entry.name, entry.bytes]) : [])
}
