/** The exchanges of the contract cases, as the package's own client and the simulated portal make them. */
import { contractCases, runCases, type Expose } from 'signering-portal/contract'
import { portalOperations, ResponseError, sendWith, type PortalOperations } from 'signering-portal/http'
import { createSimulator, simulatorFetch, virtualClock, type Fault, type Simulator } from 'signering-portal/simulator'
import { exposeInProcess } from '../../src/contract/expose.js'
import { takeFault, type PlannedFault } from '../../src/simulator/faults.js'
import { madeUpAccounts, publicSenderOrganizationNumber } from '../../src/simulator/organizations.js'
import { routeOf } from '../../src/simulator/routes.js'
import { operationsAdapter } from '../contract/operations-adapter.js'

/** What was sent or received. */
export interface Message {
  /** The headers, by their names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly content: Uint8Array
}

/** A request and its response. */
export interface Exchange {
  /** The id of the contract case. */
  readonly id: string
  readonly method: string
  /** The address below the root. */
  readonly address: URL
  readonly request: Message
  /** What was planned to go wrong with it. */
  readonly fault: Fault | undefined
  /** Absent: none came. */
  readonly response: (Message & { readonly status: number }) | undefined
}

/** Runs every case, and gives its exchanges. Throws if a case fails, whose exchanges would be fewer than they are. */
export async function exchangesOfCases(): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = []
  for (const one of contractCases) {
    const expose: Expose = async (simulator, client) =>
      exposeInProcess(
        recorded(simulator, (exchange) => exchanges.push({ id: one.id, ...exchange })),
        client,
      )
    const [result] = await runCases(operationsAdapter, { cases: [one], expose })
    if (result?.outcome !== 'passed') throw new Error(`${one.id}: ${result?.reason ?? ''}`)
  }
  return exchanges
}

/**
 * Exchanges that no case has: what is not there, and each operation with a service that is out of order, and while the
 * organization is blocked for calling too often.
 */
export async function exchangesBeyondCases(): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = []
  const write = (exchange: Omit<Exchange, 'id'>): unknown => exchanges.push({ id: 'beyond the cases', ...exchange })
  for (const operation of Object.values(everyOperation)) {
    const simulator = createSimulator({ clock: virtualClock(now()), ...madeUpAccounts, rateLimit: true })
    const send = sendWith(simulatorFetch(recorded(simulator, write)))
    simulator.planFault({ kind: 'status', status: 500, content: 'error' })
    for (let calls = 0; calls < 11; calls++) await send<unknown>(operation).catch(onlyResponses)
  }
  return exchanges
}

const root = 'https://portal.example/api'
const organizationNumber = publicSenderOrganizationNumber
const jobs = `${root}/${organizationNumber}/portal/signature-jobs`
const operations = portalOperations({ root, organizationNumber })
const now = (): Date => new Date('2026-01-05T12:00:00Z')

const everyOperation: { readonly [Name in keyof PortalOperations]: ReturnType<PortalOperations[Name]> } = {
  create: operations.create({ request: {}, bundle: new Uint8Array(1) }),
  nextStatusChange: operations.nextStatusChange({ now }),
  confirm: operations.confirm(`${jobs}/1/complete`),
  cancel: operations.cancel(`${jobs}/1/cancel`),
  downloadPades: operations.downloadPades(`${jobs}/1/pades`),
  downloadXades: operations.downloadXades(`${jobs}/1/xades/1`),
  downloadArchivedPades: operations.downloadArchivedPades('1'),
  deleteDocuments: operations.deleteDocuments(`${jobs}/1/documents`),
  organization: operations.organization(),
}

function onlyResponses(thrown: unknown): void {
  if (!(thrown instanceof ResponseError)) throw thrown
}

/** A portal whose exchanges are written down. */
function recorded(simulator: Simulator, write: (exchange: Omit<Exchange, 'id'>) => void): Simulator {
  const planned = (): PlannedFault[] =>
    structuredClone((simulator.snapshot() as unknown as { readonly faults: PlannedFault[] }).faults)
  return {
    ...simulator,
    handle: async (request, client) => {
      const sent = await messageOf(request.clone())
      const before = planned()
      const response = await simulator.handle(request, client)
      const { resource, root } = routeOf(request)
      const isTaken = JSON.stringify(planned()) !== JSON.stringify(before)
      write({
        method: request.method,
        address: new URL(request.url.slice(root.length), 'https://root.example'),
        request: sent,
        fault: isTaken ? takeFault(before, resource) : undefined,
        response:
          response.type === 'error' ? undefined : { status: response.status, ...(await messageOf(response.clone())) },
      })
      return response
    },
  }
}

async function messageOf(message: Request | Response): Promise<Message> {
  // One that breaks off has no content to be looked at.
  const content = await message.arrayBuffer().catch(() => new ArrayBuffer())
  return { headers: new Map(message.headers), content: new Uint8Array(content) }
}
