import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import {
  writeTestCertificates,
  type TestCertificatesFiles,
  type TestIdentitiesFiles,
  type TestIdentityFiles,
} from 'signering-portal/simulator'
import { describeWith, jdk, openssl } from '../../testing/requirements.js'
import { testCertificates } from '../../testing/simulator/certificates.js'

const temporary = mkdtempSync(join(tmpdir(), 'certificates-'))
const folder = join(temporary, 'deep', 'certificates')
const numbers = ['123456785', '987654325', '555555555', '666666666']
let files: TestCertificatesFiles

beforeAll(async () => {
  files = await writeTestCertificates(folder, await testCertificates())
})
afterAll(() => {
  rmSync(temporary, { recursive: true })
})

/** The files of one form, each with the number that its certificate is to name. */
function identitiesOf({ server, otherServer, clients }: TestIdentitiesFiles): readonly [string, TestIdentityFiles][] {
  return [['984661185', server], ['444444442', otherServer], ...Object.entries(clients)]
}

const everyIdentity = (): readonly (readonly [attribute: string, files: TestIdentityFiles])[] => [
  ...identitiesOf(files).map(([number, one]) => [`organizationIdentifier=NTRNO-${number}`, one] as const),
  ...identitiesOf(files.seid1).map(([number, one]) => [`serialNumber=${number}`, one] as const),
]

describe('files of certificates', () => {
  it('have the names that are documented, and no others are written', () => {
    const names = ['server', 'other-server', ...numbers]
    const ofEach = names.flatMap((name) => [`${name}.key.pem`, `${name}.p12`, `${name}.pem`])
    const own = ['passphrase.txt', 'root.key.pem', 'root.pem']
    const written = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
    const ofSeid1 = [...ofEach, 'passphrase.txt', 'root.pem'].map((name) => join('seid-1', name))
    expect(written).toEqual([...ofEach, ...own, 'seid-1', ...ofSeid1].sort())
    const { server, clients } = files.seid1
    expect([server.pkcs12, clients['987654325']?.key].map((path = '') => relative(folder, path))).toEqual([
      join('seid-1', 'server.p12'),
      join('seid-1', '987654325.key.pem'),
    ])
  })

  it.skipIf(process.platform === 'win32')(
    'that are secret only their owner may read (Windows has no such modes)',
    () => {
      const written = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
      const modes = written
        .filter((path) => statSync(path).isFile())
        .map((path) => [basename(path), statSync(path).mode])
      expect(modes).toHaveLength(41)
      for (const [name, mode] of modes as [string, number][])
        expect([name, mode & 0o077]).toEqual([name, /key\.pem$|\.p12$|passphrase/.test(name) ? 0 : 0o044])
    },
  )

  it('hold what was made', async () => {
    const { root, server, seid1 } = await testCertificates()
    const read = (path: string): string => readFileSync(path, 'utf8')
    expect(read(files.root.certificates)).toBe(root.certificates)
    expect(read(files.root.key)).toBe(root.key)
    expect(read(files.passphrase)).toBe(server.passphrase)
    expect(read(files.server.key)).toBe(server.key)
    expect(read(files.server.certificates)).toBe(server.certificates)
    expect(read(files.seid1.server.certificates)).toBe(seid1.server.certificates)
    expect(read(join(folder, 'seid-1', 'root.pem'))).toBe(root.certificates)
    expect(read(join(folder, 'seid-1', 'passphrase.txt'))).toBe(seid1.server.passphrase)
    expect(new Uint8Array(readFileSync(files.seid1.server.pkcs12))).toEqual(seid1.server.pkcs12)
  })
})

test('where a file is there already, nothing is written', async () => {
  const place = join(temporary, 'used')
  const certificates = await testCertificates()
  await writeTestCertificates(place, certificates)
  const key = join(place, 'seid-1', 'server.key.pem')
  for (const path of readdirSync(place)) if (path !== 'seid-1') rmSync(join(place, path))
  writeFileSync(key, 'mine')
  const writing = writeTestCertificates(place, certificates)
  await expect(writing).rejects.toMatchObject({ code: 'EEXIST', path: join(place, 'seid-1', 'server.key.pem') })
  expect(readFileSync(key, 'utf8')).toBe('mine')
  expect(readdirSync(place)).toEqual(['seid-1'])
})

test('where one cannot be written, nothing is left of the others', async () => {
  const certificates = await testCertificates()
  const place = join(temporary, 'half')
  const server = { ...certificates.seid1.server, pkcs12: 5 as never }
  const half = { ...certificates, seid1: { ...certificates.seid1, server } }
  await expect(writeTestCertificates(place, half)).rejects.toThrow(TypeError)
  expect(existsSync(place)).toBe(false)
})

test.skipIf(process.platform === 'win32')(
  'a link that leads nowhere is a file that is there (Windows has none)',
  async () => {
    const place = join(temporary, 'link')
    mkdirSync(place)
    symlinkSync('nowhere', join(place, 'server.p12'))
    await expect(writeTestCertificates(place, await testCertificates())).rejects.toMatchObject({ code: 'EEXIST' })
    expect(readdirSync(place)).toEqual(['server.p12'])
  },
)

test('a directory that is a file is refused, and so is one that is no text', async () => {
  const path = join(temporary, 'file')
  writeFileSync(path, '')
  const certificates = await testCertificates()
  await expect(writeTestCertificates(path, certificates)).rejects.toMatchObject({ code: 'ENOTDIR' })
  await expect(writeTestCertificates(5 as never, certificates)).rejects.toThrow(TypeError)
})

describeWith([openssl], 'OpenSSL', () => {
  const run = (...options: readonly string[]): string => execFileSync('openssl', options, { encoding: 'utf8' })
  const inYears = (years: number): string => String(Math.floor(Date.now() / 1000) + years * 31_557_600)

  it('finds each certificate valid for clients and servers, for ten years, and by the root alone', () => {
    for (const [, { certificates }] of everyIdentity())
      for (const purpose of ['sslclient', 'sslserver']) {
        const verify = (years: number, trusted: string): number | null => {
          const options = ['-x509_strict', '-auth_level', '2', '-purpose', purpose, '-attime', inYears(years)]
          const all = ['verify', ...options, '-trusted', trusted, '-untrusted', certificates, certificates]
          return spawnSync('openssl', all).status
        }
        expect(verify(0, files.root.certificates)).toBe(0)
        if (purpose !== 'sslclient') continue
        expect(verify(9.9, files.root.certificates)).toBe(0)
        expect(verify(10.1, files.root.certificates)).not.toBe(0)
      }
  })

  it('reads the subject of each, with its number in one place and a UTF8String or PrintableString', () => {
    for (const [attribute, { certificates }] of everyIdentity()) {
      const subject = run('x509', '-in', certificates, '-noout', '-subject', '-nameopt', 'RFC2253,sname,show_type')
      const [type = '', value = ''] = attribute.split('=')
      expect(subject).toContain(`${type}=${type === 'serialNumber' ? 'PRINTABLESTRING' : 'UTF8STRING'}:${value}`)
      expect(subject.match(/organizationIdentifier|serialNumber/g)).toEqual([type])
      const text = run('x509', '-in', certificates, '-noout', '-text')
      expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature\n/)
      expect(text).not.toContain('CA:TRUE')
    }
  })

  it('reads key and three certificates of each PKCS#12 file, which are encrypted with AES', () => {
    for (const [attribute, { pkcs12 }] of everyIdentity()) {
      const options = ['pkcs12', '-in', pkcs12, '-passin', `file:${files.passphrase}`, '-noenc', '-info']
      const { stdout, stderr, status } = spawnSync('openssl', options, { encoding: 'utf8' })
      expect(status).toBe(0)
      expect(stdout.match(/BEGIN (?:PRIVATE KEY|CERTIFICATE)/g)).toHaveLength(4)
      expect(stdout.replaceAll(' = ', '=')).toContain(attribute)
      expect(stderr).toContain('AES-256-CBC')
    }
  })
})

describeWith([jdk], 'keytool of the JDK', () => {
  it.each(['SEID 2.0', 'SEID 1'])('reads a PKCS#12 file of %s: the key, and its chain of three', (form) => {
    const { server } = form === 'SEID 1' ? files.seid1 : files
    const passphrase = readFileSync(files.passphrase, 'utf8')
    const store = ['-keystore', server.pkcs12, '-storetype', 'PKCS12', '-storepass:env', 'PASSPHRASE']
    const options = ['-J-XX:TieredStopAtLevel=1', '-J-Duser.language=en', '-list', '-v', ...store]
    const env = { ...process.env, PASSPHRASE: passphrase }
    const told = execFileSync('keytool', options, { encoding: 'utf8', env })
    expect(told).toContain('Entry type: PrivateKeyEntry')
    expect(told).toContain('Certificate chain length: 3')
    expect(told).toContain('Alias name: 984661185')
    expect(told).toMatch(form === 'SEID 1' ? /SERIALNUMBER=984661185/ : /OID\.2\.5\.4\.97=NTRNO-984661185/)
  })
})
