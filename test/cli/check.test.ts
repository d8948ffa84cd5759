import { readFileSync } from 'node:fs'
import { writeTestCertificates } from 'signering-portal/simulator'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { makeSender, makeStranger } from '../../testing/certificates.js'
import { folderWith, run, start } from '../../testing/cli/terminal.js'
import { startServer, type Answer } from '../../testing/http/server.js'
import { testCertificates } from '../../testing/simulator/certificates.js'

interface Told {
  readonly exitCode: number
  readonly issues: readonly { readonly severity: string; readonly code: string; readonly message: string }[]
  readonly result: Record<string, unknown>
}

/** Certificates in a folder, and a portal that knows them. */
async function served(): Promise<{ readonly place: (name: string) => string; readonly at: readonly string[] }> {
  const folder = folderWith({})
  await writeTestCertificates(folder('pki'), await testCertificates())
  const place = (name: string): string => folder(`pki/${name}`)
  const portal = start(['serve', '--tls', '--test-certificates', place('')])
  const root = await portal.firstLine()
  onTestFinished(async () => {
    portal.interrupt()
    await portal.ended
  })
  return { place, at: ['--root', root, '--trust', place('root.pem')] }
}

const pemOf = (place: (name: string) => string, client: string): readonly string[] => [
  ...['--key', place(`${client}.key.pem`), '--certificates', place(`${client}.pem`)],
]

describe('against the simulated portal,', () => {
  it('all is well with a key, its certificate, its organization and the root, in PEM and as PKCS#12', async () => {
    const { place, at } = await served()
    const { code, stdout, stderr } = await run(['check', ...at, ...pemOf(place, '123456785')])
    expect(stdout.split('\n').map((line) => line.replace(/ .*/, ''))).toEqual([
      ...['certificate:', 'server:', 'answer:', 'clock:', 'All', ''],
    ])
    expect(stdout).toMatch(/^certificate: organization 123456785 \(C=NO, .*, valid from 20.* to 20/)
    expect(stdout).toMatch(
      /\nserver: organization 984661185 \(C=NO, .*, issued by .*\nanswer: 200 Organization 123456785\n/,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const pkcs12 = ['--pkcs12', place('123456785.p12'), '--passphrase-file', '-']
    const input = readFileSync(place('passphrase.txt'))
    const json = await run(['check', '--json', ...at, ...pkcs12], { input })
    const told = JSON.parse(json.stdout) as Told
    const shape = { subject: expect.any(String) as string, issuer: expect.any(String) as string }
    expect(told).toMatchObject({ command: 'check', exitCode: 0, issues: [] })
    expect(told.result).toEqual({
      root: at[1],
      organizationNumber: '123456785',
      certificate: expect.objectContaining({ ...shape, organizationNumber: '123456785' }) as unknown,
      server: expect.objectContaining({ ...shape, organizationNumber: '984661185' }) as unknown,
      answer: { status: 200, text: 'Organization 123456785' },
      clock: { aheadSeconds: expect.any(Number) as number, accuracySeconds: expect.any(Number) as number },
    })
  })

  it('a broker may call for a sender, and not for another', async () => {
    const { place, at } = await served()
    const own = ['check', '--json', ...at, ...pemOf(place, '555555555')]
    const asked = async (number: string): Promise<Told> =>
      JSON.parse((await run([...own, '--organization', number])).stdout) as Told
    const broker = { severity: 'warning', code: 'check.organization' }
    expect(await asked('123456785')).toMatchObject({
      ...{ exitCode: 0, issues: [broker] },
      result: { answer: { text: expect.stringContaining('as its broker') as string } },
    })
    expect(await asked('987654325')).toMatchObject({
      ...{ exitCode: 1, issues: [broker, { code: 'http.status' }] },
      result: { answer: { status: 403, errorCode: 'BROKER_NOT_AUTHORIZED' } },
    })
    // One that is no number is told before anybody is asked, and who answers all the same.
    const wrong = await asked('98765432')
    expect(wrong).toMatchObject({ exitCode: 1, issues: [broker, { code: 'http.organization-number' }] })
    expect(wrong.result).toHaveProperty('server')
    expect(wrong.result).not.toHaveProperty('answer')
  })

  it('a certificate of others is told before, and that it is refused', async () => {
    const { place, at } = await served()
    const stranger = makeStranger()
    const file = folderWith({ key: stranger.leaf.privateKeyPem, chain: stranger.certificates })
    const { code, stdout } = await run(['check', ...at, '--key', file('key'), '--certificates', file('chain')])
    expect(stdout).toMatch(/\nsignature\.untrusted .*\n/)
    expect(stdout).toMatch(/\n(?:tls\.client-refused|http\.connection) .*does not accept the client's certificate.*\n$/)
    expect(code).toBe(1)
    const other = await run(['check', ...at.slice(0, 2), '--trust', file('chain'), ...pemOf(place, '123456785')])
    expect(other.stdout).toMatch(/\nsignature\.untrusted .*\ntls\.server-certificate .*\n$/)
  })
})

test('all that is wrong with the files is told at once, and nobody is asked', async () => {
  const { leaf, certificates } = makeStranger()
  const file = folderWith({ key: leaf.privateKeyPem, chain: certificates, 'no.pem': 'secret' })
  const nowhere = ['--root', 'https://127.0.0.1:9/api?secret', '--trust', file('no.pem')]
  const all = [
    'check',
    '--json',
    ...nowhere,
    '--organization',
    '1',
    '--key',
    file('no.pem'),
    '--certificates',
    file('no.pem'),
  ]
  const { code, stdout, stderr } = await run(all)
  expect((JSON.parse(stdout) as Told).issues.map((issue) => issue.code)).toEqual([
    ...['key.missing', 'key.certificate', 'tls.ca', 'http.root', 'http.organization-number'],
  ])
  // Not even what was typed, where it is no address and no number.
  expect(stdout).not.toContain('secret')
  expect((JSON.parse(stdout) as Told).result).toEqual({})
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  const mismatch = ['--key', file('key'), '--certificates', file('chain')].with(1, file('key'))
  const there = ['check', '--root', 'https://127.0.0.1:9/api', '--trust', file('chain')]
  const refused = await run([...there, ...mismatch])
  expect(refused.stdout).toContain(
    'http.connection There is no connection: nobody listens at the port (ECONNREFUSED).\n',
  )
})

test('a key of somebody else leaves what the certificate tells', async () => {
  const expired = makeSender({ notAfter: new Date('2021-01-01T00:00:00Z') })
  const file = folderWith({ key: makeStranger().leaf.privateKeyPem, chain: expired.certificates })
  const place = ['--root', 'https://127.0.0.1:9/api', '--trust', file('chain')]
  const { stdout } = await run(['check', '--json', ...place, '--key', file('key'), '--certificates', file('chain')])
  const { issues, result } = JSON.parse(stdout) as Told
  expect(issues.map(({ code }) => code)).toEqual(['key.mismatch', 'key.expired'])
  expect(result).toMatchObject({ organizationNumber: '988015814', certificate: { organizationNumber: '988015814' } })
})

test('a clock that is wrong for certain is wrong, and a warning is no word that all is well', async () => {
  const { root, server, clients } = await testCertificates()
  const tls = { key: server.key, cert: server.certificates, ca: root.certificates, requestCert: true }
  const client = clients['123456785']
  expect.assert(client !== undefined)
  const file = folderWith({ key: client.key, chain: client.certificates, root: root.certificates })
  const verdict = async (headers: Record<string, string>): Promise<unknown> => {
    await using there = await startServer(() => ({ status: 200, headers, body: 'x' }), tls)
    const place = ['--root', `${there.origin}/api`, '--trust', file('root')]
    const { code, stdout } = await run(['check', ...place, '--key', file('key'), '--certificates', file('chain')])
    return [code, stdout.trimEnd().split('\n').at(-1)]
  }
  const wrong = { 'Content-Type': 'text/plain', Date: 'Mon, 01 Jan 2024 12:00:00 GMT' }
  expect(await verdict(wrong)).toEqual([1, expect.stringMatching(/^check\.clock /)])
  expect(await verdict({ 'Content-Type': 'text/html' })).toEqual([
    ...[0, 'Nothing is wrong for certain; there are warnings.'],
  ])
})

test('where nobody says for which organization, that is told once', async () => {
  const { leaf, certificates } = makeSender({ subject: { CN: 'Somebody' } })
  const file = folderWith({ key: leaf.privateKeyPem, chain: certificates })
  const place = ['--root', 'https://127.0.0.1:9/api', '--trust', file('chain')]
  const { stdout } = await run(['check', '--json', ...place, '--key', file('key'), '--certificates', file('chain')])
  expect((JSON.parse(stdout) as Told).issues.map(({ code }) => code)).toEqual(['check.organization', 'http.connection'])
})

test('the answer is printed without what is personal, unless that is asked for, and in one line', async () => {
  const { root, server, clients } = await testCertificates()
  const tls = { key: server.key, cert: server.certificates, ca: root.certificates, requestCert: true }
  const body = 'Kari <kari@example.com>, 01810010068,\n\u001B[31m 123456785\n'
  const answer: Answer = { status: 200, headers: { 'Content-Type': 'text/plain' }, body: body + 'x'.repeat(2000) }
  await using there = await startServer(() => answer, tls)
  const client = clients['123456785']
  expect.assert(client !== undefined)
  const file = folderWith({ key: client.key, chain: client.certificates, root: root.certificates })
  const own = [
    'check',
    '--root',
    `${there.origin}/api`,
    '--trust',
    file('root'),
    '--key',
    file('key'),
    '--certificates',
    file('chain'),
  ]
  const { stdout } = await run(own)
  for (const text of ['kari@', '01810010068', '\u001B']) expect(stdout).not.toContain(text)
  expect(stdout).toMatch(/\nanswer: 200 Kari <\(e-mail address, 16\)>, \(national identity number, 11\), .*x{100}\n/)
  const shown = await run([...own, '--show-personal-data'])
  expect(shown.stdout).toContain('answer: 200 Kari <kari@example.com>, 01810010068, ')
  expect(shown.stdout).not.toContain('\u001B')
})

const needed = 'Either --environment, or --root and --trust, are needed.'

test.each([
  ['nothing', [], `Either --pkcs12, or --key and --certificates, are needed.\n${needed}`],
  ['no place', ['--pkcs12', 'a'], needed],
  ['a root that nobody vouches for', ['--pkcs12', 'a', '--root', 'https://a/'], needed],
  ['two places', ['--pkcs12', 'a', '--root', 'https://a/', '--trust', 'b', '--environment', 'production'], needed],
  ['an unknown one', ['--pkcs12', 'a', '--environment', 'qa'], '--environment is production or difitest or difiqa.'],
  [
    'a root without TLS',
    ['--pkcs12', 'a', '--root', 'http://127.0.0.1/', '--trust', 'b'],
    '--root is an address with https.',
  ],
  [
    'no time',
    ['--pkcs12', 'a', '--environment', 'difitest', '--timeout', '0'],
    '--timeout is a number of seconds from 1 to 999999.',
  ],
  [
    'standard input twice',
    ['--pkcs12', '-', '--root', 'https://a/', '--trust', '-'],
    'Standard input can be read only once: one file can be -.',
  ],
  ['an argument', ['a'], "Unexpected argument 'a'."],
  [
    'missing files',
    ['--pkcs12', '/no/a', '--root', 'https://a/', '--trust', '/no/b'],
    '/no/a: no such file or directory.\n/no/b: no such file or directory.',
  ],
])('%s is a usage error', async (_, args, message) => {
  const stderr = `signering-portal: ${message}\nSee signering-portal check --help.\n`
  expect(await run(['check', ...args])).toEqual({ code: 2, stdout: '', stderr })
})
