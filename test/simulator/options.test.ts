import { beforeEach, describe, expect, it } from 'vitest'
import { createSimulator } from 'signering-portal/simulator'
import { organizationNumber } from '../../testing/simulator/raw-client.js'
import { begin, clock, simulator } from '../../testing/simulator/simulated.js'
import { codesOf } from '../../testing/issues.js'

beforeEach(() => {
  begin()
})

describe('options', () => {
  it('are refused out of their range', () => {
    expect(
      codesOf(() => {
        begin({ senders: [{ organizationNumber: '12345678', sector: 'PUBLIC' }] })
      }),
    ).toEqual(['simulator.options'])
    expect(
      codesOf(() => {
        begin({ forwardingSeconds: 604_801 })
      }),
    ).toEqual(['simulator.options'])
    expect(
      codesOf(() => {
        begin({ signingTimeToleranceSeconds: Number.NaN })
      }),
    ).toEqual(['simulator.options'])
    for (const options of [{ senders: [{ organizationNumber, sector: 'PUBLC' }] }, { environment: 'prod' }])
      expect(
        codesOf(() => {
          begin(options as never)
        }),
      ).toEqual(['simulator.options'])
  })

  it.each([
    ['senders', [null]],
    ['senders', [{ organizationNumber, sector: 'PUBLC' }]],
    ['brokers', [{ organizationNumber, senders: ['1'] }]],
    ['environment', 'prod'],
    ['rateLimit', 'no'],
    ['forwardingSeconds', 604_801],
    ['endedJobsKeptSeconds', -1],
    ['confirmationStatus', 202],
    ['requireWholeChain', 'no'],
    ['requireAccept', 'no'],
    ['signingTimeToleranceSeconds', -1],
  ])('%s are told by name: %j', (name, value) => {
    const options = { clock, senders: [], [name]: value } as never
    expect(() => createSimulator(options)).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ code: 'simulator.options', property: [name] })] }),
    )
  })

  it('tell all that is wrong at once, certificates too', () => {
    const options = { rateLimit: 'no', environment: 'prod', trust: ['x'] } as never
    expect(
      codesOf(() => {
        begin(options)
      }),
    ).toEqual(['simulator.options', 'simulator.options', 'key.certificate'])
  })

  it('may be undefined, and are refused as a mistake of the program where they are no options', () => {
    begin({
      brokers: undefined,
      environment: undefined,
      forwardingSeconds: undefined,
      endedJobsKeptSeconds: undefined,
      snapshot: undefined,
      trust: undefined,
      intermediates: undefined,
      confirmationStatus: undefined,
      requireWholeChain: undefined,
      requireAccept: undefined,
    })
    expect(simulator.jobs()).toEqual([])
    expect(() => createSimulator({ senders: [] } as never)).toThrow(TypeError)
    expect(() => createSimulator({ clock } as never)).toThrow(TypeError)
    const number = Number(organizationNumber)
    expect(
      codesOf(() => createSimulator({ clock, senders: [{ organizationNumber: number, sector: 'PUBLIC' }] } as never)),
    ).toEqual(['simulator.options'])
  })
})
