import { expect, it } from 'vitest'
import { requireRefusal } from '../../../src/contract/cases/assert.js'

it('what a client throws that tells no status is shown in its own words', async () => {
  const failing = Promise.reject(new RangeError('boom'))
  await expect(requireRefusal(failing, { status: 502 }, 'a poll')).rejects.toThrow(
    'what the error of a poll tells (it threw RangeError: boom) at /status: wanted 502, got nothing',
  )
})
