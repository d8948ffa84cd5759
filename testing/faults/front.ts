/**
 * A server before a portal: it speaks two-way TLS, and breaks what is said at any byte.
 *
 * @module
 */
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { connect, createServer, type ConnectionOptions, type TLSSocket } from 'node:tls'
import type { TlsOptions } from 'signering-portal/tls'
import { makeCertificate, validity, type Name } from '../certificates.js'

/** What goes wrong with an answer, from a byte of it on. */
export const answerFaults = ['cut', 'reset', 'delayed', 'doubled', 'byte doubled'] as const

/**
 * What goes wrong, once. `cut`: the connection ends there, as it does after a whole answer. `reset`: it breaks off there. `delayed`: the
 * rest comes later. `doubled`: the rest comes twice, and the connection stays. `byte doubled`: that byte comes twice. `unread`: the
 * connection breaks off once so many bytes of the request have come, or, for -1, before the handshake.
 */
export interface Fault {
  readonly kind: (typeof answerFaults)[number] | 'unread'
  readonly at: number
}

/** A server that runs. */
export interface Front extends AsyncDisposable {
  /** The root of the service. */
  readonly root: string
  /** What a client needs. */
  readonly client: TlsOptions
  /** Says what is answered to the bytes of a request. */
  answer: (request: Buffer) => Promise<Buffer>
  /** What goes wrong with the next request, if anything does. */
  fault: Fault | undefined
  /** The first line of each request that began, and of each that came whole. */
  readonly begun: string[]
  readonly received: string[]
  /** Ends every connection, and settles once both sides have. */
  readonly end: () => Promise<void>
  /** Says something that nobody has asked for, on every connection. */
  readonly interject: (bytes: Buffer) => Promise<void>
}

const authority = makeCertificate({
  subject: { CN: 'Root' },
  key: 'ec',
  keyUsage: ['keyCertSign'],
  serialNumber: 1n,
  ...validity,
})

const issued = (number: string): { readonly key: string; readonly cert: string } => {
  const subject: Name = [[['organizationIdentifier', `NTRNO-${number}`]]]
  const own = { subject, issuer: authority, key: 'ec', keyUsage: ['digitalSignature'], serialNumber: 2n } as const
  const { privateKeyPem, certificatePem } = makeCertificate({ ...own, ...validity })
  return { key: privateKeyPem, cert: certificatePem }
}

/** The service, as it shows itself. */
const own = issued('984661185')
export const server: { readonly key: string; readonly cert: string; readonly ca: string } = {
  ...own,
  ca: authority.certificatePem,
}

/** How long a request or an answer with this beginning is, in bytes; undefined before that is known. */
export function wholeLength(bytes: Buffer): number | undefined {
  const headLength = headLengthOf(bytes)
  const [, length = 0] = /\r\ncontent-length: (\d+)/i.exec(bytes.toString('latin1', 0, headLength)) ?? []
  return headLength === 0 ? undefined : headLength + Number(length)
}

/** How long a head is, in bytes; 0 before it is whole. */
export function headLengthOf(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n')
  return end === -1 ? 0 : end + 4
}

/** Collects bytes, and hands over what is whole; gives whether it was. */
function collector(whole: (bytes: Buffer) => void): (piece: Buffer) => boolean {
  let bytes = Buffer.alloc(0)
  return (piece) => {
    bytes = Buffer.concat([bytes, piece])
    if (bytes.length < (wholeLength(bytes) ?? Infinity)) return false
    whole(bytes)
    bytes = Buffer.alloc(0)
    return true
  }
}

/** Starts a server for a client with an organization number. */
export async function startFront(organizationNumber: string): Promise<Front> {
  const client = { ...issued(organizationNumber), ca: server.ca }
  const sockets = new Set<Socket>()
  const conversations = new Set<TLSSocket>()
  const listening = createServer({ ...server, requestCert: true, noDelay: true })
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  const front: Front = {
    root: `https://127.0.0.1:${port}/api`,
    client,
    answer: () => Promise.reject(new Error('Nothing is answered.')),
    fault: undefined,
    begun: [],
    received: [],
    end: async () => {
      await Promise.all(
        Array.from(conversations, async (socket) => {
          socket.end()
          await new Promise((resolve) => socket.once('close', resolve))
        }),
      )
      // The other side, which is in this process, sees it in one turn of the loop.
      await setImmediate()
      await setImmediate()
    },
    interject: async (bytes) => {
      for (const socket of conversations) await new Promise((resolve) => socket.write(bytes, resolve))
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listening.close(resolve))
    },
  }
  // Of a connection that speaks TLS, this is the one below.
  let below: Socket | undefined
  listening.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    below = socket
    if (front.fault?.kind === 'unread' && front.fault.at < 0) reset(socket)
  })
  listening.on('tlsClientError', () => undefined)
  listening.on('secureConnection', (socket: TLSSocket) => {
    converse(front, socket, below ?? socket)
  })
  return front

  function reset(socket: Socket): void {
    front.fault = undefined
    socket.resetAndDestroy()
  }

  function converse({ begun, received }: Front, socket: TLSSocket, carrier: Socket): void {
    conversations.add(socket)
    socket.on('error', () => undefined).on('close', () => conversations.delete(socket))
    const isUnread = (length: number): boolean => front.fault?.kind === 'unread' && front.fault.at <= length
    const collect = collector((request) => {
      received.push(firstLineOf(request))
      front.answer(request).then(
        async (answer) => say(answer, takeFault(), socket, carrier),
        () => socket.destroy(),
      )
    })
    if (isUnread(0)) {
      reset(carrier)
      return
    }
    let length = 0
    socket.on('data', (piece: Buffer) => {
      if (length === 0) begun.push(firstLineOf(piece))
      length += piece.length
      if (isUnread(length)) reset(carrier)
      else if (collect(piece)) length = 0
    })
  }

  function takeFault(): Fault | undefined {
    const { fault } = front
    front.fault = undefined
    return fault
  }
}

function firstLineOf(request: Buffer): string {
  return /^.*/.exec(request.toString('latin1', 0, 2000))?.[0] ?? ''
}

async function say(answer: Buffer, fault: Fault | undefined, socket: TLSSocket, carrier: Socket): Promise<void> {
  if (fault === undefined) {
    socket.write(answer)
    return
  }
  const [begin, rest] = [answer.subarray(0, fault.at), answer.subarray(fault.at)]
  if (fault.kind === 'cut') socket.end(begin)
  else if (fault.kind === 'byte doubled') socket.end(Buffer.concat([answer.subarray(0, fault.at + 1), rest]))
  else {
    if (begin.length > 0) await new Promise((resolve) => socket.write(begin, resolve))
    if (fault.kind === 'reset') carrier.resetAndDestroy()
    else if (fault.kind === 'doubled') socket.write(Buffer.concat([rest, rest]))
    else {
      await setTimeout(1)
      socket.write(rest)
    }
  }
}

/** Hands requests on to a portal that is served over two-way TLS, and gives its answers, byte by byte as they are. */
export function answersOf(root: string, { key, cert, ca }: TlsOptions): Front['answer'] {
  const port = Number(new URL(root).port)
  const options = { host: '127.0.0.1', port, key, cert, ca, checkServerIdentity: () => undefined } as ConnectionOptions
  return async (request) => {
    const socket = connect(options)
    socket.write(request)
    try {
      return await new Promise((resolve, reject) => {
        socket.on('data', collector(resolve)).on('error', reject)
        socket.on('close', () => {
          reject(new Error('The portal gives no answer.'))
        })
      })
    } finally {
      socket.destroy()
    }
  }
}
