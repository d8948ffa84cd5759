/** The exchanges and the poller against the simulated portal, which knows nothing of them. */
import type { PortalSignatureJobResponse } from 'signering-portal/codec'
import {
  createSimulator,
  simulatorFetch,
  serve,
  virtualClock,
  type Fault,
  type Simulator,
} from 'signering-portal/simulator'
import {
  portalOperations,
  ResponseError,
  sendWith,
  statusChanges,
  type PollingClock,
  type Send,
} from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { sendWithFetch } from '../../examples/transport-fetch.js'
import { sendWithHttps } from '../../examples/transport-https.js'
import { sendWithUndici } from '../../examples/transport-undici.js'
import { manifest, organizationNumber, packageOf } from '../../testing/simulator/raw-client.js'
import { createAuthority, organizationIdentifier } from '../../testing/certificates.js'

const authority = createAuthority('Enterprise root')
const server = authority.issue([[organizationIdentifier, 'NTRNO-984661185']])
const client = authority.issue([[organizationIdentifier, `NTRNO-${organizationNumber}`]])
const configuration = { ...client, ca: authority.root }
const day = 86_400_000
const start = new Date('2026-01-05T12:00:00Z')

/** A portal and its clock, and a clock for a poller: sleeping moves the portal's. */
function simulated(): { simulator: Simulator; clock: PollingClock & { advance: (milliseconds: number) => void } } {
  const clock = virtualClock(start)
  // The clock stands still over many calls, which would be more than 10 in a second.
  const rateLimit = false
  const simulator = createSimulator({
    clock,
    rateLimit,
    environment: 'production',
    senders: [{ organizationNumber, sector: 'PUBLIC' }],
  })
  const sleep = (milliseconds: number): Promise<void> => {
    if (clock.now().getTime() > start.getTime() + 9 * day) return Promise.reject(new Error('This takes too long'))
    clock.advance(milliseconds)
    return Promise.resolve()
  }
  return { simulator, clock: { ...clock, sleep } }
}

/** The whole flow, from a job to its deleted documents, over a transport. */
async function flow(transport: Send, root: string, { simulator, clock }: ReturnType<typeof simulated>): Promise<void> {
  const operations = portalOperations({ root, organizationNumber })
  expect(await transport(operations.organization())).toContain(organizationNumber)
  const bundle = await packageOf(manifest)
  const pollingQueue = 'kø & sånn/?#'
  const create = (): Promise<PortalSignatureJobResponse> =>
    transport(operations.create({ request: { reference: 'r', pollingQueue }, bundle }))

  const job = await create()
  const cancelled = await create()
  expect(await transport(operations.cancel(cancelled.cancellationUrl))).toEqual({ kind: 'cancelled' })
  expect(await transport(operations.cancel(cancelled.cancellationUrl))).toMatchObject({ kind: 'alreadyFinished' })
  for (const signer of [1, 2]) simulator.setSignerStatus(job.signatureJobId, signer, 'SIGNED')
  // Documents can be deleted when they have been forwarded, at most 7 days after completion.
  clock.advance(8 * day)

  const problems: unknown[] = []
  const seen: string[] = []
  const options = { portal: operations, pollingQueue, clock, onProblem: (problem: unknown) => problems.push(problem) }
  for await (const change of statusChanges(transport, options)) {
    seen.push(`${change.signatureJobId} ${change.status}`)
    if (change.status !== 'COMPLETED_SUCCESSFULLY') continue
    const { padesUrl = '', signature } = change.signatures
    const pades = await (await transport(operations.downloadPades(padesUrl))).bytes()
    expect(new TextDecoder().decode(pades)).toMatch(/^%PDF-1\.4/)
    const xades = await (await transport(operations.downloadXades(signature[0]?.xadesUrl ?? ''))).bytes()
    expect(xades.length).toBeGreaterThan(0)
    await transport(operations.deleteDocuments(change.deleteDocumentsUrl ?? ''))
    await expect(transport(operations.downloadPades(padesUrl))).rejects.toBeInstanceOf(ResponseError)
    break
  }
  expect(seen).toEqual([
    `${cancelled.signatureJobId} FAILED`,
    `${job.signatureJobId} IN_PROGRESS`,
    `${job.signatureJobId} COMPLETED_SUCCESSFULLY`,
  ])
  expect(problems).toEqual([])
  expect(simulator.exchanges().filter(({ status }) => status === 429)).toEqual([])
}

describe('the whole flow with the simulated portal', () => {
  it('within the process', async () => {
    const simulator = simulated()
    await flow(sendWith(simulatorFetch(simulator.simulator)), 'https://portal.example/api', simulator)
  })

  it.each<[string, Send, boolean]>([
    ['global fetch', sendWithFetch, false],
    ['undici with a client certificate', sendWithUndici(configuration), true],
    ['node:https with a client certificate', sendWithHttps(configuration), true],
  ])('over %s', async (_, transport, tls) => {
    const simulator = simulated()
    const served = await serve(simulator.simulator, tls ? { tls: { ...server, ca: authority.root } } : {})
    try {
      await flow(transport, served.root, simulator)
    } finally {
      await served.close()
    }
  })
})

describe('the simulated portal on a bad day', () => {
  const root = 'https://portal.example/api'
  const operations = portalOperations({ root, organizationNumber })

  it.each<[string, Fault]>([
    ['503 with an error element', { kind: 'status', status: 503, content: 'error' }],
    ['502 with HTML', { kind: 'status', status: 502, content: 'html' }],
    ['500 with nothing', { kind: 'status', status: 500, content: 'empty' }],
    ['a request that is lost', { kind: 'noResponse', effect: false }],
    ['a response that is lost', { kind: 'noResponse', effect: true }],
    ['a response that is cut off', { kind: 'truncated' }],
    ['prefixed names', { kind: 'prefixedNamespaces' }],
    ['unknown elements', { kind: 'unknownElements' }],
    ['a byte order mark', { kind: 'byteOrderMark' }],
    ['comments', { kind: 'comments' }],
    ['CDATA sections', { kind: 'cdataSections' }],
    ['white space', { kind: 'whiteSpace' }],
    ['a missing poll time', { kind: 'header', name: 'X-Next-permitted-poll-time', value: null }],
    ['a malformed poll time', { kind: 'header', name: 'X-Next-permitted-poll-time', value: 'soon' }],
    ['a wrong label', { kind: 'header', name: 'Content-Type', value: 'text/html' }],
  ])('loses no change for %s', async (_, fault) => {
    const { simulator, clock } = simulated()
    const transport = sendWith(simulatorFetch(simulator))
    const job = await transport(operations.create({ request: {}, bundle: await packageOf(manifest) }))
    for (const signer of [1, 2]) simulator.setSignerStatus(job.signatureJobId, signer, 'SIGNED')
    simulator.planFault(fault, { resource: 'nextStatusChange' })
    simulator.planFault(fault, { resource: 'confirm' })
    const seen: string[] = []
    for await (const { status } of statusChanges(transport, {
      portal: operations,
      clock,
      onProblem: () => undefined,
    })) {
      seen.push(status)
      if (seen.includes('COMPLETED_SUCCESSFULLY') && seen.includes('IN_PROGRESS')) break
    }
    expect(clock.now().getTime() - start.getTime()).toBeLessThanOrEqual(30 * 60_000)
  })

  it('shows why it refuses a job', async () => {
    const transport = sendWith(simulatorFetch(simulated().simulator))
    const stranger = portalOperations({ root, organizationNumber: '999999999' })
    const refused: unknown = await transport(stranger.nextStatusChange({ now: () => start })).catch(
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(ResponseError)
    expect(refused).toMatchObject({ serviceError: { errorCode: 'NOT_AUTHORIZED' } })
  })
})
