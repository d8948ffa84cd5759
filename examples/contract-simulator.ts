/** A test of one's own against the simulated portal, within the process. */
import { createSimulator, simulatorFetch, virtualClock } from 'signering-portal/simulator'
import { portalOperations, sendWith } from 'signering-portal/http'

export async function jobThatExpires(bundleOf: (signingTime: Date) => Promise<Uint8Array>): Promise<string> {
  const organizationNumber = '123456785'
  const clock = virtualClock(new Date('2026-01-05T12:00:00Z'))
  const simulator = createSimulator({ clock, senders: [{ organizationNumber, sector: 'PUBLIC' }] })
  const operations = portalOperations({ root: 'https://portal.example/api', organizationNumber })
  const exchange = sendWith(simulatorFetch(simulator))

  const { signatureJobId } = await exchange(operations.create({ request: {}, bundle: await bundleOf(clock.now()) }))
  simulator.setSignerStatus(signatureJobId, 1, 'SIGNED')
  clock.advance(40 * 86_400_000)
  return simulator.job(signatureJobId).status
}
