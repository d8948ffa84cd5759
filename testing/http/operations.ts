/**
 * Every operation, once: the list that the tests, the vectors, the fuzzer and the guide go by. The compiler holds it to
 * PortalOperations. An operation that is new here also needs vectors (testing/vectors/requests.ts and response-cases.ts,
 * then `npm run vectors`) and a row in the table of docs/http.md; tests say so where one is missing.
 *
 * @module
 */
import { portalOperations, type Operation, type PortalOperations } from 'signering-portal/http'
import { organizationNumber, root } from './responses.js'

export type OperationName = keyof PortalOperations

/** The operations of a service, and the time on their clock. */
export const portal: PortalOperations = portalOperations({ root, organizationNumber })
export const now = (): Date => new Date('2026-11-23T12:00:00Z')

/** An address that the service may have given. */
export const address: string = new URL(`${root}/${organizationNumber}/portal/signature-jobs/1/x?a=%2F`).href

const samples: { readonly [Name in OperationName]: ReturnType<PortalOperations[Name]> } = {
  create: portal.create({ request: {}, bundle: new Uint8Array(1) }),
  nextStatusChange: portal.nextStatusChange({ now }),
  confirm: portal.confirm(address),
  cancel: portal.cancel(address),
  downloadPades: portal.downloadPades(address),
  downloadXades: portal.downloadXades(address),
  downloadArchivedPades: portal.downloadArchivedPades('1'),
  deleteDocuments: portal.deleteDocuments(address),
  organization: portal.organization(),
}

/** The name of every operation. */
export const operationNames = Object.keys(samples) as readonly OperationName[]

/** A sample of every operation, by name. */
export const everyOperation: readonly (readonly [OperationName, Operation<unknown>])[] = operationNames.map((name) => [
  name,
  samples[name],
])
