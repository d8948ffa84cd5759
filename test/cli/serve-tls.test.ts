import { createPrivateKey } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { signingKeyFromPem, writeBundle, type SigningKey } from 'signering-portal/bundle'
import { tlsOptions } from 'signering-portal/tls'
import { namespace } from '../../src/codec/spec.js'
import { createAuthority, keyPem } from '../../testing/certificates.js'
import { folderWith, run, start } from '../../testing/cli/terminal.js'
import { key as strangersKey } from '../../testing/contract/operations-adapter.js'
import { documentBytes, manifest, multipart } from '../../testing/simulator/raw-client.js'

type Place = (name: string) => string

/** What the portal says to a client of a directory of certificates. */
async function ask(root: string, place: Place, client: string, sender = client): Promise<string> {
  const [key, cert, ca] = [`${client}.key.pem`, `${client}.pem`, 'root.pem'].map((name) => readFileSync(place(name)))
  const options = { ...tlsOptions({ key: key ?? '', cert: cert ?? '', ca: ca ?? '' }), agent: false }
  const sent = request(`${root}/${sender}`, options).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return text(response)
}

/** The status of the answer to a package that a client sends, signed with a key of its own or with another. */
async function send(root: string, place: Place, client: string, signer?: SigningKey): Promise<number | undefined> {
  const [key, certificates, ca] = [`${client}.key.pem`, `${client}.pem`, 'root.pem'].map((name) =>
    readFileSync(place(name), 'utf8'),
  )
  const own = { key: key ?? '', cert: certificates ?? '' }
  const written = await writeBundle({
    manifest: { ...manifest, sender: { organizationNumber: client } },
    documents: [{ href: 'document.pdf', mime: 'application/pdf', bytes: documentBytes }],
    key: signer ?? signingKeyFromPem({ key: own.key, certificates: [own.cert] }),
    signingTime: new Date(),
  })
  const sent = request(`${root}/${client}/portal/signature-jobs`, {
    ...{ ...tlsOptions({ ...own, ca: ca ?? '' }), agent: false, method: 'POST' },
    headers: { 'Content-Type': 'multipart/mixed; boundary=frontier', Accept: 'application/xml' },
  })
  sent.end(multipart(`<portal-signature-job-request xmlns="${namespace}"/>`, written.bytes))
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  await text(response)
  return response.statusCode
}

/** Serves, asks, and stops. */
async function asking<T>(args: readonly string[], use: (root: string) => Promise<T>): Promise<T> {
  const served = start(['serve', '--tls', ...args])
  const root = await served.firstLine()
  expect(root).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/api$/)
  try {
    return await use(root)
  } finally {
    served.interrupt()
    await served.ended
  }
}

test('--tls makes certificates for the organizations that it serves, and uses them the next time', async () => {
  const folder = folderWith({})
  const directory = folder('certificates')
  const place: Place = (name) => folder(`certificates/${name}`)
  const options = ['--organization', '310000001:PUBLIC', '--broker', '310000003', '--test-certificates', directory]
  await asking(options, async (root) => {
    expect(await ask(root, place, '310000001')).toBe('Organization 310000001\n')
    expect(await ask(root, place, '310000003', '310000001')).toContain('310000003 as its broker')
    expect(await ask(root, folder, 'certificates/310000001').catch(String)).toContain('ENOENT')
  })
  const key = readFileSync(place('server.key.pem'))
  await asking(options, async (root) => {
    expect(await ask(root, place, '310000001')).toBe('Organization 310000001\n')
  })
  expect(readFileSync(place('server.key.pem'))).toEqual(key)
  // One that the directory has no certificate of is told, and no certificate is made beside the others.
  const more = await run(['serve', '--tls', '--organization', '310000004:PUBLIC', '--test-certificates', directory])
  expect([more.code, more.stderr]).toEqual([2, expect.stringContaining('has no certificate of 310000004')])
  // A certificate that is valid no more.
  const valid = readFileSync(place('server.pem'))
  writeFileSync(place('server.pem'), createAuthority('A root').issue([['CN', 'old']], new Date('2021-01-01')).cert)
  const old = await run(['serve', '--tls', ...options.slice(0, 4), '--test-certificates', directory])
  expect([old.code, old.stderr]).toEqual([2, expect.stringContaining('is not valid now')])
  writeFileSync(place('server.pem'), valid)

  // A package's certificate, too, must lead to the root, as it does in the other form.
  const seid1: Place = (name) => place(`seid-1/${name}`)
  const ofSeid1 = [...options.slice(0, 4), '--test-certificates', place('seid-1')]
  for (const [args, files] of [
    [options, place],
    [ofSeid1, seid1],
  ] as const)
    await asking(args, async (root) => {
      expect(await ask(root, files, '310000001')).toBe('Organization 310000001\n')
      expect(await send(root, files, '310000001')).toBe(200)
      expect(await send(root, files, '310000001', strangersKey)).toBe(400)
    })

  const own = ['--key', place('server.key.pem'), '--certificates', place('server.pem'), '--trust', place('root.pem')]
  await asking(['--organization', '310000001:PUBLIC', ...own], async (root) => {
    expect(await ask(root, place, '310000001')).toBe('Organization 310000001\n')
    expect(await ask(root, place, '310000003', '310000001')).toContain('NOT_AUTHORIZED')
    expect([await send(root, place, '310000001'), await send(root, place, '310000001', strangersKey)]).toEqual([
      200, 400,
    ])
  })

  const logged = start(['serve', '--tls', '--log', ...own])
  const plain = (await logged.firstLine()).replace('https', 'http')
  await expect(fetch(plain)).rejects.toThrow()
  logged.interrupt()
  expect((await logged.ended).stderr).toBe('TLS refused: http request\n')

  const refused = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(['serve', '--tls', ...args])
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 3 })
    return stderr
  }
  writeFileSync(folder('other.pem'), keyPem('rsa-3072'))
  const files = (key: string, certificates: string, trust: string): readonly string[] => [
    ...['--key', key, '--certificates', certificates],
    ...['--trust', place('root.pem'), '--trust', trust],
  ]
  const [keyFile, certificates, trust] = [place('server.key.pem'), place('server.pem'), place('root.pem')]
  expect(await refused(files(folder('other.pem'), certificates, trust))).toContain('other.pem: The private key is not')
  expect(await refused(files(keyFile, keyFile, trust))).toContain(`${keyFile}: There is no certificate in PEM`)
  expect(await refused(files(certificates, certificates, trust))).toContain(
    `${certificates}: There is no private key in`,
  )
  const locked = createPrivateKey(keyPem('rsa-3072'))
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'passphrase' })
    .toString()
  writeFileSync(folder('locked.pem'), locked)
  expect(await refused(files(folder('locked.pem'), certificates, trust))).toContain('The private key is encrypted')
  expect(await refused(files(keyFile, certificates, keyFile))).toContain(`${keyFile}: `)
  expect(await refused(files(keyFile, certificates, folder('none')))).toContain('none: no such file or directory.')

  const all = await run(['serve', '--tls', ...files(certificates, keyFile, keyFile), '--port', 'x'])
  expect(all.stderr).toMatch(/^signering-portal: --port is (?:.*\n){4}See/)
  for (const [file, words] of [
    [certificates, 'There is no private key'],
    [keyFile, 'There is no certificate'],
    [keyFile, 'There'],
  ] as const)
    expect(all.stderr).toContain(`${file}: ${words}`)

  rmSync(place('server.key.pem'))
  expect(await refused(['--test-certificates', directory])).toContain('is there already, and is not replaced.')
})

const either = '--tls needs either --test-certificates, or --key, --certificates and --trust.'

test.each([
  [['--tls'], either],
  [['--tls', '--key', 'a', '--certificates', 'b'], either],
  [['--tls', '--key', 'a', '--trust', 'b'], either],
  [['--tls', '--test-certificates', 'a', '--trust', 'b'], either],
  [['--test-certificates', 'a'], '--test-certificates, --key, --certificates and --trust are for --tls.'],
  [['--key', 'a'], '--test-certificates, --key, --certificates and --trust are for --tls.'],
])('%j is a usage error', async (args, message) => {
  expect(await run(['serve', ...args])).toEqual({
    code: 2,
    stdout: '',
    stderr: `signering-portal: ${message}\nSee signering-portal serve --help.\n`,
  })
})
