import fc from 'fast-check'
import forge from 'node-forge'
import { tlsOptions } from 'signering-portal/tls'
import { describe, expect, it } from 'vitest'
import { organizationNumberOf, type OrganizationType } from '../../src/x509/subject.js'
import { commonName, createAuthority, makeCertificate, validity } from '../../testing/certificates.js'
import { runs } from '../../testing/seed.js'

const authority = createAuthority('Client root')
const client = authority.issue([[commonName, 'Sender AS']])
const { checkServerIdentity } = tlsOptions({ ...client, ca: authority.root })

/** What a subject names, by the words of the documentation. */
const forms: Readonly<Record<OrganizationType, RegExp>> = {
  '2.5.4.97': /^NTRNO-([0-9]{9})$/,
  '2.5.4.5': /^([0-9]{9})$/,
  '2.5.4.3': /^([0-9]{9})$/,
}
const rightNumbers = ['NTRNO-123456785', '123456785']
const wrongNumbers = [
  ...['xNTRNO-123456785', 'NTRNO-1234567850', 'NTRNO-123456785 ', 'NTRNO-12345678', 'NTRNO-', 'NTRSE-123456785'],
  ...['x123456785', '1234567850', ' 123456785', '123456785\n', '12345678', '', '\u0661\u0662\u06636785'],
]
const types = ['2.5.4.97', '2.5.4.5', '2.5.4.3'] as const
const numberOf = (certificate: Uint8Array): string | undefined => organizationNumberOf(certificate, types)

describe('organizationNumberOf', () => {
  it.each(wrongNumbers)('does not take %j for a number, whatever the attribute', (value) => {
    for (const type of types) {
      const { certificateDer } = makeCertificate({ subject: [[[type, value]]], serialNumber: 1n, ...validity })
      expect(numberOf(certificateDer)).toBeUndefined()
    }
  })

  const { asn1 } = forge
  const sequence = (...value: forge.asn1.Asn1[]): forge.asn1.Asn1 =>
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, value)
  const contextSpecific0 = 0 as unknown as forge.asn1.Type
  const integer = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.INTEGER, false, '\x01')
  const explicitVersion = asn1.create(asn1.Class.CONTEXT_SPECIFIC, contextSpecific0, true, [integer])
  const der = (value: forge.asn1.Asn1): Uint8Array => Buffer.from(asn1.toDer(value).getBytes(), 'latin1')

  it('reads any name, multi-valued or not, in certificates with and without a version', () => {
    const attribute = fc.record({
      type: fc.constantFrom(...types, '2.5.4.10' as const),
      value: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        { weight: 2, arbitrary: fc.constantFrom(...rightNumbers) },
        fc.constantFrom(...wrongNumbers),
      ),
      tag: fc.constantFrom(
        asn1.Type.UTF8,
        asn1.Type.PRINTABLESTRING,
        asn1.Type.IA5STRING,
        asn1.Type.BMPSTRING,
        asn1.Type.SET,
      ),
    })
    let named = 0
    const name = fc.array(fc.array(attribute, { minLength: 1, maxLength: 3 }), { maxLength: 4 })
    fc.assert(
      fc.property(name, name, fc.boolean(), (issuer, subject, version) => {
        const encode = (relativeNames: typeof issuer): forge.asn1.Asn1 =>
          sequence(
            ...relativeNames.map((attributes) =>
              asn1.create(
                asn1.Class.UNIVERSAL,
                asn1.Type.SET,
                true,
                attributes.map(({ type, value, tag }) =>
                  sequence(
                    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(type).getBytes()),
                    asn1.create(asn1.Class.UNIVERSAL, tag, false, forge.util.encodeUtf8(value)),
                  ),
                ),
              ),
            ),
          )
        const fields = [integer, sequence(), encode(issuer), sequence(), encode(subject), sequence()]
        const tbs = version ? [explicitVersion, ...fields] : fields
        const decisive = types.find((type) => subject.flat().some((each) => each.type === type))
        const numbers = subject.flat().flatMap(({ type, value, tag }) => {
          if (type !== decisive) return []
          // What is in another encoding could be misread, and counts as a value that is no number.
          const readable = tag !== asn1.Type.BMPSTRING && tag !== asn1.Type.SET
          return [readable ? forms[decisive].exec(value)?.[1] : undefined]
        })
        const expected = new Set(numbers).size === 1 ? numbers[0] : undefined
        expect(numberOf(der(sequence(sequence(...tbs), sequence())))).toBe(expected)
        named += expected === undefined ? 0 : 1
      }),
      { numRuns: runs(1000) },
    )
    expect(named).toBeGreaterThan(0)
  })

  it('takes a number for that of an organization that is all of a value, without a mark before it', () => {
    const { certificateDer } = makeCertificate({ subject: { CN: '\uFEFF123456785' }, serialNumber: 1n, ...validity })
    expect(numberOf(certificateDer)).toBeUndefined()
  })

  it('refuses lengths that are not DER, or lead beyond what there is', () => {
    // A certificate of 128 bytes after its header, which is the two bytes 30 81 and the length 80.
    const padding = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, 'x'.repeat(111))
    const certificate = der(
      sequence(sequence(integer, sequence(), sequence(), sequence(), sequence(), sequence(padding))),
    )
    const headed = (...header: number[]): Uint8Array => Uint8Array.from([...header, ...certificate.subarray(3)])
    expect([...certificate.subarray(0, 3)]).toEqual([0x30, 0x81, 0x80])
    expect(numberOf(headed(0x30, 0x81, 0x80))).toBeUndefined()
    for (const header of [
      [0x30, 0x80],
      [0x30, 0x81, 0x81],
      [0x30, 0x82, 1, 0x80],
      [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff],
    ])
      expect(() => numberOf(headed(...header))).toThrow(RangeError)
  })

  it('answers anything else with a RangeError', () => {
    const certificate = Buffer.from(client.cert.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    const broken = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat({ max: certificate.length - 1 }).map((end) => certificate.subarray(0, end)),
      fc.tuple(fc.nat({ max: certificate.length - 1 }), fc.nat({ max: 255 })).map(([at, byte]) => {
        const changed = Uint8Array.from(certificate)
        changed[at] = byte
        return changed
      }),
    )
    fc.assert(
      fc.property(broken, (bytes) => {
        try {
          numberOf(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
        expect([undefined, 'PortalError']).toContain(checkServerIdentity('', { raw: bytes })?.name)
      }),
      { numRuns: runs(1000) },
    )
    expect(() => numberOf(new Uint8Array())).toThrow(RangeError)
    expect(() => numberOf(Buffer.concat([certificate, certificate]))).toThrow(new RangeError('more than a certificate'))
  })
})
