/**
 * What of `src` has run, by V8's own counters. It must be loaded before `src` is, since only what is compiled later is counted
 * block by block.
 *
 * @module
 */
import { Session, type Profiler } from 'node:inspector'

const sources = new URL('../../src/', import.meta.url).href

const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true, allowTriggeredUpdates: false })

/** Which characters of which script have run: 1 for each that has. */
export type Reached = Map<string, Uint8Array>

/** What has run since the last time that this was asked. */
export function takeReached(): Reached {
  let taken: readonly Profiler.ScriptCoverage[] = []
  // It calls back at once.
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error
    taken = result
  })
  const reached: Reached = new Map()
  for (const { url, functions } of taken) if (url.startsWith(sources)) reached.set(url, paint(functions))
  return reached
}

/** A block that did not run within one that did, and the other way around: what is within comes after what is around it. */
function paint(functions: readonly Profiler.FunctionCoverage[]): Uint8Array {
  const blocks = functions.flatMap(({ ranges }) => ranges)
  const ran = new Uint8Array(Math.max(0, ...blocks.map(({ endOffset }) => endOffset)))
  blocks.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  for (const { startOffset, endOffset, count } of blocks) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return ran
}

/** Adds what was reached to what was known; whether anything of it is new. */
export function addReached(known: Reached, reached: Reached): boolean {
  let isNew = false
  for (const [url, ran] of reached) {
    const before = known.get(url) ?? new Uint8Array()
    const all = before.length >= ran.length ? before : new Uint8Array(ran.length)
    if (all !== before) all.set(before)
    for (let index = 0; index < ran.length; index++)
      if (ran[index] === 1 && all[index] === 0) {
        all[index] = 1
        isNew = true
      }
    known.set(url, all)
  }
  return isNew
}

/** Whether something was reached that is not known. */
export function isNewIn(known: Reached, reached: Reached): boolean {
  for (const [url, ran] of reached) {
    const before = known.get(url)
    if (ran.some((one, index) => one === 1 && before?.[index] !== 1)) return true
  }
  return false
}

/** How many characters have run. */
export function countReached(known: Reached): number {
  let characters = 0
  for (const ran of known.values()) for (const one of ran) characters += one
  return characters
}
