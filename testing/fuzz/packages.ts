/**
 * Document packages: archives with right checksums, signatures that fit what was changed, and certificates signed anew.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { safeReadBundle, safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import type { Result } from 'signering-portal/codec'
import { readZip } from '../../src/bundle/zip-reader.js'
import { readCertificate } from '../../src/x509/certificate.js'
import { findTrustedPath } from '../../src/x509/path.js'
import { makeArchive, type ArchiveEntry } from '../bundle/archives.js'
import { acceptedManners, foreignSignatures } from '../bundle/foreign-signatures.js'
import { makeInput, sender, signingTime } from '../bundle/packages.js'
import { variants } from '../bundle/signature-variants.js'
import type { TestKey } from '../certificates.js'
import type { Random } from '../conformance/random.js'
import { makeDocument, spoil, writeDocument } from '../bundle/signature-documents.js'
import { readSignature } from '../../src/bundle/signature-reader.js'
import { changedPaths } from '../x509/paths.js'
import { mutate } from '../mutate.js'
import { signCertificate, signXml } from './signed.js'
import { secret, target, type Target } from './target.js'

const signaturesName = 'META-INF/signatures.xml'
const encoder = new TextEncoder()
const whole = await writeBundle({ ...makeInput(1), signingTime })
const manifestXml = new TextDecoder().decode(whole.manifestXml).replace('Avtale', secret)
const pdf = encoder.encode(`%PDF-1.4\n% ${secret}\n%%EOF\n`)

type File = { readonly name: string; readonly bytes: Uint8Array }
const files: readonly File[] = [
  { name: 'manifest.xml', bytes: encoder.encode(manifestXml) },
  { name: 'document-1.pdf', bytes: pdf },
]
const filesByName = new Map(files.map(({ name, bytes }) => [name, bytes]))
const chain = [sender.leaf, sender.intermediate, sender.root] as const
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64')

/** A signature with places for what is computed of other parts: digests, certificates, and its value. */
function templateOf(xml: string): string {
  let template = xml
  files.forEach(({ bytes }, index) => (template = template.replaceAll(digestOf(bytes), `{digest ${index}}`)))
  chain.forEach(({ certificateDer }, index) => {
    const base64 = Buffer.from(certificateDer).toString('base64')
    for (const written of [base64, base64.replace(/.{76}/g, '$&\r\n')])
      template = template.replaceAll(written, `{certificate ${index}}`)
  })
  return template
}

/** The signature that others write in some way, before it is signed. */
function unsigned(manner: Parameters<typeof foreignSignatures>[1]): string {
  let template = ''
  const change = (xml: string): string => (template = manner?.change?.(xml) ?? xml)
  foreignSignatures(filesByName, { ...manner, change })
  return templateOf(template)
}

/** Ours, before it is signed. */
const own = templateOf(new TextDecoder().decode(whole.signaturesXml))
  .replace(/(<SignatureValue[^>]*>)[^<]*/, '$1VALUE')
  .replace(/(#xades-signed-properties[^]*?<DigestValue>)[^<]*/, '$1PROPERTIES')

let made: readonly string[] | undefined
const templates = (): readonly string[] =>
  (made ??= [
    own,
    ...acceptedManners.map(([, manner]) => unsigned(manner)),
    ...variants.map(({ change }) => unsigned({ change })),
  ])

type Signed = {
  readonly files: readonly File[]
  /** The signature, with places for what is computed. */
  readonly signatures: string
  readonly certificates: readonly Uint8Array[]
  /** Whether the certificates are signed anew, and the document. */
  readonly isSigned: readonly boolean[]
  readonly method: number
}

const keys: readonly TestKey[] = ['leaf', 'intermediate', 'root', 'root']

/** A signature with what is computed of files and certificates. */
function filled(template: string, given: readonly File[], ders: readonly Uint8Array[]): string {
  return template
    .replace(/\{digest (\d+)\}/g, (_, index) => digestOf(given[Number(index)]?.bytes ?? new Uint8Array()))
    .replace(/\{certificate (\d+)\}/g, (_, index) => Buffer.from(ders[Number(index)] ?? []).toString('base64'))
}

const chainDers = chain.map(({ certificateDer }) => certificateDer)

/** The package of an input. */
function packageOf({ files: given, signatures, certificates, isSigned, method }: Signed): Uint8Array {
  const [isChainSigned = false, isDocumentSigned = false] = isSigned
  const ders = certificates.map((der, index) => (isChainSigned ? signCertificate(der, keys[index + 1] ?? 'root') : der))
  const xml = filled(signatures, given, ders)
  const document = isDocumentSigned ? signXml(xml) : xml
  const entries = [...given, { name: signaturesName, bytes: encoder.encode(document) }]
  return makeArchive(entries.map((entry) => ({ ...entry, method })))
}

const receivedAt = new Date('2026-11-23T20:15:30.123Z')

function verify(bytes: Uint8Array): Result<unknown> {
  return safeVerifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt })
}

const signedPackage = target(
  'verify a signed package',
  (random: Random): Signed => ({
    files,
    signatures: random.pick(templates()),
    certificates: chainDers,
    isSigned: [random.chance(0.8), random.chance(0.8)],
    method: random.pick([0, 8]),
  }),
  (input) => verify(packageOf(input)),
  20,
)

const signature = target(
  'read a signature',
  (random: Random): { readonly xml: string } => {
    if (random.chance(0.5))
      return {
        xml: filled(
          random.pick(templates()).replace('PROPERTIES', digestOf(pdf)).replace('>VALUE<', '>AAAA<'),
          files,
          chainDers,
        ),
      }
    const document = makeDocument(random)
    if (random.chance(0.5)) spoil(document, random)
    return { xml: writeDocument(document, random) }
  },
  ({ xml }) => {
    readSignature(encoder.encode(xml))
  },
)

type Entry = File & {
  readonly numbers: readonly number[]
  readonly extra: Uint8Array
  readonly comment: Uint8Array
  readonly otherName: string
}
type Archived = {
  readonly entries: readonly Entry[]
  readonly before: Uint8Array
  readonly between: Uint8Array
  readonly after: Uint8Array
  readonly comment: Uint8Array
  readonly numbers: readonly number[]
}

/** What is meant where a number is what it would be anyway. */
const asIs = -1
const given = (value: number | undefined): number | undefined => (value === asIs ? undefined : value)

function entryOf({ numbers, otherName, name, ...entry }: Entry): ArchiveEntry {
  const [method, flags, version, madeBy, attributes, crc, size, compressedSize, descriptor, zip64, localFlags] = numbers
  const overrides = { crc: given(crc), size: given(size), compressedSize: given(compressedSize), flags: given(flags) }
  const known = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
  const descriptors = [undefined, 'signed', 'unsigned', 'wrong'] as const
  return {
    ...{ ...entry, ...known, name, method: method ?? 0, version: version ?? 20, madeBy: madeBy ?? 20 },
    attributes: attributes ?? 0,
    ...(descriptors[descriptor ?? 0] && { descriptor: descriptors[descriptor ?? 0] as 'signed' }),
    ...(zip64 === 1 || zip64 === 2 ? { zip64: zip64 === 1 ? 'alone' : 'too' } : {}),
    ...(otherName === name && given(localFlags) === undefined
      ? {}
      : { local: { name: otherName, ...(given(localFlags) === undefined ? {} : { flags: Number(localFlags) }) } }),
  }
}

const none = new Uint8Array()
const archive = target(
  'read an archive',
  (random: Random): Archived => ({
    entries: [...files, { name: signaturesName, bytes: whole.signaturesXml }].map(({ name, bytes }) => ({
      ...{ name, bytes, otherName: name, extra: none, comment: none },
      numbers: [random.pick([0, 8]), asIs, 20, 20, 0, asIs, asIs, asIs, 0, 0, asIs],
    })),
    ...{ before: none, between: none, after: none, comment: none, numbers: [asIs, asIs, asIs, asIs] },
  }),
  ({ entries, numbers, ...around }) => {
    const names = ['commentLength', 'count', 'disk', 'directorySize']
    const options = Object.fromEntries(
      names.flatMap((name, index) => (given(numbers[index]) === undefined ? [] : [[name, numbers[index]]])),
    )
    const bytes = makeArchive(entries.map(entryOf), { ...around, ...options })
    const read = safeReadBundle(bytes)
    return read.ok ? read : readZip(bytes, 1_000_000)
  },
)

const bytesOfPackage = target(
  'verify bytes',
  (random: Random): { readonly bytes: Uint8Array } => ({ bytes: mutate(whole.bytes, random) }),
  ({ bytes }) => verify(bytes),
)

type PathInput = { readonly certificates: readonly Uint8Array[]; readonly isSigned: boolean; readonly trusted: number }

let paths: readonly PathInput[] | undefined
const pathKeys: readonly TestKey[] = ['leaf', 'stranger-intermediate', 'intermediate', 'root', 'root']

const path = target(
  'find a path of certificates',
  (random: Random): PathInput => {
    paths ??= changedPaths(1).map(({ leaf, trust, others }) => {
      const between = others.filter((one) => !Buffer.from(one).equals(leaf)).reverse()
      return { certificates: [leaf, ...between, ...trust], isSigned: true, trusted: 3 }
    })
    return { ...random.pick(paths), isSigned: random.chance(0.8) }
  },
  ({ certificates, isSigned, trusted }) => {
    const read = certificates
      .map((der, index) => (isSigned ? signCertificate(der, pathKeys[index + 1] ?? 'root') : der))
      .map((der) => readCertificate(der))
    const [leaf] = read
    const known = read.filter((one) => one !== undefined)
    if (leaf === undefined) return
    const { issues } = findTrustedPath(leaf, known.slice(trusted), known, receivedAt)
    return { ok: issues.length === 0, issues }
  },
  20,
)

/** Every target of packages. */
export const targets: readonly Target[] = [signedPackage, signature, archive, bytesOfPackage, path]
