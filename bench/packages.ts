/**
 * What writing, sending and verifying a document package costs, beside the hashing and signing that it is for.
 *
 * @module
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { safeVerifyBundle, signingKeyFromPem, writeBundle, type SigningKey } from 'signering-portal/bundle'
import { portalOperations } from 'signering-portal/http'
import { prepareJob } from 'signering-portal/manifest'
import { ZipFile } from 'yazl'
import { makeSender, type Sender } from '../testing/certificates.js'
import { measure } from './measure.js'
import { outputOf } from './program.js'
import type { Ratio } from './ratio.js'

const megabyte = 1024 * 1024
const signingTime = new Date('2026-11-23T20:15:30.123Z')
const sender = makeSender()
const keyOf = ({ leaf, certificates }: Sender): SigningKey =>
  signingKeyFromPem({ key: leaf.privateKeyPem, certificates })
const key = keyOf(sender)
const portal = portalOperations({ root: 'https://portal.example/api', organizationNumber: '988015814' })

/** A document that looks like PDF, of so many bytes that do not compress. */
function documentOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  // A linear congruential generator: the same document in each run.
  let state = 1
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[at] = state >>> 24
  }
  bytes.set(new TextEncoder().encode('%PDF-1.4\n'))
  bytes.set(new TextEncoder().encode('\n%%EOF\n'), length - 7)
  return bytes
}

/** A job of one document. */
export function jobOf(length: number): ReturnType<typeof prepareJob> {
  return prepareJob({
    sector: 'PRIVATE',
    sender: { organizationNumber: '988015814' },
    title: 'Lease of the house by the fjord',
    documents: [{ title: 'Lease', bytes: documentOf(length) }],
    signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'signer@example.com' } } }],
  })
}

type Job = ReturnType<typeof jobOf>

/** The package of a job, signed with the key of the sender. */
export async function packageOf({ manifest, documents }: Job, signer: SigningKey = key): Promise<Uint8Array> {
  const { bytes } = await writeBundle({ manifest, documents, key: signer, signingTime })
  return bytes
}

/** The body of the request that creates a job. */
export function bodyOf({ request }: Job, bundle: Uint8Array): Uint8Array | undefined {
  return portal.create({ request, bundle }).request.body
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** What must be done at least: the digest of the document, and an archive by the same library with the same settings. */
async function digestAndArchive(document: Uint8Array): Promise<number> {
  const digest = sha256(document)
  const zip = new ZipFile()
  let length = digest.length
  const ended = new Promise((resolve) => {
    zip.outputStream.on('data', (chunk: Uint8Array) => (length += chunk.length)).on('end', resolve)
  })
  zip.addBuffer(Buffer.from(document.buffer), 'document.pdf', { compress: false })
  zip.end()
  await ended
  return length
}

/** The most memory of a process that makes the request of a job, beyond what it had before it had the document. */
function peakTimes(length: number): number {
  const settings = ['--expose-gc', '--max-semi-space-size=1']
  return Number(outputOf('package-process', [String(length)], { settings })) / length
}

async function writingRatios(): Promise<readonly Ratio[]> {
  const job = jobOf(10 * megabyte - 1)
  const document = job.documents[0]?.bytes ?? new Uint8Array()
  const bundle = await packageOf(job)
  const times = await measure({
    writeBundle: () => packageOf(job),
    least: () => digestAndArchive(document),
    create: () => bodyOf(job, bundle),
    sha256: () => sha256(document),
    verifyBundle: () => verified(bundle),
    prepareJob: () => jobAgain(job),
  })
  const whole = times.prepareJob + times.writeBundle + times.create
  return [
    { name: 'writeBundle / SHA-256 and yazl: 10 MiB', ratio: times.writeBundle / times.least, limit: 1.2 },
    { name: 'create / SHA-256: 10 MiB', ratio: times.create / times.sha256, limit: 0.6 },
    { name: 'verifyBundle / SHA-256: 10 MiB', ratio: times.verifyBundle / times.sha256, limit: 2 },
    { name: 'prepareJob, writeBundle and create / SHA-256 and yazl: 10 MiB', ratio: whole / times.least },
    {
      name: 'memory of writeBundle and create / the documents: 10 MiB',
      ratio: peakTimes(10 * megabyte - 1),
      limit: 3.1,
    },
  ]
}

function jobAgain({ manifest, documents, request }: Job): unknown {
  return prepareJob({
    sector: 'PRIVATE',
    sender: manifest.sender,
    title: 'Lease of the house by the fjord',
    documents: documents.map(({ bytes }) => ({ title: 'Lease', bytes })),
    signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'signer@example.com' } } }],
    ...request,
  })
}

function verified(bundle: Uint8Array): unknown {
  const result = safeVerifyBundle(bundle, { trust: [sender.root.certificatePem], receivedAt: signingTime })
  if (!result.ok) throw new Error('The package is refused: its time shows nothing.')
  return result
}

/** More senders than those whose certificates are kept. */
const strangers = 80

/** Small packages: what is left beside the two operations of RSA, that of the signature and that of its certificate. */
async function verifyingRatios(): Promise<readonly Ratio[]> {
  const job = jobOf(65_536)
  const bundle = await packageOf(job)
  const others = Array.from({ length: strangers }, (_, index) => makeSender({ serialNumber: BigInt(index) }))
  const foreign = await Promise.all(others.map((other) => packageOf(job, keyOf(other))))
  const data = new Uint8Array(1000)
  const publicKey = createPublicKey(sender.leaf.privateKeyPem)
  const signature = sign('RSA-SHA256', data, createPrivateKey(sender.leaf.privateKeyPem))
  // Whoever verifies packages has verified many: what takes time is then compiled.
  for (let call = 0; call < 1000; call++) verified(bundle)
  let next = 0
  const times = await measure({
    verifyBundle: () => verified(bundle),
    ofStranger: () => verified(foreign[next++ % strangers] ?? bundle),
    rsa: () => verify('RSA-SHA256', data, publicKey, signature),
  })
  const besides = (time: number): number => (time - 2 * times.rsa) / 1.5
  const name = 'verifyBundle, less two operations of RSA / 1.5 ms: 64 KiB'
  return [
    { name, ratio: besides(times.verifyBundle), limit: 1 },
    { name: `${name}, of a sender not seen of late`, ratio: besides(times.ofStranger), limit: 1 },
  ]
}

/** Every ratio of document packages. */
export async function packageRatios(): Promise<readonly Ratio[]> {
  // The small ones first: what is compiled for them, the large ones need compiled as well.
  const ofSmall = await verifyingRatios()
  return [...(await writingRatios()), ...ofSmall]
}
