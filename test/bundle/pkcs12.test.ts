import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign } from 'node:crypto'
import { inspect } from 'node:util'
import forge from 'node-forge'
import { afterAll, describe, expect, it } from 'vitest'
import { PortalError } from 'signering-portal/codec'
import { safeVerifyBundle, writeBundle, type SigningKey } from 'signering-portal/bundle'
import { signingKeyFromPkcs12, type Pkcs12KeyOptions } from 'signering-portal/pkcs12'
import { describeWith, jdk, type Requirement } from '../../testing/requirements.js'
import { makeSender, makeStranger, type Sender } from '../../testing/certificates.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'

const folder = mkdtempSync(join(tmpdir(), 'pkcs12-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const openssl: Requirement = {
  name: 'openssl',
  present: spawnSync('openssl', ['version']).status === 0,
  requiredInCi: false,
}

const write = (name: string, content: string): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** A file by OpenSSL; the certificates in the order root, leaf, intermediate. */
function byOpenssl(from: Sender, passphrase: string, options: readonly string[]): Uint8Array {
  const key = write('key.pem', from.leaf.privateKeyPem)
  const others = write('others.pem', from.root.certificatePem + from.intermediate.certificatePem)
  const leaf = write('leaf.pem', from.leaf.certificatePem)
  const out = join(folder, 'out.p12')
  const inputs = ['-inkey', key, '-in', leaf, '-certfile', others, '-out', out]
  execFileSync('openssl', ['pkcs12', '-export', ...inputs, '-passout', 'stdin', ...options], {
    input: `${passphrase}\n`,
  })
  return readFileSync(out)
}

/** A file by the library, which is always there. */
function byForge(from: Sender, passphrase: string, algorithm: 'aes256' | '3des'): Uint8Array {
  const certificates = [from.root, from.leaf, from.intermediate].map(({ certificatePem }) =>
    forge.pki.certificateFromPem(certificatePem),
  )
  const key = forge.pki.privateKeyFromPem(from.leaf.privateKeyPem)
  const file = forge.pkcs12.toPkcs12Asn1(key, certificates, passphrase, { algorithm, friendlyName: 'segl' })
  return Uint8Array.from(forge.asn1.toDer(file).getBytes(), (character) => character.charCodeAt(0))
}

function codesOf(pkcs12: Uint8Array, passphrase: string, options?: Partial<Pkcs12KeyOptions>): readonly string[] {
  try {
    signingKeyFromPkcs12({ pkcs12, passphrase, ...options })
    return []
  } catch (thrown) {
    if (!(thrown instanceof PortalError)) throw thrown
    if (passphrase !== '') expect(thrown.message + JSON.stringify(thrown.issues)).not.toContain(passphrase)
    return thrown.issues.map(({ code }) => code)
  }
}

/** RSASSA-PKCS1-v1_5 gives the same signature every time, so that it tells whose key it is. */
async function expectToSign(key: SigningKey, from: Sender = sender): Promise<void> {
  expect(key.chain).toEqual([from.leaf, from.intermediate, from.root].map(({ certificateDer }) => certificateDer))
  const data = new TextEncoder().encode('to be signed')
  const signature = new Uint8Array(sign('sha256', data, from.leaf.privateKeyPem))
  expect(await key.sign({ data, sha256: new Uint8Array(32) })).toEqual(signature)
}

describe('a PKCS#12 file by node-forge', () => {
  it.each(['aes256', '3des'] as const)('with %s is read', async (algorithm) => {
    const file = byForge(sender, 'passord', algorithm)
    await expectToSign(signingKeyFromPkcs12({ pkcs12: file, passphrase: 'passord' }))
    await expectToSign(signingKeyFromPkcs12({ pkcs12: file, passphrase: 'passord', friendlyName: 'segl' }))
    const key = signingKeyFromPkcs12({ pkcs12: file, passphrase: 'passord' })
    const { bytes } = await writeBundle(makeInput(1, { key }))
    expect(safeVerifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime }).ok).toBe(true)
    expect(codesOf(file, 'Passord')).toEqual(['key.passphrase'])
    expect(codesOf(file, 'passord', { friendlyName: 'Segl' })).toEqual(['key.missing'])
  })

  it('that is damaged, cut off, or none, is told', () => {
    const file = byForge(sender, 'passord', 'aes256')
    for (let length = 0; length < file.length; length += 97)
      expect(codesOf(file.subarray(0, length), 'passord')).toEqual(['key.unreadable'])
    for (let index = 30; index < file.length; index += 97) {
      const changed = file.slice()
      changed[index] = (changed[index] ?? 0) ^ 0x55
      const codes = codesOf(changed, 'passord')
      expect(['key.passphrase', 'key.unreadable']).toContain(codes[0])
    }
  })
})

describeWith([openssl], 'a PKCS#12 file by OpenSSL', () => {
  const forms: readonly (readonly [string, readonly string[]])[] = [
    ['AES-256 (PBES2), as OpenSSL 3 writes', []],
    ['AES-128 and SHA-512', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512']],
    ['3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['RC2-40 and 3DES, as older programs write', ['-legacy']],
    ['the key in AES and the certificates in 3DES', ['-certpbe', 'PBE-SHA1-3DES']],
    ['plain certificates', ['-certpbe', 'NONE']],
    ['a plain key', ['-keypbe', 'NONE']],
    ['no MAC', ['-nomac']],
    ['one round', ['-noiter', '-nomaciter']],
  ]
  const passphrases = ['passord', 'blåbærsyltetøy ÆØÅ', 'with "quotes" & €', '']

  it.each(forms.flatMap(([about, options]) => passphrases.map((passphrase) => ({ about, options, passphrase }))))(
    '$about, passphrase "$passphrase", is read',
    async ({ options, passphrase }) => {
      const file = byOpenssl(sender, passphrase, options)
      await expectToSign(signingKeyFromPkcs12({ pkcs12: file, passphrase }))
      const wrong = codesOf(file, `${passphrase}x`)
      // Without MAC, a wrong passphrase shows only in what comes out.
      if (options.includes('-nomac')) expect(['key.passphrase', 'key.unreadable']).toContain(wrong[0])
      else expect(wrong).toEqual(['key.passphrase'])
    },
  )

  it('without a key, or with an unknown friendly name, is told', () => {
    const file = byOpenssl(sender, 'hemmelig', ['-nokeys'])
    expect(codesOf(file, 'hemmelig')).toEqual(['key.missing'])
    expect(codesOf(byOpenssl(sender, 'hemmelig', ['-name', 'a']), 'hemmelig', { friendlyName: 'b' })).toEqual([
      'key.missing',
    ])
    expect(codesOf(byOpenssl(sender, 'hemmelig', ['-name', 'Ærlig']), 'hemmelig', { friendlyName: 'Ærlig' })).toEqual(
      [],
    )
  })

  it('with a key that cannot be used is told', () => {
    const codesWith = (key: 'ec' | 'rsa-1024'): readonly string[] =>
      codesOf(byOpenssl(makeSender({ key }), 'hemmelig', []), 'hemmelig')
    expect(codesWith('ec')).toEqual(['key.algorithm'])
    expect(codesWith('rsa-1024')).toEqual(['key.size'])
  })

  it('that asks for endless hashing is refused', () => {
    expect(codesOf(byOpenssl(sender, 'hemmelig', ['-iter', '1000001', '-nomac']), 'hemmelig')).toEqual([
      'key.unreadable',
    ])
  })

  it('does not show its passphrase or key', () => {
    const key = signingKeyFromPkcs12({ pkcs12: byOpenssl(sender, 'hemmelig', []), passphrase: 'hemmelig' })
    const shown = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)
    expect(shown).not.toMatch(/hemmelig|PRIVATE/)
    expect(Object.keys(key)).toEqual(['chain', 'sign'])
  })
})

describeWith([jdk, openssl], 'a PKCS#12 file by keytool', () => {
  const stranger = makeStranger()

  it('with several keys is read by friendly name', async () => {
    const store = join(folder, 'store.p12')
    for (const [alias, from] of [
      ['a', sender],
      ['b', stranger],
    ] as const) {
      const source = join(folder, `${alias}.p12`)
      writeFileSync(source, byOpenssl(from, 'changeit', ['-name', alias]))
      execFileSync(
        'keytool',
        [
          ...[
            '-importkeystore',
            '-noprompt',
            '-srckeystore',
            source,
            '-srcstorepass',
            'changeit',
            '-srcstoretype',
            'PKCS12',
          ],
          ...['-destkeystore', store, '-deststorepass', 'changeit', '-deststoretype', 'PKCS12'],
        ],
        { stdio: 'ignore' },
      )
    }
    const file = readFileSync(store)
    expect(codesOf(file, 'changeit')).toEqual(['key.several'])
    expect(codesOf(file, 'changeIt')).toEqual(['key.passphrase'])
    expect(codesOf(file, 'changeit', { friendlyName: 'c' })).toEqual(['key.missing'])
    await expectToSign(signingKeyFromPkcs12({ pkcs12: file, passphrase: 'changeit', friendlyName: 'a' }), sender)
    await expectToSign(signingKeyFromPkcs12({ pkcs12: file, passphrase: 'changeit', friendlyName: 'b' }), stranger)
  })
})
