/**
 * The contract suite: a simulated portal, and cases that any client of the service can be run through.
 *
 * @module contract
 */
export type * from './adapter.js'
export type { BrokerAccount, SenderAccount } from './access.js'
export { broker, privateSender, publicSender, type CaseContext, type ContractCase, type Level } from './cases/case.js'
export { contractCases } from './cases/index.js'
export { virtualClock, type Clock, type VirtualClock } from './clock.js'
export { exposeInProcess, exposeOnPort, exposeWithMsw, type Expose, type Exposure } from './expose.js'
export type { Fault, PlannedFault } from './faults.js'
export { portalFetch, type PortalFetch } from './fetch.js'
export { portalHandlers, type HandlerOptions } from './handlers.js'
export { writePdf } from './pdf.js'
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
export { runCase, runCases, type CaseResult, type RunOptions } from './run-cases.js'
export { serve, type ServedPortal, type ServeOptions } from './serve.js'
export type * from './state.js'
