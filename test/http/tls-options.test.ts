import forge from 'node-forge'
import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request } from 'node:https'
import { createServer, connect, type SecureVersion, type TLSSocket } from 'node:tls'
import { inspect } from 'node:util'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PortalError, portalOperations } from 'signering-portal/http'
import { safeTlsOptions, tlsOptions, type TlsConnectOptions } from 'signering-portal/tls'
import { certificateAuthorities } from 'signering-portal/trust'
import { describe, expect, it } from 'vitest'
import { sendWithHttps } from '../../examples/transport-https.js'
import { sendWithUndici } from '../../examples/transport-undici.js'
import {
  commonName,
  createAuthority,
  keyPem,
  makeCertificate,
  organizationIdentifier,
  organizationName,
  serialNumber,
  type Attribute,
  type Certificate,
  type CertificateInput,
  validity,
} from '../../testing/certificates.js'
import { encryptedNonsense, encryptedWithDes } from '../../testing/encrypted-keys.js'
import { organizationNumber } from '../../testing/http/responses.js'
import { startServer } from '../../testing/http/server.js'
import { codesOf } from '../../testing/issues.js'
import { describeWith, openssl } from '../../testing/requirements.js'

const authority = createAuthority('Enterprise root')
const client = authority.issue([[commonName, 'Sender AS']])
const options = tlsOptions({ ...client, ca: authority.root })

/** How the handshake with a server that has the certificate ends for the client: its error, or undefined. */
async function handshake(
  server: Certificate,
  maxVersion: SecureVersion = 'TLSv1.3',
  ours: TlsConnectOptions = options,
): Promise<unknown> {
  const minVersion = maxVersion < 'TLSv1.2' ? 'TLSv1' : 'TLSv1.2'
  // As weak as servers can be.
  const listener = createServer({ ...server, minVersion, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' })
  listener.on('tlsClientError', () => undefined)
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const socket = connect({ ...ours, host: '127.0.0.1', port: (listener.address() as AddressInfo).port })
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

  it.each<[string, Partial<CertificateInput>, Partial<CertificateInput>]>([
    ['whose key is RSA of 1024 bits', {}, { key: 'rsa-1024' }],
    ['whose root has a key of RSA of 1024 bits', { key: 'rsa-1024' }, {}],
  ])('%s', async (_, ofRoot, ofLeaf) => {
    const made = { serialNumber: 1n, ...validity }
    const root = makeCertificate({ subject: { CN: 'Root' }, keyUsage: ['keyCertSign'], ...made, ...ofRoot })
    const subject = [seid2]
    const leaf = makeCertificate({ subject, issuer: root, keyUsage: ['digitalSignature'], ...made, ...ofLeaf })
    const ours = tlsOptions({ ...client, ca: root.certificatePem })
    const error = await handshake({ key: leaf.privateKeyPem, cert: leaf.certificatePem }, 'TLSv1.3', ours)
    // Node.js 24 and later refuse it before anything of ours is asked.
    const { issues, message } = error as Partial<PortalError>
    expect(issues?.[0]?.code ?? message).toMatch(/^tls\.server-certificate$|key too weak$/)
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

  /** The client's key, encrypted. */
  const encrypted = (type: 'pkcs1' | 'pkcs8'): string =>
    createPrivateKey(client.key).export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString()

  /** Whether the program openssl opens the key, and finds the public key of the certificate in it. */
  const opensslTakes = (key: string, cert: string, passphrase: string): boolean => {
    const read = spawnSync('openssl', ['pkey', '-pubout', '-passin', `pass:${passphrase}`], { input: key })
    const expected = spawnSync('openssl', ['x509', '-noout', '-pubkey'], { input: cert })
    expect(expected.status).toBe(0)
    return read.status === 0 && read.stdout.equals(expected.stdout)
  }

  it('are options of node:https', () => {
    expect(new HttpsAgent({ ...options }).options).toMatchObject({
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      maxCachedSessions: 0,
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
    ['a wrong password', { pfx, passphrase: 'secret2', ca }, ['key.passphrase']],
    ['no roots', { ...client, ca: [] }, ['tls.ca']],
    ['an empty root', { ...client, ca: '' }, ['tls.ca']],
    ['a root that is none', { ...client, ca: [ca, 'secret'] }, ['tls.ca']],
    ['a broken root', { ...client, ca: ca.replace(/\n[A-Za-z0-9+/]{8}/, '\n') }, ['tls.ca']],
    ['roots of another kind', { ...client, ca: { secret: 1 } }, ['tls.ca']],
    ['absent roots', { ...client }, ['tls.ca']],
    ['an environment that there is not', { ...client, environment: 'difitest' }, ['tls.ca']],
    [
      'an environment that there is not, and a broken root',
      { ...client, environment: 1, ca: '' },
      ['tls.ca', 'tls.ca'],
    ],
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
    ['a file that is none', { pfx: Buffer.from('secret'), passphrase: 'secret' }, ['pfx']],
    ['a file that is cut off', { pfx: pfx.subarray(0, 900), passphrase: 'secret' }, ['pfx']],
    ['an encrypted key that is none', { ...client, key: encrypted('pkcs8').slice(0, 300) }, ['key']],
    ['text for a file', { pfx: 'secret' }, ['pfx']],
    ['what is of another type', { key: 5, cert: 5, pfx: 5, passphrase: 5 }, ['key', 'cert', 'pfx', 'passphrase']],
    ['a passphrase of another type', { ...client, passphrase: 5 }, ['passphrase']],
  ])('tell the property of %s', (_, identity, expected) => {
    const result = safeTlsOptions({ ...identity, ca })
    expect(result.ok || result.issues.map(({ code, property }) => [code, ...(property ?? [])])).toEqual(
      expected.map((property) => ['tls.client-certificate', property]),
    )
  })

  it.each<[string, object, string, string]>([
    ['a key of another certificate', { ...client, key: keyPem('root') }, 'key.mismatch', 'key'],
    ['a certificate that is not the first', { ...client, cert: authority.root + client.cert }, 'key.mismatch', 'key'],
    ['a wrong passphrase of a file', { pfx, passphrase: 'secret2' }, 'key.passphrase', 'passphrase'],
    ['no passphrase of a file', { pfx }, 'key.passphrase-missing', 'passphrase'],
    ...(['pkcs8', 'pkcs1'] as const).flatMap((type): [string, object, string, string][] => [
      [
        `a wrong passphrase of ${type}`,
        { ...client, key: encrypted(type), passphrase: 'secret2' },
        'key.passphrase',
        'passphrase',
      ],
      [
        `an empty passphrase of ${type}`,
        { ...client, key: encrypted(type), passphrase: '' },
        'key.passphrase',
        'passphrase',
      ],
      [`no passphrase of ${type}`, { ...client, key: encrypted(type) }, 'key.passphrase-missing', 'passphrase'],
    ]),
    ...(['pkcs8', 'pkcs1', 'sec1'] as const).map((form): [string, object, string, string] => [
      `a passphrase that opens ${form} to nothing`,
      { ...client, key: encryptedNonsense[form]('secret'), passphrase: 'secret' },
      'key.passphrase',
      'passphrase',
    ]),
    [
      'a key that is encrypted with DES',
      { ...client, key: encryptedWithDes(client.key, 'secret'), passphrase: 'secret' },
      'tls.client-certificate',
      'key',
    ],
  ])('tell which is wrong for %s', (_, identity, code, property) => {
    const result = safeTlsOptions({ ...identity, ca })
    expect(result).toMatchObject({ ok: false, issues: [{ code, property: [property] }] })
    expect(JSON.stringify(result)).not.toMatch(/secret|PRIVATE KEY/)
  })

  it.each<[string, object, [string, string][]]>([
    [
      'a certificate that is none beside a wrong passphrase',
      { key: encrypted('pkcs8'), cert: 'secret', passphrase: 'secret2' },
      [
        ['tls.client-certificate', 'cert'],
        ['key.passphrase', 'passphrase'],
      ],
    ],
    [
      'neither key nor certificate nor file',
      { key: 'secret', cert: 'secret', pfx: Buffer.from('secret') },
      ['key', 'cert', 'pfx'].map((property) => ['tls.client-certificate', property]),
    ],
    [
      'a passphrase of another type, and a certificate that is none',
      { key: encrypted('pkcs8'), cert: 'secret', passphrase: 5 },
      ['cert', 'passphrase'].map((property) => ['tls.client-certificate', property]),
    ],
    [
      'a certificate of another type, and a key that is none',
      { key: 'secret', cert: 5 },
      ['key', 'cert'].map((property) => ['tls.client-certificate', property]),
    ],
    [
      'a passphrase that opens neither',
      { ...client, key: encrypted('pkcs1'), pfx, passphrase: 'secret2' },
      [['key.passphrase', 'passphrase']],
    ],
    [
      'a key of another certificate beside a file that is none',
      { ...client, key: keyPem('root'), pfx: Buffer.from('secret') },
      [
        ['tls.client-certificate', 'pfx'],
        ['key.mismatch', 'key'],
      ],
    ],
  ])('tell all that is wrong: %s, and the roots', (_, identity, expected) => {
    const result = safeTlsOptions({ ...identity, ca: '' })
    const told = result.ok ? [] : result.issues.map(({ code, property }) => [code, ...(property ?? [])].join(' '))
    expect(told.sort()).toEqual([...expected, ['tls.ca', 'ca']].map((one) => one.join(' ')).sort())
  })

  describeWith([openssl], 'beside OpenSSL', () => {
    it('say that a file without a MAC is not read with a passphrase', () => {
      const folder = mkdtempSync(join(tmpdir(), 'pkcs12-'))
      const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name)) as [string, string]
      writeFileSync(key, client.key)
      writeFileSync(cert, client.cert)
      const made = ['pkcs12', '-export', '-nomac', '-inkey', key, '-in', cert, '-passout', 'pass:secret']
      const { stdout: file, status } = spawnSync('openssl', made)
      rmSync(folder, { recursive: true })
      expect(status).toBe(0)
      const wrong = safeTlsOptions({ pfx: file, passphrase: 'secret2', ca })
      expect(wrong).toMatchObject({ ok: false, issues: [{ message: expect.stringContaining('passphrase') as string }] })
      expect(safeTlsOptions({ pfx: file, ca })).toMatchObject({
        ok: false,
        issues: [{ code: 'key.passphrase-missing' }],
      })
    })

    it('take a key, a certificate and a passphrase where it does', () => {
      const keys = [client.key, keyPem('root'), encrypted('pkcs8'), encrypted('pkcs1')]
      for (const key of keys)
        for (const passphrase of ['secret', 'secret2']) {
          const isTaken = opensslTakes(key, client.cert, passphrase)
          expect(safeTlsOptions({ key, cert: client.cert, passphrase, ca }).ok).toBe(isTaken)
        }
    })
  })
})

describe('an agent that a looser caller uses, too', () => {
  /** Asks a server over an agent, by options of the request; gives the error, or whether the session was resumed. */
  async function ask(origin: string, agent: HttpsAgent, asked: object): Promise<unknown> {
    const outgoing = request(origin, { ...asked, agent }).end()
    try {
      const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage & { readonly socket: TLSSocket }]
      const isReused = incoming.socket.isSessionReused()
      await incoming.toArray()
      return isReused
    } catch (error) {
      return error
    }
  }
  const impostor = authority.issue([[organizationIdentifier, 'NTRNO-123456789']])
  const loosely = { ...options, checkServerIdentity: () => undefined }
  const answer = () => ({ status: 200, body: 'x' })
  const refused = { issues: [expect.objectContaining({ code: 'tls.server-organization' })] }

  it.each([
    ['a connection', { keepAlive: true }, false],
    ['a session', {}, true],
  ])('shares %s whose server nobody has looked at, if it is no agent of tlsOptions', async (_, kept, resumed) => {
    await using server = await startServer(answer, { ...impostor, maxVersion: 'TLSv1.2' })
    const agent = new HttpsAgent(kept)
    expect(await ask(server.origin, agent, options)).toMatchObject(refused)
    expect(await ask(server.origin, agent, loosely)).toBe(false)
    // Node.js 20 shares it. Late releases of 22, and 24 and later, keep apart what is looked at in different ways.
    const third = await ask(server.origin, agent, options)
    expect(third).toEqual(third instanceof Error ? expect.objectContaining(refused) : resumed)
    if (process.versions.node.startsWith('20.')) expect(third).toBe(resumed)
    agent.destroy()
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'lets nobody be loose over %s, if it is one of tlsOptions',
    async (maxVersion) => {
      await using server = await startServer(answer, { ...impostor, maxVersion })
      const agent = new HttpsAgent({ ...options, keepAlive: true })
      for (const asked of [options, loosely, options])
        expect(await ask(server.origin, agent, asked)).toMatchObject(refused)
    },
  )

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'resumes no session over %s, if it is one of tlsOptions',
    async (maxVersion) => {
      await using server = await startServer(answer, { ...authority.issue(seid2), maxVersion })
      const resumed = async (more: object): Promise<unknown> => {
        const agent = new HttpsAgent({ ...options, ...more })
        await ask(server.origin, agent, {})
        return ask(server.origin, agent, {})
      }
      expect([await resumed({ maxCachedSessions: 100 }), await resumed({})]).toEqual([true, false])
    },
  )
})

describe('the environment', () => {
  it('or ca is needed', () => {
    const issue = { code: 'tls.ca', property: ['ca'], message: 'There must be ca, or an environment.' }
    expect(safeTlsOptions({ ...client })).toMatchObject({ ok: false, issues: [issue] })
  })

  it.each(['production', 'test'] as const)('gives the authorities of %s, and no others', (environment) => {
    const pem = certificateAuthorities[environment].map((authority) => authority.pem)
    expect(tlsOptions({ ...client, environment }).ca).toEqual(pem)
    expect(tlsOptions({ ...client, environment, ca: authority.root }).ca).toEqual(
      tlsOptions({ ...client, ca: authority.root }).ca,
    )
  })

  it('trusts nobody else', async () => {
    const server = authority.issue([[organizationIdentifier, 'NTRNO-984661185']])
    expect(await handshake(server)).toBeUndefined()
    const ended = await handshake(server, 'TLSv1.3', tlsOptions({ ...client, environment: 'test' }))
    expect((ended as NodeJS.ErrnoException).code).toMatch(/^UNABLE_TO_|^SELF_SIGNED_/)
  })
})
