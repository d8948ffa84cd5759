/**
 * Responses of any service, what polls, and what is logged.
 *
 * @module
 */
import {
  PortalError,
  portalOperations,
  pollOnce,
  redact,
  sendWith,
  type HttpResponse,
  type PollingState,
} from 'signering-portal/http'
import { generate } from '../conformance/documents.js'
import type { Random } from '../conformance/random.js'
import { everyOperation, portal } from '../http/operations.js'
import { errorXml, jobResponseXml, organizationNumber, root, statusChangeXml, streamOf } from '../http/responses.js'
import { messages } from '../cli/messages.js'
import { jsonIn } from './data.js'
import { withSecret } from './messages.js'
import { BrokenLaw, secret, target, type Target } from './target.js'

const encoder = new TextEncoder()

type Answer = {
  readonly status: number
  /** Names and values of headers, one after the other. */
  readonly headers: readonly string[]
  readonly body: Uint8Array
  /** Where its stream is cut; empty for bytes at once. */
  readonly cuts: readonly number[]
  /** Whether the stream breaks at its end. */
  readonly isBroken: boolean
}

const times = [
  '2026-01-01T12:00:00+01:00',
  '2026-11-23T12:00:01.123Z',
  secret,
  '',
  '2026-13-01T00:00:00Z',
  '2026-11-23T13:00:00Z',
]
const types = [
  'application/xml',
  'text/html',
  'application/octet-stream',
  'application/pdf',
  'application/xml;charset=iso-8859-1',
  'application/xml; charset="utf-8"',
  secret,
]

function makeAnswer(random: Random): Answer {
  const xml = random.pick([
    statusChangeXml(),
    jobResponseXml(),
    errorXml(),
    withSecret(generate(random).xml),
    '',
    '<html>',
  ])
  return {
    status: random.pick([200, 200, 204, 400, 401, 403, 404, 409, 413, 429, 500, 503, 302]),
    headers: [
      ...(random.chance(0.8) ? ['Content-Type', random.pick(types)] : []),
      ...(random.chance(0.8) ? ['X-Next-permitted-poll-time', random.pick(times)] : []),
      ...(random.chance(0.2) ? ['DoSFilter', 'x'] : []),
      ...(random.chance(0.2) ? ['Content-Length', random.pick(['0', '5', secret])] : []),
    ],
    body: encoder.encode(xml),
    cuts: random.pick([[], [], [5], [1, 2, 30]]),
    isBroken: random.chance(0.1),
  }
}

function responseOf({ status, headers, body, cuts, isBroken }: Answer): HttpResponse {
  const fields = new Map<string, string>()
  for (let index = 0; index + 1 < headers.length; index += 2)
    fields.set(String(headers[index]).toLowerCase(), String(headers[index + 1]))
  const ends = [...cuts.map((cut) => Math.abs(Math.trunc(cut)) % (body.length + 1)).sort((a, b) => a - b), body.length]
  const pieces = ends.map((end, index) => body.subarray(ends[index - 1] ?? 0, end))
  return {
    status,
    headers: { get: (name) => fields.get(name.toLowerCase()) ?? null },
    body: cuts.length === 0 && !isBroken ? body : streamOf(pieces, isBroken ? new Error(secret) : undefined).stream,
  }
}

const responses = everyOperation.map(([name, { read }]) =>
  target(`read a response to ${name}`, makeAnswer, async (answer) => {
    const value = await read(responseOf(answer))
    if (name === 'nextStatusChange' && typeof (value as { readonly kind?: unknown }).kind !== 'string')
      throw new BrokenLaw('an outcome has no kind')
    // A document is read when it is asked for.
    const { bytes } = Object(value) as { readonly bytes?: (options: object) => Promise<Uint8Array> }
    if (typeof bytes === 'function') await bytes({ maximumBytes: 1000 })
  }),
)

const start = '2026-11-23T12:00:00.000Z'
const unconfirmed = {
  ...{ signatureJobId: '1', reference: secret, confirmationUrl: `${root}/1/complete`, handedOutAt: start },
  confirmation: { at: start, failures: 0 },
}
const states = [
  '',
  JSON.stringify({ version: 1, at: start, failures: 0, unconfirmed: [] }),
  JSON.stringify({ version: 1, at: start, failures: 3, unconfirmed: [unconfirmed], told: true }),
]

const polling = target(
  'poll with a state and answers',
  (random: Random) => ({
    state: random.pick(states),
    answers: Array.from({ length: random.integer(1, 3) }, () => makeAnswer(random)),
  }),
  async ({ state, answers }) => {
    const rest = [...answers]
    const send = sendWith(() => {
      const answer = rest.shift()
      return answer === undefined ? Promise.reject(new Error(secret)) : Promise.resolve(responseOf(answer))
    })
    const now = new Date(start)
    const given = jsonIn(state) as PollingState | undefined
    const problems: unknown[] = []
    const options = { portal, now: () => now, onProblem: (problem: unknown) => problems.push(problem) }
    let at = given
    for (let left = 3; left > 0; left--) ({ state: at } = await pollOnce(send, { ...options, state: at }))
    const other = problems.find((problem) => !(problem instanceof PortalError) && !(problem instanceof Error))
    if (other !== undefined) throw new BrokenLaw('a problem is no error')
  },
)

const addresses = target(
  'addresses and names of a service',
  (random: Random) => ({
    root: random.pick([root, 'https://a.no', 'https://[::1]:8443/api/']),
    organizationNumber: random.pick([organizationNumber, '984661185']),
    queue: random.pick(['', 'queue', 'a&b', 'å']),
    address: random.pick([`${root}/1/complete`, `${root}/${secret}?a=b`, 'https://other.example/x', '/relative']),
    id: random.pick(['1', secret, '..']),
  }),
  ({ root: place, organizationNumber: organization, queue, address, id }) => {
    const operations = portalOperations({ root: place, organizationNumber: organization })
    operations.nextStatusChange({ pollingQueue: queue, now: () => new Date(start) })
    operations.downloadArchivedPades(id)
    for (const name of ['confirm', 'cancel', 'downloadPades', 'deleteDocuments'] as const) {
      const { url } = operations[name](address).request
      if (new URL(url).origin !== new URL(place).origin) throw new BrokenLaw('it leads to another origin')
    }
  },
)

const redacted = target(
  'redact what is logged',
  (random: Random) => ({
    text: random.pick([
      messages.manifest,
      errorXml(),
      'mail to kari@example.com, 01010112345',
      '{"email":"a@b.no"}',
      'https://a.no/?q=1',
    ]),
    bytes: encoder.encode(messages.manifest),
    isText: random.chance(0.7),
  }),
  ({ text, bytes, isText }) => {
    if (typeof redact(isText ? text : bytes) !== 'string' && isText)
      throw new BrokenLaw('a text becomes something else')
    redact({ text, list: [text, bytes], error: new Error(text) })
  },
)

/** Every target of exchanges. */
export const targets: readonly Target[] = [...responses, polling, addresses, redacted]
