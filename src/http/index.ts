/**
 * Every exchange of the portal flow as a value: what to send, and how to read what comes back.
 *
 * @module http
 */
export * from '../issue.js'
export { responseLimit } from './body.js'
export { environments, type ServiceConfiguration } from './environments.js'
export type { HttpRequest, HttpResponse, Operation, ResponseBody } from './operation.js'
export { portalOperations, type NewJob, type PortalOperations, type QueueOptions } from './operations.js'
export { nextPollAt, statusChanges, type Clock, type PollingOptions, type PollState } from './polling.js'
export type { PollTime } from './poll-time.js'
export { downloadLimit, type Cancellation, type Download, type NextStatusChange } from './readers.js'
export { knownErrorCodes, ResponseError, type ErrorCode, type ServiceErrorWithCode } from './response-error.js'
export { send, type Fetch, type Send } from './send.js'
