import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { PortalError } from 'signering-portal/codec'
import { safeVerifyBundle, writeBundle, type SigningKey } from 'signering-portal/bundle'
import {
  maximumPkcs12Bytes,
  safeSigningKeyFromPkcs12,
  signingKeyFromPkcs12,
  type Pkcs12KeyOptions,
} from 'signering-portal/pkcs12'
import { describeWith, jdk, openssl } from '../../testing/requirements.js'
import { keyPem, makeSender, makeStranger, type Sender } from '../../testing/certificates.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { expectSignature } from '../../testing/bundle/key-stores.js'
import { byOpenssl, inFolder, opensslReads } from '../../testing/bundle/openssl-pkcs12.js'
import {
  certificateBag,
  keyBag,
  lockedKeyBag,
  macDataOf,
  pkcs12File,
  plainSafe,
  safeContentsBag,
  shroudedKeyBag,
  tripleDes,
} from '../../testing/bundle/pkcs12.js'
import { der, objectIdentifier, sequence } from '../../testing/der.js'
import { codes, errorsOf } from '../../testing/issues.js'

/** A file by the library. */
function byForge(from: Sender, passphrase: string, algorithm: 'aes256' | '3des'): Uint8Array {
  const certificates = [from.root, from.leaf, from.intermediate].map(({ certificatePem }) =>
    forge.pki.certificateFromPem(certificatePem),
  )
  const key = forge.pki.privateKeyFromPem(from.leaf.privateKeyPem)
  const file = forge.pkcs12.toPkcs12Asn1(key, certificates, passphrase, { algorithm, friendlyName: 'segl' })
  return Uint8Array.from(forge.asn1.toDer(file).getBytes(), (character) => character.charCodeAt(0))
}

async function codesOf(
  pkcs12: Uint8Array,
  passphrase: string,
  options?: Partial<Pkcs12KeyOptions>,
): Promise<readonly string[]> {
  try {
    await signingKeyFromPkcs12({ pkcs12, passphrase, ...options })
    return []
  } catch (thrown) {
    if (!(thrown instanceof PortalError)) throw thrown
    if (passphrase !== '') expect(thrown.message + JSON.stringify(thrown.issues)).not.toContain(passphrase)
    return codes(thrown.issues)
  }
}

async function expectToSign(key: SigningKey, from: Sender = sender): Promise<void> {
  expect(key.chain).toEqual([from.leaf, from.intermediate, from.root].map(({ certificateDer }) => certificateDer))
  await expectSignature(key, from)
}

const pem = sender.leaf.privateKeyPem

describe('a PKCS#12 file by node-forge', () => {
  it.each(['aes256', '3des'] as const)('with %s is read', async (algorithm) => {
    const file = byForge(sender, 'passord', algorithm)
    await expectToSign(await signingKeyFromPkcs12({ pkcs12: file, passphrase: 'passord' }))
    await expectToSign(await signingKeyFromPkcs12({ pkcs12: file, passphrase: 'passord', friendlyName: 'segl' }))
    const key = await signingKeyFromPkcs12({ pkcs12: file, passphrase: 'passord' })
    const { bytes } = await writeBundle(makeInput(1, { key }))
    expect(safeVerifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime }).ok).toBe(true)
    expect(await codesOf(file, 'Passord')).toEqual(['key.passphrase'])
    expect(await codesOf(file, 'passord', { friendlyName: 'Segl' })).toEqual(['key.missing'])
  })

  it('that is changed while it is read is read as it was', async () => {
    const file = byForge(sender, 'passord', 'aes256')
    const key = signingKeyFromPkcs12({ pkcs12: file, passphrase: 'passord' })
    file.fill(0)
    await expectToSign(await key)
  })

  it('does not show its passphrase or key', async () => {
    const file = byForge(sender, 'hemmelig', 'aes256')
    const key = await signingKeyFromPkcs12({ pkcs12: file, passphrase: 'hemmelig' })
    const shown = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)
    expect(shown).not.toMatch(/hemmelig|PRIVATE/)
    expect(Object.keys(key)).toEqual(['chain', 'sign'])
  })
})

describe('of the certificates of one key', () => {
  const renewed = makeSender({ serialNumber: 2n, notBefore: new Date('2030-01-01'), notAfter: new Date('2039-01-01') })
  const expired = makeSender({ serialNumber: 1n, notAfter: new Date('2021-01-01') })
  const [one, two, three] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)]
  const issuers = [sender.root, sender.intermediate].map(({ certificateDer }) => certificateBag(certificateDer))
  const old = certificateBag(expired.leaf.certificateDer, { localKeyId: one })
  const young = certificateBag(renewed.leaf.certificateDer, { localKeyId: two })
  const oldBare = certificateBag(expired.leaf.certificateDer)
  const youngBare = certificateBag(renewed.leaf.certificateDer)
  const read = (bags: readonly Uint8Array[], friendlyName?: string): Promise<SigningKey> =>
    signingKeyFromPkcs12({ pkcs12: pkcs12File([plainSafe(...bags, ...issuers)]), passphrase: '', friendlyName })
  const keyWith = (localKeyId: Uint8Array, friendlyName = 'x'): Uint8Array => keyBag(pem, { localKeyId, friendlyName })

  it('the one is taken that has the localKeyId of the key, in any order', async () => {
    for (const bags of [
      [old, young],
      [young, old],
    ]) {
      await expectToSign(await read([keyWith(one), ...bags]), expired)
      await expectToSign(await read([keyWith(two), ...bags]), renewed)
      await expectToSign(await read([...bags, keyWith(two)]), renewed)
    }
    await expectToSign(await read([keyWith(one), youngBare, old]), expired)
  })

  it('the one is taken that lasts longest, where no localKeyId says which', async () => {
    for (const bags of [
      [oldBare, youngBare],
      [youngBare, oldBare],
      [old, young],
    ]) {
      await expectToSign(await read([keyBag(pem), ...bags]), renewed)
      await expectToSign(await read([keyWith(three), ...bags]), renewed)
    }
  })

  it('the one is taken that the chosen name has, where the key has several', async () => {
    const bags = [keyWith(one, 'old'), keyWith(two, 'young'), old, young]
    await expectToSign(await read(bags, 'old'), expired)
    await expectToSign(await read(bags, 'young'), renewed)
    await expectToSign(await read(bags), renewed)
    // Of two names that the key has, one says which.
    await expectToSign(await read([keyWith(one, 'old'), keyWith(two, 'young'), old, youngBare]), expired)
  })

  it('the name says nothing of a key, where nothing says that it is of one', async () => {
    const named = certificateBag(renewed.leaf.certificateDer, { friendlyName: 'young' })
    const ofKey = certificateBag(renewed.leaf.certificateDer, { friendlyName: 'young', localKeyId: two })
    const codesOfBags = (...bags: readonly Uint8Array[]): Promise<readonly string[]> =>
      codesOf(pkcs12File([plainSafe(...bags, ...issuers)]), '', { friendlyName: 'young' })
    expect(await codesOfBags(keyBag(pem), named)).toEqual(['key.missing'])
    expect(await codesOfBags(keyWith(one), ofKey)).toEqual(['key.missing'])
    expect(await codesOfBags(keyWith(two), ofKey)).toEqual([])
  })

  it('none is taken for it that has its localKeyId alone', async () => {
    const strangers = certificateBag(makeStranger().leaf.certificateDer, { localKeyId: one })
    await expectToSign(await read([keyWith(one), strangers, youngBare]), renewed)
    expect(await codesOf(pkcs12File([plainSafe(keyWith(one), strangers)]), '')).toEqual(['key.mismatch'])
  })
})

describe('of a PKCS#12 file that is refused', () => {
  const good = pkcs12File([plainSafe(keyBag(pem), certificateBag(sender.leaf.certificateDer))])
  const leaf = certificateBag(sender.leaf.certificateDer)
  const named = (friendlyName: string, of: Sender): Uint8Array => keyBag(of.leaf.privateKeyPem, { friendlyName })
  const several = pkcs12File([plainSafe(named('a', sender), named('b', makeStranger()), leaf)])

  /** Codes and properties, and that whoever reads them gets a sentence. */
  async function told(wrong: Partial<Record<keyof Pkcs12KeyOptions, unknown>>): Promise<readonly unknown[]> {
    const options = { pkcs12: good, passphrase: '', ...wrong }
    const issues = errorsOf(await safeSigningKeyFromPkcs12(options as Pkcs12KeyOptions))
    return codes(issues).map((code, at) => [code, issues[at]?.property])
  }

  it.each<[string, Partial<Record<keyof Pkcs12KeyOptions, unknown>>, string, keyof Pkcs12KeyOptions]>([
    ['a text', { pkcs12: 'MII' }, 'value.type', 'pkcs12'],
    ['nothing', { pkcs12: undefined }, 'value.type', 'pkcs12'],
    ['too many bytes', { pkcs12: new Uint8Array(maximumPkcs12Bytes + 1) }, 'key.unreadable', 'pkcs12'],
    ['as many bytes as there may be', { pkcs12: new Uint8Array(maximumPkcs12Bytes) }, 'key.unreadable', 'pkcs12'],
    ['a number as passphrase', { passphrase: 5 }, 'value.type', 'passphrase'],
    ['no passphrase', { passphrase: undefined }, 'key.passphrase-missing', 'passphrase'],
    ['a number as friendly name', { friendlyName: 5 }, 'value.type', 'friendlyName'],
    ['a friendly name of nothing', { friendlyName: 'c' }, 'key.missing', 'pkcs12'],
    ['several keys', { pkcs12: several }, 'key.several', 'friendlyName'],
    ['no certificate', { pkcs12: pkcs12File([plainSafe(keyBag(pem))]) }, 'key.certificate', 'pkcs12'],
    [
      'a certificate that is none',
      { pkcs12: pkcs12File([plainSafe(keyBag(pem), leaf, certificateBag(sequence()))]) },
      'key.certificate',
      'pkcs12',
    ],
    [
      'a certificate of another key',
      { pkcs12: pkcs12File([plainSafe(keyBag(pem), certificateBag(makeStranger().leaf.certificateDer))]) },
      'key.mismatch',
      'pkcs12',
    ],
    ['an elliptic curve', { pkcs12: pkcs12File([plainSafe(keyBag(keyPem('ec')), leaf)]) }, 'key.algorithm', 'pkcs12'],
    ['1024 bits', { pkcs12: pkcs12File([plainSafe(keyBag(keyPem('rsa-1024')), leaf)]) }, 'key.size', 'pkcs12'],
  ])('the option that is wrong is named: %s', async (_, wrong, code, property) => {
    expect(await told(wrong)).toEqual([[code, [property]]])
  })

  it('the size is told where it is too large, and only there', async () => {
    const messageOf = async (length: number): Promise<string> => {
      const issues = errorsOf(await safeSigningKeyFromPkcs12({ pkcs12: new Uint8Array(length), passphrase: '' }))
      return issues.map(({ message }) => message).join()
    }
    expect(await messageOf(maximumPkcs12Bytes + 1)).toBe('The file is larger than 1048576 bytes.')
    expect(await messageOf(maximumPkcs12Bytes)).toMatch(/^Not a PKCS#12 file/)
  })

  it('all options that are wrong are told at once', async () => {
    expect(await told({ pkcs12: 'MII', passphrase: 5, friendlyName: 5 })).toEqual([
      ['value.type', ['pkcs12']],
      ['value.type', ['passphrase']],
      ['value.type', ['friendlyName']],
    ])
  })
})

describe('a PKCS#12 file that is made to stop its reader', () => {
  const safes = [plainSafe(keyBag(pem))]
  const sha1 = sequence(objectIdentifier('1.3.14.3.2.26'))
  const withMac = (macData: Uint8Array): Uint8Array => pkcs12File(safes, { passphrase: null, macData })
  const nested = (depth: number): Uint8Array =>
    Array.from({ length: depth }).reduce<Uint8Array>((inner) => safeContentsBag(inner), keyBag(pem))
  const many = (count: number, bag: (at: number) => Uint8Array): Uint8Array =>
    pkcs12File([plainSafe(...Array.from({ length: count }, (_, at) => bag(at)))])
  const distinctSalt = (at: number): Uint8Array => Uint8Array.of(at >> 8, at & 0xff)

  it.each<[string, () => Uint8Array, string]>([
    ['more rounds than any file has', () => withMac(macDataOf(sha1, 1_000_001n)), 'key.unreadable'],
    ['rounds of 100,000 octets', () => withMac(macDataOf(sha1, 2n ** 800_000n)), 'key.unreadable'],
    ['a salt of half a megabyte', () => withMac(macDataOf(sha1, 2n, new Uint8Array(500_000))), 'key.passphrase'],
    ['bags nested deep', () => pkcs12File([plainSafe(nested(1000))]), 'key.unreadable'],
    ['bags nested a little', () => pkcs12File([plainSafe(nested(20))]), 'key.certificate'],
    ['values nested deep', () => Buffer.from('3080'.repeat(100_000), 'hex'), 'key.unreadable'],
    [
      'half a million values',
      () =>
        der(
          0x30,
          new Uint8Array(1_000_000).fill(5).map((_, at) => (at & 1 ? 0 : 5)),
        ),
      'key.unreadable',
    ],
    [
      'a thousand keys that cannot be decrypted',
      () => many(1000, (at) => lockedKeyBag(tripleDes(10_000, distinctSalt(at)))),
      'key.passphrase',
    ],
    ['a thousand certificates that are none', () => many(1000, () => certificateBag(sequence())), 'key.missing'],
    ['one key a hundred times', () => many(100, () => shroudedKeyBag(pem, 'x')), 'key.certificate'],
    ['more than a file may have', () => new Uint8Array(maximumPkcs12Bytes + 1), 'key.unreadable'],
  ])('by %s is told', async (_, make, code) => {
    expect(await codesOf(make(), 'x')).toEqual([code])
  })
})

describeWith([openssl], 'a PKCS#12 file by OpenSSL', () => {
  const forms: readonly (readonly [string, readonly string[]])[] = [
    ['AES-256 (PBES2), as OpenSSL 3 writes', []],
    ['RC2-40 and 3DES, as older programs write', ['-legacy']],
    ['the key in AES and the certificates in 3DES', ['-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha512']],
    ['no MAC', ['-nomac']],
    ['one round', ['-noiter', '-nomaciter']],
  ]
  const passphrases = ['passord', 'blåbærsyltetøy ÆØÅ', 'with "quotes" & € 😀', '']

  it.each(forms.flatMap(([about, options]) => passphrases.map((passphrase) => ({ about, options, passphrase }))))(
    '$about, passphrase "$passphrase", is read',
    async ({ options, passphrase }) => {
      const file = byOpenssl(sender, passphrase, ['-iter', '50', ...options])
      await expectToSign(await signingKeyFromPkcs12({ pkcs12: file, passphrase }))
      expect(await codesOf(file, `${passphrase}x`)).toEqual(['key.passphrase'])
    },
  )

  it('before 1.1.0, which took octets of a passphrase for characters, is read', async () => {
    const octets = Buffer.from('blåbær').toString('latin1')
    const file = byOpenssl(sender, octets, ['-legacy'])
    await expectToSign(await signingKeyFromPkcs12({ pkcs12: file, passphrase: 'blåbær' }))
    expect(opensslReads(file, 'blåbær')).toBe(true)
    expect(await codesOf(file, 'blabær')).toEqual(['key.passphrase'])
  })

  it('without a key, or with an unknown friendly name, is told', async () => {
    const named = byOpenssl(sender, 'hemmelig', ['-name', 'Ærlig'])
    expect(await codesOf(byOpenssl(sender, 'hemmelig', ['-nokeys']), 'hemmelig')).toEqual(['key.missing'])
    expect(await codesOf(named, 'hemmelig', { friendlyName: 'b' })).toEqual(['key.missing'])
    expect(await codesOf(named, 'hemmelig', { friendlyName: 'Ærlig' })).toEqual([])
  })

  it('with a key that cannot be used is told', async () => {
    const codesWith = (key: 'ec' | 'rsa-1024'): Promise<readonly string[]> =>
      codesOf(byOpenssl(makeSender({ key }), 'hemmelig', []), 'hemmelig')
    expect(await codesWith('ec')).toEqual(['key.algorithm'])
    expect(await codesWith('rsa-1024')).toEqual(['key.size'])
  })

  it('that asks for endless hashing is refused', async () => {
    expect(await codesOf(byOpenssl(sender, 'hemmelig', ['-iter', '1000001', '-nomac']), 'hemmelig')).toEqual([
      'key.unreadable',
    ])
  })
})

describeWith([jdk, openssl], 'a PKCS#12 file by keytool', () => {
  const stranger = makeStranger()

  const passphrase = 'changeit'
  const bags = Object.entries({ a: sender, b: stranger }).flatMap(
    ([friendlyName, { leaf, intermediate, root }], at) => {
      const localKeyId = Uint8Array.of(at)
      return [
        shroudedKeyBag(leaf.privateKeyPem, passphrase, { friendlyName, localKeyId }),
        certificateBag(leaf.certificateDer, { localKeyId }),
        ...[intermediate, root].map(({ certificateDer }) => certificateBag(certificateDer)),
      ]
    },
  )

  /** A store of both keys, whose key and certificates, or MAC, are protected as a security property says. */
  function byKeytool(properties: readonly string[]): Uint8Array {
    return inFolder((folder) => {
      const [source, store] = [join(folder, 'source.p12'), join(folder, 'store.p12')]
      writeFileSync(source, pkcs12File([plainSafe(...bags)], { passphrase }))
      const where = ['-srckeystore', source, '-srcstorepass', passphrase, '-srcstoretype', 'PKCS12']
      const to = ['-destkeystore', store, '-deststorepass', passphrase, '-deststoretype', 'PKCS12']
      // It runs for a second: a better compiler and several collectors would cost more than they save.
      const cheap = ['-J-XX:TieredStopAtLevel=1', '-J-XX:+UseSerialGC']
      const options = [...cheap, ...properties, '-importkeystore', '-noprompt', ...where, ...to]
      execFileSync('keytool', options, { stdio: 'ignore' })
      return readFileSync(store)
    })
  }

  it.each([
    ['as it writes today', []],
    ['as it wrote before', ['-J-Dkeystore.pkcs12.legacy=']],
  ])('with several keys, %s, is read by friendly name', async (_, properties) => {
    const file = byKeytool(properties)
    expect(await codesOf(file, 'changeit')).toEqual(['key.several'])
    expect(await codesOf(file, 'changeIt')).toEqual(['key.passphrase'])
    expect(await codesOf(file, 'changeit', { friendlyName: 'c' })).toEqual(['key.missing'])
    await expectToSign(await signingKeyFromPkcs12({ pkcs12: file, passphrase: 'changeit', friendlyName: 'a' }), sender)
    await expectToSign(
      await signingKeyFromPkcs12({ pkcs12: file, passphrase: 'changeit', friendlyName: 'b' }),
      stranger,
    )
  })
})
