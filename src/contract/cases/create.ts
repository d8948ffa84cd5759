/**
 * Creating a job: what arrives at the service, and what the response says.
 *
 * @module
 */
import { requireThat, requireEqual, requireFailure } from './assert.js'
import { machineClock } from '../machine-clock.js'
import { privateSenderOrganizationNumber } from '../../simulator/organizations.js'
import { assumed, casesOf, documented, type ContractCase, type MakeCase } from './case.js'
import { firstSigner, personalIdentificationNumbers } from './persons.js'
import {
  create,
  createAndCompare,
  createSigned,
  documentHash,
  requestsTo,
  requireMeant,
  type ManifestChanges,
} from './support.js'

const jobId = documented('common.xsd, signature-job-id (xs:long)')
const step1 = documented('portal flow page, step 1')
const reference = documented('common.xsd, signature-job-reference')
const request = documented('portal.xsd, portal-signature-job-request')
const documentPackage = documented('document package page')
// The clients and the page disagree.
const ofChain = assumed('document package page (the chain should be included)', {
  simulatorOptions: { requireWholeChain: true },
})
const fromPrivate = { organizationNumber: privateSenderOrganizationNumber }
const addressing = documented('addressing page', fromPrivate)
const availability = documented('portal flow page, availability')
const onBehalfOf = documented('portal flow page, signing on behalf of')
const ofPrivate = documented('signature type page; signed documents page', fromPrivate)

const references: Readonly<Record<string, readonly [string, string]>> = {
  'create-reference-1': ['a reference', '123-ABC'],
  'create-reference-2': [
    'a reference with special characters, white space around it, and what looks escaped',
    ` R&D <1> "2" '3' &amp; æøå `,
  ],
  'create-reference-3': ['the longest reference', 'r'.repeat(50)],
}

const [personalIdentificationNumber] = personalIdentificationNumbers
const lookupSigner = { personalIdentificationNumber, notificationsUsingLookup: { email: true } } as const

/** Cases of creating a job. */
export const createCases: readonly ContractCase[] = Object.freeze([
  jobId('create-job-id', 'gives the id of the job in full, also beyond 2^53', async (context) => {
    const { signatureJobId } = await create(context)
    const ids = context.simulator.jobs().map((job) => job.signatureJobId)
    requireEqual([signatureJobId], ids, 'signature-job-id')
  }),
  step1('create-cancellation-url', 'gives the address to cancel at', async (context) => {
    const { signatureJobId, cancellationUrl } = await create(context)
    const expected = `${context.root}/${context.organizationNumber}/portal/signature-jobs/${signatureJobId}/cancel`
    requireEqual(new URL(cancellationUrl).href, expected, 'cancellation-url')
  }),
  step1('create-once', 'creates one job with one request', async (context) => {
    await create(context)
    requireEqual(requestsTo(context, 'create'), 1, 'the number of requests to create')
  }),
  ...casesOf(references, (id, [what, sent]) =>
    reference(id, `sends and gives back ${what}`, async (context) => {
      const response = await create(context, { request: { reference: sent } })
      const got = context.simulator.job(response.signatureJobId).request.reference
      requireEqual(got, sent, 'the reference that was sent')
      requireEqual(response.reference, sent, 'reference')
    }),
  ),
  request('create-without-reference', 'sends no reference where there is none', async (context) => {
    const response = await create(context)
    const sent = context.simulator.job(response.signatureJobId).request.reference
    requireEqual(sent, undefined, 'the reference that was sent')
    requireEqual(response.reference, undefined, 'reference')
  }),
  documentPackage('document-bytes', 'sends the bytes of a document unchanged', async (context) => {
    const [document] = context.simulator.job(await createSigned(context, 1)).documents
    requireEqual(document?.sha256, documentHash(context), 'SHA-256 of the document')
  }),
  documentPackage(
    'signing-time',
    'signs with the present as signing time, by its clock or the portal’s',
    async (context) => {
      const [before, portal] = [machineClock.now(), context.clock.now()]
      const { signatureJobId } = await create(context)
      const { signingTime } = context.simulator.job(signatureJobId)
      const isNow = isWithin(signingTime, portal, portal) || isWithin(signingTime, before, machineClock.now())
      const seconds = Math.round((signingTime.getTime() - portal.getTime()) / 1000)
      requireThat(isNow, `the signing time must be within 5 seconds of the present, but is ${seconds} seconds off`)
    },
  ),
  ofChain('whole-certificate-chain', 'brings along the certificates from its own to a root', async (context) => {
    await create(context)
  }),
  ofPrivate('private-sender', 'creates a job for a private organization', (context) =>
    createAndCompare(context, { identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' }),
  ),
  addressing(
    ...refuses('refused-private-lookup', 'a lookup for a private organization', {
      accepted: { signers: [firstSigner] },
      refused: { signers: [lookupSigner] },
    }),
  ),
  availability(
    ...refuses('refused-availability-too-long', 'availability of more than 90 days', {
      accepted: { availability: { availableSeconds: 7_776_000 } },
      refused: { availability: { availableSeconds: 7_776_001 } },
    }),
  ),
  onBehalfOf(
    ...refuses('refused-lookup-for-other', 'a lookup for a signer on behalf of another', {
      accepted: { signers: [{ ...firstSigner, onBehalfOf: 'OTHER' }] },
      refused: { signers: [{ ...lookupSigner, onBehalfOf: 'OTHER' }] },
    }),
  ),
])

/** Whether an instant is no more than 5 seconds off (document package page). */
function isWithin(instant: Date, from: Date, to: Date): boolean {
  return instant.getTime() >= from.getTime() - 5000 && instant.getTime() <= to.getTime() + 5000
}

/** A job that breaks a rule, and one that does not and is the same but for that: who can create none has kept no rule. */
function refuses(
  id: string,
  what: string,
  { accepted, refused }: Readonly<Record<'accepted' | 'refused', ManifestChanges>>,
): Parameters<MakeCase> {
  const title = `fails, itself or by the service's answer, for ${what}`
  return [
    id,
    title,
    async (context) => {
      const { signatureJobId } = await create(context, { manifest: accepted })
      const creating = create(context, { manifest: refused })
      await requireFailure(creating, what).catch(async (reason: unknown) => {
        // What the service accepts may be another job than was meant.
        requireMeant(context, (await creating).signatureJobId, refused)
        throw reason
      })
      const ids = context.simulator.jobs().map((job) => job.signatureJobId)
      requireEqual(ids, [signatureJobId], 'the jobs that exist')
    },
  ]
}
