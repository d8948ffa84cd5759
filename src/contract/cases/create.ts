/**
 * Creating a job: what arrives at the service, and what the response says.
 *
 * @module
 */
import { requireThat, requireEqual, requireFailure } from './assert.js'
import { privateSender } from '../../simulator/organizations.js'
import { casesOf, type ContractCase } from './case.js'
import { lookup } from './manifest.js'
import { create, createAndCompare, createSigned, documentHash, requestsTo, type JobChanges } from './support.js'

const references = {
  'create-reference-1': ['a reference', '123-ABC'],
  'create-reference-2': ['a reference with special characters', `R&D <1> "2" '3' æøå`],
  'create-reference-3': ['the longest reference', 'r'.repeat(50)],
} as const

const lookupForOther = {
  personalIdentificationNumber: '12345678910',
  notificationsUsingLookup: { email: true },
  onBehalfOf: 'OTHER',
} as const

const refusals: Readonly<Record<string, readonly [string, string, NonNullable<JobChanges['manifest']>, string?]>> = {
  'refused-private-lookup': [
    'addressing page',
    'a lookup for a private organization',
    lookup({ email: true }).manifest,
    privateSender,
  ],
  'refused-availability-too-long': [
    'portal flow page, availability',
    'availability of more than 90 days',
    { availability: { availableSeconds: 7_776_001 } },
  ],
  'refused-lookup-for-other': [
    'portal flow page, signing on behalf of',
    'a lookup for a signer on behalf of another',
    { signers: [lookupForOther] },
  ],
}

/** Cases of creating a job. */
export const createCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'create-job-id',
    level: 'documented',
    source: 'common.xsd, signature-job-id (xs:long)',
    title: 'gives the id of the job in full, also beyond 2^53',
    run: async (context) => {
      const { signatureJobId } = await create(context)
      requireEqual(signatureJobId, context.portal.jobs().at(-1)?.signatureJobId, 'signature-job-id')
    },
  },
  {
    id: 'create-cancellation-url',
    level: 'documented',
    source: 'portal flow page, step 1',
    title: 'gives the address to cancel at',
    run: async (context) => {
      const { signatureJobId, cancellationUrl } = await create(context)
      const expected = `${context.root}/${context.organizationNumber}/portal/signature-jobs/${signatureJobId}/cancel`
      requireEqual(cancellationUrl, expected, 'cancellation-url')
    },
  },
  {
    id: 'create-once',
    level: 'documented',
    source: 'portal flow page, step 1',
    title: 'creates one job with one request',
    run: async (context) => {
      await create(context)
      requireEqual([requestsTo(context, 'create'), context.portal.jobs().length], [1, 1], 'requests and jobs')
    },
  },
  ...casesOf(references, ([what, reference]) => ({
    level: 'documented',
    source: 'common.xsd, signature-job-reference',
    title: `sends and gives back ${what}`,
    run: async (context) => {
      const response = await create(context, { request: { reference } })
      requireEqual(
        context.portal.job(response.signatureJobId).request.reference,
        reference,
        'the reference that was sent',
      )
      requireEqual(response.reference, reference, 'reference')
    },
  })),
  {
    id: 'create-without-reference',
    level: 'documented',
    source: 'portal.xsd, portal-signature-job-request',
    title: 'sends no reference where there is none',
    run: async (context) => {
      const response = await create(context)
      requireEqual(
        [response.reference, context.portal.job(response.signatureJobId).request.reference],
        [null, null],
        'references',
      )
    },
  },
  {
    id: 'document-bytes',
    level: 'documented',
    source: 'document package page',
    title: 'sends the bytes of a document unchanged',
    run: async (context) => {
      const signatureJobId = await createSigned(context, 1)
      requireEqual(
        context.portal.job(signatureJobId).documents[0]?.sha256,
        documentHash(context),
        'SHA-256 of the document',
      )
    },
  },
  {
    id: 'private-sender',
    level: 'documented',
    source: 'signature type page; signed documents page',
    title: 'creates a job for a private organization',
    organizationNumber: privateSender,
    run: (context) =>
      createAndCompare(context, { manifest: { identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' } }),
  },
  ...casesOf(refusals, ([source, what, manifest, organizationNumber]) => ({
    level: 'documented',
    source,
    title: `fails, itself or by the service's answer, for ${what}`,
    organizationNumber,
    run: async (context) => {
      await requireFailure(create(context, { manifest }), what)
      requireThat(context.portal.jobs().length === 0, 'no job may exist')
    },
  })),
])
