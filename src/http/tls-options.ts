/**
 * Two-way TLS with the service, as options of Node's `tls`, `https` and undici.
 *
 * The service's certificate is an enterprise certificate: it names an organization and no host (security page). Host
 * names are therefore not compared; the chain and the organization are.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { createSecureContext } from 'node:tls'
import { isBytes, isInstance, isString, plainBytes, propertiesOf, unlessThrown } from '../guard.js'
import { unwrap, type Issue, type PortalError, type Result } from '../issue.js'
import { issueIf, issuesOf, makeError, makeIssue, outcome, refusal, refused } from '../outcome.js'
import { certificateAuthorities, isTrustEnvironment, type TrustEnvironment } from '../trust/authorities.js'
import { maximumPathLength, readCertificate, readCertificates, type Certificate } from '../x509/certificate.js'
import { encryptedKeys } from '../x509/encrypted-key.js'
import { isWeaklySigned, keyFaults, PathSearch, type Path } from '../x509/path.js'
import { isEncryptedKey, isUnknownEncryption, pemBlocks, pemLabel, type Pem } from '../x509/pem.js'
import { isKeyPair } from '../x509/public-key.js'
import { organizationNumberOf, organizationTypes } from '../x509/subject.js'

/** The organization number of the service's owner, nine digits (security page). */
export const serviceOrganizationNumber = '984661185'

/**
 * The client's enterprise certificate: `key` and `cert`, or `pfx`, with a `passphrase` if it is encrypted. They are what
 * Node's options of these names are, in one piece each.
 */
export interface TlsClientCertificate {
  /** The private key in PEM. */
  readonly key?: Pem | undefined
  /** The certificate in PEM, followed by the authorities between it and its root. */
  readonly cert?: Pem | undefined
  /**
   * A PKCS#12 file with both, which Node reads unless it is encrypted with RC2: for as long as the file asks, while all else
   * waits.
   */
  readonly pfx?: Uint8Array | undefined
  /** The passphrase of the key or the file. */
  readonly passphrase?: string | undefined
}

/** What two-way TLS needs. */
export interface TlsOptions extends TlsClientCertificate {
  /**
   * Where the service is that is talked to: its certificate may lead to those of `certificateAuthorities` in
   * `signering-portal/trust`. All environments but production are `test`. It or `ca` is needed.
   */
  readonly environment?: TrustEnvironment | undefined
  /**
   * The certificates that the service's may lead to in place of those of `environment`, each in DER, or one or more in PEM.
   * Node's own list is never used, since its authorities vouch for host names.
   */
  readonly ca?: Pem | readonly Pem[] | undefined
}

/** The options that Node's `tls.connect`, `https.request` and `https.Agent`, and undici's `Agent` (`connect`) take. */
export interface TlsConnectOptions {
  /** The private key in PEM. */
  readonly key: string | Buffer | undefined
  /** The certificate in PEM, followed by the authorities between it and its root. */
  readonly cert: string | Buffer | undefined
  /** A PKCS#12 file with both. */
  readonly pfx: Buffer | undefined
  /** The passphrase of the key or the file. */
  readonly passphrase: string | undefined
  /** The roots that are trusted, and no others, each in PEM. */
  readonly ca: string[]
  /** The oldest version of TLS that the service speaks (security page). */
  readonly minVersion: 'TLSv1.2'
  /** A certificate whose chain does not verify ends the connection. */
  readonly rejectUnauthorized: true
  /**
   * No session is kept to be resumed: Node and undici do not look at the certificate again in a session that is, whoever
   * began it.
   */
  readonly maxCachedSessions: 0
  /**
   * Takes the place of the comparison of host names: the subject must name organization 984661185, as the whole value of
   * the attribute that is meant for it. Node calls it once the chain has been verified; it answers with a
   * `PortalError` `tls.server-organization`, or with undefined. It never throws. It also answers with
   * `tls.server-certificate` where the chain does not lead to `ca` by keys and signatures that are strong enough: Node also
   * trusts the authorities in `pfx`, an agent of others whom it likes, and Node 20 and 22 take RSA of 1024 bits. Hand it the certificate with its
   * `issuerCertificate`.
   */
  readonly checkServerIdentity: (host: string, certificate: { readonly raw: Uint8Array }) => PortalError | undefined
}

/**
 * Makes the options of two-way TLS with the service.
 *
 * @param options - the client's certificate and key, and whom the service's certificate may lead to
 * @returns options for Node and undici
 * @throws {@link PortalError} with `tls.client-certificate` if there is no certificate with its key, or Node cannot read
 *   one of them, which the property tells; `key.mismatch` if they do not belong together; `key.unreadable` for an encrypted key that asks for too much work; `key.passphrase` or
 *   `key.passphrase-missing`; and with `tls.ca` if the roots are not certificates, at least one, or the environment is none: all that apply
 */
export function tlsOptions(options: TlsOptions): TlsConnectOptions {
  return unwrap(safeTlsOptions(options), 'TLS cannot be set up')
}

/**
 * As {@link tlsOptions}, without throwing.
 *
 * @param options - the client's certificate and key, and whom the service's certificate may lead to
 * @returns options for Node and undici, or all that is wrong
 *
 * @example
 * ```ts
 * import { safeTlsOptions } from 'signering-portal/tls'
 *
 * const result = safeTlsOptions({ environment: 'test' })
 * console.log(result.ok ? 'options' : result.issues.map(({ code }) => code)) // [ 'tls.client-certificate' ]
 * ```
 */
export function safeTlsOptions(options: TlsOptions): Result<TlsConnectOptions> {
  const { key, cert, pfx, passphrase, environment, ca } = propertiesOf(options)
  const identity = readIdentity({ key, cert, pfx, passphrase })
  const roots = readRoots(environment, ca)
  const issues = [...issuesOf(identity), ...issuesOf(roots)]
  const fixed = {
    ca: roots.ok ? [...roots.value] : [],
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    maxCachedSessions: 0,
    checkServerIdentity: checkedAgainst(roots.ok ? roots.value : []),
  } as const
  if (!identity.ok || issues.length > 0) return refusal(issues)
  return { ok: true, value: { ...identity.value, ...fixed }, warnings: [] }
}

/** The certificates that the server's may lead to, each in PEM. */
function readRoots(environment: unknown, ca: unknown): Result<readonly string[]> {
  const isKnown = isTrustEnvironment(environment)
  const wrong = issueIf(
    environment !== undefined && !isKnown,
    'tls.ca',
    "environment must be 'production' or 'test'.",
    { property: ['environment'] },
  )
  if (ca === undefined && environment !== undefined)
    return outcome(wrong, () => (isKnown ? certificateAuthorities[environment].map(({ pem }) => pem) : []))
  if (ca === undefined) return refused('tls.ca', 'There must be ca, or an environment.', { property: ['ca'] })
  const read = readCertificates(ca, ['ca'], 'tls.ca')
  const pem = read.ok ? read.value.map(({ x509 }) => x509.toString()) : []
  const none = issueIf(read.ok && pem.length === 0, 'tls.ca', 'There is no root.', { property: ['ca'] })
  return outcome([...wrong, ...issuesOf(read), ...none], () => pem)
}

type Identity = Pick<TlsConnectOptions, keyof TlsClientCertificate>

/** What Node can read with the passphrase, or which of it it cannot. */
function readIdentity(given: Readonly<Record<keyof TlsClientCertificate, unknown>>): Result<Identity> {
  const { passphrase } = given
  const [key, cert, pfx] = [ownCopy(given.key), ownCopy(given.cert), ownCopy(given.pfx)]
  const wrong: Readonly<Record<keyof TlsClientCertificate, boolean>> = {
    // Node passes over an empty text in silence.
    cert: cert === null || (pfx === undefined && !cert?.length),
    key: key === null || (pfx === undefined && Boolean(cert?.length) && !key?.length),
    pfx: pfx === null || isString(pfx),
    passphrase: passphrase !== undefined && !isString(passphrase),
  }
  const identity = { key, cert, pfx, passphrase } as Identity
  const names = Object.keys(identity) as readonly (keyof Identity)[]
  const issues = names.flatMap((name) => (wrong[name] ? [unusable(name)] : issuesOfPart(identity, name)))
  const isPairRead = issues.every(({ property }) => property?.[0] === 'pfx')
  // Key and certificate may be no pair besides a file that cannot be read.
  const readable = issues.length === 0 ? identity : { ...identity, pfx: undefined }
  if (isPairRead && (failureOf(readable) !== undefined || !isOfOnePair(readable))) issues.push(mismatch)
  // A passphrase that opens neither key nor file is told once.
  return outcome([...new Set(issues)], () => identity)
}

const needed = 'There must be a certificate and its key, or a PKCS#12 file, that Node can read with the passphrase.'
const withoutMac = 'Node reads no PKCS#12 file without a MAC with a passphrase: the file or the passphrase is wrong.'

function unusable(part: keyof Identity, message = needed): Issue {
  return makeIssue('tls.client-certificate', message, { property: [part] })
}

const other = 'The private key is not that of the certificate, or of the first of several.'
const mismatch = makeIssue('key.mismatch', other, { property: ['key'] })

const place = { property: ['passphrase'] }
const missing = makeIssue(
  'key.passphrase-missing',
  'The key or the file is encrypted, and there is no passphrase.',
  place,
)
const wrongPassphrase = makeIssue(
  'key.passphrase',
  'The passphrase is wrong, or the key or the file is damaged.',
  place,
)

/** Whether the key is that of the certificate. OpenSSL takes keys of two kinds for those of two certificates, and sends neither. */
function isOfOnePair({ key, cert, passphrase }: Identity): boolean {
  return !key || !cert || isKeyPair(key, passphrase, cert)
}

/** Why Node cannot read a part with the passphrase; nothing where it can. */
function issuesOfPart(identity: Identity, part: keyof Identity): readonly Issue[] {
  // Node would do the work, however much it is.
  const problem =
    part === 'key' ? encryptedKeys(identity.key ?? '').find((one) => one.problem !== undefined)?.problem : undefined
  if (problem !== undefined) return [makeIssue('key.unreadable', problem, { property: ['key'] })]
  const given: unknown = identity.passphrase
  const passphrase = isString(given) ? given : undefined
  const failure = part === 'passphrase' ? undefined : failureOf({ [part]: identity[part], passphrase })
  if (failure === undefined) return []
  const said = isInstance(failure, Error) ? failure.message : ''
  const isLocked =
    part === 'pfx' ? /bad decrypt|mac verify failure/.test(said) : part === 'key' && isLockedKey(identity.key, failure)
  if (!isLocked) return [unusable(part, said === 'mac absent' ? withoutMac : needed)]
  if (given === undefined) return [missing]
  // What a passphrase that is no text would open nobody knows.
  return passphrase === undefined ? [] : [wrongPassphrase]
}

/** Whether a key is whole, and encrypted in a way that OpenSSL knows. */
function isLockedKey(key: string | Buffer | undefined, failure: unknown): boolean {
  const [pem = ''] = pemBlocks(key, pemLabel.privateKey)
  return isEncryptedKey(pem) && !isUnknownEncryption(failure)
}

/** What Node throws for a part of it, or for all; undefined where it can be read. */
function failureOf(identity: Readonly<Record<string, unknown>>): unknown {
  try {
    createSecureContext(identity)
    return undefined
  } catch (thrown) {
    return thrown
  }
}

/** What nobody changes once Node has tried to read it; null if it is neither text nor bytes. */
function ownCopy(given: unknown): string | Buffer | undefined | null {
  if (given === undefined || typeof given === 'string') return given
  return isBytes(given) ? Buffer.from(plainBytes(given)) : null
}

/** Holds a server against the organization, and its chain against the roots, which what Node has verified may not lead to. */
function checkedAgainst(pem: readonly string[]): TlsConnectOptions['checkServerIdentity'] {
  const roots = pem.map((root) => readCertificate(root)).filter((root) => root !== undefined)
  const trusted = new Set(roots.map(({ x509 }) => x509.fingerprint256))
  const isTrusted = ({ x509 }: Certificate): boolean => trusted.has(x509.fingerprint256)
  const leadsToOne = (certificate: unknown): boolean => {
    const [leaf, ...others] = chainAbove(certificate)
    return leaf !== undefined && new PathSearch(roots, others).find(leaf, isTrusted, isStrong).isWhole
  }
  const other = `The server's certificate does not name organization ${serviceOrganizationNumber}.`
  const untrusted = 'The certificate of the server leads to no trusted one by strong keys and signatures.'
  return (_host, certificate) => {
    if (!namesService(propertiesOf(certificate)['raw']))
      return makeError('The server is not the service', 'tls.server-organization', other)
    if (unlessThrown(() => leadsToOne(certificate)) === true) return undefined
    return makeError('The server is not trusted', 'tls.server-certificate', untrusted)
  }
}

/** Whether nobody breaks the key of the last certificate of a path, or how it has signed the one before. */
function isStrong(path: Path): boolean {
  return path.slice(-1).every((last) => keyFaults(last).length === 0) && !isWeaklySigned(path.at(-2))
}

/** A certificate as Node gives it, and those above it; a root stands above itself. */
function chainAbove(certificate: unknown): readonly Certificate[] {
  const chain: Certificate[] = []
  for (let one = certificate; chain.length <= maximumPathLength; one = propertiesOf(one)['issuerCertificate']) {
    const raw: unknown = propertiesOf(one)['raw']
    const read = isBytes(raw) ? readCertificate(raw) : undefined
    if (read === undefined) break
    chain.push(read)
  }
  return chain
}

function namesService(certificate: unknown): boolean {
  if (!isBytes(certificate)) return false
  return unlessThrown(() => organizationNumberOf(certificate, organizationTypes)) === serviceOrganizationNumber
}
