/**
 * Running the cases of the contract suite against a driver, until they end or somebody stops them.
 *
 * @module
 */
import { requireProgram } from '../contract/driver-start.js'
import type * as Contract from '../contract/index.js'
import type { TestCertificates } from '../simulator/index.js'
import { UsageError, withReason, type Terminal } from './command.js'
import { loadSimulator } from './simulator.js'

/** What is run. */
export interface DriverRun {
  /** The driver. */
  readonly command: string
  readonly driverArguments: readonly string[]
  /** Whether all cases run over TLS. */
  readonly isOverTls: boolean
  /** The cases, and how they run. */
  readonly wanted: Contract.RunOptions & { readonly cases: readonly Contract.ContractCase[] }
  /** Who may ask for an end. */
  readonly terminal: Terminal
  /** Gets what became of each case, at once. */
  readonly ended: Contract.CaseResult[]
  /** Shows what became of a case, once that is known. */
  readonly tell: (result: Contract.CaseResult) => void
}

/** Aborted when somebody asks the process to stop. */
function interruptionOf(terminal: Terminal): AbortSignal {
  const interruption = new AbortController()
  void terminal.interrupted().then(() => {
    interruption.abort()
  })
  return interruption.signal
}

/** How long a driver has, at least, to come up. */
const leastStartUpSeconds = 60

/** Runs the cases; a {@link UsageError} says why they could not be run, or not to their end. */
export async function runDriver(run: DriverRun): Promise<readonly Contract.CaseResult[]> {
  const { command, driverArguments, isOverTls, wanted, terminal, ended, tell } = run
  const interruption = interruptionOf(terminal)
  const total = wanted.cases.length
  const onResult = (result: Contract.CaseResult): void => {
    ended.push(result)
    // What became of the last is known once the driver has ended.
    if (ended.length < total) tell(result)
  }
  const interrupted = (): UsageError =>
    new UsageError(`The run was interrupted after ${ended.length} of ${total} cases.`, 'cli.interrupted')
  const sentence = (_: string, message: string): string => `${message}.`
  await withReason(requireProgram(command), sentence)
  // Making keys takes seconds, and whoever asks for an end is not to wait for them.
  const made = await unless(interruption, prepare())
  if (made === undefined) throw interrupted()
  const { contract, certificates } = made
  const startUpSeconds = Math.max(leastStartUpSeconds, wanted.timeoutSeconds ?? 0)
  const driver = await withReason(
    contract.startDriver({ command, arguments: driverArguments, certificates, startUpSeconds }),
    sentence,
  )
  const expose = isOverTls ? contract.exposeOverTls(certificates) : contract.exposeOnPort
  const signal = AbortSignal.any([interruption, driver.unusable])
  let isInterrupted: boolean
  try {
    await contract.runCases(driver.makeAdapter, { ...wanted, expose, certificates, onResult, signal })
    // Once all cases have ended there is nothing left to interrupt.
    isInterrupted = interruption.aborted
  } finally {
    await driver.close()
  }
  const told = contract.failLastCase(ended, await driver.close())
  if (ended.length === total) told.slice(-1).forEach(tell)
  if (isInterrupted) throw interrupted()
  if (driver.unusable.aborted)
    throw new UsageError(`The driver cannot be used: ${(driver.unusable.reason as Error).message}.`, 'cli.unusable')
  return told
}

interface Prepared {
  readonly contract: typeof Contract
  readonly certificates: TestCertificates
}

async function prepare(): Promise<Prepared> {
  const { makeTestCertificates } = await loadSimulator('contract', 'node-forge')
  const contract = await import('../contract/index.js')
  return { contract, certificates: await makeTestCertificates({ now: new Date() }) }
}

/** Waits for work, unless a signal is aborted before it ends. */
async function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    const give = (): void => {
      resolve(undefined)
    }
    signal.addEventListener('abort', give, { once: true })
    if (signal.aborted) give()
  })
  // Nobody hears any more how it ends.
  work.catch(() => undefined)
  return Promise.race([work, aborted])
}
