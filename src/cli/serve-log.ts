/**
 * The line of a log that tells of a request.
 *
 * @module
 */
import { controlNames } from '../simulator/control.js'
import type { AnsweredRequest } from '../simulator/index.js'

/** What stands where something may be that no log should hold. */
const masked = '*'

/** The words of the portal's own addresses. */
const words: readonly string[] = [
  ...['', 'api', 'portal', 'signature-jobs', 'complete', 'cancel', 'pades', 'xades', 'archive', 'documents'],
  ...['polling_queue', 'change', 'control', ...Object.values(controlNames).flat()],
]

/** Places and numbers of changes, organization numbers, and ids of jobs. */
const number = /^(?:[0-9]{1,4}|[0-9]{9}|[0-9]{16,19})$/

/**
 * A request as a log may hold it. Of the path only words and numbers of the portal's own kind are repeated: a client may have put
 * anything into it, such as a national identity number or a telephone number.
 */
export function logEntry({ method, target, status, errorCode }: AnsweredRequest): AnsweredRequest {
  const [path = '', ...query] = target.split('?')
  const segments = path.split('/').map(mask)
  const parameters = query.length === 0 ? '' : `?${query.join('?').split('&').map(maskParameter).join('&')}`
  return { method, target: segments.join('/') + parameters, status, errorCode }
}

/** As {@link logEntry}, as a line: method, path, status and error code. */
export function requestLine(answered: AnsweredRequest): string {
  const { method, target, status, errorCode } = logEntry(answered)
  if (method === '') return `no HTTP request: ${status}`
  const parts = [method, target, status === 0 ? 'no response' : String(status)]
  return [...parts, ...(errorCode === undefined ? [] : [errorCode])].join(' ')
}

function mask(part: string): string {
  return words.includes(part) || number.test(part) ? part : masked
}

/** The names of queues are the client's own. */
function maskParameter(parameter: string): string {
  const [name = '', value] = parameter.split('=')
  if (value === undefined) return mask(name)
  return `${mask(name)}=${name === 'change' ? mask(value) : masked}`
}
