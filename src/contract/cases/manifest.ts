/**
 * What the manifest of a new job says when it arrives at the service.
 *
 * @module
 */
import type { PortalSigner } from '../../codec/portal/signer.js'
import type { ContractCase } from './case.js'
import { createAndCompare, firstSigner, secondSigner, type JobChanges } from './support.js'

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

/** Cases of the manifest. */
export const manifestCases: readonly ContractCase[] = Object.freeze([
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
])

function signers(changes: Partial<Pick<PortalSigner, 'order' | 'onBehalfOf' | 'signatureType'>>): JobChanges {
  return { manifest: { signers: [firstSigner, { ...secondSigner, ...changes }] } }
}

/**
 * A job whose signer is looked up in the contact register.
 *
 * @param notificationsUsingLookup - what is to be looked up
 * @returns the change of the ordinary job
 */
export function lookup(notificationsUsingLookup: { email: true; sms?: true }): JobChanges {
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
