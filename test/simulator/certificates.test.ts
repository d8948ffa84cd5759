import { request } from 'node:https'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it } from 'vitest'
import { safeVerifyBundle, signingKeyFromPem, writeBundle, type SigningKey } from 'signering-portal/bundle'
import { signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import {
  createSimulator,
  makeTestCertificates,
  serve,
  virtualClock,
  type TestCertificates,
  type TestIdentities,
  type TestIdentity,
} from 'signering-portal/simulator'
import { tlsOptions, type TlsOptions } from 'signering-portal/tls'
import { makeSender } from '../../testing/certificates.js'
import { testCertificates } from '../../testing/simulator/certificates.js'
import { manifest, organizationNumber } from '../../testing/simulator/raw-client.js'

const forms = ['SEID 2.0', 'SEID 1'] as const
const documents = [{ href: 'document.pdf', mime: 'application/pdf', bytes: new TextEncoder().encode('%PDF-1.4\n') }]

let certificates: TestCertificates

beforeAll(async () => {
  certificates = await testCertificates()
})

const ofForm = (form: (typeof forms)[number]): TestIdentities => (form === 'SEID 1' ? certificates.seid1 : certificates)

const clientOf = (form: (typeof forms)[number], number = organizationNumber): TestIdentity =>
  ofForm(form).clients[number] ?? expect.unreachable()

describe('certificates for tests', () => {
  it('are there for the made-up organizations, the service and another server', () => {
    const numbers = ['123456785', '555555555', '666666666', '987654325']
    for (const { server, otherServer, clients } of forms.map(ofForm)) {
      expect(Object.keys(clients).sort()).toEqual(numbers)
      for (const number of numbers) expect(clients[number]?.organizationNumber).toBe(number)
      expect(server.organizationNumber).toBe('984661185')
      expect([...numbers, server.organizationNumber]).not.toContain(otherServer.organizationNumber)
    }
  })

  it('are of the same keys in both forms, and of different ones for each organization', () => {
    const keysOf = ({ server, otherServer, clients }: TestIdentities): readonly string[] =>
      [server, otherServer, ...Object.values(clients)].map(({ key }) => key)
    expect(keysOf(certificates.seid1)).toEqual(keysOf(certificates))
    expect(new Set([...keysOf(certificates), certificates.root.key]).size).toBe(7)
  })

  it.each(forms)('of %s sign packages that are trusted, with keys from PEM and from PKCS#12', async (form) => {
    const { key: pem, certificates: chain, pkcs12, passphrase } = clientOf(form)
    const keys: readonly SigningKey[] = [
      signingKeyFromPem({ key: pem, certificates: chain }),
      await signingKeyFromPkcs12({ pkcs12, passphrase, friendlyName: organizationNumber }),
    ]
    const now = new Date()
    for (const key of keys) {
      expect(key.chain).toHaveLength(3)
      const { bytes } = await writeBundle({ manifest, documents, key, signingTime: now })
      const judged = (trust: string): unknown => safeVerifyBundle(bytes, { trust: [trust], receivedAt: now })
      expect(judged(certificates.root.certificates)).toMatchObject({ ok: true, warnings: [] })
      expect(judged(makeSender().root.certificatePem)).toMatchObject({ ok: false })
    }
  })

  it('are valid from a day before until ten years after the time that is given, and no longer', async () => {
    const now = new Date('2031-05-05T12:00:00Z')
    const made = await makeTestCertificates({ now, clients: ['310000001'] })
    expect(Object.keys(made.clients)).toEqual(['310000001'])
    const { key: pem, certificates: chain } = made.clients['310000001'] ?? expect.unreachable()
    const key = signingKeyFromPem({ key: pem, certificates: chain })
    const isTrustedAt = async (instant: string): Promise<boolean> => {
      const signingTime = new Date(instant)
      const { bytes } = await writeBundle({ manifest, documents, key, signingTime })
      return safeVerifyBundle(bytes, { trust: [made.root.certificates], receivedAt: signingTime }).ok
    }
    const instants = ['2031-05-04T11:59:59Z', '2031-05-04T12:00:00Z', '2041-05-05T12:00:00Z', '2041-05-07T00:00:00Z']
    expect(await Promise.all(instants.map(isTrustedAt))).toEqual([false, true, true, false])
  })

  it.each([
    ['an organization number of eight digits', { clients: ['12345678'] }, /clients simulator\.options .*nine digits/],
    ['no list', { clients: '123456785' }, /list of organization numbers/],
    ['no date', { now: new Date(NaN) }, /valid date/],
    ['a date that no certificate can have', { now: new Date('9999-01-01') }, /valid date/],
  ])('are not made for %s', async (_, options, words) => {
    await expect(makeTestCertificates(options as never)).rejects.toThrow(words)
  })
})

describe.each(forms)('two-way TLS with certificates of %s', (form) => {
  const simulator = createSimulator({
    clock: virtualClock(new Date()),
    senders: [{ organizationNumber, sector: 'PUBLIC' }],
  })

  async function ask(client: Omit<TlsOptions, 'ca'>, { key, certificates: cert }: TestIdentity): Promise<string> {
    const { certificates: ca } = certificates.root
    const served = await serve(simulator, { tls: { key, cert, ca } })
    try {
      const options = { ...tlsOptions({ ...client, ca }), agent: false }
      const sent = request(`${served.root}/${organizationNumber}`, options).end()
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      return await text(response)
    } finally {
      await served.close()
    }
  }

  it('tells who the client is, with PEM and with PKCS#12', async () => {
    const { key, certificates: cert, pkcs12: pfx, passphrase } = clientOf(form)
    const told = `Organization ${organizationNumber}\n`
    expect(await ask({ key, cert }, ofForm(form).server)).toBe(told)
    expect(await ask({ pfx, passphrase }, ofForm(form).server)).toBe(told)
    const other = clientOf(form, '987654325')
    expect(await ask({ key: other.key, cert: other.certificates }, ofForm(form).server)).toContain('NOT_AUTHORIZED')
  })

  it('is refused by the client where the server is another', async () => {
    const { key, certificates: cert } = clientOf(form)
    await expect(ask({ key, cert }, ofForm(form).otherServer)).rejects.toThrow(/tls\.server-organization/)
  })
})
