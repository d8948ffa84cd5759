/**
 * What is to be remembered of a queue between two requests: a small value of JSON.
 *
 * @module
 */
import type { PortalSignatureJobStatusChangeResponse } from '../codec/portal/status-change.js'
import { isObject, isString, membersOf, propertiesOf, timeOf } from '../guard.js'
import { unwrap, type Issue, type Result } from '../issue.js'
import { issueIf, outcome, refused, type makeIssue } from '../outcome.js'
import type { PollState } from './next-poll.js'
import { untold } from './poll-time.js'

/**
 * What is to be remembered of a queue between two requests: JSON, to be kept in one row of a database, say. It holds no
 * personal data unless a reference does. Keep it as it is; `undefined` is the state before the first request.
 */
export interface PollingState {
  /** The version of this form. */
  readonly version: 1
  /** Ask at this instant or later, never before: as `toISOString` of a Date writes it. */
  readonly at: string
  /** How many times in a row asking has failed, was too early, or found no change and no time that lies ahead. */
  readonly failures: number
  /** Whether the service told the time on which `at` rests. Absent: it did not. */
  readonly told?: true | undefined
  /** How much later than the permitted time to ask, in milliseconds, as {@link PollState} has it. Absent: 0. */
  readonly margin?: number | undefined
  /** The changes that were handed out in the last 10 minutes and are not confirmed, the oldest first. */
  readonly unconfirmed: readonly UnconfirmedChange[]
}

/** A change that was handed out and is not confirmed. */
export interface UnconfirmedChange {
  /** The job's id, as in the change. */
  readonly signatureJobId: string
  /** The job's reference, if the change has one. */
  readonly reference?: string | undefined
  /** Where to confirm the change, as in the change. */
  readonly confirmationUrl: string
  /** When it was asked for: as `toISOString` of a Date writes it. The change returns to its queue 10 minutes later. */
  readonly handedOutAt: string
  /** How it is confirmed. Absent until it is handled. */
  readonly confirmation?:
    | {
        /** Confirm it at this instant or later: as `toISOString` of a Date writes it. */
        readonly at: string
        /** How many attempts have failed, 0 or more. */
        readonly failures: number
      }
    | undefined
}

/** When a change that was not confirmed returns to its queue, in milliseconds (portal flow page, step 2). */
const returnMilliseconds = 600_000

/**
 * Says that a change was handled, so that `pollOnce` confirms it. Sends nothing.
 *
 * @param state - the state, with the change among the unconfirmed
 * @param change - the change, as the outcome of `pollOnce` or the state has it among the unconfirmed
 * @returns the state to store and to go on with: the same, where the change has returned to its queue meanwhile
 * @throws {@link PortalError} `http.polling-state` if the state is none of this version
 */
export function markHandled(state: PollingState, change: UnconfirmedChange): PollingState {
  const { confirmationUrl, handedOutAt } = propertiesOf(change)
  const known = unwrap(readState(state), untold)
  const isMeant = (each: UnconfirmedChange): boolean =>
    // One address may confirm several changes of a job: only that which was handed out then was handled.
    each.confirmationUrl === confirmationUrl && each.handedOutAt === handedOutAt && each.confirmation === undefined
  const unconfirmed = known.unconfirmed.map((each) =>
    isMeant(each) ? { ...each, confirmation: { at: each.handedOutAt, failures: 0 } } : each,
  )
  return { ...known, unconfirmed }
}

/** A change that was just handed out. */
export function unconfirmedChange(
  { signatureJobId, reference, confirmationUrl }: PortalSignatureJobStatusChangeResponse,
  handedOutAt: Date,
): UnconfirmedChange {
  const found = { signatureJobId, ...(reference === undefined ? {} : { reference }), confirmationUrl }
  return { ...found, handedOutAt: handedOutAt.toISOString() }
}

/** The state with a change that was just handed out, in place of what the same address confirmed before. */
export function withChange(state: PollingState, change: UnconfirmedChange): PollingState {
  const others = state.unconfirmed.filter(({ confirmationUrl }) => confirmationUrl !== change.confirmationUrl)
  return { ...state, unconfirmed: [...others, change] }
}

/** Whether a change is back in its queue at an instant. */
export function isBack({ handedOutAt }: UnconfirmedChange, at: number): boolean {
  return at >= Date.parse(handedOutAt) + returnMilliseconds
}

/** Reads a state that was stored. Its addresses are looked at by who sends to them. */
export function readState(stored: unknown): Result<PollingState> {
  const { version, at, failures, told, margin, unconfirmed } = propertiesOf(stored)
  if (!isObject(stored)) return refused(...wrong('The state must be one that pollOnce gave, or absent.'))
  if (version !== 1) return refused(...wrong('The state is of another version than 1.', 'version'))
  const changes = membersOf(unconfirmed)
  const read = changes?.map(readChange) ?? []
  const issues = [
    ...issueIf(!isInstant(at), ...wrong(instantForm, 'at')),
    ...issueIf(!isCount(failures), ...wrong(countForm, 'failures')),
    ...issueIf(told !== undefined && told !== true, ...wrong(toldForm, 'told')),
    ...issueIf(margin !== undefined && !isCount(margin), ...wrong(marginForm, 'margin')),
    ...issueIf(changes === undefined, ...wrong('The unconfirmed changes must be a list.', 'unconfirmed')),
    ...read.flatMap((change) => change.issues),
  ]
  const known = { version, at, failures, ...optional(told, margin), unconfirmed: read.map(({ change }) => change) }
  return outcome(issues, () => known as PollingState)
}

const instantForm = 'A time must be one as toISOString of a Date writes it.'
const countForm = 'The failures must be a whole number from 0 on.'
const toldForm = 'That the time was told is true, or absent.'
const marginForm = 'The margin must be a whole number of milliseconds from 0 on, or absent.'
const textForm = 'A change has its id, its confirmation-url and its reference as texts.'

/** What a state has of a change, and what is wrong with that. */
function readChange(stored: unknown, index: number): { readonly change: unknown; readonly issues: readonly Issue[] } {
  const { signatureJobId, reference, confirmationUrl, handedOutAt, confirmation } = propertiesOf(stored)
  const { at, failures } = propertiesOf(confirmation)
  const isHandled = confirmation !== undefined
  const found = { signatureJobId, ...(reference === undefined ? {} : { reference }), confirmationUrl, handedOutAt }
  const check = (isRight: boolean, form: string, ...place: readonly string[]): readonly Issue[] =>
    issueIf(!isRight, ...wrong(form, 'unconfirmed', index, ...place))
  return {
    change: { ...found, ...(isHandled ? { confirmation: { at, failures } } : {}) },
    issues: [
      ...check(isString(signatureJobId), textForm, 'signatureJobId'),
      ...check(reference === undefined || isString(reference), textForm, 'reference'),
      ...check(isString(confirmationUrl), textForm, 'confirmationUrl'),
      ...check(isInstant(handedOutAt), instantForm, 'handedOutAt'),
      ...check(!isHandled || isInstant(at), instantForm, 'confirmation', 'at'),
      ...check(!isHandled || isCount(failures), countForm, 'confirmation', 'failures'),
    ],
  }
}

/** What is wrong with a place of a state. */
function wrong(message: string, ...place: readonly (string | number)[]): Parameters<typeof makeIssue> {
  return ['http.polling-state', message, { property: ['state', ...place] }]
}

/** What nextPollAt tells of a request that is sent again, as JSON. */
export function storedPace({ at, failures }: PollState): Pick<PollingState, 'at' | 'failures'> {
  return { at: at.toISOString(), failures }
}

/** A state with what nextPollAt tells of its queue. */
export function withPace({ version, unconfirmed }: PollingState, pace: PollState): PollingState {
  return { version, ...storedPace(pace), ...optional(pace.told, pace.margin), unconfirmed }
}

/** What is kept of a permitted time only where there is something to keep. */
function optional<Told, Margin>(told: Told, margin: Margin): { readonly told?: Told; readonly margin?: Margin } {
  return { ...(told === undefined ? {} : { told }), ...(margin === undefined ? {} : { margin }) }
}

/** Whether a text is an instant in the one form that JSON has for it. */
function isInstant(text: unknown): text is string {
  if (!isString(text)) return false
  const date = new Date(text)
  return !Number.isNaN(timeOf(date)) && date.toISOString() === text
}

function isCount(count: unknown): count is number {
  return Number.isInteger(count) && (count as number) >= 0
}
