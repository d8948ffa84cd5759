/** That no change is lost or confirmed unhandled, and no job made twice, whatever exchange of the whole flow meets a fault. */
import { portalOperations, statusChanges, type PollingClock } from 'signering-portal/http'
import { createSimulator, virtualClock } from 'signering-portal/simulator'
import { describe, expect, it } from 'vitest'
import { outcomeOf, served } from '../../testing/faults/exchanges.js'
import { answerFaults, answersOf, headLengthOf, startFront, type Fault } from '../../testing/faults/front.js'
import { transports } from '../../testing/faults/laws.js'
import { manifest, organizationNumber, packageOf, start } from '../../testing/simulator/raw-client.js'

/** Where a fault is, in an answer that is known only once it is there: in its head, at the end of that, in its content, at its end. */
const places: readonly ((answer: Buffer) => number)[] = [
  () => 0,
  () => 20,
  (answer) => headLengthOf(answer),
  (answer) => Math.floor((headLengthOf(answer) + answer.length) / 2),
  (answer) => answer.length,
]

/** The exchanges after the creation: a change, its document, its confirmation, and an empty queue. */
const requests = [0, 1, 2, 3]
const confirmation = 2

const minute = 60_000

describe.each(Object.entries(transports))('over %s', (_, transport) => {
  it.each([...answerFaults.filter((kind) => kind !== 'byte doubled'), 'unread' as const])('%s', async (kind) => {
    await using front = await startFront(organizationNumber)
    const bundle = await packageOf(manifest)
    const send = transport.sender(front.client)
    for (const request of requests)
      for (const place of kind === 'unread' ? [() => 1] : places) {
        const told = `request ${request}, ${places.indexOf(place)}`
        const clock = virtualClock(start)
        const senders = [{ organizationNumber, sector: 'PUBLIC' }] as const
        const simulator = createSimulator({ clock, senders, environment: 'production' })
        await using portal = await served(simulator)
        const upstream = answersOf(portal.root, front.client)
        let count = -1
        front.answer = upstream
        const operations = portalOperations({ root: front.root, organizationNumber })
        const { signatureJobId } = await send(operations.create({ request: {}, bundle }))
        for (const signer of [1, 2]) simulator.setSignerStatus(signatureJobId, signer, 'SIGNED')
        front.answer = async (asked) => {
          count += 1
          const answer = await upstream(asked)
          if (count === request && kind !== 'unread') front.fault = { kind, at: place(answer) }
          return answer
        }
        const stop = new AbortController()
        // A confirmation whose answer was lost is sent again.
        const confirmed = (): ReadonlySet<string> =>
          new Set(
            simulator
              .exchanges()
              .flatMap(({ resource, status, url }) => (resource === 'confirm' && status < 300 ? [url] : [])),
          )
        const polling: PollingClock = {
          now: clock.now,
          sleep: async (milliseconds) => {
            clock.advance(milliseconds)
            // A change that was lost is back after 10 minutes.
            if (clock.now().getTime() > start.getTime() + 60 * minute) stop.abort()
            return Promise.resolve()
          },
        }
        const handled: string[] = []
        const seen: string[] = []
        const onProblem = (): void => undefined
        const options = { portal: operations, clock: polling, signal: stop.signal, onProblem }
        const polled = kind === 'unread' ? withFault(send, (at) => at === request, front) : send
        const changes = statusChanges(polled, options)
        for await (const change of changes) {
          seen.push(change.confirmationUrl)
          expect(confirmed(), told).toEqual(new Set(handled))
          const { padesUrl = '' } = change.signatures
          const outcome = padesUrl === '' ? undefined : await outcomeOf(polled, operations.downloadPades(padesUrl))
          if (outcome !== undefined && 'error' in outcome) changes.notHandled()
          else handled.push(change.confirmationUrl)
        }
        // Both changes of the job, or that which stands for both; each once, or again where its confirmation was lost.
        expect(new Set(handled), told).toEqual(new Set(seen))
        expect(handled.length, told).toBeGreaterThan(0)
        const created = simulator.exchanges().filter(({ resource }) => resource === 'create').length
        expect(created, told).toBe(1)
        expect(confirmed(), told).toEqual(new Set(handled))
        // A confirmation that failed is sent again before its change is back.
        if (request === confirmation) expect(seen, told).toHaveLength(new Set(seen).size)
        await front.end()
      }
  })
})

/** A sender whose request of a number meets a server that breaks off. */
function withFault(
  send: ReturnType<(typeof transports)['https']['sender']>,
  isMeant: (at: number) => boolean,
  front: { fault: Fault | undefined },
): typeof send {
  let count = -1
  return async (operation, signal) => {
    count += 1
    if (isMeant(count)) front.fault = { kind: 'unread', at: 1 }
    return send(operation, signal)
  }
}
