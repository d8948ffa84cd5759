import { X509Certificate } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { maximumPathLength } from '../../src/x509/certificate.js'
import { findTrustedPath, isIssuedBy, isWeaklySigned, maximumSignatureChecks } from '../../src/x509/path.js'
import {
  extension,
  makeCertificate,
  makeSender,
  validity,
  type CertificateInput,
  type MadeCertificate,
  type TestKey,
} from '../../testing/certificates.js'
import { der, encodeName, integer, objectIdentifier, sequence, utf8 } from '../../testing/der.js'
import { codes } from '../../testing/issues.js'
import { readMade } from '../../testing/x509/made.js'

const time = new Date('2026-11-23T12:00:00Z')
const expired = { ...validity, notAfter: new Date('2026-11-23T11:59:59Z') }
const renewed = { ...validity, notAfter: new Date('2045-01-01T00:00:00Z') }

let serialNumber = 1n

/** Makes a certificate of an authority by another, or by itself. */
function authority(
  name: string,
  key: TestKey,
  issuer?: MadeCertificate,
  more: Partial<CertificateInput> = {},
): MadeCertificate {
  serialNumber += 1n
  const subject = { CN: name }
  return makeCertificate({
    subject,
    key,
    ...(issuer && { issuer }),
    keyUsage: ['keyCertSign'],
    serialNumber,
    ...validity,
    ...more,
  })
}

function leafOf(issuer: MadeCertificate, more: Partial<CertificateInput> = {}): MadeCertificate {
  serialNumber += 1n
  const subject = { C: 'NO', CN: 'Leaf' }
  return makeCertificate({ subject, issuer, keyUsage: ['digitalSignature'], serialNumber, ...validity, ...more })
}

/** What is wrong with the path that is found. */
function codesOf(
  leaf: MadeCertificate,
  trust: readonly MadeCertificate[],
  others: readonly MadeCertificate[],
): unknown {
  return codes(findTrustedPath(readMade(leaf), trust.map(readMade), others.map(readMade), time).issues)
}

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list]
  return list.flatMap((one, index) => permutations(list.toSpliced(index, 1)).map((rest) => [one, ...rest]))
}

const unknownExtension = (critical: boolean): Uint8Array => extension('1.3.6.1.4.1.99999.3', critical, utf8('?'))
const root = authority('Root', 'root')
const unknown = authority('Unknown', 'stranger-root')
const ca = authority('CA', 'intermediate', root)
const leaf = leafOf(ca)

describe('the algorithm of a signature', () => {
  const rsa = '1.2.840.113549.1.1'
  const sha2 = '2.16.840.1.101.3.4.2'
  const isTaken = (...signatureAlgorithm: readonly string[]): boolean =>
    !isWeaklySigned({ ...readMade(makeSender().leaf), signatureAlgorithm })

  it('is one of RSA, RSASSA-PSS, ECDSA with SHA-2, or an Edwards curve', () => {
    for (const type of [11, 12, 13, 14]) expect(isTaken(`${rsa}.${type}`)).toBe(true)
    for (const type of [1, 2, 3, 4]) expect(isTaken(`1.2.840.10045.4.3.${type}`)).toBe(true)
    for (const hash of [1, 2, 3, 4]) expect(isTaken(`${rsa}.10`, `${sha2}.${hash}`)).toBe(true)
    for (const curve of [112, 113]) expect(isTaken(`1.3.101.${curve}`)).toBe(true)
  })

  it('is no other, whatever its identifier begins or ends with', () => {
    for (const type of [2, 3, 4, 5, 15, 16, 111]) expect(isTaken(`${rsa}.${type}`)).toBe(false)
    for (const prefix of ['2.', '1.', '.', ' ']) expect(isTaken(`${prefix}${rsa}.11`)).toBe(false)
    for (const type of ['1.2.840.10045.4.1', '1.2.840.10045.4.3', '1.2.840.10045.4.3.5', '1.2.840.10045.4.3.1.1'])
      expect(isTaken(type)).toBe(false)
    // SHA-1 is what RSASSA-PSS has where nothing is said.
    expect([isTaken(`${rsa}.10`), isTaken(`${rsa}.10`, '1.3.14.3.2.26')]).toEqual([false, false])
    for (const hash of [5, 7, 8, 40, '1.1']) expect(isTaken(`${rsa}.10`, `${sha2}.${hash}`)).toBe(false)
    for (const curve of [110, 111, 114, 1120]) expect(isTaken(`1.3.101.${curve}`)).toBe(false)
    expect(isTaken()).toBe(false)
  })
})

describe('a path is found', () => {
  const expiredCa = authority('CA', 'intermediate', root, expired)
  const renewedCa = authority('CA', 'intermediate', root, renewed)
  const cross = authority('CA', 'intermediate', unknown, renewed)
  const futureRoot = authority('Root', 'root', undefined, { ...renewed, notBefore: new Date('2026-11-23T12:00:01Z') })
  const expiredRoot = authority('Root', 'root', undefined, expired)
  const newRoot = authority('Root', 'rsa-3072')
  const newByOld = authority('Root', 'rsa-3072', root)
  const newCa = authority('CA', 'stranger-intermediate', newRoot)
  const newLeaf = leafOf(newCa)

  it.each<[string, MadeCertificate, readonly MadeCertificate[], readonly MadeCertificate[]]>([
    ['beside one to an unknown root', leaf, [root], [leaf, cross, ca, root]],
    ['beside one to an unknown root that came along', leaf, [root], [cross, ca, unknown, root]],
    ['beside an expired authority', leaf, [root], [leaf, expiredCa, ca, root]],
    ['beside an expired and a renewed authority', leaf, [root], [expiredCa, ca, renewedCa]],
    ['beside an expired root', leaf, [root], [ca, expiredRoot, root]],
    ['to a root that is trusted as it was and as it is', leaf, [expiredRoot, root], [ca, expiredRoot]],
    ['to a root that is trusted as it is and as it will be', leaf, [root, futureRoot], [ca, futureRoot]],
    ['to a new root', newLeaf, [newRoot], [newCa, newByOld, newRoot, root]],
    ['to the old root, by which the new one is certified', newLeaf, [root], [newCa, newByOld, newRoot, root]],
    ['to one of several that are trusted', leaf, [unknown, root, newRoot], [ca]],
    ['to an authority that is trusted', leaf, [ca], [root]],
    ['to itself', leaf, [leaf], []],
    ['with a certificate twice', leaf, [root], [ca, leaf, ca]],
  ])('%s, in any order', (_, from, trust, others) => {
    for (const trusted of permutations(trust))
      for (const list of permutations(others)) expect(codesOf(from, trusted, list)).toEqual([])
  })

  it.each<TestKey>(['rsa-3072', 'rsa-4096', 'rsa-pss', 'ec', 'ec-384', 'ec-521', 'ed25519'])(
    'over an authority with a key of the kind %s',
    (key) => {
      const other = authority('Other', key, root)
      expect(codesOf(leafOf(other), [root], [other])).toEqual([])
    },
  )

  it('beside one that lasts longer and has a fault', () => {
    const later = authority('CA', 'intermediate', root, { ...renewed, extensions: [unknownExtension(true)] })
    expect(codesOf(leaf, [root], [later, ca])).toEqual([])
  })

  it('beside one that is too long to be searched', () => {
    const long = [authority('0', 'ec')]
    for (let index = 1; index < maximumPathLength; index++) long.push(authority(`${index}`, 'ec', long.at(-1)))
    expect(codesOf(leaf, [root], [...long, authority('CA', 'intermediate', long.at(-1), renewed), ca])).toEqual([])
  })

  it('to an authority as it is now, from the same as it was', () => {
    const usages = { keyUsage: ['keyCertSign', 'digitalSignature'] } as const
    const [before, now] = [authority('Root', 'root', undefined, usages), authority('Root', 'root', undefined, renewed)]
    expect(codesOf(before, [now], [])).toEqual([])
  })

  it('as far as it leads, where none is trusted', () => {
    const short = authority('CA', 'stranger-intermediate', unknown, renewed)
    for (const others of permutations([ca, short, root])) {
      const { path } = findTrustedPath(readMade(leaf), [], others.map(readMade), time)
      expect(path.map(({ der }) => der)).toEqual([leaf, ca, root].map(({ certificateDer }) => certificateDer))
    }
  })

  it('and is given from the leaf to the one that is trusted', () => {
    const { path } = findTrustedPath(readMade(leaf), [readMade(ca)], [readMade(root)], time)
    expect(path.map(({ der }) => der)).toEqual([leaf, ca].map(({ certificateDer }) => certificateDer))
  })
})

const purposes = (critical: boolean, ...list: readonly string[]): Uint8Array =>
  extension('2.5.29.37', critical, sequence(...list.map(objectIdentifier)))
const [server, mail] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.4'] as const
const twice = extension('2.5.29.14', false, der(0x04, Uint8Array.of(1)))
const permitted = (tag: number, value: Uint8Array): Uint8Array =>
  extension('2.5.29.30', true, sequence(der(0xa0, sequence(der(tag, value)))))
const alternativeName = (critical: boolean): Uint8Array =>
  extension('2.5.29.17', critical, sequence(der(0x82, utf8('a.example.no'))))

describe('of a certificate in the middle', () => {
  it.each<[string, Partial<CertificateInput>, readonly string[]]>([
    ['that has expired', expired, ['key.expired']],
    ['that is valid for one moment', { notBefore: time, notAfter: time }, []],
    ['that is not valid yet', { notBefore: new Date('2026-11-23T12:00:01Z') }, ['key.not-yet-valid']],
    ['with a critical extension that is unknown', { extensions: [unknownExtension(true)] }, ['key.extension']],
    ['with an extension that is unknown', { extensions: [unknownExtension(false)] }, []],
    ['with an extension twice', { extensions: [twice, twice] }, ['key.extension']],
    [
      'with basic constraints that cannot be read',
      { basicConstraints: null, extensions: [extension('2.5.29.19', true, der(0x05))] },
      ['key.extension'],
    ],
    [
      'with name constraints that cannot be read',
      { extensions: [extension('2.5.29.30', false, sequence(der(0xa0, sequence())))] },
      ['key.extension'],
    ],
    [
      'that demands a policy',
      { extensions: [extension('2.5.29.36', true, sequence(der(0x80, Uint8Array.of(0))))] },
      ['key.extension'],
    ],
    [
      'that forbids mapping of policies',
      { extensions: [extension('2.5.29.36', true, sequence(der(0x81, Uint8Array.of(0))))] },
      [],
    ],
    ['that forbids anyPolicy', { extensions: [extension('2.5.29.54', true, integer(0n))] }, []],
    [
      'with critical policies',
      { extensions: [extension('2.5.29.32', true, sequence(sequence(objectIdentifier('1.2.3'))))] },
      [],
    ],
    ['with a critical purpose other than signing', { extensions: [purposes(true, server)] }, ['key.usage']],
    ['with critical purposes, one of them signing', { extensions: [purposes(true, server, mail)] }, []],
    ['with a purpose other than signing', { extensions: [purposes(false, server)] }, []],
    ['whose key is short', { key: 'rsa-1024' }, ['key.size']],
    ['whose key is on another curve', { key: 'ec-secp256k1' }, ['key.algorithm']],
    ['that is signed by SHA-1', { hash: 'sha1' }, ['key.signature-algorithm']],
    ['that is signed by MD5', { hash: 'md5' }, ['key.signature-algorithm']],
    ['that is signed by SHA-512', { hash: 'sha512' }, []],
    ['that is no authority', { basicConstraints: { cA: false } }, ['signature.untrusted']],
    ['without basic constraints', { basicConstraints: null }, ['signature.untrusted']],
    ['without key usage', { basicConstraints: {}, keyUsage: [] }, []],
    ['with another key usage', { basicConstraints: {}, keyUsage: ['cRLSign'] }, ['signature.untrusted']],
    ['of version 1', { version: 1, keyUsage: [] }, ['signature.untrusted']],
    ['of version 1 with extensions', { version: 1 }, ['key.extension']],
    ['with serial number 0', { serialNumber: 0n }, []],
    ['with a serial number below 0', { serialNumber: -1n }, []],
    ['with its name in other case', { subject: { CN: '  ca ' } }, []],
    ['with its name in another type of string', { subject: [[['CN', 'CA', 'bmp']]] }, []],
    ['with another name', { subject: { CN: 'CB' } }, ['signature.untrusted']],
  ])('a path is judged: %s', (_, more, codes) => {
    const changed = authority('CA', 'intermediate', root, more)
    const key = changed.key
    const below = leafOf({ ...changed, subjectDer: encodeName({ CN: 'CA' }), key })
    expect(codesOf(below, [root], [changed, root])).toEqual(codes)
    // The same if it is trusted, but for how it is signed itself.
    const kept = codes[0] === 'key.signature-algorithm' ? [] : codes
    expect(codesOf(below, [changed], [])).toEqual(kept)
  })
})

describe('at the edges of validity', () => {
  const [before, after] = [new Date(time.getTime() - 1000), new Date(time.getTime() + 1000)]
  const edges: readonly (readonly [string, Partial<CertificateInput>, readonly string[]])[] = [
    ['begins then', { notBefore: time }, []],
    ['ends then', { notAfter: time }, []],
    ['begins a second later', { notBefore: after }, ['key.not-yet-valid']],
    ['has ended a second before', { notAfter: before }, ['key.expired']],
  ]

  it.each(edges)('a leaf that %s is judged, trusted itself or not', (_, more, codes) => {
    const changed = leafOf(ca, more)
    expect(codesOf(changed, [root], [ca])).toEqual(codes)
    expect(codesOf(changed, [changed], [])).toEqual(codes)
  })

  it.each(edges)('a trusted root that %s is judged', (_, more, codes) => {
    expect(codesOf(leaf, [authority('Root', 'root', undefined, more)], [ca])).toEqual(codes)
  })

  it.each(edges)('an authority that %s is judged, trusted itself or not', (_, more, codes) => {
    const changed = authority('CA', 'intermediate', root, more)
    expect(codesOf(leafOf(changed), [root], [changed])).toEqual(codes)
    expect(codesOf(leafOf(changed), [changed], [])).toEqual(codes)
  })
})

describe('of a leaf', () => {
  it.each<[string, Partial<CertificateInput>, readonly string[]]>([
    ['that has expired', expired, ['key.expired']],
    ['with a critical extension that is unknown', { extensions: [unknownExtension(true)] }, ['key.extension']],
    ['with an extension twice', { extensions: [twice, twice] }, ['key.extension']],
    ['with a critical purpose other than signing', { extensions: [purposes(true, server)] }, ['key.usage']],
    ['with any purpose', { extensions: [purposes(true, '2.5.29.37.0')] }, []],
    ['with a key usage other than signing', { keyUsage: ['keyEncipherment'] }, ['key.usage']],
    ['whose key is short', { key: 'rsa-1024' }, ['key.size']],
    ['that is signed by SHA-1', { hash: 'sha1' }, ['key.signature-algorithm']],
    ['without a name', { subject: [] }, ['key.extension']],
    ['with a name that is not critical', { subject: [], extensions: [alternativeName(false)] }, ['key.extension']],
    ['with a critical name instead of a subject', { subject: [], extensions: [alternativeName(true)] }, []],
    [
      'with a name of no form',
      { extensions: [extension('2.5.29.17', false, sequence(utf8('\u0002\u0000')))] },
      ['key.extension'],
    ],
    ['of version 1', { version: 1, keyUsage: [] }, []],
  ])('a path is judged: %s', (_, more, codes) => {
    expect(codesOf(leafOf(ca, more), [root], [ca])).toEqual(codes)
  })

  it('whose issuer has no name, none is sound', () => {
    const nameless = leafOf({ ...root, subjectDer: encodeName([]) })
    expect(codesOf(nameless, [root], [])).toEqual(['signature.untrusted', 'key.extension'])
    expect(codesOf(nameless, [nameless], [])).toEqual(['key.extension'])
  })

  it('with a changed signature, there is none', () => {
    const changed = leaf.certificateDer.slice()
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    expect(codesOf({ ...leaf, certificateDer: changed }, [root], [ca])).toEqual(['signature.untrusted'])
  })
})

describe('below a path length', () => {
  const limited = (pathLength: bigint): Partial<CertificateInput> => ({ basicConstraints: { pathLength } })
  const first = (length: bigint): MadeCertificate => authority('First', 'intermediate', root, limited(length))

  it.each([
    [0n, 0, []],
    [0n, 1, ['key.path-length']],
    [1n, 1, []],
    [1n, 2, ['key.path-length']],
    [2n, 2, []],
    [1n << 70n, 2, []],
    [-1n, 0, ['key.extension']],
  ] as const)('of %s, %s authorities are judged', (length, count, codes) => {
    const path = [first(length)]
    for (let index = 0; index < count; index++) path.push(authority(`CA ${index}`, 'stranger-leaf', path.at(-1)))
    expect(codesOf(leafOf(path.at(-1) ?? root), [root], path)).toEqual(codes)
  })

  it('self-issued authorities do not count, and others do where these stand', () => {
    const [limit, none] = [first(1n), first(0n)]
    for (const [top, codes] of [
      [none, []],
      [limit, []],
    ] as const) {
      const own = authority('First', 'stranger-leaf', top)
      expect(codesOf(leafOf(own), [root], [top, own])).toEqual(codes)
    }
    const own = authority('First', 'stranger-leaf', none)
    const second = authority('Second', 'rsa-3072', own)
    expect(codesOf(leafOf(second), [root], [none, own, second])).toEqual(['key.path-length'])
  })

  it('of the trusted one, authorities are judged too', () => {
    const limitedRoot = authority('Root', 'root', undefined, limited(0n))
    expect(codesOf(leafOf(limitedRoot), [limitedRoot], [])).toEqual([])
    expect(codesOf(leaf, [limitedRoot], [ca])).toEqual(['key.path-length'])
  })
})

describe('below name constraints', () => {
  const country = permitted(0xa4, encodeName({ C: 'NO' }))

  it('a leaf is judged, and authorities, but not self-issued ones', () => {
    const top = authority('Top', 'intermediate', root, { extensions: [country] })
    expect(codesOf(leafOf(top), [root], [top])).toEqual([])
    expect(codesOf(leafOf(top, { subject: { C: 'SE', CN: 'Leaf' } }), [root], [top])).toEqual(['key.name-constraints'])
    const own = authority('Top', 'stranger-leaf', top)
    expect(codesOf(leafOf(own), [root], [top, own])).toEqual([])
    expect(codesOf(leafOf(top, { subject: { CN: 'Top' } }), [root], [top])).toEqual(['key.name-constraints'])
    const other = authority('Other', 'stranger-leaf', top)
    expect(codesOf(leafOf(other), [root], [top, other])).toEqual(['key.name-constraints'])
    const norwegian = authority('Other', 'stranger-leaf', top, { subject: [[['C', 'no', 'utf8']], [['CN', 'Other']]] })
    expect(codesOf(leafOf(norwegian), [root], [top, norwegian])).toEqual([])
    expect(codesOf(leafOf(top), [top], [])).toEqual([])
    expect(codesOf(leafOf(top, { subject: { C: 'SE' } }), [top], [])).toEqual(['key.name-constraints'])
  })

  it('the mailbox in a subject is judged, and a form that is not supported where it is met', () => {
    const mailboxes = authority('Top', 'intermediate', root, { extensions: [permitted(0x81, utf8('example.no'))] })
    const subject = (address: string): Partial<CertificateInput> => ({ subject: [[['emailAddress', address, 'ia5']]] })
    expect(codesOf(leafOf(mailboxes, subject('kari@example.no')), [root], [mailboxes])).toEqual([])
    expect(codesOf(leafOf(mailboxes, subject('kari@b.no')), [root], [mailboxes])).toEqual(['key.name-constraints'])
    const otherName = (tag: number): Uint8Array => sequence(der(tag, objectIdentifier('1.2.3'), der(0xa0, der(0x05))))
    const others = authority('Top', 'intermediate', root, {
      extensions: [extension('2.5.29.30', true, sequence(der(0xa1, otherName(0xa0))))],
    })
    const named = { extensions: [extension('2.5.29.17', false, otherName(0xa0))] }
    expect(codesOf(leafOf(others), [root], [others])).toEqual([])
    expect(codesOf(leafOf(others, named), [root], [others])).toEqual(['key.name-constraints'])
  })
})

it('whether one has signed another is found out once', () => {
  const verify = vi.spyOn(X509Certificate.prototype, 'verify')
  const made = authority('Once', 'intermediate')
  const [issuer, stranger] = [readMade(made), readMade(authority('Once', 'ec'))]
  const subject = readMade(authority('Below', 'leaf', made))
  for (let time = 0; time < 3; time++) {
    expect(isIssuedBy(subject, issuer)).toBe(true)
    expect(isIssuedBy(subject, stranger)).toBe(false)
  }
  expect(verify).toHaveBeenCalledTimes(2)
  verify.mockRestore()
})

describe('a search ends', () => {
  it('at paths of a length', () => {
    const path = [authority('0', 'ec')]
    for (let index = 1; index < maximumPathLength - 1; index++) path.push(authority(`${index}`, 'ec', path.at(-1)))
    const last = path.pop() ?? root
    expect(codesOf(leafOf(last), path.slice(0, 1), [last, ...path].toReversed())).toEqual([])
    const longer = authority('longer', 'ec', last)
    expect(codesOf(leafOf(longer), path.slice(0, 1), [longer, last, ...path])).toEqual([
      'signature.untrusted',
      'key.path-limit',
    ])
  })

  it('without trying one name and key again and again', () => {
    const alike = Array.from({ length: 16 }, () => authority('CA', 'intermediate'))
    expect(codesOf(leaf, [root], alike)).toEqual(['signature.untrusted'])
  })

  it('after some signatures, and tries those that are trusted before', () => {
    const others = Array.from({ length: maximumSignatureChecks + 1 }, () => authority('CA', 'ec', unknown))
    expect(codesOf(leaf, [root], [...others, ca])).toEqual(['signature.untrusted', 'key.path-limit'])
    expect(codesOf(leaf, [ca], others)).toEqual([])
    expect(codesOf(leaf, [root], [ca, ...others])).toEqual([])
  })
})
