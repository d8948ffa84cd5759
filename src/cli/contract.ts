/**
 * The command `contract`.
 *
 * @module
 */
import { pathsOf } from '../contract/driver-start.js'
import { escapeSteering } from '../contract/harmless.js'
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
  type Ended,
  type Terminal,
} from './command.js'
import { runDriver, type DriverRun } from './contract-run.js'
import { outputTo, requireWritable, type Output } from './output.js'
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
  --output FILE        where the report goes (default: standard output, which - names too); it is emptied once all options
                       are right, and if the run is broken off the report has the cases that ran, and says why
  --trace              the report shows what happened in each case that did not pass
  --timeout SECONDS    how long a case may take (default: 10)
  --tls                two-way TLS for all cases, and not only for those that need it
  --list               print the cases, and run none; only --case, --level and --json can stand beside it
  --json               print the report as JSON, and with --output beside the file; or the cases
  -h, --help           print this

Where standard error is a terminal, it shows each case as it ends.

Exit codes: 0 all as expected, 1 a case failed, or passed that is known to fail, 2 the cases could not be run.`

const options = {
  ...{ case: kinds.texts, level: kinds.text, 'known-failing': kinds.text, report: kinds.text, output: kinds.text },
  ...{ trace: kinds.flag, timeout: kinds.text, tls: kinds.flag, list: kinds.flag },
} as const

type Values = ReturnType<typeof parseOptions<typeof options>>['values']

const run: Command['run'] = async (commandArguments, terminal) => {
  const separator = commandArguments.indexOf('--')
  const own = separator === -1 ? commandArguments : commandArguments.slice(0, separator)
  const { values, positionals } = parseOptions(own, options)
  const driver = separator === -1 ? [] : commandArguments.slice(separator + 1)
  if (values.list === true) return list(values, [...positionals, ...driver])
  const settings = await settingsFrom(values, positionals, driver, terminal)
  // What nothing can be written to is found out before the run, and what is not of this run goes, whatever becomes of it.
  if (settings.output !== undefined && values.output !== undefined) await requireWritable(values.output)
  return report(settings, terminal)
}

/** What options ask for. */
interface Settings extends Pick<DriverRun, 'command' | 'driverArguments' | 'isOverTls' | 'wanted'> {
  readonly format: ReportFormat
  /** Whether the report is printed as JSON. */
  readonly isJson: boolean
  /** The file that the report goes to; undefined for standard output. */
  readonly output: Output | undefined
}

/** Reads all options, and the list; nothing is touched yet. */
async function settingsFrom(
  values: Values,
  positionals: readonly string[],
  driver: readonly string[],
  terminal: Terminal,
): Promise<Settings> {
  const { case: ids, level, 'known-failing': file, report, output: path, timeout, trace, tls, json = false } = values
  const [command = '', ...driverArguments] = driver
  const { casesFrom, knownFailingFrom } = await import('./contract-cases.js')
  const { format, output, timeoutSeconds, cases, knownFailing } = await readAll({
    driver: () => {
      if (positionals.length > 0 || command === '')
        throw new UsageError('The driver is named last, behind --: signering-portal contract [OPTION...] -- COMMAND.')
    },
    format: () => {
      const format = oneOf('report', report, formats)
      if (json && path === undefined && format !== undefined && format !== 'json')
        throw new UsageError('--json prints JSON: a report of another form needs --output.')
      return format ?? (json ? 'json' : 'text')
    },
    timeoutSeconds: () => secondsFrom(timeout),
    cases: async () => casesFrom(ids, level),
    output: async () => {
      if (path === undefined) return undefined
      const output = await outputTo(path, [...(file === undefined ? [] : [file]), ...pathsIn(driver)], terminal)
      if (!output.isStandard) return output
      if (json) throw new UsageError('--json prints JSON: --output is for a file beside it.')
      return undefined
    },
    knownFailing: async () => (file === undefined ? {} : awaited(knownFailingFrom(file, terminal), file, terminal)),
  })
  const wanted = { cases, knownFailing, timeoutSeconds, trace }
  return { command, driverArguments, isOverTls: tls === true, wanted, format, isJson: json, output }
}

/** What may be the path of a file in the command of a driver. */
function pathsIn([command = '', ...driverArguments]: readonly string[]): readonly string[] {
  const inArguments = driverArguments.flatMap((one) => [one, one.replace(/^[^=]*=/, '')])
  return [...pathsOf(command), ...inArguments.filter((one) => one !== '')]
}

async function list(
  { case: ids, level, list: _, json: __, ...others }: Values,
  behind: readonly string[],
): Promise<Ended> {
  const left = [...Object.keys(others).map((option) => `--${option}`), ...(behind.length === 0 ? [] : ['a driver'])]
  if (left.length > 0)
    throw new UsageError(
      `--list runs nothing: ${left.join(', ')} cannot stand beside it, but --case, --level and --json.`,
    )
  const { casesFrom } = await import('./contract-cases.js')
  const cases = (await casesFrom(ids, level)).map(({ id, level: own, title }) => ({ id, level: own, title }))
  const lines = cases.map(({ id, level: own, title }) => `${id} (${own}): ${title}`)
  return { exitCode: exitCodes.ok, result: { cases }, lines }
}

/**
 * Runs the cases, and reports them. A file that is to get the report gets one whatever happens, which says why it is not whole, and
 * so does a terminal that shows what became of each case: their reasons stand in the report alone.
 */
async function report({ format, isJson, output, ...settings }: Settings, terminal: Terminal): Promise<Ended> {
  const { formatReport } = await import('../contract/report.js')
  // Whether the report comes to the terminal that shows what becomes of each case.
  const isBeside = output === undefined && terminal.isWatched && terminal.isOutputWatched
  const ended: CaseResult[] = []
  const tellReport = async (results: readonly CaseResult[], brokenOff?: string): Promise<void> => {
    const text = formatReport(results, format, { brokenOff })
    const print = (): void => {
      if (!isJson) terminal.print(text.trimEnd())
    }
    if (output === undefined) {
      if (brokenOff === undefined || (isBeside && results.length > 0)) print()
      return
    }
    await output.write(new TextEncoder().encode(text)).catch((error: unknown) => {
      // Nobody runs the cases again to read what became of them.
      print()
      throw error
    })
  }
  let results: readonly CaseResult[]
  try {
    const tell = progressOn(terminal, settings.wanted.cases.length, isBeside)
    results = await runDriver({ ...settings, terminal, ended, tell })
  } catch (error) {
    const words = error instanceof Error && error.message !== '' ? error.message : 'of an unknown error'
    // What broke the run off is told in any case.
    await tellReport(ended, words).catch(() => undefined)
    throw error
  }
  await tellReport(results)
  return {
    exitCode: results.every(({ asExpected }) => asExpected) ? exitCodes.ok : exitCodes.problems,
    result: JSON.parse(formatReport(results, 'json')) as object,
  }
}

/** How long a file may take to be read before anything is told of it. */
const quietMilliseconds = 1_000

/** Waits for what is read from a file. Where that takes its time, as from a pipe to which nobody writes, whoever waits is told. */
async function awaited<T>(work: Promise<T>, file: string, { complain }: Terminal): Promise<T> {
  const timer = setTimeout(() => {
    complain(`signering-portal: Waiting for the end of ${escapeSteering(file)}.`)
  }, quietMilliseconds)
  return work.finally(() => {
    clearTimeout(timer)
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
