/**
 * The addresses that requests go to: made from the configuration, or taken from a response.
 *
 * @module
 */
import { PortalError, type Issue } from '../issue.js'
import { parseUrl, type Service } from './environments.js'
import { makeIssue } from '../outcome.js'

/**
 * The address of the queue of status changes.
 *
 * @param service - the service
 * @param pollingQueue - the name of the queue. Absent: the default queue
 * @returns `{root}/{org}/portal/signature-jobs`, with `polling_queue` for a named queue (portal flow page, step 2)
 * @throws PortalError `http.polling-queue` if the name is empty, which the service takes for the default queue, or holds
 *   half a surrogate pair
 */
export function signatureJobsUrl(service: Service, pollingQueue?: string): string {
  const url = `${service.organizationUrl}/portal/signature-jobs`
  if (pollingQueue === undefined) return url
  if (!isName(pollingQueue))
    throw addressError(makeIssue('http.polling-queue', 'A polling queue has a name in Unicode.'))
  return `${url}?polling_queue=${percentEncode(pollingQueue)}`
}

/** Callers that are not type-checked may hand over anything. */
function isName(pollingQueue: unknown): boolean {
  return typeof pollingQueue === 'string' && pollingQueue !== '' && pollingQueue.isWellFormed()
}

/** Percent-encodes everything but the unreserved characters (RFC 3986, 2.3), as UTF-8. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * Checks an address from a response before anything is sent to it.
 *
 * @param service - the service
 * @param url - an absolute address, such as a `confirmation-url`
 * @returns the address to send to
 * @throws PortalError `http.url` if it is no absolute http address, or has credentials, a fragment, or characters that an
 *   address cannot have; `http.url-origin` if its scheme, host and port are not those of the service's root
 */
export function serviceUrl(service: Service, url: string): string {
  const parsed = parseUrl(url)
  if (parsed === undefined || url.includes('#'))
    throw addressError(
      makeIssue(
        'http.url',
        'An address must be absolute, without credentials or fragment, in the characters of RFC 3986.',
      ),
    )
  if (parsed.origin !== service.origin)
    throw addressError(
      makeIssue('http.url-origin', 'The address leads to another origin than that of the configured root.'),
    )
  return parsed.href
}

function addressError(issue: Issue): PortalError {
  return new PortalError('The request cannot be made', [issue])
}
