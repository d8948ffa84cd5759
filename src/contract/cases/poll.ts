/**
 * Polling: the times to wait, the queues, and what a status change tells.
 *
 * @module
 */
import type { ReportedNextStatusChange } from '../adapter.js'
import { knownSignatureStatuses } from '../../codec/portal/status-change.js'
import { machineClock } from '../machine-clock.js'
import { requireThat, requireEqual } from './assert.js'
import { assumed, casesOf, documented, peerEvidenced, type CaseContext, type ContractCase } from './case.js'
import { shown } from './difference.js'
import { identityOf } from './meaning.js'
import { contactSigner, firstSigner, mobileNumber, secondSigner } from './persons.js'
import {
  become,
  callTenTimes,
  create,
  createSigned,
  dateTimeAt,
  dayMilliseconds,
  nextChange,
  poll,
  pollLater,
  pollPatiently,
  positionOf,
  requestsTo,
  signaturesOf,
  signedChange,
} from './support.js'

const page = 'portal flow page, step 2'
const step2 = documented(page)
const inProduction = documented(page, { simulatorOptions: { environment: 'production' } })
// The header is documented, what is in it is not.
const clients = peerEvidenced('official clients')
const defects = assumed('defects of other clients')
const rateLimited = peerEvidenced('create page, speed; official clients (DoSFilter)', {
  simulatorOptions: { rateLimit: true },
})
const content = documented('portal.xsd, portal-signature-job-status-change-response')
const signature = documented('portal.xsd, signature')
const shortest = assumed('portal.xsd, notifications; defects of other clients')
const roots = documented('portal flow page, step 2; client configuration page')
const statusValue = documented('portal.xsd, portal-signature-status-value')

const pollTime = 'X-Next-permitted-poll-time'

/** How far off a time in a header is, in milliseconds. */
const later = 3_600_000

/** How much later than permitted a client may say, in milliseconds: more than clients add at random, and less than any offset. */
const marginMilliseconds = 30_000

/** How far apart a client may keep its polls, whatever is permitted, in milliseconds. */
const paceMilliseconds = 1_000

/**
 * The ways to write a time in the header: how many minutes of offset, and how many digits of a fraction. The official client for
 * Java reads each, and XML Schema and RFC 3339 have each.
 */
const pollTimes: Readonly<Record<string, readonly [what: string, minutes: number, digits: number]>> = {
  'poll-time-offset': ['an offset and milliseconds', 120, 3],
  'poll-time-zulu': ['Z and no fraction', 0, 0],
  'poll-time-microseconds': ['an offset to the west and microseconds', -270, 6],
  'poll-time-no-fraction': ['an offset of half an hour and no fraction', 330, 0],
  'poll-time-nanoseconds': ['an offset and nanoseconds', 60, 9],
}

/** Cases of polling. */
export const pollCases: readonly ContractCase[] = Object.freeze([
  step2('poll-empty', 'tells that the queue is empty, and the permitted time', (context) =>
    requirePoll(context, 'noChange', 5_000),
  ),
  inProduction('poll-empty-production', 'tells that production permits a poll after 10 minutes', (context) =>
    requirePoll(context, 'noChange', 600_000),
  ),
  inProduction('poll-too-early', 'tells that it polled too early, and the new permitted time', async (context) => {
    const before = await poll(context)
    context.clock.advance(599_999)
    await requireTooEager(context, before, () => new Date(context.clock.now().getTime() + 600_000))
  }),
  inProduction('poll-too-early-once', 'polls too early once, and not again of itself', async (context) => {
    await poll(context)
    const polling = poll(context)
    // A client that throws may have repeated it all the same.
    await polling.catch(() => undefined)
    const early = context.simulator.exchanges().filter(({ status }) => status === 429).length
    requireThat(early <= 1, `a poll too early must not be repeated before the permitted time, but ${early} came`)
    requireEqual((await polling).kind, 'tooEager', 'what a poll too early gives')
  }),
  inProduction('poll-too-early-time', 'reads the permitted time that comes with a poll too early', async (context) => {
    const before = await poll(context)
    const instant = secondLater(context, 0)
    const fault = { kind: 'header', name: pollTime, value: dateTimeAt(instant, 60) } as const
    context.simulator.planFault(fault, { resource: 'nextStatusChange', times: 3 })
    await requireTooEager(context, before, () => instant)
  }),
  step2('poll-after-change', 'tells that the next poll is permitted at once after a change', async (context) => {
    await createSigned(context, 2)
    await requirePoll(context, 'statusChange', 0)
    // What is permitted is not demanded: a client may wait a little.
    requireEqual((await pollPatiently(context)).kind, 'statusChange', 'what polling at once gives')
  }),
  ...casesOf(pollTimes, (id, [what, minutes, digits]) =>
    clients(id, `reads the exact instant of a permitted time with ${what}`, async (context) => {
      const instant = secondLater(context, digits === 0 ? 0 : 250)
      const value = dateTimeAt(instant, minutes, digits)
      context.simulator.planFault({ kind: 'header', name: pollTime, value }, { resource: 'nextStatusChange' })
      requirePermitted(await poll(context), instant)
    }),
  ),
  ...casesOf(
    {
      'poll-time-missing': 'missing',
      'poll-time-no-date': 'no date',
      'poll-time-no-offset': 'without an offset',
      'poll-time-past': 'in the past',
    },
    (id, how) => {
      const title = `does not lose a change, and names a valid time, when the permitted time is ${how}`
      return defects(id, title, async (context) => {
        await createSigned(context, 1)
        for (const kind of ['statusChange', 'noChange']) {
          const local = dateTimeAt(secondLater(context, 0), 0, 0).slice(0, -1)
          const values: Readonly<Record<string, string | null>> = {
            missing: null,
            'no date': 'soon',
            'without an offset': local,
            'in the past': dateTimeAt(new Date(context.clock.now().getTime() - 1_000), 60, 0),
          }
          const value = values[how] ?? null
          context.simulator.planFault({ kind: 'header', name: pollTime, value }, { resource: 'nextStatusChange' })
          const result = await pollLater(context)
          requireEqual(result.kind, kind, 'what the poll gives')
          const wait = result.nextPermittedPollTime.getTime() - context.clock.now().getTime()
          requireThat(!Number.isNaN(wait), 'the permitted time must be a valid date')
          // The change is not to come back before a client that keeps to that time of itself asks again.
          if (result.kind === 'statusChange') await context.adapter.confirm(result.statusChange.confirmationUrl)
          context.clock.advance(Math.min(Math.max(wait, 0), dayMilliseconds))
        }
      })
    },
  ),
  rateLimited('poll-rate-block', 'waits 30 seconds after more than 10 calls a second', async (context) => {
    const began = machineClock.now()
    await callTenTimes(context)
    const sent = requestsTo(context, 'nextStatusChange')
    const { kind, nextPermittedPollTime } = await poll(context)
    requireEqual(kind, 'tooEager', 'what a poll after ten other calls in a second gives')
    // A client may keep to the rate of itself.
    if (requestsTo(context, 'nextStatusChange') === sent) return
    // The answer names no time: a client adds the wait to the clock that it has.
    const earliest = Math.min(began.getTime(), context.clock.now().getTime()) + 30_000
    const isLater = nextPermittedPollTime.getTime() >= earliest
    requireThat(
      isLater,
      'the next poll must not be sooner than 30 seconds from now, by the client’s clock or the portal’s',
    )
  }),
  content('change-content', 'reads everything that a change says', async (context) => {
    const reference = 'R&D <1>'
    const { signatureJobId } = await create(context, { request: { reference } })
    requireEqual(context.simulator.job(signatureJobId).request.reference, reference, 'the reference that was sent')
    const createdAt = context.clock.now()
    context.clock.advance(1_234)
    become(context, signatureJobId, secondSigner, 'SIGNED')
    const url = `${context.root}/${context.organizationNumber}/portal/signature-jobs/${signatureJobId}`
    const [first, second] = [firstSigner, secondSigner].map((signer) => signer.personalIdentificationNumber)
    const position = positionOf(context, signatureJobId, secondSigner)
    const waiting = { value: 'WAITING', since: createdAt }
    const signed = { value: 'SIGNED', since: context.clock.now() }
    const expected = {
      reference,
      signatureJobId,
      status: 'IN_PROGRESS',
      confirmationUrl: `${url}/complete?change=1`,
      cancellationUrl: `${url}/cancel`,
      signatures: {
        signature: [
          { status: waiting, personalIdentificationNumber: first },
          { status: signed, personalIdentificationNumber: second, xadesUrl: `${url}/xades/${position}` },
        ],
        padesUrl: `${url}/pades`,
      },
    }
    const change = await nextChange(context)
    const { padesUrl } = change.signatures
    const told = { ...change, signatures: { signature: signaturesOf(change), padesUrl } }
    requireEqual(told, expected, 'the status change')
  }),
  signature('change-contact-signers', 'reads signers who are identified by contact information', async (context) => {
    const identifiers = [
      { email: { address: `a&b'c@example.com` } },
      { sms: { number: `+47${mobileNumber}` } },
      { email: { address: 'both@example.com' }, sms: { number: mobileNumber } },
    ]
    const signers = identifiers.map((notifications) => ({ ...contactSigner, notifications }))
    await createSigned(context, 1, { manifest: { signers } })
    const got = signaturesOf(await nextChange(context), signers).map(({ identifier }) => identifier)
    requireEqual(got, identifiers, 'the identifiers of the signers')
  }),
  shortest('change-shortest-contact-details', 'reads contact details too short to be masked', async (context) => {
    const signers = [{ email: { address: 'a@b.no' } }, { sms: { number: '112' } }].map((notifications) => ({
      ...contactSigner,
      notifications,
    }))
    // A client may take them for no contact details, and refuse them itself, but not others.
    await create(context, { manifest: { signers: [contactSigner] } })
    const created = await createSigned(context, 1, { manifest: { signers } }).catch((reason: unknown) => {
      if (requestsTo(context, 'create') > 1) throw reason
    })
    if (created === undefined) return
    const got = signaturesOf(await nextChange(context), signers).map(({ identifier }) => identifier)
    const wanted = signers.map(({ notifications }) => notifications)
    requireEqual(got, wanted, 'the identifiers of the signers')
  }),
  statusValue('change-of-unknown-status', 'reads a change with a signer status that is not known', async (context) => {
    const { signatureJobId } = await create(context)
    become(context, signatureJobId, firstSigner, 'STATUS_OF_TOMORROW')
    const { status, signatures } = await nextChange(context)
    const of = (signer: typeof firstSigner): string | undefined =>
      signatures.signature.find((one) => identityOf(one) === identityOf(signer))?.status.value
    const identities = signatures.signature.map(identityOf)
    requireThat(
      identities.includes(identityOf(secondSigner)),
      `the signers of the change: wanted ${shown(identityOf(secondSigner))} among them, got ${shown(identities)}`,
    )
    requireEqual([status, of(secondSigner)], ['FAILED', 'NOT_APPLICABLE'], 'the statuses of job and second signer')
    // The schema has clients ignore it: they may call it what they like, or leave the signer out.
    const isKnown = knownSignatureStatuses.some((known) => known === of(firstSigner))
    requireThat(
      !isKnown,
      `a status that is not known must not be taken for another, but is told as ${of(firstSigner) ?? ''}`,
    )
  }),
  step2('poll-sends-one-request', 'sends one request when it polls, and confirms nothing itself', async (context) => {
    await signedChange(context)
    const sent = [requestsTo(context, 'nextStatusChange'), requestsTo(context, 'confirm')]
    requireEqual(sent, [1, 0], 'polls and confirmations')
  }),
  roots('poll-within-root', 'sends every request to an address under the root', async (context) => {
    const polling = signedChange(context).then(({ confirmationUrl }) => context.adapter.confirm(confirmationUrl))
    // What lies outside of the root is not found, so that it is told first where the request went.
    await polling.catch(() => undefined)
    const within = `${new URL(context.root).pathname}/`
    const paths = context.simulator.exchanges().map(({ url }) => new URL(url).pathname)
    const outside = paths.find((path) => !path.startsWith(within))
    requireThat(outside === undefined, `a request must go to an address under ${within}, but went to ${outside ?? ''}`)
    await polling
  }),
])

type Kind = ReportedNextStatusChange['kind']

async function requirePoll(context: CaseContext, kind: Kind, milliseconds: number): Promise<void> {
  const result = await poll(context)
  requireEqual(result.kind, kind, 'what the poll gives')
  requirePermitted(result, new Date(context.clock.now().getTime() + milliseconds))
}

/**
 * Requires a poll to be too early. A client that keeps to the permitted time of itself asks nothing, is told no new one, and may
 * wait longer.
 */
async function requireTooEager(
  context: CaseContext,
  before: ReportedNextStatusChange,
  instant: () => Date,
): Promise<void> {
  const sent = requestsTo(context, 'nextStatusChange')
  const wait = before.nextPermittedPollTime.getTime() - context.clock.now().getTime()
  const result = await pollPatiently(context, undefined, Math.min(wait - 1, paceMilliseconds))
  requireEqual(result.kind, 'tooEager', 'what the poll gives')
  if (requestsTo(context, 'nextStatusChange') > sent) {
    requirePermitted(result, instant())
    return
  }
  const [time, permitted] = [result.nextPermittedPollTime, before.nextPermittedPollTime]
  requireThat(
    time >= permitted,
    `a poll that is held back must wait until ${shown(permitted)}, but until ${shown(time)}`,
  )
}

/** Requires a permitted time: one that is a little later, rounded up or at random, does the service no harm. */
function requirePermitted({ nextPermittedPollTime }: ReportedNextStatusChange, instant: Date): void {
  const after = nextPermittedPollTime.getTime() - instant.getTime()
  if (!(after >= 0 && after <= marginMilliseconds))
    requireEqual(nextPermittedPollTime, instant, 'the next permitted poll time')
}

/** A full second in an hour or so, and so many milliseconds. */
function secondLater({ clock }: CaseContext, milliseconds: number): Date {
  const soon = clock.now().getTime() + later
  return new Date(soon - (soon % 1000) + milliseconds)
}
