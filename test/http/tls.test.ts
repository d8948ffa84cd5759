import forge from 'node-forge'
import { once } from 'node:events'
import { Agent as HttpsAgent } from 'node:https'
import { createServer, connect, type SecureVersion } from 'node:tls'
import { inspect } from 'node:util'
import type { AddressInfo } from 'node:net'
import { PortalError, portalOperations } from 'signering-portal/http'
import { safeTlsOptions, tlsOptions } from 'signering-portal/tls'
import { describe, expect, it } from 'vitest'
import { sendWithHttps } from '../../examples/transport-https.js'
import { sendWithUndici } from '../../examples/transport-undici.js'
import {
  commonName,
  createAuthority,
  keyPem,
  organizationIdentifier,
  organizationName,
  serialNumber,
  type Attribute,
  type Certificate,
} from '../../testing/certificates.js'
import { organizationNumber } from '../../testing/http/responses.js'
import { startServer } from '../../testing/http/server.js'
import { codesOf } from '../../testing/issues.js'

const authority = createAuthority('Enterprise root')
const client = authority.issue([[commonName, 'Sender AS']])
const options = tlsOptions({ ...client, ca: authority.root })

/** How the handshake with a server that has the certificate ends for the client: its error, or undefined. */
async function handshake(server: Certificate, maxVersion: SecureVersion = 'TLSv1.3'): Promise<unknown> {
  const minVersion = maxVersion < 'TLSv1.2' ? 'TLSv1' : 'TLSv1.2'
  const ciphers = minVersion === 'TLSv1' ? 'DEFAULT@SECLEVEL=0' : undefined
  const listener = createServer({ ...server, minVersion, maxVersion, ...(ciphers === undefined ? {} : { ciphers }) })
  listener.on('tlsClientError', () => undefined)
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const socket = connect({ ...options, host: '127.0.0.1', port: (listener.address() as AddressInfo).port })
  try {
    await once(socket, 'secureConnect')
    return undefined
  } catch (error) {
    return error
  } finally {
    socket.destroy()
    listener.close()
  }
}

const seid2: Attribute[] = [
  [organizationIdentifier, 'NTRNO-984661185'],
  [organizationName, 'POSTEN BRING AS'],
  [commonName, 'POSTEN BRING AS'],
]

describe('a server is accepted that names organization 984661185', () => {
  it.each<[string, Attribute[]]>([
    ['in organizationIdentifier, as SEID 2.0 does', seid2],
    [
      'in serialNumber, as SEID 1 does',
      [
        [organizationName, 'POSTEN NORGE AS'],
        [serialNumber, '984661185'],
        [commonName, 'POSTEN NORGE AS'],
      ],
    ],
    [
      'in commonName, as older ones do',
      [
        [organizationName, 'POSTEN NORGE AS'],
        [commonName, '984661185'],
      ],
    ],
    ['in organizationIdentifier, whatever serialNumber is', [...seid2, [serialNumber, '1234']]],
  ])('%s', async (_, subject) => {
    expect(await handshake(authority.issue(subject))).toBeUndefined()
  })

  it.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])('over %s', async (version) => {
    expect(await handshake(authority.issue(seid2), version)).toBeUndefined()
  })
})

describe('a server is refused', () => {
  it.each<[string, Attribute[]]>([
    [
      'another organization, SEID 2.0',
      [
        [organizationIdentifier, 'NTRNO-123456789'],
        [commonName, 'X'],
      ],
    ],
    [
      'another organization, SEID 1',
      [
        [serialNumber, '123456789'],
        [commonName, 'X'],
      ],
    ],
    [
      'another organization, with the number in commonName',
      [
        [organizationIdentifier, 'NTRNO-123456789'],
        [commonName, '984661185'],
      ],
    ],
    [
      'another organization, with the number in serialNumber',
      [
        [organizationIdentifier, 'NTRNO-123456789'],
        [serialNumber, '984661185'],
      ],
    ],
    ['two organizations', [...seid2, [organizationIdentifier, 'NTRNO-123456789']]],
    [
      'a number hidden in organizationName',
      [
        [organizationName, 'x, serialNumber=984661185'],
        [commonName, 'X'],
      ],
    ],
    [
      'a number hidden behind a line break',
      [
        [organizationName, 'x\nserialNumber=984661185\n2.5.4.97=NTRNO-984661185\nCN=984661185'],
        [commonName, 'X'],
      ],
    ],
    ['a number hidden behind a null character', [[commonName, '984661185\0.example']]],
    ['a number that is a part of the host name', [[commonName, '984661185.example']]],
    ['a number that is a part of the name', [[commonName, 'POSTEN NORGE AS 984661185']]],
    ['a number with space around it', [[serialNumber, ' 984661185']]],
    ['a number that goes on', [[serialNumber, '9846611850']]],
    ['a number without NTRNO', [[organizationIdentifier, '984661185']]],
    ['a number of another country', [[organizationIdentifier, 'NTRSE-984661185']]],
    ['a value added tax number', [[organizationIdentifier, 'VATNO-984661185']]],
    ['a host name', [[commonName, 'api.signering.posten.no']]],
    ['the address connected to', [[commonName, '127.0.0.1']]],
    ['nothing', []],
  ])('that names %s: tls.server-organization', async (_, subject) => {
    const error = await handshake(authority.issue(subject))
    expect(error).toBeInstanceOf(PortalError)
    expect(error).toMatchObject({ issues: [{ code: 'tls.server-organization' }] })
  })

  it('whose root is not trusted', async () => {
    const error = await handshake(createAuthority('Enterprise root', 'stranger-root').issue(seid2))
    expect(error).toMatchObject({
      code: expect.stringMatching(/UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_SIGNATURE_FAILURE/) as string,
    })
  })

  it('whose root has another name', async () => {
    expect(await handshake(createAuthority('Other root').issue(seid2))).toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
  })

  it('whose certificate has expired', async () => {
    const expired = authority.issue(seid2, new Date('2021-01-01T00:00:00Z'))
    expect(await handshake(expired)).toMatchObject({ code: 'CERT_HAS_EXPIRED' })
  })

  it('that speaks no newer TLS than 1.1', async () => {
    expect(await handshake(authority.issue(seid2), 'TLSv1.1')).toMatchObject({
      code: expect.stringMatching(/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/) as string,
    })
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('every time it is asked, over %s, whoever sends', async (maxVersion) => {
    const impostor = authority.issue([[organizationIdentifier, 'NTRNO-123456789']])
    await using server = await startServer(() => ({ status: 200, body: 'x' }), { ...impostor, maxVersion })
    const { organization } = portalOperations({ root: `${server.origin}/api`, organizationNumber })
    for (const send of [
      sendWithHttps({ ...client, ca: authority.root }),
      sendWithUndici({ ...client, ca: authority.root }),
    ])
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const error: unknown = await send(organization()).catch((reason: unknown) => reason)
        expect(inspect(error)).toContain('tls.server-organization')
      }
    expect(server.received).toEqual([])
  })
})

describe('tlsOptions', () => {
  type Configuration = Parameters<typeof tlsOptions>[0]
  const ca = authority.root
  const pfx = Buffer.from(
    forge.asn1
      .toDer(
        forge.pkcs12.toPkcs12Asn1(
          forge.pki.privateKeyFromPem(client.key),
          forge.pki.certificateFromPem(client.cert),
          'secret',
          {
            algorithm: '3des',
          },
        ),
      )
      .getBytes(),
    'latin1',
  )

  it('are options of node:https', () => {
    expect(new HttpsAgent({ ...options }).options).toMatchObject({
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      checkServerIdentity: options.checkServerIdentity,
    })
  })

  it('take PKCS#12, and a list of roots', () => {
    expect(tlsOptions({ pfx, passphrase: 'secret', ca: [ca, ca] })).toMatchObject({
      pfx,
      passphrase: 'secret',
      ca: [ca, ca],
    })
  })

  it.each<[string, object, string[]]>([
    ['no key', { cert: client.cert, ca }, ['tls.client-certificate']],
    ['no certificate', { key: client.key, ca }, ['tls.client-certificate']],
    ['a key that is none', { key: 'secret', cert: client.cert, ca }, ['tls.client-certificate']],
    ['a wrong password', { pfx, passphrase: 'secret2', ca }, ['tls.client-certificate']],
    ['no roots', { ...client, ca: [] }, ['tls.ca']],
    ['an empty root', { ...client, ca: '' }, ['tls.ca']],
    ['a root that is none', { ...client, ca: [ca, 'secret'] }, ['tls.ca']],
    ['a broken root', { ...client, ca: ca.replace(/\n[A-Za-z0-9+/]{8}/, '\n') }, ['tls.ca']],
    ['roots of another kind', { ...client, ca: { secret: 1 } }, ['tls.ca']],
    ['absent roots', { ...client }, ['tls.ca']],
    ['nothing', {}, ['tls.client-certificate', 'tls.ca']],
  ])('refuse %s', (_, configuration, expected) => {
    expect(codesOf(() => tlsOptions(configuration as Configuration), /secret|PRIVATE KEY/)).toEqual(expected)
  })

  it.each<[string, object, string[]]>([
    ['no key', { cert: client.cert }, ['key']],
    ['no certificate', { key: client.key }, ['cert']],
    ['an empty certificate', { ...client, cert: '' }, ['cert']],
    ['neither', {}, ['cert']],
    ['a key that is none', { ...client, key: 'secret' }, ['key']],
    ['a certificate that is none', { ...client, cert: 'secret' }, ['cert']],
    ['a key of another certificate', { ...client, key: keyPem('root') }, ['key']],
    ['a wrong passphrase', { pfx, passphrase: 'secret2' }, ['pfx']],
    ['text for a file', { pfx: 'secret' }, ['pfx']],
    ['what is of another type', { key: 5, cert: 5, pfx: 5, passphrase: 5 }, ['key', 'cert', 'pfx', 'passphrase']],
    ['a passphrase of another type', { ...client, passphrase: 5 }, ['passphrase']],
  ])('tell the property of %s', (_, identity, expected) => {
    const result = safeTlsOptions({ ...identity, ca })
    expect(result.ok || result.issues.map(({ code, property }) => [code, ...(property ?? [])])).toEqual(
      expected.map((property) => ['tls.client-certificate', property]),
    )
  })
})
