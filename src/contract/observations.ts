/**
 * What is seen of a case while it runs.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { AdapterContext, TraceEntry } from './adapter.js'
import { oneLine, reasonOf } from './reason.js'
import type { Watch } from './watched-adapter.js'

/** What is seen of a case. */
export interface Observations {
  /** What happened; nothing, unless it is to be written down. */
  readonly trace: readonly TraceEntry[]
  /** Takes what happens; undefined where it is not to be written down. */
  readonly write: ((entry: TraceEntry) => void) | undefined
  /** The portal's own words for the last requests that it refused. */
  readonly refusals: () => readonly string[]
  /** Takes the portal's own words for a refusal. */
  readonly refused: (words: string) => void
  /** The calls of the adapter. */
  readonly watch: Watch
  /** Aborted when the case is to end before its time, with the reason. */
  readonly failed: AbortSignal
  /** What an adapter says of itself. */
  readonly told: Pick<AdapterContext, 'log' | 'trace' | 'fail'>
  /** The lines that the client has logged, once they have come. */
  readonly logged: () => Promise<readonly string[]>
  /** Why a case failed that threw something, with all that helps to find out more. */
  readonly reasonFor: (thrown: unknown) => string
}

/** How long a line of a log may be on its way from another process, in milliseconds. */
const logMilliseconds = 100

/** How many entries and characters of the log are kept, and how many refusals told: a client may write without end. */
const [mostEntries, mostLogged, refusalsTold] = [10_000, 32_000_000, 3]

/** Begins to look. */
export function observations(isTraced: boolean): Observations {
  const trace: TraceEntry[] = []
  const log: string[] = []
  const refusals = new Set<string>()
  const failed = new AbortController()
  let stray: string | undefined
  const watch: Watch = { pending: new Set(), unsupported: undefined }
  let logged = 0
  const keep = (line: string): void => {
    logged += line.length + 1
    if (logged <= mostLogged) log.push(line)
  }
  const write = (entry: TraceEntry): void => {
    if (isTraced && trace.length < mostEntries) trace.push(entry)
  }
  const lastRefusals = (): readonly string[] => [...refusals].slice(-refusalsTold)
  return {
    ...{ trace, watch, failed: failed.signal, refusals: lastRefusals },
    write: isTraced ? write : undefined,
    refused: (words) => {
      refusals.add(words)
    },
    told: {
      log: (line) => {
        keep(line)
        write({ kind: 'log', text: line })
      },
      trace: (entry) => {
        if (entry.kind === 'output') {
          stray ??= entry.text
          // What is shown to those who look at the output is as good as logged.
          keep(entry.text)
        }
        write(entry)
      },
      fail: (reason) => {
        failed.abort(new Error(reason))
      },
    },
    logged: async () => {
      await wait(logMilliseconds)
      if (logged > mostLogged) throw new Error(`the client has logged more than ${mostLogged} characters`)
      return [...log]
    },
    reasonFor: (thrown) => {
      const refused = lastRefusals().map((words) => `the portal refused ${words}`)
      const line = stray === undefined ? [] : [`a line of the driver's output is no JSON: ${stray.slice(0, 100)}`]
      return oneLine([reasonOf(thrown), ...refused, ...line].join('; '))
    },
  }
}
