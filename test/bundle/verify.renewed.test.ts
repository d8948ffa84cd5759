import { describe, expect, it } from 'vitest'
import { safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { foreignArchive, foreignSignatures } from '../../testing/bundle/foreign-signatures.js'
import { makeInput, signingTime } from '../../testing/bundle/packages.js'
import { certOf } from '../../testing/bundle/signature-variants.js'
import type { MadeCertificate } from '../../testing/certificates.js'
import { codes, errorsOf } from '../../testing/issues.js'
import { makeAuthority, makeLeaf, makeRoot, type Chain } from '../../testing/judges/senders.js'

const input = makeInput(1)
const { manifestXml } = await writeBundle(input)
const files = new Map([
  ...input.documents.map(({ href, bytes }) => [href, bytes] as const),
  ['manifest.xml', manifestXml] as const,
])

const earlier = { notBefore: new Date('2010-01-01T00:00:00Z'), notAfter: new Date('2026-01-01T00:00:00Z') }
const later = { serialNumber: 90n, notAfter: new Date('2045-01-01T00:00:00Z') }
const root = makeRoot()
const renewedRoot = makeRoot(later)
const authority = makeAuthority(root)
const renewedAuthority = makeAuthority(root, later)
const leaf = makeLeaf(authority)
const unknownRoot = makeRoot({ subject: { C: 'NO', CN: 'Unknown Root CA' }, key: 'stranger-root', serialNumber: 3n })
const crossSigned = makeAuthority(unknownRoot, { serialNumber: 28n })

/** What a signature over some files names, and where certificates are. */
interface Case {
  /** Those of KeyInfo, the signer's first. */
  readonly chain: Chain
  /** Those of SigningCertificate after the signer's. */
  readonly named: readonly MadeCertificate[]
  readonly trust: readonly MadeCertificate[]
  readonly intermediates?: readonly MadeCertificate[]
}

function codesOf({ chain, named, trust, intermediates = [] }: Case): readonly string[] {
  const added = named.map(({ certificateDer }) => certOf(certificateDer)).join('')
  const change = (xml: string): string => xml.replace('</xades:SigningCertificate>', `${added}$&`)
  const bytes = foreignArchive(files, foreignSignatures(files, { chain, change }))
  const ders = (made: readonly MadeCertificate[]): readonly Uint8Array[] => made.map((one) => one.certificateDer)
  const options = { trust: ders(trust), intermediates: ders(intermediates), receivedAt: signingTime }
  return codes(errorsOf(safeVerifyBundle(bytes, options)))
}

const chain: Chain = [leaf, authority, root]

describe('SigningCertificate may name', () => {
  it.each<readonly [string, Case]>([
    ['a root that has been renewed', { chain, named: [authority, root], trust: [renewedRoot] }],
    [
      'a root that has expired and been renewed',
      { chain: [leaf, authority, makeRoot(earlier)], named: [makeRoot(earlier)], trust: [renewedRoot] },
    ],
    [
      'the renewed root that is only trusted',
      { chain: [leaf, authority, root], named: [renewedRoot], trust: [renewedRoot] },
    ],
    [
      'an authority that has been renewed, which is trusted',
      { chain, named: [authority, root], trust: [renewedAuthority] },
    ],
    [
      'an authority that has expired, and been renewed beside the package',
      {
        chain: [leaf, makeAuthority(root, earlier), root],
        named: [makeAuthority(root, earlier), root],
        trust: [root],
        intermediates: [renewedAuthority],
      },
    ],
    [
      'an authority by the root that is trusted, whose own certificate is',
      { chain, named: [authority, root], trust: [authority] },
    ],
    [
      'an authority that an unknown root certified too, and that root',
      {
        chain: [leaf, crossSigned, unknownRoot],
        named: [crossSigned, unknownRoot],
        trust: [root],
        intermediates: [authority],
      },
    ],
    [
      'each certificate of an authority that two have certified',
      {
        chain: [leaf, crossSigned, authority, unknownRoot],
        named: [authority, crossSigned, unknownRoot],
        trust: [root],
      },
    ],
    [
      'a certificate that is only handed over',
      { chain: [leaf], named: [authority, root], trust: [renewedRoot], intermediates: [authority, root] },
    ],
  ])('%s', (_, one) => {
    expect(codesOf(one)).toEqual([])
  })
})

describe('SigningCertificate may not name', () => {
  const sameName = makeRoot({ key: 'rsa-3072', serialNumber: 91n })
  const sameKey = makeRoot({ subject: { C: 'NO', CN: 'Another Root CA' }, serialNumber: 92n })
  const neighbour = makeLeaf(authority, { subject: { C: 'NO', CN: 'Another AS' }, key: 'rsa-3072', serialNumber: 93n })
  const noAuthority = makeRoot({ keyUsage: [], key: 'root', basicConstraints: { cA: false }, serialNumber: 94n })
  it.each<readonly [string, MadeCertificate]>([
    ['a stranger', unknownRoot],
    ['a root of the same name with another key', sameName],
    ['a root of the same key with another name', sameKey],
    ['whom the same authority has certified', neighbour],
    ['who may not issue, of the name and key of one who has', noAuthority],
    ['an earlier certificate of the signer', makeLeaf(authority, { serialNumber: 95n })],
  ])('%s, though it is at hand', (_, other) => {
    const one = { chain: [leaf, authority, other] as const, named: [authority, other], trust: [root] }
    expect(codesOf(one)).toEqual(['signature.certificate'])
    expect(codesOf({ ...one, chain, intermediates: [other] })).toEqual(['signature.certificate'])
    expect(codesOf({ ...one, named: [authority, root] })).toEqual([])
  })

  it('a certificate that is nowhere', () => {
    expect(codesOf({ chain: [leaf, authority], named: [root], trust: [renewedRoot] })).toEqual([
      'signature.certificate',
    ])
    expect(codesOf({ chain, named: [crossSigned], trust: [root] })).toEqual(['signature.certificate'])
  })
})
