import { describe, expect, it } from 'vitest'
import type { Certificate } from '../../src/x509/certificate.js'
import { bestChain, isComplete, issuersAbove, leavesAmong } from '../../src/x509/chain.js'
import { latestFirst, maximumSignatureChecks } from '../../src/x509/path.js'
import { makeCertificate, validity, type CertificateInput, type MadeCertificate } from '../../testing/certificates.js'
import { readMade } from '../../testing/x509/made.js'

const time = new Date('2026-11-23T12:00:00Z')
const expired = { notAfter: new Date('2026-11-23T11:59:59Z') }
const renewed = { notAfter: new Date('2045-01-01T00:00:00Z') }
const issuing = { keyUsage: ['keyCertSign'] } as const

let serialNumber = 0n

function make(name: string, input: Partial<CertificateInput>): MadeCertificate {
  serialNumber += 1n
  return makeCertificate({ subject: { CN: name }, serialNumber, ...validity, ...input })
}

const made = {
  root: make('Root', { key: 'root', ...issuing }),
  unknown: make('Unknown', { key: 'stranger-root', ...issuing }),
}
const ca = make('CA', { key: 'intermediate', issuer: made.root, ...issuing })
const certificates = {
  root: readMade(made.root),
  ca: readMade(ca),
  expiredCa: readMade(make('CA', { key: 'intermediate', issuer: made.root, ...issuing, ...expired })),
  renewedCa: readMade(make('CA', { key: 'intermediate', issuer: made.root, ...issuing, ...renewed })),
  byUnknown: readMade(make('CA', { key: 'intermediate', issuer: made.unknown, ...issuing, ...renewed })),
  unknown: readMade(made.unknown),
  leaf: readMade(make('Leaf', { issuer: ca, keyUsage: ['digitalSignature'] })),
  renewedLeaf: readMade(make('Leaf', { issuer: ca, keyUsage: ['digitalSignature'], ...renewed })),
  expiredLeaf: readMade(make('Leaf', { issuer: ca, keyUsage: ['digitalSignature'], ...expired })),
}
type Named = keyof typeof certificates

/** Certificates by their names here. */
const some = (names: readonly Named[]): readonly Certificate[] => names.map((name) => certificates[name])
const named = (list: readonly Certificate[]): readonly (string | undefined)[] =>
  list.map(
    (one) => Object.entries(certificates).find(([, { x509 }]) => x509.fingerprint256 === one.x509.fingerprint256)?.[0],
  )

describe('the best chain', () => {
  it.each<[string, readonly [Named, ...Named[]], readonly Named[], readonly Named[]]>([
    ['ends at a root', ['leaf'], ['root', 'ca'], ['leaf', 'ca', 'root']],
    ['ends at a root, though another lasts longer', ['leaf'], ['byUnknown', 'ca', 'root'], ['leaf', 'ca', 'root']],
    ['is without a fault', ['leaf'], ['expiredCa', 'ca', 'root'], ['leaf', 'ca', 'root']],
    ['has faults where there is no other', ['leaf'], ['expiredCa', 'root'], ['leaf', 'expiredCa', 'root']],
    ['has what lasts longest', ['leaf'], ['ca', 'renewedCa', 'root'], ['leaf', 'renewedCa', 'root']],
    ['is from the leaf that lasts longest', ['leaf', 'renewedLeaf'], ['ca', 'root'], ['renewedLeaf', 'ca', 'root']],
    ['is from a leaf without a fault', ['expiredLeaf', 'leaf'], ['ca', 'root'], ['leaf', 'ca', 'root']],
    ['leads as far as certificates do', ['leaf'], ['ca'], ['leaf', 'ca']],
    ['is the leaf alone where none has issued it', ['leaf'], ['root', 'unknown'], ['leaf']],
    ['is the root alone, if it is a leaf', ['root'], ['root'], ['root']],
  ])('%s', (_, [first, ...more], others, expected) => {
    const leaves = [certificates[first], ...some(more)] as const
    expect(named(bestChain(leaves, some(others), time))).toEqual(expected)
    expect(named(bestChain(leaves, some(others.toReversed()), time))).toEqual(expected)
  })

  it('without a time, has what lasts longest, expired or not', () => {
    const leaves = [certificates.expiredLeaf] as const
    expect(named(bestChain(leaves, some(['expiredCa', 'root'])))).toEqual(['expiredLeaf', 'expiredCa', 'root'])
    expect(named(latestFirst(some(['leaf', 'expiredLeaf', 'renewedLeaf'])))).toEqual([
      'renewedLeaf',
      'leaf',
      'expiredLeaf',
    ])
  })

  it('is the longest of those that end nowhere', () => {
    const { byUnknown, leaf } = certificates
    expect(named(bestChain([byUnknown, leaf], some(['ca']), time))).toEqual(['leaf', 'ca'])
    expect(named(bestChain([leaf, byUnknown], some(['ca']), time))).toEqual(['leaf', 'ca'])
    expect(named(bestChain([byUnknown, leaf], [], time))).toEqual(['byUnknown'])
  })
})

describe('above a leaf', () => {
  it('stands whoever has issued it, or one that has, in every certificate', () => {
    const { leaf } = certificates
    const all = some(['unknown', 'root', 'ca', 'expiredCa', 'byUnknown', 'renewedLeaf'])
    expect(new Set(named(issuersAbove(leaf, all)))).toEqual(
      new Set(['leaf', 'ca', 'expiredCa', 'byUnknown', 'root', 'unknown']),
    )
    expect(named(issuersAbove(leaf, some(['root', 'unknown'])))).toEqual(['leaf'])
    expect(named(issuersAbove(leaf, []))).toEqual(['leaf'])
  })

  it('is looked for by so many signatures', () => {
    const namesakes = Array.from({ length: maximumSignatureChecks + 20 }, () =>
      readMade(make('CA', { key: 'stranger-leaf', issuer: made.unknown, ...issuing, ...renewed })),
    )
    // Those that last longest are tried first.
    expect(named(issuersAbove(certificates.leaf, [...namesakes, certificates.ca]))).toEqual(['leaf'])
    expect(named(issuersAbove(certificates.leaf, [...namesakes.slice(21), certificates.ca]))).toEqual(['leaf', 'ca'])
  })
})

describe('leaves among certificates', () => {
  it.each<[string, readonly Named[], readonly Named[]]>([
    ['are those that are no authorities', ['root', 'leaf', 'ca', 'renewedLeaf'], ['leaf', 'renewedLeaf']],
    ['are else those that have issued none', ['root', 'ca', 'renewedCa'], ['ca', 'renewedCa']],
    ['may be a root, which has issued itself', ['root'], ['root']],
    ['are none among none', [], []],
  ])('%s', (_, among, leaves) => {
    expect(named(leavesAmong(some(among)))).toEqual(leaves)
  })

  it('may be what has extensions that cannot be read', () => {
    const odd = { ...certificates.leaf, extensions: undefined }
    expect(leavesAmong([certificates.root, odd])).toEqual([odd])
  })
})

describe('a chain is complete', () => {
  it.each<[string, readonly Named[], boolean]>([
    ['to a root', ['leaf', 'ca', 'root'], true],
    ['not to an authority', ['leaf', 'ca'], false],
    ['not with a root at another place', ['root', 'leaf'], false],
    ['not without certificates', [], false],
  ])('%s', (_, chain, expected) => {
    expect(isComplete(some(chain))).toBe(expected)
  })

  it('to one that has issued itself and says that it is no authority', () => {
    expect(isComplete([readMade(make('Alone', { key: 'ec', basicConstraints: { cA: false } }))])).toBe(true)
    expect(isComplete([readMade(make('Alone', { key: 'ec', basicConstraints: null }))])).toBe(true)
  })
})
