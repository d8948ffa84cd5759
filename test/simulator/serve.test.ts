import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { portalSignatureJobResponse } from 'signering-portal/codec'
import { create, organizationNumber } from '../../testing/simulator/raw-client.js'
import { open, openAgain, served } from '../../testing/simulator/served.js'
import { simulator } from '../../testing/simulator/simulated.js'

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
    ['a Host that is no host', 'GET / HTTP/1.1\r\nHost: a b/@\r\nConnection: close\r\n\r\n'],
    ['a method that cannot be', 'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['no HTTP', 'nonsense\r\n\r\n'],
  ])('survives %s', async (_, request) => {
    expect(await exchange(request)).not.toContain('200 OK')
    expect((await fetch(`${served.root}/${organizationNumber}`)).status).toBe(200)
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
