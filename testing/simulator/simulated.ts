/** A simulated portal that the tests of its parts share: made anew by {@link begin}, before each test. */
import {
  portalSignatureJobResponse,
  portalSignatureJobStatusChangeResponse,
  type PortalSignatureJobManifest,
  type PortalSignatureJobStatusChangeResponse,
} from 'signering-portal/codec'
import {
  createSimulator,
  simulatorFetch,
  virtualClock,
  type Simulator,
  type SimulatorFetch,
  type SimulatorOptions,
  type VirtualClock,
} from 'signering-portal/simulator'
import { create, manifest, organizationNumber, start } from './raw-client.js'

export const root = 'https://portal.example/api'
export const queue: string = [root, organizationNumber, 'portal/signature-jobs'].join('/')
export const day = 86_400_000

export let clock: VirtualClock
export let simulator: Simulator
export let send: SimulatorFetch

export function begin(options: Partial<SimulatorOptions> & { readonly clock?: VirtualClock } = {}): void {
  clock = options.clock ?? virtualClock(start)
  simulator = createSimulator({
    senders: [{ organizationNumber, sector: 'PUBLIC' }],
    rateLimit: false,
    ...options,
    clock,
  })
  send = simulatorFetch(simulator)
}

/** A value for each option of a simulator but for certificates, and for a snapshot. */
export function everyOption(): Omit<Required<SimulatorOptions>, 'snapshot' | 'trust' | 'intermediates'> {
  return {
    clock: virtualClock(start),
    senders: [{ organizationNumber, sector: 'PUBLIC' }],
    brokers: [{ organizationNumber: '555555555', senders: [organizationNumber] }],
    environment: 'test',
    rateLimit: false,
    forwardingSeconds: 5,
    endedJobsKeptSeconds: 100_000_000,
    confirmationStatus: 204,
    requireWholeChain: true,
    requireAccept: true,
    signingTimeToleranceSeconds: 5,
  }
}

/** A manifest both of whose signers may sign at once. */
export const parallel: PortalSignatureJobManifest = {
  ...manifest,
  signers: manifest.signers.map((signer) => ({ ...signer, order: 0 })),
}

export async function created(value: PortalSignatureJobManifest = manifest, request = ''): Promise<string> {
  return portalSignatureJobResponse.decode(await (await create(send, root, value, request, clock.now())).text())
    .signatureJobId
}

/** The next change, after the longest time to wait unless another is given. */
export async function nextChange(milliseconds = 30_000): Promise<PortalSignatureJobStatusChangeResponse | undefined> {
  clock.advance(milliseconds)
  const response = await send(queue)
  return response.status === 204 ? undefined : portalSignatureJobStatusChangeResponse.decode(await response.text())
}
