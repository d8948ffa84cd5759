import type { Job } from 'signering-portal/manifest'
import { pdf } from './pdf-files.js'

/** A job with something in each place. */
export const fullJob: Job<'PUBLIC'> = {
  sector: 'PUBLIC',
  sender: { organizationNumber: '123456785' },
  title: 'Title',
  nonsensitiveTitle: 'Other',
  description: 'Text',
  documents: [{ title: 'Document', bytes: pdf(), href: 'document.pdf', mime: 'application/pdf' }],
  signers: [
    {
      personalIdentificationNumber: '12345678910',
      notificationsUsingLookup: { email: true, sms: true },
      order: 1,
      onBehalfOf: 'SELF',
      signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE',
    },
    { identifiedByContactInformation: true, notifications: { sms: { number: '00000000' } }, order: 2 },
  ],
  availability: { activationTime: '2030-01-01T00:00:00Z', availableSeconds: 5 },
  requiredAuthentication: '4',
  identifierInSignedDocuments: 'NAME',
  reference: 'reference',
  pollingQueue: 'queue',
}
