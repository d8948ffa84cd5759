/**
 * The queues of status changes.
 *
 * @module
 */
import { requireEqual } from './assert.js'
import { casesOf, type ContractCase } from './case.js'
import { createSigned, nextChange, requireNoChange } from './support.js'

/** Names that a client must percent-encode to reach the right queue. */
const queueNames: Readonly<Record<string, string>> = {
  'queue-name-plain': 'custom-queue',
  'queue-name-space': 'custom queue',
  'queue-name-plus': 'custom+queue',
  'queue-name-ampersand': 'custom&queue=1',
  'queue-name-percent': '100%25',
  'queue-name-slash': 'custom/queue?x#y',
  'queue-name-beyond-ascii': 'kø',
}

/** Cases of queues. */
export const queueCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'queue-first-in-first-out',
    level: 'assumed',
    source: 'portal flow page, specifying queues',
    title: 'gets the changes of two jobs in the order in which they happened',
    run: async (context) => {
      const ids = [await createSigned(context, 1), await createSigned(context, 1)]
      const got = [await nextChange(context), await nextChange(context)].map(({ signatureJobId }) => signatureJobId)
      requireEqual(got, ids, 'the jobs of the changes')
    },
  },
  {
    id: 'queue-parallel',
    level: 'documented',
    source: 'portal flow page, step 2',
    title: 'gets different changes when it polls in parallel',
    run: async (context) => {
      const ids = [await createSigned(context, 1), await createSigned(context, 1)]
      const results = await Promise.all([context.adapter.nextStatusChange(), context.adapter.nextStatusChange()])
      const got = results.map((result) => (result.kind === 'statusChange' ? result.statusChange.signatureJobId : ''))
      requireEqual([...got].sort(), ids, 'the jobs of the changes')
    },
  },
  ...casesOf(queueNames, (name) => ({
    level: 'documented',
    source: 'portal flow page, specifying queues',
    title: `gets the changes of the queue ${name}, and the default queue gets none`,
    run: async (context) => {
      const signatureJobId = await createSigned(context, 2, { request: { pollingQueue: name } })
      requireEqual(context.portal.job(signatureJobId).pollingQueue, name, 'the polling-queue that was sent')
      await requireNoChange(context)
      requireEqual((await nextChange(context, name)).signatureJobId, signatureJobId, 'the job of the change')
    },
  })),
  {
    id: 'queue-default',
    level: 'documented',
    source: 'portal flow page, specifying queues',
    title: 'gets the changes of jobs without a queue from the default queue only',
    run: async (context) => {
      const signatureJobId = await createSigned(context, 1)
      await requireNoChange(context, 'custom-queue')
      requireEqual((await nextChange(context)).signatureJobId, signatureJobId, 'the job of the change')
    },
  },
])
