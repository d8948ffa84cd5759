/** The PKCS#12 files of `testing/bundle/key-stores`. */
import { sign } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { signingKeyFromPkcs12, type SigningKey } from 'signering-portal/pkcs12'
import { expect } from 'vitest'
import type { Sender } from '../certificates.js'
import { sender } from './packages.js'

const folder = new URL('key-stores/', import.meta.url)

/** Their names. */
export const keyStores: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.p12'))
  .map((name) => name.replace('.p12', ''))

/** The bytes of one. */
export function keyStore(name: string): Uint8Array {
  return readFileSync(new URL(`${name}.p12`, folder))
}

/** RSASSA-PKCS1-v1_5 gives the same signature every time, so that it tells whose key it is. */
export async function expectSignature(key: SigningKey, from: Sender = sender): Promise<void> {
  const data = new TextEncoder().encode('to be signed')
  const signature = new Uint8Array(sign('sha256', data, from.leaf.privateKeyPem))
  expect(await key.sign({ data, sha256: new Uint8Array(32) })).toEqual(signature)
}

/** Expects that the one key in a file signs as that of the sender does. */
export async function expectStoreToBeRead(name: string, passphrase: string): Promise<void> {
  const key = await signingKeyFromPkcs12({ pkcs12: keyStore(name), passphrase })
  expect(key.chain).toHaveLength(1)
  await expectSignature(key)
}
