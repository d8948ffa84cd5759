/**
 * From the arguments of the process to a command.
 *
 * @module
 */
import { product } from '../http/service.js'
import { PortalError } from '../issue.js'
import { firstIssues, makeIssue } from '../outcome.js'
import { exitCodes, UsageError, type Command, type Ended, type ExitCode, type Terminal } from './command.js'
import { issueLine } from './issues.js'
import { jsonLine } from './json.js'

/** Loaded only when asked for: `serve` needs packages that are optional, and no command should wait for another. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  decode: async () => (await import('./decode.js')).decode,
  encode: async () => (await import('./encode.js')).encode,
  validate: async () => (await import('./validate.js')).validate,
  bundle: async () => (await import('./bundle.js')).bundle,
  verify: async () => (await import('./verify.js')).verify,
  check: async () => (await import('./check.js')).check,
  serve: async () => (await import('./serve.js')).serve,
  contract: async () => (await import('./contract.js')).contract,
  certificates: async () => (await import('./certificates.js')).certificates,
}

const help = `Usage: signering-portal COMMAND [OPTION...] [FILE...]

Commands:
  decode        read a message: XML to JSON
  encode        write a message: JSON to XML
  validate      check messages against the schema and the documented rules
  bundle        sign a manifest and its documents as a document package
  verify        verify a document package
  check         see whether key, certificate, organization and environment are right
  serve         run a simulated portal on a local port
  contract      run the cases of the contract suite against a client in any language
  certificates  make keys and certificates for tests

Options:
  -h, --help  print help; after a command, the help of that command
  --json      after a command: print what it tells as JSON
  --version   print the version of this program

A file may be -, which is standard input, or standard output where it is written.

Exit codes: 0 all is well, 1 problems found, 2 the command could not do its work.`

const helpOptions = ['-h', '--help']

/** Runs the command that the arguments of the process, without the program, name. */
export async function main(processArguments: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = '', ...commandArguments] = processArguments
  // What stands behind -- is not for us.
  const end = commandArguments.indexOf('--')
  const own = commandArguments.slice(0, end === -1 ? undefined : end)
  const ended = await endOf(name, own, commandArguments, terminal)
  const { exitCode, issues = [], result, lines = [], complaints = [], isOutputTaken = false } = ended
  if (own.includes('--json') && ended.isHelp !== true) {
    const told = jsonLine({ command: name, exitCode, issues, result })
    if (isOutputTaken) terminal.complain(told)
    else terminal.print(told)
  } else {
    complaints.forEach(terminal.complain)
    lines.forEach(terminal.print)
  }
  return exitCode
}

async function endOf(
  name: string,
  own: readonly string[],
  commandArguments: readonly string[],
  terminal: Terminal,
): Promise<Ended & { readonly isHelp?: boolean }> {
  try {
    if (helpOptions.includes(name)) return tell(help)
    if (name === '--version') return tell(product.replace(/^.*\//, ''))
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (load === undefined) throw new UsageError(name === '' ? 'There is no command.' : `There is no command ${name}.`)
    const command = await load()
    if (own.some((one) => helpOptions.includes(one))) return tell(command.help)
    return await command.run(commandArguments, terminal)
  } catch (error) {
    return failureOf(error, Object.hasOwn(commands, name) ? `${name} ` : '')
  }
}

/** How a command ends that threw; what is no fault of what it was given goes through. */
function failureOf(error: unknown, asked: string): Ended {
  if (error instanceof PortalError) {
    // A property is one of a value that the command made, not of what was typed.
    const issues = error.issues.map(({ property: _, ...issue }) => issue)
    const complaints = issues.map(issueLine)
    return { exitCode: exitCodes.problems, issues, complaints }
  }
  if (!(error instanceof UsageError)) throw error
  return {
    exitCode: exitCodes.usage,
    issues: firstIssues(error.problems.map(({ code, message }) => makeIssue(code, message))),
    complaints: [`signering-portal: ${error.message}\nSee signering-portal ${asked}--help.`],
  }
}

function tell(text: string): Ended & { readonly isHelp: boolean } {
  return { exitCode: exitCodes.ok, lines: [text], isHelp: true }
}
