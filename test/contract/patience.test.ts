import { expect, it } from 'vitest'
import { withPatience } from '../../src/contract/patience.js'

const never = new Promise<void>(() => undefined)

it.each([
  [[], 0, 'the case did not end within 0.01 seconds'],
  [['create'], 0, 'the case did not end within 0.01 seconds: no answer to create'],
  [
    ['create', 'confirm'],
    2,
    'the case did not end within 0.01 seconds: no answer to create, confirm; calls answered before: 2',
  ],
])('a case that does not end is told with what it waits for: %j, %i', async (suspects, answered, message) => {
  const { signal } = new AbortController()
  const waiting = withPatience({ seconds: 0.01, suspects: new Set(suspects), answered: () => answered, signal })
  await expect(waiting.wait(never)).rejects.toThrow(new Error(message))
})
