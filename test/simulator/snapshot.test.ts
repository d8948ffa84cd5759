import { beforeEach, describe, expect, it } from 'vitest'
import { portalSignatureJobStatusChangeResponse, portalSignatureJobStatuses } from 'signering-portal/codec'
import { createSimulator, virtualClock, type SimulatorSnapshot } from 'signering-portal/simulator'
import {
  begin,
  clock,
  created,
  nextChange,
  parallel,
  simulator,
  queue,
  send,
} from '../../testing/simulator/simulated.js'
import { codesOf } from '../../testing/issues.js'

beforeEach(() => {
  begin()
})

describe('a snapshot', () => {
  it('goes on where the portal was, through JSON', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    await nextChange()
    simulator.planFault({ kind: 'noContent' }, { resource: 'cancel' })
    const snapshot = JSON.parse(JSON.stringify(simulator.snapshot())) as SimulatorSnapshot
    const later = clock.now()
    begin({ snapshot, clock: virtualClock(later) })
    expect(simulator.snapshot()).toEqual(snapshot)
    simulator.setSignerStatus(id, 2, 'SIGNED')
    begin({ snapshot: simulator.snapshot(), clock: virtualClock(new Date(later.getTime() + 600_000)) })
    const response = await send(queue)
    expect(portalSignatureJobStatusChangeResponse.decode(await response.text()).status).toBe('COMPLETED_SUCCESSFULLY')
  })

  it.each(portalSignatureJobStatuses)('may hold a job that is %s', async (status) => {
    await created()
    const text = JSON.stringify(simulator.snapshot()).replace('"status":"IN_PROGRESS"', `"status":"${status}"`)
    begin({ snapshot: JSON.parse(text) as SimulatorSnapshot })
    expect(simulator.jobs().map((job) => job.status)).toEqual([status])
  })

  it.each(['object', 'list'])('is refused that is nested too deep to be copied, by %s', (kind) => {
    let deep: unknown = {}
    for (let depth = 0; depth < 50_000; depth++) deep = kind === 'list' ? [deep] : { deep }
    for (const snapshot of [deep, { ...simulator.snapshot(), jobs: [deep] }])
      expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: snapshot as SimulatorSnapshot }))).toEqual([
        'simulator.snapshot',
      ])
  })

  it('lets the RangeError of a getter through', () => {
    const snapshot = {
      get version(): number {
        throw new RangeError('by a getter')
      },
    }
    expect(() => createSimulator({ clock, senders: [], snapshot: snapshot as never })).toThrow('by a getter')
  })

  it('is refused whatever part of it is missing or of another kind', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    await nextChange()
    simulator.planFault({ kind: 'truncated' })
    const good = simulator.snapshot()
    const places: (readonly (string | number)[])[] = []
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > 0) places.push(path)
      // Below the request and the manifest the codec decides.
      if (typeof value !== 'object' || value === null || ['request', 'manifest'].includes(String(path.at(-1)))) return
      for (const [name, part] of Object.entries(value)) walk(part, [...path, name])
    }
    walk(good, [])
    expect(places).toContainEqual(['jobs', '0', 'signers', '0', 'status', 'since'])
    const lessSigners = structuredClone(good) as SimulatorSnapshot & { jobs: { signers: unknown[] }[] }
    lessSigners.jobs[0]?.signers.pop()
    expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: lessSigners }))).toEqual([
      'simulator.snapshot',
    ])
    const noJob = { ...structuredClone(good), jobs: [] }
    expect(codesOf(() => createSimulator({ clock, senders: [], snapshot: noJob }))).toEqual(['simulator.snapshot'])
    for (const path of places)
      for (const bad of [null, {}, 'x'.repeat(3), -1.5, [[]]]) {
        const spoilt = structuredClone(good) as unknown as Record<string | number, unknown>
        let parent = spoilt
        for (const name of path.slice(0, -1)) parent = parent[name] as Record<string | number, unknown>
        const last = path.at(-1) ?? ''
        if (typeof parent[last] === 'string' && typeof bad === 'string') continue
        if (last === 'request' && JSON.stringify(bad) === '{}') continue
        parent[last] = bad
        const message = `${path.join('.')} = ${JSON.stringify(bad)}`
        expect(
          codesOf(() => createSimulator({ clock, senders: [], snapshot: spoilt as never })),
          message,
        ).toEqual(['simulator.snapshot'])
      }
  })
})
