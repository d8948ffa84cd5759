/**
 * Refusals, faults, and addresses that lead elsewhere.
 *
 * @module
 */
import { requireThat, requireEqual, requireFailure, requireRefusal } from './assert.js'
import { shown } from './difference.js'
import { requireLost, whileFailing } from './faults.js'
import { brokerOrganizationNumber, privateSenderOrganizationNumber } from '../../simulator/organizations.js'
import type { ReportedStatusChangeResponse as StatusChange } from '../adapter.js'
import { assumed, casesOf, documented, peerEvidenced, type CaseContext, type ContractCase } from './case.js'
import type { Fault } from '../../simulator/faults.js'
import type { Resource } from '../../simulator/routes.js'
import type { Client } from '../../simulator/simulator.js'
import {
  create,
  createSigned,
  dayMilliseconds,
  nextChange,
  poll,
  pollPatiently,
  present,
  redeliveredChange,
  requestsTo,
  signaturesOf,
  signedChange,
} from './support.js'

const serviceError = documented('common.xsd, error')
const clients = peerEvidenced('official clients')
const debugging = documented('debugging page')
const other: Client = { organizationNumber: privateSenderOrganizationNumber }
const broker: Client = { organizationNumber: brokerOrganizationNumber }
const asBroker = documented('debugging page; client configuration page', { client: broker })
const asBrokerInArchive = documented('archive page; client configuration page', { client: broker })
const asBrokerForOther = documented('debugging page', { client: broker, ...other })
const asOther = documented('debugging page', { client: other })
const notIdempotent = assumed('RFC 9110, 9.2.2 (POST is not idempotent)')
const accept = assumed('RFC 9110, 12.5.1 (Accept); official clients', { simulatorOptions: { requireAccept: true } })
const step2 = documented('portal flow page, step 2')
const incomplete = assumed('RFC 9112, 8 (incomplete messages)')
const between = assumed('RFC 9110, 8.3 (Content-Type)')
const madeByService = assumed('portal flow page (the addresses are made by the service)', { needsTls: true })

/** What is refused, and what the answer holds. */
const refusals = {
  'create-error-error': ['create', 'error'],
  'create-error-empty': ['create', 'empty'],
  'create-error-html': ['create', 'html'],
  'create-error-text': ['create', 'text'],
  'poll-error-error': ['poll', 'error'],
  'poll-error-empty': ['poll', 'empty'],
  'poll-error-html': ['poll', 'html'],
  'poll-error-text': ['poll', 'text'],
} as const

/** How a create fails, beside 502 and 503. */
const failures = [
  [400, 'empty'],
  [403, 'html'],
  [500, 'html'],
  [504, 'empty'],
] as const

type AddressOf = (change: StatusChange) => string | undefined
type Following = 'cancel' | 'confirm' | 'deleteDocuments' | 'downloadPades' | 'downloadXades'

/** Addresses in messages, what is done with them, and where a status change has them; the first is that of a response. */
const addresses: Readonly<Record<string, readonly [element: string, operation: Following, addressOf?: AddressOf]>> = {
  'foreign-cancellation-url': ['cancellation-url', 'cancel'],
  'foreign-confirmation-url': ['confirmation-url', 'confirm', (change) => change.confirmationUrl],
  'foreign-delete-documents-url': ['delete-documents-url', 'deleteDocuments', (change) => change.deleteDocumentsUrl],
  'foreign-pades-url': ['pades-url', 'downloadPades', ({ signatures }) => signatures.padesUrl],
  'foreign-xades-url': ['xades-url', 'downloadXades', ({ signatures }) => signatures.signature[0]?.xadesUrl],
}

/** The page shows the code, and not the status. */
const notAuthorized = { errorCode: 'NOT_AUTHORIZED' }

/** Cases of refusals, broken connections, pages of others, and addresses that lead elsewhere. */
export const errorCases: readonly ContractCase[] = Object.freeze([
  ...casesOf(refusals, (id, [name, content]) => {
    const errorCode = content === 'error' ? 'SIMULATED_FAULT' : undefined
    const code = errorCode ? ', and its error code' : ''
    const title = `tells the status of a refused ${name} whose content is ${content}${code}`
    return (errorCode ? serviceError : clients)(id, title, async (context) => {
      const resource = name === 'create' ? 'create' : 'nextStatusChange'
      await whileFailing(context, { kind: 'status', status: 502, content }, resource, () =>
        requireRefusal(
          name === 'create' ? create(context) : poll(context),
          { status: 502, errorCode },
          `a refused ${name}`,
        ),
      )
    })
  }),
  debugging('organization', 'asks who the service thinks is calling', async ({ adapter, organizationNumber }) => {
    const text = await adapter.organization()
    const isNamed = text.includes(organizationNumber)
    requireThat(isNamed, `the text must be the one that names the organization, got ${shown(text)}`)
  }),
  asBroker('broker', 'acts as a broker, named by the certificate, for a sender, named by the path', async (context) => {
    const signatureJobId = await createSigned(context, 1)
    requireEqual((await nextChange(context)).signatureJobId, signatureJobId, 'the job of the change')
  }),
  asBroker('broker-organization', 'asks as a broker who is calling, for the sender', async (context) => {
    const text = await context.adapter.organization()
    const isNamed = text.includes(context.organizationNumber)
    requireThat(isNamed, `the text must be the one that names the sender, got ${shown(text)}`)
  }),
  asBrokerInArchive(
    'broker-archived-pades',
    'downloads as a broker from the archive of the sender',
    async (context) => {
      const { archivedDocumentId } = context.simulator.job(await createSigned(context, 2))
      const bytes = await context.adapter.downloadArchivedPades(
        present(archivedDocumentId, 'the id of the archived document'),
      )
      requireThat(bytes.length > 0, 'the download must be the archived document, and not empty')
    },
  ),
  asBrokerForOther('broker-not-authorized', 'tells that the broker may not act for the sender', async (context) => {
    await requireRefusal(poll(context), { errorCode: 'BROKER_NOT_AUTHORIZED' }, 'a refused poll')
  }),
  asOther('not-authorized', 'tells that the client is not authorized', (context) =>
    requireRefusal(create(context), notAuthorized, 'a refused create'),
  ),
  accept('accepted-media-types', 'accepts XML, and for what it downloads bytes or XML', async (context) => {
    const { confirmationUrl, signatures } = await signedChange(context)
    await context.adapter.downloadPades(present(signatures.padesUrl, 'pades-url'))
    await context.adapter.confirm(confirmationUrl)
  }),
  notIdempotent('create-without-response', 'fails without a response, and creates no second job', (context) =>
    requireCreatedOnce(context, { kind: 'noResponse', effect: true }, 'a create without a response'),
  ),
  ...casesOf({ 'create-truncated': 'truncated', 'create-without-content': 'noContent' }, (id, kind) => {
    const how = kind === 'truncated' ? 'in half' : 'without content'
    const title = `fails when the response to a create comes ${how}, and creates no second job`
    return (kind === 'truncated' ? incomplete : notIdempotent)(id, title, (context) =>
      requireCreatedOnce(context, { kind }, `a create whose response comes ${how}`),
    )
  }),
  notIdempotent('create-fails', 'tells the status of a create that failed, and does not repeat it', async (context) => {
    // After some of them a job may exist; no page says which.
    for (const [status, content] of failures)
      await whileFailing(context, { kind: 'status', status, content }, 'create', () =>
        requireRefusal(create(context), { status }, `a create that failed with ${status}`),
      )
  }),
  step2('poll-without-response', 'fails without a response, and gets the change after 10 minutes', async (context) => {
    const signatureJobId = await createSigned(context, 1)
    await whileFailing(context, { kind: 'noResponse', effect: true }, 'nextStatusChange', () =>
      requireFailure(poll(context), 'a poll without a response'),
    )
    requireEqual((await redeliveredChange(context)).signatureJobId, signatureJobId, 'the job of the change')
  }),
  ...casesOf({ 'change-truncated': 'truncated', 'change-without-content': 'noContent' }, (id, kind) => {
    const how = kind === 'truncated' ? 'in half' : 'without content'
    return incomplete(id, `gives out no change that comes ${how}, and gets it after 10 minutes`, async (context) => {
      const signatureJobId = await createSigned(context, 1)
      await whileFailing(context, { kind }, 'nextStatusChange', () => requireLost(context, kind))
      requireEqual((await redeliveredChange(context)).signatureJobId, signatureJobId, 'the job of the change')
      requireEqual(requestsTo(context, 'confirm'), 0, 'confirmations')
    })
  }),
  between(
    'web-page-under-200',
    'takes no web page under 200 for a created job, an empty queue, a change or a document',
    async (context) => {
      await requireNoAnswer(context, 'create', () => create(context))
      await createSigned(context, 2)
      await requireNoAnswer(context, 'nextStatusChange', () => pollPatiently(context))
      const change = await nextChange(context)
      const padesUrl = present(change.signatures.padesUrl, 'pades-url', change)
      const xadesUrl = present(signaturesOf(change)[0]?.xadesUrl, 'xades-url', change)
      const { adapter } = context
      await requireNoAnswer(context, 'downloadPades', () => adapter.downloadPades(padesUrl))
      await requireNoAnswer(context, 'downloadXades', () => adapter.downloadXades(xadesUrl))
    },
  ),
  between('archived-pades-web-page', 'takes no web page under 200 for an archived document', async (context) => {
    const { archivedDocumentId } = context.simulator.job(await createSigned(context, 2))
    const archived = present(archivedDocumentId, 'the id of the archived document')
    await requireNoAnswer(context, 'downloadArchivedPades', () => context.adapter.downloadArchivedPades(archived))
  }),
  ...casesOf(addresses, (id, [element, operation, addressOf]) => {
    const title = `does not follow a ${element} to another origin, which would see the client's certificate`
    return madeByService(id, title, async (context) => {
      // Refusing the message, leaving the address out, refusing to follow it and refusing the connection are all the same.
      const url = await foreignAddress(context, addressOf)
      if (url !== undefined) {
        const following = Promise.resolve().then<unknown>(() => context.adapter[operation](url))
        await requireFailure(following, `a ${element} of another origin`)
      }
      const { origin } = new URL(context.root)
      const strays = context.simulator.exchanges().filter((exchange) => new URL(exchange.url).origin !== origin)
      requireThat(strays.length === 0, 'no request may go to another origin')
      // Who follows no address at all has told none from the service's own.
      await context.adapter[operation](await ownAddress(context, element, addressOf))
    })
  }),
])

/** Requires a create to fail whose response is lost, and that the job exists all the same, once. */
async function requireCreatedOnce(context: CaseContext, fault: Fault, subject: string): Promise<void> {
  // Why the portal refuses a job would be lost with the response.
  const { signatureJobId } = await create(context)
  await whileFailing(context, fault, 'create', () => requireFailure(create(context), subject))
  const others = context.simulator.jobs().filter((job) => job.signatureJobId !== signatureJobId)
  requireEqual(others.length, 1, 'the number of jobs that the lost response is about')
}

/** Requires an operation to fail that somebody between client and service answers with a web page. */
async function requireNoAnswer(context: CaseContext, resource: Resource, run: () => Promise<unknown>): Promise<void> {
  await whileFailing(context, { kind: 'webPage' }, resource, () =>
    requireFailure(run(), `${resource} that is answered with 200 and a web page`),
  )
}

/** An address that leads to another origin, in a message about a job, in the end a deletable one, unless that is refused. */
async function foreignAddress(context: CaseContext, addressOf?: AddressOf): Promise<string | undefined> {
  const resource = addressOf === undefined ? 'create' : 'nextStatusChange'
  await createSigned(context, 2)
  if (addressOf !== undefined) context.clock.advance(dayMilliseconds)
  const withdraw = context.simulator.planFault({ kind: 'root', root: context.foreignRoot }, { resource, times: 3 })
  const url =
    addressOf === undefined
      ? create(context).then(({ cancellationUrl }) => cancellationUrl)
      : nextChange(context).then(addressOf)
  return url.catch(() => undefined).finally(withdraw)
}

/** The service's own address, in the message about another job, or in the change when it comes back. */
async function ownAddress(context: CaseContext, element: string, addressOf?: AddressOf): Promise<string> {
  if (addressOf === undefined) return (await create(context)).cancellationUrl
  const change = await redeliveredChange(context)
  return present(addressOf(change), element, change)
}
