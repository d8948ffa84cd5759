/**
 * The addresses that requests go to: made from the configuration, or taken from a response.
 *
 * @module
 */
import { isString } from '../guard.js'
import { makeError } from '../outcome.js'
import { parseAddress, type Service } from './service.js'

/** What an error of an operation that cannot be made is about. */
export const noRequest = 'The request cannot be made'

/** The address of a queue of status changes: `{root}/{org}/portal/signature-jobs` (portal flow page, step 2). */
export function signatureJobsUrl(service: Service, pollingQueue?: string): string {
  const url = `${service.organizationUrl}/portal/signature-jobs`
  return pollingQueue === undefined ? url : `${url}?polling_queue=${percentEncode(pollingQueue)}`
}

/** The address of a signed document in long-term storage: `{root}/{org}/archive/documents/{id}/pades` (archive page). */
export function archivedPadesUrl(service: Service, documentId: unknown): string {
  // A segment of dots would lead to another resource.
  const isSegment = isString(documentId) && documentId.isWellFormed() && !/^\.{0,2}$/.test(documentId)
  if (!isSegment) throw makeError(noRequest, 'http.document-id', nameless)
  return `${service.organizationUrl}/archive/documents/${percentEncode(documentId)}/pades`
}

const nameless = 'The id of an archived document is a text in Unicode, and not of one or two dots.'

/** Whether a queue can have the name; the service takes an empty one for the default queue. */
export function isQueueName(pollingQueue: unknown): boolean {
  return typeof pollingQueue === 'string' && pollingQueue !== '' && pollingQueue.isWellFormed()
}

/** Percent-encodes everything but the unreserved characters (RFC 3986, 2.3), as UTF-8. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

const unclean =
  'An address must be absolute, without credentials or fragment, in the characters of RFC 3986, and as the URL parser writes it.'
const foreign = 'The address leads to another origin than that of the configured root.'

/** Checks an address from a response before anything is sent to it: `http.url`, `http.url-origin`. */
export function serviceUrl(service: Service, url: string): string {
  const address = parseAddress(url)
  if (address === undefined) throw makeError(noRequest, 'http.url', unclean)
  if (address.url.origin !== service.origin) throw makeError(noRequest, 'http.url-origin', foreign)
  return address.href
}
