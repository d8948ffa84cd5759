/**
 * Running a client through one case.
 *
 * @module
 */
import type { TestCertificates } from '../simulator/certificates.js'
import { virtualClock } from '../simulator/clock.js'
import { madeUpAccounts, publicSenderOrganizationNumber } from '../simulator/organizations.js'
import { createSimulator, type Client } from '../simulator/simulator.js'
import type { Adapter, AdapterContext, AdapterFactory, AdapterIdentity, TraceEntry } from './adapter.js'
import type { ContractCase } from './cases/case.js'
import { doorTo } from './door.js'
import { observed } from './exchange-trace.js'
import { exposeOverTls, type Expose } from './expose.js'
import { withKnownJobs } from './known-jobs.js'
import { presentSecond } from './machine-clock.js'
import { observations, type Observations } from './observations.js'
import { withPatience } from './patience.js'
import { noteUnsupported, watched } from './watched-adapter.js'

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
  /** Whether there is something secret in the words of what was thrown. */
  readonly hasSecret: boolean
  /** Whether it was ended before its time: its adapter has called `fail`, or the run was interrupted. */
  readonly isCutShort: boolean
  /** The portal's own words for the last requests that it refused. */
  readonly refusals: readonly string[]
  /** What happened; nothing, unless it was to be written down. */
  readonly trace: readonly TraceEntry[]
}

/** Runs a client through one case, with a portal of its own. */
export async function performCase(
  contractCase: ContractCase,
  makeAdapter: AdapterFactory,
  settings: CaseSettings,
): Promise<CaseEnd> {
  const seen = observations(settings.trace, settings.certificates)
  const { trace, watch } = seen
  const interrupt = (): void => {
    seen.told.fail('the run was interrupted')
  }
  settings.signal?.addEventListener('abort', interrupt)
  try {
    await perform(contractCase, makeAdapter, settings, seen)
  } catch (thrown) {
    if (watch.unsupported === undefined)
      return {
        outcome: 'failed',
        reason: seen.reasonFor(thrown),
        thrown,
        hasSecret: seen.hasSecret(thrown),
        refusals: seen.refusals(),
        trace,
        isCutShort: seen.failed.aborted,
      }
  } finally {
    settings.signal?.removeEventListener('abort', interrupt)
  }
  const rest = { refusals: [], trace, isCutShort: false, hasSecret: false }
  if (watch.unsupported === undefined) return { outcome: 'passed', reason: '', ...rest }
  return { outcome: 'unsupported', reason: seen.shown(watch.unsupported), ...rest }
}

/** What is waited for first. */
const making = 'start, which makes the client'

async function perform(
  { organizationNumber = publicSenderOrganizationNumber, client, needsTls, simulatorOptions, run }: ContractCase,
  makeAdapter: AdapterFactory,
  { expose, certificates, timeoutSeconds, start = presentSecond() }: CaseSettings,
  { write, refused, watch, failed, told, logged }: Observations,
): Promise<void> {
  const sender = madeUpAccounts.senders.find((one) => one.organizationNumber === organizationNumber)
  if (sender === undefined) throw new TypeError('The sender of a case must be one of the made-up organizations.')
  const clock = virtualClock(start)
  const own = createSimulator({
    clock,
    ...madeUpAccounts,
    // The clock stands still while a case calls more often than a real client does.
    rateLimit: false,
    // A client has the clock that it has: the one case about the signing time looks at it itself.
    signingTimeToleranceSeconds: Infinity,
    // Official clients bring the signer's certificate alone: the one case about the chain asks for it.
    requireWholeChain: false,
    // So that a client that names another media type fails the one case about that, whatever the service does.
    requireAccept: false,
    ...simulatorOptions,
  })
  const simulator = observed(own, { trace: write, refused })
  const reach = needsTls === true && certificates !== undefined ? exposeOverTls(certificates) : expose
  const door = doorTo(simulator)
  const { root, foreignRoot, fetch, close, impersonate = door.shut } = await reach(door.simulator, client)
  const ended = new AbortController()
  const { wait, holdTime } = withPatience({
    seconds: timeoutSeconds,
    suspects: watch.pending,
    answered: () => watch.answered,
    signal: failed,
  })
  const caller: Client = client ?? { organizationNumber }
  const identity = identityOf(certificates, caller)
  const lastWork: (() => Promise<void>)[] = []
  const about: AdapterContext = {
    ...{ root, sender, client: caller, identity, fetch, clock },
    ...{ ...told, holdTime, ended: ended.signal },
    whenNotPassed: (work) => {
      lastWork.push(work)
    },
  }
  const make = async (): Promise<Adapter> => makeAdapter(about)
  const running = async (): Promise<void> => {
    watch.pending.add(making)
    const adapter = watched(await make().catch(noteUnsupported(watch)), watch)
    watch.pending.delete(making)
    await run({
      ...{ adapter, simulator: withKnownJobs(simulator), clock, organizationNumber, root, foreignRoot, logged },
      impersonate: async (as) => impersonate(as),
    })
  }
  try {
    await wait(running())
  } catch (thrown) {
    // Of what is unsupported only the trace tells more.
    if (watch.unsupported === undefined || write !== undefined) await Promise.all(lastWork.map(async (work) => work()))
    throw thrown
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
