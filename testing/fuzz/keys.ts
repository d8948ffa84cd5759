/**
 * Keys and certificates: PKCS#12 with right encryption and MAC around what was changed, PEM, DER, and BER.
 *
 * @module
 */
import { createPrivateKey } from 'node:crypto'
import { safeSigningKeyFromPem } from 'signering-portal/bundle'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { safeTlsOptions } from 'signering-portal/tls'
import { derFromBer } from '../../src/x509/ber.js'
import { comparableName, distinguishedName, readName } from '../../src/x509/distinguished-name.js'
import { certificateIssues, certificatesIn } from '../../src/cli/check-certificate.js'
import { isNameWritten } from '../../src/x509/name-comparison.js'
import { sender } from '../bundle/packages.js'
import { byOpenssl } from '../bundle/openssl-pkcs12.js'
import {
  certificateBag,
  crlBag,
  encryptedSafe,
  keyBag,
  macDataOf,
  pkcs12File,
  plainSafe,
  safeContentsBag,
  sdsiCertificateBag,
  secretBag,
  shroudedKeyBag,
  tripleDes,
} from '../bundle/pkcs12.js'
import { berFromDer } from '../ber.js'
import { encodeName } from '../der.js'
import type { Random } from '../conformance/random.js'
import { readDerValues } from '../../src/x509/der.js'
import { names } from '../x509/names.js'
import { authorityWritten, othersWritten } from '../x509/written-names.js'
import { changedPaths } from '../x509/paths.js'
import { inStyles } from './ber-styles.js'
import { extensions } from './extensions.js'
import { signCertificate } from './signed.js'
import { secret, target, type Target } from './target.js'

const { leaf, intermediate, root } = sender
const leafKey = createPrivateKey(leaf.privateKeyPem)
const attributes = { friendlyName: secret, localKeyId: Uint8Array.of(1) }

type Safe = { readonly kind: number; readonly bags: readonly Uint8Array[] }
type Store = {
  readonly safes: readonly Safe[]
  readonly mac: number
  /** How values are written, each in turn, in the file, in safes and in bags; DER where there are none. */
  readonly styles: readonly (readonly number[])[]
  readonly passphrase: string
}

const everyBag: readonly Uint8Array[] = [
  shroudedKeyBag(leaf.privateKeyPem, secret, attributes),
  keyBag(leaf.privateKeyPem, attributes),
  certificateBag(leaf.certificateDer, attributes),
  certificateBag(intermediate.certificateDer),
  certificateBag(root.certificateDer),
  safeContentsBag(certificateBag(root.certificateDer)),
  ...[sdsiCertificateBag(), crlBag(), secretBag()],
]

function storeOf({ safes, mac, styles }: Store): Uint8Array {
  const [ofFile = [], ofSafes = [], ofBags = []] = styles
  const made = safes.map(({ kind, bags }) => {
    const written = bags.map((bag) => inStyles(bag, ofBags))
    if (kind === 1 || kind === 2) return encryptedSafe(secret, written, ...(kind === 2 ? ([1, 100] as const) : []))
    return plainSafe(...written)
  })
  const file = pkcs12File(
    made.map((safe) => inStyles(safe, ofSafes)),
    mac === 0
      ? undefined
      : mac === 1
        ? { passphrase: secret }
        : { passphrase: secret, macData: macDataOf(tripleDes(), BigInt(Math.trunc(mac))) },
  )
  return inStyles(file, ofFile)
}

const pkcs12 = target(
  'a PKCS#12 file, made anew',
  (random: Random): Store => ({
    safes: [
      {
        kind: random.pick([0, 1, 2]),
        bags: [random.pick(everyBag.slice(0, 2)), ...random.shuffle(everyBag).slice(0, random.integer(0, 2))],
      },
      { kind: random.pick([0, 1, 2]), bags: everyBag.slice(2, random.integer(3, 6)) },
    ],
    mac: random.pick([0, 1, 1, 5]),
    styles: random.chance(0.4)
      ? []
      : Array.from({ length: 3 }, () =>
          Array.from({ length: random.integer(0, 4) }, () => random.pick([0, 0, 1, random.integer(0, 60)])),
        ),
    passphrase: secret,
  }),
  async (store) => {
    let file: Uint8Array
    try {
      file = storeOf(store)
    } catch {
      // Made of what is no DER any more.
      return
    }
    return safeSigningKeyFromPkcs12({ pkcs12: file, passphrase: store.passphrase, friendlyName: secret })
  },
  20,
)

let files: readonly Uint8Array[] | undefined
const modern = ['-certpbe', 'AES-256-CBC', '-keypbe', 'AES-256-CBC', '-iter', '1', '-macalg', 'SHA256', '-maciter']
const older = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-iter', '1', '-macalg', 'SHA1']
const everyFile = (): readonly Uint8Array[] =>
  (files ??= [
    ...[modern, older, [...modern, '-macalg', 'SHA512']].flatMap((options) => {
      try {
        return [byOpenssl(sender, secret, options)]
      } catch {
        // Where there is no OpenSSL.
        return []
      }
    }),
    storeOf({ safes: [{ kind: 0, bags: everyBag.slice(0, 3) }], mac: 0, styles: [], passphrase: secret }),
  ])

const wholeFile = target(
  'bytes of a PKCS#12 file',
  (random: Random) => ({ pkcs12: random.pick(everyFile()) }),
  ({ pkcs12: file }) => safeSigningKeyFromPkcs12({ pkcs12: file, passphrase: secret }),
  20,
)

const pemKeys: readonly string[] = [
  leaf.privateKeyPem,
  ...(['aes-256-cbc', 'des-ede3-cbc'] as const).map((cipher) =>
    leafKey.export({ type: 'pkcs8', format: 'pem', cipher, passphrase: secret }).toString(),
  ),
  leafKey.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: secret }).toString(),
  leafKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
]

const pem = target(
  'a key in PEM',
  (random: Random) => ({
    key: random.pick(pemKeys),
    certificates: sender.certificates,
    passphrase: secret,
    isTls: random.chance(0.3),
  }),
  ({ key, certificates, passphrase, isTls }) =>
    isTls
      ? safeTlsOptions({ key, cert: certificates, passphrase, ca: certificates })
      : safeSigningKeyFromPem({ key, certificates, passphrase }),
  20,
)

let ders: readonly Uint8Array[] | undefined
const everyDer = (): readonly Uint8Array[] =>
  (ders ??= [leaf, intermediate, root]
    .map(({ certificateDer }) => certificateDer)
    .concat(changedPaths(2).map((one) => one.leaf)))

const certificates = target(
  'certificates',
  (random: Random) => ({
    der: random.pick(everyDer()),
    isSigned: random.chance(0.5),
    environment: random.integer(0, 2),
  }),
  ({ der, isSigned, environment }) => {
    const made = isSigned ? signCertificate(der, 'intermediate') : der
    const rest = [intermediate, root].map(({ certificateDer }) => certificateDer)
    const key = safeSigningKeyFromPem({ key: leaf.privateKeyPem, certificates: [made, ...rest] })
    if (!key.ok) return key
    const roots = certificatesIn([root.certificateDer])
    const place = {
      environment: ([undefined, 'test', 'production'] as const)[environment] ?? undefined,
      roots: [...roots],
    }
    const issues = certificateIssues(
      certificatesIn(key.value.chain),
      '988015814',
      place,
      new Date('2026-11-30T12:00:00Z'),
    )
    return { ok: issues.length === 0, issues }
  },
)

const name = target(
  'a distinguished name',
  (random: Random) => ({
    der: encodeName(random.pick([...names.map((one) => one.name), ...othersWritten.map(([, one]) => one)])),
    text: random.pick([...authorityWritten, ...othersWritten.map(([text]) => text)]),
  }),
  ({ der, text }) => {
    try {
      const [value] = readDerValues(der)
      const read = readName(value)
      comparableName(read)
      distinguishedName(read)
      isNameWritten(text, value)
    } catch (thrown) {
      // What is no DER: whoever reads a certificate catches it.
      if (!(thrown instanceof RangeError)) throw thrown
    }
  },
)

const ber = target(
  'values in BER',
  (random: Random) => ({
    bytes: berFromDer(leaf.certificateDer, {
      indefinite: random.chance(0.5),
      lengthOctets: random.integer(0, 4),
      pieces: random.pick([0, 7]),
    }),
  }),
  ({ bytes }) => {
    try {
      derFromBer(bytes)
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown
    }
  },
)

/** Every target of keys. */
export const targets: readonly Target[] = [pkcs12, wholeFile, pem, certificates, extensions, name, ber]
