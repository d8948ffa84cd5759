import { describe, expect, it } from 'vitest'
import { observations } from '../../src/contract/observations.js'
import { testCertificates } from '../../testing/simulator/certificates.js'

const certificates = await testCertificates()

describe('what a client logs', () => {
  it('is kept, and what it shows on its output', async () => {
    const { told, logged } = observations(false, undefined)
    told.log('one')
    told.trace({ kind: 'output', text: 'two' })
    told.trace({ kind: 'answer', text: '{}' })
    expect(await logged()).toEqual(['one', 'two'])
  })

  it('is kept to the last of many lines', async () => {
    const { told, logged } = observations(false, undefined)
    for (let line = 0; line < 20_000; line += 1) told.log(String(line))
    expect((await logged()).at(-1)).toBe('19999')
  })

  it('is refused where it is too much to be looked through', async () => {
    const { told, logged } = observations(false, undefined)
    const million = 'x'.repeat(1_000_000)
    for (let line = 0; line < 33; line += 1) told.log(million)
    await expect(logged()).rejects.toThrow('the client has logged more than 32000000 characters')
  })
})

it('keep a trace of a bounded size, however much comes', () => {
  const { told, trace } = observations(true, undefined)
  for (let time = 0; time < 200; time += 1) told.trace({ kind: 'output', text: 'x'.repeat(1e6) })
  expect(trace[0]?.text).toBe(`${'x'.repeat(65_000)}…`)
  expect(trace.length).toBe(65)
  const short = observations(true, undefined)
  for (let time = 0; time < 20_000; time += 1) short.told.log('x')
  expect(short.trace.length).toBe(10_000)
  const none = observations(false, undefined)
  none.told.log('x')
  expect(none.trace).toEqual([])
})

it('take a text that is too long to be looked through for one that has a secret, where there are secrets', () => {
  const long = new Error('x'.repeat(1e6))
  expect(observations(false, certificates).hasSecret(long)).toBe(true)
  expect(observations(false, undefined).hasSecret(long)).toBe(false)
  expect(observations(false, certificates).hasSecret(new Error('x'.repeat(1e4)))).toBe(false)
})

it('name the call that failed, and the first hints, and no key', () => {
  const { told, watch, reasonFor, shown, trace } = observations(true, certificates)
  const key = certificates.clients['123456785']?.key ?? ''
  for (const words of ['one', 'two', 'two', 'three', 'four']) told.hint(words)
  const thrown = new TypeError(`EOF ${key}`)
  watch.thrown.set(thrown, 'confirm')
  expect(reasonFor(thrown)).toMatch(/^confirm: EOF -----BEGIN PRIVATE KEY----- \(secret\)/)
  expect(reasonFor(new Error('EOF'))).toBe('EOF; one; two; three')
  expect(shown(key)).not.toContain(key.split('\n')[1])
  for (const line of key.split('\n')) told.log(line)
  expect(JSON.stringify(trace)).not.toContain(key.split('\n')[3])
})
