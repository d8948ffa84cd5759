import { describe, expect, it } from 'vitest'
import {
  readBundle,
  safeReadBundle,
  safeSigningKeyFromPem,
  safeVerifyBundle,
  safeWriteBundle,
  signingKeyFromPem,
  verifyBundle,
  writeBundle,
} from 'signering-portal/bundle'
import { safeSigningKeyFromPkcs12, signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { safeTlsOptions, tlsOptions } from 'signering-portal/tls'
import {
  countingReads,
  oddValues,
  whatItThrows,
  withOddValues,
  withThrowingGetters,
  type OddValue,
} from '../../testing/odd-values.js'
import { keyPem, makeCertificate, validity } from '../../testing/certificates.js'
import { makeDocuments, makeManifest, sender, signingTime } from '../../testing/bundle/packages.js'

/** A chain of one, since many are written. */
const { certificatePem, certificateDer } = makeCertificate({ subject: { CN: 'x' }, serialNumber: 1n, ...validity })
const documents = makeDocuments(1)
const pem = { key: keyPem('leaf'), certificates: [certificatePem], passphrase: 'needless' }
const options = {
  // What may stand inside a manifest is a matter of its codec.
  manifest: makeManifest(documents),
  documents,
  key: { chain: [certificateDer], sign: signingKeyFromPem(pem).sign },
  signingTime,
  compress: false,
}
const { bytes } = await writeBundle(options)
const verification = {
  trust: [certificateDer],
  intermediates: [certificateDer],
  receivedAt: signingTime,
  signingTimeToleranceSeconds: 5,
  maximumBytes: 1_000_000,
}
const tls = { key: keyPem('leaf'), cert: certificatePem, passphrase: 'needless', ca: [sender.root.certificatePem] }
const pkcs12 = { pkcs12: Uint8Array.of(0x30, 0), passphrase: 'x', friendlyName: 'x' }

interface Case {
  readonly name: string
  /** Both forms of a function: what throws, and what gives a result. */
  readonly call: (value: never) => unknown
  readonly safely: (value: never) => unknown
  /** What the function takes. */
  readonly good: unknown
  /** Whether the good value is answered without issues. */
  readonly accepted?: boolean
}

const cases: readonly Case[] = [
  { name: 'writeBundle', call: writeBundle, safely: safeWriteBundle, good: options },
  { name: 'readBundle', call: readBundle, safely: safeReadBundle, good: bytes },
  {
    name: 'readBundle, its options',
    call: (value) => readBundle(bytes, value),
    safely: (value) => safeReadBundle(bytes, value),
    good: { maximumBytes: 1_000_000 },
  },
  {
    name: 'verifyBundle',
    call: (value) => verifyBundle(value, verification),
    safely: (value) => safeVerifyBundle(value, verification),
    good: bytes,
  },
  {
    name: 'verifyBundle, its options',
    call: (value) => verifyBundle(bytes, value),
    safely: (value) => safeVerifyBundle(bytes, value),
    good: verification,
  },
  { name: 'signingKeyFromPem', call: signingKeyFromPem, safely: safeSigningKeyFromPem, good: pem },
  {
    name: 'signingKeyFromPkcs12',
    call: signingKeyFromPkcs12,
    safely: safeSigningKeyFromPkcs12,
    good: pkcs12,
    accepted: false,
  },
  { name: 'tlsOptions', call: tlsOptions, safely: safeTlsOptions, good: tls },
]

/** Less what throws when it is called, as what signs: that is the caller's, and goes through. */
const inside = ({ name }: OddValue): boolean => !/^manifest\.|^key\.sign: (?:a class|a revoked Proxy of)/.test(name)

describe.each(cases)('$name', ({ call, safely, good, accepted = true }) => {
  it('answers whatever it is called with by a value or a PortalError, and its twin by a result', async () => {
    const wrong: string[] = []
    for (const { name, value } of [...oddValues(), ...withOddValues(good).filter(inside)]) {
      if ((await whatItThrows(() => call(value as never))) !== undefined) wrong.push(name)
      const result = await Promise.resolve()
        .then(() => safely(value as never))
        .catch(() => undefined)
      if (typeof (result as { ok?: unknown } | undefined)?.ok !== 'boolean') wrong.push(`safely: ${name}`)
    }
    expect(wrong).toEqual([])
  })

  it('lets what a getter throws through as it is', async () => {
    const thrown = new Error('by a getter')
    for (const { name, value } of withThrowingGetters(good, thrown).filter(inside))
      expect([name, await whatItThrows(() => safely(value as never))]).toEqual([name, thrown])
  })

  it('reads each property once, and takes what it is made for', async () => {
    const { value, reads } = countingReads(good)
    const result = await safely(value as never)
    expect(result).toMatchObject({ ok: accepted })
    const own = [...reads].filter(([name]) => inside({ name, value }))
    expect(own.filter(([, times]) => times !== 1)).toEqual([])
  })
})

it('called with nothing at all, each answers as it does to undefined', async () => {
  const functions: readonly unknown[] = [
    ...cases.flatMap(({ call, safely }) => [call, safely]),
    ...[verifyBundle, safeVerifyBundle],
  ]
  for (const call of functions) expect(await whatItThrows(call as () => unknown)).toBeUndefined()
})

it('the check of a server answers any certificate', async () => {
  const { checkServerIdentity } = tlsOptions(tls)
  for (const { value } of [...oddValues(), ...withOddValues({ raw: certificateDer })])
    expect(await whatItThrows(() => checkServerIdentity('', value as never))).toBeUndefined()
})
