/**
 * The command `contract`.
 *
 * @module
 */
import { resolve } from 'node:path'
import { appendFile } from 'node:fs/promises'
import type { CaseResult, Driver, Level, ReportFormat, RunOptions } from '../contract/index.js'
import {
  exitCodes,
  kinds,
  oneOf,
  parseOptions,
  UsageError,
  withReason,
  type Command,
  type Terminal,
} from './command.js'
import { casesFrom, knownFailingFrom, type ContractPart } from './contract-cases.js'
import { wordsFor, write } from './files.js'
import { progressOn } from './progress.js'
import { loadSimulator } from './simulator.js'

const levels: readonly Level[] = ['documented', 'peer-evidenced', 'assumed']
const formats: readonly ReportFormat[] = ['text', 'json', 'junit', 'markdown']

const help = `Usage: signering-portal contract [OPTION...] -- COMMAND [ARGUMENT...]
       signering-portal contract --list [OPTION...]

Runs every case of the contract suite against a driver: a program that has a client of the portal flow do what it reads from
its standard input, and answers on its standard output; docs/driver.md says how. It is given keys and certificates that are
made for the run.

Options:
  --case ID            only this case; * stands for any characters; may be given more than once
  --level LEVEL        only what is at least as sure: ${levels.join(', ')} (all)
  --known-failing FILE the cases that are known to fail, a line each: ID: REASON. They run all the same
  --report FORMAT      ${formats.join(', ')} (default: text)
  --output FILE        where the report goes (default: standard output)
  --trace              the report shows what happened in each case that did not pass
  --timeout SECONDS    how long a case may take (default: 10)
  --tls                two-way TLS for all cases, and not only for those that need it
  --list               print the cases, and run none
  --help               print this

Where standard error is a terminal, it shows each case as it ends.

Exit codes: 0 all as expected, 1 a case failed, or passed that is known to fail, 2 the cases could not be run.`

const options = {
  ...{ case: kinds.texts, level: kinds.text, 'known-failing': kinds.text, report: kinds.text, output: kinds.text },
  ...{ trace: kinds.flag, timeout: kinds.text, tls: kinds.flag, list: kinds.flag },
} as const

const run: Command['run'] = async (commandArguments, terminal) => {
  const separator = commandArguments.indexOf('--')
  const own = separator === -1 ? commandArguments : commandArguments.slice(0, separator)
  const { values, positionals } = parseOptions(own, options)
  const level = oneOf('level', values.level, levels)
  const format = oneOf('report', values.report, formats) ?? 'text'
  const timeoutSeconds = secondsFrom(values.timeout)
  const [command, ...driverArguments] = separator === -1 ? [] : commandArguments.slice(separator + 1)
  const { list, output, 'known-failing': file, trace, tls } = values
  if (positionals.length > 0 || ((command === undefined || command === '') && list !== true))
    throw new UsageError('The driver is named last, behind --: signering-portal contract [OPTION...] -- COMMAND.')
  if (output !== undefined && file !== undefined && resolve(output) === resolve(file))
    throw new UsageError('--output names a file that is read: it would be lost.')
  const contract = await loadContract()
  const cases = casesFrom(contract, values.case, level)
  if (command === undefined || list === true) {
    for (const { id, level, title } of cases) terminal.print(`${id} (${level}): ${title}`)
    return exitCodes.ok
  }
  const knownFailing = file === undefined ? {} : await knownFailingFrom(contract, file)
  // Found out before the run, and not after it.
  if (output !== undefined) await withReason(appendFile(output, ''), wordsFor(output))
  const wanted = { cases, knownFailing, timeoutSeconds, trace }
  const results = await runDriver(contract, { command, driverArguments, isOverTls: tls === true, wanted, terminal })
  const report = contract.formatReport(results, format)
  if (output === undefined) terminal.print(report.trimEnd())
  else await write(output, new TextEncoder().encode(report))
  return results.every(({ asExpected }) => asExpected) ? exitCodes.ok : exitCodes.problems
}

function secondsFrom(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const seconds = /^[0-9]{1,6}(?:\.[0-9]{1,3})?$/.test(value) ? Number(value) : 0
  if (seconds === 0) throw new UsageError('--timeout is a number of seconds, more than 0 and less than 1000000.')
  return seconds
}

async function loadContract(): Promise<ContractPart> {
  return withReason(import('../contract/index.js'), (code) =>
    code === 'ERR_MODULE_NOT_FOUND' ? 'contract needs the optional package xmlbuilder2: install it.' : undefined,
  )
}

interface DriverRun {
  readonly command: string
  readonly driverArguments: readonly string[]
  readonly isOverTls: boolean
  readonly wanted: RunOptions
  readonly terminal: Terminal
}

/** How long a driver has, at least, to come up. */
const leastStartUpSeconds = 60

/** Runs the cases, unless somebody asks the process to stop. */
async function runDriver(
  contract: ContractPart,
  { command, driverArguments, isOverTls, wanted, terminal }: DriverRun,
): Promise<readonly CaseResult[]> {
  const interruption = new AbortController()
  void terminal.interrupted().then(() => {
    interruption.abort()
  })
  const { makeTestCertificates } = await loadSimulator('contract')
  const certificates = await withReason(makeTestCertificates({ now: new Date() }), (code) =>
    code === 'ERR_MODULE_NOT_FOUND' ? 'contract needs the optional package node-forge: install it.' : undefined,
  )
  const startUpSeconds = Math.max(leastStartUpSeconds, wanted.timeoutSeconds ?? 0)
  const driver: Driver = await withReason(
    contract.startDriver({ command, arguments: driverArguments, certificates, startUpSeconds }),
    (code, message) => (code === 'unknown error' ? undefined : `${message}.`),
  )
  const expose = isOverTls ? contract.exposeOverTls(certificates) : contract.exposeOnPort
  const total = wanted.cases?.length ?? 0
  const results: CaseResult[] = []
  const tell = progressOn(terminal, total)
  const onResult = (result: CaseResult): void => {
    results.push(result)
    // What became of the last is known once the driver has ended.
    if (results.length < total) tell(result)
  }
  const signal = AbortSignal.any([interruption.signal, driver.unusable])
  try {
    await contract.runCases(driver.makeAdapter, { ...wanted, expose, certificates, onResult, signal })
  } finally {
    await driver.close()
  }
  const told = contract.failLastCase(results, await driver.close())
  if (results.length === total) told.slice(-1).forEach(tell)
  if (interruption.signal.aborted)
    throw new UsageError(`The run was interrupted after ${results.length} of ${total} cases.`)
  if (driver.unusable.aborted)
    throw new UsageError(`The driver cannot be used: ${(driver.unusable.reason as Error).message}.`)
  return told
}

/** Runs the cases of the contract suite against a driver. */
export const contract: Command = { help, run }
