import type { ServerOptions } from 'node:https'
import { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { portalOperations, ResponseError, type Send } from 'signering-portal/http'
import { describe, expect, it, vi } from 'vitest'
import { archiveSignedDocuments } from '../../examples/polling.js'
import { createJob, sendWithFetch } from '../../examples/transport-fetch.js'
import { sendWithHttps } from '../../examples/transport-https.js'
import { sendWithUndici } from '../../examples/transport-undici.js'
import { commonName, createAuthority, organizationIdentifier } from '../../testing/certificates.js'
import {
  errorXml,
  jobResponseXml,
  organizationNumber,
  pollTime,
  statusChangeXml,
  xml,
} from '../../testing/http/responses.js'
import { startServer, type Answer, type Received } from '../../testing/http/server.js'

const now = (): Date => new Date(0)
const bundle = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256)

/** A portal that has one answer for each address. */
function answer({ method, url }: Received): Answer {
  const path = url.replace(`/api/${organizationNumber}`, '')
  const answers: Record<string, Answer> = {
    'GET ': { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'Organisasjonen Æ' },
    'POST /portal/signature-jobs': { status: 200, headers: xml, body: jobResponseXml() },
    'GET /portal/signature-jobs': {
      status: 200,
      headers: pollTime('2020-01-01T12:00:00+01:00'),
      body: statusChangeXml(),
    },
    'GET /portal/signature-jobs?polling_queue=empty': { status: 204, headers: pollTime('2020-01-01T12:00:00+01:00') },
    'POST /1/complete': { status: 204 },
    'POST /1/cancel': { status: 409 },
    'GET /1/pades': { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: bundle },
    'GET /1/xades': { status: 302, headers: { Location: '/api/123456789/1/pades' } },
    'DELETE /1': { status: 403, headers: xml, body: errorXml() },
  }
  return answers[`${method} ${path}`] ?? { status: 404 }
}

/** Runs every exchange over a transport. Every implementation of {@link Send} must pass. */
async function exercise(send: Send, origin: string, received: readonly Received[]): Promise<void> {
  const portal = portalOperations({ root: `${origin}/api`, organizationNumber })
  const url = (path: string): string => `${origin}/api/${organizationNumber}/${path}`

  expect(await send(portal.organization())).toBe('Organisasjonen Æ')
  const created = await send(portal.create({ request: { reference: '123-ABC' }, bundle }))
  expect(created.signatureJobId).toBe('9223372036854775807')
  const nextPermittedPollTime = new Date('2020-01-01T11:00:00Z')
  expect(await send(portal.nextStatusChange({ now }))).toMatchObject({
    kind: 'statusChange',
    statusChange: { signatureJobId: '1' },
    nextPermittedPollTime,
    warnings: [],
  })
  expect(await send(portal.nextStatusChange({ now, pollingQueue: 'empty' }))).toEqual({
    kind: 'noChange',
    nextPermittedPollTime,
    warnings: [],
  })
  await send(portal.confirm(url('1/complete')))
  expect(await send(portal.cancel(url('1/cancel')))).toEqual({ kind: 'alreadyFinished' })
  const download = await send(portal.downloadPades(url('1/pades')))
  expect(Buffer.from(await download.bytes())).toEqual(Buffer.from(bundle))
  await expect(send(portal.downloadXades(url('1/xades')))).rejects.toMatchObject({ status: 302 })
  const refused: unknown = await send(portal.deleteDocuments(url('1'))).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ResponseError)
  expect(refused).toMatchObject({ status: 403, serviceError: { errorCode: 'SCHEMA_VALIDATION_ERROR' } })

  expect(
    received.map(({ method, url: path }) => `${method} ${path.replace(`/api/${organizationNumber}`, '')}`),
  ).toEqual([
    'GET ',
    'POST /portal/signature-jobs',
    'GET /portal/signature-jobs',
    'GET /portal/signature-jobs?polling_queue=empty',
    'POST /1/complete',
    'POST /1/cancel',
    'GET /1/pades',
    'GET /1/xades',
    'DELETE /1',
  ])
  const post = received[1]
  const expected = portal.create({ request: { reference: '123-ABC' }, bundle }).request
  expect(post?.body.equals(expected.body ?? new Uint8Array())).toBe(true)
  expect(post?.headers['content-type']).toBe(expected.headers['Content-Type'])
  expect(post?.headers['content-length']).toBe(`${expected.body?.length ?? 0}`)
  expect(post?.headers['user-agent']).toBe(expected.headers['User-Agent'])
  for (const request of received.filter((request) => request !== post)) {
    expect(request.body.length).toBe(0)
    expect(request.headers['transfer-encoding']).toBeUndefined()
  }
  expect(received[4]?.headers['content-length']).toBe('0')
}

const servers = createAuthority('Enterprise root')
const clients = createAuthority('Client root')
const server = servers.issue([[organizationIdentifier, 'NTRNO-984661185']])
const client = clients.issue([[commonName, 'Sender AS']])
const twoWay = { ...server, ca: clients.root, requestCert: true, rejectUnauthorized: true }
const configuration = { ...client, ca: servers.root }

/** Every implementation of {@link Send}, with the options of a server that it is to reach. */
const transports: [string, Send, ServerOptions | undefined][] = [
  ['global fetch', sendWithFetch, undefined],
  ['undici with a client certificate', sendWithUndici(configuration), twoWay],
  ['node:https with a client certificate', sendWithHttps(configuration), twoWay],
]

describe.each(transports)('over %s', (_, send, tls) => {
  it('every exchange is made', async () => {
    await using portal = await startServer(answer, tls)
    await exercise(send, portal.origin, portal.received)
  })

  it('an exchange ends with the signal before the response', async () => {
    const abort = new AbortController()
    await using portal = await startServer(() => {
      abort.abort()
      return new Promise<Answer>(() => undefined)
    }, tls)
    const { organization } = portalOperations({ root: `${portal.origin}/api`, organizationNumber })
    await expect(send(organization(), abort.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('a response that is cut off is an error, not a shorter document', async () => {
    await using portal = await startServer(
      () => ({ status: 200, headers: { 'Content-Length': '9' }, body: 'PDF', cut: true }),
      tls,
    )
    const { downloadPades } = portalOperations({ root: `${portal.origin}/api`, organizationNumber })
    const { bytes } = await send(downloadPades(`${portal.origin}/api/1`))
    await expect(bytes()).rejects.toMatchObject({ issues: [{ code: 'http.body-interrupted' }] })
  })

  it('a connection that is reset while the content comes is an error of the reader', async () => {
    const connecting = vi.spyOn(Socket.prototype, 'connect')
    await using portal = await startServer(
      () => ({ status: 200, headers: { 'Content-Length': '9' }, body: 'PDF', reset: true }),
      tls,
    )
    const { downloadPades } = portalOperations({ root: `${portal.origin}/api`, organizationNumber })
    const { bytes } = await send(downloadPades(`${portal.origin}/api/1`))
    await expect(bytes()).rejects.toMatchObject({ issues: [{ code: 'http.body-interrupted' }] })
    // An error that nobody listens to comes no later than the end of the client's connection, and would fail the run.
    const sockets = connecting.mock.contexts as readonly Socket[]
    expect(sockets).not.toEqual([])
    for (const socket of sockets) if (!socket.closed) await new Promise((done) => socket.once('close', done))
    await setImmediate()
    connecting.mockRestore()
  })

  it('an exchange ends with the signal while the content is read', async () => {
    const abort = new AbortController()
    await using portal = await startServer(
      () => ({ status: 200, headers: { 'Content-Length': '9' }, body: 'PDF', stall: true }),
      tls,
    )
    const { downloadPades } = portalOperations({ root: `${portal.origin}/api`, organizationNumber })
    const { bytes } = await send(downloadPades(`${portal.origin}/api/1`), abort.signal)
    const reading = bytes()
    abort.abort()
    await expect(reading).rejects.toMatchObject({ issues: [{ code: 'http.body-interrupted' }] })
  })
})

it('a server that asks for the client certificate turns away who has none', async () => {
  await using portal = await startServer(answer, twoWay)
  const { organization } = portalOperations({ root: `${portal.origin}/api`, organizationNumber })
  const stranger = sendWithHttps({ ...servers.issue([[commonName, 'Stranger']]), ca: servers.root })
  await expect(stranger(organization())).rejects.toThrow()
  expect(portal.received).toEqual([])
})

it('the example of fetch creates a job', async () => {
  await using portal = await startServer(answer)
  expect(await createJob(`${portal.origin}/api`, organizationNumber, bundle)).toBe('9223372036854775807')
  expect(portal.received[0]?.headers['user-agent']).toMatch(/^archive\/2\.1 signering-portal\//)
})

it('the example of polling archives a document, confirms its change, and stops', async () => {
  const stop = new AbortController()
  await using portal = await startServer(({ method, url }, origin) => {
    const jobs = `${origin}/api/${organizationNumber}/portal/signature-jobs`
    if (url.endsWith('/7/pades')) return { status: 200, headers: { 'Content-Type': 'application/pdf' }, body: bundle }
    if (method === 'POST') return { status: 204 }
    if (portal.received.length > 1) {
      stop.abort()
      return { status: 204, headers: pollTime('2100-01-01T00:00:00Z') }
    }
    const completed = statusChangeXml('7', jobs)
      .replace('IN_PROGRESS', 'COMPLETED_SUCCESSFULLY')
      .replace('</signatures>', `<pades-url>${jobs}/7/pades</pades-url></signatures>`)
    return { status: 200, headers: pollTime('2020-01-01T00:00:00Z'), body: completed }
  })
  const archived: [string, Uint8Array][] = []
  const archive = (signatureJobId: string, document: Uint8Array): Promise<void> => {
    archived.push([signatureJobId, document])
    return Promise.resolve()
  }
  const operations = portalOperations({ root: `${portal.origin}/api`, organizationNumber })
  await archiveSignedDocuments(operations, sendWithFetch, archive, stop.signal)
  expect(archived).toEqual([['7', bundle]])
  expect(portal.received.map(({ method, url }) => `${method} ${url.replace(/^.*jobs/, '')}`)).toEqual([
    'GET ',
    'GET /7/pades',
    'POST /7/complete',
    'GET ',
  ])
})
