/**
 * Every exchange of the portal flow as a value: what to send, and how to read what comes back.
 *
 * @module signering-portal/http
 */
export * from '../issue.js'
export { knownErrorCodes } from '../codec/portal/error.js'
export { environments } from './environments.js'
export { availableNow, blockedBy, isOver, type Available, type StorageOptions } from './job-status.js'
export type { ByteStream, ByteStreamReader } from './byte-stream.js'
export type { HttpRequest, HttpResponse, Operation, ResponseBody } from './operation.js'
export { portalOperations } from './operations.js'
export type { CreateInput, PortalOperations, QueueOperations, QueueOptions } from './operations.js'
export { nextPollAt, type PollOutcome, type PollState } from './next-poll.js'
export { pollOnce } from './poll-once.js'
export type { HandedOutStatusChange, NotYet, PollFailure, PollOnceOptions, PollStep } from './poll-once.js'
export { markHandled, type PollingState, type UnconfirmedChange } from './polling-state.js'
export { statusChanges, type PollingClock, type PollingOptions, type StatusChanges } from './polling.js'
export type { PollTime } from './poll-time.js'
export { maximumDownloadBytes } from './readers.js'
export type { Cancellation, Download, FoundStatusChange, NextStatusChange, NoStatusChange } from './readers.js'
export { redact } from './redact.js'
export { ResponseError, type ReadResult } from './response-error.js'
export { maximumResponseBytes } from './response.js'
export { sendWith, type Fetch, type FetchInit, type Send } from './send.js'
export {
  signatureOf,
  signaturesBySigner,
  type SameDetails,
  type SignaturesBySigner,
  type SignerIdentity,
  type SignerWithSignature,
} from './signature-of.js'
export { TransportError } from './transport-error.js'
export type { ServiceOptions } from './service.js'
