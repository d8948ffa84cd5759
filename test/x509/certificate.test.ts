import { describe, expect, it } from 'vitest'
import {
  maximumCertificates,
  readableCertificates,
  readCertificate,
  readCertificates,
} from '../../src/x509/certificate.js'
import { keyPem, makeCertificate, makeSender, validity, type KeyUsage } from '../../testing/certificates.js'

const { root, intermediate, leaf, certificates } = makeSender()
const all = [leaf, intermediate, root]

/** The DER encodings, or the codes and places of what is wrong. */
function read(given: unknown): unknown {
  const result = readCertificates(given, ['place'])
  return result.ok ? result.value.map(({ der }) => der) : result.issues.map(({ code, property }) => [code, property])
}

describe('certificates', () => {
  const encodings = all.map(({ certificateDer }) => certificateDer)
  it.each<[string, unknown]>([
    ['in one PEM', certificates],
    ['in one PEM as bytes', new TextEncoder().encode(certificates)],
    ['in a list of PEM', all.map(({ certificatePem }) => certificatePem)],
    ['in a list of DER', encodings],
    ['in a list of both', [leaf.certificateDer, intermediate.certificatePem + root.certificatePem]],
    ['with CRLF, text around and other blocks', `Bag\r\n${keyPem('leaf')}${certificates.replaceAll('\n', '\r\n')}end`],
    ['with the older labels', certificates.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
  ])('are read %s', (_, given) => {
    expect(read(given)).toEqual(encodings)
  })

  it('are none in an empty list', () => {
    expect(read([])).toEqual([])
  })

  it.each<[string, unknown, unknown]>([
    ['a text without one', 'x', [['key.certificate', ['place']]]],
    ['an empty text', '', [['key.certificate', ['place']]]],
    ['bytes that are none', Uint8Array.of(1, 2), [['key.certificate', ['place']]]],
    ['nothing', undefined, [['key.certificate', ['place']]]],
    ['a key', keyPem('leaf'), [['key.certificate', ['place']]]],
    ['a damaged one', certificates.replace('MII', 'MIJ'), [['key.certificate', ['place']]]],
    [
      'several, each told with its place',
      [1, leaf.certificateDer, 'x'],
      [
        ['key.certificate', ['place', 0]],
        ['key.certificate', ['place', 2]],
      ],
    ],
  ])('are not read: %s', (_, given, issues) => {
    expect(read(given)).toEqual(issues)
  })

  it('are asked for in words where there are none', () => {
    expect(readCertificates('x', ['place'], 'tls.ca')).toMatchObject({
      issues: [{ code: 'tls.ca', message: 'Not X.509 certificates in DER or PEM, at least one.' }],
    })
  })
})

describe('a certificate that was read of late', () => {
  const { certificatePem, certificateDer } = leaf
  const others = Array.from({ length: 64 }, (_, index) => {
    const named = { subject: { CN: `${index}` }, serialNumber: BigInt(index), keyUsage: ['keyCertSign'] as const }
    return makeCertificate({ ...named, key: 'ec', ...validity }).certificateDer
  })

  it('is not read again, as text or as bytes', () => {
    const known = readCertificate(certificatePem)
    expect(readCertificate(certificatePem)).toBe(known)
    expect(readCertificate(new TextEncoder().encode(certificatePem))).toBe(known)
    expect(readCertificate(certificateDer)).toBe(readCertificate(certificateDer.slice()))
  })

  it('is kept until 64 others have been asked for since', () => {
    const known = readCertificate(certificatePem)
    for (const some of [others.slice(0, 40), others.slice(40), others.slice(1)]) {
      for (const other of some) readCertificate(other)
      expect(readCertificate(certificatePem)).toBe(known)
    }
    for (const other of others) readCertificate(other)
    expect(readCertificate(certificatePem)).not.toBe(known)
    expect(readCertificate(certificatePem)?.der).toEqual(certificateDer)
  })

  it('is kept, however often others cannot be read', () => {
    const known = readCertificate(certificatePem)
    for (let index = 0; index < 100; index++) expect(readCertificate(`${index}`)).toBeUndefined()
    expect(readCertificate(certificatePem)).toBe(known)
  })

  it('is not taken for another, nor for a text of the same characters', () => {
    const bytes = certificateDer.slice()
    const known = readCertificate(bytes)
    expect(readCertificate(Buffer.from(bytes).toString('latin1'))).toBeUndefined()
    bytes[0] = 0
    expect(readCertificate(bytes)).toBeUndefined()
    expect(readCertificate(certificateDer)).toBe(known)
  })

  it('is changed by nobody who was given its bytes', () => {
    readCertificate(certificateDer)?.der.fill(0)
    expect(readCertificate(certificateDer)?.der).toEqual(certificateDer)
  })

  it('is read again if it is longer than any certificate, so that what is kept is bounded', () => {
    const padded = certificatePem + '\n'.repeat(10_000)
    expect(readCertificate(padded)).not.toBe(readCertificate(padded))
    expect(readCertificate(padded)?.der).toEqual(certificateDer)
  })
})

describe('certificates', () => {
  const most = maximumCertificates
  const { certificateDer, certificatePem } = leaf

  it.each<[string, unknown]>([
    ['in a list', Array.from({ length: most + 1 }, () => certificateDer)],
    ['in a longer list', Array.from({ length: 100_001 }, () => certificateDer)],
    ['in PEM', certificatePem.repeat(most + 1)],
    ['in several texts', [certificatePem, certificatePem.repeat(most)]],
    ['that cannot be read', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'.repeat(most + 1)],
    ['that are none', Array.from({ length: most + 1 }, () => 5)],
  ])('are counted rather than read where they are too many: %s', (_, given) => {
    const message = 'Must have at most 2000 certificates, of which a chain may have 20.'
    expect(readCertificates(given, ['place'])).toMatchObject({
      issues: [{ code: 'key.certificate', property: ['place'], message }],
    })
  })

  it('are given where they can be read, beside an issue for each of the others, and none where they are too many', () => {
    const found = readableCertificates([certificateDer, 'x'], ['place'])
    expect(found.certificates.map(({ der }) => der)).toEqual([certificateDer])
    expect(found.issues).toMatchObject([{ code: 'key.certificate', property: ['place', 1] }])
    expect(readableCertificates(certificatePem.repeat(most + 1), ['place']).certificates).toEqual([])
  })

  it('are read, as many as there may be', () => {
    const result = readCertificates([certificatePem.repeat(most - 1), certificateDer], ['place'])
    expect(result.ok && result.value.length).toBe(most)
  })
})

describe('a certificate', () => {
  it('tells what a signature names', () => {
    const { issuerName, serialNumber, notBefore, notAfter } = readCertificate(leaf.certificateDer) ?? {}
    expect({ issuerName, serialNumber, notBefore, notAfter }).toEqual({
      issuerName:
        'CN=Buypass Class 3 Test4 CA G2 ST Business,2.5.4.97=#0c0f4e54524e4f2d393833313633333237,O=Buypass AS,C=NO',
      serialNumber: 0x2d_8f_45_9c_01_23_45_67_89n.toString(),
      ...validity,
    })
  })

  it.each<[readonly KeyUsage[], boolean]>([
    [[], true],
    [['digitalSignature'], true],
    [['nonRepudiation', 'digitalSignature'], true],
    [['nonRepudiation'], false],
    [['keyEncipherment', 'cRLSign'], false],
  ])('with key usage %j allows digital signatures: %s', (keyUsage, allows) => {
    const made = makeCertificate({ subject: { CN: 'x' }, keyUsage, serialNumber: 1n, ...validity })
    expect(readCertificate(made.certificateDer)?.extensions?.allowsDigitalSignature).toBe(allows)
  })
})
