import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { certificateIssues, certificatesIn, told } from '../../src/cli/check-certificate.js'
import { readCertificate } from '../../src/x509/certificate.js'
import { certificateAuthorities } from '../../src/trust/authorities.js'
import {
  makeCertificate,
  makeSender,
  makeStranger,
  validity,
  type CertificateInput,
  type Sender,
} from '../../testing/certificates.js'

const now = new Date('2026-11-30T12:00:00Z')
const chainOf = ({ leaf, intermediate, root }: Sender): ReturnType<typeof certificatesIn> =>
  certificatesIn([leaf, intermediate, root].map(({ certificateDer }) => certificateDer))
const rootsOf = (sender: Sender): ReturnType<typeof certificatesIn> => certificatesIn([sender.root.certificateDer])
const codesOf = (
  input: Partial<CertificateInput>,
  organization?: string,
  trusted: Sender = makeSender(),
): readonly string[] => {
  const chain = chainOf(makeSender(input))
  const issues = certificateIssues(chain, organization, { environment: undefined, roots: rootsOf(trusted) }, now)
  return issues.map(({ severity, code }) => `${severity} ${code}`)
}

test('a certificate is told by its names, its organization, its validity and its digest', () => {
  const [leaf] = chainOf(makeSender())
  expect.assert(leaf !== undefined)
  expect(told(leaf.x509)).toEqual({
    subject: 'C=NO, O=TESTESEN OG SØNN AS, organizationIdentifier=NTRNO-988015814, CN=TESTESEN OG SØNN AS',
    organizationNumber: '988015814',
    issuer: 'C=NO, O=Buypass AS, organizationIdentifier=NTRNO-983163327, CN=Buypass Class 3 Test4 CA G2 ST Business',
    notBefore: '2020-01-01T00:00:00.000Z',
    notAfter: '2040-01-01T00:00:00.000Z',
    sha256: leaf.x509.fingerprint256.replaceAll(':', '').toLowerCase(),
  })
})

test('what a name holds stays in its line, steers no terminal and is nothing personal', () => {
  const [leaf] = chainOf(makeSender({ subject: { CN: 'a\nserver: b\u001B[31m\u202E 01810010068 kari@example.com' } }))
  expect.assert(leaf !== undefined)
  const { subject, organizationNumber } = told(leaf.x509)
  expect(subject).not.toMatch(/[\n\p{Cc}\p{Bidi_Control}]/u)
  expect(subject).not.toMatch(/01810010068|kari/)
  expect(organizationNumber).toBeUndefined()
})

test('a certificate without names, or without a time, is told all the same', () => {
  // Node.js gives undefined for a name without attributes, and words for what is no time.
  const { certificateDer } = makeCertificate({ ...validity, subject: {}, serialNumber: 1n })
  const nameless = new X509Certificate(certificateDer)
  expect(told(nameless)).toMatchObject({ subject: '', issuer: '', notAfter: '2040-01-01T00:00:00.000Z' })
  for (const name of ['validFrom', 'validTo']) Object.defineProperty(nameless, name, { value: 'Bad time value' })
  expect(told(nameless)).toMatchObject({ notBefore: undefined, notAfter: undefined })
})

test('nothing is wrong with one that leads to a trusted one and names the organization', () => {
  expect(codesOf({})).toEqual([])
  expect(codesOf({}, '988015814')).toEqual([])
})

test.each<[string, Partial<CertificateInput>, string | undefined, readonly string[]]>([
  ['has expired', { notAfter: new Date('2026-11-30T11:59:59Z') }, undefined, ['error key.expired']],
  ['is not valid yet', { notBefore: new Date('2026-11-30T12:00:01Z') }, undefined, ['error key.not-yet-valid']],
  ['is for something else', { keyUsage: ['keyEncipherment'] }, undefined, ['error key.usage']],
  ['names no organization', { subject: { CN: 'Somebody' } }, '988015814', ['error check.organization']],
  ['names another one', {}, '123456785', ['warning check.organization']],
  [
    'has several faults',
    { notAfter: new Date('2021-01-01T00:00:00Z'), subject: { CN: 'a' } },
    undefined,
    ['error key.expired', 'error check.organization'],
  ],
])('one that %s', (_, input, organization, codes) => {
  expect(codesOf(input, organization)).toEqual(codes)
})

test('one that leads to nobody who is trusted', () => {
  expect(codesOf({}, undefined, makeStranger())).toEqual(['error signature.untrusted'])
  expect(certificateIssues([], undefined, { environment: 'test', roots: [] }, now)).toEqual([])
})

test('one of another environment is told as that, and one of none is not', () => {
  for (const [own, other] of [
    ['production', 'test'],
    ['test', 'production'],
  ] as const) {
    // An authority below a root stands in for a certificate that only its owner has.
    const pem = certificateAuthorities[own].find(
      ({ owner, commonName, issuer }) => owner === 'Buypass' && issuer !== commonName,
    )?.pem
    const authority = readCertificate(pem ?? '')
    expect.assert(authority !== undefined)
    const codes = (environment: 'production' | 'test'): readonly string[] =>
      certificateIssues([authority], undefined, { environment, roots: [] }, now).map(({ code }) => code)
    expect(codes(other)).toContain('check.environment')
    expect(codes(other)).not.toContain('signature.untrusted')
    expect(codes(own)).not.toContain('check.environment')
    expect(codes(own)).not.toContain('signature.untrusted')
  }
  const stranger = certificateIssues(chainOf(makeSender()), undefined, { environment: 'test', roots: [] }, now)
  expect(stranger.map(({ code }) => code)).toEqual(['signature.untrusted'])
})
