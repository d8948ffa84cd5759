/**
 * Every exchange of the portal flow as a value: what to sendWith, and how to read what comes back.
 *
 * @module http
 */
export * from '../issue.js'
export { maximumResponseBytes } from './body.js'
export { environments, type ServiceOptions } from './environments.js'
export type { HttpRequest, HttpResponse, Operation, ResponseBody } from './operation.js'
export { portalOperations, type CreateInput, type PortalOperations, type QueueOptions } from './operations.js'
export { nextPollAt, statusChanges, type PollingClock, type PollingOptions, type PollState } from './polling.js'
export type { PollTime } from './poll-time.js'
export { maximumDownloadBytes, type Cancellation, type Download, type NextStatusChange } from './readers.js'
export { knownErrorCodes, ResponseError, type ErrorCode, type ServiceErrorWithCode } from './response-error.js'
export { sendWith, type Fetch, type Send } from './send.js'
