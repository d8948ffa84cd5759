/**
 * Bytes on a connection to a served portal: requests one after the other, in pieces, too long, with wrong lengths, and what is no HTTP.
 *
 * @module
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { createSimulator, serve, virtualClock } from 'signering-portal/simulator'
import type { Random } from '../conformance/random.js'
import { organizationNumber, start } from '../simulator/raw-client.js'
import { BrokenLaw, target, type Target } from './target.js'

/** How long a connection may be left open that the client has ended, in milliseconds. */
const patience = 5000

type Sent = {
  readonly line: string
  readonly headers: readonly string[]
  /** What comes after the head, as it is on the wire. */
  readonly content: readonly string[]
}

type Said = {
  readonly requests: readonly Sent[]
  /** Where what is said is cut, so that the rest comes later. */
  readonly cut: number
}

const jobs = `/api/${organizationNumber}/portal/signature-jobs`
const lines = [
  ...['GET /control/clock HTTP/1.1', 'GET /control/jobs?a=%zz HTTP/1.1', 'POST /control/advance HTTP/1.1'],
  ...[`GET ${jobs} HTTP/1.1`, `POST ${jobs} HTTP/1.1`, `DELETE ${jobs}/1 HTTP/1.1`, `HEAD ${jobs} HTTP/1.1`],
  ...['GET / HTTP/1.0', 'GET /', 'OPTIONS * HTTP/1.1', 'CONNECT a.no:443 HTTP/1.1', 'GET http://a.no/ HTTP/1.1'],
  ...['PRI * HTTP/2.0', 'get / http/1.1', 'GET //control/clock HTTP/1.1', 'GET \\\\ HTTP/1.1', ' GET / HTTP/1.1', ''],
]
const headers = [
  ...[
    'Host: 127.0.0.1',
    'Host: a.no',
    'Host:',
    'Host: a b',
    'Host: [::1',
    'Connection: close',
    'Connection: keep-alive',
  ],
  ...[
    'Content-Length: 19',
    'Content-Length: 0',
    'Content-Length: -1',
    'Content-Length: 1, 1',
    'Content-Length: 99999999999',
  ],
  ...['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked, identity', 'Transfer-Encoding: gzip, chunked'],
  ...[
    'Content-Type: application/json',
    'Content-Type: multipart/mixed; boundary=a',
    'Accept: application/xml',
    'Accept: */*;q=2',
  ],
  ...[
    'Expect: 100-continue',
    'Expect: more',
    'Upgrade: websocket',
    'Connection: upgrade',
    'Trailer: A',
    'Origin: null',
  ],
  ...['No colon', ' folded', ': no name', 'A : b', 'A: \0', 'A: \u00e5', `A: ${'a'.repeat(20_000)}`, '\tA: b'],
]
const contents = [
  ...['{"milliseconds":10}', '--a\r\n\r\n\r\n--a--\r\n', '<a/>', ''],
  ...[
    '13\r\n{"milliseconds":10}\r\n',
    '0\r\n\r\n',
    '0\r\nA: b\r\n\r\n',
    '1\r\na\r\n',
    '01;a="b"\r\na\r\n',
    '-1\r\na\r\n',
  ],
  ...['ffffffffffffffffff\r\n', '2\r\na\r\n', 'g\r\n', `1;${'a'.repeat(20_000)}\r\na\r\n`, '\n0\n\n', '1\na\n'],
]

const some = (random: Random, list: readonly string[], most: number): readonly string[] =>
  Array.from({ length: random.integer(0, most) }, () => random.pick(list))

function makeRequest(random: Random): Sent {
  return random.pick([
    () => ({ line: random.pick(lines), headers: some(random, headers, 4), content: some(random, contents, 3) }),
    () => ({ line: lines[0] ?? '', headers: headers.slice(0, 1), content: [] }),
    () => ({
      line: lines[2] ?? '',
      headers: [headers[0], headers[7], headers[15]].map(String),
      content: contents.slice(0, 1),
    }),
    () => ({
      line: lines[2] ?? '',
      headers: [headers[0], headers[12], headers[15]].map(String),
      content: contents.slice(4, 6),
    }),
  ])()
}

const written = ({ line, headers: fields, content }: Sent): string =>
  [line, ...fields, '', content.join('')].join('\r\n')

/** Says something on a new connection, and ends it; gives what was answered until the other side ended it, too. */
async function answerTo(port: number, said: string, cut: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const closed = once(socket, 'close').catch(() => undefined)
  let answer = ''
  socket.setEncoding('latin1')
  socket.on('data', (piece: string) => (answer += piece))
  // A server that refuses what it is told need not hear the rest.
  socket.on('error', () => undefined)
  socket.write(said.slice(0, cut), 'latin1')
  await setTimeout(0)
  socket.end(said.slice(cut), 'latin1')
  const isOver = new AbortController()
  const late = setTimeout(patience, true, { signal: isOver.signal }).catch(() => false)
  const isLate = await Promise.race([closed.then(() => false), late])
  isOver.abort()
  socket.destroy()
  if (isLate) throw new BrokenLaw('a connection is neither answered nor ended')
  return answer
}

/** What a server says on a connection is nothing, or answers of HTTP; and it goes on to serve. */
export const wire: Target = target(
  'bytes on a connection',
  (random: Random): Said => ({
    requests: Array.from({ length: random.pick([1, 1, 2, 3]) }, () => makeRequest(random)),
    cut: random.pick([0, 0, random.integer(0, 100)]),
  }),
  async ({ requests, cut }) => {
    const clock = virtualClock(start)
    const simulator = createSimulator({ clock, senders: [{ organizationNumber, sector: 'PUBLIC' }], rateLimit: false })
    const { root, close } = await serve(simulator, { control: clock })
    try {
      const port = Number(new URL(root).port)
      const answer = await answerTo(port, requests.map(written).join(''), Math.max(0, Math.trunc(cut)))
      if (answer !== '' && !/^HTTP\/1\.1 [1-5][0-9][0-9] /.test(answer)) throw new BrokenLaw('an answer is not HTTP')
      const isFaulty = JSON.stringify(simulator.snapshot()).includes('"fault"')
      if (/^HTTP\/1\.1 500 /m.test(answer) && !isFaulty) throw new BrokenLaw('the portal fails without being told to')
      const { status } = await fetch(`http://127.0.0.1:${port}/control/clock`, { headers: { Connection: 'close' } })
      if (status !== 200) throw new BrokenLaw('it does not serve any more')
    } finally {
      await close()
    }
  },
  10,
)
