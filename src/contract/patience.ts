/**
 * Waiting for a case, but not for ever.
 *
 * @module
 */

/** How long a case is waited for. */
export interface Patience {
  /** How long it may take. */
  readonly seconds: number
  /** Why it is likely to have hung, when the time is over. */
  readonly suspects: ReadonlySet<string>
  /** How many calls have been answered: a client that takes its time has not hung. */
  readonly answered: () => number
  /** Ends it with its reason when it is aborted. */
  readonly signal: AbortSignal
}

/** What waits for a case. */
export interface Waiting {
  /** Waits; rejects where the case has not ended when its time is over, or is to end before. */
  readonly wait: (running: Promise<void>) => Promise<void>
  /** Stops its time, until what it gives is called: then the time begins anew. */
  readonly holdTime: () => () => void
}

/** Makes what waits for one case; its time begins at once. */
export function withPatience({ seconds, suspects, answered, signal }: Patience): Waiting {
  let holds = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const { promise, reject } = withReject()
  const begin = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const waitingFor = suspects.size === 0 ? '' : `: no answer to ${[...suspects].join(', ')}`
      const before = answered() === 0 ? '' : `; calls answered before: ${answered()}`
      reject(new Error(`the case did not end within ${seconds} seconds${waitingFor}${before}`))
    }, seconds * 1000)
  }
  const giveUp = (): void => {
    reject(signal.reason as Error)
  }
  begin()
  return {
    wait: async (running) => {
      signal.addEventListener('abort', giveUp)
      if (signal.aborted) giveUp()
      try {
        await Promise.race([running, promise])
      } finally {
        // Nobody waits any more.
        holds = Infinity
        clearTimeout(timer)
        signal.removeEventListener('abort', giveUp)
      }
    },
    holdTime: () => {
      holds += 1
      clearTimeout(timer)
      return () => {
        holds -= 1
        if (holds === 0) begin()
      }
    },
  }
}

function withReject(): { readonly promise: Promise<never>; readonly reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined
  const promise = new Promise<never>((_, rejectIt) => {
    reject = rejectIt
  })
  // Where the case has ended, nobody listens.
  promise.catch(() => undefined)
  return { promise, reject }
}
