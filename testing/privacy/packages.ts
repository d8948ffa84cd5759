/**
 * Marks in document packages, signatures, certificates, keys and key stores.
 *
 * @module
 */
import { createPrivateKey } from 'node:crypto'
import * as bundleEntry from 'signering-portal/bundle'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { safeTlsOptions, tlsOptions } from 'signering-portal/tls'
import { makeArchive, extraFields, type ArchiveEntry } from '../bundle/archives.js'
import { foreignArchive, foreignSignatures } from '../bundle/foreign-signatures.js'
import { makeDocuments, makeManifest, sender, signingTime } from '../bundle/packages.js'
import { certificateBag, encryptedSafe, keyBag, pkcs12File, plainSafe, shroudedKeyBag } from '../bundle/pkcs12.js'
import { extension, keyPem, makeCertificate, makeSender, validity } from '../certificates.js'
import { bitString, der, objectIdentifier, sequence, utf8 } from '../der.js'
import { pathFaults } from '../judges/path-faults.js'
import { archiveFaults } from '../judges/archive-faults.js'
import { serviceFaults } from '../judges/service-faults.js'
import { signatureFaults } from '../judges/signature-faults.js'
import type { Listener } from './listener.js'
import { markedDocuments, markedValues, withMarks } from './marked.js'
import { everyMark, markedBytes, marks } from './marks.js'

const { safeReadBundle, safeSigningKeyFromPem, safeVerifyBundle, safeWriteBundle, signingKeyFromPem } = bundleEntry
const { root, leaf } = sender
const text = (content: string): Uint8Array => new TextEncoder().encode(content)
const verification = {
  trust: [root.certificateDer],
  intermediates: [root.certificateDer],
  receivedAt: signingTime,
  signingTimeToleranceSeconds: 5,
  maximumBytes: 1_000_000,
}

/** A sender whose certificate is full of marks. */
const marked = makeSender({
  subject: { C: 'NO', O: marks.name, organizationIdentifier: marks.person, CN: marks.mail },
  subjectAltName: { dns: [marks.word] },
  extensions: [extension('1.3.6.1.4.1.99999.1', false, utf8(marks.passphrase))],
})

const documents = makeDocuments(1).map((one) => ({ ...one, href: marks.file, bytes: markedBytes }))
const [signer] = makeManifest(documents).signers
const manifest = {
  ...makeManifest(documents),
  signers: [
    {
      ...signer,
      personalIdentificationNumber: marks.person,
      notifications: { email: { address: 'vuqpyx.zhalmo@kwybdoq.zwq' }, sms: { number: marks.mobile } },
    },
  ],
  title: marks.name,
  description: marks.mail,
} as bundleEntry.WriteBundleOptions['manifest']
const pem = {
  key: leaf.privateKeyPem,
  certificates: [leaf, sender.intermediate, root].map((one) => one.certificatePem),
}
const markedKey = signingKeyFromPem({ key: marked.leaf.privateKeyPem, certificates: marked.certificates })

/** What is wrong with an archive whose names, comments, fields and contents are marks. */
function archives(): Readonly<Record<string, Uint8Array>> {
  const one: ArchiveEntry = { name: marks.file, bytes: markedBytes }
  const comment = text(marks.mail)
  const names = everyMark.flatMap(([, mark]) => [
    mark,
    `../${mark}`,
    `/${mark}`,
    `${mark}/`,
    `${mark}\\x`,
    `${mark}\0`,
    `${mark}.`,
  ])
  const changes: Readonly<Record<string, Partial<ArchiveEntry>>> = {
    encrypted: { flags: 1 },
    'an unknown method': { method: 99 },
    'a comment': { comment },
    'an extra field': { extra: extraFields([0x7075, comment]) },
    'an extra field that is cut': { extra: comment },
    'a link': { madeBy: 0x0314, attributes: 0xa1ed0000 },
    'another local name': { local: { name: marks.word } },
    'a wrong checksum': { crc: 1 },
    'no deflated data': { method: 8, data: markedBytes },
    'more than the limit': { method: 8, bytes: Buffer.concat(Array.from({ length: 30_000 }, () => markedBytes)) },
  }
  return {
    ...Object.fromEntries(names.map((name) => [`the name ${name}`, makeArchive([{ ...one, name }])])),
    ...Object.fromEntries(
      Object.entries(changes).map(([name, change]) => [name, makeArchive([{ ...one, ...change }])]),
    ),
    twice: makeArchive([one, one]),
    'in another case': makeArchive([one, { ...one, name: marks.file.toUpperCase() }]),
    'a comment of the archive': makeArchive([one], { comment }),
    'bytes before': makeArchive([one], { before: markedBytes }),
    'bytes between': makeArchive([one], { between: markedBytes }),
    'bytes after': makeArchive([one], { after: markedBytes }),
    disks: makeArchive([one], { disk: 1 }),
    'no archive': markedBytes,
  }
}

/** Packages and what they are made from. */
export async function tellOfPackages(listener: Listener): Promise<void> {
  const { hear } = listener
  const options = { manifest, documents, key: markedKey, signingTime }
  const { bytes, manifestXml, signaturesXml } = await bundleEntry.writeBundle(options)
  await hear('a package that is good', () => safeVerifyBundle(bytes, verification))
  for (const at of ['before', 'after', 'between'] as const)
    await hear(`received ${at}`, () =>
      safeVerifyBundle(bytes, { ...verification, receivedAt: new Date(at === 'before' ? 0 : 4e12) }),
    )
  for (const [name, archive] of Object.entries(archives())) await hear(name, () => safeReadBundle(archive))
  for (const { name, bytes: faulty, trust, intermediates, receivedAt } of [
    ...archiveFaults,
    ...serviceFaults,
    ...signatureFaults,
    ...pathFaults,
  ]) {
    const der = (made: (typeof trust)[number]): Uint8Array => made.certificateDer
    await hear(name, () =>
      safeVerifyBundle(faulty, { trust: trust.map(der), intermediates: intermediates.map(der), receivedAt }),
    )
  }
  const decoder = new TextDecoder()
  const whole = (changed: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
    makeArchive(
      Object.entries({
        [marks.file]: markedBytes,
        'manifest.xml': manifestXml,
        'META-INF/signatures.xml': signaturesXml,
        ...changed,
      })
        .filter(([, content]) => content.length > 0)
        .map(([name, content]) => ({ name, bytes: typeof content === 'string' ? text(content) : content })),
    )
  for (const [name, document] of thinned(markedDocuments(decoder.decode(manifestXml))))
    await hear(`manifest.xml: ${name}`, () => safeReadBundle(whole({ 'manifest.xml': document })))
  for (const [name, document] of thinned(markedDocuments(decoder.decode(signaturesXml))))
    await hear(`signatures.xml: ${name}`, () =>
      safeVerifyBundle(whole({ 'META-INF/signatures.xml': document }), verification),
    )
  for (const changed of [
    { 'manifest.xml': '' },
    { 'META-INF/signatures.xml': '' },
    { [marks.file]: '' },
    { [marks.file]: text(marks.name) },
    { [`${marks.word}.pdf`]: markedBytes },
    { [`META-INF/${marks.word}`]: markedBytes },
    { 'META-INF/manifest.xml': markedBytes },
    { 'META-INF/signatures2.xml': markedBytes },
    { mimetype: markedBytes },
    { 'META-INF/signatures.xml': text(`<a>${marks.mail.repeat(400_000)}</a>`) },
  ])
    await hear(`a package with other files: ${Object.keys(changed).join()}`, () =>
      safeVerifyBundle(whole(changed), verification),
    )
  const files = new Map([
    [marks.file, markedBytes],
    ['manifest.xml', manifestXml],
  ])
  for (const chain of odd()) {
    const archive = foreignArchive(
      files,
      foreignSignatures(files, { chain: [chain, marked.intermediate, marked.root] }),
    )
    await hear('a package of an odd certificate', () => safeVerifyBundle(archive, verification))
  }
  const authority = {
    subject: { O: marks.name, CN: marks.mail },
    keyUsage: ['keyCertSign'],
    serialNumber: 1n,
    ...validity,
  } as const
  const alike = Array.from({ length: 101 }, (_, at) =>
    makeCertificate({ ...authority, serialNumber: BigInt(at), key: 'ec' }),
  )
  const one = makeCertificate({
    subject: { CN: marks.word },
    issuer: makeCertificate(authority),
    serialNumber: 2n,
    ...validity,
  })
  const signed = foreignArchive(files, foreignSignatures(files, { chain: [one] }))
  const intermediates = alike.map(({ certificateDer }) => certificateDer)
  await hear('many authorities of one name', () => safeVerifyBundle(signed, { ...verification, intermediates }))
  const good = { ...options, compress: false }
  // What is within a manifest is a matter of its codec, which is tried elsewhere.
  for (const { name, value } of withMarks(good).filter((one) => !one.name.startsWith('manifest.')))
    await hear(`writeBundle: ${name}`, () => safeWriteBundle(value as never))
  for (const wrong of [
    { documents: [...documents, ...documents] },
    { documents: [] },
    { documents: documents.map((one) => ({ ...one, mime: `application/${marks.word}` })) },
    { documents: documents.map((one) => ({ ...one, href: marks.name })) },
    { key: { chain: markedKey.chain, sign: () => markedBytes } },
    { key: { chain: [...markedKey.chain].slice(0, 1), sign: () => markedBytes } },
    { key: signingKeyFromPem({ ...pem, certificates: pem.certificates.slice(0, 2) }) },
    { key: { chain: [markedBytes], sign: () => markedBytes } },
    { signingTime: new Date(Number.NaN) },
  ])
    await hear(`writeBundle: ${Object.keys(wrong).join()}`, () => safeWriteBundle({ ...options, ...wrong }))
  for (const { name, value } of withMarks(verification))
    await hear(`verifyBundle: ${name}`, () => safeVerifyBundle(bytes, value as never))
  for (const { name, value } of markedValues()) await hear(`readBundle: ${name}`, () => safeReadBundle(value as never))
}

/** Each of a list of few, and some of a list of many, spread over it. */
function* thinned<T>(all: Iterable<T>, most = 300): Generator<T> {
  const list = [...all]
  const step = Math.max(1, list.length / most)
  for (let at = 0; at < list.length; at += step) yield list[Math.floor(at)] as T
}

/** Certificates that are full of marks, and wrong. */
function odd(): readonly ReturnType<typeof makeCertificate>[] {
  const subject = { C: 'NO', O: marks.name, CN: marks.mail }
  const base = { subject, issuer: marked.intermediate, serialNumber: BigInt(marks.person), ...validity }
  return [
    base,
    { ...base, notAfter: new Date('2021-01-01') },
    { ...base, notBefore: new Date('2039-01-01') },
    { ...base, keyUsage: ['cRLSign'] as const },
    { ...base, key: 'rsa-1024' as const },
    { ...base, key: 'ec' as const },
    { ...base, key: 'rsa-pss' as const },
    { ...base, hash: 'md5' as const },
    { ...base, extensions: [extension('1.3.6.1.4.1.99999.1', true, utf8(marks.word))] },
    { ...base, extensions: [extension('2.5.29.17', true, sequence(der(0x82, utf8(marks.mail))))] },
    { ...base, extensions: [extension('2.5.29.15', true, utf8(marks.word))] },
    { ...base, serialNumberDer: der(0x02, text(marks.person)) },
    { ...base, publicKeyInfo: sequence(sequence(objectIdentifier('1.2.3.4')), bitString(text(marks.passphrase))) },
  ].map(makeCertificate)
}

/** Keys, their certificates and passphrases, as PEM and PKCS#12, for packages and for TLS. */
export async function tellOfKeys(listener: Listener): Promise<void> {
  const { hear } = listener
  const { passphrase } = marks
  const encrypted = (cipher: string): string =>
    createPrivateKey(leaf.privateKeyPem).export({ type: 'pkcs8', format: 'pem', cipher, passphrase }).toString()
  const between = (label: string, content: Uint8Array | string): string =>
    `-----BEGIN ${label}-----\n${Buffer.from(content).toString('base64')}\n-----END ${label}-----\n`
  const keys = [
    ...[encrypted('aes-256-cbc'), pem.key.slice(0, -200), `${marks.mail}\n${pem.key}`, pem.key + pem.key, ''],
    ...[
      'PRIVATE KEY',
      'ENCRYPTED PRIVATE KEY',
      'RSA PRIVATE KEY',
      'EC PRIVATE KEY',
      marks.word,
      `PRIVATE KEY ${marks.mail}`,
    ].flatMap((label) => [
      between(label, markedBytes),
      `-----BEGIN ${label}-----\n${marks.mail}\n-----END ${label}-----\n`,
      `-----BEGIN ${label}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ${marks.word},${marks.person}\n\nAAAA\n-----END ${label}-----\n`,
    ]),
    ...(['rsa-1024', 'ec', 'rsa-pss', 'ed25519', 'rsa-3072'] as const).map(keyPem),
  ]
  const certificates = [
    marked.certificates,
    ...odd().flatMap(({ certificatePem }) => [certificatePem, certificatePem + marked.intermediate.certificatePem]),
    marked.leaf.certificatePem,
    marked.leaf.certificatePem + root.certificatePem,
    between('CERTIFICATE', markedBytes),
    `-----BEGIN CERTIFICATE-----\n${marks.mail}\n-----END CERTIFICATE-----\n`,
    '',
    marks.name,
  ]
  const passphrases = [undefined, '', passphrase, `${passphrase}x`]
  for (const [at, key] of keys.entries())
    for (const secret of passphrases) {
      await hear(`key ${at}`, () => safeSigningKeyFromPem({ ...pem, key, passphrase: secret }))
      await hear(`TLS key ${at}`, () =>
        safeTlsOptions({ key, cert: pem.certificates.join(''), ca: root.certificatePem, passphrase: secret }),
      )
    }
  for (const [at, certificate] of certificates.entries()) {
    await hear(`certificates ${at}`, () =>
      safeSigningKeyFromPem({ key: leaf.privateKeyPem, certificates: certificate }),
    )
    await hear(`TLS certificates ${at}`, () =>
      safeTlsOptions({ key: leaf.privateKeyPem, cert: certificate, ca: root.certificatePem }),
    )
    await hear(`TLS authorities ${at}`, () =>
      safeTlsOptions({ key: leaf.privateKeyPem, cert: pem.certificates.join(''), ca: certificate }),
    )
    await hear(`trust ${at}`, () => safeVerifyBundle(markedBytes, { ...verification, trust: [certificate] }))
  }
  const attributes = { friendlyName: marks.name, localKeyId: text(marks.person) }
  const keyInStore = shroudedKeyBag(leaf.privateKeyPem, passphrase, attributes)
  const certificateInStore = certificateBag(marked.leaf.certificateDer, attributes)
  const stores = [
    pkcs12File([plainSafe(keyInStore), encryptedSafe(passphrase, [certificateInStore])]),
    pkcs12File([plainSafe(keyBag(leaf.privateKeyPem, attributes), certificateInStore)]),
    pkcs12File([plainSafe(keyInStore, keyBag(keyPem('rsa-3072'), attributes), certificateInStore)]),
    pkcs12File([plainSafe(certificateInStore)]),
    pkcs12File([plainSafe(keyInStore)]),
    pkcs12File([plainSafe(keyInStore, certificateBag(markedBytes))]),
    pkcs12File([plainSafe(keyBag(keyPem('ec'), attributes), certificateInStore)]),
    pkcs12File([plainSafe(utf8(marks.mail))]),
    markedBytes,
    sequence(utf8(marks.mail)),
  ]
  for (const [at, pkcs12] of stores.entries())
    for (const secret of ['', passphrase, marks.word])
      for (const friendlyName of [undefined, marks.name, marks.word]) {
        await hear(`key store ${at}`, async () =>
          safeSigningKeyFromPkcs12({ pkcs12, passphrase: secret, friendlyName }),
        )
        await hear(`key store ${at} in TLS`, () =>
          safeTlsOptions({ pfx: pkcs12, passphrase: secret, ca: root.certificatePem }),
        )
      }
  const forTls = { key: leaf.privateKeyPem, cert: pem.certificates.join(''), passphrase, ca: [root.certificatePem] }
  for (const { name, value } of withMarks({ ...pem, passphrase }))
    await hear(`signingKeyFromPem: ${name}`, () => safeSigningKeyFromPem(value as never))
  for (const { name, value } of withMarks({ pkcs12: markedBytes, passphrase, friendlyName: marks.name }))
    await hear(`signingKeyFromPkcs12: ${name}`, async () => safeSigningKeyFromPkcs12(value as never))
  for (const { name, value } of withMarks(forTls))
    await hear(`tlsOptions: ${name}`, () => safeTlsOptions(value as never))
  const { checkServerIdentity } = tlsOptions(forTls)
  for (const { name, value } of [
    ...withMarks({ raw: markedBytes }),
    ...odd().map(({ certificateDer: raw }) => ({ name: 'odd', value: { raw } })),
  ])
    await hear(`checkServerIdentity: ${name}`, () => checkServerIdentity(marks.word, value as never))
}
