/**
 * Which resource a request is for.
 *
 * @module
 */
import { organizationNumberPattern } from '../codec/portal/common.js'
import { oneOf, type Shape } from './shape.js'

/** The most content that a request may have, in bytes: documents of 10 MiB (create page, document format) and room for the rest. */
export const maximumRequestBytes: number = 12 * 1_048_576

/** The operations of the flow by their names in `/http`, written down again: the portal knows no client. */
export const resources = [
  'create',
  'nextStatusChange',
  'confirm',
  'cancel',
  'downloadPades',
  'downloadXades',
  'downloadArchivedPades',
  'deleteDocuments',
  'organization',
  'unknown',
] as const

/** A resource of the portal, by the operation that asks for it; `unknown` is any other address or method. */
export type Resource = (typeof resources)[number]

/** Whether a value is a {@link Resource}. */
export const isResource: Shape = oneOf(...resources)

/** What a request is for. */
export interface Route {
  /** The resource. */
  readonly resource: Resource
  /** The root of the service as the client called it. */
  readonly root: string
  /** The organization number in the path, or empty if there is none. */
  readonly organizationNumber: string
  /** The rest of the path: the job and the signer. */
  readonly parameters: readonly string[]
  /** The query. */
  readonly query: URLSearchParams
}

/** The path of the root of the service: that of every documented root. */
export const rootPath = '/api'

const organization = `^${rootPath}/(?<organizationNumber>${organizationNumberPattern})`
const jobs = `${organization}/portal/signature-jobs`

const table: Readonly<Record<Exclude<Resource, 'unknown'>, readonly [method: string, path: RegExp]>> = {
  create: ['POST', new RegExp(`${jobs}$`)],
  nextStatusChange: ['GET', new RegExp(`${jobs}$`)],
  confirm: ['POST', new RegExp(`${jobs}/([0-9][0-9]*)/complete$`)],
  cancel: ['POST', new RegExp(`${jobs}/([0-9][0-9]*)/cancel$`)],
  downloadPades: ['GET', new RegExp(`${jobs}/([0-9][0-9]*)/pades$`)],
  downloadXades: ['GET', new RegExp(`${jobs}/([0-9][0-9]*)/xades/([0-9][0-9]*)$`)],
  downloadArchivedPades: ['GET', new RegExp(`${organization}/archive/documents/([^/][^/]*)/pades$`)],
  deleteDocuments: ['DELETE', new RegExp(`${jobs}/([0-9][0-9]*)/documents$`)],
  organization: ['GET', new RegExp(`${organization}/?$`)],
}

/** Finds out what a request is for. */
export function routeOf(request: Request): Route {
  const { origin, pathname, searchParams } = new URL(request.url)
  const root = origin + rootPath
  for (const resource of resources) {
    if (resource === 'unknown') continue
    const [method, path] = table[resource]
    const match = request.method === method ? path.exec(pathname) : null
    if (match?.groups === undefined) continue
    const { organizationNumber = '' } = match.groups
    // The first group of every path is the one that has a name.
    return { resource, root, organizationNumber, parameters: match.slice(2), query: searchParams }
  }
  return { resource: 'unknown', root, organizationNumber: '', parameters: [], query: searchParams }
}
