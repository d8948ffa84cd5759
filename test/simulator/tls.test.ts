import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSimulator, serve, virtualClock, type ServedSimulator } from 'signering-portal/simulator'
import { tlsOptions } from 'signering-portal/tls'
import {
  makeCertificate,
  makeSender,
  makeStranger,
  validity,
  type MadeCertificate,
  type Name,
} from '../../testing/certificates.js'
import { start } from '../../testing/simulator/raw-client.js'

const senderNumber = '123456785'
const brokerNumber = '555555555'
const { root, intermediate } = makeSender()
let serialNumber = 100n

function issue(subject: Name, issuer: MadeCertificate = intermediate): MadeCertificate {
  serialNumber += 1n
  return makeCertificate({ subject, issuer, keyUsage: ['digitalSignature'], serialNumber, ...validity })
}

const server = issue({ C: 'NO', O: 'Posten Norge AS', organizationIdentifier: 'NTRNO-984661185' })
const simulator = createSimulator({
  clock: virtualClock(start),
  senders: [{ organizationNumber: senderNumber, sector: 'PUBLIC' }],
  brokers: [{ organizationNumber: brokerNumber, senders: [senderNumber] }],
})
let served: ServedSimulator
/** Why clients were refused. */
const reasons: string[] = []
const reason = async (): Promise<string | undefined> => {
  await expect.poll(() => reasons).toHaveLength(1)
  return reasons.pop()
}

beforeAll(async () => {
  const cert = server.certificatePem + intermediate.certificatePem
  const tls = { key: server.privateKeyPem, cert, ca: root.certificatePem }
  served = await serve(simulator, { tls, onRefusedHandshake: (words) => void reasons.push(words) })
})
afterAll(async () => {
  await served.close()
})

async function whoAmI(client: MadeCertificate): Promise<readonly [number | undefined, string]> {
  const key = client.privateKeyPem
  const cert = client.certificatePem + intermediate.certificatePem
  const options = tlsOptions({ key, cert, ca: root.certificatePem })
  const sent = request(`${served.root}/${senderNumber}`, { ...options, agent: false }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return [response.statusCode, await text(response)]
}

describe('a portal with two-way TLS', () => {
  it.each([
    ['organizationIdentifier, as SEID 2.0 has it', { O: 'A', organizationIdentifier: `NTRNO-${senderNumber}` }],
    ['serialNumber, as SEID 1 has it', { O: 'A', serialNumber: senderNumber }],
  ])('knows the sender by %s', async (_, subject) => {
    expect(await whoAmI(issue(subject))).toEqual([200, `Organization ${senderNumber}\n`])
  })

  it('knows a broker by its certificate, and the sender by the path', async () => {
    const [status, answer] = await whoAmI(issue({ organizationIdentifier: `NTRNO-${brokerNumber}` }))
    expect(status).toBe(200)
    expect(answer).toContain(`with organization ${brokerNumber} as its broker`)
  })

  it.each([
    ['of another organization', { organizationIdentifier: 'NTRNO-987654325' }],
    ['without a number', { O: 'A' }],
    ['with the number in another place', { O: `NTRNO-${senderNumber}`, CN: senderNumber }],
    ['with more than the number', { organizationIdentifier: `NTRNO-${senderNumber}0` }],
  ])('does not authorize a certificate %s', async (_, subject) => {
    const [status, answer] = await whoAmI(issue(subject))
    expect(status).toBe(403)
    expect(answer).toContain('NOT_AUTHORIZED')
  })

  it('refuses a certificate of another authority', async () => {
    const stranger = makeStranger()
    await expect(whoAmI(issue({ serialNumber: senderNumber }, stranger.intermediate))).rejects.toThrow()
    expect(await reason()).toBe('certificate signature failure')
  })

  it('refuses a certificate whose time is over', async () => {
    const subject = { serialNumber: senderNumber }
    const over = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2021-01-01T00:00:00Z') }
    const old = makeCertificate({
      subject,
      issuer: intermediate,
      keyUsage: ['digitalSignature'],
      serialNumber: 99n,
      ...over,
    })
    await expect(whoAmI(old)).rejects.toThrow()
    expect(await reason()).toBe('certificate has expired')
  })

  it('refuses what is no TLS', async () => {
    await expect(fetch(served.root.replace('https', 'http'))).rejects.toThrow()
    expect(await reason()).toBe('http request')
  })

  it('refuses a client without a certificate', async () => {
    const sent = request(`${served.root}/${senderNumber}`, {
      ca: root.certificatePem,
      checkServerIdentity: () => undefined,
      agent: false,
    }).end()
    await expect(once(sent, 'response')).rejects.toThrow()
    expect(await reason()).toBe('peer did not return a certificate')
  })
})
