/**
 * Confirming changes, and cancelling jobs.
 *
 * @module
 */
import { requireEqual, requireFailure, requireRefusal } from './assert.js'
import { plain } from './difference.js'
import { whileFailing } from './faults.js'
import { assumed, casesOf, documented, peerEvidenced, takes, type ContractCase } from './case.js'
import { firstSigner } from './persons.js'
import {
  become,
  create,
  createSigned,
  endingChange,
  nextChange,
  present,
  redeliveredChange,
  redeliveryMilliseconds,
  requestsTo,
  requireNoChange,
  requireStatuses,
  signedChange,
} from './support.js'

const step2 = documented('portal flow page, step 2')
const confirmationUrl = assumed('portal.xsd, confirmation-url')
const cancelled = documented('portal.xsd, portal-signature-status-value')
const partly = assumed('portal.xsd, portal-signature-status-value')
const clients = peerEvidenced('official clients')
const likeClients = assumed('official clients')
const repeated = assumed('RFC 9110, 9.2.2 (a request whose response is lost)')
const success = assumed('RFC 9110, 15.3 (successful 2xx)')

/** What the second signer does, and what the job has then come to. */
const endings = {
  'confirm-completed': ['SIGNED', 'COMPLETED_SUCCESSFULLY'],
  'confirm-failed': ['REJECTED', 'FAILED'],
} as const

/** Cases of confirming, and of cancelling. */
export const confirmCases: readonly ContractCase[] = Object.freeze([
  step2('confirm', 'confirms a change at its address, so that it does not come back', async (context) => {
    await context.adapter.confirm((await signedChange(context)).confirmationUrl)
    requireEqual(requestsTo(context, 'confirm'), 1, 'the number of confirmations')
    context.clock.advance(redeliveryMilliseconds)
    await requireNoChange(context)
  }),
  ...casesOf(endings, (id, [status, expected]) =>
    step2(id, `confirms the change to ${expected} when it is told to`, async (context) => {
      const change = await endingChange(context, status)
      requireEqual(change.status, expected, 'the status of the job')
      const before = requestsTo(context, 'confirm')
      await context.adapter.confirm(change.confirmationUrl)
      requireEqual(requestsTo(context, 'confirm') - before, 1, 'the number of confirmations of that change')
      context.clock.advance(redeliveryMilliseconds)
      await requireNoChange(context)
    }),
  ),
  confirmationUrl('confirm-each-change', 'confirms the change that is meant, when there are two', async (context) => {
    for (const meant of ['second', 'first'] as const) {
      await createSigned(context, 2)
      const changes = { first: await nextChange(context), second: await nextChange(context) }
      await context.adapter.confirm(changes[meant].confirmationUrl)
      const returned = await redeliveredChange(context)
      const other = changes[meant === 'first' ? 'second' : 'first']
      requireEqual(returned.confirmationUrl, other.confirmationUrl, `the change that comes back without the ${meant}`)
      await context.adapter.confirm(returned.confirmationUrl)
    }
  }),
  step2('unconfirmed-returns', 'gets an unconfirmed change again after 10 minutes, and not before', async (context) => {
    const change = await signedChange(context)
    context.clock.advance(redeliveryMilliseconds - 60_000)
    await requireNoChange(context)
    requireEqual(await nextChange(context), plain(change), 'the change that comes back')
  }),
  ...takes({ 'confirm-200': clients, 'confirm-202': clients, 'confirm-204': clients }, 'confirm', async (context) => {
    await context.adapter.confirm((await signedChange(context)).confirmationUrl)
  }),
  step2('confirm-fails', 'tells that confirming failed, and gets the change again', async (context) => {
    const { confirmationUrl } = await signedChange(context)
    await whileFailing(context, { kind: 'status', status: 500, content: 'empty' }, 'confirm', () =>
      requireRefusal(context.adapter.confirm(confirmationUrl), { status: 500 }, 'a failed confirmation'),
    )
    requireEqual((await redeliveredChange(context)).confirmationUrl, confirmationUrl, 'the change that comes back')
  }),
  repeated('confirm-without-response', 'fails without a response, and gets the change again', async (context) => {
    const { confirmationUrl } = await signedChange(context)
    await whileFailing(context, { kind: 'noResponse', effect: false }, 'confirm', () =>
      requireFailure(context.adapter.confirm(confirmationUrl), 'a confirmation without a response'),
    )
    requireEqual((await redeliveredChange(context)).confirmationUrl, confirmationUrl, 'the change that comes back')
    await context.adapter.confirm(confirmationUrl)
    context.clock.advance(redeliveryMilliseconds)
    await requireNoChange(context)
  }),
  cancelled('cancel', 'cancels a job, which then fails with its signers cancelled', async (context) => {
    const { cancellationUrl } = await create(context)
    requireEqual(await context.adapter.cancel(cancellationUrl), 'cancelled', 'what cancelling gives')
    const change = await nextChange(context)
    requireStatuses(change, ['FAILED', 'CANCELLED', 'CANCELLED'])
    requireEqual(change.cancellationUrl, undefined, 'cancellation-url of an ended job')
  }),
  repeated('cancel-without-response', 'fails without a response, and cancels no second time', async (context) => {
    const { cancellationUrl } = await create(context)
    await whileFailing(context, { kind: 'noResponse', effect: true }, 'cancel', () =>
      requireFailure(context.adapter.cancel(cancellationUrl), 'a cancellation without a response'),
    )
    const again = await context.adapter.cancel(cancellationUrl)
    requireEqual(again, 'alreadyFinished', 'what cancelling gives once the job is cancelled')
  }),
  partly('cancel-partly-signed', 'cancels at the address in a change, and keeps the signature', async (context) => {
    const signed = await signedChange(context)
    await context.adapter.cancel(present(signed.cancellationUrl, 'cancellation-url', signed))
    const change = await nextChange(context)
    requireStatuses(change, ['FAILED', 'SIGNED', 'CANCELLED'])
    present(change.signatures.padesUrl, 'pades-url', change)
  }),
  ...takes({ 'cancel-200': clients, 'cancel-202': success, 'cancel-204': clients }, 'cancel', async (context) => {
    const { cancellationUrl } = await create(context)
    requireEqual(await context.adapter.cancel(cancellationUrl), 'cancelled', 'what cancelling gives')
  }),
  ...casesOf(
    { 'cancel-ended-error': 'error', 'cancel-ended-empty': 'empty', 'cancel-ended-html': 'html' },
    (id, content) => {
      const what = content === 'empty' ? 'no content' : content
      const title = `tells that a job has ended already, when the answer is 409 with ${what}`
      return (content === 'error' ? clients : likeClients)(id, title, async (context) => {
        const { cancellationUrl, signatureJobId } = await create(context)
        become(context, signatureJobId, firstSigner, 'REJECTED')
        if (content !== 'error') context.simulator.planFault({ kind: 'status', status: 409, content })
        requireEqual(await context.adapter.cancel(cancellationUrl), 'alreadyFinished', 'what cancelling gives')
      })
    },
  ),
])
