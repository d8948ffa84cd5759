/** A model of the portal's queue, with which pollers are tried. */
import type { HttpResponse } from 'signering-portal/http'
import { pollTime, response, statusChangeXml } from './responses.js'
import type { VirtualClock } from './virtual-clock.js'

const second = 1000
const minute = 60_000

export interface QueuePlan {
  /** How long each empty poll blocks the queue, in seconds. */
  readonly emptySeconds: number
  /** How long a poll that found something blocks the queue, in milliseconds: nothing is documented, a little is harsher. */
  readonly foundMilliseconds: number
  /** When each change enters the queue, in seconds from the start. */
  readonly changes: readonly number[]
}

/** The queue of the portal, as documented: first in first out, an unconfirmed change returns after 10 minutes. */
export class ModelQueue {
  readonly #clock: VirtualClock
  readonly #plan: QueuePlan
  readonly #queue: { readonly id: string; readonly since: number }[]
  readonly #handedOut = new Map<string, number>()
  #permittedAt = 0
  /** The changes that were confirmed. */
  readonly confirmed: Set<string> = new Set<string>()
  /** How many requests came before the permitted time. */
  early = 0

  constructor(clock: VirtualClock, plan: QueuePlan) {
    this.#clock = clock
    this.#plan = plan
    const start = clock.now().getTime()
    this.#queue = plan.changes.map((seconds, index) => ({ id: `${index + 1}`, since: start + seconds * second }))
  }

  readonly poll = (): HttpResponse => {
    const now = this.#clock.now().getTime()
    if (now < this.#permittedAt) {
      this.early += 1
      return response(429, pollTime(new Date(this.#permittedAt).toISOString()))
    }
    for (const [id, since] of this.#handedOut)
      if (since <= now) {
        this.#handedOut.delete(id)
        this.#queue.push({ id, since })
      }
    const at = this.#queue.findIndex(({ since }) => since <= now)
    const [found] = at === -1 ? [] : this.#queue.splice(at, 1)
    this.#permittedAt = now + (found === undefined ? this.#plan.emptySeconds * second : this.#plan.foundMilliseconds)
    const headers = pollTime(new Date(this.#permittedAt).toISOString())
    if (found === undefined) return response(204, headers)
    this.#handedOut.set(found.id, now + 10 * minute)
    return response(200, headers, statusChangeXml(found.id))
  }

  readonly confirm = (id: string): HttpResponse => {
    // A change that is back in the queue cannot be confirmed until it is handed out again; one that was confirmed is gone.
    if (!this.#handedOut.delete(id)) return response(404, {})
    this.confirmed.add(id)
    return response(204, {})
  }
}
