/**
 * What is seen of a case while it runs.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { TestCertificates } from '../simulator/certificates.js'
import type { AdapterContext, TraceEntry } from './adapter.js'
import { unlessThrown } from '../guard.js'
import { oneLine, reasonOf } from './reason.js'
import { beginningOf, hiderOf, type Hide } from './secrets.js'
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
  readonly told: Pick<AdapterContext, 'log' | 'trace' | 'hint' | 'fail'>
  /** The lines that the client has logged, once they have come. */
  readonly logged: () => Promise<readonly string[]>
  /** Why a case failed that threw something, with all that helps to find out more, and nothing that is secret. */
  readonly reasonFor: (thrown: unknown) => string
  /** Whether there is something secret in what was thrown, as a test runner would show it, or too much to find out. */
  readonly hasSecret: (thrown: unknown) => boolean
  /** Words on one line, without what is secret. */
  readonly shown: (words: string) => string
}

/** How long a line of a log may be on its way from another process, in milliseconds. */
export const logMilliseconds = 100

/** How many characters of the log are kept, and how many refusals and hints told: a client may write without end. */
const [mostLogged, refusalsTold, hintsTold] = [32_000_000, 3, 3]

/** How many entries of a trace are kept, and how many UTF-16 units of one and of all: some hundred times what a case takes. */
const [mostEntries, mostUnits, mostUnitsOfAll] = [10_000, 65_000, 4_194_304]

/** Begins to look. What is shown has no key and no passphrase of these certificates, if there are any. */
export function observations(isTraced: boolean, certificates: TestCertificates | undefined): Observations {
  const log: string[] = []
  const refusals = new Set<string>()
  const hints = new Set<string>()
  const failed = new AbortController()
  const watch: Watch = { pending: new Set(), answered: 0, unsupported: undefined, thrown: new Map() }
  let logged = 0
  const keep = (line: string): void => {
    logged += line.length + 1
    if (logged <= mostLogged) log.push(line)
  }
  const makeHide = hiderOf(certificates)
  const shown = (words: string): string => oneLine(words, makeHide())
  const { trace, write } = traceOf(makeHide)
  const lastRefusals = (): readonly string[] => [...refusals].slice(-refusalsTold)
  return {
    ...{ trace, watch, failed: failed.signal, refusals: lastRefusals },
    write: isTraced ? write : undefined,
    shown,
    hasSecret: (thrown) => {
      if (certificates === undefined) return false
      const words = unlessThrown(() => inspect(thrown, { depth: 5 })) ?? ''
      return beginningOf(words, mostUnits, makeHide()) !== words
    },
    refused: (words) => {
      refusals.add(words)
    },
    told: {
      log: (line) => {
        keep(line)
        if (isTraced) write({ kind: 'log', text: line })
      },
      trace: (entry) => {
        // What is shown to those who look at the output is as good as logged.
        if (entry.kind === 'output') keep(entry.text)
        if (isTraced) write(entry)
      },
      hint: (words) => {
        if (hints.size < hintsTold) hints.add(words)
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
      return shown([reasonOf(thrown, watch.thrown.get(thrown)), ...refused, ...hints].join('; '))
    },
  }
}

/** What is written down of a case. */
function traceOf(makeHide: () => Hide): {
  readonly trace: readonly TraceEntry[]
  readonly write: (entry: TraceEntry) => void
} {
  const trace: TraceEntry[] = []
  const hides = new Map<TraceEntry['kind'], Hide>()
  let units = 0
  const write = ({ kind, text }: TraceEntry): void => {
    if (trace.length >= mostEntries || units >= mostUnitsOfAll) return
    const hide = hides.get(kind) ?? makeHide()
    hides.set(kind, hide)
    const kept = beginningOf(text, mostUnits, hide)
    units += kept.length
    trace.push({ kind, text: kept })
  }
  return { trace, write }
}
