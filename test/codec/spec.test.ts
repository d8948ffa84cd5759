import { expect, test } from 'vitest'
import { choice, element, optionalElement, string } from '../../src/codec/declare.js'
import { elementsOf, propertyName } from '../../src/codec/spec.js'

test.each([
  ['title', 'title'],
  ['available-seconds', 'availableSeconds'],
  ['identified-by-contact-information', 'identifiedByContactInformation'],
])('%s is the property %s', (name, property) => {
  expect(propertyName(name)).toBe(property)
})

test('the elements of a sequence are those of every branch too, in order', () => {
  const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((name) => element(name, string()))
  expect.assert(one !== undefined && two !== undefined && three !== undefined && four !== undefined)
  const other = optionalElement('other', string())
  expect(elementsOf([one, choice([two, other], [three]), four])).toEqual([one, two, other, three, four])
  expect(elementsOf([])).toEqual([])
})
