/**
 * Polling: the times to wait, the queues, and what a status change tells.
 *
 * @module
 */
import type { ReportedNextStatusChange } from '../adapter.js'
import { requireThat, requireEqual } from './assert.js'
import { casesOf, type CaseContext, type ContractCase } from './case.js'
import {
  create,
  createSigned,
  firstSigner,
  nextChange,
  pollLater,
  requestsTo,
  secondSigner,
  statuses,
} from './support.js'

const page = 'portal flow page, step 2'

/** What a time in the header looks like, and the instant that it names. */
const pollTimes: Readonly<Record<string, readonly [string, string]>> = {
  'poll-time-offset': ['2026-07-01T14:00:00.500+02:00', '2026-07-01T12:00:00.500Z'],
  'poll-time-zulu': ['2026-07-01T12:00:00Z', '2026-07-01T12:00:00.000Z'],
  'poll-time-microseconds': ['2026-07-01T07:30:00.250000-04:30', '2026-07-01T12:00:00.250Z'],
}

/** Cases of polling. */
export const pollCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'poll-empty',
    level: 'documented',
    source: page,
    title: 'tells that the queue is empty, and the permitted time',
    run: async (context) => {
      const result = await context.adapter.nextStatusChange()
      requireEqual(result.kind, 'noChange', 'what the poll gives')
      requireTime(context, result, 5_000)
    },
  },
  {
    id: 'poll-empty-production',
    level: 'documented',
    source: page,
    title: 'tells that the next poll is permitted after 10 minutes in production',
    portal: { environment: 'production' },
    run: async (context) => {
      requireTime(context, await context.adapter.nextStatusChange(), 600_000)
    },
  },
  {
    id: 'poll-too-early',
    level: 'documented',
    source: page,
    title: 'tells that it polled too early, and the new permitted time',
    portal: { environment: 'production' },
    run: async (context) => {
      await context.adapter.nextStatusChange()
      context.clock.advance(599_999)
      const result = await context.adapter.nextStatusChange()
      requireEqual(result.kind, 'tooEager', 'what the poll gives')
      requireTime(context, result, 600_000)
    },
  },
  {
    id: 'poll-after-change',
    level: 'documented',
    source: page,
    title: 'tells that the next poll is permitted at once after a change',
    run: async (context) => {
      await createSigned(context, 2)
      requireTime(context, await context.adapter.nextStatusChange(), 0)
      requireEqual((await context.adapter.nextStatusChange()).kind, 'statusChange', 'what polling at once gives')
    },
  },
  ...casesOf(pollTimes, ([value, instant]) => ({
    level: 'documented',
    source: page,
    title: `reads the exact instant of a permitted time such as ${value}`,
    run: async (context) => {
      context.portal.planFault({ kind: 'header', name: 'X-Next-permitted-poll-time', value })
      requireEqual((await context.adapter.nextStatusChange()).nextPermittedPollTime, instant, 'the permitted time')
    },
  })),
  ...casesOf(
    { 'poll-time-missing': null, 'poll-time-no-date': 'soon', 'poll-time-no-offset': '2026-07-01T12:00:00' },
    (value) => ({
      level: 'assumed',
      source: 'defects of other clients',
      title: `does not lose a change, and names a valid time, when the permitted time is ${value ?? 'missing'}`,
      run: async (context) => {
        await createSigned(context, 1)
        for (const kind of ['statusChange', 'noChange']) {
          context.portal.planFault({ kind: 'header', name: 'X-Next-permitted-poll-time', value })
          const result = await pollLater(context)
          requireEqual(result.kind, kind, 'what the poll gives')
          requireThat(!Number.isNaN(result.nextPermittedPollTime.getTime()), 'the permitted time must be a valid date')
        }
      },
    }),
  ),
  {
    id: 'poll-rate-block',
    level: 'peer-evidenced',
    source: 'polling page; official clients (DoSFilter)',
    title: 'waits 30 seconds when it is blocked for calling more than 10 times a second',
    portal: { rateLimit: true },
    run: async (context) => {
      const results: ReportedNextStatusChange[] = []
      for (let call = 1; call <= 11; call += 1) results.push(await context.adapter.nextStatusChange())
      const last = results.at(-1)
      requireEqual(last?.kind, 'tooEager', 'what the eleventh poll gives')
      const wait = (last?.nextPermittedPollTime.getTime() ?? NaN) - context.clock.now().getTime()
      requireThat(wait >= 30_000, 'the next poll must not be sooner than 30 seconds from now')
    },
  },
  {
    id: 'change-content',
    level: 'documented',
    source: 'portal.xsd, portal-signature-job-status-change-response',
    title: 'reads everything that a change says',
    run: async (context) => {
      const { signatureJobId } = await create(context, { request: { reference: 'R&D <1>' } })
      context.clock.advance(1_234)
      context.portal.setSignerStatus(signatureJobId, 2, 'SIGNED')
      const url = `${context.root}/${context.organizationNumber}/portal/signature-jobs/${signatureJobId}`
      requireEqual(
        await nextChange(context),
        {
          reference: 'R&D <1>',
          signatureJobId,
          status: 'IN_PROGRESS',
          confirmationUrl: `${url}/complete?change=1`,
          cancellationUrl: `${url}/cancel`,
          signatures: {
            signature: [
              {
                status: { value: 'WAITING', since: '2026-01-05T13:00:00.000+01:00' },
                personalIdentificationNumber: firstSigner.personalIdentificationNumber,
              },
              {
                status: { value: 'SIGNED', since: '2026-01-05T13:00:01.234+01:00' },
                personalIdentificationNumber: secondSigner.personalIdentificationNumber,
                xadesUrl: `${url}/xades/2`,
              },
            ],
            padesUrl: `${url}/pades`,
          },
        },
        'the status change',
      )
    },
  },
  {
    id: 'change-contact-signers',
    level: 'documented',
    source: 'portal.xsd, signature',
    title: 'reads signers who are identified by contact information',
    run: async (context) => {
      const identifiers = [
        { email: { address: `a&b<'">@example.com` } },
        { sms: { number: '+47 11111111' } },
        { email: { address: 'both@example.com' }, sms: { number: '22222222' } },
      ]
      const signers = identifiers.map((notifications) => ({
        identifiedByContactInformation: true as const,
        notifications,
      }))
      const { signatureJobId } = await create(context, { manifest: { signers } })
      context.portal.setSignerStatus(signatureJobId, 1, 'SIGNED')
      const { signatures } = await nextChange(context)
      requireEqual(
        signatures.signature.map(({ identifier }) => identifier),
        identifiers,
        'the identifiers of the signers',
      )
    },
  },
  {
    id: 'change-of-unknown-status',
    level: 'documented',
    source: 'portal.xsd, portal-signature-status-value',
    title: 'reads a change with a signer status that is not known today',
    run: async (context) => {
      const { signatureJobId } = await create(context)
      context.portal.setSignerStatus(signatureJobId, 1, 'STATUS_OF_TOMORROW')
      const change = await nextChange(context)
      requireEqual([change.status, ...statuses(change)], ['FAILED', 'STATUS_OF_TOMORROW', 'NOT_APPLICABLE'], 'statuses')
    },
  },
  {
    id: 'poll-sends-one-request',
    level: 'documented',
    source: page,
    title: 'sends one request when it polls, and confirms nothing by itself',
    run: async (context) => {
      await createSigned(context, 1)
      await nextChange(context)
      requireEqual(
        [requestsTo(context, 'nextStatusChange'), requestsTo(context, 'confirm')],
        [1, 0],
        'polls and confirmations',
      )
    },
  },
])

function requireTime(context: CaseContext, result: ReportedNextStatusChange, milliseconds: number): void {
  const wait = result.nextPermittedPollTime.getTime() - context.clock.now().getTime()
  requireEqual(wait, milliseconds, 'the milliseconds until the next permitted poll')
}
