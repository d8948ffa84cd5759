/**
 * Confirming changes, and cancelling jobs.
 *
 * @module
 */
import { requireEqual, requireRefusal } from './assert.js'
import { casesOf, type ContractCase } from './case.js'
import {
  create,
  createSigned,
  nextChange,
  present,
  redeliveryMilliseconds,
  requestsTo,
  requireNoChange,
  statuses,
} from './support.js'

const page = 'portal flow page, step 2'

/** Cases of confirming. */
export const confirmCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'confirm',
    level: 'documented',
    source: page,
    title: 'confirms a change at its address, so that it does not come back',
    run: async (context) => {
      await createSigned(context, 1)
      await context.adapter.confirm((await nextChange(context)).confirmationUrl)
      requireEqual(requestsTo(context, 'confirm'), 1, 'the number of confirmations')
      context.clock.advance(redeliveryMilliseconds)
      await requireNoChange(context)
    },
  },
  {
    id: 'confirm-each-change',
    level: 'assumed',
    source: 'portal.xsd, confirmation-url',
    title: 'confirms the change that is meant, when a job has had two',
    run: async (context) => {
      await createSigned(context, 2)
      const first = await nextChange(context)
      const second = await nextChange(context)
      await context.adapter.confirm(second.confirmationUrl)
      context.clock.advance(redeliveryMilliseconds)
      requireEqual((await nextChange(context)).confirmationUrl, first.confirmationUrl, 'the change that comes back')
    },
  },
  {
    id: 'unconfirmed-returns',
    level: 'documented',
    source: page,
    title: 'gets a change again after 10 minutes, and not before, if it is not confirmed',
    run: async (context) => {
      await createSigned(context, 1)
      const change = await nextChange(context)
      context.clock.advance(redeliveryMilliseconds - 60_000)
      await requireNoChange(context)
      requireEqual(await nextChange(context), change, 'the change that comes back')
    },
  },
  ...casesOf({ 'confirm-200': 200, 'confirm-202': 202, 'confirm-204': 204 }, (status) => ({
    level: 'peer-evidenced',
    source: 'official clients',
    title: `takes ${status} for a confirmation`,
    run: async (context) => {
      await createSigned(context, 1)
      const { confirmationUrl } = await nextChange(context)
      context.portal.planFault({ kind: 'successStatus', status }, { resource: 'confirm' })
      await context.adapter.confirm(confirmationUrl)
    },
  })),
  {
    id: 'confirm-fails',
    level: 'documented',
    source: page,
    title: 'tells that confirming failed, and gets the change again',
    run: async (context) => {
      await createSigned(context, 1)
      const { confirmationUrl } = await nextChange(context)
      context.portal.planFault({ kind: 'status', status: 500, content: 'empty' }, { resource: 'confirm' })
      await requireRefusal(context.adapter.confirm(confirmationUrl), { status: 500 }, 'a failed confirmation')
      context.clock.advance(redeliveryMilliseconds)
      requireEqual((await nextChange(context)).confirmationUrl, confirmationUrl, 'the change that comes back')
    },
  },
])

/** Cases of cancelling. */
export const cancelCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'cancel',
    level: 'documented',
    source: 'portal.xsd, portal-signature-status-value',
    title: 'cancels a job, which then fails with its signers cancelled',
    run: async (context) => {
      const { cancellationUrl } = await create(context)
      requireEqual(await context.adapter.cancel(cancellationUrl), 'cancelled', 'what cancelling gives')
      const change = await nextChange(context)
      requireEqual([change.status, ...statuses(change)], ['FAILED', 'CANCELLED', 'CANCELLED'], 'the statuses')
      requireEqual(change.cancellationUrl, undefined, 'cancellation-url of an ended job')
    },
  },
  {
    id: 'cancel-partly-signed',
    level: 'assumed',
    source: 'portal.xsd, portal-signature-status-value',
    title: 'cancels a job by the address in a change, and keeps the signature that there is',
    run: async (context) => {
      await createSigned(context, 1)
      const { cancellationUrl } = await nextChange(context)
      await context.adapter.cancel(present(cancellationUrl, 'cancellation-url'))
      const change = await nextChange(context)
      requireEqual([change.status, ...statuses(change)], ['FAILED', 'SIGNED', 'CANCELLED'], 'the statuses')
      present(change.signatures.padesUrl, 'pades-url')
    },
  },
  ...casesOf({ 'cancel-200': 200, 'cancel-202': 202, 'cancel-204': 204 }, (status) => ({
    level: status === 202 ? 'assumed' : 'peer-evidenced',
    source: 'official clients',
    title: `takes ${status} for a cancellation`,
    run: async (context) => {
      const { cancellationUrl } = await create(context)
      context.portal.planFault({ kind: 'successStatus', status }, { resource: 'cancel' })
      requireEqual(await context.adapter.cancel(cancellationUrl), 'cancelled', 'what cancelling gives')
    },
  })),
  ...casesOf(
    { 'cancel-ended-error': 'error', 'cancel-ended-empty': 'empty', 'cancel-ended-html': 'html' },
    (content) => ({
      level: content === 'html' ? 'assumed' : 'peer-evidenced',
      source: 'official clients',
      title: `tells that a job has ended already, when the answer is 409 with ${content === 'empty' ? 'no content' : content}`,
      run: async (context) => {
        const { cancellationUrl, signatureJobId } = await create(context)
        context.portal.setSignerStatus(signatureJobId, 1, 'REJECTED')
        if (content !== 'error') context.portal.planFault({ kind: 'status', status: 409, content })
        requireEqual(await context.adapter.cancel(cancellationUrl), 'alreadyFinished', 'what cancelling gives')
      },
    }),
  ),
])
