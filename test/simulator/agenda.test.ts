import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Agenda } from '../../src/simulator/agenda.js'
import { runs } from '../../testing/seed.js'

it('gives what has come, the first before the others, and of one instant what was added first', () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ take: fc.integer({ min: -1, max: 21 }) }),
    fc.record({ keep: fc.integer({ min: 2, max: 5 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const agenda = new Agenda<number>()
      let model: { readonly at: number; readonly value: number }[] = []
      for (const [value, each] of steps.entries())
        if ('add' in each) {
          agenda.add(each.add, value)
          // A stable sort, so that what was added first stays first.
          model = [...model, { at: each.add, value }].sort((one, other) => one.at - other.at)
        } else if ('keep' in each) {
          agenda.keep((one) => one % each.keep !== 0)
          model = model.filter((one) => one.value % each.keep !== 0)
          expect(agenda.inOrder()).toEqual(model.map((one) => one.value))
          expect(agenda.size).toBe(model.length)
        } else {
          const [first] = model
          const taken = first !== undefined && first.at <= each.take ? first.value : undefined
          if (taken !== undefined) model = model.slice(1)
          expect(agenda.take(each.take)).toBe(taken)
        }
    }),
    { numRuns: runs(500) },
  )
})
