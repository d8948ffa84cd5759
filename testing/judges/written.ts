/** Packages of our own writer. */
import type { PortalSignatureJobManifest } from 'signering-portal/codec'
import { signingKeyFromPem, writeBundle, type BundleDocument } from 'signering-portal/bundle'
import { makeDocuments, makeManifest, sender, signingTime } from '../bundle/packages.js'
import type { MadeCertificate } from '../certificates.js'
import { judged, type JudgedPackage } from './package.js'
import type { Chain } from './senders.js'

/** What a package of ours is made of. */
export interface Shape {
  readonly documents?: readonly BundleDocument[]
  readonly manifest?: PortalSignatureJobManifest
  readonly chain?: Chain
  /** The certificates that the key is made with. Omitted: the chain. */
  readonly given?: Chain
  readonly compress?: boolean
  readonly signingTime?: Date
}

/** Where the signature lies. */
export const signaturesName = 'META-INF/signatures.xml'
/** The chain of the sender of the tests. */
export const ordinaryChain: readonly [MadeCertificate, MadeCertificate, MadeCertificate] = [
  sender.leaf,
  sender.intermediate,
  sender.root,
]

/** Writes a package with our own writer. */
export async function written(name: string, shape: Shape = {}): Promise<JudgedPackage> {
  const { documents = makeDocuments(2), chain = ordinaryChain, given = chain } = shape
  const { compress, signingTime: time = signingTime, manifest = makeManifest(documents) } = shape
  const certificates = given.map(({ certificatePem }) => certificatePem)
  const key = signingKeyFromPem({ key: chain[0].privateKeyPem, certificates })
  const bundle = await writeBundle({ manifest, documents, key, signingTime: time, compress })
  const files = new Map([
    ...documents.map(({ href, bytes }) => [href, bytes] as const),
    ['manifest.xml', bundle.manifestXml] as const,
    [signaturesName, bundle.signaturesXml] as const,
  ])
  return judged(name, bundle.bytes, files, { chain, receivedAt: time })
}
