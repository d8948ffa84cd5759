/** Runs a client through the cases without a test runner, and says what failed. */
import { exposeOnPort, runCases, type AdapterFactory } from 'signering-portal/contract'

export async function report(makeAdapter: AdapterFactory): Promise<readonly string[]> {
  const results = await runCases(makeAdapter, {
    // A client with a transport of its own is given a real port.
    expose: exposeOnPort,
    knownFailing: { 'poll-rate-block': 'this client leaves the rate to its caller' },
  })
  return results.flatMap(({ id, outcome, asExpected, reason = 'it is known to fail' }) =>
    asExpected ? [] : [`${outcome} ${id}: ${reason}`],
  )
}
