/**
 * The command `serve`.
 *
 * @module
 */
import { madeUpAccounts } from '../simulator/organizations.js'
import { secondsToWait, simulatorEnvironments } from '../simulator/queue.js'
import { isView } from '../simulator/control.js'
import type { AnsweredRequest } from '../simulator/index.js'
import { exitCodes, kinds, oneOf, parseOptions, readAll, UsageError, withReason, type Command } from './command.js'
import { accountsFrom } from './serve-accounts.js'
import { jsonLine } from './json.js'
import { logEntry, requestLine } from './serve-log.js'
import { keptPortal, stateFileFrom } from './serve-state.js'
import { tlsSourceFrom } from './serve-tls.js'
import { loadSimulator } from './simulator.js'

const waits = simulatorEnvironments.map((name) => `${name} ${[...new Set(secondsToWait[name])].join(' to ')}`)

const help = `Usage: signering-portal serve [OPTION...]

Runs a simulated portal on the loopback interface, prints the root of the service, and stops on SIGINT or SIGTERM. It forgets
all when it stops, unless there is a file for it. Its organizations are 123456785 (PUBLIC) and 987654325 (PRIVATE), and the
brokers 555555555, for the first, and 666666666, for both, unless options name others.

Options:
  --port NUMBER                   the port, 0 to 65535; 0, the default, takes one that is free
  --environment NAME              how many seconds to wait between polls: ${waits.join(', ')} (default: test)
  --organization NUMBER:SECTOR    an organization, PUBLIC or PRIVATE; may be given more than once
  --broker NUMBER[:SENDER]        a broker for one sender, or for all; may be given more than once
  --signing-time-tolerance SECONDS
                                  how far the signing time of a package and the clock may be apart (default: 5)
  --ended-jobs-kept SECONDS       how long a job that is over is remembered (default: for good)
  --tls                           two-way TLS: the certificate says who calls, with either
  --test-certificates DIRECTORY   the certificates that are in it, made and written if there are none, or
  --key FILE, --certificates FILE, --trust FILE
                                  the server's key, its certificates, and the roots of clients' and packages' (may be given more than once)
  --state FILE                    go on from what the file remembers, and keep it there
  --log                           a line for each request on standard error: method, path, status, error code
  --json                          print JSON, in the log too
  -h, --help                      print this

Requests below /control/, beside the root, let signers act, time pass and faults happen; see the page on the command line.

Exit codes: 0 stopped, 2 a wrong option, a file or port that cannot be used, or a package that is not installed.`

const options = {
  ...{ port: kinds.text, environment: kinds.text, organization: kinds.texts, broker: kinds.texts },
  ...{ 'signing-time-tolerance': kinds.text, 'ended-jobs-kept': kinds.text, state: kinds.text, log: kinds.flag },
  ...{
    tls: kinds.flag,
    'test-certificates': kinds.text,
    key: kinds.text,
    certificates: kinds.text,
    trust: kinds.texts,
  },
} as const

const run: Command['run'] = async (commandArguments, terminal) => {
  const { values } = parseOptions(commandArguments, options, false)
  const { port: wanted, environment: name, organization, broker, state, log, json, ...others } = values
  const { 'signing-time-tolerance': tolerance, 'ended-jobs-kept': keptFor, ...tlsOptions } = others
  const { port, accounts, tlsSource, file, ...settings } = await readAll({
    port: () => numberIn('port', wanted, 65_535) ?? 0,
    environment: () => oneOf('environment', name, simulatorEnvironments) ?? 'test',
    signingTimeToleranceSeconds: () => numberIn('signing-time-tolerance', tolerance, 999_999_999),
    endedJobsKeptSeconds: () => numberIn('ended-jobs-kept', keptFor, 999_999_999),
    accounts: () => accountsFrom({ organization, broker }, madeUpAccounts),
    tlsSource: async () => tlsSourceFrom(tlsOptions, terminal),
    file: async () => (state === undefined ? undefined : stateFileFrom(state)),
  })
  const simulation = await loadSimulator('serve')
  const tls = await tlsSource?.(accounts)
  const machineClock = simulation.virtualClock({ now: () => new Date() })
  // One certificate serves TLS and package (document package page).
  const behaviour = { ...settings, ...accounts, trust: tls === undefined ? undefined : [tls.ca].flat() }
  const portal = await keptPortal(file, machineClock, (clock, snapshot) =>
    simulation.createSimulator({ clock, snapshot, ...behaviour }),
  )
  const onAnswer = async (answered: AnsweredRequest): Promise<void> => {
    const tell = (status: number): void => {
      const told = { ...answered, status }
      if (log === true) terminal.complain(json === true ? jsonLine(logEntry(told)) : requestLine(told))
    }
    try {
      if (!isView(answered)) await portal.keep()
    } catch (error) {
      // What is not kept is not answered.
      tell(0)
      throw error
    }
    tell(answered.status)
  }
  const onRefusedHandshake = (reason: string): void => {
    if (log === true) terminal.complain(json === true ? jsonLine({ refused: reason }) : `TLS refused: ${reason}`)
  }
  const whyNot: Readonly<Record<string, string>> = { EADDRINUSE: 'is taken', EACCES: 'is not permitted' }
  try {
    const served = await withReason(
      simulation.serve(portal.simulator, { port, tls, control: portal.clock, onAnswer, onRefusedHandshake }),
      (code) => (whyNot[code] === undefined ? undefined : `The port ${port} ${whyNot[code]}.`),
    )
    try {
      await portal.keep()
      // Whoever reads the root may ask for an end at once.
      const interrupted = terminal.interrupted()
      const { root } = served
      terminal.print(json === true ? jsonLine({ command: 'serve', result: { root } }) : root)
      await Promise.race([interrupted, portal.failed])
    } finally {
      await served.close()
    }
  } finally {
    await portal.release()
  }
  return { exitCode: exitCodes.ok }
}

function numberIn(option: string, value: string | undefined, most: number): number | undefined {
  if (value === undefined) return undefined
  if (!/^[0-9]{1,9}$/.test(value) || Number(value) > most)
    throw new UsageError(`--${option} is a number from 0 to ${most}.`)
  return Number(value)
}

/** Runs the simulated portal. */
export const serve: Command = { help, run }
