/**
 * The command `contract`.
 *
 * @module
 */
import type { CaseResult, ReportFormat } from '../contract/index.js'
import { selectableLevels } from '../contract/levels.js'
import {
  exitCodes,
  inLine,
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
import { requireOutput, requireWritable, isStandardOutput } from './output.js'
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
  --output FILE        where the report goes (default: standard output, which - names too); it is emptied first, and if the
                       run is broken off the report has the cases that ran, and says why
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
  const output = path === undefined || path === '-' || (await isStandardOutput(path)) ? undefined : path
  if (output !== undefined) {
    await requireOutput(output, [...(file === undefined ? [] : [file]), ...pathsIn(driver)])
    // Found out before the run, and not after it; what is not of this run goes, whatever becomes of it.
    await requireWritable(output)
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

/**
 * Runs the cases, and reports them. A file that is to get the report gets one whatever happens, which says why it is not whole, and
 * so does a terminal that shows what became of each case: their reasons stand in the report alone.
 */
async function report(values: Values, driver: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { output } = values
  // Of no format there is no report; that it is none is told with all else that is wrong.
  const format = formats.find((one) => one === (values.report ?? 'text'))
  const { formatReport } = await import('../contract/report.js')
  const ended: CaseResult[] = []
  const tellReport = async (results: readonly CaseResult[], brokenOff?: string): Promise<void> => {
    if (format === undefined) return
    const text = formatReport(results, format, { brokenOff })
    const print = (): void => {
      terminal.print(text.trimEnd())
    }
    if (output === undefined) {
      if (brokenOff === undefined || (isReportBeside(values, terminal) && results.length > 0)) print()
      return
    }
    await write(output, new TextEncoder().encode(text)).catch((error: unknown) => {
      // Nobody runs the cases again to read what became of them.
      print()
      throw error
    })
  }
  let results: readonly CaseResult[]
  try {
    results = await runCases(values, driver, terminal, ended)
  } catch (error) {
    const words = error instanceof Error && error.message !== '' ? error.message : 'of an unknown error'
    // What broke the run off is told in any case.
    await tellReport(ended, words).catch(() => undefined)
    throw error
  }
  await tellReport(results)
  return results.every(({ asExpected }) => asExpected) ? exitCodes.ok : exitCodes.problems
}

/** Whether the report comes to the terminal that shows what becomes of each case. */
function isReportBeside({ output }: Values, { isWatched, isOutputWatched }: Terminal): boolean {
  return output === undefined && isWatched && isOutputWatched
}

/** Runs the cases that options ask for, and adds each to those that have ended. */
async function runCases(
  values: Values,
  [command = '', ...driverArguments]: readonly string[],
  terminal: Terminal,
  ended: CaseResult[],
): Promise<readonly CaseResult[]> {
  const { case: ids, level, 'known-failing': file, report: format, timeout, trace, tls } = values
  const { casesFrom, knownFailingFrom } = await import('./contract-cases.js')
  const list = file === undefined ? {} : await awaited(knownFailingFrom(file), file, terminal).catch(asUsageError)
  const { timeoutSeconds, cases, knownFailing } = readAll({
    format: () => oneOf('report', format, formats),
    timeoutSeconds: () => secondsFrom(timeout),
    level: () => oneOf('level', level, selectableLevels),
    // A level that is none is told already.
    cases: () =>
      casesFrom(
        ids,
        selectableLevels.find((one) => one === level),
      ),
    knownFailing: () => {
      if (list instanceof UsageError) throw list
      return list
    },
  })
  const tell = progressOn(terminal, cases.length, isReportBeside(values, terminal))
  return runDriver({
    ...{ command, driverArguments, terminal, isOverTls: tls === true },
    wanted: { cases, knownFailing, timeoutSeconds, trace },
    ...{ ended, tell },
  })
}

/** How long a file may take to be read before anything is told of it. */
const quietMilliseconds = 1_000

/** Waits for what is read from a file. Where that takes its time, as from a pipe to which nobody writes, whoever waits is told. */
async function awaited<T>(work: Promise<T>, file: string, { complain }: Terminal): Promise<T> {
  const timer = setTimeout(() => {
    complain(`signering-portal: Waiting for the end of ${inLine(file)}.`)
  }, quietMilliseconds)
  return work.finally(() => {
    clearTimeout(timer)
  })
}

/** What is wrong with an option, to be told with all else that is; anything else is thrown. */
function asUsageError(error: unknown): UsageError {
  if (error instanceof UsageError) return error
  throw error
}

function secondsFrom(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const seconds = /^[0-9]{1,6}(?:\.[0-9]{1,3})?$/.test(value) ? Number(value) : 0
  if (seconds === 0) throw new UsageError('--timeout is a number of seconds, more than 0 and less than 1000000.')
  return seconds
}

/** Runs the cases of the contract suite against a driver. */
export const contract: Command = { help, run }
