/**
 * Creating a job: what arrives at the service, and what the response says.
 *
 * @module
 */
import type { PortalSigner } from '../../codec/portal/signer.js'
import { require, requireEqual, requireFailure } from './assert.js'
import { privateSender, publicSender, type ContractCase } from './case.js'
import {
  create,
  createAndCompare,
  createSigned,
  firstSigner,
  jobWith,
  requestsTo,
  secondSigner,
  type JobChanges,
} from './support.js'

/** A part of the manifest that must arrive as it was meant. */
interface Field {
  readonly id: string
  readonly title: string
  readonly source: string
  readonly job: JobChanges
}

const contact = { identifiedByContactInformation: true } as const
const email = { address: 'third@example.com' }
const sms = { number: '11111111' }

/** Every one of these was dropped or mangled by some client. */
const fields: readonly Field[] = [
  { id: 'order', title: 'the order of chained signers', source: 'portal flow page, order', job: signers({ order: 1 }) },
  {
    id: 'on-behalf-of',
    title: 'on whose behalf a signer signs',
    source: 'portal flow page, signing on behalf of',
    job: signers({ onBehalfOf: 'OTHER' }),
  },
  {
    id: 'signature-type',
    title: 'the signature type of a signer',
    source: 'portal.xsd, portal-signer',
    job: signers({ signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' }),
  },
  {
    id: 'notifications-sms-only',
    title: 'a mobile number without an e-mail address',
    source: 'portal.xsd, notifications',
    job: { manifest: { signers: [{ personalIdentificationNumber: '12345678910', notifications: { sms } }] } },
  },
  {
    id: 'lookup-email',
    title: 'a lookup of the e-mail address only',
    source: 'portal.xsd, notifications-using-lookup',
    job: lookup({ email: true }),
  },
  {
    id: 'lookup-email-and-sms',
    title: 'a lookup of both e-mail address and mobile number',
    source: 'portal.xsd, notifications-using-lookup',
    job: lookup({ email: true, sms: true }),
  },
  {
    id: 'contact-email',
    title: 'a signer identified by e-mail address',
    source: 'portal flow page, addressing signers',
    job: { manifest: { signers: [{ ...contact, notifications: { email } }] } },
  },
  {
    id: 'contact-sms',
    title: 'a signer identified by mobile number',
    source: 'portal flow page, addressing signers',
    job: { manifest: { signers: [{ ...contact, notifications: { sms } }] } },
  },
  {
    id: 'contact-email-and-sms',
    title: 'a signer identified by e-mail address and mobile number',
    source: 'portal flow page, addressing signers',
    job: { manifest: { signers: [{ ...contact, notifications: { email, sms } }] } },
  },
  {
    id: 'nonsensitive-title',
    title: 'the non-sensitive title',
    source: 'portal.xsd, portal-signature-job-manifest',
    job: { manifest: { nonsensitiveTitle: 'The non-sensitive title' } },
  },
  {
    id: 'description',
    title: 'the description',
    source: 'portal.xsd, portal-signature-job-manifest',
    job: { manifest: { description: 'The description' } },
  },
  {
    id: 'required-authentication',
    title: 'the required authentication level',
    source: 'portal.xsd, authentication-level',
    job: { manifest: { requiredAuthentication: '3' } },
  },
  {
    id: 'availability',
    title: 'activation time, with its offset, and availability in seconds',
    source: 'portal flow page, availability',
    job: { manifest: { availability: { activationTime: '2026-02-10T12:00:00+01:00', availableSeconds: 864_000 } } },
  },
  {
    id: 'available-seconds-alone',
    title: 'availability without an activation time',
    source: 'portal.xsd, availability',
    job: { manifest: { availability: { availableSeconds: 7_776_000 } } },
  },
  {
    id: 'identifier-in-signed-documents',
    title: 'how the signed document names its signers',
    source: 'portal flow page, identifier in the signed document',
    job: { manifest: { identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' } },
  },
  {
    id: 'several-documents',
    title: 'several documents with titles of their own, in order',
    source: 'portal flow page, step 1',
    job: { manifest: { documents: documents(20) } },
  },
  {
    id: 'ten-signers',
    title: 'ten signers, in order',
    source: 'portal.xsd, portal-signers',
    job: { manifest: { signers: tenSigners() } },
  },
  {
    id: 'special-characters',
    title: 'characters that XML must escape, and those beyond ASCII',
    source: 'portal.xsd, title',
    job: { manifest: { title: `R&D <1> "2" '3' ]]> æøå 😀`, description: 'one &amp; two' } },
  },
  {
    id: 'longest-title',
    title: 'a title of 80 characters beyond ASCII',
    source: 'portal.xsd, title',
    job: { manifest: { title: 'æ'.repeat(80), documents: documents(1, 'ø'.repeat(80)) } },
  },
]

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
  ...[`123-ABC`, `R&D <1> "2" '3' æøå`, 'r'.repeat(50)].map((reference, index): ContractCase => ({
    id: `create-reference-${index + 1}`,
    level: 'documented',
    source: 'common.xsd, signature-job-reference',
    title: `sends and gives back ${['a reference', 'a reference with special characters', 'the longest reference'][index] ?? ''}`,
    run: async (context) => {
      const response = await create(context, { request: { reference } })
      requireEqual(context.portal.job(response.signatureJobId).reference, reference, 'the reference that was sent')
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
        [response.reference, context.portal.job(response.signatureJobId).reference],
        [null, null],
        'references',
      )
    },
  },
  ...fields.map(({ id, title, source, job }): ContractCase => ({
    id: `manifest-${id}`,
    level: 'documented',
    source,
    title: `sends ${title}`,
    run: (context) => createAndCompare(context, job),
  })),
  {
    id: 'manifest-nothing-added',
    level: 'documented',
    source: 'portal flow page, other settings (defaults)',
    title: 'adds nothing to the manifest but documented defaults',
    run: (context) => createAndCompare(context, {}),
  },
  {
    id: 'document-bytes',
    level: 'documented',
    source: 'document package page',
    title: 'sends the bytes of a document unchanged',
    run: async (context) => {
      const signatureJobId = await createSigned(context, 1)
      const [document] = jobWith(context.organizationNumber).documents
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(document?.bytes ?? [])))
      const hexadecimal = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
      requireEqual(context.portal.job(signatureJobId).documents[0]?.sha256, hexadecimal, 'SHA-256 of the document')
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
  refused(
    'private-lookup',
    'addressing page',
    'a lookup for a private organization',
    lookup({ email: true }),
    privateSender,
  ),
  refused('availability-too-long', 'portal flow page, availability', 'availability of more than 90 days', {
    manifest: { availability: { availableSeconds: 7_776_001 } },
  }),
  refused('lookup-for-other', 'portal flow page, signing on behalf of', 'a lookup for a signer on behalf of another', {
    manifest: {
      signers: [
        {
          personalIdentificationNumber: '12345678910',
          notificationsUsingLookup: { email: true },
          onBehalfOf: 'OTHER',
        },
      ],
    },
  }),
])

function refused(
  id: string,
  source: string,
  what: string,
  job: JobChanges,
  organizationNumber: string = publicSender,
): ContractCase {
  return {
    id: `refused-${id}`,
    level: 'documented',
    source,
    title: `fails, itself or by the service's answer, for ${what}`,
    organizationNumber,
    run: async (context) => {
      await requireFailure(create(context, job), what)
      require(context.portal.jobs().length === 0, 'no job may exist')
    },
  }
}

function signers(changes: Partial<Pick<PortalSigner, 'order' | 'onBehalfOf' | 'signatureType'>>): JobChanges {
  return { manifest: { signers: [firstSigner, { ...secondSigner, ...changes }] } }
}

function lookup(notificationsUsingLookup: { email: true; sms?: true }): JobChanges {
  return { manifest: { signers: [{ personalIdentificationNumber: '12345678910', notificationsUsingLookup }] } }
}

function tenSigners(): readonly PortalSigner[] {
  return Array.from({ length: 10 }, (_, index) => ({
    personalIdentificationNumber: `1234567891${index}`,
    order: index,
    notifications: { email: { address: `signer${index}@example.com` } },
  }))
}

function documents(count: number, title?: string): { href: string; mime: string; title: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    href: `document-${index + 1}.pdf`,
    mime: 'application/pdf',
    title: title ?? `Document ${index + 1}`,
  }))
}
