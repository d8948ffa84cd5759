import { safeWriteBundle, writeBundle } from 'signering-portal/bundle'
import { contractCases, runCase } from 'signering-portal/contract'
import { portalOperations, sendWith, statusChanges, type PollingOptions } from 'signering-portal/http'
import { createSimulator, serve } from 'signering-portal/simulator'
import { expect, test } from 'vitest'
import { makeInput } from '../testing/bundle/packages.js'
import { organizationNumber, response, root } from '../testing/http/responses.js'

const thrown = new Error('thrown by a function of the caller')
const throws = (): never => {
  throw thrown
}
const portal = portalOperations({ root, organizationNumber })
const unheard = { ...response(200, {}, 'text'), headers: { get: throws } }
const [contractCase] = contractCases
const { key } = makeInput(1)

async function firstChange(changes: Partial<PollingOptions>): Promise<unknown> {
  const clock = { now: () => new Date(0), sleep: () => Promise.resolve() }
  const failing = (): Promise<never> => Promise.reject(new Error('The network is down.'))
  return statusChanges(failing, { portal, clock, onProblem: () => undefined, ...changes }).next()
}

/** Each function that a caller gives, by what its comment says of what it throws. */
const callers: Readonly<Record<string, () => unknown>> = {
  'SigningKey.sign, writeBundle': () => writeBundle(makeInput(1, { key: { ...key, sign: throws } })),
  'SigningKey.sign, safeWriteBundle': () => safeWriteBundle(makeInput(1, { key: { ...key, sign: throws } })),
  'HttpResponse.headers.get, read': () => portal.organization().read(unheard),
  'HttpResponse.headers.get, safeRead': () => portal.organization().safeRead(unheard),
  'QueueOptions.now, safeRead': () => portal.nextStatusChange({ now: throws }).safeRead(response(204, {})),
  'PollingClock.now': () => firstChange({ clock: { now: throws, sleep: () => Promise.resolve() } }),
  'PollingClock.sleep': () => firstChange({ clock: { now: () => new Date(0), sleep: throws } }),
  'PollingOptions.onProblem': () => firstChange({ onProblem: throws }),
  Fetch: () => sendWith(throws)(portal.organization()),
  'SimulatorClock.now, handle': () =>
    createSimulator({ clock: { now: throws }, senders: [] }).handle(new Request(`${root}/${organizationNumber}`)),
  'SimulatorClock.now, jobs': () => createSimulator({ clock: { now: throws }, senders: [] }).jobs(),
  AdapterFactory: () => contractCase && runCase(contractCase, throws),
  Expose: () => contractCase && runCase(contractCase, throws, { expose: throws }),
  'Exposure.close': () =>
    contractCase &&
    runCase({ ...contractCase, run: () => Promise.resolve() }, () => ({}) as never, {
      expose: () => Promise.resolve({ root, foreignRoot: root, fetch, close: throws }),
    }),
}

test.each(Object.entries(callers))(
  'what a function of the caller throws goes through as it is: %s',
  async (_, call) => {
    await expect(Promise.resolve().then(call)).rejects.toBe(thrown)
  },
)

test('a portal that is served stops once, and does no harm the second time', async () => {
  const served = await serve(createSimulator({ clock: { now: () => new Date(0) }, senders: [] }))
  await served.close()
  await expect(served.close()).resolves.toBeUndefined()
})
