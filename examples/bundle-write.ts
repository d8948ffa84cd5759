import { signingKeyFromPem, writeBundle, type SigningKey, type WrittenBundle } from 'signering-portal/bundle'
import { signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import type { PortalSignatureJobManifest } from 'signering-portal/codec'

export function keyFromFiles(key: Uint8Array, certificates: Uint8Array, passphrase: string): SigningKey {
  return signingKeyFromPem({ key, certificates, passphrase })
}

export function keyFromKeyStore(pkcs12: Uint8Array, passphrase: string): Promise<SigningKey> {
  return signingKeyFromPkcs12({ pkcs12, passphrase })
}

/** What is needed of the client of a key service: `new KMS()` of `@aws-sdk/client-kms` has it. */
export interface KeyService {
  readonly sign: (request: {
    readonly KeyId: string
    readonly Message: Uint8Array
    readonly MessageType: 'DIGEST'
    readonly SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256'
  }) => Promise<{ readonly Signature?: Uint8Array | undefined }>
}

export function keyFromService(service: KeyService, keyId: string, chain: readonly Uint8Array[]): SigningKey {
  return {
    chain,
    sign: async ({ sha256 }) => {
      const { Signature: signature } = await service.sign({
        KeyId: keyId,
        Message: sha256,
        MessageType: 'DIGEST',
        SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
      })
      if (signature === undefined) throw new Error('The key service gave no signature.')
      return signature
    },
  }
}

/** DigestInfo of SHA-256 (RFC 8017, section 9.2, note 1), at whose end the digest is to stand. */
const digestInfo = Uint8Array.of(
  ...[0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20],
)

export function keyFromToken(
  signWithRsaPkcs: (data: Uint8Array) => Uint8Array | Promise<Uint8Array>,
  chain: readonly Uint8Array[],
): SigningKey {
  return { chain, sign: ({ sha256 }) => signWithRsaPkcs(Uint8Array.of(...digestInfo, ...sha256)) }
}

export function withRenewedCertificate(key: SigningKey, renewedChain: readonly Uint8Array[]): SigningKey {
  return { chain: renewedChain, sign: (data) => key.sign(data) }
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
