import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { portalSignatureJobResponse } from 'signering-portal/codec'
import { create, organizationNumber } from '../../testing/simulator/raw-client.js'
import { control, open, served } from '../../testing/simulator/served.js'
import { simulator } from '../../testing/simulator/simulated.js'

beforeEach(open)

afterEach(async () => {
  await served.close()
})

async function codesOf(response: Response): Promise<readonly string[]> {
  expect(response.status).toBe(400)
  const { issues } = (await response.json()) as { issues: readonly { code: string }[] }
  return issues.map(({ code }) => code)
}

describe('the controls', () => {
  it('let a test in any language do all that one in the process can', async () => {
    const id = portalSignatureJobResponse.decode(await (await create(fetch, served.root)).text()).signatureJobId
    expect((await control('advance', { milliseconds: 1_000 })).status).toBe(204)
    expect(await (await fetch(new URL('/control/clock', served.root))).json()).toEqual({
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
    const jobs: unknown = await (await fetch(new URL('/control/jobs', served.root))).json()
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
    expect(await (await fetch(new URL('/control/exchanges', served.root))).json()).toEqual(simulator.exchanges())
    expect(await (await fetch(new URL('/control/snapshot', served.root))).json()).toEqual(simulator.snapshot())
    expect(simulator.job(id).signers[0]?.status.value).toBe('SIGNED')
    expect(simulator.exchanges().map(({ resource, status }) => [resource, status])).toEqual([
      ['create', 200],
      ['nextStatusChange', 500],
    ])
  })

  it('tell what is wrong', async () => {
    expect(await codesOf(await control('advance', { milliseconds: -1 }))).toEqual(['simulator.control'])
    expect(await codesOf(await control('advance', { milliseconds: Number.MAX_SAFE_INTEGER }))).toEqual([
      'simulator.control',
    ])
    expect(await codesOf(await control('advance', 'no JSON'))).toEqual(['simulator.control'])
    expect(await codesOf(await control('advance', { milliseconds: 1 }, 'text/plain'))).toEqual(['simulator.control'])
    expect(await codesOf(await control('fault', { fault: { kind: 'nothing' } }))).toEqual(['simulator.control'])
    expect(await codesOf(await control('signer-status', { signatureJobId: '1', signer: 1, status: 'SIGNED' }))).toEqual(
      ['simulator.job-unknown'],
    )
    expect((await control('toString', {})).status).toBe(404)
    expect((await fetch(new URL('/control/advance', served.root))).status).toBe(404)
  })
})
