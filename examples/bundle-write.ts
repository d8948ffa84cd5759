import { signingKeyFromPem, writeBundle, type SigningKey, type WrittenBundle } from 'signering-portal/bundle'
import { signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import type { PortalSignatureJobManifest } from 'signering-portal/codec'

export function keyFromFiles(key: Uint8Array, certificates: Uint8Array, passphrase: string): SigningKey {
  return signingKeyFromPem({ key, certificates, passphrase })
}

export function keyFromKeyStore(pkcs12: Uint8Array, passphrase: string): SigningKey {
  return signingKeyFromPkcs12({ pkcs12, passphrase })
}

export function keyFromService(
  chain: readonly Uint8Array[],
  signDigest: (sha256: Uint8Array) => Promise<Uint8Array>,
): SigningKey {
  return { chain, sign: ({ sha256 }) => signDigest(sha256) }
}

export async function writeContract(pdf: Uint8Array, key: SigningKey, now: Date): Promise<WrittenBundle> {
  const manifest: PortalSignatureJobManifest = {
    signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'signer@example.com' } } }],
    sender: { organizationNumber: '988015814' },
    title: 'Contract',
    documents: [{ href: 'document-1.pdf', mime: 'application/pdf', title: 'Contract' }],
  }
  const documents = [{ href: 'document-1.pdf', mime: 'application/pdf', bytes: pdf }]
  return await writeBundle({ manifest, documents, key, signingTime: now })
}
