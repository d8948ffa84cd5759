/**
 * Whether a client takes what there is (RFC 9110, 12.5.1).
 *
 * @module
 */
import type { Resource } from './routes.js'

/**
 * Whether an Accept header, or none, takes what a resource gives: errors are XML, so that all but the text for people
 * needs `application/xml`.
 */
export function accepts(accept: string | null, resource: Resource): boolean {
  if (accept === null) return true
  const taken = accept
    .split(',')
    .filter((range) => !/;\s*q=0(\.0*)?\s*$/.test(range))
    .map((range) => (range.split(';', 1)[0] ?? '').trim().toLowerCase())
  const takes = (mediaType: string): boolean =>
    ['*/*', `${mediaType.split('/', 1)[0] ?? ''}/*`, mediaType].some((range) => taken.includes(range))
  if (resource === 'organization') return takes('text/plain')
  return (
    takes('application/xml') &&
    (!['downloadPades', 'downloadArchivedPades'].includes(resource) || takes('application/octet-stream'))
  )
}
