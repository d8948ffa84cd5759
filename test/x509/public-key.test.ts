import { createPublicKey, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { isOneKey } from '../../src/x509/public-key.js'
import { keyPem } from '../../testing/certificates.js'

/** The key as workerd has it: none that was derived says that it equals another. */
const unequal = (name: 'leaf' | 'root'): KeyObject =>
  Object.assign(createPublicKey(keyPem(name)), { equals: () => false })

test('keys are one where their encodings are, whatever they say themselves', () => {
  expect(isOneKey(unequal('leaf'), unequal('leaf'))).toBe(true)
  expect(isOneKey(unequal('leaf'), unequal('root'))).toBe(false)
})
