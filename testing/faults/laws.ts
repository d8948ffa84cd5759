/**
 * What may come of an exchange whose answer met a fault.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import { ResponseError, type Send } from 'signering-portal/http'
import { sendOverHttps, tlsOptions, TransportError, type TlsOptions } from 'signering-portal/tls'
import { sendWithUndici } from '../../examples/transport-undici.js'
import { propertiesOf } from '../../src/guard.js'
import type { Exchange, Outcome } from './exchanges.js'
import { headLengthOf, type Fault } from './front.js'

/** How requests are sent. */
export interface Transport {
  readonly sender: (options: TlsOptions) => Send
  /** Whether this is what it throws where no response comes to a request that may have been sent. */
  readonly isNoResponse: (error: unknown) => boolean
}

export const transports: Readonly<Record<'https' | 'undici', Transport>> = {
  https: {
    sender: (options) => sendOverHttps({ tls: tlsOptions(options) }),
    isNoResponse: (error) =>
      error instanceof TransportError && error.requestSent === 'maybe' && isAbout(error, 'http.connection'),
  },
  undici: {
    sender: sendWithUndici,
    // What a fetch throws goes through unchanged.
    isNoResponse: (error) => error instanceof TypeError && error.message === 'fetch failed',
  },
}

function isAbout({ issues }: { readonly issues: readonly { readonly code: string }[] }, code: string): boolean {
  return issues.length === 1 && issues[0]?.code === code
}

/** Whether an outcome is what it is without a fault; of a service's error, and of a Cancellation, only as far as it was read. */
export function isSame(expected: Outcome, found: Outcome, mayLackServiceError = false): boolean {
  const [one, other] = [expected, found].map((outcome) => {
    const { value, error } = propertiesOf(outcome)
    const { status, issues, serviceError } = propertiesOf(error ?? value)
    return { value, issues, status, isError: error instanceof ResponseError, thrown: 'error' in outcome, serviceError }
  })
  if (mayLackServiceError && other?.serviceError === undefined) Object.assign(one ?? {}, { serviceError: undefined })
  return isDeepStrictEqual(one, other)
}

/** Whether the content of an answer was not read to its end, and this is told. */
function isInterrupted(error: unknown): boolean {
  return error instanceof ResponseError && error.transient && isAbout(error, 'http.body-interrupted')
}

/** Whether a document or a message is read from the content: else the status tells all, but for what the service's error says. */
function needsContent({ outcome }: Exchange): boolean {
  const { kind } = propertiesOf(propertiesOf(outcome)['value'])
  return 'value' in outcome && outcome.value !== undefined && (kind === undefined || kind === 'statusChange')
}

/** Whether what came of an exchange may come of it with a fault; `whole` if it is as without. */
export function verdict(exchange: Exchange, found: Outcome, { kind, at }: Fault, transport: Transport): string {
  const { answer, outcome } = exchange
  const error = 'error' in found ? found.error : undefined
  const isWhole = isSame(outcome, found)
  if (isWhole && (kind === 'delayed' || at === answer.length || kind.endsWith('doubled'))) return 'whole'
  const [inHead, isLost, isBroken] = [at < headLengthOf(answer), transport.isNoResponse(error), isInterrupted(error)]
  if (kind === 'delayed') return wrong
  if (kind === 'byte doubled') return isLost ? 'no response' : doubledVerdict(exchange, found)
  if (kind === 'cut' && inHead) return isLost ? 'no response' : wrong
  // What came before a connection broke off may be lost with it.
  if (isLost && (kind === 'reset' || kind === 'doubled')) return 'no response'
  if (kind === 'doubled' || inHead) return isBroken && kind === 'doubled' ? 'interrupted' : wrong
  if (needsContent(exchange)) return isBroken ? 'interrupted' : wrong
  return isSame(outcome, found, true) ? 'the status' : wrong
}

export const wrong = 'wrong'

/** A byte that comes twice makes another text: what is no whole message must be refused, and a time that is none be told. */
function doubledVerdict({ outcome }: Exchange, found: Outcome): string {
  if ('error' in found) return found.error instanceof ResponseError ? 'refused' : wrong
  if (isSame(outcome, found, true)) return 'the status'
  const [whole, value] = [outcome, found].map((one) => propertiesOf(propertiesOf(one)['value']))
  const known = { ...whole, nextPermittedPollTime: 0, warnings: 0 }
  const isTold = Array.isArray(value?.['warnings']) && value['warnings'].length === 1
  return isTold && isDeepStrictEqual(known, { ...value, nextPermittedPollTime: 0, warnings: 0 }) ? 'told' : wrong
}
