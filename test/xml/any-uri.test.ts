import { expect, it } from 'vitest'
import { isAnyUri } from '../../src/xml/any-uri.js'
import { someUris, noUris } from '../../testing/xml/uris.js'

it.each(someUris)('is a URI: %j', (text) => {
  expect(isAnyUri(text)).toBe(true)
})

it.each(noUris)('is none: %j', (text) => {
  expect(isAnyUri(text)).toBe(false)
})
