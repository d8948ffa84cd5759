import { beforeEach, describe, expect, it } from 'vitest'
import { portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { repositoryFile } from '../../testing/requirements.js'
import { Libxml2 } from '../../testing/validators.js'
import { create, organizationNumber } from '../../testing/simulator/raw-client.js'
import { begin, clock, simulator, queue, root, send } from '../../testing/simulator/simulated.js'
import { codesOf } from '../../testing/issues.js'

beforeEach(() => {
  begin()
})

async function createSigned(): Promise<void> {
  await create(send, root)
  const [job] = simulator.jobs()
  simulator.setSignerStatus(job?.signatureJobId ?? '', 1, 'SIGNED')
}

describe('faults', () => {
  it('are refused out of their range', () => {
    for (const fault of [
      { kind: 'status', status: 200, content: 'error' },
      { kind: 'successStatus', status: 418 },
      { kind: 'header', name: 'a b', value: '' },
      { kind: 'header', name: 'a', value: '\n' + 'b\nc' },
      { kind: 'root', root: 'elsewhere' },
      { kind: 'addressParameter', parameter: 'a&b=1' },
      { kind: 'addressParameter', parameter: 'a=%2' },
      { kind: 'addressParameter', parameter: 'a=b#c' },
      { kind: 'redirect', status: 304, location: 'https://elsewhere.example' },
      { kind: 'redirect', status: 302, location: 'elsewhere' },
      { kind: 'content', base64: 'a b' },
      { kind: 'nothing' },
      null,
    ])
      expect(
        codesOf(() => {
          simulator.planFault(fault as never)
        }),
        JSON.stringify(fault),
      ).toEqual(['simulator.fault'])
    expect(
      codesOf(() => {
        simulator.planFault({ kind: 'truncated' }, { times: 0 })
      }),
    ).toEqual(['simulator.fault'])
  })

  it('come as often as was planned, to the resource that was named', async () => {
    simulator.planFault({ kind: 'status', status: 500, content: 'text' }, { resource: 'nextStatusChange', times: 2 })
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(200)
    const statuses = [await send(queue), await send(queue), await send(queue)].map(({ status }) => status)
    expect(statuses).toEqual([500, 500, 204])
  })

  it('wait for a request that the rate limit lets through', async () => {
    begin({ rateLimit: true })
    simulator.planFault({ kind: 'status', status: 503, content: 'text' }, { resource: 'organization' })
    const statuses: number[] = []
    for (let call = 0; call < 12; call++) statuses.push((await send(`${root}/${organizationNumber}`)).status)
    expect(statuses).toEqual([503, ...Array<number>(9).fill(200), 429, 429])
    simulator.planFault({ kind: 'status', status: 503, content: 'text' }, { resource: 'organization' })
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(429)
    clock.advance(30_000)
    expect((await send(`${root}/${organizationNumber}`)).status).toBe(503)
  })

  it('of a lost response: the request had its effect, or none', async () => {
    simulator.planFault({ kind: 'noResponse', effect: false }, { resource: 'create' })
    await expect(create(send, root)).rejects.toThrow(TypeError)
    expect(simulator.jobs()).toHaveLength(0)
    simulator.planFault({ kind: 'noResponse', effect: true }, { resource: 'create' })
    await expect(create(send, root)).rejects.toThrow(TypeError)
    expect(simulator.jobs()).toHaveLength(1)
  })

  it('of addresses with a parameter: behind those that the message has', async () => {
    await createSigned()
    simulator.planFault({ kind: 'addressParameter', parameter: 'key=1&b=%2F/' }, { resource: 'nextStatusChange' })
    const text = await (await send(queue)).text()
    const addresses = [...text.matchAll(/<[a-z-]+-url>([^<]*)</g)].map(([, address = '']) => address)
    const more = 'key=1&#38;b=%2F/'
    const endings = addresses.map((address) => address.replace(/^.*[/](?=[a-z0-9]+[?])/, ''))
    expect(endings).toEqual([`complete?change=1&#38;${more}`, `cancel?${more}`, `1?${more}`, `pades?${more}`])
    for (const address of addresses.filter((one) => one.includes('pades')))
      expect((await send(address)).status).toBe(200)
  })

  it('of a message in another form: the same to XML', async () => {
    await createSigned()
    const plain = await (await send(queue)).text()
    const read = portalSignatureJobStatusChangeResponse.decode(plain)
    const schema = new Libxml2(repositoryFile('schema/portal.xsd'))
    for (const [kind, form] of [
      ['byteOrderMark', /^\uFEFF<\?xml /],
      ['comments', /<!-- signature-job-id --><\?of signature-job-id\?><signature-job-id>[0-9]+<!-- and on -->[0-9]+</],
      ['cdataSections', /<status since="[^" ]+"><!\[CDATA\[SIGNED\]\]></],
      ['whiteSpace', /<signature-job-id> [0-9]+ <.signature-job-id>\n {2}<status>/],
    ] as const) {
      simulator.planFault({ kind }, { resource: 'nextStatusChange' })
      clock.advance(600_000)
      const bytes = new Uint8Array(await (await send(queue)).arrayBuffer())
      expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toMatch(form)
      expect(portalSignatureJobStatusChangeResponse.decode(bytes)).toEqual(read)
      expect(schema.accepts(bytes)).toBe(true)
    }
    schema.dispose()
  })

  it('of a web page: without effect', async () => {
    simulator.planFault({ kind: 'webPage' })
    const response = await create(send, root)
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/html'])
    expect(await response.text()).toMatch(/^<html>/)
    expect(simulator.jobs()).toEqual([])
  })

  it('of a redirection: without effect', async () => {
    const location = 'https://elsewhere.example/api'
    simulator.planFault({ kind: 'redirect', status: 307, location }, { resource: 'create' })
    const response = await send(queue, { method: 'POST', body: 'x' })
    expect([response.status, response.headers.get('Location')]).toEqual([307, location])
    expect(simulator.jobs()).toEqual([])
  })

  it('of other content: with its effect, and its headers', async () => {
    await createSigned()
    const bytes = Buffer.from([0, 255, 13, 10])
    simulator.planFault({ kind: 'content', base64: bytes.toString('base64') })
    const response = await send(queue)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
    expect([response.status, response.headers.get('Content-Length')]).toEqual([200, '4'])
    expect((await send(queue)).status).toBe(204)
  })
})
