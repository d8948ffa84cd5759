import { execFileSync } from 'node:child_process'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { digests, sha1 } from '../../../src/bundle/pkcs12/algorithms.js'
import { createDeriver, type Derivation } from '../../../src/bundle/pkcs12/key-derivation.js'
import { PortalError } from '../../../src/issue.js'
import { describeWith, openssl } from '../../../testing/requirements.js'
import { turnsDuring } from '../../../testing/turns.js'

const salt = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
const older: Derivation & { readonly scheme: 'pkcs12' } = {
  scheme: 'pkcs12',
  digest: sha1,
  salt,
  rounds: 3,
  purpose: 1,
}
const newer: Derivation = { scheme: 'pbkdf2', digest: sha1, salt, rounds: 1_000_000 }
const sha256 = digests.get('2.16.840.1.101.3.4.2.1') ?? sha1
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Derives with the first form of a passphrase. */
async function derived(passphrase: string, derivation: Derivation, length: number): Promise<string> {
  const deriver = createDeriver(passphrase)
  const [form = new Uint8Array()] = deriver.forms(derivation.scheme)
  return hex(await deriver.derive(derivation, length, form))
}

const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'derived',
    (error: unknown) => (error instanceof PortalError ? `${error.issues[0]?.code}: ${error.message}` : String(error)),
  )

describe('a key of RFC 7292, appendix B', () => {
  const passphrases = ['', 'passord', 'blåbær', '𝔭assord 😀', 'x'.repeat(100)]

  it.each(passphrases)('of the passphrase "%s" is that of node-forge', async (passphrase) => {
    for (const name of ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const)
      for (const [purpose, length] of [
        [1, 5],
        [2, 8],
        [1, 24],
        [3, 64],
        [3, 200],
      ] as const) {
        const buffer = forge.util.createBuffer(Buffer.from(salt).toString('binary'))
        const md = forge.md[name].create()
        const theirs = forge.pkcs12.generateKey(passphrase, buffer, purpose, 3, length, md).toHex()
        const digest = [...digests.values()].find((one) => one.name === name) ?? sha1
        expect(await derived(passphrase, { ...older, digest, purpose }, length)).toBe(theirs)
      }
  })

  it('has no passphrase as the other form of an empty one', async () => {
    const deriver = createDeriver('')
    const forms = deriver.forms('pkcs12')
    expect(forms.map(hex)).toEqual(['0000', ''])
    const buffer = forge.util.createBuffer(Buffer.from(salt).toString('binary'))
    const none = forge.pkcs12.generateKey(null, buffer, 1, 3, 24, forge.md.sha1.create()).toHex()
    expect(hex(await deriver.derive(older, 24, forms[1] ?? salt))).toBe(none)
  })

  it('has as other form of a passphrase beyond ASCII the octets of UTF-8 as characters', () => {
    expect(createDeriver('ø').forms('pkcs12').map(hex)).toEqual(['00f80000', '00c300b80000'])
    expect(createDeriver('aø').forms('pkcs12').map(hex)).toEqual(['006100f80000', '006100c300b80000'])
    expect(createDeriver('\u0080').forms('pkcs12').map(hex)).toEqual(['00800000', '00c200800000'])
    expect(createDeriver('~').forms('pkcs12').map(hex)).toEqual(['007e0000'])
    expect(createDeriver('ø').forms('pbkdf2').map(hex)).toEqual(['c3b8'])
  })

  it('lets other work go on', async () => {
    expect(await turnsDuring(() => derived('x', { ...older, rounds: 100_000 }, 20))).toBeGreaterThan(1)
  })
})

describeWith([openssl], 'a key of RFC 7292, appendix B, by OpenSSL', () => {
  it.each([...digests.values()])('with $name is the same', async (digest) => {
    for (const [purpose, length, saltLength] of [
      [1, 100, 8],
      [2, 8, 300],
      [3, digest.length, 0],
    ] as const) {
      const longSalt = Uint8Array.from({ length: saltLength }, (_, at) => at)
      const parameters = {
        digest: digest.name,
        hexpass: '0070006100730073000000',
        hexsalt: hex(longSalt),
        iter: 7,
        id: purpose,
      }
      const options = Object.entries({ ...parameters, hexpass: '00700061007300730000' }).flatMap(([name, value]) => [
        '-kdfopt',
        `${name}:${value}`,
      ])
      const command = ['kdf', '-keylen', String(length), ...options, 'PKCS12KDF']
      const theirs = execFileSync('openssl', command, { encoding: 'utf8' }).replaceAll(/[^0-9A-F]/g, '')
      expect(await derived('pass', { ...older, digest, purpose, salt: longSalt, rounds: 7 }, length)).toBe(
        theirs.toLowerCase(),
      )
    }
  })
})

describe('keys', () => {
  it('by PBKDF2 and scrypt are those of RFC 6070 and RFC 7914', async () => {
    const text = (value: string): Uint8Array => new TextEncoder().encode(value)
    const pbkdf2: Derivation = { scheme: 'pbkdf2', digest: sha1, salt: text('salt'), rounds: 4096 }
    expect(await derived('password', pbkdf2, 20)).toBe('4b007901b765489abead49d926f721d065a429c1')
    const scrypt: Derivation = { scheme: 'scrypt', salt: text('NaCl'), cost: 1024, blockSize: 8, parallelization: 16 }
    expect(await derived('password', scrypt, 16)).toBe('fdbabe1c9d3472007856e7190d01e9fe')
  })

  it('of one salt are derived once', async () => {
    const deriver = createDeriver('x')
    const [form = salt] = deriver.forms('pkcs12')
    // Ten times would be more than all may have.
    const keys = Array.from({ length: 10 }, () =>
      deriver.derive({ ...older, rounds: 50_000, salt: salt.slice() }, 20, form),
    )
    expect(new Set((await Promise.all(keys)).map(hex)).size).toBe(1)
    const much = Array.from({ length: 10 }, () => deriver.derive({ ...newer }, 20, form))
    expect(new Set((await Promise.all(much)).map(hex)).size).toBe(1)
    const others = [{ ...older, purpose: 2 as const }, { ...older, rounds: 4 }, { ...older, salt: form }, older]
    const different = others.map((derivation) => deriver.derive(derivation, 20, form))
    expect(new Set((await Promise.all(different)).map(hex)).size).toBe(4)
    expect(await deriver.derive(older, 20, salt)).not.toEqual(await deriver.derive(older, 20, form))
  })

  it('are not derived with more rounds than all together may have', async () => {
    const deriver = createDeriver('x')
    const derive = (rounds: number, blocks: number): Promise<string> =>
      messageOf(deriver.derive({ ...newer, digest: sha256, rounds }, blocks * sha256.length, salt))
    const refused = /^key.unreadable: .*more than 7000000 rounds of hashing in all/
    expect(await derive(1_000_000, 8)).toMatch(refused)
    expect(await derive(1_000_000, 1)).toBe('derived')
    expect(await derive(1_000_000, 7)).toMatch(refused)
    expect(await derive(3, 1)).toBe('derived')
  })

  it.each<[string, Derivation]>([
    ['no round', { ...older, rounds: 0 }],
    ['a million rounds and one', { ...newer, rounds: 1_000_001 }],
    ['endless rounds', { ...older, rounds: Infinity }],
    ['no number of rounds', { ...older, rounds: NaN }],
  ])('are not derived with %s', async (_, derivation) => {
    expect(await messageOf(derived('x', derivation, 20))).toMatch(/^key.unreadable: .* than 1000000 rounds/)
  })

  it('are not derived by scrypt with too much memory or work', async () => {
    const ofScrypt = (cost: number, blockSize: number, parallelization: number): Promise<string> =>
      messageOf(derived('x', { scheme: 'scrypt', salt, cost, blockSize, parallelization }, 16))
    expect(await ofScrypt(32_768, 8, 1)).toMatch(/^key.unreadable: .*more than 33554432 bytes of memory/)
    expect(await ofScrypt(2, 8, 2 ** 40)).toMatch(/bytes of memory/)
    expect(await ofScrypt(16_384, 8, 1000)).toMatch(/rounds of hashing in all/)
    expect(await ofScrypt(1024, 8, 1)).toBe('derived')
  })
})
