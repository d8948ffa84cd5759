/**
 * Uses one shape once, and prints what it took: `limits-process.ts NAME FILE`.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { watchMemory } from './peak.js'
import { outcomeOf } from './shape.js'
import { shapes } from './shapes.js'

/** What using a shape took. */
export interface Measured {
  /** How long, by the clock or by the processor, whichever is less. */
  readonly milliseconds: number
  /** The most memory that the process had in the meantime, less what it had before. */
  readonly bytes: number
  /** How long the event loop waited at most, of what it could tell. */
  readonly pauseMilliseconds: number
  /** The code of the first error, or `accepted`. */
  readonly outcome: string
}

const [name = '', file = ''] = process.argv.slice(2)
const shape = shapes[name]
if (shape === undefined) throw new Error(`There is no shape ${name}.`)
const input = new Uint8Array(readFileSync(file))
const bytesTaken = watchMemory()
const pauses = monitorEventLoopDelay({ resolution: 1 })
pauses.enable()
const [start, startOfWork] = [performance.now(), process.cpuUsage()]
const result = await shape.use(input)
const { user, system } = process.cpuUsage(startOfWork)
// Where other programs take the processor, the time by the clock is theirs too.
const milliseconds = Math.min(performance.now() - start, (user + system) / 1000)
const bytes = bytesTaken()
pauses.disable()
const measured: Measured = {
  milliseconds,
  bytes,
  pauseMilliseconds: pauses.max / 1e6,
  outcome: outcomeOf(result),
}
console.log(JSON.stringify(measured))
