/**
 * Running a client through one case.
 *
 * @module
 */
import { inspect } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import { isInstance, isString, unlessThrown } from '../guard.js'
import type { TestCertificates } from '../simulator/certificates.js'
import { virtualClock } from '../simulator/clock.js'
import { madeUpAccounts, publicSenderOrganizationNumber } from '../simulator/organizations.js'
import { createSimulator, type Client } from '../simulator/simulator.js'
import type { AdapterContext, AdapterFactory, AdapterIdentity, TraceEntry } from './adapter.js'
import type { CaseContext, ContractCase } from './cases/case.js'
import { observed } from './exchange-trace.js'
import { exposeOverTls, type Expose } from './expose.js'
import { presentSecond } from './machine-clock.js'
import { watched, type Watch } from './watched-adapter.js'

/** How a case is run. */
export interface CaseSettings {
  /** How the client reaches the portal. */
  readonly expose: Expose
  /** Keys and certificates of servers and clients. Absent: none. */
  readonly certificates: TestCertificates | undefined
  /** How long the case may take before it counts as hanging. */
  readonly timeoutSeconds: number
  /** Whether what happens is written down. */
  readonly trace: boolean
  /** When the portal's clock begins. Absent: the present second. */
  readonly start: Date | undefined
  /** Aborted where the case is to end before its time. */
  readonly signal: AbortSignal | undefined
}

/** What became of a case. */
export interface CaseEnd {
  /** `unsupported`: the client cannot do what the case asks of it. */
  readonly outcome: 'passed' | 'failed' | 'unsupported'
  /** What went wrong, on one line. */
  readonly reason: string
  /** What was thrown, if anything was. */
  readonly thrown?: unknown
  /** The portal's own words for the last requests that it refused. */
  readonly refusals: readonly string[]
  /** What happened; nothing, unless it was to be written down. */
  readonly trace: readonly TraceEntry[]
}

/** How long a line of a log may be on its way from another process, in milliseconds. */
const logMilliseconds = 100

/** How long a reason may be, in UTF-16 units, and how many refusals of the portal it tells. */
const [longestReason, refusalsTold] = [600, 3]

/** Runs a client through one case, with a portal of its own. */
export async function performCase(
  contractCase: ContractCase,
  makeAdapter: AdapterFactory,
  settings: CaseSettings,
): Promise<CaseEnd> {
  const trace: TraceEntry[] = []
  const refusals = new Set<string>()
  const watch: Watch = { pending: new Set(), unsupported: undefined }
  try {
    await perform(contractCase, makeAdapter, settings, { trace, refusals, watch })
  } catch (thrown) {
    if (watch.unsupported === undefined) {
      const told = [...refusals].slice(-refusalsTold)
      const reason = oneLine([reasonOf(thrown), ...told.map((words) => `the portal refused ${words}`)].join('; '))
      return { outcome: 'failed', reason, thrown, refusals: told, trace }
    }
  }
  if (watch.unsupported === undefined) return { outcome: 'passed', reason: '', refusals: [], trace }
  return { outcome: 'unsupported', reason: oneLine(watch.unsupported), refusals: [], trace }
}

interface Observations {
  readonly trace: TraceEntry[]
  readonly refusals: Set<string>
  readonly watch: Watch
}

async function perform(
  { organizationNumber = publicSenderOrganizationNumber, client, needsTls, simulatorOptions, run }: ContractCase,
  makeAdapter: AdapterFactory,
  { expose, certificates, start = presentSecond(), signal, ...settings }: CaseSettings,
  { trace, refusals, watch }: Observations,
): Promise<void> {
  const sender = madeUpAccounts.senders.find((one) => one.organizationNumber === organizationNumber)
  if (sender === undefined) throw new TypeError('The sender of a case must be one of the made-up organizations.')
  const clock = virtualClock(start)
  const simulator = createSimulator({
    clock,
    ...madeUpAccounts,
    // The clock stands still while a case calls more often than a real client does.
    rateLimit: false,
    // A client has the clock that it has: the one case about the signing time looks at it itself.
    signingTimeToleranceSeconds: Infinity,
    // Official clients bring the signer's certificate alone: the one case about the chain asks for it.
    requireWholeChain: false,
    ...simulatorOptions,
  })
  const write = (entry: TraceEntry): void => {
    if (settings.trace) trace.push(entry)
  }
  const refused = (words: string): void => {
    refusals.add(words)
  }
  const seen = observed(simulator, { trace: settings.trace ? write : undefined, refused })
  const reach = needsTls === true && certificates !== undefined ? exposeOverTls(certificates) : expose
  const { root, foreignRoot, fetch, close } = await reach(seen, client)
  const ended = new AbortController()
  const log: string[] = []
  const caller: Client = client ?? { organizationNumber }
  const about: AdapterContext = {
    ...{ root, sender, client: caller, identity: identityOf(certificates, caller), fetch, clock },
    log: (line) => {
      log.push(line)
      write({ kind: 'log', text: line })
    },
    trace: write,
    ended: ended.signal,
  }
  const logged = async (): Promise<readonly string[]> => {
    await wait(logMilliseconds)
    return [...log]
  }
  const running = async (): Promise<void> => {
    const adapter = watched(await makeAdapter(about), watch)
    const context: CaseContext = { adapter, simulator: seen, clock, organizationNumber, root, foreignRoot, logged }
    await run(context)
  }
  try {
    await withPatience(running(), { seconds: settings.timeoutSeconds, watch, signal })
  } finally {
    ended.abort()
    await close()
  }
}

function identityOf(certificates: TestCertificates | undefined, client: Client): AdapterIdentity | undefined {
  const identity = certificates?.clients[client.organizationNumber]
  if (certificates === undefined || identity === undefined) return undefined
  return { key: identity.key, certificates: identity.certificates, trust: certificates.root.certificates }
}

interface Patience {
  readonly seconds: number
  readonly watch: Watch
  readonly signal: AbortSignal | undefined
}

async function withPatience(running: Promise<void>, { seconds, watch, signal }: Patience): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let interrupt: (() => void) | undefined
  const impatience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const waitingFor = watch.pending.size === 0 ? '' : `: no answer to ${[...watch.pending].join(', ')}`
      reject(new Error(`the case did not end within ${seconds} seconds${waitingFor}`))
    }, seconds * 1000)
    interrupt = () => {
      reject(new Error('the run was interrupted'))
    }
    signal?.addEventListener('abort', interrupt)
  })
  try {
    await Promise.race([running, impatience])
  } finally {
    clearTimeout(timer)
    if (interrupt !== undefined) signal?.removeEventListener('abort', interrupt)
  }
}

/** What went wrong, in words: a client may throw anything. */
function reasonOf(thrown: unknown): string {
  const words = isInstance(thrown, Error) ? thrown.message : thrown
  if (!isString(words) || !/\w/.test(words)) return `it threw ${shown(thrown)}`
  return isInstance(thrown, TypeError) ? `something is of another type than an adapter gives: ${words}` : words
}

function shown(thrown: unknown): string {
  return unlessThrown(() => inspect(thrown)) ?? 'something that cannot be shown'
}

function oneLine(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim()
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line
}
