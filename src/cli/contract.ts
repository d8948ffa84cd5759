/**
 * The command `contract`.
 *
 * @module
 */
import type { CaseResult, ReportFormat } from '../contract/index.js'
import { selectableLevels } from '../contract/levels.js'
import {
  exitCodes,
  kinds,
  oneOf,
  parseOptions,
  readAll,
  UsageError,
  type Command,
  type ExitCode,
  type Terminal,
} from './command.js'
import { runDriver } from './contract-run.js'
import { write } from './files.js'
import { isStandardOutput, requireOutput } from './output.js'
import { progressOn } from './progress.js'

const formats: readonly ReportFormat[] = ['text', 'json', 'junit', 'markdown']

const help = `Usage: signering-portal contract [OPTION...] -- COMMAND [ARGUMENT...]
       signering-portal contract --list [OPTION...]

Runs every case of the contract suite against a driver: a program that has a client of the portal flow do what it reads from
its standard input, and answers on its standard output; docs/driver.md says how. It is given keys and certificates that are
made for the run.

Options:
  --case ID            only this case; * stands for any characters; may be given more than once
  --level LEVEL        only what is at least as sure: ${selectableLevels.join(', ')} (all)
  --known-failing FILE the cases that are known to fail, a line each: ID: REASON. They run all the same
  --report FORMAT      ${formats.join(', ')} (default: text)
  --output FILE        where the report goes (default: standard output); it is emptied first, and if the run is broken off the
                       report has the cases that ran, and says why
  --trace              the report shows what happened in each case that did not pass
  --timeout SECONDS    how long a case may take (default: 10)
  --tls                two-way TLS for all cases, and not only for those that need it
  --list               print the cases, and run none; only --case and --level can stand beside it
  --help               print this

Where standard error is a terminal, it shows each case as it ends.

Exit codes: 0 all as expected, 1 a case failed, or passed that is known to fail, 2 the cases could not be run.`

const options = {
  ...{ case: kinds.texts, level: kinds.text, 'known-failing': kinds.text, report: kinds.text, output: kinds.text },
  ...{ trace: kinds.flag, timeout: kinds.text, tls: kinds.flag, list: kinds.flag },
} as const

type Given = ReturnType<typeof parseOptions<typeof options>>['values']

/** The options; the output is that of a file. */
type Values = Omit<Given, 'output'> & { readonly output: string | undefined }

const run: Command['run'] = async (commandArguments, terminal) => {
  const separator = commandArguments.indexOf('--')
  const own = separator === -1 ? commandArguments : commandArguments.slice(0, separator)
  const { values, positionals } = parseOptions(own, options)
  const driver = separator === -1 ? [] : commandArguments.slice(separator + 1)
  const [command] = driver
  if (values.list === true) return list(values, [...positionals, ...driver], terminal)
  if (positionals.length > 0 || command === undefined || command === '')
    throw new UsageError('The driver is named last, behind --: signering-portal contract [OPTION...] -- COMMAND.')
  const { output: path, 'known-failing': file } = values
  const output = path === undefined || (await isStandardOutput(path)) ? undefined : path
  if (output !== undefined) {
    await requireOutput(output, [...(file === undefined ? [] : [file]), ...pathsIn(driver)])
    // Found out before the run, and not after it; what is not of this run goes, whatever becomes of it.
    await write(output, new Uint8Array())
  }
  return report({ ...values, output }, driver, terminal)
}

/** What may be the path of a file in the command of a driver. A name without a folder is looked up elsewhere. */
function pathsIn([command = '', ...driverArguments]: readonly string[]): readonly string[] {
  const inArguments = driverArguments.flatMap((one) => [one, one.replace(/^[^=]*=/, '')])
  return [...(/[\\/]/.test(command) ? [command] : []), ...inArguments].filter((one) => one !== '')
}

async function list(
  { case: ids, level: name, list: _, ...others }: Given,
  behind: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const left = [...Object.keys(others).map((option) => `--${option}`), ...(behind.length === 0 ? [] : ['a driver'])]
  if (left.length > 0)
    throw new UsageError(`--list runs nothing: ${left.join(', ')} cannot stand beside it, but --case and --level.`)
  const { casesFrom } = await import('./contract-cases.js')
  for (const { id, level, title } of casesFrom(ids, oneOf('level', name, selectableLevels)))
    terminal.print(`${id} (${level}): ${title}`)
  return exitCodes.ok
}

/** Runs the cases, and reports them. A file that is to get the report gets one whatever happens, which says why it is not whole. */
async function report(values: Values, driver: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { output } = values
  // Of no format there is no report; that it is none is told with all else that is wrong.
  const format = formats.find((one) => one === (values.report ?? 'text'))
  const { formatReport } = await import('../contract/report.js')
  const ended: CaseResult[] = []
  const writeReport = async (path: string, results: readonly CaseResult[], brokenOff?: string): Promise<void> =>
    format && write(path, new TextEncoder().encode(formatReport(results, format, { brokenOff })))
  let results: readonly CaseResult[]
  try {
    results = await runCases(values, driver, terminal, ended)
  } catch (error) {
    const words = error instanceof Error && error.message !== '' ? error.message : 'of an unknown error'
    // What broke the run off is told in any case.
    if (output !== undefined) await writeReport(output, ended, words).catch(() => undefined)
    throw error
  }
  if (output !== undefined) await writeReport(output, results)
  else if (format !== undefined) terminal.print(formatReport(results, format).trimEnd())
  return results.every(({ asExpected }) => asExpected) ? exitCodes.ok : exitCodes.problems
}

/** Runs the cases that options ask for, and adds each to those that have ended. */
async function runCases(
  { case: ids, level, 'known-failing': file, report: format, timeout, trace, tls, output }: Values,
  [command = '', ...driverArguments]: readonly string[],
  terminal: Terminal,
  ended: CaseResult[],
): Promise<readonly CaseResult[]> {
  const { casesFrom, knownFailingFrom } = await import('./contract-cases.js')
  const { timeoutSeconds, cases } = readAll({
    format: () => oneOf('report', format, formats),
    timeoutSeconds: () => secondsFrom(timeout),
    cases: () => casesFrom(ids, oneOf('level', level, selectableLevels)),
  })
  const knownFailing = file === undefined ? {} : await knownFailingFrom(file)
  const tell = progressOn(terminal, cases.length, output === undefined && terminal.isOutputWatched)
  return runDriver({
    ...{ command, driverArguments, terminal, isOverTls: tls === true },
    wanted: { cases, knownFailing, timeoutSeconds, trace },
    ...{ ended, tell },
  })
}

function secondsFrom(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const seconds = /^[0-9]{1,6}(?:\.[0-9]{1,3})?$/.test(value) ? Number(value) : 0
  if (seconds === 0) throw new UsageError('--timeout is a number of seconds, more than 0 and less than 1000000.')
  return seconds
}

/** Runs the cases of the contract suite against a driver. */
export const contract: Command = { help, run }
