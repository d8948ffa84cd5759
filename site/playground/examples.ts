import type {
  Codec,
  PortalSignatureJobManifest,
  PortalSignatureJobRequest,
  PortalSignatureJobResponse,
  PortalSignatureJobStatusChangeResponse,
  ServiceError,
} from 'signering-portal/codec'
import type { PrivateManifest, PublicManifest, Sector } from 'signering-portal/manifest'

/** Something to start from. */
export interface Example {
  readonly title: string
  readonly element: Codec<unknown>['name']
  readonly sector: Sector | ''
  /** Its value; absent where it begins as XML. */
  readonly value?: unknown
  readonly xml?: string
}

/** By what an address names an example: one of the whole flow by its element, a least one by its path. */
export const nameOf = ({ element, path }: Example & { readonly path?: string }): string => path ?? element

const request: PortalSignatureJobRequest = { reference: '123-ABC', pollingQueue: 'leases' }

const privateManifest: PrivateManifest = {
  signers: [
    {
      personalIdentificationNumber: '12345678910',
      notifications: { email: { address: 'tenant@example.com' } },
      signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE',
      order: 1,
    },
    {
      identifiedByContactInformation: true,
      notifications: { sms: { number: '99999999' } },
      onBehalfOf: 'OTHER',
      order: 2,
    },
  ],
  sender: { organizationNumber: '123456789' },
  requiredAuthentication: '4',
  availability: { activationTime: '2026-11-30T09:00:00+01:00', availableSeconds: 345_600 },
  identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME',
  title: 'Lease of 12 Storgata',
  nonsensitiveTitle: 'A lease to sign',
  description: 'Please read both documents first.',
  documents: [
    { href: 'document-1.pdf', mime: 'application/pdf', title: 'Lease' },
    { href: 'document-2.pdf', mime: 'application/pdf', title: 'Terms' },
  ],
}

const publicManifest: PublicManifest = {
  signers: [
    {
      personalIdentificationNumber: '12345678910',
      notificationsUsingLookup: { email: true, sms: true },
      onBehalfOf: 'SELF',
    },
    {
      personalIdentificationNumber: '10987654321',
      notifications: { email: { address: 'guardian@example.com' }, sms: { number: '+4799999999' } },
      onBehalfOf: 'OTHER',
    },
  ],
  sender: { organizationNumber: '123456789' },
  requiredAuthentication: '3',
  availability: { availableSeconds: 864_000 },
  title: 'Consent to a stay abroad',
  nonsensitiveTitle: 'A consent to sign',
  documents: [{ href: 'consent.pdf', mime: 'application/pdf', title: 'Consent' }],
}

const legacyManifest: PortalSignatureJobManifest = {
  signers: [
    {
      personalIdentificationNumber: '12345678910',
      notifications: { email: { address: 'signer@example.com' } },
    },
  ],
  sender: { organizationNumber: '123456789' },
  document: {
    href: 'document.pdf',
    mime: 'application/pdf',
    title: 'Contract',
    description: 'The older form: one document, which has the titles of the job.',
  },
}

const jobs = 'https://api.example.com/api/123456789/portal/signature-jobs/9007199254740993'

const response: PortalSignatureJobResponse = {
  reference: '123-ABC',
  signatureJobId: '9007199254740993',
  cancellationUrl: `${jobs}/cancel`,
}

const waiting: PortalSignatureJobStatusChangeResponse = {
  reference: '123-ABC',
  signatureJobId: '9007199254740993',
  status: 'IN_PROGRESS',
  confirmationUrl: `${jobs}/complete`,
  cancellationUrl: `${jobs}/cancel`,
  signatures: {
    signature: [
      {
        status: { value: 'SIGNED', since: '2026-11-30T10:15:00.000+01:00' },
        personalIdentificationNumber: '12345678910',
        xadesUrl: `${jobs}/xades/1`,
      },
      {
        status: { value: 'WAITING', since: '2026-11-30T09:00:00.000+01:00' },
        identifier: { sms: { number: '99999999' } },
      },
    ],
    padesUrl: `${jobs}/pades`,
  },
}

const completed: PortalSignatureJobStatusChangeResponse = {
  signatureJobId: '9007199254740993',
  status: 'COMPLETED_SUCCESSFULLY',
  confirmationUrl: `${jobs}/complete`,
  deleteDocumentsUrl: jobs,
  signatures: {
    signature: [
      {
        status: { value: 'SIGNED', since: '2026-11-30T10:15:00.000+01:00' },
        personalIdentificationNumber: '12345678910',
        xadesUrl: `${jobs}/xades/1`,
      },
    ],
    padesUrl: `${jobs}/pades`,
  },
}

const error: ServiceError = {
  errorCode: 'ASICE_VALIDATION_FAILED',
  errorMessage: 'The document package is not valid.',
  errorType: 'CLIENT',
}

const mistakes = `<?xml version="1.0" encoding="UTF-8"?>
<portal-signature-job-manifest xmlns="http://signering.posten.no/schema/v1">
  <signers>
    <signer>
      <personal-identification-number>1234567891</personal-identification-number>
      <notifications>
        <email adress="signer@example.com"/>
      </notifications>
    </signer>
    <signer>
      <personal-identification-number>12345678910</personal-identification-number>
      <notifications-using-lookup>
        <email/>
      </notifications-using-lookup>
      <on-behalf-of>OTHER</on-behalf-of>
    </signer>
  </signers>
  <sender>
    <organization-number>12345678</organization-number>
  </sender>
  <title>A job</title>
  <documents>
    <document href="../job.pdf" mime="application/pdf">
      <title>A document</title>
    </document>
  </documents>
  <availability>
    <available-seconds>7776001</available-seconds>
  </availability>
</portal-signature-job-manifest>`

const [manifest, statusChange] = [
  'portal-signature-job-manifest',
  'portal-signature-job-status-change-response',
] as const

/** In the order of the flow, but for the first, which is what people look for. */
export const examples: readonly Example[] = [
  { title: 'Manifest: two signers, one after the other', element: manifest, sector: 'PRIVATE', value: privateManifest },
  { title: 'Manifest: notification by lookup', element: manifest, sector: 'PUBLIC', value: publicManifest },
  { title: 'Manifest: the older form', element: manifest, sector: '', value: legacyManifest },
  { title: 'Manifest: with mistakes', element: manifest, sector: 'PRIVATE', xml: mistakes },
  { title: 'Request that creates a job', element: 'portal-signature-job-request', sector: '', value: request },
  { title: 'Response: the job is created', element: 'portal-signature-job-response', sector: '', value: response },
  { title: 'Change: one has signed, one has not', element: statusChange, sector: '', value: waiting },
  { title: 'Change: all have signed', element: statusChange, sector: '', value: completed },
  { title: 'Error of the service', element: 'error', sector: '', value: error },
]
