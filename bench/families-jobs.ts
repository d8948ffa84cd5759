/**
 * Jobs, packages, status changes and what is remembered of a queue, made to cost much.
 *
 * @module
 */
import { safeWriteBundle, signingKeyFromPem } from 'signering-portal/bundle'
import {
  availableNow,
  blockedBy,
  isOver,
  markHandled,
  pollOnce,
  portalOperations,
  sendWith,
  signatureOf,
  signaturesBySigner,
  type PollingState,
} from 'signering-portal/http'
import { checkJob, jobSchema, safePrepareJob, safeSigningPlan } from 'signering-portal/manifest'
import { maximumMembers } from '../src/guard.js'
import { makeDocuments, makeInput, makeManifest, sender } from '../testing/bundle/packages.js'
import { portal, now } from '../testing/http/operations.js'
import { root, statusChangeXml } from '../testing/http/responses.js'
import {
  everyShape,
  largestTable,
  largestWritten,
  listOf,
  repeated,
  textShapes,
  under,
  wordOf,
  type Families,
  type Family,
  type Outcome,
  type Place,
} from './family.js'
import { statusChange } from './messages.js'

const preparedSigner = {
  personalIdentificationNumber: '12345678910',
  notifications: { email: { address: 'kari@example.com' } },
}
const pdfBytes = new TextEncoder().encode('%PDF-1.4\n%%EOF\n')
const whole = {
  sector: 'PUBLIC',
  sender: { organizationNumber: '988015814' },
  title: 'Lease',
  documents: [{ title: 'Lease', bytes: pdfBytes }],
  signers: [preparedSigner],
} as const

const jobOf =
  (use: (job: never) => Outcome | Promise<Outcome>) =>
  (ends: string, change: (size: number) => object, early?: true): Family => ({
    make: (size) => ({ ...whole, ...change(size) }),
    use,
    ends,
    ...(early === undefined ? {} : { early }),
  })
const textsOfJob = ['letters', 'letters outside of the plane', 'digits', 'steps up', 'halves']
const inJob: Readonly<Record<string, Place>> = {
  'in a title': { write: (title) => ({ ...whole, title }), ends: 'schema.max-length' },
  'in an href': {
    write: (href) => ({ ...whole, documents: [{ title: 'Lease', bytes: pdfBytes, href }] }),
    ends: 'schema.max-length',
  },
}
const placesOfJob = Object.fromEntries(
  Object.entries(inJob).map(([name, place]) => [
    name,
    { ...place, shapes: textsOfJob, early: textsOfJob, largest: 1_000_000, largestTimed: largestWritten },
  ]),
)
const prepared = jobOf(safePrepareJob)
const schema = jobSchema('PUBLIC')['~standard']
const validated = jobOf((job) => ('issues' in schema.validate(job) ? 'refused' : 'accepted'))
const documentsOf = (size: number): object => ({
  documents: listOf(size, 100, () => ({ title: 'Lease', bytes: pdfBytes })),
})
const nestedSigners = (size: number): object => ({
  signers: listOf(size, 10, () => 0).reduce<unknown>((inner) => [inner], 'deep'),
})
const signersOf = (size: number): object => ({ signers: listOf(size, 100, () => preparedSigner) })
const preparing: Families = {
  documents: prepared('schema.element-too-many', documentsOf, true),
  'signers of one number': prepared('schema.element-too-many', signersOf, true),
  'bytes of a document': prepared(
    'accepted',
    (size) => ({ documents: [{ title: 'Lease', bytes: Buffer.concat([pdfBytes, Buffer.alloc(size)]) }] }),
    true,
  ),
  ...everyShape(placesOfJob, textShapes, (job: never) => safePrepareJob(job)),
}

const manifest = makeManifest(makeDocuments(1))
const [signer] = manifest.signers
const check = (input: Parameters<typeof checkJob>[1]): string =>
  checkJob('PUBLIC', input).find(({ severity }) => severity === 'error')?.code ?? 'accepted'
const checking: Families = {
  ...everyShape(
    {
      'in a title': {
        write: (title) => ({ manifest: { ...manifest, title } }),
        ends: 'schema.max-length',
        shapes: textsOfJob,
        early: textsOfJob,
        largest: 1_000_000,
        largestTimed: largestWritten,
      },
    },
    textShapes,
    check,
  ),
  'lists in lists': {
    make: (size) => ({ manifest: { ...manifest, ...nestedSigners(size) } }),
    use: check,
    ends: 'value.type',
    early: true,
  },
  signers: {
    make: (size) => ({ manifest: { ...manifest, signers: listOf(size, 100, () => signer) } }),
    use: check,
    ends: 'schema.element-too-many',
    early: true,
  },
  documents: {
    make: (size) => ({
      manifest,
      documents: listOf(size, 100, (at) => ({ href: `${at}.pdf`, mime: 'application/pdf', bytes: pdfBytes })),
    }),
    use: check,
    ends: 'job.documents',
    early: true,
  },
}

const plan = (signers: readonly unknown[], completions: readonly Date[] = []): Outcome =>
  safeSigningPlan({ signers } as never, new Date(0), completions)
const planning: Families = {
  'signers of one order': {
    make: (size) => listOf(size, 100, () => signer),
    use: plan,
    ends: 'schema.element-too-many',
    early: true,
  },
  'signers of many orders': {
    make: (size) => listOf(size, 100, (at) => ({ ...preparedSigner, order: at + 1 })),
    use: plan,
    ends: 'schema.max-inclusive',
    early: true,
  },
  completions: {
    make: (size) => listOf(size, 10, (at) => new Date(at)),
    use: (completions: readonly Date[]) => plan([signer], completions),
    ends: 'job.instant',
    // No list of a caller is longer.
    largest: 10 * maximumMembers,
    largestTimed: 200_000,
  },
}

const key = signingKeyFromPem({ key: sender.leaf.privateKeyPem, certificates: sender.certificates })
const input = makeInput(1)
const write = async (documents: typeof input.documents, compress = false): Promise<Outcome> =>
  safeWriteBundle({ ...input, key, documents, compress })
const writing: Families = {
  'bytes of a document': {
    make: (size) => input.documents.map((document) => ({ ...document, bytes: Buffer.alloc(size, '%PDF-1.4 ') })),
    use: write,
    ends: 'accepted',
    largest: 10_000_000,
  },
  'bytes of a document that is compressed': {
    make: (size) => input.documents.map((document) => ({ ...document, bytes: Buffer.alloc(size, '%PDF-1.4 ') })),
    use: async (documents: typeof input.documents) => write(documents, true),
    ends: 'accepted',
    largest: 10_000_000,
  },
  documents: {
    make: (size) => [
      ...input.documents,
      ...listOf(size, 100, (at) => ({ href: `${at}.pdf`, mime: 'application/pdf', bytes: pdfBytes })),
    ],
    use: write,
    ends: 'bundle.document-unexpected',
    early: true,
  },
}

const [signature] = statusChange.signatures.signature
const changeOf = (make: (index: number) => object) => (size: number) => ({
  ...statusChange,
  signatures: { signature: listOf(size, 100, (at) => ({ ...signature, ...make(at) })) },
})
const numberOf = (at: number): string => String(10_000_000_000 + at)
const numberedChange = changeOf((at) => ({ personalIdentificationNumber: numberOf(at) }))
const likeChange = changeOf(() => ({ personalIdentificationNumber: numberOf(0) }))
const ofChange = (make: (size: number) => object, use: (change: typeof statusChange) => unknown): Family => ({
  make,
  use: async (change: never) => wordOf(() => use(change)),
  ends: 'object',
})
const paired = (make: (size: number) => object, signerOf: (index: number) => object): Family => ({
  make: (size) => ({ change: make(size), manifest: { signers: listOf(size, 100, signerOf) } }),
  use: ({ change, manifest }: never) => typeof signaturesBySigner(manifest, change),
  ends: 'object',
  largestTimed: largestTable,
})
const emailOf = (address: string): object => ({
  personalIdentificationNumber: undefined,
  identifier: { email: { address } },
})
const changes: Families = {
  'availableNow: signatures': ofChange(numberedChange, (change) => availableNow(change, new Date(0))),
  'blockedBy: signatures': ofChange(numberedChange, blockedBy),
  'isOver: signatures': { ...ofChange(numberedChange, isOver), ends: 'boolean', early: true },
  'signatureOf: signatures of many numbers': ofChange(numberedChange, (change) =>
    signatureOf(change, { personalIdentificationNumber: numberOf(1) }),
  ),
  'signatureOf: a long address': {
    ...ofChange(
      (size) => changeOf(() => emailOf('A'.repeat(size)))(100),
      (change) => signatureOf(change, { identifier: { email: { address: 'b' } } }),
    ),
    ends: 'undefined',
  },
  'signatureOf: a long telephone number': {
    ...ofChange(
      (size) =>
        changeOf(() => ({
          personalIdentificationNumber: undefined,
          identifier: { sms: { number: '(0'.repeat(size / 2) } },
        }))(100),
      (change) => signatureOf(change, { identifier: { sms: { number: '1' } } }),
    ),
    ends: 'undefined',
  },
  'signaturesBySigner: many numbers': paired(numberedChange, (at) => ({ personalIdentificationNumber: numberOf(at) })),
  'signaturesBySigner: one number': paired(likeChange, () => ({ personalIdentificationNumber: numberOf(0) })),
}

const instant = '2026-01-05T12:00:00.000Z'
const stateOf = (size: number): PollingState => ({
  version: 1,
  at: instant,
  failures: 0,
  unconfirmed: listOf(size, 100, (at) => ({
    signatureJobId: String(at + 1),
    confirmationUrl: `${root}/${at}`,
    handedOutAt: instant,
  })),
})
const queues: Families = {
  'markHandled: changes': {
    make: stateOf,
    use: async (state: PollingState) => wordOf(() => markHandled(state, state.unconfirmed.at(-1) as never)),
    ends: 'object',
  },
  'pollOnce: changes': {
    make: stateOf,
    use: async (state: PollingState) =>
      wordOf(async () => pollOnce(async () => Promise.reject(new Error('No.')), { portal, now, state })),
    ends: 'object',
  },
}

/** A content that comes in pieces of one byte. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at++) yield await Promise.resolve(bytes.subarray(at, at + 1))
}
const respond = async (body: AsyncIterable<Uint8Array>): Promise<Outcome> => {
  const headers = { 'content-type': 'application/xml', 'x-next-permitted-poll-time': instant } as Record<string, string>
  const send = sendWith(() =>
    Promise.resolve({ status: 200, headers: { get: (name: string) => headers[name.toLowerCase()] ?? null }, body }),
  )
  return wordOf(async () => send(portal.nextStatusChange({ now })))
}
const change = statusChangeXml()
const responses: Families = {
  'pieces of one byte': {
    make: (size) => new TextEncoder().encode(change + ' '.repeat(size)),
    use: async (bytes: Uint8Array) => respond(inPieces(bytes)),
    ends: 'object',
    largest: 300_000,
  },
}

const addresses = ['letters', 'dots', 'slashes', 'steps up', 'signs of addresses', 'names of hosts', 'parameters']
const operations: Readonly<Record<string, Place>> = {
  'in an address to confirm': {
    write: (text) => `${root}/${text}`,
    ends: 'ended',
    shapes: addresses,
    early: addresses,
  },
}
const roots: Readonly<Record<string, Place>> = {
  'in a root': { write: (text) => `https://a.example/${text}`, ends: 'ended', shapes: addresses, early: addresses },
}
/** Either is no fault. */
const ended = async (use: () => unknown): Promise<string> =>
  ['object', 'PortalError'].includes(await wordOf(use)) ? 'ended' : 'no'

/** Every family of a job and its exchanges. */
export const jobFamilies: Families = {
  ...under('prepareJob', preparing),
  'prepareJob: lists in lists': { ...prepared('value.type', nestedSigners), largestTimed: largestTable, early: true },
  'jobSchema: lists in lists': validated('refused', nestedSigners, true),
  'jobSchema: documents': validated('refused', documentsOf, true),
  'jobSchema: signers of one number': validated('refused', signersOf, true),
  ...under('checkJob', checking),
  ...under('signingPlan', planning),
  ...under('writeBundle', writing),
  ...changes,
  ...queues,
  ...under('sendWith', responses),
  ...under('portalOperations', {
    ...everyShape(operations, textShapes, async (text: string) => ended(() => portal.confirm(text))),
    ...everyShape(roots, textShapes, async (text: string) =>
      ended(() => portalOperations({ root: text, organizationNumber: '988015814' })),
    ),
    'letters in the name of a program': {
      make: repeated('a'),
      use: async (userAgent: string) =>
        ended(() => portalOperations({ root, organizationNumber: '988015814', userAgent })),
      ends: 'ended',
      early: true,
    },
  }),
}
