import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { forms, type FormName } from '../../src/contract/secret-forms.js'
import { windowsOf } from '../../src/contract/secret-windows.js'
import { testCertificates } from '../../testing/simulator/certificates.js'

const certificates = await testCertificates()
const windows = windowsOf(certificates)
const clients = Object.values(certificates.clients).map(({ key, passphrase, certificates: [...pem] }) => ({
  jwk: createPrivateKey(key).export({ format: 'jwk' }),
  passphrase,
  certificate: new X509Certificate(pem.join('')),
}))

/** What is known of each window of some units. */
function knownOf(name: FormName, units: string): ReadonlySet<boolean | undefined> {
  const { windowLength } = forms[name]
  const count = units.length - windowLength + 1
  return new Set(Array.from({ length: count }, (_, at) => windows[name].get(units.slice(at, at + windowLength))))
}

it('what only a client has is secret, in every form', () => {
  for (const { jwk, passphrase } of clients) {
    for (const number of [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map((one) =>
      Buffer.from(one ?? '', 'base64url'),
    )) {
      expect(knownOf('digits', number.toString('hex'))).toEqual(new Set([false]))
      expect(knownOf('digits', BigInt(`0x${number.toString('hex')}`).toString())).toEqual(new Set([false]))
      expect(knownOf('bytes', number.toString('latin1'))).toEqual(new Set([false]))
      expect(knownOf('base64', number.toString('base64').slice(0, -4))).toEqual(new Set([false]))
    }
    expect(knownOf('text', passphrase)).toEqual(new Set([false]))
  }
})

it('what certificates have is public', () => {
  for (const { jwk, certificate } of clients) {
    const modulus = Buffer.from(jwk.n ?? '', 'base64url')
    expect(knownOf('digits', modulus.toString('hex'))).toEqual(new Set([true]))
    expect(knownOf('bytes', modulus.toString('latin1'))).toEqual(new Set([true]))
    for (const name of ['digits', 'bytes', 'base64', 'text'] as const)
      expect(knownOf(name, certificate.raw.toString(name === 'digits' ? 'hex' : 'latin1')).has(false)).toBe(false)
  }
})

it('a key that is none of RSA is secret in what holds it, and has no numbers of RSA', () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString()
  const [name = '', client] = Object.entries(certificates.clients)[0] ?? []
  expect.assert(client !== undefined)
  const ours = windowsOf({ ...certificates, clients: { [name]: { ...client, key } } })
  const base64 = key.replace(/-----[^-]*-----|\n/g, '')
  expect(ours.base64.get(base64.slice(-60, -60 + forms.base64.windowLength))).toBe(false)
  const none = windowsOf({ ...certificates, clients: { [name]: { ...client, key: 'no key' } } })
  expect(none.base64.size).toBeLessThan(ours.base64.size)
})
