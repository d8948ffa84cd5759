import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { describe, expect, it } from 'vitest'
import { expectStoreToBeRead, keyStore, keyStores } from '../../testing/bundle/key-stores.js'
import { codes, errorsOf } from '../../testing/issues.js'

describe('a PKCS#12 file by others, as testing/bundle/key-stores says', () => {
  // Two have so many rounds that they are read elsewhere.
  const quick = keyStores.filter((name) => !['bouncy-castle-empty-passphrase', 'nss'].includes(name))
  const passphrase = 'blåbær😀'

  it.each(quick)('is read: %s', async (name) => {
    await expectStoreToBeRead(name, passphrase)
    const wrong = await safeSigningKeyFromPkcs12({ pkcs12: keyStore(name), passphrase: `${passphrase}x` })
    expect(codes(errorsOf(wrong))).toEqual(['key.passphrase'])
  })

  it('are as many as the list has', () => {
    expect(quick).toHaveLength(20)
  })
})
