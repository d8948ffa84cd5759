import { beforeEach, describe, expect, it } from 'vitest'
import { createSimulator } from 'signering-portal/simulator'
import { organizationNumber } from '../../testing/simulator/raw-client.js'
import { begin, clock, codesOf, simulator } from '../../testing/simulator/simulated.js'

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

  it('may be undefined, and are refused as a mistake of the program where they are no options', () => {
    begin({
      brokers: undefined,
      environment: undefined,
      forwardingSeconds: undefined,
      snapshot: undefined,
      trust: undefined,
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
