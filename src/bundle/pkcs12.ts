/**
 * Signing keys from PKCS#12 files (RFC 7292), as the issuers of enterprise certificates hand them out. node:crypto reads none
 * of them. Files that are encrypted with RC2 need the optional package `node-forge`.
 *
 * @module signering-portal/pkcs12
 */
import type { KeyObject } from 'node:crypto'
import { isBytes, isString, plainBytes, propertiesOf } from '../guard.js'
import { PortalError, unwrap, type Result } from '../issue.js'
import { issueIf, refusal } from '../outcome.js'
import { maximumDepth, maximumValues } from '../x509/ber.js'
import { readCertificate, type ReadableCertificates } from '../x509/certificate.js'
import { holderOf, isOneKey } from '../x509/public-key.js'
import { keyError, keySubject, passphraseIssues, signingKey, type SigningKey } from './key.js'
import { createDeriver } from './pkcs12/key-derivation.js'
import { unreadable } from './pkcs12/problems.js'
import { readSafeContents, type CertificateBag, type KeyBag, type SafeContents } from './pkcs12/safe-contents.js'

export * from '../issue.js'
export type { DataToSign, SigningKey } from './key.js'

/** What {@link signingKeyFromPkcs12} takes. */
export interface Pkcs12KeyOptions {
  /** The file, of at most {@link maximumPkcs12Bytes}. */
  readonly pkcs12: Uint8Array
  /** Its passphrase, with any characters; empty if it has none. */
  readonly passphrase: string
  /**
   * The friendly name of the key, or of its certificate, exactly; keytool calls it alias. Needed only where a file has
   * several keys; one key under several names is one.
   */
  readonly friendlyName?: string | undefined
}

/** The largest PKCS#12 file that is read, in bytes: enough for hundreds of certificates. */
export const maximumPkcs12Bytes = 1_048_576

/**
 * Makes a key from a PKCS#12 file. Deriving keys from the passphrase takes as long as the file asks for, up to a limit, and
 * lets other work go on meanwhile.
 *
 * Of several certificates of the key the one is taken whose localKeyId is that of the key.
 *
 * @param options - the file, its passphrase, and which key to take
 * @returns the key. It holds the private key where neither `util.inspect` nor `JSON.stringify` reach it.
 * @throws {@link PortalError} with all that is wrong: `key.passphrase` for a wrong passphrase, `key.passphrase-missing`,
 *   `key.missing`, `key.several`, `key.unreadable`, `key.algorithm`, `key.size`, `key.certificate`, `key.mismatch`,
 *   `value.type`
 */
export async function signingKeyFromPkcs12(options: Pkcs12KeyOptions): Promise<SigningKey> {
  return unwrap(await safeSigningKeyFromPkcs12(options), keySubject)
}

/**
 * As {@link signingKeyFromPkcs12}, without throwing.
 *
 * @param options - the file, its passphrase, and which key to take
 * @returns the key, or all that is wrong
 *
 * @example
 * ```ts
 * import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
 *
 * declare const pkcs12: Uint8Array
 *
 * const result = await safeSigningKeyFromPkcs12({ pkcs12, passphrase: 'not this one' })
 * console.log(result.ok ? 'a key' : result.issues.map(({ code }) => code)) // [ 'key.passphrase' ]
 * ```
 */
export async function safeSigningKeyFromPkcs12(options: Pkcs12KeyOptions): Promise<Result<SigningKey>> {
  const { pkcs12: file, passphrase, friendlyName } = propertiesOf(options)
  const pkcs12 = isBytes(file) ? plainBytes(file) : file
  const isName = friendlyName === undefined || isString(friendlyName)
  const tooLarge = `The file is larger than ${maximumPkcs12Bytes} bytes.`
  const issues = [
    ...issueIf(!isBytes(pkcs12), 'value.type', 'The file must be a Uint8Array.', { property: ['pkcs12'] }),
    ...issueIf(isBytes(pkcs12) && pkcs12.length > maximumPkcs12Bytes, 'key.unreadable', tooLarge, {
      property: ['pkcs12'],
    }),
    ...passphraseIssues(passphrase, true),
    ...issueIf(!isName, 'value.type', 'The friendly name must be a string.', { property: ['friendlyName'] }),
  ]
  if (issues.length > 0 || !isBytes(pkcs12) || !isString(passphrase)) return refusal(issues)
  try {
    const contents = await readSafeContents(pkcs12, createDeriver(passphrase))
    const key = await chooseKey(contents, isString(friendlyName) ? friendlyName : undefined)
    const privateKey = { ok: true, value: key.privateKey, warnings: [] } as const
    return signingKey(privateKey, certificatesFor(key, contents.certificates), {
      key: 'pkcs12',
      certificates: 'pkcs12',
    })
  } catch (thrown) {
    if (thrown instanceof PortalError) return refusal(thrown.issues)
    // Whatever else it is comes from octets that make no sense.
    const limits = `more than ${maximumValues} values, or deeper than ${maximumDepth}`
    return refusal(unreadable(`Not a PKCS#12 file, or one that is damaged or has ${limits}.`).issues)
  }
}

interface ChosenKey {
  readonly privateKey: KeyObject
  /** One for each of its names. */
  readonly localKeyIds: readonly string[]
}

async function chooseKey(contents: SafeContents, friendlyName: string | undefined): Promise<ChosenKey> {
  const [first, ...others] = contents.keys.filter(
    (key) => friendlyName === undefined || hasName(key, friendlyName, contents),
  )
  if (first === undefined)
    throw keyError('key.missing', 'There is no private key, or none of that friendly name.', 'pkcs12')
  const privateKey = await first.open()
  for (const other of others)
    if (!isOneKey(privateKey, await other.open()))
      throw keyError('key.several', 'There are several private keys; choose one by its friendly name.', 'friendlyName')
  return { privateKey, localKeyIds: [first, ...others].flatMap(({ localKeyId }) => localKeyId ?? []) }
}

/** Windows names the certificate, and gives the key a name that nobody sees. */
function hasName(key: KeyBag, name: string, { certificates }: SafeContents): boolean {
  const ofKey = certificates.filter(({ localKeyId }) => localKeyId !== undefined && localKeyId === key.localKeyId)
  return [key, ...ofKey].some(({ friendlyName }) => friendlyName === name)
}

/**
 * The certificates of which the chain is made. Of those of the key itself only the ones are kept that the file says are its
 * own, or all if it says nothing that helps; the one that lasts longest comes first.
 */
function certificatesFor(
  { privateKey, localKeyIds }: ChosenKey,
  bags: readonly CertificateBag[],
): ReadableCertificates {
  const read = bags.flatMap(({ localKeyId, der }) => {
    const certificate = readCertificate(der)
    return certificate === undefined ? [] : [{ certificate, isNamed: localKeyIds.some((id) => id === localKeyId) }]
  })
  const holds = holderOf(privateKey)
  const ofKey = read.filter(({ certificate }) => holds(certificate))
  const isOneNamed = ofKey.some(({ isNamed }) => isNamed)
  const used = read.filter((one) => one.isNamed || !isOneNamed || !ofKey.includes(one))
  const unreadable = 'A certificate of the file cannot be read.'
  return {
    certificates: used.map(({ certificate }) => certificate),
    issues: issueIf(read.length < bags.length, 'key.certificate', unreadable, { property: ['pkcs12'] }),
  }
}
