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
  /** Ends it with its reason when it is aborted. */
  readonly signal: AbortSignal
}

/** Waits for a case; rejects where it has not ended when its time is over, or is to end before. */
export async function withPatience(running: Promise<void>, { seconds, suspects, signal }: Patience): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let giveUp: (() => void) | undefined
  const impatience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const waitingFor = suspects.size === 0 ? '' : `: no answer to ${[...suspects].join(', ')}`
      reject(new Error(`the case did not end within ${seconds} seconds${waitingFor}`))
    }, seconds * 1000)
    giveUp = () => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', giveUp)
    if (signal.aborted) giveUp()
  })
  try {
    await Promise.race([running, impatience])
  } finally {
    clearTimeout(timer)
    if (giveUp !== undefined) signal.removeEventListener('abort', giveUp)
  }
}
