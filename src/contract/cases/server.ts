/**
 * Who the server is: two-way TLS in which the client must look at the certificate itself, since that names no host.
 *
 * @module
 */
import type { Impostor } from '../../simulator/impostor.js'
import { requireFailure, requireThat } from './assert.js'
import { assumed, casesOf, documented, type CaseContext, type ContractCase } from './case.js'
import {
  create,
  createSigned,
  dayMilliseconds,
  nextChange,
  pollLater,
  present,
  requireNoChange,
  signaturesOf,
} from './support.js'

const security = documented('security page', { needsTls: true })
const path = assumed('RFC 5280, 6.1.3 (basic certificate processing)', { needsTls: true })

type Pretender = readonly [what: string, as: Impostor]

const otherOrganization: Pretender = ['of another organization', 'otherOrganization']
const unknownRoot: Pretender = ['whose certificate leads to an unknown root', 'unknownRoot']

const impostors: Readonly<Record<string, Pretender>> = {
  'server-other-organization': otherOrganization,
  'server-unknown-root': unknownRoot,
  'server-expired': ['whose certificate has expired', 'expired'],
  'server-self-signed': ['whose certificate is signed by its own key', 'selfSigned'],
}

type Request = (context: CaseContext) => Promise<unknown>

/** What a client sends beside creating and polling, and what makes it when the service is still there. */
const others: Readonly<Record<string, readonly [what: string, make: (context: CaseContext) => Promise<Request[]>]>> = {
  'server-of-addresses': ['at the addresses of a job', toAddresses],
  'server-of-archived-pades': ['for an archived document', toArchive],
  'server-of-organization': [
    'about who is calling',
    () => Promise.resolve([({ adapter }: CaseContext) => adapter.organization()]),
  ],
}

/** Cases of servers that have the address of the service, and are not it. */
export const serverCases: readonly ContractCase[] = Object.freeze([
  ...casesOf(impostors, (id, [what, as]) => {
    const title = `sends no request to a server ${what}, at the address of the service`
    return (as === 'expired' ? path : security)(id, title, async (context) => {
      // Who takes no server for the service has told none from it.
      await requireNoChange(context)
      await requireNothingSent(context, [what, as], [pollLater, create])
    })
  }),
  ...casesOf(others, (id, [what, make]) =>
    security(id, `sends no request ${what} to a server that is not the service`, async (context) => {
      const requests = await make(context)
      for (const impostor of [otherOrganization, unknownRoot]) await requireNothingSent(context, impostor, requests)
    }),
  ),
])

async function requireNothingSent(
  context: CaseContext,
  [what, as]: readonly [string, Impostor],
  requests: readonly Request[],
): Promise<void> {
  await context.impersonate(as)
  const before = context.simulator.exchanges().length
  // The first once more: it may fail for a connection of before that is no more.
  for (const request of [...requests, ...requests.slice(0, 1)])
    await requireFailure(request(context), `a request to a server ${what}`)
  const arrived = context.simulator.exchanges().length - before
  requireThat(arrived === 0, `no request may go to a server ${what}, but ${arrived} did`)
}

async function toAddresses(context: CaseContext): Promise<Request[]> {
  const { cancellationUrl } = await create(context)
  await createSigned(context, 2)
  context.clock.advance(dayMilliseconds)
  const signed = await nextChange(context)
  const { confirmationUrl, deleteDocumentsUrl, signatures } = await nextChange(context)
  const padesUrl = present(signatures.padesUrl, 'pades-url', signed)
  const xadesUrl = present(signaturesOf(signed)[0]?.xadesUrl, 'xades-url', signed)
  const documentsUrl = present(deleteDocumentsUrl, 'delete-documents-url')
  return [
    ({ adapter }) => adapter.confirm(confirmationUrl),
    ({ adapter }) => adapter.cancel(cancellationUrl),
    ({ adapter }) => adapter.downloadPades(padesUrl),
    ({ adapter }) => adapter.downloadXades(xadesUrl),
    ({ adapter }) => adapter.deleteDocuments(documentsUrl),
  ]
}

async function toArchive(context: CaseContext): Promise<Request[]> {
  const job = context.simulator.job(await createSigned(context, 2))
  const archivedDocumentId = present(job.archivedDocumentId, 'the id of the archived document')
  return [({ adapter }) => adapter.downloadArchivedPades(archivedDocumentId)]
}
