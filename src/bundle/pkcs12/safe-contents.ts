/**
 * What a PKCS#12 file holds (RFC 7292, section 4): keys, and certificates. Lists of revoked certificates, secrets and what is
 * not known are passed over.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import type { KeyObject } from 'node:crypto'
import { derFromBer } from '../../x509/ber.js'
import { crypto } from '../../x509/crypto.js'
import { contentOf, derTag, readDerValues, readObjectIdentifier, valuesIn, type DerValue } from '../../x509/der.js'
import { decrypt } from './encryption-schemes.js'
import { octets } from './fields.js'
import type { Deriver } from './key-derivation.js'
import { verifyMac } from './mac-data.js'
import { unreadable, unsupported } from './problems.js'

/** What a file says of a key, or of a certificate. */
interface Attributes {
  readonly friendlyName: string | undefined
  /** The octets, in hexadecimal digits: the same for a key and for its certificate (RFC 2985, section 5.5.2). */
  readonly localKeyId: string | undefined
}

/** A key, which is decrypted when it is opened. */
export interface KeyBag extends Attributes {
  readonly open: () => Promise<KeyObject>
}

/** A certificate. */
export interface CertificateBag extends Attributes {
  readonly der: Uint8Array
}

/** The contents of a file. */
export interface SafeContents {
  readonly keys: readonly KeyBag[]
  readonly certificates: readonly CertificateBag[]
}

/** Object identifiers (RFC 7292, appendix D; RFC 2985; RFC 5652). */
const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  pkcs8ShroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  safeContentsBag: '1.2.840.113549.1.12.10.1.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
} as const

/** [0], EXPLICIT where values are in it, IMPLICIT where octets are (RFC 5652, section 6.1). */
const implicit0 = 0x80

/** Reads a file: its MAC is right, or there is none. A RangeError if it is no PKCS#12 file. */
export async function readSafeContents(bytes: Uint8Array, deriver: Deriver): Promise<SafeContents> {
  const [, authSafe, macData] = readSequence(bytes)
  const authenticatedSafe = dataOf(authSafe)
  if (macData !== undefined) await verifyMac(macData, authenticatedSafe, deriver)
  const contents = { keys: [], certificates: [] }
  for (const contentInfo of readSequence(authenticatedSafe))
    readBags(await readSafe(contentInfo, deriver), contents, deriver)
  return contents
}

/** The values of a sequence in BER. */
function readSequence(ber: Uint8Array): readonly DerValue[] {
  return valuesIn(readDerValues(derFromBer(ber))[0])
}

/** Section 4.1: the contents are plain or encrypted. */
function readSafe(contentInfo: DerValue, deriver: Deriver): Promise<readonly DerValue[]> {
  const [type, content] = valuesIn(contentInfo)
  if (readObjectIdentifier(type) !== oid.encryptedData) return Promise.resolve(readSequence(dataOf(contentInfo)))
  // RFC 5652, section 8.
  const [encryptedData] = valuesIn(content, derTag.explicit0)
  const [, encryptedContentInfo] = valuesIn(encryptedData)
  const [, algorithm, encrypted] = valuesIn(encryptedContentInfo)
  return decrypt(algorithm, encryptedOctets(encrypted), deriver, readSequence)
}

/** Octets under [0] IMPLICIT, in one piece or several. */
function encryptedOctets(value: DerValue | undefined): Uint8Array {
  if (value?.tag === implicit0) return value.content
  return Buffer.concat(valuesIn(value, derTag.explicit0).map(octets))
}

/** RFC 5652, section 3: the octets of a ContentInfo that holds data. */
function dataOf(contentInfo: DerValue | undefined): Uint8Array {
  const [type, content] = valuesIn(contentInfo)
  const identifier = readObjectIdentifier(type)
  if (identifier === oid.signedData) throw unsupported('a signature instead of a passphrase')
  if (identifier === oid.envelopedData) throw unsupported('a public key instead of a passphrase')
  if (identifier !== oid.data) throw new RangeError('another type of content')
  return octets(valuesIn(content, derTag.explicit0)[0])
}

interface Growing {
  readonly keys: KeyBag[]
  readonly certificates: CertificateBag[]
}

/** Section 4.2. */
function readBags(bags: readonly DerValue[], contents: Growing, deriver: Deriver): void {
  for (const bag of bags) {
    const [type, explicit, attributeSet] = valuesIn(bag)
    const [value] = valuesIn(explicit, derTag.explicit0)
    const attributes = readAttributes(attributeSet)
    switch (readObjectIdentifier(type)) {
      case oid.safeContentsBag:
        readBags(valuesIn(value), contents, deriver)
        break
      case oid.keyBag:
        contents.keys.push({ ...attributes, open: () => Promise.resolve(readPrivateKey(value?.bytes)) })
        break
      case oid.pkcs8ShroudedKeyBag:
        contents.keys.push({ ...attributes, open: () => decryptKey(value, deriver) })
        break
      case oid.certBag: {
        const [certificateType, certificate] = valuesIn(value)
        if (readObjectIdentifier(certificateType) !== oid.x509Certificate) break
        const der = octets(valuesIn(certificate, derTag.explicit0)[0])
        contents.certificates.push({ ...attributes, der })
      }
    }
  }
}

/** RFC 5958, section 3. */
async function decryptKey(value: DerValue | undefined, deriver: Deriver): Promise<KeyObject> {
  const [algorithm, encrypted] = valuesIn(value)
  const der = await decrypt(algorithm, octets(encrypted), deriver, (decrypted) => {
    const privateKeyInfo = derFromBer(decrypted)
    const [version, keyAlgorithm, privateKey] = readSequence(privateKeyInfo)
    // What a wrong passphrase gives is hardly ever of this form.
    contentOf(version, derTag.integer)
    readObjectIdentifier(valuesIn(keyAlgorithm)[0])
    octets(privateKey)
    return privateKeyInfo
  })
  return readPrivateKey(der)
}

/** Reads a PrivateKeyInfo (RFC 5958, section 2). */
function readPrivateKey(der: Uint8Array = new Uint8Array()): KeyObject {
  try {
    return crypto().createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
  } catch {
    throw unreadable('A private key of the file cannot be read, or is of a kind that is not supported.')
  }
}

/** RFC 7292, section 4.2; RFC 2985, section 5.5. */
function readAttributes(set: DerValue | undefined): Attributes {
  const attributes = set === undefined ? [] : valuesIn(set, derTag.set).map((attribute) => valuesIn(attribute))
  const valueOf = (type: string, tag: number): Uint8Array | undefined => {
    const [, values] = attributes.find(([identifier]) => readObjectIdentifier(identifier) === type) ?? []
    const [value] = values === undefined ? [] : valuesIn(values, derTag.set)
    return value?.tag === tag ? value.content : undefined
  }
  const name = valueOf(oid.friendlyName, derTag.bmpString)
  const id = valueOf(oid.localKeyId, derTag.octetString)
  return {
    friendlyName: name && new TextDecoder('utf-16be').decode(name),
    localKeyId: id && Buffer.from(id).toString('hex'),
  }
}
