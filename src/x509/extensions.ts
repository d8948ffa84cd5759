/**
 * What a certificate's extensions allow it to be used for (RFC 5280, section 4.2), as far as paths depend on it.
 *
 * @module
 */
import { contentOf, derTag, readDerValues, readInteger, readObjectIdentifier, valuesIn, type DerValue } from './der.js'
import { readGeneralNames, type GeneralName } from './general-name.js'
import { readSubtrees, type Subtree } from './name-constraints.js'

/** What the extensions say; for those that are not there, what that means. */
export interface Extensions {
  /** Whether it is an authority: cA in basic constraints. */
  readonly isAuthority: boolean
  /** How many authorities may follow before the last certificate; self-issued ones do not count. */
  readonly pathLength: number
  /** Whether key usage includes digitalSignature. */
  readonly allowsDigitalSignature: boolean
  /** Whether key usage includes keyCertSign. */
  readonly allowsCertificateSigning: boolean
  /** Whether an extended key usage that is critical has a purpose for which documents are signed. */
  readonly allowsSigningDocuments: boolean
  /** Whether something is critical that is unknown, or a policy is demanded: policies are not looked at. */
  readonly demandsMore: boolean
  /** Its names beside the subject. */
  readonly alternativeNames: readonly GeneralName[]
  /** The names that certificates below it may have. */
  readonly nameConstraints: readonly Subtree[]
}

const oid = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
} as const

/** Those of policies change nothing as long as none is demanded, here or by whoever asks (section 6.1). */
const known: ReadonlySet<string> = new Set(Object.values(oid))

/** Any purpose; e-mail; documents, as RFC 9336, Microsoft and Adobe name them. */
const signingPurposes: ReadonlySet<string> = new Set([
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
])

/** Reads the field of the extensions, if a certificate has it; a RangeError if they are not well formed. */
export function readExtensions(field: DerValue | undefined, isNameless: boolean): Extensions {
  const all = field === undefined ? [] : valuesIn(valuesIn(field, derTag.explicit3)[0]).map(readExtension)
  const found = new Map(all.map(({ type, value }) => [type, value]))
  if (found.size < all.length) throw new RangeError('an extension comes twice')
  const critical = all.filter(({ isCritical }) => isCritical).map(({ type }) => type)
  // Section 4.1.2.6: without a subject, the names beside it must be heeded.
  if (isNameless && !critical.includes(oid.subjectAltName)) throw new RangeError('no name')
  const valueOf = (type: string): DerValue | undefined => {
    const [value, ...more] = readDerValues(found.get(type) ?? new Uint8Array())
    if (more.length > 0 || (value === undefined && found.has(type))) throw new RangeError('not one value')
    return value
  }
  const listIn = (type: string): readonly DerValue[] => (found.has(type) ? valuesIn(valueOf(type)) : [])
  // The first octet counts unused bits; bit 0 is the highest of the second (section 4.2.1.3). Without it, all is allowed.
  const keyUsage = found.has(oid.keyUsage) ? (contentOf(valueOf(oid.keyUsage), derTag.bitString)[1] ?? 0) : 0xff
  const purposes = listIn(oid.extendedKeyUsage).map(readObjectIdentifier)
  return {
    ...readBasicConstraints(listIn(oid.basicConstraints)),
    allowsDigitalSignature: (keyUsage & 0x80) !== 0,
    allowsCertificateSigning: (keyUsage & 0x04) !== 0,
    allowsSigningDocuments:
      !critical.includes(oid.extendedKeyUsage) || purposes.some((one) => signingPurposes.has(one)),
    // requireExplicitPolicy is [0] (section 4.2.1.11).
    demandsMore: !critical.every((type) => known.has(type)) || listIn(oid.policyConstraints)[0]?.tag === 0x80,
    alternativeNames: listIn(oid.subjectAltName).flatMap(readGeneralNames),
    nameConstraints: readSubtrees(listIn(oid.nameConstraints)),
  }
}

function readExtension(extension: DerValue): { type: string; isCritical: boolean; value: Uint8Array } {
  const [type, ...rest] = valuesIn(extension)
  const critical = rest.length === 2 ? rest[0] : undefined
  const isCritical = critical !== undefined && isTrue(critical)
  return { type: readObjectIdentifier(type), isCritical, value: contentOf(rest.at(-1), derTag.octetString) }
}

function readBasicConstraints([first, ...rest]: readonly DerValue[]): Pick<Extensions, 'isAuthority' | 'pathLength'> {
  const isAuthority = first?.tag === derTag.boolean && isTrue(first)
  const length = first?.tag === derTag.integer ? first : rest[0]
  const pathLength = length === undefined ? Infinity : Number(readInteger(length))
  if (pathLength < 0) throw new RangeError('a negative length')
  return { isAuthority, pathLength }
}

function isTrue(value: DerValue): boolean {
  const content = contentOf(value, derTag.boolean)
  if (content.length !== 1) throw new RangeError('no BOOLEAN')
  return content[0] !== 0
}
