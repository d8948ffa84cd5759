import { describe, expect, it } from 'vitest'
import { completenessIssues } from '../../src/x509/chain.js'
import { findTrustedPath, maximumSignatureChecks } from '../../src/x509/path.js'
import {
  extension,
  makeCertificate,
  validity,
  type CertificateInput,
  type MadeCertificate,
} from '../../testing/certificates.js'
import { der, encodeName, objectIdentifier, sequence } from '../../testing/der.js'
import { readMade } from '../../testing/x509/made.js'

const time = new Date('2026-11-23T12:00:00Z')

function make(name: string, input: Partial<CertificateInput>): MadeCertificate {
  return makeCertificate({ subject: { CN: name }, serialNumber: 1n, ...validity, ...input })
}

/** What is said of the path that is found. */
function sentencesOf(
  leaf: MadeCertificate,
  trust: readonly MadeCertificate[],
  others: readonly MadeCertificate[],
): readonly string[] {
  return findTrustedPath(readMade(leaf), trust.map(readMade), others.map(readMade), time).issues.map(
    ({ message }) => message,
  )
}

const signing = { keyUsage: ['digitalSignature'] } as const
const issuing = { keyUsage: ['keyCertSign'] } as const
const root = make('Root', { key: 'root', ...issuing })
const ca = make('CA', { key: 'intermediate', issuer: root, ...issuing })
const twice = extension('2.5.29.14', false, der(0x04, Uint8Array.of(1)))

describe('whoever looks for the path of a certificate is told', () => {
  it.each<[Partial<CertificateInput>, string]>([
    [{ notBefore: new Date('2026-11-23T12:00:01Z') }, 'Certificate 1 of the path is not valid yet.'],
    [{ notAfter: new Date('2026-11-23T11:59:59Z') }, 'Certificate 1 of the path has expired.'],
    [{ keyUsage: ['keyEncipherment'] }, 'Certificate 1 of the path has a key usage without digitalSignature.'],
    [
      { extensions: [extension('2.5.29.37', true, sequence(objectIdentifier('1.3.6.1.5.5.7.3.1')))] },
      'Certificate 1 of the path has an extended key usage for something else only.',
    ],
    [
      { extensions: [twice, twice] },
      'Certificate 1 of the path has an extension twice, one that is not well formed, or no name.',
    ],
    [
      { extensions: [extension('1.2.3', true, der(0x05))] },
      'Certificate 1 of the path has a critical extension that is unknown, or wants a policy.',
    ],
    [
      { hash: 'sha1' },
      'Certificate 2 of the path has signed the one before by an algorithm that is broken or not supported.',
    ],
    [{ key: 'rsa-1024' }, 'Certificate 1 of the path has an RSA key of less than 2048 bits.'],
    [{ key: 'ec-secp256k1' }, 'Certificate 1 of the path has a key of a kind that is not supported.'],
  ])('%j: %s', (input, sentence) => {
    expect(sentencesOf(make('Leaf', { issuer: ca, ...signing, ...input }), [root], [ca])).toEqual([sentence])
  })

  it('of what an authority allows', () => {
    const first = make('First', { key: 'intermediate', issuer: root, ...issuing, basicConstraints: { pathLength: 0n } })
    const second = make('Second', { key: 'stranger-leaf', issuer: first, ...issuing })
    expect(sentencesOf(make('Leaf', { issuer: second, ...signing }), [root], [first, second])).toEqual([
      'Certificate 3 of the path has more authorities before it than its pathLenConstraint allows.',
    ])
    const names = sequence(der(0xa0, sequence(der(0xa4, encodeName({ C: 'NO' })))))
    const norwegian = make('CA', {
      key: 'intermediate',
      issuer: root,
      ...issuing,
      extensions: [extension('2.5.29.30', true, names)],
    })
    expect(sentencesOf(make('Leaf', { issuer: norwegian, ...signing }), [root], [norwegian])).toEqual([
      'Certificate 2 of the path has name constraints, and one before it has another name.',
    ])
  })

  it('of all its certificates, the first that has a fault', () => {
    const expired = { notAfter: new Date('2026-11-23T11:59:59Z') }
    const old = make('CA', { key: 'intermediate', issuer: root, ...issuing, ...expired })
    expect(sentencesOf(make('Leaf', { issuer: old, ...signing }), [root], [old])).toEqual([
      'Certificate 2 of the path has expired.',
    ])
    expect(sentencesOf(make('Leaf', { issuer: old, ...signing, ...expired }), [root], [old])).toEqual([
      'Certificate 1 of the path has expired.',
    ])
  })

  it('that there is none, or none among as many as are tried', () => {
    const leaf = make('Leaf', { issuer: ca, ...signing })
    const untrusted = 'The certificate does not lead to a trusted one.'
    expect(sentencesOf(leaf, [], [ca])).toEqual([untrusted])
    const unknown = make('Unknown', { key: 'stranger-root', ...issuing })
    const others = Array.from({ length: maximumSignatureChecks + 1 }, (_, index) =>
      make('CA', { key: 'ec', issuer: unknown, ...issuing, serialNumber: BigInt(index) }),
    )
    expect(sentencesOf(leaf, [root], others)).toEqual([
      untrusted,
      'There are too many certificates to try for all paths.',
    ])
  })

  it('that a chain has no end', () => {
    expect(completenessIssues([readMade(ca)]).map(({ message }) => message)).toEqual([
      'The chain does not end at a root certificate.',
    ])
    expect(completenessIssues([readMade(ca), readMade(root)])).toEqual([])
  })
})
