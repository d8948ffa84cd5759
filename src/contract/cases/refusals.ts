/**
 * What the service refuses is told, of every operation, and not repeated without end.
 *
 * @module
 */
import type { Adapter } from '../adapter.js'
import { requireEqual, requireFailure, requireRefusal, requireThat } from './assert.js'
import { assumed, casesOf, documented, peerEvidenced, type CaseContext, type ContractCase } from './case.js'
import { whileFailing } from './faults.js'
import {
  callTenTimes,
  create,
  createSigned,
  dayMilliseconds,
  nextChange,
  poll,
  pollPatiently,
  present,
  redeliveredChange,
  requestsTo,
  signedChange,
} from './support.js'

const serviceError = documented('common.xsd, error')
const page = 'portal flow page, step 1; RFC 9110, 15.5 (client errors) and 15.6 (server errors)'
const cancellation = assumed('portal.xsd, cancellation-url; RFC 9110, 15.5 and 15.6')
const deletion = assumed('portal flow page, delete documents; RFC 9110, 15.5 and 15.6')
const confirmation = assumed('portal.xsd, confirmation-url; RFC 9110, 15.5 and 15.6')
const rateLimited = peerEvidenced('create page, speed; official clients (DoSFilter)', {
  simulatorOptions: { rateLimit: true },
})
const once = assumed(page)
const lost = assumed('RFC 9110, 9.2.2 (a request whose response is lost); RFC 9112, 8 (incomplete messages)')
const unavailable = assumed('RFC 9110, 15.6.4 (503) and 9.2.2 (POST is not idempotent)')

/** The refusals: an error element, a page of something in between, and nothing. */
const contents = [
  [403, 'error'],
  [400, 'html'],
  [500, 'empty'],
] as const

type Operation = Exclude<keyof Adapter, 'create'>

/** Cases of refusals beyond those of creating and polling. */
export const refusalCases: readonly ContractCase[] = Object.freeze([
  serviceError(
    'poll-refused',
    'tells that a poll was refused: that is neither an empty queue nor too early',
    (context) =>
      requireRefusals(context, 'nextStatusChange', () => pollPatiently(context), [...contents, [404, 'html']]),
  ),
  confirmation('confirm-refused', 'tells that confirming was refused, and gets the change again', async (context) => {
    const { confirmationUrl } = await signedChange(context)
    await requireRefusals(context, 'confirm', () => context.adapter.confirm(confirmationUrl))
    requireEqual((await redeliveredChange(context)).confirmationUrl, confirmationUrl, 'the change that comes back')
  }),
  cancellation(
    'cancel-refused',
    'tells that cancelling was refused: the job is neither cancelled nor ended',
    async (context) => {
      const { cancellationUrl } = await create(context)
      // Whether the job was cancelled is not known after the last two: that is no reason to ask again.
      const more = [
        [404, 'error'],
        [502, 'html'],
        [504, 'empty'],
      ] as const
      await requireRefusals(context, 'cancel', () => context.adapter.cancel(cancellationUrl), [...contents, ...more])
      requireEqual(await context.adapter.cancel(cancellationUrl), 'cancelled', 'what cancelling gives in the end')
    },
  ),
  deletion('delete-refused', 'tells that deleting was refused: the documents are still there', async (context) => {
    const url = await deletableAddress(context)
    await requireRefusals(context, 'deleteDocuments', () => context.adapter.deleteDocuments(url), [
      ...contents,
      [409, 'error'],
    ])
    await context.adapter.deleteDocuments(url)
    requireThat(
      context.simulator.jobs().every(({ documentsDeletedAt }) => documentsDeletedAt !== undefined),
      'the documents must be gone in the end',
    )
  }),
  serviceError(
    'organization-refused',
    'tells that it was refused who is calling: the error is no such text',
    async (context) => {
      await requireRefusals(context, 'organization', () => context.adapter.organization())
      const text = await context.adapter.organization()
      requireThat(text.includes(context.organizationNumber), 'the text must name the organization in the end')
    },
  ),
  ...casesOf(
    {
      'organization-truncated': ['half an answer', { kind: 'truncated' }],
      'organization-without-response': ['no response', { kind: 'noResponse', effect: true }],
    },
    (id, [what, fault]) =>
      lost(id, `fails when ${what} comes to who is calling`, async (context) => {
        await whileFailing(context, fault, 'organization', () =>
          requireFailure(context.adapter.organization(), `asking who is calling with ${what}`),
        )
        const text = await context.adapter.organization()
        requireThat(text.includes(context.organizationNumber), 'the text must name the organization in the end')
      }),
  ),
  once('cancel-once', 'cancels with one request', async (context) => {
    await context.adapter.cancel((await create(context)).cancellationUrl)
    requireEqual(requestsTo(context, 'cancel'), 1, 'the number of requests to cancel')
  }),
  once('delete-once', 'deletes with one request', async (context) => {
    await context.adapter.deleteDocuments(await deletableAddress(context))
    requireEqual(requestsTo(context, 'deleteDocuments'), 1, 'the number of requests to delete')
  }),
  unavailable(
    'create-unavailable',
    'tells that the service was not there for a create: no job exists',
    async (context) => {
      await requireUnavailable(context, 'create', () => create(context))
      await create(context)
      requireEqual(context.simulator.jobs().length, 1, 'the number of jobs once the service is there')
    },
  ),
  unavailable('confirm-unavailable', 'tells that the service was not there for a confirmation', async (context) => {
    const { confirmationUrl } = await signedChange(context)
    await requireUnavailable(context, 'confirm', () => context.adapter.confirm(confirmationUrl))
    requireEqual((await redeliveredChange(context)).confirmationUrl, confirmationUrl, 'the change that comes back')
  }),
  unavailable('cancel-unavailable', 'tells that the service was not there for a cancellation', async (context) => {
    const { cancellationUrl } = await create(context)
    await requireUnavailable(context, 'cancel', () => context.adapter.cancel(cancellationUrl))
    requireEqual(await context.adapter.cancel(cancellationUrl), 'cancelled', 'what cancelling gives in the end')
  }),
  rateLimited('poll-rate-block-once', 'does not keep asking when it is blocked', async (context) => {
    await callTenTimes(context)
    await poll(context).catch(() => undefined)
    const blocked = context.simulator.exchanges().filter(({ status }) => status === 429).length
    requireThat(blocked <= 3, `who is blocked may ask twice more, but ${blocked} requests came`)
  }),
])

/** Requires an operation to tell each refusal, and to send few requests. */
async function requireRefusals(
  context: CaseContext,
  operation: Operation,
  run: () => Promise<unknown>,
  refusals: readonly (readonly [status: number, content: 'error' | 'html' | 'empty'])[] = contents,
): Promise<void> {
  for (const [status, content] of refusals) {
    const errorCode = content === 'error' ? 'SIMULATED_FAULT' : undefined
    await whileFailing(context, { kind: 'status', status, content }, operation, () =>
      requireRefusal(run(), { status, errorCode }, `${operation} that was refused with ${status}`),
    )
  }
}

/** Requires a POST to tell that the service was not there, and to be sent few times: it may be repeated, not without end. */
async function requireUnavailable(
  context: CaseContext,
  operation: 'create' | 'confirm' | 'cancel',
  run: () => Promise<unknown>,
): Promise<void> {
  await whileFailing(context, { kind: 'status', status: 503, content: 'empty' }, operation, () =>
    requireRefusal(run(), { status: 503 }, `${operation} when the service is not there`),
  )
}

async function deletableAddress(context: CaseContext): Promise<string> {
  await createSigned(context, 2)
  context.clock.advance(dayMilliseconds)
  await nextChange(context)
  const change = await nextChange(context)
  return present(change.deleteDocumentsUrl, 'delete-documents-url', change)
}
