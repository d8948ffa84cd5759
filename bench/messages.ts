/**
 * The messages that are measured: of the structure and size of the documentation's examples.
 *
 * @module
 */
import type { PortalSignatureJobManifest, PortalSignatureJobStatusChangeResponse } from 'signering-portal/codec'

/** A manifest with four signers in three groups and two documents. */
export const manifest: PortalSignatureJobManifest = {
  signers: [
    {
      order: 1,
      personalIdentificationNumber: '12345678910',
      notifications: { email: { address: 'first.signer@example.com' }, sms: { number: '00000000' } },
    },
    {
      order: 2,
      personalIdentificationNumber: '10987654321',
      notifications: { email: { address: 'second.signer@example.com' } },
    },
    { order: 2, personalIdentificationNumber: '01013300001', notificationsUsingLookup: { email: true, sms: true } },
    { order: 3, personalIdentificationNumber: '02038412546', notificationsUsingLookup: { email: true } },
  ],
  sender: { organizationNumber: '123456789' },
  title: 'Lease of the house by the fjord',
  nonsensitiveTitle: 'A document to sign',
  description:
    'Please read both documents before you sign. The second one lists what is & what is not included in the rent.',
  documents: [
    { href: 'document-1.pdf', mime: 'application/pdf', title: 'Lease' },
    { href: 'document-2.pdf', mime: 'application/pdf', title: 'Inventory' },
  ],
  availability: { activationTime: '2016-02-10T12:00:00+01:00', availableSeconds: 864_000 },
  identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
}

const jobs = 'https://api.signering.posten.no/api/123456789/portal/signature-jobs/1'

/** A status change of a job that one of two signers has signed. */
export const statusChange: PortalSignatureJobStatusChangeResponse = {
  signatureJobId: '1',
  status: 'IN_PROGRESS',
  confirmationUrl: `${jobs}/complete`,
  signatures: {
    signature: [
      {
        status: { value: 'SIGNED', since: '2017-01-23T12:51:43+01:00' },
        personalIdentificationNumber: '12345678910',
        xadesUrl: `${jobs}/xades/1`,
      },
      {
        status: { value: 'WAITING', since: '2017-01-23T12:00:00+01:00' },
        personalIdentificationNumber: '98765432100',
      },
    ],
    padesUrl: `${jobs}/pades`,
  },
}
