import { expect, describe, it } from 'vitest'
import { safeSigningKeyFromPem, safeVerifyBundle, safeWriteBundle, writeBundle } from 'signering-portal/bundle'
import { safeTlsOptions } from 'signering-portal/tls'
import { isError } from '../../src/outcome.js'
import { foreignArchive, foreignSignatures } from '../../testing/bundle/foreign-signatures.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { makeCertificate, validity } from '../../testing/certificates.js'
import { bitString, der, integer, objectIdentifier, sequence } from '../../testing/der.js'
import { codes, errorsOf } from '../../testing/issues.js'

describe('a certificate with a key that OpenSSL cannot decode', () => {
  const none = (type: string, parameters: readonly Uint8Array[], key: Uint8Array): Uint8Array =>
    sequence(sequence(objectIdentifier(type), ...parameters), bitString(key))
  const number = integer(0x0102_0304_0506_0708n)
  it.each<[string, Uint8Array]>([
    ['DSA with inherited parameters', none('1.2.840.10040.4.1', [], number)],
    ['an algorithm that nobody knows', none('1.2.3.4', [], number)],
    ['RSA that is no sequence', none('1.2.840.113549.1.1.1', [der(0x05)], number)],
    ['RSA without a modulus', none('1.2.840.113549.1.1.1', [der(0x05)], sequence())],
    ['a curve that nobody knows', none('1.2.840.10045.2.1', [objectIdentifier('1.2.3')], Uint8Array.of(4, 2, 3))],
    [
      'a point on no curve',
      none('1.2.840.10045.2.1', [objectIdentifier('1.2.840.10045.3.1.7')], Uint8Array.of(4, 2, 3)),
    ],
    ['Ed25519 of one octet', none('1.3.101.112', [], Uint8Array.of(1))],
  ])('is data like any other: %s', async (_, publicKeyInfo) => {
    const { leaf, intermediate, root } = sender
    const made = makeCertificate({
      subject: { CN: 'x' },
      issuer: intermediate,
      serialNumber: 1n,
      ...validity,
      publicKeyInfo,
    })
    const odd = made.certificateDer
    const chain = [leaf, intermediate, root].map(({ certificateDer }) => certificateDer)
    const input = makeInput(1)
    const { bytes } = await writeBundle(input)
    const outcomes = [
      safeSigningKeyFromPem({ key: leaf.privateKeyPem, certificates: [odd, ...chain] }),
      safeSigningKeyFromPem({ key: leaf.privateKeyPem, certificates: odd }),
      await safeWriteBundle({ ...input, key: { ...input.key, chain: [odd] } }),
      await safeWriteBundle({ ...input, key: { ...input.key, chain: [...chain, odd] } }),
      safeVerifyBundle(bytes, { trust: [odd], receivedAt: signingTime }),
      safeVerifyBundle(bytes, { trust: [odd, root.certificateDer], intermediates: [odd], receivedAt: signingTime }),
      safeTlsOptions({ key: leaf.privateKeyPem, cert: made.certificatePem, ca: odd }),
    ]
    expect(outcomes.map((outcome) => outcome.ok || outcome.issues.find(isError)?.code)).toEqual([
      true,
      'key.mismatch',
      'key.algorithm',
      'key.chain',
      'signature.untrusted',
      true,
      'tls.client-certificate',
    ])
    const files = new Map(input.documents.map((document) => [document.href, document.bytes] as const))
    const signed = foreignSignatures(files, { chain: [made], key: leaf })
    const verified = safeVerifyBundle(foreignArchive(files, signed), {
      trust: [root.certificateDer],
      receivedAt: signingTime,
    })
    expect(codes(errorsOf(verified))).toEqual(expect.arrayContaining(['signature.value', 'key.algorithm']))
  })
})
