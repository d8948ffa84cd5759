/** The official client for Java before the cases, behind the driver in `examples/java`. */
import { readFileSync } from 'node:fs'
import {
  exposeOnPort,
  exposeOverTls,
  formatReport,
  runCases,
  startDriver,
  type CaseResult,
  type DriverOptions,
} from 'signering-portal/contract'
import { makeTestCertificates } from 'signering-portal/simulator'
import { knownFailingFrom } from '../../src/cli/contract-cases.js'
import { repositoryFile } from '../requirements.js'

/** What the client fails, with the reasons. */
export const knownFailingFile = 'examples/java/known-failing.txt'
/** The page that shows what came of it. */
export const driverPage = 'examples/java/README.md'

/** What is known to fail, as the command reads it. */
export const knownFailing = (): Promise<Readonly<Record<string, string>>> =>
  knownFailingFrom(repositoryFile(knownFailingFile), { input: process.stdin })

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
    const options = { expose, certificates, timeoutSeconds: 30, knownFailing: await knownFailing() }
    return await runCases(driver.makeAdapter, options)
  } finally {
    await driver.close()
  }
}

/** The report of a run, in which the reasons are those of the list: the client's own words differ from run to run. */
export function reportOf(results: readonly CaseResult[]): string {
  const project = readFileSync(repositoryFile('examples/java/pom.xml'), 'utf8')
  const [, version = ''] = /<client\.version>(.*)<\/client\.version>/.exec(project) ?? []
  const told = results.map(({ knownFailing: known, ...result }) => ({ ...result, reason: known ?? result.reason }))
  return `\`signature-api-client-java\` ${version}\n\n${formatReport(told, 'markdown')}`
}
