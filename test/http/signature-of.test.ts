import * as fc from 'fast-check'
import { anyManifest } from 'signering-portal/arbitraries'
import type {
  Notifications,
  PortalSignatureJobStatusChangeResponse as StatusChange,
  PortalSigner,
  Signature,
} from 'signering-portal/codec'
import { signatureOf, signaturesBySigner } from 'signering-portal/http'
import { describe, expect, test } from 'vitest'

const status = { value: 'SIGNED', since: '2026-01-05T12:00:00Z' }
const byNumber = (personalIdentificationNumber: string): Signature => ({ status, personalIdentificationNumber })
const byContact = (identifier: Notifications): Signature => ({ status, identifier })

const changeOf = (...signature: readonly Signature[]): StatusChange => ({
  signatureJobId: '1',
  status: 'IN_PROGRESS',
  confirmationUrl: 'https://portal.example/api/confirm',
  signatures: { signature },
})

const lookup = { notificationsUsingLookup: { email: true } } as const
const contact = (notifications: Notifications): PortalSigner => ({
  identifiedByContactInformation: true,
  notifications,
})
const both = (address: string, number: string): Notifications => ({ email: { address }, sms: { number } })

/** The signature of a signer as the portal makes it: by what the manifest addresses the signer. */
const signatureFor = (signer: PortalSigner): Signature =>
  signer.personalIdentificationNumber !== undefined
    ? byNumber(signer.personalIdentificationNumber)
    : byContact(signer.notifications ?? { sms: { number: '' } })

describe('the signature of a signer', () => {
  const signatures = [
    byNumber('12345678910'),
    byContact({ email: { address: 'Kari.Normann@example.com' } }),
    byContact({ sms: { number: '+47 99 99 99 98' } }),
    byContact(both('kari.normann@example.com', '99999998')),
    byContact({ sms: { number: '0046 70-123 45 67' } }),
    byContact({ sms: { number: '590012345678' } }),
  ] as const
  const change = changeOf(...signatures)

  test.each([
    ['by national identity number', { personalIdentificationNumber: '12345678910', ...lookup }, 0],
    ['by number, whatever the notifications', { ...contact(both('a', 'b')), ...byNumber('12345678910') }, 0],
    ['by address alone, in any case of letters', contact({ email: { address: 'kari.normann@EXAMPLE.com' } }), 1],
    ['by number alone', contact({ sms: { number: '99999998' } }), 2],
    ['by number with 0047', contact({ sms: { number: '0047 99999998' } }), 2],
    ['by address and number', contact(both('kari.normann@example.com', '+4799999998')), 3],
    ['by a number abroad', contact({ sms: { number: '+46701234567' } }), 4],
    ['by what it is known by alone', { personalIdentificationNumber: '12345678910' }, 0],
    ['by an identifier', { identifier: { sms: { number: '(+47) 999.99.998' } } }, 2],
    [
      'by what null is beside',
      { ...contact(both('kari.normann@example.com', '99999998')), personalIdentificationNumber: null },
      3,
    ],
    [
      'by an address without a number',
      { identifier: { email: { address: 'kari.normann@example.com' }, sms: { number: null } } },
      1,
    ],
    ['by a number without an address', { identifier: { email: null, sms: { number: '99999998' } } }, 2],
    ['by notifications without an identifier', { ...contact({ sms: { number: '99999998' } }), identifier: null }, 2],
    ['by a signature of another change', byContact(both('KARI.NORMANN@example.com', '99999998')), 3],
  ])('is found %s', (_, signer, index) => {
    expect(signatureOf(change, signer as PortalSigner)).toBe(signatures[index])
  })

  test.each([
    ['another number', { personalIdentificationNumber: '12345678911' }],
    ['an address with a number that the change has with none', contact(both('Kari.Normann@example.com', '1'))],
    ['a number that has the code of another country', contact({ sms: { number: '+46 99 99 99 98' } })],
    ['a number of which 47 is a part', contact({ sms: { number: '4799999998' } })],
    ['a number with +47 before another number of digits', contact({ sms: { number: '+47590012345678' } })],
    ['no details', { identifiedByContactInformation: true, ...lookup }],
    ['details that are null', { identifiedByContactInformation: true, notifications: { email: { address: null } } }],
    ['what a national identity number says of an address', { personalIdentificationNumber: '[false,"99999998"]' }],
  ])('is not found by %s', (_, signer) => {
    expect(signatureOf(change, signer as PortalSigner)).toBeUndefined()
  })

  const anonymous: readonly (readonly [string, object])[] = [
    ['nothing', {}],
    ['null', { personalIdentificationNumber: null }],
    ['a number that is no text', { personalIdentificationNumber: 12345678910 }],
    [
      'a number that is no text, whatever the notifications',
      { personalIdentificationNumber: 12345678910, notifications: { sms: { number: '99999998' } } },
    ],
    ['an address that is null', { identifier: { email: { address: null } } }],
    ['an address that is no text', { identifier: { email: { address: 5 } } }],
    ['an address beside which a number is no text', { identifier: both('Kari.Normann@example.com', 5 as never) }],
    ['a number beside which an address is no text', { identifier: both([] as never, '99999998') }],
    ['a number beside which there is another e-mail', { identifier: { email: 'a', sms: { number: '99999998' } } }],
    ['contact details that are no object', { identifier: 'a' }],
  ]
  const lookedUp = { identifiedByContactInformation: true }
  const strange = anonymous.filter(([name]) => !/^nothing$|null$/.test(name))
  const lookedUpBesides = strange.map(([name, signer]) => [`${name}, looked up`, { ...signer, ...lookedUp }] as const)

  test.each([...anonymous, ...lookedUpBesides])('is not looked for by %s', (_, signer) => {
    const code = 'value.type'
    expect(() => signatureOf(change, signer as PortalSigner)).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ code, property: ['signer'] })] }),
    )
    const signers = [signer, lookedUp, byNumber('12345678910'), signer] as readonly PortalSigner[]
    const issues = [0, 3].map((index) => expect.objectContaining({ code, property: ['signers', index] }) as unknown)
    expect(() => signaturesBySigner({ signers }, change)).toThrow(expect.objectContaining({ issues }))
  })

  test('is not one of which a half is no text', () => {
    const odd = byContact(both('kari@example.com', 5 as never))
    expect(signatureOf(changeOf(odd), contact({ email: { address: 'kari@example.com' } }))).toBeUndefined()
  })

  test('is none where there are two that cannot be told apart', () => {
    const signer = contact({ sms: { number: '99999998' } })
    expect(signatureOf(changeOf(...signatures, signatureFor(signer)), signer)).toBeUndefined()
  })
})

describe('signatures by signer', () => {
  test('tells what could not be paired', () => {
    const [kari, ola] = [contact({ email: { address: 'kari@example.com' } }), contact({ sms: { number: '99999999' } })]
    const [first, second] = [contact(both('post@example.com', '1')), contact(both('Post@example.com', '1'))]
    const absent = { personalIdentificationNumber: '12345678910', ...lookup }
    const unknown = byNumber('10987654321')
    const signatures = [second, first, ola, kari].map(signatureFor)
    const signers = [kari, first, absent, second, ola]
    expect(signaturesBySigner({ signers }, changeOf(unknown, ...signatures))).toEqual({
      paired: [
        { signer: kari, signature: signatures[3] },
        { signer: ola, signature: signatures[2] },
      ],
      signersWithoutSignature: [absent],
      signaturesWithoutSigner: [unknown],
      sameDetails: [{ signers: [first, second], signatures: signatures.slice(0, 2) }],
    })
  })

  test('do not take what has no details for what has none either', () => {
    const signer: PortalSigner = { identifiedByContactInformation: true, ...lookup }
    const signature = { status } as Signature
    expect(signaturesBySigner({ signers: [signer] }, changeOf(signature))).toEqual({
      paired: [],
      signersWithoutSignature: [signer],
      signaturesWithoutSigner: [signature],
      sameDetails: [],
    })
  })

  test('are nothing for two signers of whom there is no signature', () => {
    const twins = [contact({ sms: { number: '1' } }), contact({ sms: { number: '1' } })]
    const result = signaturesBySigner({ signers: twins }, changeOf(byNumber('12345678910')))
    expect(result).toMatchObject({ paired: [], signersWithoutSignature: twins, sameDetails: [] })
  })

  /** Signers of whom some have the same details. */
  const alike = fc.array(
    fc.constantFrom<PortalSigner>(
      { personalIdentificationNumber: '12345678910', ...lookup },
      contact({ sms: { number: '99999999' } }),
      contact({ sms: { number: '+4799999999' } }),
      contact(both('a@example.com', '99999999')),
      contact(both('A@example.com', '99 99 99 99')),
    ),
    { minLength: 1, maxLength: 10 },
  )
  const shuffled = fc
    .oneof(
      anyManifest.map(({ signers }) => signers),
      alike,
    )
    .chain((signers) => {
      const each = signers.map((signer) => ({ ...signer }))
      const signatures = fc.shuffledSubarray(each.map(signatureFor))
      return fc.record({ signers: fc.constant(each), signatures })
    })

  test('have each signer and each signature once, in the order that they had', () => {
    fc.assert(
      fc.property(shuffled, ({ signers, signatures }) => {
        const result = signaturesBySigner({ signers }, changeOf(...signatures))
        const { paired, signersWithoutSignature, signaturesWithoutSigner, sameDetails } = result
        const told = [...paired.map(({ signer }) => signer), ...signersWithoutSignature]
        expect(new Set([...told, ...sameDetails.flatMap((same) => same.signers)])).toEqual(new Set(signers))
        expect(told.length + sameDetails.flatMap((same) => same.signers).length).toBe(signers.length)
        const pairs = paired.map(({ signature }) => signature)
        const all = [...pairs, ...signaturesWithoutSigner, ...sameDetails.flatMap((same) => same.signatures)]
        expect(new Set(all)).toEqual(new Set(signatures))
        expect(all).toHaveLength(signatures.length)
        expect(signersWithoutSignature).toEqual(signers.filter((signer) => signersWithoutSignature.includes(signer)))
      }),
    )
  })

  test('pair what signatureOf finds, and nothing else', () => {
    fc.assert(
      fc.property(shuffled, ({ signers, signatures }) => {
        const change = changeOf(...signatures)
        for (const { signer, signature } of signaturesBySigner({ signers }, change).paired)
          expect(signatureOf(change, signer)).toBe(signature)
        for (const signer of signaturesBySigner({ signers }, change).signersWithoutSignature)
          expect(signatureOf(change, signer)).toBeUndefined()
      }),
    )
  })

  /** The rule of the official client for Java: all three are equal, or absent on both sides. */
  const isSameForJava = (signer: PortalSigner, { personalIdentificationNumber, identifier }: Signature): boolean => {
    const isByContact = signer.identifiedByContactInformation !== undefined
    return (
      signer.personalIdentificationNumber === personalIdentificationNumber &&
      (isByContact ? signer.notifications?.email?.address : undefined) === identifier?.email?.address &&
      (isByContact ? signer.notifications?.sms?.number : undefined) === identifier?.sms?.number
    )
  }

  test('find all that the official client for Java finds, where it finds one', () => {
    fc.assert(
      fc.property(shuffled, ({ signers, signatures }) => {
        const change = changeOf(...signatures)
        const { paired, sameDetails } = signaturesBySigner({ signers }, change)
        const together = [
          ...paired.map(({ signer, signature }) => ({ signers: [signer], signatures: [signature] })),
          ...sameDetails,
        ]
        for (const signer of signers)
          for (const signature of signatures.filter((each) => isSameForJava(signer, each)))
            expect(together.some((one) => one.signers.includes(signer) && one.signatures.includes(signature))).toBe(
              true,
            )
      }),
    )
  })
})
