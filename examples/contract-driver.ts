/** Runs a driver, a program in any language, through the cases. */
import { exposeOnPort, runCases, startDriver, type CaseResult } from 'signering-portal/contract'
import { makeTestCertificates } from 'signering-portal/simulator'

export async function runDriver(command: string, ...commandArguments: string[]): Promise<readonly CaseResult[]> {
  const certificates = await makeTestCertificates({ now: new Date() })
  const driver = await startDriver({ command, arguments: commandArguments, certificates })
  try {
    return await runCases(driver.makeAdapter, { expose: exposeOnPort, certificates, signal: driver.unusable })
  } finally {
    await driver.close()
  }
}
