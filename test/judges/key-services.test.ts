import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { verifyBundle, writeBundle, type SigningKey } from 'signering-portal/bundle'
import { keyFromService, keyFromToken } from '../../examples/bundle-write.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { describeWith, openssl as opensslCommand } from '../../testing/requirements.js'

const folder = mkdtempSync(join(tmpdir(), 'keys-'))
const keyFile = join(folder, 'key.pem')
writeFileSync(keyFile, sender.leaf.privateKeyPem)
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Signs as OpenSSL does, with the padding of PKCS#1 1.5: a digest that is said to be one, or what it is given. */
const openssl = (data: Uint8Array, ...options: readonly string[]): Uint8Array =>
  execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', keyFile, ...options], { input: data })

const chain = [sender.leaf, sender.intermediate, sender.root].map(({ certificateDer }) => certificateDer)
const keys: readonly (readonly [string, SigningKey])[] = [
  [
    'a service that takes a digest',
    keyFromService(
      { sign: ({ Message }) => Promise.resolve({ Signature: openssl(Message, '-pkeyopt', 'digest:sha256') }) },
      'our-key',
      chain,
    ),
  ],
  [
    'a module that adds the padding only',
    keyFromToken((data) => openssl(data, '-pkeyopt', 'rsa_padding_mode:pkcs1'), chain),
  ],
]

describeWith([opensslCommand], 'keys that take a digest, with the signatures of OpenSSL', () => {
  it.each(keys)('%s', async (_, key) => {
    const written = await writeBundle(makeInput(2, { key }))
    expect(written).toEqual(await writeBundle(makeInput(2)))
    verifyBundle(written.bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime })
  })
})
