/**
 * Whether a client takes what there is (RFC 9110, 12.5.1).
 *
 * @module
 */
import type { Resource } from './routes.js'

const xml = ['application/xml']
const documents = ['application/octet-stream', 'application/xml']

/** What a client must take of each resource: errors are XML, so that all but the text for people needs that. */
const given: Readonly<Record<Resource, readonly string[]>> = {
  create: xml,
  nextStatusChange: xml,
  confirm: xml,
  cancel: xml,
  downloadPades: documents,
  downloadXades: xml,
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
  return given[resource].every(takes)
}
