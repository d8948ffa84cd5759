import { sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { safeSigningKeyFromPkcs12, signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { sender } from '../../testing/bundle/packages.js'
import { codes, errorsOf } from '../../testing/issues.js'

describe('a PKCS#12 file by others, as testing/bundle/key-stores says', () => {
  const stores = ['bouncy-castle-pbmac1', 'bouncy-castle-scrypt', 'bouncy-castle-sha3', 'nss']
  const withPassphrase = stores.map((name) => ({ name, passphrase: 'blåbær😀' }))

  it.each([...withPassphrase, { name: 'bouncy-castle-empty-passphrase', passphrase: '' }])(
    'is read: $name',
    async ({ name, passphrase }) => {
      const pkcs12 = readFileSync(new URL(`../../testing/bundle/key-stores/${name}.p12`, import.meta.url))
      const key = await signingKeyFromPkcs12({ pkcs12, passphrase })
      expect(key.chain).toHaveLength(1)
      // RSASSA-PKCS1-v1_5 gives the same signature every time, so that it tells whose key it is.
      const data = new TextEncoder().encode('to be signed')
      const signature = new Uint8Array(sign('sha256', data, sender.leaf.privateKeyPem))
      expect(await key.sign({ data, sha256: new Uint8Array(32) })).toEqual(signature)
      // Its 600,000 rounds are hashed but once.
      if (name === 'nss') return
      const wrong = await safeSigningKeyFromPkcs12({ pkcs12, passphrase: `${passphrase}x` })
      expect(codes(errorsOf(wrong))).toEqual(['key.passphrase'])
    },
  )
})
