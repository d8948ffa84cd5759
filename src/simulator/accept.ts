/**
 * Whether a client takes what there is (RFC 9110, 12.5.1).
 *
 * @module
 */
import type { Resource } from './routes.js'

const xml = ['application/xml']
const documents = ['application/octet-stream', 'application/xml']

/** What a resource may give, one of which a client must take. Where there is no content, errors are all that there is. */
const given: Readonly<Record<Resource, readonly string[]>> = {
  create: xml,
  nextStatusChange: xml,
  confirm: xml,
  cancel: xml,
  downloadPades: documents,
  downloadXades: documents,
  downloadArchivedPades: documents,
  deleteDocuments: xml,
  organization: ['text/plain'],
  unknown: xml,
}

/** Whether an Accept header, or none, takes what a resource gives. */
export function accepts(accept: string | null, resource: Resource): boolean {
  if (accept === null) return true
  const taken = accept
    .split(',')
    .filter((range) => !/;\s*q=0(\.0*)?\s*$/.test(range))
    .map((range) => (range.split(';', 1)[0] ?? '').trim().toLowerCase())
  const takes = (mediaType: string): boolean =>
    ['*/*', `${mediaType.split('/', 1)[0] ?? ''}/*`, mediaType].some((range) => taken.includes(range))
  return given[resource].some(takes)
}
