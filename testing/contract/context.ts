/** What a client is told that is made outside of a case. */
import type { AdapterContext } from 'signering-portal/contract'

/** Where nobody looks at what the client logs, and no case ends. */
export const unwatched: Pick<
  AdapterContext,
  'log' | 'trace' | 'hint' | 'holdTime' | 'fail' | 'whenNotPassed' | 'ended'
> = {
  log: () => undefined,
  trace: () => undefined,
  hint: () => undefined,
  holdTime: () => () => undefined,
  fail: () => undefined,
  whenNotPassed: () => undefined,
  ended: new AbortController().signal,
}
