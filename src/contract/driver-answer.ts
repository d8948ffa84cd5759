/**
 * Reading the answers of a driver. schema/driver.schema.json says the same; here it is said in words, with the place where an
 * answer differs.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { portalSignatureJobResponse, portalSignatureJobStatusChangeResponse } from '../codec/portal/index.js'
import type { PortalSignatureJobStatusChangeResponse } from '../codec/portal/status-change.js'
import { isObject, isString, unlessThrown, type Properties } from '../guard.js'
import { formatIssue, type Issue, type Result } from '../issue.js'
import { isError } from '../outcome.js'
import type { Adapter, ReportedNextStatusChange, ReportedStatusChangeResponse } from './adapter.js'

/** What a driver is asked for. */
export type Call = 'start' | keyof Adapter

/** An answer of the right form, whatever the call. */
export type Answer =
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'unsupported'; readonly words: string }
  | { readonly id: number; readonly kind: 'error'; readonly error: DriverError }

/** An answer to a call, whose value has been read. */
export type AnswerTo<C extends Call> =
  { readonly kind: 'value'; readonly value: Values[C] } | Exclude<Answer, { readonly kind: 'value' }>

/** How a client failed, as its driver tells. */
export interface DriverError {
  readonly status: number | undefined
  readonly errorCode: string | undefined
  readonly message: string
}

/** Reads the JSON of a line as an answer; a text is what is wrong with it. */
export function readAnswer(json: unknown): Answer | string {
  if (!isObject(json)) return 'a line is JSON, but no object'
  const { id, value, error, unsupported } = json
  if (!Number.isSafeInteger(id) || Number(id) < 1) return 'an answer has no id: a whole number from 1 on'
  const of = `the answer with id ${String(id)}`
  const kinds = ['value', 'error', 'unsupported'].filter((name) => Object.hasOwn(json, name))
  if (kinds.length !== 1) return `${of} must have one of value, error and unsupported`
  const others = namesBeside(json, ['id', ...kinds])
  if (others !== undefined) return `${of} has ${others}`
  if (kinds[0] === 'value') return { id: Number(id), kind: 'value', value }
  if (kinds[0] === 'unsupported') {
    if (!isString(unsupported) || unsupported === '') return `${of}: unsupported must be words`
    return { id: Number(id), kind: 'unsupported', words: unsupported }
  }
  const read = readError(error)
  return isString(read) ? `${of}: ${read}` : { id: Number(id), kind: 'error', error: read }
}

function readError(error: unknown): DriverError | string {
  if (!isObject(error)) return 'error must be an object'
  const { status, errorCode, message } = error
  if (status !== undefined && !(Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599))
    return 'error.status must be a whole number from 100 to 599, or left out'
  if (errorCode !== undefined && !isString(errorCode)) return 'error.errorCode must be a text, or left out'
  if (!isString(message)) return 'error.message must be a text'
  const others = namesBeside(error, ['status', 'errorCode', 'message'])
  if (others !== undefined) return `error has ${others}`
  return { status: status === undefined ? undefined : Number(status), errorCode, message }
}

/** What an object has that it may not have, if anything. */
function namesBeside(object: Properties, names: readonly string[]): string | undefined {
  const others = Object.keys(object).filter((name) => !names.includes(name))
  if (others.length === 0) return undefined
  // A name of another form may be data.
  const told = others.filter((name) => /^[A-Za-z]\w{0,39}$/.test(name))
  return `properties that it may not have${told.length === 0 ? '' : `: ${told.slice(0, 5).join(', ')}`}`
}

/** What a value is to be, and how it is read. */
interface Reader<T> {
  readonly read: (value: unknown) => Result<T> | { readonly ok: false; readonly words: string }
}

/** Reads the value of an answer to a call; throws an Error that says what is wrong with it. */
export function readValue<C extends Call>(call: C, value: unknown): Values[C] {
  const read = (readers[call] as Reader<Values[C]>).read(value)
  if (read.ok) return read.value
  const words = 'words' in read ? `value ${read.words}` : read.issues.filter(isError).slice(0, 1).map(inValue).join('')
  throw new Error(words)
}

type Values = {
  readonly [C in Call]: C extends keyof Adapter ? Awaited<ReturnType<Adapter[C]>> : undefined
}

const nothing: Reader<undefined> = {
  read: (value) => (value === null ? good(undefined) : { ok: false, words: 'must be null' }),
}

const bytes: Reader<Uint8Array> = {
  read: (value) =>
    isString(value) && /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0
      ? good(Buffer.from(value, 'base64'))
      : { ok: false, words: 'must be base64, with padding and without line breaks' },
}

const readers: { readonly [C in Call]: Reader<Values[C]> } = {
  start: nothing,
  create: {
    read: (value) => {
      const response = value as Parameters<typeof portalSignatureJobResponse.encode>[0]
      const result = portalSignatureJobResponse.safeEncode(asRead(response))
      if (!result.ok) return result
      const { reference, signatureJobId, cancellationUrl } = response
      return good({ reference, signatureJobId: signatureJobId, cancellationUrl })
    },
  },
  nextStatusChange: { read: readNextStatusChange },
  confirm: nothing,
  cancel: {
    read: (value) =>
      value === 'cancelled' || value === 'alreadyFinished'
        ? good(value)
        : { ok: false, words: 'must be "cancelled" or "alreadyFinished"' },
  },
  downloadPades: bytes,
  downloadXades: bytes,
  downloadArchivedPades: bytes,
  deleteDocuments: nothing,
  organization: { read: (value) => (isString(value) ? good(value) : { ok: false, words: 'must be a text' }) },
}

/** As schema/driver.schema.json has it; seconds may be left out, as Java does where they are 0. */
const instant =
  /^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d\d*)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** The end of February in a year that has no leap day, which Date takes for the first of March. */
const noLeapDay = /(?:[02468][1235679]|[13579][01345789])(?:00)?-02-29T/

function instantFrom(text: unknown): Date | undefined {
  return isString(text) && instant.test(text) && !noLeapDay.test(text) ? new Date(text) : undefined
}

/**
 * A value with one unit for each character, since what a client has read is as long as its characters are many. A codec, which
 * asks whether it can be written for everybody, counts one outside the basic plane as two.
 */
function asRead<T>(value: T): T {
  const text = unlessThrown<string | undefined>(() => JSON.stringify(value))
  return text === undefined ? value : (JSON.parse(text.replace(/[\u{10000}-\u{10FFFF}]/gu, '\uFFFD')) as T)
}

function readNextStatusChange(
  value: unknown,
): Result<ReportedNextStatusChange> | { readonly ok: false; readonly words: string } {
  if (!isObject(value)) return { ok: false, words: 'must be an object' }
  const { kind, nextPermittedPollTime: text, statusChange } = value
  if (kind !== 'statusChange' && kind !== 'noChange' && kind !== 'tooEager')
    return { ok: false, words: 'kind must be "statusChange", "noChange" or "tooEager"' }
  const nextPermittedPollTime = instantFrom(text)
  if (nextPermittedPollTime === undefined)
    return { ok: false, words: 'nextPermittedPollTime must be an instant of ISO 8601, with an offset or Z' }
  const others = namesBeside(value, ['kind', 'nextPermittedPollTime', ...(kind === 'statusChange' ? [kind] : [])])
  if (others !== undefined) return { ok: false, words: `has ${others}` }
  if (kind !== 'statusChange') return good({ kind, nextPermittedPollTime })
  const change = statusChange as PortalSignatureJobStatusChangeResponse
  const result = portalSignatureJobStatusChangeResponse.safeEncode(asRead(change))
  if (!result.ok) {
    const placed = result.issues.map((issue) => ({ ...issue, property: ['statusChange', ...(issue.property ?? [])] }))
    return { ok: false, issues: placed }
  }
  return good({ kind, nextPermittedPollTime, statusChange: reported(change) })
}

/** Every element of a status change; one that is absent is `undefined`. */
function reported(change: PortalSignatureJobStatusChangeResponse): ReportedStatusChangeResponse {
  const { reference, signatureJobId, status, confirmationUrl, cancellationUrl, deleteDocumentsUrl, signatures } = change
  const signature = signatures.signature.map(({ status, personalIdentificationNumber, identifier, xadesUrl }) => ({
    ...{ status, personalIdentificationNumber, xadesUrl },
    identifier: identifier && { email: identifier.email, sms: identifier.sms },
  }))
  return {
    ...{ reference, signatureJobId, status, confirmationUrl, cancellationUrl, deleteDocumentsUrl },
    signatures: { signature, padesUrl: signatures.padesUrl },
  }
}

function good<T>(value: T): Result<T> {
  return { ok: true, value, warnings: [] }
}

/** An issue with the place in the value, not that in the XML which is not there. */
function inValue(issue: Issue): string {
  return formatIssue({ ...issue, path: '', property: ['value', ...(issue.property ?? [])] })
}
