/**
 * From the arguments of the process to a command.
 *
 * @module
 */
import { product } from '../http/service.js'
import { formatIssue, PortalError } from '../issue.js'
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from './command.js'

/** Loaded only when asked for: `serve` needs packages that are optional, and no command should wait for another. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  validate: async () => (await import('./validate.js')).validate,
  bundle: async () => (await import('./bundle.js')).bundle,
  verify: async () => (await import('./verify.js')).verify,
  serve: async () => (await import('./serve.js')).serve,
  contract: async () => (await import('./contract.js')).contract,
  certificates: async () => (await import('./certificates.js')).certificates,
}

const help = `Usage: signering-portal COMMAND [OPTION...] [FILE...]

Commands:
  validate      check messages against the schema and the documented rules
  bundle        sign a manifest and its documents as a document package
  verify        verify a document package
  serve         run a simulated portal on a local port
  contract      run the cases of the contract suite against a client in any language
  certificates  make keys and certificates for tests

Options:
  --help     print help; after a command, the help of that command
  --version  print the version of this program

Exit codes: 0 all is well, 1 problems found, 2 the command could not do its work.`

/** Runs the command that the arguments of the process, without the program, name. */
export async function main(processArguments: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = '', ...commandArguments] = processArguments
  try {
    if (name === '--help') return tell(terminal, help)
    if (name === '--version') return tell(terminal, product.replace(/^.*\//, ''))
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (load === undefined) throw new UsageError(name === '' ? 'There is no command.' : `There is no command ${name}.`)
    const command = await load()
    // What stands behind -- is not for us.
    const end = commandArguments.indexOf('--')
    if (commandArguments.slice(0, end === -1 ? undefined : end).includes('--help')) return tell(terminal, command.help)
    return await command.run(commandArguments, terminal)
  } catch (error) {
    if (error instanceof PortalError) {
      // A property is one of a value that the command made, not of what was typed.
      for (const issue of error.issues)
        terminal.complain(`signering-portal: ${formatIssue({ ...issue, property: [] })}`)
      return exitCodes.problems
    }
    if (!(error instanceof UsageError)) throw error
    const asked = Object.hasOwn(commands, name) ? `${name} ` : ''
    terminal.complain(`signering-portal: ${error.message}\nSee signering-portal ${asked}--help.`)
    return exitCodes.usage
  }
}

function tell(terminal: Terminal, text: string): ExitCode {
  terminal.print(text)
  return exitCodes.ok
}
