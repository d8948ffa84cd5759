import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { issueCodes } from 'signering-portal/codec'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { berFromDer } from '../../testing/ber.js'
import { sender } from '../../testing/bundle/packages.js'
import {
  certificateBag,
  encryptedSafe,
  keyBag,
  pkcs12File,
  plainSafe,
  safeContentsBag,
  shroudedKeyBag,
} from '../../testing/bundle/pkcs12.js'
import { runs } from '../../testing/seed.js'
import { codes, errorsOf } from '../../testing/issues.js'

const pem = sender.leaf.privateKeyPem
const attributes = { friendlyName: 'segl', localKeyId: Uint8Array.of(1) }
const certificate = certificateBag(sender.leaf.certificateDer, attributes)
const plain = pkcs12File([plainSafe(keyBag(pem, attributes), safeContentsBag(certificate))])
const encrypted = pkcs12File([plainSafe(shroudedKeyBag(pem, 'x', attributes)), encryptedSafe('x', [certificate])])
const files: Readonly<Record<string, Uint8Array>> = {
  'a plain file': plain,
  'an encrypted file': encrypted,
  'a file with a MAC': pkcs12File([plainSafe(keyBag(pem), certificate)], { passphrase: 'x' }),
  'a file in BER': berFromDer(encrypted, { indefinite: true, lengthOctets: 0, pieces: 200 }),
}

/** Where a change is made: anywhere, and as often in the first octets or the last, where the structure is. */
const positions = (length: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 0, max: length - 1 }),
    fc.integer({ min: 0, max: 150 }),
    fc.integer({ min: length - 60, max: length - 1 }),
  )

/** Changes as faults and attackers make them: other octets, more of them, fewer, and those of another place. */
function changes(file: Uint8Array): fc.Arbitrary<Uint8Array> {
  const interesting = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0, 0x7f, 0x80, 0x84, 0xff, 0x30, 0x24, 0xa0),
  )
  const change = fc.record({
    at: positions(file.length),
    removed: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 0, max: 40 })),
    added: fc.array(interesting, { maxLength: 3 }),
  })
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((list) =>
      list.reduce<Uint8Array>(
        (bytes, { at, removed, added }) =>
          Buffer.concat([bytes.subarray(0, at), Uint8Array.from(added), bytes.subarray(at + removed)]),
        file,
      ),
    )
}

async function codesOf(pkcs12: Uint8Array, friendlyName?: string): Promise<readonly string[]> {
  const result = await safeSigningKeyFromPkcs12({ pkcs12, passphrase: 'x', friendlyName })
  return codes(errorsOf(result))
}

describe.each(Object.entries(files))('%s', (_, file) => {
  it('is read', async () => {
    expect(await codesOf(file)).toEqual([])
  })

  it('that is changed anyhow is read or refused, with a result', async () => {
    const names = fc.constantFrom(undefined, 'segl')
    await fc.assert(
      fc.asyncProperty(changes(file), names, async (changed, name) => {
        for (const code of await codesOf(changed, name)) expect(Object.keys(issueCodes)).toContain(code)
      }),
      { numRuns: runs(150) },
    )
  })

  it('that is cut off is refused', async () => {
    for (let length = 0; length < file.length; length += 1 + (length % 53))
      expect(await codesOf(file.slice(0, length))).toEqual(['key.unreadable'])
  })
})
