/** The example client in Python, behind its driver. */
import { startDriver, type Driver } from 'signering-portal/contract'
import type { TestCertificates } from 'signering-portal/simulator'
import { repositoryFile } from '../requirements.js'

/** How it is started: without a folder of compiled code in the examples. */
export const exampleDriver: readonly [string, ...string[]] = [
  'python3',
  '-B',
  repositoryFile('examples/python/driver.py'),
]

/** Starts the driver, and ends it when `use` is done. */
export async function withExampleDriver<T>(
  certificates: TestCertificates,
  use: (driver: Driver) => Promise<T>,
): Promise<T> {
  const [command, ...commandArguments] = exampleDriver
  const driver = await startDriver({ command, arguments: commandArguments, certificates })
  try {
    return await use(driver)
  } finally {
    await driver.close()
  }
}
