/** Senders of every kind: long and short chains, keys of every size, names of every form. */
import { makeCertificate, validity, type CertificateInput, type MadeCertificate, type Name } from '../certificates.js'

type Change = Partial<Omit<CertificateInput, 'issuer'>>

/** A root. */
export function makeRoot(change: Change = {}): MadeCertificate {
  return makeCertificate({
    subject: { C: 'NO', O: 'Authority AS', CN: 'Authority Root CA' },
    key: 'root',
    keyUsage: ['keyCertSign', 'cRLSign'],
    keyIdentifiers: true,
    serialNumber: 2n,
    ...validity,
    ...change,
  })
}

/** An authority that another certifies. */
export function makeAuthority(issuer: MadeCertificate, change: Change = {}): MadeCertificate {
  return makeCertificate({
    subject: { C: 'NO', O: 'Authority AS', CN: 'Authority Business CA' },
    issuer,
    key: 'intermediate',
    keyUsage: ['keyCertSign', 'cRLSign'],
    keyIdentifiers: true,
    serialNumber: 27n,
    ...validity,
    ...change,
  })
}

/** The certificate of an enterprise. */
export function makeLeaf(issuer: MadeCertificate, change: Change = {}): MadeCertificate {
  return makeCertificate({
    subject: { C: 'NO', O: 'TESTESEN AS', organizationIdentifier: 'NTRNO-988015814', CN: 'TESTESEN AS' },
    issuer,
    key: 'leaf',
    keyUsage: ['digitalSignature'],
    keyIdentifiers: true,
    serialNumber: 123_456_789n,
    ...validity,
    ...change,
  })
}

/** A chain, from the leaf to the root. */
export type Chain = readonly [MadeCertificate, ...MadeCertificate[]]

/** A chain of three, with one thing or another changed. */
export function makeChain(
  changes: { readonly root?: Change; readonly authority?: Change; readonly leaf?: Change } = {},
): readonly [MadeCertificate, MadeCertificate, MadeCertificate] {
  const root = makeRoot(changes.root)
  const authority = makeAuthority(root, changes.authority)
  return [makeLeaf(authority, changes.leaf), authority, root]
}

/** A chain whose issuer has a name. */
export const chainWithIssuer = (name: Name): Chain => makeChain({ authority: { subject: name } })
