/**
 * The command `serve`.
 *
 * @module
 */
import { createInterface } from 'node:readline'
import type * as Contract from '../contract/index.js'
import { formatIssue, PortalError } from '../issue.js'
import { exitCodes, oneOf, parseOptions, UsageError, type Command, type ExitCode, type Terminal } from './command.js'

/** Numbers that begin with 1 are given to no organization. */
const senders: readonly Contract.SenderAccount[] = [
  { organizationNumber: '123456785', sector: 'PUBLIC' },
  { organizationNumber: '111111111', sector: 'PRIVATE' },
]

const help = `Usage: signering-portal serve [OPTION...]

Runs a simulated portal on the loopback interface, prints the root of the service, and stops on SIGINT. It forgets all
when it stops. Its organizations are ${senders.map(({ organizationNumber, sector }) => `${organizationNumber} (${sector})`).join(' and ')}.

Options:
  --port NUMBER                   the port, 0 to 65535; 0, the default, takes one that is free
  --environment production|test   which times to wait between polls: 10 minutes, or 5 to 30 seconds (default: test)
  --help                          print this

Standard input lets signers act, one line each: SIGNATURE-JOB-ID SIGNER STATUS, such as "9007199254740993 1 SIGNED"; the
signer is its place in the manifest, from 1.

Exit codes: 0 stopped, 2 a wrong option, a port that is taken, or a package that is not installed.`

async function run(commandArguments: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseOptions({
    args: [...commandArguments],
    options: { port: { type: 'string', default: '0' }, environment: { type: 'string', default: 'test' } },
  })
  if (!/^[0-9]{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new UsageError('--port is a number from 0 to 65535.')
  const environment = oneOf('environment', values.environment, ['production', 'test']) ?? 'test'
  const contract = await loadContract()
  const portal = contract.createPortal({ clock: { now: () => new Date() }, senders, environment })
  const served = await listen(contract, portal, Number(values.port))
  terminal.print(served.url)
  createInterface({ input: terminal.input }).on('line', (line) => {
    act(portal, line, terminal)
  })
  await terminal.interrupted()
  await served.close()
  return exitCodes.ok
}

async function loadContract(): Promise<typeof Contract> {
  try {
    return await import('../contract/index.js')
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new UsageError('serve needs the optional packages xmlbuilder2, msw and fast-check: install them.')
  }
}

async function listen(
  contract: typeof Contract,
  portal: Contract.Portal,
  port: number,
): Promise<Contract.ServedPortal> {
  try {
    return await contract.serve(portal, { port })
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

/** Does what a line of standard input says. */
function act(portal: Contract.Portal, line: string, terminal: Terminal): void {
  const [, signatureJobId = '', signer, status = ''] = /^\s*([0-9]+)\s+([0-9]+)\s+(\S+)\s*$/.exec(line) ?? []
  try {
    if (signer === undefined) terminal.complain('signering-portal: A line is SIGNATURE-JOB-ID SIGNER STATUS.')
    else portal.setSignerStatus(signatureJobId, Number(signer), status)
  } catch (error) {
    if (!(error instanceof PortalError)) throw error
    for (const issue of error.issues) terminal.complain(`signering-portal: ${formatIssue(issue)}`)
  }
}

/** Runs the simulated portal. */
export const serve: Command = { help, run }
