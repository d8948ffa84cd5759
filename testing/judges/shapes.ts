/** Packages that are to be accepted: of every kind that we write, and of kinds that others write. */
import type { PortalSignatureJobManifest } from 'signering-portal/codec'
import type { BundleDocument } from 'signering-portal/bundle'
import { acceptedManners, foreignArchive, foreignSignatures } from '../bundle/foreign-signatures.js'
import { makeArchive } from '../bundle/archives.js'
import { makeDocuments, makeManifest, sender } from '../bundle/packages.js'
import { samples } from '../bundle/samples.js'
import { certOf } from '../bundle/signature-variants.js'
import { names } from '../x509/names.js'
import { signedLike } from './faulty.js'
import { judged, type JudgedPackage } from './package.js'
import { chainWithIssuer, makeAuthority, makeChain, makeLeaf, makeRoot } from './senders.js'
import type { Chain } from './senders.js'
import { ordinaryChain, signaturesName, written, type Shape } from './written.js'

const pdf = (href: string, bytes: Uint8Array): BundleDocument => ({ href, mime: 'application/pdf', bytes })
const text = (content: string): Uint8Array => new TextEncoder().encode(content)

/** Bytes that look random, since DSS takes what shrinks to a hundredth for a bomb, and are the same each time. */
function incompressible(length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4))
  let state = 1
  for (let index = 0; index < words.length; index++) {
    // Marsaglia's xorshift, with 32 bits.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[index] = state
  }
  return new Uint8Array(words.buffer, 0, length)
}

const documentOfEachKind: readonly BundleDocument[] = [
  pdf('document-1.pdf', text('%PDF-1.7\n%%EOF\n')),
  { href: 'document-2.txt', mime: 'text/plain', bytes: text('Vilkår: æøå\r\n') },
]

/** A manifest with everything that one can say. */
const longManifest: PortalSignatureJobManifest = {
  ...makeManifest(makeDocuments(2)),
  signers: [
    {
      personalIdentificationNumber: '12345678910',
      signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE',
      order: 1,
      onBehalfOf: 'OTHER',
      notifications: { email: { address: 'kari@example.com' }, sms: { number: '+4712345678' } },
    },
    { identifiedByContactInformation: true, order: 2, notifications: { sms: { number: '+4787654321' } } },
  ],
  nonsensitiveTitle: 'Noe å signere',
  description: 'Les først: "A" & <B> 🖊',
  availability: { activationTime: '2026-12-01T08:00:00+01:00', availableSeconds: 2_592_000 },
  requiredAuthentication: '4',
  identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME',
}

const issuerNames = ['Commfides', 'e-mail address', 'several values', 'all named types', 'a type of its own']

async function shapesOfOurs(): Promise<readonly JudgedPackage[]> {
  const root = makeRoot()
  const upper = makeAuthority(root, { subject: { C: 'NO', CN: 'Upper CA' }, key: 'stranger-root', serialNumber: 5n })
  const lower = makeAuthority(upper)
  const large = [pdf('document-1.pdf', incompressible(10_485_760))]
  const shapes: readonly (readonly [name: string, shape: Shape])[] = [
    ['10 MiB', { documents: large }],
    ['10 MiB, deflated', { documents: large, compress: true }],
    ['an empty document', { documents: [pdf('document-1.pdf', new Uint8Array())] }],
    ['an empty document, deflated', { documents: [pdf('document-1.pdf', new Uint8Array())], compress: true }],
    ['two equal documents', { documents: [pdf('first.pdf', text('%PDF-1.4')), pdf('second.pdf', text('%PDF-1.4'))] }],
    ['PDF and text', { documents: documentOfEachKind }],
    ['the longest name', { documents: [pdf(`${'Avtale-1.0_'.repeat(9)}a`, text('%PDF-1.4'))] }],
    ['the shortest name', { documents: [pdf('1._-', text('%PDF-1.4'))] }],
    ['a manifest that says everything', { manifest: longManifest }],
    ['a signing time of whole seconds, in a leap year', { signingTime: new Date('2028-02-29T23:59:59Z') }],
    ['a root of 4096 bits', { chain: makeChain({ root: { key: 'rsa-4096' } }) }],
    ['a leaf and its root', { chain: [makeLeaf(root), root] }],
    ['two authorities below the root', { chain: [makeLeaf(lower), lower, upper, root] }],
    ['the leaf alone, by the root', { chain: [makeLeaf(root), root], given: [makeLeaf(root)] }],
    ['certificates handed over in another order', { given: [sender.root, sender.leaf, sender.intermediate] }],
    ['a certificate that says no use', { chain: makeChain({ leaf: { keyUsage: [] } }) }],
    ...names.flatMap(({ about, name }) =>
      issuerNames.includes(about) ? [[`an issuer’s name: ${about}`, { chain: chainWithIssuer(name) }] as const] : [],
    ),
  ]
  return Promise.all(shapes.map(([name, shape]) => written(name, shape)))
}

/** The packages that other tests look into: keys of three sizes, few and many documents, deflated or not. */
const plainShapes: readonly JudgedPackage[] = samples.map(({ name, bytes, files, from }) =>
  judged(name, bytes, files, { chain: [from.leaf, from.intermediate, from.root] }),
)

async function shapesOfOthers(): Promise<readonly JudgedPackage[]> {
  const base = await written('')
  const signed = new Map([...base.files].filter(([name]) => name !== signaturesName))
  const entries = [...base.files].map(([name, bytes]) => ({ name, bytes }))
  const archives: readonly (readonly [string, Uint8Array])[] = [
    ['files in another order', makeArchive([...entries].reverse())],
    ['an entry for the folder', makeArchive([{ name: 'META-INF/', bytes: new Uint8Array() }, ...entries])],
    ['data descriptors', foreignArchive(signed, new TextDecoder().decode(base.files.get(signaturesName)))],
  ]
  return [
    ...archives.map(([name, bytes]) => judged(name, bytes, base.files, { chain: ordinaryChain })),
    ...acceptedManners.map(([about, manner]) => {
      const xml = foreignSignatures(signed, manner)
      const files = new Map([...signed, [signaturesName, text(xml)] as const])
      return judged(about, foreignArchive(signed, xml), files, { chain: ordinaryChain })
    }),
  ]
}

/** Chains among which only a search finds the right one (RFC 4158, section 2.4), as other programs put them into a signature. */
function shapesOfChains(): readonly JudgedPackage[] {
  const expired = { notAfter: new Date('2026-01-01T00:00:00Z') }
  const root = makeRoot()
  const authority = makeAuthority(root)
  const leaf = makeLeaf(authority)
  const unknownRoot = makeRoot({ subject: { C: 'NO', CN: 'Unknown Root CA' }, key: 'stranger-root', serialNumber: 3n })
  const crossSigned = makeAuthority(unknownRoot, { serialNumber: 28n })
  const renewed = makeAuthority(root, { serialNumber: 29n, ...expired })
  const newRoot = makeRoot({ subject: { C: 'NO', CN: 'New Root CA' }, key: 'rsa-4096', serialNumber: 4n })
  const rolledOver = makeAuthority(root, { subject: { C: 'NO', CN: 'New Root CA' }, key: 'rsa-4096', serialNumber: 5n })
  const ofNewRoot = makeAuthority(newRoot)
  const lastLeaf = makeLeaf(ofNewRoot)
  const renewedRoot = makeRoot({ serialNumber: 30n, notAfter: new Date('2045-01-01T00:00:00Z') })
  const chains: readonly (readonly [name: string, given: Chain, issuers: Chain, named?: Chain])[] = [
    ['an authority that an unknown root certified too', [leaf, crossSigned, authority, root], [leaf, authority, root]],
    ['the same in another order', [leaf, authority, crossSigned, root], [leaf, authority, root]],
    ['an authority that expired and was renewed', [leaf, renewed, authority, root], [leaf, authority, root]],
    ['the same in another order, of the renewed', [leaf, authority, renewed, root], [leaf, authority, root]],
    [
      'a new root that the trusted one certified',
      [lastLeaf, ofNewRoot, rolledOver],
      [lastLeaf, ofNewRoot, rolledOver, root],
    ],
    [
      'the same beside the new root itself',
      [lastLeaf, ofNewRoot, newRoot, rolledOver],
      [lastLeaf, ofNewRoot, rolledOver, root],
    ],
    ['a root renewed since it was named', [leaf, authority, root], [leaf, authority, renewedRoot], [authority, root]],
    [
      'an authority named as it was and as it is',
      [leaf, authority, renewed, root],
      [leaf, authority, root],
      [authority, renewed, root],
    ],
    [
      'an authority named with the unknown root that certified it too',
      [leaf, authority, crossSigned, unknownRoot, root],
      [leaf, authority, root],
      [crossSigned, unknownRoot],
    ],
  ]
  return chains.map(([name, given, chain, named = []]) => {
    const certs = named.map(({ certificateDer }) => certOf(certificateDer)).join('')
    const change = (xml: string): string => xml.replace('</xades:SigningCertificate>', `${certs}$&`)
    const files = signedLike({ chain: given, change })
    return judged(name, makeArchive([...files].map(([entry, bytes]) => ({ name: entry, bytes }))), files, { chain })
  })
}

/** All of them, ours first. */
export const shapes: readonly JudgedPackage[] = [
  ...plainShapes,
  ...(await shapesOfOurs()),
  ...(await shapesOfOthers()),
  ...shapesOfChains(),
]
