/**
 * The simulated portal: a deterministic service in memory, which any client can be pointed at.
 *
 * @module signering-portal/simulator
 */
export * from '../issue.js'
export type { Pem } from '../x509/pem.js'
export type { Accounts, BrokerAccount, SenderAccount } from './accounts.js'
export { writeTestCertificates } from './certificate-files.js'
export type {
  TestAuthorityFiles,
  TestCertificatesFiles,
  TestIdentitiesFiles,
  TestIdentityFiles,
} from './certificate-files.js'
export { makeTestCertificates } from './certificates.js'
export type {
  TestAuthority,
  TestCertificates,
  TestCertificatesOptions,
  TestIdentities,
  TestIdentity,
} from './certificates.js'
export { virtualClock, type SimulatorClock, type VirtualClock } from './clock.js'
export type { Fault } from './faults.js'
export { simulatorFetch, type SimulatorFetch } from './fetch.js'
export {
  brokerOfBothOrganizationNumber,
  brokerOrganizationNumber,
  madeUpAccounts,
  privateSenderOrganizationNumber,
  publicSenderOrganizationNumber,
} from './organizations.js'
export { writePdf } from './pdf.js'
export type { SimulatorEnvironment } from './queue.js'
export type { Resource } from './routes.js'
export type { ConfirmationStatus } from './service.js'
export type { SimulatorOptions } from './options.js'
export type { SimulatedDocument, SimulatedJob, SimulatedSigner, SimulatedSignerStatus } from './simulated-job.js'
export { serve, type AnsweredRequest, type ServedSimulator, type ServeOptions, type ServeTlsOptions } from './serve.js'
export { createSimulator, type Client, type Exchange, type FaultOptions, type Simulator } from './simulator.js'
export type { SimulatorSnapshot } from './snapshot.js'
