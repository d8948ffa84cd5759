import { createPrivateKey, privateEncrypt, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { issueCodes } from 'signering-portal/codec'
import { safeWriteBundle, verifyBundle, writeBundle, type SigningKey } from 'signering-portal/bundle'
import { titleOf } from '../../examples/bundle-verify.js'
import {
  keyFromFiles,
  keyFromKeyStore,
  keyFromService,
  keyFromToken,
  withRenewedCertificate,
  writeContract,
  type KeyService,
} from '../../examples/bundle-write.js'
import { repositoryFile } from '../../testing/requirements.js'
import { makeCertificate, makeStranger, validity } from '../../testing/certificates.js'
import { makeDocuments, makeInput, sender, signingTime } from '../../testing/bundle/packages.js'

const guide = readFileSync(repositoryFile('docs/document-package.md'), 'utf8')
const privateKey = createPrivateKey(sender.leaf.privateKeyPem)
const certificates = [sender.leaf, sender.intermediate, sender.root]

/** DigestInfo of SHA-256, as OpenSSL has it. */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** A key service as AWS KMS is: it signs a digest that is said to be one, and what else it is given by its digest. */
const service: KeyService = {
  sign: ({ KeyId, Message, MessageType, SigningAlgorithm }) => {
    expect([KeyId, SigningAlgorithm]).toEqual(['our-key', 'RSASSA_PKCS1_V1_5_SHA_256'])
    const isDigest = (MessageType as string) === 'DIGEST'
    if (Message.length > 4096 || (isDigest && Message.length !== 32)) throw new Error('ValidationException')
    const signature = isDigest
      ? privateEncrypt(privateKey, Buffer.concat([digestInfo, Message]))
      : sign('sha256', Message, privateKey)
    return Promise.resolve({ Signature: new Uint8Array(signature) })
  },
}

describe('the guide to the document package', () => {
  it('has every code of the package, and no other', () => {
    const named = [...guide.matchAll(/`((?:bundle|signature|key)\.[a-z-]+)`/g)].map((match) => match[1])
    const codes = Object.keys(issueCodes).filter((code) => /^(?:bundle|signature|key)\./.test(code))
    expect([...new Set(named)].sort()).toEqual(codes.sort())
  })

  const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hemmelig' })
  const text = new TextEncoder()
  const store = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(sender.leaf.privateKeyPem),
    certificates.map(({ certificatePem }) => forge.pki.certificateFromPem(certificatePem)),
    'hemmelig',
  )
  const chain = certificates.map(({ certificateDer }) => certificateDer)
  const keys: readonly (readonly [string, () => SigningKey | Promise<SigningKey>])[] = [
    ['files', () => keyFromFiles(text.encode(encrypted.toString()), text.encode(sender.certificates), 'hemmelig')],
    ['a key store', () => keyFromKeyStore(Buffer.from(forge.asn1.toDer(store).getBytes(), 'binary'), 'hemmelig')],
    ['a key service', () => keyFromService(service, 'our-key', chain)],
    ['a hardware module', () => keyFromToken((data) => privateEncrypt(privateKey, data), chain)],
  ]
  it.each(keys)('writes and verifies a package with a key from %s', async (_, key) => {
    const [document] = makeDocuments(1)
    const { bytes, warnings } = await writeContract(document?.bytes ?? new Uint8Array(), await key(), signingTime)
    expect(warnings).toEqual([])
    expect(titleOf(bytes, [sender.root.certificateDer], signingTime)).toBe('Contract')
    expect(titleOf(bytes, [], signingTime)).toMatch(/^signature.untrusted /)
  })

  it('says what becomes of the mistakes that are made with digests', async () => {
    const wrong: readonly SigningKey['sign'][] = [
      // Without MessageType, the digest of the digest.
      async ({ sha256 }) => {
        const request = { KeyId: 'our-key', Message: sha256, MessageType: undefined as never }
        const { Signature: signature = sha256 } = await service.sign({
          ...request,
          SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
        })
        return signature
      },
      // Without DigestInfo.
      ({ sha256 }) => privateEncrypt(privateKey, sha256),
    ]
    for (const signer of wrong)
      expect(await safeWriteBundle(makeInput(1, { key: { chain, sign: signer } }))).toMatchObject({
        issues: [{ code: 'key.signature' }],
      })
    const lengths: number[] = []
    const measuring: SigningKey = {
      chain,
      sign: ({ data }) => {
        lengths.push(data.length)
        return sign('sha256', data, privateKey)
      },
    }
    for (const count of [1, 20]) await writeBundle(makeInput(count, { key: measuring }))
    expect(lengths.map((length) => length > 4096)).toEqual([false, true])
  })

  it('says how a key gets the certificate that was renewed', async () => {
    const [intermediate, root] = [sender.intermediate, sender.root]
    const subject = { C: 'NO', O: 'TESTESEN OG SØNN AS', organizationIdentifier: 'NTRNO-988015814', CN: 'TESTESEN' }
    const common = { subject, issuer: intermediate, key: 'leaf', keyUsage: ['digitalSignature'] } as const
    const old = makeCertificate({
      ...common,
      ...validity,
      serialNumber: 5n,
      notAfter: new Date(signingTime.getTime() - 1000),
    })
    const renewed = makeCertificate({ ...common, ...validity, serialNumber: 6n })
    const chainOf = (leaf: typeof old): readonly Uint8Array[] =>
      [leaf, intermediate, root].map(({ certificateDer }) => certificateDer)
    const [document] = makeDocuments(1)
    const pdf = document?.bytes ?? new Uint8Array()
    const before = keyFromService(service, 'our-key', chainOf(old))
    expect((await writeContract(pdf, before, signingTime)).warnings).toMatchObject([{ code: 'key.expired' }])
    const after = withRenewedCertificate(before, chainOf(renewed))
    const { bytes, warnings } = await writeContract(pdf, after, signingTime)
    expect(warnings).toEqual([])
    const bundle = verifyBundle(bytes, { trust: [root.certificateDer], receivedAt: signingTime })
    expect(bundle.signerCertificate).toEqual(renewed.certificateDer)
    const stranger = makeStranger()
    const another = [stranger.leaf, stranger.intermediate, stranger.root].map(({ certificateDer }) => certificateDer)
    expect(await safeWriteBundle(makeInput(1, { key: withRenewedCertificate(before, another) }))).toMatchObject({
      issues: [{ code: 'key.signature' }],
    })
  })
})
