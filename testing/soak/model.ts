/**
 * What a portal must answer to polls, worked out a second time: the order of each queue, when what was not confirmed comes
 * again, and when polling is permitted. It is told of everything in the order in which it reaches the portal.
 *
 * @module
 */

/** A change that was handed out returns after that, and an empty queue may be polled again, in milliseconds (portal flow, step 2). */
const tenMinutes = 600_000

/** A completed job's documents can be deleted after that, in milliseconds (storage page). */
const day = 86_400_000

interface Change {
  readonly signatureJobId: string
  readonly statuses: string
  queuedAt: number
  /** What it is confirmed at, once it is known. */
  confirmationUrl?: string
}

interface Queue {
  readonly waiting: Change[]
  readonly handedOut: Change[]
  permittedAt: number
}

/** A job that all have signed, and when its documents can be deleted. */
interface Completed {
  readonly queue: string
  readonly statuses: string
  readonly at: number
}

/** What a poll must be answered with. */
export interface ExpectedPoll {
  readonly status: 200 | 204 | 429
  readonly permittedAt: number
  readonly change: Change | undefined
}

/** The queues of a portal. */
export class Model {
  readonly #queues = new Map<string, Queue>()
  readonly #completed = new Map<string, Completed>()

  /** A status of a job has changed; `isCompleted` if all have signed. */
  announced(queue: string, signatureJobId: string, statuses: string, now: number, isCompleted: boolean): void {
    this.#settle(now)
    this.#queue(queue).waiting.push({ signatureJobId, statuses, queuedAt: now })
    if (isCompleted) this.#completed.set(signatureJobId, { queue, statuses, at: now + day })
  }

  /** A queue is polled. */
  polled(name: string, now: number): ExpectedPoll {
    this.#settle(now)
    const queue = this.#queue(name)
    const { waiting, handedOut, permittedAt } = queue
    const isEarly = now < permittedAt
    if (!isEarly)
      while ((handedOut[0]?.queuedAt ?? Infinity) + tenMinutes <= now) {
        const [back] = handedOut.splice(0, 1)
        if (back !== undefined) waiting.push(Object.assign(back, { queuedAt: back.queuedAt + tenMinutes }))
      }
    // A stable sort: of one instant, that which came first.
    waiting.sort((one, other) => one.queuedAt - other.queuedAt)
    const change = isEarly ? undefined : waiting.shift()
    queue.permittedAt = change === undefined ? now + tenMinutes : now
    if (change !== undefined) handedOut.push(Object.assign(change, { queuedAt: now }))
    return { status: isEarly ? 429 : change === undefined ? 204 : 200, permittedAt: queue.permittedAt, change }
  }

  /** A change is confirmed; gives whether it was one that is to be. */
  confirmed(confirmationUrl: string, now: number): boolean {
    this.#settle(now)
    for (const { waiting, handedOut } of this.#queues.values())
      for (const list of [waiting, handedOut]) {
        const index = list.findIndex((change) => change.confirmationUrl === confirmationUrl)
        if (index !== -1) return list.splice(index, 1).length === 1
      }
    return false
  }

  /** Tells that documents can be deleted, once nothing else is left that would. */
  #settle(now: number): void {
    const due: (readonly [string, Completed])[] = []
    // In the order in which they were completed, since the clock is never put back.
    for (const entry of this.#completed) {
      if (entry[1].at > now) break
      due.push(entry)
    }
    // Of one instant, that of the job first which was created first.
    due.sort(([one], [other]) => Number(BigInt(one) - BigInt(other)))
    for (const [signatureJobId, { queue: name, statuses, at }] of due) {
      const { waiting, handedOut } = this.#queue(name)
      this.#completed.delete(signatureJobId)
      if (![...waiting, ...handedOut].some((change) => change.signatureJobId === signatureJobId))
        waiting.push({ signatureJobId, statuses, queuedAt: at })
    }
  }

  #queue(name: string): Queue {
    const queue = this.#queues.get(name) ?? { waiting: [], handedOut: [], permittedAt: 0 }
    this.#queues.set(name, queue)
    return queue
  }
}
