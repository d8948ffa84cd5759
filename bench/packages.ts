/**
 * What writing and sending a document package costs, beside the hashing and signing that it is for.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { signingKeyFromPem, writeBundle, type SigningKey } from 'signering-portal/bundle'
import { portalOperations } from 'signering-portal/http'
import { prepareJob } from 'signering-portal/manifest'
import { ZipFile } from 'yazl'
import { makeSender, type Sender } from '../testing/certificates.js'
import { measure } from './measure.js'
import { outputOf } from './program.js'
import type { Ratio } from './ratio.js'

/** The largest document: one byte below 10 MiB. */
export const mostBytes: number = 10 * 1024 * 1024 - 1
/** When the packages are signed. */
export const signingTime: Date = new Date('2026-11-23T20:15:30.123Z')
/** Who signs them, unless another one is said. */
export const sender: Sender = makeSender()
/** The key of a sender. */
export const keyOf = ({ leaf, certificates }: Sender): SigningKey =>
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

/** The digest of a document. */
export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

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

/** Every ratio of writing and sending. */
export async function packageRatios(): Promise<readonly Ratio[]> {
  const job = jobOf(mostBytes)
  const document = job.documents[0]?.bytes ?? new Uint8Array()
  const bundle = await packageOf(job)
  const times = await measure({
    writeBundle: () => packageOf(job),
    least: () => digestAndArchive(document),
    create: () => bodyOf(job, bundle),
    sha256: () => sha256(document),
    prepareJob: () => jobAgain(job),
  })
  const whole = times.prepareJob + times.writeBundle + times.create
  return [
    { name: 'writeBundle / SHA-256 and yazl: 10 MiB', ratio: times.writeBundle / times.least, limit: 1.2 },
    { name: 'create / SHA-256: 10 MiB', ratio: times.create / times.sha256, limit: 0.6 },
    { name: 'prepareJob, writeBundle and create / SHA-256 and yazl: 10 MiB', ratio: whole / times.least },
    {
      name: 'memory of writeBundle and create / the documents: 10 MiB',
      ratio: peakTimes(mostBytes),
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
