import { describe, expect, it } from 'vitest'
import { safeSigningKeyFromPkcs12, type Pkcs12KeyOptions } from 'signering-portal/pkcs12'
import { makeStranger } from '../../../testing/certificates.js'
import { sender } from '../../../testing/bundle/packages.js'
import { opensslReads } from '../../../testing/bundle/openssl-pkcs12.js'
import {
  certificateBag,
  crlBag,
  encryptedSafe,
  keyBag,
  pkcs12File,
  plainSafe,
  safeContentsBag,
  sdsiCertificateBag,
  secretBag,
  shroudedKeyBag,
  type Passphrase,
} from '../../../testing/bundle/pkcs12.js'
import { berFromDer } from '../../../testing/ber.js'
import { der, integer, objectIdentifier, sequence } from '../../../testing/der.js'
import { describeWith, openssl } from '../../../testing/requirements.js'

async function verdictOn(pkcs12: Uint8Array, options: Partial<Pkcs12KeyOptions> = {}): Promise<string> {
  const result = await safeSigningKeyFromPkcs12({ pkcs12, passphrase: 'passord', ...options })
  return result.ok ? `${result.value.chain.length} certificates` : `${result.issues[0]?.code}`
}

const pem = sender.leaf.privateKeyPem
const chain = [sender.root, sender.leaf, sender.intermediate].map(({ certificateDer }) =>
  certificateBag(certificateDer),
)
const key = shroudedKeyBag(pem, 'passord')

/** Every way in which programs write that there is no passphrase. */
const none: readonly Passphrase[] = [null, '']
const combinations = none.flatMap((mac) => none.flatMap((ofKey) => none.map((ofSafe) => ({ mac, ofKey, ofSafe }))))

describe('an empty passphrase', () => {
  it.each(combinations)('is read where the MAC has $mac, the key $ofKey, the certificates $ofSafe', async (how) => {
    const safes = [plainSafe(shroudedKeyBag(pem, how.ofKey)), encryptedSafe(how.ofSafe, chain)]
    for (const mac of [undefined, { passphrase: how.mac }]) {
      const file = pkcs12File(safes, mac)
      expect(await verdictOn(file, { passphrase: '' })).toBe('3 certificates')
      expect(await verdictOn(file, { passphrase: 'x' })).toBe('key.passphrase')
    }
  })

  it('is not another one', async () => {
    const file = pkcs12File([plainSafe(shroudedKeyBag(pem, 'x'), ...chain)], { passphrase: '' })
    expect(await verdictOn(file, { passphrase: '' })).toBe('key.passphrase')
  })
})

describe('a file', () => {
  it.each<[string, readonly Uint8Array[]]>([
    ['bags in bags', [safeContentsBag(key, safeContentsBag(...chain), safeContentsBag())]],
    ['bags in encrypted bags', [safeContentsBag(safeContentsBag(key), ...chain)]],
    ['lists of revoked certificates', [crlBag(), key, ...chain]],
    ['secrets', [key, secretBag(), ...chain]],
    ['certificates of another kind', [sdsiCertificateBag(), key, ...chain]],
    ['bags that are not known', [sequence(objectIdentifier('1.2.3'), der(0xa0, sequence())), key, ...chain]],
    ['a certificate that cannot be read beside', [certificateBag(sequence()), key, ...chain]],
    ['a certificate twice', [key, ...chain, ...chain]],
    ['a key that is not encrypted', [keyBag(pem), ...chain]],
  ])('with %s is read', async (_, bags) => {
    expect(await verdictOn(pkcs12File([plainSafe(...bags)], { passphrase: 'passord' }))).toBe('3 certificates')
    expect(await verdictOn(pkcs12File([encryptedSafe('passord', bags)]))).toBe('3 certificates')
  })

  it('in BER is read, as programs make it that write in one go', async () => {
    const inBer = (value: Uint8Array): Uint8Array =>
      berFromDer(value, { indefinite: true, lengthOctets: 0, pieces: 100 })
    const plain = pkcs12File([plainSafe(key), encryptedSafe('passord', chain)], { passphrase: 'passord' })
    expect(await verdictOn(inBer(plain))).toBe('3 certificates')
    // What was encrypted is in BER too, and comes in pieces.
    const safe = encryptedSafe('passord', [inBer(key), ...chain.map(inBer)], 1, 1000)
    expect(await verdictOn(inBer(pkcs12File([safe])))).toBe('3 certificates')
  })

  it('with something behind it is read, as OpenSSL and the JDK do', async () => {
    const file = pkcs12File([plainSafe(key, ...chain)], { passphrase: 'passord' })
    expect(await verdictOn(Buffer.concat([file, Uint8Array.of(0x0a)]))).toBe('3 certificates')
  })

  it.each<[string, Uint8Array, string]>([
    ['whose certificate cannot be read', pkcs12File([plainSafe(key, certificateBag(sequence()))]), 'key.certificate'],
    ['without a certificate', pkcs12File([plainSafe(key)]), 'key.certificate'],
    ['with the certificate of another key', pkcs12File([plainSafe(key, ...chain.slice(0, 1))]), 'key.mismatch'],
    ['without a key', pkcs12File([plainSafe(...chain)]), 'key.missing'],
    ['of no bags', pkcs12File([plainSafe()]), 'key.missing'],
    ['of no parts', pkcs12File([]), 'key.missing'],
    ['with a key of no kind', pkcs12File([plainSafe(bagOfKey(sequence()))]), 'key.unreadable'],
    ['with a key that is none', pkcs12File([plainSafe(bagOfKey(integer(1n)))]), 'key.unreadable'],
    ['with a bag that is none', pkcs12File([plainSafe(integer(1n))]), 'key.unreadable'],
    ['with a bag of nothing', pkcs12File([plainSafe(sequence())]), 'key.unreadable'],
    ['that is no sequence', integer(1n), 'key.unreadable'],
    ['of nothing', new Uint8Array(), 'key.unreadable'],
    ['with a part that is not known', pkcs12File([part('1.2.3')]), 'key.unreadable'],
    ['that is too large', new Uint8Array(1_048_577), 'key.unreadable'],
  ])('%s is told', async (_, file, code) => {
    expect(await verdictOn(file)).toBe(code)
  })

  it.each([
    ['2', 'a signature'],
    ['3', 'a public key'],
  ])('protected by type %s, %s, is refused by name', async (type, name) => {
    const safes = [part(`1.2.840.113549.1.7.${type}`)]
    const result = await safeSigningKeyFromPkcs12({ pkcs12: pkcs12File(safes), passphrase: '' })
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'key.unreadable' }] })
    expect(!result.ok && result.issues[0]?.message).toContain(`protected with ${name} instead of a passphrase`)
  })
})

function bagOfKey(value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier('1.2.840.113549.1.12.10.1.1'), der(0xa0, value))
}

function part(type: string): Uint8Array {
  return sequence(objectIdentifier(type), der(0xa0, sequence()))
}

describe('the names of a key', () => {
  const stranger = makeStranger()
  const id = Uint8Array.of(1)
  const otherId = Uint8Array.of(2)
  const strangers = shroudedKeyBag(stranger.leaf.privateKeyPem, 'passord', {
    friendlyName: 'other',
    localKeyId: otherId,
  })

  it('may be those of its certificate, as on Windows', async () => {
    const keyOnly = shroudedKeyBag(pem, 'passord', { friendlyName: '{3B5C}', localKeyId: id })
    const named = certificateBag(sender.leaf.certificateDer, { friendlyName: 'Ærlig 😀', localKeyId: id })
    const file = pkcs12File([plainSafe(keyOnly, strangers, named, ...chain)])
    expect(await verdictOn(file)).toBe('key.several')
    expect(await verdictOn(file, { friendlyName: 'Ærlig 😀' })).toBe('3 certificates')
    expect(await verdictOn(file, { friendlyName: '{3B5C}' })).toBe('3 certificates')
    expect(await verdictOn(file, { friendlyName: 'ærlig 😀' })).toBe('key.missing')
    expect(await verdictOn(file, { friendlyName: '' })).toBe('key.missing')
  })

  it('may be several, and two keys may have one', async () => {
    const again = shroudedKeyBag(pem, 'passord', { friendlyName: 'again' })
    const one = pkcs12File([plainSafe(key, again, keyBag(pem), ...chain)])
    expect(await verdictOn(one)).toBe('3 certificates')
    expect(await verdictOn(one, { friendlyName: 'again' })).toBe('3 certificates')
    const same = shroudedKeyBag(pem, 'passord', { friendlyName: 'other' })
    expect(await verdictOn(pkcs12File([plainSafe(same, strangers, ...chain)]), { friendlyName: 'other' })).toBe(
      'key.several',
    )
  })

  it('are not needed of a key that cannot be read, if another is meant', async () => {
    const locked = shroudedKeyBag(pem, 'another', { friendlyName: 'locked' })
    const file = pkcs12File([plainSafe(locked, shroudedKeyBag(pem, 'passord', { friendlyName: 'open' }), ...chain)])
    expect(await verdictOn(file, { friendlyName: 'open' })).toBe('3 certificates')
    expect(await verdictOn(file, { friendlyName: 'locked' })).toBe('key.passphrase')
  })
})

describeWith([openssl], 'the files of these tests', () => {
  it.each(['', 'passord', 'blåbær'])('are read by OpenSSL, with the passphrase "%s"', (passphrase) => {
    const bags = [
      safeContentsBag(...chain),
      shroudedKeyBag(pem, passphrase, { friendlyName: 'Ærlig' }, 20),
      secretBag(),
    ]
    const file = pkcs12File([encryptedSafe(passphrase, bags, 30), plainSafe(crlBag())], { passphrase, rounds: 40 })
    expect(opensslReads(file, passphrase)).toBe(true)
    expect(opensslReads(file, `${passphrase}x`)).toBe(false)
    const inPieces = pkcs12File([encryptedSafe(passphrase, bags, 1, 100)])
    expect(opensslReads(berFromDer(inPieces, { indefinite: true, lengthOctets: 0, pieces: 100 }), passphrase)).toBe(
      true,
    )
  })
})
