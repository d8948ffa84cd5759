/** Clients that are right in another way about HTTP: how the same request is put on the wire, and its parts are delimited. */
import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { exposeOnPort } from 'signering-portal/contract'
import type { SimulatorFetch } from 'signering-portal/simulator'
import { withFetch, withUrl, type OtherWay } from '../clients.js'

/** How a transport writes a request. */
interface Wire {
  /** Whether each request has a connection of its own, or all of them the same. */
  readonly connection: 'close' | 'keep-alive'
  /** Whether content is sent in chunks, or after its length. */
  readonly content: 'chunks' | 'length'
  /** How the names of header fields are written. */
  readonly name: (name: string) => string
  /** More header fields. */
  readonly headers?: Readonly<Record<string, string>>
}

const asTold = (name: string): string => name
const capital = (name: string): string => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())

/** A transport of its own on the HTTP of Node. */
function withWire({ connection, content, name, headers: more = {} }: Wire): OtherWay['make'] {
  return withFetch(({ ended }) => {
    const agent = new Agent({ keepAlive: connection === 'keep-alive', maxSockets: 1 })
    ended.addEventListener('abort', () => {
      agent.destroy()
    })
    return async (url, { method = 'GET', headers: given, body } = {}) => {
      const headers: OutgoingHttpHeaders = {}
      for (const [field, value] of new Headers(given)) headers[name(field)] = value
      for (const [field, value] of Object.entries(more)) headers[name(field)] = value
      const bytes = body instanceof Uint8Array ? body : undefined
      if (bytes !== undefined && content === 'length') headers[name('content-length')] = bytes.length
      if (bytes !== undefined && content === 'chunks') headers[name('transfer-encoding')] = 'chunked'
      return new Promise<Response>((resolve, reject) => {
        const sent = request(url, { method, headers, agent }, (response) => {
          readAll(response).then(resolve, reject)
        })
        sent.on('error', reject)
        const half = Math.floor((bytes?.length ?? 0) / 2)
        if (bytes !== undefined && half > 0) sent.write(bytes.subarray(0, half))
        sent.end(bytes?.subarray(half))
      })
    }
  })
}

async function readAll(message: IncomingMessage): Promise<Response> {
  const pieces: Uint8Array[] = []
  for await (const piece of message as AsyncIterable<Uint8Array>) pieces.push(piece)
  const headers = new Headers()
  for (const [field, values = []] of Object.entries(message.headersDistinct))
    for (const value of values) headers.append(field, value)
  const { statusCode: status = 0 } = message
  return new Response(status === 204 ? null : Buffer.concat(pieces), { status, headers })
}

/** A client that has other header fields. */
function withRequestHeaders(change: (headers: Headers) => void): OtherWay['make'] {
  return withFetch(({ fetch }): SimulatorFetch => (url, init) => {
    const headers = new Headers(init?.headers)
    change(headers)
    return fetch(url, { ...init, headers })
  })
}

export const waysOfTransport: readonly OtherWay[] = [
  {
    way: 'sends content in chunks over a connection for each request',
    before: 'create-once',
    expose: exposeOnPort,
    make: withWire({ connection: 'close', content: 'chunks', name: asTold }),
  },
  {
    way: 'keeps one connection, and writes the names of header fields with capitals',
    before: 'create-once',
    expose: exposeOnPort,
    make: withWire({ connection: 'keep-alive', content: 'length', name: capital }),
  },
  {
    way: 'accepts compressed content, and writes the names of header fields in capitals',
    before: 'poll-empty',
    expose: exposeOnPort,
    make: withWire({
      connection: 'close',
      content: 'length',
      name: (name) => name.toUpperCase(),
      headers: { 'accept-encoding': 'gzip, deflate;q=0.5' },
    }),
  },
  {
    way: 'accepts several media types, each as gladly as it says',
    before: 'accepted-media-types',
    make: withRequestHeaders((headers) => {
      const accepted = headers.get('Accept') ?? '*/*'
      headers.set('Accept', `text/html;q=0.2, ${accepted.replaceAll(', ', ';q=0.9, ')};q=0.8, */*;q=0.1`)
    }),
  },
  {
    way: 'encodes the name of a queue with hexadecimal digits in lower case',
    before: 'queue-name-beyond-ascii',
    make: withUrl((url) => url.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())),
  },
  {
    way: 'encodes the hyphen in the name of a queue, which it need not',
    before: 'queue-name-plain',
    make: withUrl((url) => url.replace(/(?<=polling_queue=).*/, (name) => name.replaceAll('-', '%2D'))),
  },
  {
    way: 'has text before the first part and after the last, and white space after delimiters',
    before: 'create-once',
    make: withFetch(({ fetch }) => (url, init) => {
      if (!(init?.body instanceof Uint8Array)) return fetch(url, init)
      const headers = new Headers(init.headers)
      const boundary = /boundary="?([^";]+)/.exec(headers.get('Content-Type') ?? '')?.[1] ?? ''
      headers.set('Content-Type', `multipart/mixed; boundary="${boundary}"`)
      const text = Buffer.from(init.body).toString('latin1').replaceAll(`--${boundary}\r\n`, `--${boundary} \t\r\n`)
      const body = `A message in two parts.\r\n${text.replace(/^(?!\r\n)/, '\r\n')}The end of the message.\r\n`
      return fetch(url, { ...init, headers, body: Buffer.from(body, 'latin1') })
    }),
  },
]
