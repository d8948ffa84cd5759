import { expect, it } from 'vitest'
import { requireRead, requireRefusal } from '../../../src/contract/cases/assert.js'

it('what a client throws that tells no status is shown in its own words', async () => {
  const failing = Promise.reject(new RangeError('boom'))
  await expect(requireRefusal(failing, { status: 502 }, 'a poll')).rejects.toThrow(
    'what the error of a poll tells (it threw RangeError: boom) at /status: wanted 502, got nothing',
  )
})

it('what a client throws that reads nothing is shown in its own words, the first of them', async () => {
  const failing = Promise.reject(new SyntaxError('unexpected token '.repeat(100)))
  const told = /^the change must be read, but the client threw "unexpected token [^"]{60,70}" \(of 1700 characters\)$/
  await expect(requireRead(failing, 'the change')).rejects.toThrow(told)
  expect(await requireRead(Promise.resolve('read'), 'the change')).toBe('read')
})
