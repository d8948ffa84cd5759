/** The official client for Java before the cases, behind the driver in `examples/java`. */
import { readFileSync } from 'node:fs'
import {
  exposeOnPort,
  exposeOverTls,
  runCases,
  startDriver,
  type CaseResult,
  type DriverOptions,
} from 'signering-portal/contract'
import { makeTestCertificates } from 'signering-portal/simulator'
import { table } from '../../scripts/reference/markdown.js'
import { repositoryFile } from '../requirements.js'

/** What the client fails, with the reasons. */
export const knownFailingFile = 'examples/java/known-failing.txt'
/** The page that shows what came of it. */
export const driverPage = 'examples/java/README.md'

/** Reads reasons by id: `id: reason`, one on a line; `#` begins a line of comment. */
export function readReasons(text: string): Readonly<Record<string, string>> {
  const entries = [...text.matchAll(/^([^#\s:][^:\n]*): *(.+)$/gm)]
  return Object.fromEntries(entries.map(([, id = '', reason = '']) => [id, reason]))
}

export const knownFailing = (): Readonly<Record<string, string>> =>
  readReasons(readFileSync(repositoryFile(knownFailingFile), 'utf8'))

/** Runs the client through every case, over HTTP or over two-way TLS. */
export async function runOfficialClient(
  program: Omit<DriverOptions, 'certificates'>,
  over: 'http' | 'tls',
): Promise<readonly CaseResult[]> {
  const certificates = await makeTestCertificates({ now: new Date() })
  const driver = await startDriver({ ...program, certificates })
  try {
    const expose = over === 'tls' ? exposeOverTls(certificates) : exposeOnPort
    // A JVM takes its time to warm up, and the client waits a second before it repeats a request.
    const options = { expose, certificates, timeoutSeconds: 30, knownFailing: knownFailing() }
    return await runCases(driver.makeAdapter, options)
  } finally {
    await driver.close()
  }
}

/** The report of a run, with nothing in it that differs from run to run: what was not passed is told by the reason that is known. */
export function reportOf(results: readonly CaseResult[]): string {
  const [, version = ''] =
    /<client\.version>(.*)<\/client\.version>/.exec(readFileSync(repositoryFile('examples/java/pom.xml'), 'utf8')) ?? []
  const levels = [...new Set(results.map(({ level }) => level))]
  const counts = levels.map((level) => {
    const ofLevel = results.filter((one) => one.level === level)
    const count = (outcome: CaseResult['outcome']): string =>
      String(ofLevel.filter((one) => one.outcome === outcome).length)
    return [level, count('passed'), count('failed'), count('unsupported')]
  })
  const others = results.filter(({ outcome }) => outcome !== 'passed')
  const rows = others.map(({ id, level, outcome, knownFailing: known = '' }) => [`\`${id}\``, level, outcome, known])
  return [
    `\`signature-api-client-java\` ${version}, ${results.length} cases:`,
    table(['level', 'passed', 'failed', 'unsupported'], counts),
    table(['case', 'level', 'outcome', 'reason'], rows),
  ].join('\n\n')
}
