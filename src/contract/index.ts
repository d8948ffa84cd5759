/**
 * The contract suite: a simulated portal, and cases that any client of the service can be run through.
 *
 * @module contract
 */
export type { BrokerAccount, SenderAccount } from './access.js'
export { virtualClock, type Clock, type VirtualClock } from './clock.js'
export type { Fault, PlannedFault } from './faults.js'
export { portalFetch, type PortalFetch } from './fetch.js'
export {
  createPortal,
  type Client,
  type Exchange,
  type FaultOptions,
  type Portal,
  type PortalOptions,
} from './portal.js'
export type { PortalEnvironment } from './queue.js'
export type { Resource } from './routes.js'
export { serve, type ServedPortal, type ServeOptions } from './serve.js'
export type * from './state.js'
