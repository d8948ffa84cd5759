/**
 * The command `serve`.
 *
 * @module
 */
import { secondsToWait, simulatorEnvironments } from '../simulator/queue.js'
import { exitCodes, kinds, oneOf, parseOptions, UsageError, withReason, type Command } from './command.js'
import { loadSimulator } from './simulator.js'

const waits = simulatorEnvironments.map((name) => `${name} ${[...new Set(secondsToWait[name])].join(' to ')}`)

const help = `Usage: signering-portal serve [OPTION...]

Runs a simulated portal on the loopback interface, prints the root of the service, and stops on SIGINT. It forgets all
when it stops. Its organizations are 123456785 (PUBLIC) and 987654325 (PRIVATE), and 555555555, a broker for the first.

Options:
  --port NUMBER                   the port, 0 to 65535; 0, the default, takes one that is free
  --environment NAME              how many seconds to wait between polls: ${waits.join(', ')} (default: test)
  --help                          print this

Requests below /control/, beside the root, let signers act, time pass and faults happen; see the page on the command line.

Exit codes: 0 stopped, 2 a wrong option, a port that is taken, or a package that is not installed.`

const run: Command['run'] = async (commandArguments, terminal) => {
  const { values } = parseOptions(commandArguments, { port: kinds.text, environment: kinds.text }, false)
  const { port = '0' } = values
  if (!/^[0-9]{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError('--port is a number from 0 to 65535.')
  const environment = oneOf('environment', values.environment, simulatorEnvironments) ?? 'test'
  const simulation = await loadSimulator('serve')
  const clock = simulation.virtualClock({ now: () => new Date() })
  const simulator = simulation.createSimulator({ clock, environment, ...simulation.madeUpAccounts })
  const whyNot: Readonly<Record<string, string>> = { EADDRINUSE: 'is taken', EACCES: 'is not permitted' }
  const served = await withReason(simulation.serve(simulator, { port: Number(port), control: clock }), (code) =>
    whyNot[code] === undefined ? undefined : `The port ${port} ${whyNot[code]}.`,
  )
  terminal.print(served.root)
  await terminal.interrupted()
  await served.close()
  return exitCodes.ok
}

/** Runs the simulated portal. */
export const serve: Command = { help, run }
