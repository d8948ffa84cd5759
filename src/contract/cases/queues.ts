/**
 * The queues of status changes.
 *
 * @module
 */
import {
  brokerOfBothOrganizationNumber,
  privateSenderOrganizationNumber,
  publicSenderOrganizationNumber,
} from '../../simulator/organizations.js'
import { requireEqual } from './assert.js'
import { assumed, casesOf, documented, type ContractCase } from './case.js'
import { createSigned, nextChange, poll, pollLater, requestsTo, requireNoChange } from './support.js'

const specifying = 'portal flow page, specifying queues'
const queues = documented(specifying)
const orderOfQueue = assumed(specifying)
const step2 = documented('portal flow page, step 2')
const ofBroker = documented('portal flow page, specifying queues (the sender of a job); debugging page (brokers)', {
  client: { organizationNumber: brokerOfBothOrganizationNumber },
})

/** Names that a client must percent-encode to reach the right queue, the last of them letter by letter as it was written. */
const queueNames: Readonly<Record<string, string>> = {
  'queue-name-plain': 'custom-queue',
  'queue-name-space': 'custom queue',
  'queue-name-plus': 'custom+queue',
  'queue-name-ampersand': 'custom&queue=1',
  'queue-name-percent': '100%25',
  'queue-name-slash': 'custom/queue?x#y',
  'queue-name-beyond-ascii': 'kø',
  'queue-name-decomposed': 'ko\u0308',
}

/** Cases of queues. */
export const queueCases: readonly ContractCase[] = Object.freeze([
  orderOfQueue('queue-first-in-first-out', 'gets the changes of two jobs, the older change first', async (context) => {
    const ids = [await createSigned(context, 1), await createSigned(context, 1)]
    const got = [await nextChange(context), await nextChange(context)].map(({ signatureJobId }) => signatureJobId)
    requireEqual(got, ids, 'the jobs of the changes')
  }),
  step2('queue-parallel', 'gets different changes when it polls in parallel', async (context) => {
    const ids = [await createSigned(context, 1), await createSigned(context, 1)]
    const results = await Promise.all([poll(context), poll(context)])
    // A client that keeps its polls apart holds one of them back.
    const isHeldBack = requestsTo(context, 'nextStatusChange') < results.length
    const got: string[] = []
    for (const told of results) {
      const result = told.kind === 'tooEager' && isHeldBack ? await pollLater(context) : told
      got.push(result.kind === 'statusChange' ? result.statusChange.signatureJobId : result.kind)
    }
    requireEqual([...got].sort(), ids, 'the jobs of the changes')
  }),
  ...casesOf(queueNames, (id, name) =>
    queues(id, `gets the changes of the queue ${name}, and the default queue gets none`, async (context) => {
      const request = { reference: `of ${id}`, pollingQueue: name }
      const signatureJobId = await createSigned(context, 2, { request })
      const got = context.simulator.job(signatureJobId).request
      requireEqual(got.pollingQueue, name, 'the polling-queue that was sent')
      requireEqual(got.reference, request.reference, 'the reference that was sent beside it')
      await requireNoChange(context)
      const change = await nextChange(context, name)
      requireEqual(change.signatureJobId, signatureJobId, 'the job of the change')
      requireEqual(change.reference, request.reference, 'the reference in the change')
    }),
  ),
  ofBroker('poll-sender', 'polls for the sender that is meant, where a broker acts for two', async (context) => {
    const senders = [publicSenderOrganizationNumber, privateSenderOrganizationNumber]
    const ids: string[] = []
    for (const organizationNumber of senders) ids.push(await createSigned({ ...context, organizationNumber }, 1))
    const got: string[] = []
    for (const organizationNumber of [...senders].reverse())
      got.unshift((await nextChange({ ...context, organizationNumber })).signatureJobId)
    requireEqual(got, ids, 'the jobs of the changes of the two senders')
  }),
  queues('queue-default', 'gets the changes of jobs without a queue from the default queue only', async (context) => {
    const signatureJobId = await createSigned(context, 1)
    await requireNoChange(context, 'custom-queue')
    requireEqual((await nextChange(context)).signatureJobId, signatureJobId, 'the job of the change')
  }),
])
