import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { Send } from 'signering-portal/http'
import { tlsOptions, type TlsOptions } from 'signering-portal/tls'

export function sendWithHttps(options: TlsOptions): Send {
  const agent = new Agent({ ...tlsOptions(options), keepAlive: true })
  return async (operation, signal) => {
    const { url, method, headers, body } = operation.request
    const outgoing = request(url, { method, headers, agent, signal })
    // A connection that breaks later breaks the body too, whose reader is told; this one would end the process.
    outgoing.on('error', () => undefined)
    outgoing.end(body)
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
    return operation.read({
      status: incoming.statusCode ?? 0,
      headers: { get: (name) => incoming.headers[name.toLowerCase()]?.toString() ?? null },
      body: incoming,
    })
  }
}
