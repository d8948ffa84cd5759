import { constants, createPrivateKey, privateEncrypt, sign, type KeyObject } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { unwrap, type IssueCode } from 'signering-portal/codec'
import {
  readBundle,
  safeSigningKeyFromPem,
  signingKeyFromPem,
  safeVerifyBundle,
  verifyBundle,
  writeBundle,
  type PemKeyOptions,
  type SigningKey,
} from 'signering-portal/bundle'
import {
  keyPem,
  makeCertificate,
  makeSender,
  makeStranger,
  validity,
  type CertificateInput,
  type MadeCertificate,
  type Sender,
} from '../../testing/certificates.js'
import { encryptedNonsense, encryptedWithDes, lockedKey, pbkdf2 } from '../../testing/encrypted-keys.js'
import { makeDocuments, makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { codes, errorsOf, rejected, thrown } from '../../testing/issues.js'

const stranger = makeStranger()
const privateKey = createPrivateKey(sender.leaf.privateKeyPem)
const chain = [sender.leaf, sender.intermediate, sender.root].map(({ certificateDer }) => certificateDer)
const exported = (key: KeyObject, type: 'pkcs1' | 'pkcs8', passphrase?: string): string =>
  key
    .export({
      type,
      format: 'pem',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    } as never)
    .toString()

function codesOf(pem: Partial<PemKeyOptions>): readonly IssueCode[] {
  return codes(thrown(() => signingKeyFromPem(pem as PemKeyOptions), /hemmelig|BEGIN|MII[A-Za-z0-9]/))
}

async function failureOf(key: SigningKey): Promise<readonly IssueCode[]> {
  return codes(await rejected(() => writeBundle(makeInput(1, { key }))))
}

describe('a key from PEM', () => {
  const good: readonly (readonly [string, Partial<PemKeyOptions>])[] = [
    ['PKCS#8', { key: exported(privateKey, 'pkcs8') }],
    ['PKCS#1', { key: exported(privateKey, 'pkcs1') }],
    ['PKCS#8, encrypted', { key: exported(privateKey, 'pkcs8', 'hemmelig æøå'), passphrase: 'hemmelig æøå' }],
    ['PKCS#1, encrypted', { key: exported(privateKey, 'pkcs1', 'hemmelig'), passphrase: 'hemmelig' }],
    ['bytes', { key: new TextEncoder().encode(exported(privateKey, 'pkcs8')) }],
    ['CRLF and text around', { key: `Bag Attributes\r\n${exported(privateKey, 'pkcs8').replaceAll('\n', '\r\n')}` }],
    ['one text with everything', { key: sender.certificates + sender.leaf.privateKeyPem }],
    ['the longest passphrase', { key: exported(privateKey, 'pkcs8', 'h'.repeat(1024)), passphrase: 'h'.repeat(1024) }],
    ['a needless passphrase', { passphrase: 'hemmelig' }],
    [
      'certificates in another order',
      { certificates: [sender.root, sender.leaf, sender.intermediate].map(({ certificatePem }) => certificatePem) },
    ],
    ['certificates that do not belong to the chain', { certificates: stranger.certificates + sender.certificates }],
    ['a certificate twice', { certificates: sender.certificates + sender.certificates }],
    ['certificates as bytes', { certificates: new TextEncoder().encode(sender.certificates) }],
  ]
  it.each(good)('is read: %s', async (_, pem) => {
    const key = signingKeyFromPem({ key: sender.leaf.privateKeyPem, certificates: sender.certificates, ...pem })
    expect(key.chain).toEqual(chain)
    const { bytes, warnings } = await writeBundle(makeInput(1, { key }))
    expect(warnings).toEqual([])
    expect(safeVerifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime }).ok).toBe(true)
  })

  const bad: readonly (readonly [string, Partial<PemKeyOptions>, IssueCode])[] = [
    ['no key', { key: sender.certificates }, 'key.missing'],
    ['empty', { key: '' }, 'key.missing'],
    ['two keys', { key: sender.leaf.privateKeyPem + sender.root.privateKeyPem }, 'key.several'],
    ['no passphrase, PKCS#8', { key: exported(privateKey, 'pkcs8', 'hemmelig') }, 'key.passphrase-missing'],
    ['no passphrase, PKCS#1', { key: exported(privateKey, 'pkcs1', 'hemmelig') }, 'key.passphrase-missing'],
    [
      'wrong passphrase, PKCS#8',
      { key: exported(privateKey, 'pkcs8', 'hemmelig'), passphrase: 'Hemmelig' },
      'key.passphrase',
    ],
    [
      'wrong passphrase, PKCS#1',
      { key: exported(privateKey, 'pkcs1', 'hemmelig'), passphrase: 'Hemmelig' },
      'key.passphrase',
    ],
    [
      'a passphrase that is too long',
      { key: exported(privateKey, 'pkcs8', 'h'.repeat(1024)), passphrase: 'h'.repeat(1025) },
      'key.passphrase',
    ],
    ['a needless passphrase that is too long', { passphrase: 'h'.repeat(1025) }, 'key.passphrase'],
    ...(['pkcs8', 'pkcs1', 'sec1'] as const).map((form): [string, Partial<PemKeyOptions>, IssueCode] => [
      `a passphrase that opens nothing, ${form}`,
      { key: encryptedNonsense[form]('hemmelig'), passphrase: 'hemmelig' },
      'key.passphrase',
    ]),
    [
      'encrypted with DES',
      { key: encryptedWithDes(sender.leaf.privateKeyPem, 'hemmelig'), passphrase: 'hemmelig' },
      'key.unreadable',
    ],
    ...(
      [
        ['by a cipher that there is not', /AES-256-CBC/i, 'FOO-128-CBC'],
        ['with half an initialization vector', /(AES-256-CBC,[0-9A-F]{8})[0-9A-F]+/, '$1'],
        ['without saying how', /DEK-Info: /, 'Nothing: '],
      ] as const
    ).map(
      ([how, wanted, instead]) =>
        [
          `encrypted ${how}`,
          { key: exported(privateKey, 'pkcs1', 'hemmelig').replace(wanted, instead), passphrase: 'hemmelig' },
          'key.unreadable',
        ] as const,
    ),
    ['damaged', { key: sender.leaf.privateKeyPem.replace(/MII/, 'MIJ') }, 'key.unreadable'],
    ['of too many rounds', { key: lockedKey(pbkdf2(1_000_001n)), passphrase: 'hemmelig' }, 'key.unreadable'],
    ['EC', { key: keyPem('ec') }, 'key.algorithm'],
    ['RSA-PSS', { key: keyPem('rsa-pss') }, 'key.algorithm'],
    ['1024 bits', { key: keyPem('rsa-1024') }, 'key.size'],
    ['no certificate', { certificates: '' }, 'key.certificate'],
    ['an empty list of certificates', { certificates: [] }, 'key.certificate'],
    ['a damaged certificate', { certificates: sender.certificates.replace(/MII/, 'MIJ') }, 'key.certificate'],
    ['a certificate of another key', { certificates: stranger.certificates }, 'key.mismatch'],
    ['issuers only', { certificates: sender.intermediate.certificatePem }, 'key.mismatch'],
  ]
  it.each(bad)('is refused: %s', (_, pem, code) => {
    expect(codesOf({ key: sender.leaf.privateKeyPem, certificates: sender.certificates, ...pem })).toEqual([code])
  })

  /** The option that is to be mended, by code. */
  const options: Partial<Record<IssueCode, keyof PemKeyOptions>> = {
    'key.missing': 'key',
    'key.several': 'key',
    'key.unreadable': 'key',
    'key.algorithm': 'key',
    'key.size': 'key',
    'key.passphrase': 'passphrase',
    'key.passphrase-missing': 'passphrase',
    'key.certificate': 'certificates',
    'key.mismatch': 'certificates',
  }

  it.each(bad)('names the option that is wrong: %s', (_, pem, code) => {
    const result = safeSigningKeyFromPem({ key: sender.leaf.privateKeyPem, certificates: sender.certificates, ...pem })
    expect(errorsOf(result).map(({ property = [] }) => property[0])).toEqual([options[code]])
  })

  it('names the options that are of another type, all at once', () => {
    const wrong = { key: sender.leaf.privateKeyPem, certificates: 5, passphrase: 4 }
    const result = safeSigningKeyFromPem(wrong as never)
    expect(errorsOf(result).map(({ code, property }) => [code, property])).toEqual([
      ['value.type', ['passphrase']],
      ['key.certificate', ['certificates']],
    ])
  })

  it.each([5, '', sender.leaf.privateKeyPem + sender.root.privateKeyPem])(
    'is refused with all that is wrong',
    (key) => {
      const code = typeof key === 'string' && key !== '' ? 'key.several' : 'key.missing'
      const wrong = { key, certificates: 5, passphrase: 4 }
      expect(codesOf(wrong as never)).toEqual([code, 'value.type', 'key.certificate'])
    },
  )

  it('does not show the private key or the passphrase', () => {
    const key = signingKeyFromPem({
      key: exported(privateKey, 'pkcs8', 'hemmelig'),
      certificates: sender.certificates,
      passphrase: 'hemmelig',
    })
    expect(Object.keys(key)).toEqual(['chain', 'sign'])
    const { d = '?', p = '?' } = privateKey.export({ format: 'jwk' })
    const shown = inspect(key, { depth: 9, showHidden: true, maxArrayLength: null }) + JSON.stringify(key)
    for (const secret of ['hemmelig', 'PRIVATE', d, p, d.slice(10, 30)]) expect(shown).not.toContain(secret)
  })
})

describe('a key of any other kind', () => {
  const signWith =
    (algorithm: string): SigningKey['sign'] =>
    ({ data }) =>
      sign(algorithm, data, privateKey)
  const key: SigningKey = { chain, sign: signWith('sha256') }

  it('may sign the digest, later, and have its chain in any order', async () => {
    // DigestInfo of SHA-256 (RFC 8017, section 9.2, note 1): what a key service puts before the digest.
    const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex')
    const service: SigningKey = {
      chain: chain.toReversed(),
      sign: async ({ sha256 }) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return privateEncrypt(privateKey, Buffer.concat([prefix, sha256]))
      },
    }
    const expected = await writeBundle(makeInput(1, { key }))
    expect(await writeBundle(makeInput(1, { key: service }))).toEqual(expected)
  })

  const bad: readonly (readonly [string, SigningKey, IssueCode])[] = [
    ['signs with SHA-1', { ...key, sign: signWith('sha1') }, 'key.signature'],
    [
      'signs with PSS',
      {
        ...key,
        sign: ({ data }) => sign('sha256', data, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }),
      },
      'key.signature',
    ],
    [
      'signs with another key',
      { ...key, sign: ({ data }) => sign('sha256', data, stranger.leaf.privateKeyPem) },
      'key.signature',
    ],
    [
      'signs something else',
      { ...key, sign: ({ data }) => sign('sha256', data.subarray(1), privateKey) },
      'key.signature',
    ],
    [
      'changes what it signs',
      { ...key, sign: ({ data }) => sign('sha256', data.fill(1), privateKey) },
      'key.signature',
    ],
    ['gives nothing', { ...key, sign: () => new Uint8Array() }, 'key.signature'],
    ['gives text', { ...key, sign: (() => 'signature') as never }, 'key.signature'],
    ['has no chain', { ...key, chain: [] }, 'key.certificate'],
    ['has no list for a chain', { ...key, chain: 'x' as never }, 'key.certificate'],
    ['has no function', { ...key, sign: undefined as never }, 'value.type'],
    ['has a chain of something else', { ...key, chain: [Uint8Array.of(1, 2, 3)] }, 'key.certificate'],
    ['has a chain with a gap', { ...key, chain: [chain[0], chain[2]] as Uint8Array[] }, 'key.chain'],
    ['has two leaves', { ...key, chain: [...chain, stranger.leaf.certificateDer] }, 'key.chain'],
  ]
  it.each(bad)('is refused if it %s', async (_, wrong, code) => {
    expect(await failureOf(wrong)).toEqual([code])
  })

  it('names what of it is wrong', async () => {
    const placesOf = async (wrong: SigningKey): Promise<readonly unknown[]> =>
      (await rejected(() => writeBundle(makeInput(1, { key: wrong })))).map(({ property }) => property)
    const [first = new Uint8Array()] = chain
    expect(await placesOf({ ...key, sign: undefined as never })).toEqual([['key', 'sign']])
    expect(await placesOf({ ...key, chain: [] })).toEqual([['key', 'chain']])
    expect(await placesOf({ ...key, chain: [first, Uint8Array.of(1)] })).toEqual([['key', 'chain', 1]])
    expect(await placesOf({ ...key, chain: [...chain, stranger.leaf.certificateDer] })).toEqual([['key', 'chain']])
    expect(await placesOf({ ...key, chain: [chain[0], chain[2]] as Uint8Array[] })).toEqual([['key', 'chain']])
    const small = makeSender({ key: 'rsa-1024' })
    const ofSmall = [small.leaf, small.intermediate, small.root].map(({ certificateDer }) => certificateDer)
    expect(await placesOf({ ...key, chain: ofSmall })).toEqual([['key', 'chain']])
  })

  it('is refused if its certificates issued each other, so that none of them is its own', async () => {
    const make = (name: string, serialNumber: bigint, more: Partial<CertificateInput> = {}): MadeCertificate =>
      makeCertificate({ subject: { CN: name }, keyUsage: ['keyCertSign'], serialNumber, ...validity, ...more })
    const other = make('Other', 2n, { issuer: make('One', 1n) })
    const one = make('One', 3n, { issuer: other })
    const circle = [other, one].map(({ certificateDer }) => certificateDer)
    expect(await failureOf({ ...key, chain: circle })).toEqual(['key.chain'])
  })

  it('lets its own errors through', async () => {
    const failure = new Error('the service is down')
    const failing = writeBundle(makeInput(1, { key: { chain, sign: () => Promise.reject(failure) } }))
    await expect(failing).rejects.toBe(failure)
  })

  it('does not get to sign what the caller changes meanwhile', async () => {
    // A slice of a Buffer would still be the caller's.
    const documents = makeDocuments(1).map((document) => ({ ...document, bytes: Buffer.from(document.bytes) }))
    const input = makeInput(1, { documents })
    const before = documents.map(({ bytes }) => new Uint8Array(bytes))
    const slow: SigningKey = {
      chain,
      sign: ({ data }) => {
        for (const { bytes } of input.documents) bytes.fill(0)
        return sign('sha256', data, privateKey)
      },
    }
    const { bytes } = await writeBundle({ ...input, key: slow })
    const verified = verifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime })
    expect(verified.documents.map((document) => document.bytes)).toEqual(before)
  })
})

describe('of the certificates that are given, the best chain is taken', () => {
  const { root, intermediate, leaf } = sender
  const earlier = { notBefore: new Date('2010-01-01T00:00:00Z'), notAfter: new Date('2015-01-01T00:00:00Z') }
  const names = { C: 'NO', O: 'Buypass AS', organizationIdentifier: 'NTRNO-983163327' }
  const ca = { subject: { ...names, CN: 'Buypass Class 3 Test4 CA G2 ST Business' }, key: 'intermediate' } as const
  const again = (issuer: MadeCertificate, more: Partial<CertificateInput>): MadeCertificate =>
    makeCertificate({ ...ca, issuer, keyUsage: ['keyCertSign'], serialNumber: 9n, ...validity, ...more })
  const cross = again(stranger.root, { notAfter: new Date('2045-01-01T00:00:00Z') })
  const expiredCa = again(root, earlier)
  const expiredLeaf = makeSender(earlier).leaf
  const expiredRoot = makeCertificate({
    subject: { C: 'NO', O: 'Buypass AS-983163327', CN: 'Buypass Class 3 Test4 Root CA' },
    key: 'root',
    keyUsage: ['keyCertSign'],
    serialNumber: 3n,
    ...earlier,
  })
  const rounds = (list: readonly MadeCertificate[]): readonly (readonly MadeCertificate[])[] =>
    list.flatMap((_, index) => {
      const turned = [...list.slice(index), ...list.slice(0, index)]
      return [turned, turned.toReversed()]
    })
  const ders = (list: readonly MadeCertificate[]): Uint8Array[] => list.map(({ certificateDer }) => certificateDer)

  it.each<[string, readonly MadeCertificate[]]>([
    ['one by an unknown root', [leaf, cross, intermediate, root]],
    ['one by an unknown root and an expired one', [leaf, intermediate, root, expiredCa, cross]],
    ['an expired authority', [leaf, expiredCa, intermediate, root]],
    ['an expired root', [leaf, intermediate, expiredRoot, root]],
    ['an expired certificate of the same key', [expiredLeaf, leaf, intermediate, root]],
  ])('beside %s', async (_, list) => {
    for (const certificates of rounds(list)) {
      const fromPem = signingKeyFromPem({ key: leaf.privateKeyPem, certificates: ders(certificates) })
      expect(fromPem.chain).toEqual(chain)
      // The same where the caller made the key.
      const written = await writeBundle(makeInput(1, { key: { ...fromPem, chain: ders(certificates) } }))
      expect(written.warnings).toEqual([])
      expect(readBundle(written.bytes).chain).toEqual(chain)
    }
  })

  it('at the time of signing, if the caller made the key', async () => {
    const { sign: signer } = signingKeyFromPem({ key: leaf.privateKeyPem, certificates: sender.certificates })
    const renewed = makeSender({
      notBefore: new Date('2026-12-01T00:00:00Z'),
      notAfter: new Date('2045-01-01T00:00:00Z'),
    })
    const key = { sign: signer, chain: [renewed.leaf.certificateDer, ...chain] }
    const now = await writeBundle(makeInput(1, { key }))
    expect([readBundle(now.bytes).chain, now.warnings]).toEqual([chain, []])
    const then = await writeBundle(makeInput(1, { key, signingTime: new Date('2042-01-01T00:00:00Z') }))
    expect(readBundle(then.bytes).chain[0]).toEqual(renewed.leaf.certificateDer)
  })

  it('beside what cannot be read, which is a warning', async () => {
    const damaged = intermediate.certificatePem.replace(/MII/, 'MIJ')
    const place = { code: 'key.certificate', severity: 'warning' }
    const fromText = safeSigningKeyFromPem({ key: leaf.privateKeyPem, certificates: damaged + sender.certificates })
    expect(fromText).toMatchObject({ ok: true, value: { chain }, warnings: [{ ...place, property: ['certificates'] }] })
    const { sign: signer } = unwrap(fromText, 'good')
    const key = { sign: signer, chain: [Uint8Array.of(1), ...chain] }
    const { bytes, warnings } = await writeBundle(makeInput(1, { key }))
    expect(readBundle(bytes).chain).toEqual(chain)
    expect(warnings).toMatchObject([{ ...place, property: ['key', 'chain', 0] }])
  })

  it('and what cannot be read is an error where it may be missing', async () => {
    const damaged = intermediate.certificatePem.replace(/MII/, 'MIJ')
    const certificates = leaf.certificatePem + damaged + root.certificatePem
    expect(codesOf({ key: leaf.privateKeyPem, certificates })).toEqual(['key.certificate'])
    const { sign: signer } = signingKeyFromPem({ key: leaf.privateKeyPem, certificates: sender.certificates })
    const [first = new Uint8Array()] = chain
    expect(await failureOf({ sign: signer, chain: [first, Uint8Array.of(1)] })).toEqual(['key.certificate'])
  })
})

describe('a certificate that the service may refuse', () => {
  const day = 24 * 60 * 60 * 1000
  const cases: readonly (readonly [string, Parameters<typeof makeSender>[0], (from: Sender) => string, IssueCode])[] = [
    ['has expired', { notAfter: new Date(signingTime.getTime() - 1000) }, (from) => from.certificates, 'key.expired'],
    [
      'is not valid yet',
      { notBefore: new Date(signingTime.getTime() + day) },
      (from) => from.certificates,
      'key.not-yet-valid',
    ],
    ['is for encryption', { keyUsage: ['keyEncipherment'] }, (from) => from.certificates, 'key.usage'],
    ['is for signing contracts', { keyUsage: ['nonRepudiation'] }, (from) => from.certificates, 'key.usage'],
    ['is signed by SHA-1', { hash: 'sha1' }, (from) => from.certificates, 'key.signature-algorithm'],
    [
      'comes without its root',
      {},
      (from) => from.leaf.certificatePem + from.intermediate.certificatePem,
      'key.chain-incomplete',
    ],
  ]
  it.each(cases)('is a warning: it %s', async (_, change, certificates, code) => {
    const from = makeSender(change)
    const key = signingKeyFromPem({ key: from.leaf.privateKeyPem, certificates: certificates(from) })
    const { warnings } = await writeBundle(makeInput(1, { key }))
    expect(warnings.map((warning) => warning.code)).toEqual([code])
  })

  it('is none without a key usage, or with several', async () => {
    for (const keyUsage of [[], ['nonRepudiation', 'digitalSignature']] as const) {
      const { warnings } = await writeBundle(makeInput(1, {}, makeSender({ keyUsage })))
      expect(warnings).toEqual([])
    }
  })

  it('is an error if the name of its issuer cannot be written', async () => {
    const root = makeCertificate({
      // Java reads the sixteen-bit characters as bytes: U+0141 becomes U+0001 and A.
      subject: [[['CN', '\u0141', 'bmp']]],
      keyUsage: ['keyCertSign'],
      serialNumber: 1n,
      ...validity,
    })
    const leaf = makeCertificate({
      subject: { CN: 'x' },
      issuer: root,
      keyUsage: ['digitalSignature'],
      serialNumber: 2n,
      ...validity,
    })
    const key = signingKeyFromPem({ key: leaf.privateKeyPem, certificates: leaf.certificatePem + root.certificatePem })
    expect(await failureOf(key)).toEqual(['key.certificate'])
  })
})

it.each([
  [{}, ['key.missing', 'key.certificate']],
  [{ key: null, certificates: null }, ['key.missing', 'key.certificate']],
  [{ key: stranger.leaf.privateKeyPem, certificates: null }, ['key.certificate']],
])('a key is not read from what is no PEM', (pem, codes) => {
  expect(codesOf(pem as never)).toEqual(codes)
})
