import { it } from 'vitest'
import { expectStoreToBeRead } from '../../testing/bundle/key-stores.js'

// Their rounds are hashed once: it takes a second.
it('a PKCS#12 file by NSS is read', () => expectStoreToBeRead('nss', 'blåbær😀'))

it('a PKCS#12 file by Bouncy Castle is read that has no passphrase', () =>
  expectStoreToBeRead('bouncy-castle-empty-passphrase', ''))
