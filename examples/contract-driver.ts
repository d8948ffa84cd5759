/** Runs a driver, a program in any language, through the cases. */
import { exposeOnPort, failLastCase, runCases, startDriver, type CaseResult } from 'signering-portal/contract'
import { makeTestCertificates } from 'signering-portal/simulator'

export async function runDriver(command: string, ...commandArguments: string[]): Promise<readonly CaseResult[]> {
  const certificates = await makeTestCertificates({ now: new Date() })
  const driver = await startDriver({ command, arguments: commandArguments, certificates })
  try {
    const results = await runCases(driver.makeAdapter, { expose: exposeOnPort, certificates, signal: driver.unusable })
    return failLastCase(results, await driver.close())
  } finally {
    await driver.close()
  }
}
