import { createHash, createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { certificateIssues, findSigner, type CertificateClaims } from '../../src/bundle/signing-certificate.js'
import { readCertificate, type Certificate } from '../../src/x509/certificate.js'
import { makeSender } from '../../testing/certificates.js'
import { sender } from '../../testing/bundle/packages.js'

const certificateOf = ({ certificateDer }: { readonly certificateDer: Uint8Array }): Certificate => {
  const certificate = readCertificate(certificateDer)
  if (certificate === undefined) throw new Error('it is a certificate')
  return certificate
}

const [leaf, intermediate, root] = [sender.leaf, sender.intermediate, sender.root].map(certificateOf) as [
  Certificate,
  Certificate,
  Certificate,
]
const chain = [leaf, intermediate, root]

const referenceTo = ({ der, issuerName, serialNumber }: Certificate, hash: 'sha1' | 'sha256' = 'sha1') => ({
  hash,
  digest: createHash(hash).update(der).digest('base64'),
  issuerName,
  serialNumber,
})

const claims = (change: Partial<CertificateClaims> = {}): CertificateClaims => ({
  signingCertificates: [referenceTo(leaf)],
  subjectNames: [],
  issuerSerials: [],
  keys: [],
  ...change,
})

const messagesOf = (change: Partial<CertificateClaims>): readonly string[] =>
  certificateIssues(claims(change), leaf, chain).map(({ message }) => message)

const number = (value: string | undefined): Uint8Array => new Uint8Array(Buffer.from(value ?? '', 'base64url'))
const { n, e } = createPublicKey(sender.leaf.privateKeyPem).export({ format: 'jwk' })

describe('the signer', () => {
  test('is the certificate that is named first, wherever it is', () => {
    expect(findSigner(claims(), [root, intermediate, leaf])).toBe(leaf)
    expect(findSigner(claims({ signingCertificates: [referenceTo(leaf, 'sha256')] }), [root, leaf])).toBe(leaf)
  })

  test('is the first if none is named', () => {
    expect(findSigner(claims(), [root, intermediate])).toBe(root)
  })
})

describe('nothing is wrong', () => {
  test.each<readonly [string, Partial<CertificateClaims>]>([
    ['with the signer alone', {}],
    [
      'with the whole chain',
      { signingCertificates: [referenceTo(leaf), referenceTo(root), referenceTo(intermediate)] },
    ],
    ['with a certificate twice', { signingCertificates: [referenceTo(leaf), referenceTo(leaf, 'sha256')] }],
    ['with its name', { subjectNames: [leaf.x509.subject.split('\n').reverse().join(', ')] }],
    ['with its issuer', { issuerSerials: [referenceTo(leaf)] }],
    ['with its key', { keys: [[number(n), number(e)]] }],
    ['with its key and zeros before it', { keys: [[Buffer.concat([Buffer.alloc(2), number(n)]), number(e)]] }],
  ])('%s', (_, change) => {
    expect(messagesOf(change)).toEqual([])
  })
})

describe('it is told', () => {
  const other = 'KeyInfo has a name or a key that is not that of the certificate.'
  const stranger = 'SigningCertificate names a certificate that is not one of the chain.'
  const ofAnother = certificateOf(makeSender({}, 'stranger-').leaf)
  test.each<readonly [string, Partial<CertificateClaims>, string]>([
    [
      'that another is named',
      { signingCertificates: [referenceTo(root)] },
      'The certificate is not the one that the signature names.',
    ],
    [
      'that the serial number is another',
      { signingCertificates: [{ ...referenceTo(leaf), serialNumber: '1' }] },
      'The serial number that the signature names is not that of the certificate.',
    ],
    [
      'that the issuer is another',
      { signingCertificates: [{ ...referenceTo(leaf), issuerName: 'CN=x' }] },
      'X509IssuerName is not the name of the certificate’s issuer: all of its attributes, the last first (RFC 2253).',
    ],
    ['that one is none of the chain', { signingCertificates: [referenceTo(leaf), referenceTo(ofAnother)] }, stranger],
    [
      'that one of the chain has another issuer',
      { signingCertificates: [referenceTo(leaf), { ...referenceTo(root), issuerName: 'CN=x' }] },
      stranger,
    ],
    ['that the name is another', { subjectNames: ['CN=x'] }, other],
    ['that the issuer beside is another', { issuerSerials: [referenceTo(root)] }, other],
    ['that the modulus is another', { keys: [[number(e), number(e)]] }, other],
    ['that the exponent is another', { keys: [[number(n), number(n)]] }, other],
  ])('%s', (_, change, message) => {
    expect(messagesOf(change)).toEqual([message])
  })
})
