import { describe, expect, it } from 'vitest'
import { observations } from '../../src/contract/observations.js'

describe('what a client logs', () => {
  it('is kept, and what it shows on its output', async () => {
    const { told, logged, reasonFor } = observations(false)
    told.log('one')
    told.trace({ kind: 'output', text: 'two' })
    told.trace({ kind: 'answer', text: '{}' })
    expect(await logged()).toEqual(['one', 'two'])
    expect(reasonFor(new Error('wrong'))).toContain("a line of the driver's output is no JSON: two")
  })

  it('is kept to the last of many lines', async () => {
    const { told, logged } = observations(false)
    for (let line = 0; line < 20_000; line += 1) told.log(String(line))
    expect((await logged()).at(-1)).toBe('19999')
  })

  it('is refused where it is too much to be looked through', async () => {
    const { told, logged } = observations(false)
    const million = 'x'.repeat(1_000_000)
    for (let line = 0; line < 33; line += 1) told.log(million)
    await expect(logged()).rejects.toThrow('the client has logged more than 32000000 characters')
  })
})
