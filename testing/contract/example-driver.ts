/** The example client in Python, behind its driver. */
import { startDriver, type Driver } from 'signering-portal/contract'
import type { TestCertificates } from 'signering-portal/simulator'
import { repositoryFile } from '../requirements.js'

/** Starts the driver, and ends it when `use` is done. */
export async function withExampleDriver<T>(
  certificates: TestCertificates,
  use: (driver: Driver) => Promise<T>,
): Promise<T> {
  const program = repositoryFile('examples/python/driver.py')
  // Without a folder of compiled code in the examples.
  const driver = await startDriver({ command: 'python3', arguments: ['-B', program], certificates })
  try {
    return await use(driver)
  } finally {
    await driver.close()
  }
}
