/** The package's own operations with the key and certificates that they are told, over two-way TLS where the root says so. */
import { signingKeyFromPem } from 'signering-portal/bundle'
import type { AdapterContext, AdapterFactory } from 'signering-portal/contract'
import type { SimulatorFetch } from 'signering-portal/simulator'
import { tlsOptions } from 'signering-portal/tls'
import type { TLSSocket } from 'node:tls'
import { Agent, buildConnector, fetch } from 'undici'
import { operationsAdapter } from '../../examples/contract-adapter.js'

/** Sends with the identity that a client is told. */
export function fetchWithIdentity({ identity, ended }: AdapterContext, changes: object = {}): SimulatorFetch {
  if (identity === undefined) throw new Error('there is no identity')
  const { key, certificates: cert, trust } = identity
  const dispatcher = new Agent({ connect: { ...tlsOptions({ key, cert, ca: trust }), ...changes } })
  ended.addEventListener('abort', () => void dispatcher.destroy())
  // The response is undici's own, which does what that of Node does.
  const send: unknown = (url: string, init: object) => fetch(url, { ...init, dispatcher })
  return send as SimulatorFetch
}

/** The same with another way to send, over TLS. */
export const identifiedAdapterWith =
  (fetchOf: (context: AdapterContext) => SimulatorFetch): AdapterFactory =>
  (context) => {
    const { key = '', certificates = '' } = context.identity ?? {}
    return operationsAdapter(signingKeyFromPem({ key, certificates: [certificates] }))({
      ...context,
      fetch: context.root.startsWith('https://127.0.0.1') ? fetchOf(context) : context.fetch,
    })
  }

export const identifiedAdapter: AdapterFactory = identifiedAdapterWith(fetchWithIdentity)

/** A client that looks at the server itself, and goes on where what it finds is right to it. */
export function adapterThatTakes(takes: (found: { problem: string; subject: string }) => boolean): AdapterFactory {
  return identifiedAdapterWith((context) => {
    const { key = '', certificates: cert = '', trust = '' } = context.identity ?? {}
    // Who it is is told by its certificate, which names no host.
    const identity = { checkServerIdentity: () => undefined, rejectUnauthorized: false }
    // A session that is taken up again shows no certificate.
    const connect = buildConnector({ key, cert, ca: trust, ...identity, maxCachedSessions: 0 })
    const dispatcher = new Agent({
      connect: (options, callback) => {
        connect(options, (...[error, opened]) => {
          if (error) {
            callback(error, null)
            return
          }
          const socket = opened as TLSSocket
          // Null where there is none, whatever its type says.
          const problem = socket.authorized ? '' : (socket.authorizationError as unknown as string)
          const { subject = '' } = socket.getPeerX509Certificate() ?? {}
          const isTaken = takes({ problem, subject })
          if (!isTaken) socket.destroy()
          callback(...(isTaken ? ([null, socket] as const) : ([new Error('not the service'), null] as const)))
        })
      },
    })
    context.ended.addEventListener('abort', () => void dispatcher.destroy())
    const send: unknown = (url: string, init: object) => fetch(url, { ...init, dispatcher })
    return send as SimulatorFetch
  })
}
