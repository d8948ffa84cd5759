import { once } from 'node:events'
import { request, type IncomingMessage, type RequestOptions } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { portalSignatureJobResponse } from 'signering-portal/codec'
import { create, organizationNumber, start } from '../../testing/simulator/raw-client.js'
import { control, open, served, view } from '../../testing/simulator/served.js'
import { controlNames } from '../../src/simulator/control.js'
import { resources } from '../../src/simulator/routes.js'
import { maximumRequestBytes } from '../../src/simulator/routes.js'
import { description, differences } from '../../testing/simulator/control-description.js'
import { clock, simulator } from '../../testing/simulator/simulated.js'

beforeEach(open)

afterEach(async () => {
  await served.close()
})

async function codesOf(response: Response): Promise<readonly string[]> {
  expect(response.status).toBe(400)
  const { issues } = (await response.json()) as { issues: readonly { code: string }[] }
  return issues.map(({ code }) => code)
}

/** The status of the answer to a request with a Host of the test's choice, which `fetch` does not let it choose. */
async function statusOf(options: RequestOptions, content?: string): Promise<number | undefined> {
  const sent = request({ host: '127.0.0.1', ...options })
  sent.end(options.method === 'POST' ? content : undefined)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

describe('the controls', () => {
  it('take no content of a type that is not told', async () => {
    const { origin } = new URL(served.root)
    const answer = await fetch(`${origin}/control/advance`, {
      method: 'POST',
      body: new TextEncoder().encode('{"milliseconds":1}'),
    })
    expect(await codesOf(answer)).toEqual(['simulator.control'])
  })

  it('let a test in any language do all that one in the process can', async () => {
    const id = portalSignatureJobResponse.decode(await (await create(fetch, served.root)).text()).signatureJobId
    expect((await control('advance', { milliseconds: 1_000 })).status).toBe(204)
    expect(await view('clock')).toEqual({
      now: '2026-01-05T12:00:01.000Z',
    })
    expect((await control('signer-status', { signatureJobId: id, signer: 1, status: 'SIGNED' })).status).toBe(204)
    expect(
      (
        await control('fault', {
          fault: { kind: 'status', status: 500, content: 'html' },
          resource: 'nextStatusChange',
        })
      ).status,
    ).toBe(204)
    expect((await fetch(`${served.root}/${organizationNumber}/portal/signature-jobs`)).status).toBe(500)
    const jobs: unknown = await view('jobs')
    expect(jobs).toEqual(JSON.parse(JSON.stringify(simulator.jobs())))
    expect(jobs).toMatchObject([
      {
        createdAt: '2026-01-05T12:00:00.000Z',
        signers: [
          { opensAt: '2026-01-05T12:00:00.000Z', status: { value: 'SIGNED', since: '2026-01-05T12:00:01.000Z' } },
          { status: { value: 'WAITING', since: '2026-01-05T12:00:00.000Z' } },
        ],
      },
    ])
    expect(await view('exchanges')).toEqual(simulator.exchanges())
    expect(await view('snapshot')).toEqual(simulator.snapshot())
    expect(simulator.job(id).signers[0]?.status.value).toBe('SIGNED')
    expect(simulator.exchanges().map(({ resource, status }) => [resource, status])).toEqual([
      ['create', 200],
      ['nextStatusChange', 500],
    ])
  })

  it('postpone a deadline', async () => {
    const id = portalSignatureJobResponse.decode(await (await create(fetch, served.root)).text()).signatureJobId
    const deadline = '2026-03-05T13:00:00.000+01:00'
    expect((await control('deadline', { signatureJobId: id, deadline })).status).toBe(204)
    expect(simulator.job(id).deadline).toEqual(new Date(deadline))
    expect(await codesOf(await control('deadline', { signatureJobId: id, deadline }))).toEqual(['simulator.deadline'])
    expect(await codesOf(await control('deadline', { signatureJobId: id, deadline: 'soon' }))).toEqual([
      'schema.date-time',
    ])
  })

  it.each([
    ['a name of its own', 'evil.example', undefined],
    ['a name that begins as the own', '127.0.0.1.evil.example', undefined],
    ['another origin', '127.0.0.1', 'http://evil.example'],
    ['another origin on this machine', '127.0.0.1', 'http://127.0.0.1:1'],
    ['no origin that can be told', '127.0.0.1', 'null'],
  ])('are not for a web page, with %s', async (_, name, origin) => {
    const { port } = new URL(served.root)
    for (const [method, path] of [
      ['GET', 'clock'],
      ['POST', 'advance'],
    ] as const) {
      const headers = { Host: `${name}:${port}`, 'Content-Type': 'application/json', ...(origin && { Origin: origin }) }
      expect(await statusOf({ port, path: `/control/${path}`, method, headers }, '{"milliseconds":1}')).toBe(403)
    }
    expect(clock.now()).toEqual(start)
  })

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST'])('are for programs that call this machine %s', async (name) => {
    const { port } = new URL(served.root)
    const host = `${name}:${port}`
    const headers = { Host: host, Origin: `http://${host.toLowerCase()}` }
    expect(await statusOf({ port, path: '/control/clock', method: 'GET', headers })).toBe(200)
  })

  it('tell what is wrong', async () => {
    expect(await codesOf(await control('advance', { milliseconds: -1 }))).toEqual(['simulator.control'])
    expect(await codesOf(await control('advance', { milliseconds: Number.MAX_SAFE_INTEGER }))).toEqual([
      'simulator.control',
    ])
    expect(await codesOf(await control('advance', 'no JSON'))).toEqual(['simulator.control'])
    for (const mediaType of ['text/plain', 'application/json-x', 'application/jsonx', 'application/json+xml', ''])
      expect(await codesOf(await control('advance', { milliseconds: 1 }, mediaType))).toEqual(['simulator.control'])
    expect((await control('advance', { milliseconds: 1 }, 'Application/JSON ; charset=utf-8')).status).toBe(204)
    expect(await codesOf(await control('fault', { fault: { kind: 'nothing' } }))).toEqual(['simulator.control'])
    expect(await codesOf(await control('signer-status', { signatureJobId: '1', signer: 1, status: 'SIGNED' }))).toEqual(
      ['simulator.job-unknown'],
    )
    const refused = await control('advance', 'no JSON')
    expect(await refused.json()).toEqual({
      issues: [
        {
          severity: 'error',
          code: 'simulator.control',
          path: '',
          message: 'The content is not what the control takes.',
        },
      ],
    })
    // What is beyond the limit is not kept, so that it could be anything.
    const { port } = new URL(served.root)
    const toClock = { port, path: '/control/advance', method: 'POST', headers: { 'Content-Type': 'application/json' } }
    const before = clock.now()
    const padded = '{"milliseconds":1}'.padEnd(maximumRequestBytes)
    expect([await statusOf(toClock, padded), await statusOf(toClock, `${padded} `)]).toEqual([204, 400])
    expect(clock.now().getTime()).toBe(before.getTime() + 1)
    expect((await control('toString', {})).status).toBe(404)
    expect((await fetch(new URL('/control/advance', served.root))).status).toBe(404)
  })
})

describe('the description of the controls', () => {
  it('has the paths that there are, and no others', () => {
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const known = Object.entries(controlNames).flatMap(([method, names]) => names.map((name) => `${method} /${name}`))
    expect(described.sort()).toEqual(known.sort())
  })

  it('knows jobs of every kind', async () => {
    const ids = ['SIGNED', 'REJECTED', 'WAITING']
    for (const status of ids) {
      const created = await create(fetch, served.root, undefined, '<polling-queue>q</polling-queue>', clock.now())
      const { signatureJobId } = portalSignatureJobResponse.decode(await created.text())
      if (status === 'WAITING') continue
      for (const signer of status === 'SIGNED' ? [1, 2] : [1]) simulator.setSignerStatus(signatureJobId, signer, status)
    }
    expect(await view('jobs')).toHaveLength(3)
    clock.advance(41 * 86_400_000)
    expect(await view('jobs')).toMatchObject([
      { documentsDeletedAt: '2026-02-14T12:00:00.000Z' },
      {},
      { status: 'FAILED' },
    ])
  })

  it('has the resources that faults can be for', () => {
    const { enum: described } = (description.components.schemas['Resource'] ?? {}) as { readonly enum?: unknown }
    expect(described).toEqual(resources)
  })

  it('sees what is otherwise', async () => {
    const url = 'http://127.0.0.1/control/clock'
    const see = async (method: string, address: string, content: unknown, response: Response): Promise<string> =>
      differences(method, address, content, response)
    expect(await see('GET', url, undefined, Response.json({ now: '2026-01-05T12:00:00Z' }))).toContain('now')
    expect(await see('GET', url, undefined, Response.json({ now: '2026-01-05T12:00:00.000Z', more: 1 }))).not.toBe('')
    expect(await see('GET', url, undefined, Response.json({}, { status: 500 }))).toContain('500 is not described')
    expect(await see('POST', url, {}, new Response(null, { status: 204 }))).toContain('is not described')
    const advance = 'http://127.0.0.1/control/advance'
    expect(await see('POST', advance, { milliseconds: -1 }, new Response(null, { status: 204 }))).not.toBe('')
    expect(await see('POST', advance, { milliseconds: 1 }, new Response(null, { status: 204 }))).toBe('')
    expect(await see('POST', advance, {}, Response.json({ issues: [] }, { status: 400 }))).not.toBe('')
  })
})
