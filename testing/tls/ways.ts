/**
 * Ways in which a request may reach a server: over `node:https` and undici, after nobody or after looser callers.
 *
 * @module
 */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request } from 'node:https'
import { DEFAULT_CIPHERS, type SecureVersion, type TLSSocket } from 'node:tls'
import { portalOperations, sendWith, type Operation, type Send } from 'signering-portal/http'
import { sendOverHttps, type TlsConnectOptions } from 'signering-portal/tls'
import { Agent, fetch } from 'undici'
import { propertiesOf } from '../../src/guard.js'
import { organizationNumber } from '../http/responses.js'

/** What only the service may hear. */
export const secret = '<personal-identification-number>12345678910</personal-identification-number>'

/** An exchange whose request has a head and a content, and whose answer is a text. */
function operationAt(origin: string): Operation<string> {
  const body = new TextEncoder().encode(secret)
  return {
    ...portalOperations({ root: origin, organizationNumber }).organization(),
    request: { method: 'POST', url: `${origin}/ours`, headers: { 'X-Secret': 'Kari Nordmann' }, body },
  }
}

/** What is left of what a server has heard, without the requests of looser callers. */
export function besideLooser(text: string): string {
  return text.replaceAll(/GET \/loose HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*\r\n/g, '')
}

/** What became of our requests, and of those before them: the answer, or the code of what was thrown. */
export interface Outcome {
  readonly ours: readonly unknown[]
  readonly looser: readonly unknown[]
}

/** Where a server is, what it is asked with, and whom looser callers trust besides. */
export interface Asked {
  readonly origin: string
  readonly tls: TlsConnectOptions
  readonly theirs: readonly string[]
}

export interface Way {
  readonly name: string
  /** What looser callers do before us, if there are any: `as strict` are those who cannot be looser. */
  readonly looser?: Looser | 'as strict'
  /** Whether one of them resumes a session. */
  readonly resumes?: boolean
  readonly ask: (asked: Asked) => Promise<Outcome>
}

/** The code of what was thrown, or of its cause. */
function codeOf(thrown: unknown): unknown {
  const { issues, code, cause } = propertiesOf(thrown)
  if (cause !== undefined) return codeOf(cause)
  return code ?? (issues as readonly { readonly code: unknown }[] | undefined)?.[0]?.code ?? thrown
}

const outcomeOf = async (asking: Promise<unknown>): Promise<unknown> => asking.catch(codeOf)

const sendOurs = async (send: Send, origin: string): Promise<unknown> => outcomeOf(send(operationAt(origin)))

/** Asks over an agent with less care; gives the status, once the connection is free again or has ended. */
async function askLoosely(agent: HttpsAgent, origin: string, options: object = {}): Promise<unknown> {
  const outgoing = request(`${origin}/loose`, { agent, ...options }).end()
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage & { readonly socket: TLSSocket }]
  const { socket, statusCode } = incoming
  const isOver = agent.options.keepAlive === true ? once(agent, 'free') : once(socket, 'close')
  await Promise.all([isOver, incoming.toArray()])
  return statusCode
}

const unchecked = { rejectUnauthorized: false, checkServerIdentity: () => undefined } as const

/** In which ways callers may be looser than we are. */
type Looser = 'check nothing' | 'trust more' | 'take older TLS'

/** With what they make their agents. */
const loosely: Readonly<Record<Looser, (asked: Asked) => Loose>> = {
  'check nothing': ({ tls }) => ({ ...tls, ...unchecked }),
  'trust more': ({ tls, theirs }) => ({
    ...tls,
    ...unchecked,
    rejectUnauthorized: true,
    ca: [...tls.ca, ...theirs],
  }),
  'take older TLS': ({ tls }) => ({ ...tls, minVersion: 'TLSv1', ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` }),
}

type Loose = Omit<TlsConnectOptions, 'minVersion' | 'rejectUnauthorized'> & {
  readonly minVersion: SecureVersion
  readonly rejectUnauthorized: boolean
  readonly ciphers?: string
}

const looserWays: readonly Looser[] = ['check nothing', 'trust more', 'take older TLS']

/** Ours over an agent of others, after they have asked twice over it. */
const afterOthers =
  (looserWay: Looser, keepAlive: boolean): Way['ask'] =>
  async (asked) => {
    const agent = new HttpsAgent({ ...loosely[looserWay](asked), keepAlive, maxCachedSessions: 100 })
    const { origin, tls } = asked
    const looser = [await outcomeOf(askLoosely(agent, origin)), await outcomeOf(askLoosely(agent, origin))]
    const outcome = { ours: [await sendOurs(sendOverHttps({ tls, agent }), origin)], looser }
    agent.destroy()
    return outcome
  }

const overHttps: readonly Way[] = [
  {
    name: 'node:https',
    ask: async ({ origin, tls }) => {
      const send = sendOverHttps({ tls })
      return { ours: [await sendOurs(send, origin), await sendOurs(send, origin)], looser: [] }
    },
  },
  {
    name: 'node:https, an agent of ours that looser callers use',
    looser: 'as strict',
    ask: async ({ origin, tls }) => {
      const agent = new HttpsAgent({ ...tls, keepAlive: true })
      const looser = [await outcomeOf(askLoosely(agent, origin, { ...tls, ...unchecked }))]
      const outcome = { ours: [await sendOurs(sendOverHttps({ tls, agent }), origin)], looser }
      agent.destroy()
      return outcome
    },
  },
  ...looserWays.flatMap((looser): readonly Way[] => [
    { name: `node:https, a connection of those who ${looser}`, looser, ask: afterOthers(looser, true) },
    { name: `node:https, a session of those who ${looser}`, looser, resumes: true, ask: afterOthers(looser, false) },
  ]),
]

/** A dispatcher of undici; one that keeps no connection alive begins a session for each request, or resumes one. */
const dispatcherOf = (connect: Agent.Options['connect'], keepAlive = true): Agent =>
  new Agent({ connect: { ...connect }, ...(keepAlive ? {} : { pipelining: 0 }) })

const sendThrough = (dispatcher: Agent): Send => sendWith((url, init) => fetch(url, { ...init, dispatcher }))

/** Asks over a dispatcher with less care; what undici does not know among the options it passes over. */
async function fetchLoosely(dispatcher: Agent, origin: string): Promise<unknown> {
  const response = await fetch(`${origin}/loose`, { dispatcher, ...unchecked })
  await response.text()
  return response.status
}

const overUndici: readonly Way[] = [
  {
    name: 'undici',
    ask: async ({ origin, tls }) => {
      const dispatcher = dispatcherOf(tls)
      const send = sendThrough(dispatcher)
      const outcome = { ours: [await sendOurs(send, origin), await sendOurs(send, origin)], looser: [] }
      await dispatcher.destroy()
      return outcome
    },
  },
  {
    name: 'undici, a dispatcher of ours that looser callers use',
    looser: 'as strict',
    ask: async ({ origin, tls }) => {
      const dispatcher = dispatcherOf(tls)
      const looser = [await outcomeOf(fetchLoosely(dispatcher, origin))]
      const outcome = { ours: [await sendOurs(sendThrough(dispatcher), origin)], looser }
      await dispatcher.destroy()
      return outcome
    },
  },
  ...looserWays.map((looser): Way => ({
    name: `undici, beside a dispatcher with sessions of those who ${looser}`,
    looser,
    resumes: true,
    ask: async (asked) => {
      const { origin, tls } = asked
      const theirs = dispatcherOf({ ...loosely[looser](asked), maxCachedSessions: 100 }, false)
      const own = dispatcherOf(tls)
      const before = [await outcomeOf(fetchLoosely(theirs, origin)), await outcomeOf(fetchLoosely(theirs, origin))]
      const outcome = { ours: [await sendOurs(sendThrough(own), origin)], looser: before }
      await Promise.all([theirs.destroy(), own.destroy()])
      return outcome
    },
  })),
]

/** All of them. */
export const ways: readonly Way[] = [...overHttps, ...overUndici]
