import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { portalSignatureJobResponse } from 'signering-portal/codec'
import type { AnsweredRequest } from 'signering-portal/simulator'
import { create, organizationNumber } from '../../testing/simulator/raw-client.js'
import { serve } from 'signering-portal/simulator'
import { open, openAgain, served } from '../../testing/simulator/served.js'
import { clock, simulator } from '../../testing/simulator/simulated.js'

beforeEach(open)

afterEach(async () => {
  await served.close()
})

/** Sends text over a connection and gives back all that comes. */
async function exchange(request: string): Promise<string> {
  const socket = connect(Number(new URL(served.root).port), '127.0.0.1')
  socket.end(request)
  return text(socket)
}

describe('a portal on a port', () => {
  it('answers under the name that the client called it by', async () => {
    const named = served.root.replace('127.0.0.1', 'localhost')
    const job = portalSignatureJobResponse.decode(await (await create(fetch, named)).text())
    expect(job.cancellationUrl.startsWith(named)).toBe(true)
  })

  it('keeps what it remembers when it is closed and served again', async () => {
    await create(fetch, served.root)
    await openAgain()
    expect(simulator.jobs()).toHaveLength(1)
  })

  it('closes the connection where no response is to come', async () => {
    simulator.planFault({ kind: 'noResponse', effect: true })
    await expect(create(fetch, served.root)).rejects.toThrow(TypeError)
    expect(simulator.jobs()).toHaveLength(1)
  })

  it('breaks the connection in the middle of the content', async () => {
    simulator.planFault({ kind: 'truncated' })
    const response = await create(fetch, served.root)
    await expect(response.text()).rejects.toThrow(TypeError)
  })

  it('refuses content that is too long', async () => {
    const response = await fetch(`${served.root}/${organizationNumber}/portal/signature-jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: new Uint8Array(12 * 1_048_576 + 1),
    })
    expect(response.status).toBe(413)
  })

  it.each([
    ['at once', 'Content-Length: 5\r\n\r\nhello'],
    ['in pieces', 'Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n'],
  ])('tells of content of a GET that comes %s', async (_, content) => {
    const target = new URL(`${served.root}/${organizationNumber}/portal/signature-jobs`).pathname
    const answer = await exchange(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${content}`)
    expect(answer).toMatch(/^HTTP\/1.1 204 /)
    expect(simulator.exchanges().map(({ contentLength }) => contentLength)).toEqual([5])
  })

  it.each([
    ['a Host that is no host', 'GET / HTTP/1.1\r\nHost: a b/@', 400, 'GET /'],
    ['a Host with a blank', 'GET / HTTP/1.1\r\nHost: a b', 400, 'GET /'],
    ['no Host', 'GET / HTTP/1.1', 400, 'GET /'],
    ['a method that cannot be', 'TRACE / HTTP/1.1\r\nHost: a', 501, 'TRACE /'],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a', 501, 'CONNECT a:443'],
    ['no address', 'OPTIONS * HTTP/1.1\r\nHost: a', 400, 'OPTIONS *'],
    ['an address of another scheme', 'GET ftp://a/ HTTP/1.1\r\nHost: a', 400, 'GET ftp://a/'],
    ['an expectation', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: more', 417, 'POST /'],
    ['headers that are too long', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}`, 431, ' '],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2', 400, ' '],
    ['no HTTP', 'nonsense', 400, ' '],
  ])('refuses %s, and tells of it', async (_, request, status, told) => {
    const all: AnsweredRequest[] = []
    await openAgain({ onAnswer: (answered) => void all.push(answered) })
    const response = await exchange(`${request}\r\n\r\n`)
    expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*<error-code>BAD_REQUEST<`))
    const [method, target] = told.split(' ')
    expect(all).toEqual([{ method, target, status, errorCode: 'BAD_REQUEST' }])
    expect((await fetch(`${served.root}/${organizationNumber}`)).status).toBe(200)
  })

  it.each(['', `more${'x'.repeat(100_000)}`])('ends though one who asked for a tunnel has not', async (more) => {
    const socket = connect({ port: Number(new URL(served.root).port), host: '127.0.0.1', allowHalfOpen: true })
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => undefined)
    socket.write(`CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n${more}`)
    await once(socket, 'data')
    // It is closed before.
    await openAgain()
  })

  it('answers a request with the whole address as one with its path, under the name in the address', async () => {
    const all: AnsweredRequest[] = []
    await openAgain({ control: clock, onAnswer: (answered) => void all.push(answered) })
    const end = 'HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n'
    const { origin } = new URL(served.root)
    expect(await exchange(`GET ${served.root}/${organizationNumber} ${end}`)).toMatch(/^HTTP\/1.1 200 OK/)
    // The controls are for the names of this machine alone, and the name is that of the address.
    expect(await exchange(`GET ${origin}/control/clock ${end}`)).toMatch(/^HTTP\/1.1 200 OK/)
    expect(await exchange(`GET http://elsewhere/control/clock ${end}`)).toMatch(/^HTTP\/1.1 403 /)
    expect(await exchange(`GET ${origin} ${end}`)).toMatch(/^HTTP\/1.1 404 /)
    expect(all.map(({ target }) => target)).toEqual([
      `/api/${organizationNumber}`,
      '/control/clock',
      '/control/clock',
      '',
    ])
  })

  it('takes all of its clients for one organization, if it is told so', async () => {
    await openAgain({ client: { organizationNumber: '987654325' } })
    expect((await fetch(`${served.root}/${organizationNumber}`)).status).toBe(403)
  })

  it('serves no controls unless it is told so', async () => {
    await openAgain()
    expect((await fetch(new URL('/control/advance', served.root), { method: 'POST' })).status).toBe(404)
    expect((await fetch(new URL('/control/clock', served.root))).status).toBe(404)
  })
})

it.each(['onAnswer', 'onRefusedHandshake'])('what is to be called as %s is a function', async (name) => {
  await expect(serve(simulator, { [name]: 'x' })).rejects.toThrow(new TypeError('What is called is a function.'))
})
