import { describe, expect, it } from 'vitest'
import { readDerValues } from '../../src/x509/der.js'
import { readExtensions, type Extensions } from '../../src/x509/extensions.js'
import { extension } from '../../testing/certificates.js'
import { bitString, boolean, der, integer, objectIdentifier, sequence, utf8 } from '../../testing/der.js'

/** What extensions say. */
function read(...extensions: readonly Uint8Array[]): Extensions {
  return readExtensions(readDerValues(der(0xa3, sequence(...extensions)))[0], false)
}

const nothing: Extensions = {
  isAuthority: false,
  pathLength: Infinity,
  allowsDigitalSignature: true,
  allowsCertificateSigning: true,
  allowsSigningDocuments: true,
  demandsMore: false,
  alternativeNames: [],
  nameConstraints: [],
}
const octets = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)
const subtree = (host: string): Uint8Array => sequence(der(0x82, utf8(host)))
const purpose = (type: string): Uint8Array => extension('2.5.29.37', true, sequence(objectIdentifier(type)))

describe('extensions', () => {
  it('allow everything, and authorities nothing, where there are none', () => {
    expect(readExtensions(undefined, false)).toEqual(nothing)
    expect(read()).toEqual(nothing)
  })

  it.each<[string, Uint8Array, Partial<Extensions>]>([
    ['basic constraints of an authority', extension('2.5.29.19', true, sequence(boolean(true))), { isAuthority: true }],
    ['basic constraints of none', extension('2.5.29.19', true, sequence()), {}],
    ['basic constraints with FALSE', extension('2.5.29.19', true, sequence(boolean(false))), {}],
    [
      'a path length',
      extension('2.5.29.19', true, sequence(boolean(true), integer(3n))),
      { isAuthority: true, pathLength: 3 },
    ],
    ['a path length without cA', extension('2.5.29.19', true, sequence(integer(0n))), { pathLength: 0 }],
    [
      'key usage for signatures',
      extension('2.5.29.15', true, bitString(octets(0x80), 7)),
      { allowsCertificateSigning: false },
    ],
    [
      'key usage for certificates',
      extension('2.5.29.15', true, bitString(octets(0x04), 2)),
      { allowsDigitalSignature: false },
    ],
    [
      'key usage for nothing',
      extension('2.5.29.15', true, bitString(octets())),
      { allowsDigitalSignature: false, allowsCertificateSigning: false },
    ],
    ['a critical one that is unknown', extension('1.2.3', true, utf8('no DER')), { demandsMore: true }],
    ['one that is unknown', extension('1.2.3', false, utf8('no DER')), {}],
    [
      'one that says FALSE of whether it is critical',
      sequence(objectIdentifier('1.2.3'), boolean(false), der(0x04)),
      {},
    ],
    ['a policy', extension('2.5.29.32', true, sequence(sequence(objectIdentifier('1.2.3')))), {}],
    ['a policy that is demanded', extension('2.5.29.36', false, sequence(der(0x80, octets(0)))), { demandsMore: true }],
    ['no mapping of policies', extension('2.5.29.36', true, sequence(der(0x81, octets(0)))), {}],
    ['the purpose of a server', purpose('1.3.6.1.5.5.7.3.1'), { allowsSigningDocuments: false }],
    ['the purpose of time stamps', purpose('1.3.6.1.5.5.7.3.8'), { allowsSigningDocuments: false }],
    ['the purpose of e-mail', purpose('1.3.6.1.5.5.7.3.4'), {}],
    ['the purpose of documents', purpose('1.3.6.1.5.5.7.3.36'), {}],
    ['the purpose of documents, by Microsoft', purpose('1.3.6.1.4.1.311.10.3.12'), {}],
    ['the purpose of documents, by Adobe', purpose('1.2.840.113583.1.1.5'), {}],
    ['any purpose', purpose('2.5.29.37.0'), {}],
    [
      'names that are permitted, and names that are excluded',
      extension('2.5.29.30', true, sequence(der(0xa0, subtree('a.no')), der(0xa1, subtree('b.no')))),
      {
        nameConstraints: [
          { form: 2, text: 'no.a.', isPermitted: true },
          { form: 2, text: 'no.b.', isPermitted: false },
        ],
      },
    ],
  ])('say: %s', (_, one, expected) => {
    expect(read(one)).toEqual({ ...nothing, ...expected })
  })

  it.each<[string, string, readonly Uint8Array[]]>([
    [
      'one twice',
      'an extension comes twice',
      [extension('1.2.3', false, octets()), extension('1.2.3', true, octets())],
    ],
    ['one that is known and holds nothing', 'not one value', [extension('2.5.29.19', true, octets())]],
    [
      'one that is known and holds two values',
      'not one value',
      [extension('2.5.29.19', true, Buffer.concat([sequence(), sequence()]))],
    ],
    ['one of another type', 'not the value that is expected', [extension('2.5.29.15', true, sequence())]],
    [
      'a negative path length',
      'a negative length',
      [extension('2.5.29.19', true, sequence(boolean(true), integer(-1n)))],
    ],
    [
      'a BOOLEAN of two octets',
      'no BOOLEAN',
      [sequence(objectIdentifier('1.2.3'), der(0x01, octets(1, 1)), der(0x04))],
    ],
    [
      'a subtree with a minimum',
      'not a subtree',
      [extension('2.5.29.30', true, sequence(der(0xa0, sequence(der(0x82), der(0x80, octets(1))))))],
    ],
    [
      'a list of subtrees that is neither',
      'not a subtree',
      [extension('2.5.29.30', true, sequence(der(0xa2, sequence(der(0x82)))))],
    ],
    ['no value', 'not the value that is expected', [sequence(objectIdentifier('1.2.3'))]],
  ])('are not well formed: %s', (_, reason, list) => {
    expect(() => read(...list)).toThrow(new RangeError(reason))
  })

  it('must have a critical name where there is no subject', () => {
    const named = (critical: boolean): (() => Extensions) => {
      const names = extension('2.5.29.17', critical, sequence(der(0x82, utf8('a.no'))))
      return () => readExtensions(readDerValues(der(0xa3, sequence(names)))[0], true)
    }
    expect(named(true)().alternativeNames).toHaveLength(1)
    expect(named(false)).toThrow(new RangeError('no name'))
  })
})
