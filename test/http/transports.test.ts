import { portalOperations, PortalError, ResponseError, type Send } from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { createJob, sendWithFetch } from '../../examples/transport-fetch.js'
import { errorXml, jobResponseXml, organizationNumber, pollTime, statusChangeXml, xml } from './responses.js'
import { startServer, type Answer, type Received } from './server.js'

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
    'DELETE /1': { status: 403, headers: xml, body: errorXml },
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

describe('every exchange over', () => {
  it('global fetch', async () => {
    await using server = await startServer(answer)
    await exercise(sendWithFetch, server.origin, server.received)
  })
})

it('the example of fetch creates a job', async () => {
  await using server = await startServer(answer)
  expect(await createJob(`${server.origin}/api`, organizationNumber, bundle)).toBe('9223372036854775807')
  expect(server.received[0]?.headers['user-agent']).toMatch(/^archive\/2\.1 signering-portal\//)
})

it('an aborted exchange ends with the reason of the signal', async () => {
  await using server = await startServer(() => new Promise<Answer>(() => undefined))
  const portal = portalOperations({ root: `${server.origin}/api`, organizationNumber })
  const reason = new PortalError('Stopped', [])
  await expect(sendWithFetch(portal.organization(), AbortSignal.abort(reason))).rejects.toBe(reason)
})
