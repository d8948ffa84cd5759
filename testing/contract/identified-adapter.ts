/** The package's own operations with the key and certificates that they are told, over two-way TLS where the root says so. */
import { signingKeyFromPem } from 'signering-portal/bundle'
import type { AdapterContext, AdapterFactory } from 'signering-portal/contract'
import type { SimulatorFetch } from 'signering-portal/simulator'
import { tlsOptions } from 'signering-portal/tls'
import { Agent, fetch } from 'undici'
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

export const identifiedAdapter: AdapterFactory = (context) => {
  const { key = '', certificates = '' } = context.identity ?? {}
  return operationsAdapter(signingKeyFromPem({ key, certificates: [certificates] }))({
    ...context,
    fetch: context.root.startsWith('https://127.0.0.1') ? fetchWithIdentity(context) : context.fetch,
  })
}
