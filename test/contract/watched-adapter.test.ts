import { expect, it } from 'vitest'
import { UnsupportedError } from '../../src/contract/adapter.js'
import { noteUnsupported, type Watch } from '../../src/contract/watched-adapter.js'

const watch = (): Watch => ({ pending: new Set(), answered: 0, unsupported: undefined, thrown: new Map() })

it.each([
  ['it has no such call', new UnsupportedError('it has no such call')],
  ['the client does not say why', new UnsupportedError('')],
  ['of another copy', { name: 'UnsupportedError', message: 'of another copy' }],
  ['the client does not say why', { name: 'UnsupportedError', message: 7 }],
  [undefined, new Error('broken')],
])('what the client cannot do is noted with its reason, and thrown again: %s', (reason, thrown) => {
  const noted = watch()
  expect(() => noteUnsupported(noted)(thrown)).toThrow(expect.toSatisfy((one) => one === thrown))
  expect(noted.unsupported).toBe(reason)
})
