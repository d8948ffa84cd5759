import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { certificateAuthorities, type CertificateAuthority, type TrustEnvironment } from 'signering-portal/trust'
import { describe, expect, it, test } from 'vitest'
import { folderWith } from '../../testing/cli/terminal.js'
import { describeWith, official, officialFiles, openssl } from '../../testing/requirements.js'

const environments = Object.keys(certificateAuthorities) as TrustEnvironment[]
const all = environments.flatMap((environment) =>
  certificateAuthorities[environment].map((authority) => ({ environment, ...authority })),
)

const issuerOf = ({ environment, issuer }: (typeof all)[number]): CertificateAuthority | undefined =>
  certificateAuthorities[environment].find(({ commonName }) => commonName === issuer)

describe.each(all)('$commonName', (authority) => {
  const certificate = new X509Certificate(authority.pem)

  it('is what is said of it', () => {
    expect(createHash('sha256').update(certificate.raw).digest('hex')).toBe(authority.sha256)
    expect(certificate.subject.split('\n')).toContain(`CN=${authority.commonName}`)
    expect(certificate.issuer.split('\n')).toContain(`CN=${authority.issuer}`)
    expect(new Date(certificate.validTo)).toEqual(new Date(authority.validUntil))
    expect(certificate.subject).toContain(`O=${authority.owner === 'Digipost' ? 'Posten' : authority.owner}`)
  })

  it('is an authority that one of the roots, or itself, has issued', () => {
    const issuer = issuerOf(authority)
    expect(certificate.ca).toBe(true)
    expect(issuer && certificate.verify(new X509Certificate(issuer.pem).publicKey)).toBe(true)
    expect(issuer?.issuer).toBe(issuer?.commonName)
  })

  it('does not expire within half a year', () => {
    const days = (Date.parse(authority.validUntil) - Date.now()) / 86_400_000
    expect(days, 'Find out who takes its place: the service tells its users.').toBeGreaterThan(183)
  })
})

test('no certificate of an environment is trusted in the other', () => {
  expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(all.length)
  for (const { environment, commonName } of all) expect(/test/i.test(commonName)).toBe(environment === 'test')
})

test('nobody can add one', () => {
  const [first] = certificateAuthorities.test
  for (const frozen of [certificateAuthorities, certificateAuthorities.test, first])
    expect(frozen).toSatisfy(Object.isFrozen)
})

describeWith([openssl], 'OpenSSL', () => {
  it.each(environments)('verifies each of %s by the roots alone, and sees the same fingerprints', (environment) => {
    const authorities = certificateAuthorities[environment]
    const roots = authorities.filter(({ commonName, issuer }) => commonName === issuer)
    const files = Object.fromEntries(authorities.map(({ sha256, pem }) => [`${sha256}.pem`, pem]))
    const file = folderWith({ 'roots.pem': roots.map(({ pem }) => pem).join(''), ...files })
    for (const { sha256 } of authorities) {
      const own = file(`${sha256}.pem`)
      expect(
        execFileSync('openssl', ['verify', '-no-CApath', '-no-CAstore', '-CAfile', file('roots.pem'), own], {
          encoding: 'utf8',
        }),
      ).toBe(`${own}: OK\n`)
      const told = execFileSync('openssl', ['x509', '-in', own, '-noout', '-fingerprint', '-sha256'], {
        encoding: 'utf8',
      })
      expect(told.replaceAll(':', '').toLowerCase()).toContain(`=${sha256}\n`)
    }
  })
})

describeWith([officialFiles], 'those of the official client', () => {
  it.each(environments)('are these, byte for byte: %s', (environment) => {
    const folder = official(`roots/${environment}`)
    const files = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    expect(certificateAuthorities[environment].map(({ pem }) => pem).sort()).toEqual(files.sort())
  })

  it('have the fingerprints of the table', () => {
    const table = readFileSync(official('../trust-roots.md'), 'utf8')
    const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
    for (const { environment, commonName, sha256 } of all) {
      const row = rows.find((cells) => cells[5] === `\`${sha256}\``)
      expect(row?.slice(1, 3)).toEqual([environment, commonName])
    }
  })
})
