/**
 * What a soak counts: every status change that must come about, and what became of it at the clients.
 *
 * @module
 */

/** A change that was handed out does not come again before that, in milliseconds (portal flow page, step 2). */
const redeliveryMilliseconds = 600_000

interface Entry {
  readonly signatureJobId: string
  readonly statuses: string
  deliveries: number
  deliveredAt: number
  isHandled: boolean
  /** Who has handled it and knows so. */
  handler?: unknown
  /** How often a confirmation was answered. */
  confirmations: number
}

/** The statuses of a job's signers after each change that is to come about, in order. */
export type Expected = readonly string[]

/** The account of all jobs. */
export class Ledger {
  readonly #expected = new Map<string, string[]>()
  /** By the confirmation's address, which tells one change from another. */
  readonly #changes = new Map<string, Entry>()
  /** The queue that each job is told of in. */
  readonly #queues = new Map<string, string>()
  readonly #faults: string[] = []

  /** Notes what must come about of a job. */
  expect(signatureJobId: string, statuses: Expected, queue = ''): void {
    this.#queues.set(signatureJobId, queue)
    this.#expected.set(signatureJobId, [...(this.#expected.get(signatureJobId) ?? []), ...statuses])
  }

  /** Notes that a client was handed a change. */
  delivered(confirmationUrl: string, signatureJobId: string, statuses: string, now: number, queue = ''): void {
    if (this.#queues.get(signatureJobId) !== queue)
      this.#faults.push(`foreign: job ${signatureJobId} came in another queue`)
    const known = this.#changes.get(confirmationUrl)
    if (known === undefined) {
      const fresh = { deliveries: 1, deliveredAt: now, isHandled: false, confirmations: 0 }
      this.#changes.set(confirmationUrl, { signatureJobId, statuses, ...fresh })
      return
    }
    if (known.confirmations > 0) this.#faults.push(`double: job ${signatureJobId} came again after its confirmation`)
    else if (now - known.deliveredAt < redeliveryMilliseconds)
      this.#faults.push(`double: job ${signatureJobId} came twice within ten minutes`)
    if (known.statuses !== statuses) this.#faults.push(`double: job ${signatureJobId} told two things in one change`)
    known.deliveries += 1
    known.deliveredAt = now
  }

  /** Notes that a client has handled a change, which none may do again unless the one who has done it forgot it. */
  handled(confirmationUrl: string, handler?: unknown): void {
    const entry = this.#changes.get(confirmationUrl)
    if (entry === undefined) this.#faults.push('double: a change was handled that was not handed out')
    else if (entry.isHandled && entry.handler !== undefined)
      this.#faults.push(`double: job ${entry.signatureJobId} was handled again`)
    else Object.assign(entry, { isHandled: true, handler: handler ?? 'somebody' })
  }

  /** Notes that a client has lost all that it knew. */
  forgotten(handler: unknown): void {
    for (const entry of this.#changes.values()) if (entry.handler === handler) entry.handler = undefined
  }

  /** Notes that a confirmation was answered, which none need be again, nor before the change was handled. */
  confirmed(confirmationUrl: string): void {
    const entry = this.#changes.get(confirmationUrl)
    if (entry === undefined) {
      this.#faults.push('double: a change was confirmed that was not handed out')
      return
    }
    const { signatureJobId, isHandled, confirmations } = entry
    if (!isHandled) this.#faults.push(`early: job ${signatureJobId} was confirmed before it was handled`)
    if (confirmations > 0) this.#faults.push(`double: job ${signatureJobId} was confirmed again`)
    entry.confirmations += 1
  }

  /** Whether so much has gone wrong that more would tell nothing. */
  isHopeless(): boolean {
    return this.#faults.length >= 100
  }

  /** Figures, and all that is lost or double. */
  balance(): { readonly figures: Readonly<Record<string, number>>; readonly faults: readonly string[] } {
    const faults = [...this.#faults]
    const handled = new Map<string, string[]>()
    for (const { signatureJobId, statuses, isHandled, confirmations } of this.#changes.values()) {
      if (isHandled) handled.set(signatureJobId, [...(handled.get(signatureJobId) ?? []), statuses])
      if (confirmations > 0 && !isHandled) faults.push(`lost: job ${signatureJobId} was confirmed and never handled`)
      if (isHandled && confirmations === 0) faults.push(`lost: job ${signatureJobId} was handled and never confirmed`)
    }
    for (const [id, statuses] of this.#expected) {
      const left = [...statuses]
      for (const one of handled.get(id) ?? []) {
        const at = left.indexOf(one)
        if (at === -1) faults.push(`double: job ${id} told ${one} once more than it came about`)
        else left.splice(at, 1)
      }
      faults.push(...left.map((one) => `lost: job ${id} never told ${one}`))
      handled.delete(id)
    }
    faults.push(...[...handled.keys()].map((id) => `double: job ${id} is nobody's`))
    const entries = [...this.#changes.values()]
    const expected = [...this.#expected.values()].flat().length
    const deliveries = entries.reduce((sum, entry) => sum + entry.deliveries, 0)
    const confirmations = entries.reduce((sum, entry) => sum + entry.confirmations, 0)
    const confirmed = entries.filter((entry) => entry.confirmations > 0).length
    const again = { 'confirmations again': confirmations - confirmed, 'deliveries again': deliveries - entries.length }
    const figures = { jobs: this.#expected.size, 'status changes': expected, confirmed, deliveries }
    return { figures: { ...figures, ...again }, faults }
  }
}
