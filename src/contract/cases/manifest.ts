/**
 * What the manifest of a new job says when it arrives at the service.
 *
 * @module
 */
import type { PortalSigner } from '../../codec/portal/signer.js'
import { casesOf, type ContractCase } from './case.js'
import { createAndCompare, firstSigner, secondSigner, type JobChanges } from './support.js'

const contact = { identifiedByContactInformation: true } as const
const email = { address: 'third@example.com' }
const sms = { number: '11111111' }

const addressing = 'portal flow page, addressing signers'
const manifestType = 'portal.xsd, portal-signature-job-manifest'
const lookupType = 'portal.xsd, notifications-using-lookup'

/** Every one of these was dropped or mangled by some client. */
const fields: Readonly<Record<string, readonly [title: string, source: string, job: JobChanges]>> = {
  'manifest-order': ['the order of chained signers', 'portal flow page, order', signers({ order: 1 })],
  'manifest-on-behalf-of': [
    'on whose behalf a signer signs',
    'portal flow page, signing on behalf of',
    signers({ onBehalfOf: 'OTHER' }),
  ],
  'manifest-signature-type': [
    'the signature type of a signer',
    'portal.xsd, portal-signer',
    signers({ signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' }),
  ],
  'manifest-notifications-sms-only': [
    'a mobile number without an e-mail address',
    'portal.xsd, notifications',
    { manifest: { signers: [{ personalIdentificationNumber: '12345678910', notifications: { sms } }] } },
  ],
  'manifest-lookup-email': ['a lookup of the e-mail address only', lookupType, lookup({ email: true })],
  'manifest-lookup-email-and-sms': [
    'a lookup of both e-mail address and mobile number',
    lookupType,
    lookup({ email: true, sms: true }),
  ],
  'manifest-contact-email': [
    'a signer identified by e-mail address',
    addressing,
    { manifest: { signers: [{ ...contact, notifications: { email } }] } },
  ],
  'manifest-contact-sms': [
    'a signer identified by mobile number',
    addressing,
    { manifest: { signers: [{ ...contact, notifications: { sms } }] } },
  ],
  'manifest-contact-email-and-sms': [
    'a signer identified by e-mail address and mobile number',
    addressing,
    { manifest: { signers: [{ ...contact, notifications: { email, sms } }] } },
  ],
  'manifest-nonsensitive-title': [
    'the non-sensitive title',
    manifestType,
    { manifest: { nonsensitiveTitle: 'The non-sensitive title' } },
  ],
  'manifest-description': ['the description', manifestType, { manifest: { description: 'The description' } }],
  'manifest-required-authentication': [
    'the required authentication level',
    'portal.xsd, authentication-level',
    { manifest: { requiredAuthentication: '3' } },
  ],
  'manifest-availability': [
    'activation time, with its offset, and availability in seconds',
    'portal flow page, availability',
    { manifest: { availability: { activationTime: '2026-02-10T12:00:00+01:00', availableSeconds: 864_000 } } },
  ],
  'manifest-available-seconds-alone': [
    'availability without an activation time',
    'portal.xsd, availability',
    { manifest: { availability: { availableSeconds: 7_776_000 } } },
  ],
  'manifest-identifier-in-signed-documents': [
    'how the signed document names its signers',
    'portal flow page, identifier in the signed document',
    { manifest: { identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' } },
  ],
  'manifest-several-documents': [
    'several documents with titles of their own, in order',
    'portal flow page, step 1',
    { manifest: { documents: documents(20) } },
  ],
  'manifest-ten-signers': [
    'ten signers, in order',
    'portal.xsd, portal-signers',
    { manifest: { signers: tenSigners() } },
  ],
  'manifest-special-characters': [
    'characters that XML must escape, and those beyond ASCII',
    'portal.xsd, title',
    { manifest: { title: `R&D <1> "2" '3' ]]> æøå 😀`, description: 'one &amp; two' } },
  ],
  'manifest-longest-title': [
    'a title of 80 characters beyond ASCII',
    'portal.xsd, title',
    { manifest: { title: 'æ'.repeat(80), documents: documents(1, 'ø'.repeat(80)) } },
  ],
}

/** Cases of the manifest. */
export const manifestCases: readonly ContractCase[] = Object.freeze([
  ...casesOf(fields, ([title, source, job]) => ({
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

/** A job whose signer is looked up in the contact register. */
export function lookup(notificationsUsingLookup: { email: true; sms?: true }): Required<Pick<JobChanges, 'manifest'>> {
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
