/**
 * The command `serve`.
 *
 * @module
 */
import type * as Simulator from '../simulator/index.js'
import { simulatorEnvironments } from '../simulator/queue.js'
import { exitCodes, oneOf, parseOptions, UsageError, type Command, type ExitCode, type Terminal } from './command.js'

const help = `Usage: signering-portal serve [OPTION...]

Runs a simulated portal on the loopback interface, prints the root of the service, and stops on SIGINT. It forgets all
when it stops. Its organizations are 123456785 (PUBLIC) and 987654325 (PRIVATE), and 555555555, a broker for the first.

Options:
  --port NUMBER                   the port, 0 to 65535; 0, the default, takes one that is free
  --environment ${simulatorEnvironments.join('|')}   which times to wait between polls: 10 minutes, or 5 to 30 seconds (default: test)
  --help                          print this

Requests below /control/, beside the root, let signers act, time pass and faults happen; see the page on the command line.

Exit codes: 0 stopped, 2 a wrong option, a port that is taken, or a package that is not installed.`

async function run(commandArguments: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseOptions({
    args: [...commandArguments],
    options: { port: { type: 'string', default: '0' }, environment: { type: 'string', default: 'test' } },
  })
  if (!/^[0-9]{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new UsageError('--port is a number from 0 to 65535.')
  const environment = oneOf('environment', values.environment, simulatorEnvironments) ?? 'test'
  const simulator = await loadSimulator()
  const clock = simulator.virtualClock({ now: () => new Date() })
  const portal = simulator.createSimulator({ clock, environment, ...simulator.madeUpAccounts })
  const served = await listen(
    async () => simulator.serve(portal, { port: Number(values.port), control: clock }),
    values.port,
  )
  terminal.print(served.url)
  await terminal.interrupted()
  await served.close()
  return exitCodes.ok
}

async function loadSimulator(): Promise<typeof Simulator> {
  try {
    return await import('../simulator/index.js')
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new UsageError('serve needs the optional package xmlbuilder2: install it.')
  }
}

async function listen(
  open: () => Promise<Simulator.ServedSimulator>,
  port: string,
): Promise<Simulator.ServedSimulator> {
  try {
    return await open()
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EADDRINUSE') throw new UsageError(`The port ${port} is taken.`)
    if (code === 'EACCES') throw new UsageError(`The port ${port} is not permitted.`)
    throw error
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** Runs the simulated portal. */
export const serve: Command = { help, run }
