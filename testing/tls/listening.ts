/**
 * Servers that answer every request, and keep each byte that they are told.
 *
 * @module
 */
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer, DEFAULT_CIPHERS, type SecureVersion, type TLSSocket } from 'node:tls'
import type { Shown } from './shown.js'

/** A server that runs. */
export interface Listening extends AsyncDisposable {
  readonly origin: string
  readonly port: number
  /** The connections whose handshake came to its end: what was said over each, and whether it resumed a session. */
  readonly heard: readonly Heard[]
}

export interface Heard {
  text: string
  readonly isResumed: boolean
}

/** Starts a server that shows a certificate, and speaks one version of TLS. */
export async function listen({ key, cert }: Shown, version: SecureVersion): Promise<Listening> {
  const heard: Heard[] = []
  const open = new Set<Socket>()
  // It has certificates that are too weak for others.
  const ciphers = `${DEFAULT_CIPHERS}:@SECLEVEL=0`
  const options = { key, cert, ciphers, minVersion: version, maxVersion: version }
  const server = createServer({ ...options, requestCert: true, rejectUnauthorized: false }, (socket) => {
    const said: Heard = { text: '', isResumed: socket.isSessionReused() }
    heard.push(said)
    converse(socket, said)
  })
  server.on('tlsClientError', () => undefined)
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `https://127.0.0.1:${port}`,
    port,
    heard,
    [Symbol.asyncDispose]: async () => {
      // What clients have sent is read to its end: they close their connections themselves.
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function converse(socket: TLSSocket, said: Heard): void {
  let request = ''
  socket.on('error', () => undefined)
  socket.on('data', (data: Buffer) => {
    said.text += data.toString('latin1')
    request += data.toString('latin1')
    const [head, ...rest] = request.split('\r\n\r\n')
    const length = Number(/^content-length: (\d+)/im.exec(head ?? '')?.[1] ?? 0)
    if (rest.length === 0 || rest.join('\r\n\r\n').length < length) return
    const isLast = /^POST |^connection: close/im.test(head ?? '')
    request = ''
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: ${isLast ? 'close' : 'keep-alive'}\r\n\r\nOK`,
    )
    if (isLast) socket.end()
  })
}
