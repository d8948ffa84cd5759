/**
 * Every exchange of the portal flow as a value: what to send, and how to read what comes back.
 *
 * @module http
 */
export * from '../issue.js'
export { knownErrorCodes } from '../codec/portal/error.js'
export { environments } from './environments.js'
export type { HttpRequest, HttpResponse, Operation, ReadResult, ResponseBody } from './operation.js'
export {
  portalOperations,
  type CreateInput,
  type PortalOperations,
  type QueueOperations,
  type QueueOptions,
} from './operations.js'
export { nextPollAt, statusChanges, type PollingClock, type PollingOptions, type PollState } from './polling.js'
export type { PollTime } from './poll-time.js'
export { maximumDownloadBytes } from './readers.js'
export type { Cancellation, Download, FoundStatusChange, NextStatusChange, NoStatusChange } from './readers.js'
export { ResponseError } from './response-error.js'
export { maximumResponseBytes } from './response.js'
export { sendWith, type Fetch, type FetchInit, type Send } from './send.js'
export type { ServiceOptions } from './service.js'
