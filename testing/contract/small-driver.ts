/** Drivers of a few lines, which do one thing wrong. */
import {
  exposeOnPort,
  runCases,
  startDriver,
  type CaseResult,
  type Driver,
  type DriverOptions,
  type RunOptions,
} from 'signering-portal/contract'
import { onTestFinished } from 'vitest'
import { testCertificates } from '../simulator/certificates.js'

/**
 * The program of a driver that can ask who is calling, and nothing else. `mistake` runs for each request, with `request`,
 * `answer(object)`, `say(text)` and `right()` in reach; what it returns is not looked at.
 */
export function smallDriver(mistake = 'right()'): { readonly command: string; readonly arguments: readonly string[] } {
  const program = `
    const say = (text) => process.stdout.write(text)
    const answer = (object) => say(JSON.stringify(object) + '\\n')
    let place
    require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
      const request = JSON.parse(line)
      const { id, call } = request
      const right = async () => {
        if (call === 'start') {
          const { root, sender } = request.arguments
          place = root + '/' + sender.organizationNumber
          return answer({ id, value: null })
        }
        if (call !== 'organization') return answer({ id, unsupported: 'no function for it' })
        answer({ id, value: await (await fetch(place)).text() })
      }
      ${mistake}
    })`
  return { command: process.execPath, arguments: ['-e', program] }
}

/** Starts a driver for one test. */
export async function startSmallDriver(mistake?: string, more: Partial<DriverOptions> = {}): Promise<Driver> {
  const driver = await startDriver({ ...smallDriver(mistake), certificates: await testCertificates(), ...more })
  onTestFinished(async () => {
    await driver.close()
  })
  return driver
}

/** Runs one case as often as it says, with one driver. */
export async function runSmallDriver(
  mistake?: string,
  { times = 1, ...more }: RunOptions & { readonly times?: number } = {},
): Promise<readonly CaseResult[]> {
  const { makeAdapter } = await startSmallDriver(mistake)
  const options = { cases: ['organization'], expose: exposeOnPort, certificates: await testCertificates(), ...more }
  const results: CaseResult[] = []
  for (let time = 1; time <= times; time += 1) results.push(...(await runCases(makeAdapter, options)))
  return results
}
