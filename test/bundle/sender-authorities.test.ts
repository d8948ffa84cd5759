import { safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { certificateAuthorities } from 'signering-portal/trust'
import { describe, expect, it } from 'vitest'
import { senderAuthorities } from '../../src/bundle/sender-authorities.js'
import { findTrustedPath } from '../../src/x509/path.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'

describe.each(['production', 'test'] as const)('of %s', (environment) => {
  it('are those of Buypass and Commfides, all of them', () => {
    const { roots, issued } = senderAuthorities(environment)
    const subjects = [...roots, ...issued].map(({ subject }) => subject)
    const expected = certificateAuthorities[environment].filter(({ owner }) => owner !== 'Digipost')
    expect(subjects).toHaveLength(expected.length)
    expect(subjects.filter((subject) => !/buypass|commfides/i.test(subject))).toEqual([])
    expect(roots.length).toBeGreaterThan(2)
  })

  it('lead from each that was issued to a root, as if it were the signer', () => {
    const { roots, issued } = senderAuthorities(environment)
    expect(issued.length).toBeGreaterThan(2)
    for (const certificate of issued) {
      const { path } = findTrustedPath(certificate, roots, issued, new Date())
      expect(path).toHaveLength(2)
      expect(roots).toContain(path[1])
    }
  })

  it('are whom a package is verified against, and nobody else', async () => {
    const { bytes } = await writeBundle(makeInput(1))
    const pem = (isRoot: boolean): string[] =>
      certificateAuthorities[environment]
        .filter(({ owner, commonName, issuer }) => owner !== 'Digipost' && isRoot === (commonName === issuer))
        .map((authority) => authority.pem)
    const byHand = { trust: pem(true), intermediates: pem(false), receivedAt: signingTime }
    const result = safeVerifyBundle(bytes, { environment, receivedAt: signingTime })
    expect(result).toEqual(safeVerifyBundle(bytes, byHand))
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'signature.untrusted' }] })
    const trust = [sender.root.certificateDer]
    expect(safeVerifyBundle(bytes, { environment, trust, receivedAt: signingTime }).ok).toBe(true)
  })
})
