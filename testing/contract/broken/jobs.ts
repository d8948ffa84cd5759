/** Clients that make a mistake about a job: its manifest, its metadata or its documents. */
import type { ManifestWithDocuments, PortalSigner } from 'signering-portal/codec'
import {
  withAdapter,
  withContent,
  withJob,
  withJobResponse,
  withManifest,
  withSigners,
  without,
  type AnyJob,
  type BrokenAdapter,
} from '../clients.js'

/** What a client may not refuse, beside what it may; who can create no job at all keeps no rule. */
const refusals: readonly (readonly [what: string, caughtBy: string, isRefused: (job: AnyJob) => boolean])[] = [
  [
    'jobs of private organizations',
    'refused-private-lookup',
    ({ manifest }) => manifest.sender.organizationNumber === '987654325',
  ],
  [
    'an availability of 90 days',
    'refused-availability-too-long',
    ({ manifest }) => (manifest.availability?.availableSeconds ?? 0) >= 7_776_000,
  ],
  [
    'signers on behalf of another',
    'refused-lookup-for-other',
    ({ manifest }) => manifest.signers.some(({ onBehalfOf }) => onBehalfOf === 'OTHER'),
  ],
  ['more documents than one', 'manifest-text-document', ({ documents }) => documents.length > 1],
  [
    'signers identified by contact information',
    'change-shortest-contact-details',
    ({ manifest }) => manifest.signers.some((signer) => signer.identifiedByContactInformation === true),
  ],
]

export const brokenJobs: readonly BrokenAdapter[] = [
  ...[
    ['nonsensitiveTitle', 'manifest-nonsensitive-title'],
    ['description', 'manifest-description'],
    ['availability', 'manifest-availability'],
    ['requiredAuthentication', 'manifest-required-authentication'],
    ['identifierInSignedDocuments', 'manifest-identifier-in-signed-documents'],
  ].map(([name = '', caughtBy = '']) => ({
    mistake: `drops ${name} of the manifest`,
    caughtBy,
    make: withManifest((manifest) => without(manifest, name)),
  })),
  ...[
    ['order', 'chain-expires'],
    ['onBehalfOf', 'manifest-on-behalf-of'],
    ['signatureType', 'manifest-signature-type'],
  ].map(([name = '', caughtBy = '']) => ({
    mistake: `drops ${name} of signers`,
    caughtBy,
    make: withSigners((signer) => without(signer, name)),
  })),
  ...['order', 'onBehalfOf', 'signatureType'].map((name) => ({
    mistake: `drops ${name} of signers identified by contact information`,
    caughtBy: 'manifest-contact-signers',
    make: withSigners((signer) => (signer.identifiedByContactInformation === true ? without(signer, name) : signer)),
  })),
  {
    mistake: 'drops an activation time that stands alone',
    caughtBy: 'manifest-activation-time-alone',
    make: withManifest((manifest) =>
      manifest.availability?.availableSeconds === undefined ? without(manifest, 'availability') : manifest,
    ),
  },
  {
    mistake: 'gives signers ten minutes beside an activation time that stands alone',
    caughtBy: 'manifest-activation-time-alone',
    make: withManifest((manifest) =>
      manifest.availability === undefined
        ? manifest
        : { ...manifest, availability: { availableSeconds: 600, ...manifest.availability } },
    ),
  },
  {
    mistake: 'drops the mobile number beside an e-mail address',
    caughtBy: 'manifest-contact-email-and-sms',
    make: withSigners((signer) =>
      signer.notifications?.email === undefined
        ? signer
        : ({ ...signer, notifications: { email: signer.notifications.email } } as PortalSigner),
    ),
  },
  {
    mistake: 'drops the mobile number of a lookup',
    caughtBy: 'manifest-lookup-email-and-sms',
    make: withSigners((signer) =>
      signer.notificationsUsingLookup === undefined ? signer : { ...signer, notificationsUsingLookup: { email: true } },
    ),
  },
  {
    mistake: 'gives contact details of its own in place of a lookup',
    caughtBy: 'refused-private-lookup',
    make: withSigners((signer) =>
      signer.notificationsUsingLookup === undefined
        ? signer
        : without<PortalSigner>(
            { ...signer, notifications: { email: { address: 'signer@example.com' } } } as never,
            'notificationsUsingLookup',
          ),
    ),
  },
  {
    mistake: 'signs on behalf of others unless told not to',
    caughtBy: 'manifest-nothing-added',
    make: withSigners((signer) => ({ onBehalfOf: 'OTHER', ...signer })),
  },
  {
    mistake: 'gives every signer the contact details of the first',
    caughtBy: 'manifest-ten-signers',
    make: withManifest((manifest) => ({
      ...manifest,
      signers: manifest.signers.map((signer) =>
        signer.notifications === undefined
          ? signer
          : { ...signer, notifications: manifest.signers[0]?.notifications ?? signer.notifications },
      ),
    })),
  },
  {
    mistake: 'drops the offset of the activation time',
    caughtBy: 'activation-time',
    make: withManifest(({ availability, ...manifest }) =>
      availability?.activationTime === undefined
        ? { ...manifest, ...(availability && { availability }) }
        : {
            ...manifest,
            availability: { ...availability, activationTime: `${availability.activationTime.slice(0, 19)}Z` },
          },
    ),
  },
  {
    mistake: 'gives every document the title of the job',
    caughtBy: 'manifest-several-documents',
    make: withManifest(({ documents, ...manifest }) => ({
      ...manifest,
      documents: documents.map((document) => ({ ...document, title: manifest.title })),
    })),
  },
  {
    mistake: 'replaces characters beyond ASCII',
    caughtBy: 'manifest-special-characters',
    make: withManifest(({ title, ...manifest }) => ({ ...manifest, title: title.replace(/[^ -~]/gu, '?') })),
  },
  {
    mistake: 'escapes what is escaped already',
    caughtBy: 'create-reference-2',
    make: withContent((text) => text.replaceAll('&amp;', '&amp;amp;')),
  },
  {
    mistake: 'drops the reference',
    caughtBy: 'create-reference-1',
    make: withJob(({ request, ...job }) => ({ ...job, request: without(request, 'reference') })),
  },
  {
    mistake: 'drops the polling queue of the job',
    caughtBy: 'queue-name-plain',
    make: withJob(({ request, ...job }) => ({ ...job, request: without(request, 'pollingQueue') })),
  },
  {
    mistake: 'changes the bytes of documents',
    caughtBy: 'document-bytes',
    make: withJob((job) => ({
      ...job,
      documents: job.documents.map((document) => ({
        ...document,
        bytes: Buffer.concat([document.bytes, Buffer.from('\n')]),
      })),
    })),
  },
  {
    mistake: 'creates a job again when no response comes',
    caughtBy: 'create-without-response',
    make: withAdapter((adapter) => ({ create: (job) => adapter.create(job).catch(() => adapter.create(job)) })),
  },
  {
    mistake: 'holds the id of a job in a number',
    caughtBy: 'create-job-id',
    make: withAdapter((adapter) => ({
      create: async (job) => {
        const response = await adapter.create(job)
        return { ...response, signatureJobId: String(Number(response.signatureJobId)) }
      },
    })),
  },
  ...refusals.map(([what, caughtBy, isRefused]) => ({
    mistake: `refuses ${what}`,
    caughtBy,
    make: withAdapter((adapter) => ({
      create: (job) => (isRefused(job) ? Promise.reject(new RangeError('not supported')) : adapter.create(job)),
    })),
  })),
  ...(
    [
      [
        'a lookup for a private organization',
        'refused-private-lookup',
        ({ manifest }) =>
          manifest.sender.organizationNumber === '987654325' &&
          manifest.signers.some((signer) => 'notificationsUsingLookup' in signer),
      ],
      [
        'availability of more than 90 days',
        'refused-availability-too-long',
        ({ manifest }) => (manifest.availability?.availableSeconds ?? 0) > 7_776_000,
      ],
      [
        'a lookup for a signer on behalf of another',
        'refused-lookup-for-other',
        ({ manifest }) =>
          manifest.signers.some((signer) => signer.onBehalfOf === 'OTHER' && 'notificationsUsingLookup' in signer),
      ],
    ] as const satisfies typeof refusals
  ).map(([what, caughtBy, isRefused]) => ({
    mistake: `refuses ${what} when it has created the job with something else`,
    caughtBy,
    make: withAdapter((adapter) => ({
      create: async (job) => {
        if (!isRefused(job)) return adapter.create(job)
        const signers = job.manifest.signers.map((signer) => ({
          personalIdentificationNumber: signer.personalIdentificationNumber,
          notifications: { email: { address: 'signer@example.com' } },
        }))
        await adapter.create({ ...job, manifest: { ...without(job.manifest, 'availability'), signers } as never })
        throw new RangeError('not allowed')
      },
    })),
  })),
  {
    mistake: 'writes every document as PDF',
    caughtBy: 'manifest-text-document',
    make: withJob((job) => {
      const mime = 'application/pdf'
      const documents = job.documents.map((document) => ({ ...document, mime }))
      const listed = (job.manifest as ManifestWithDocuments).documents.map((document) => ({ ...document, mime }))
      return { ...job, documents, manifest: { ...job.manifest, documents: listed } }
    }),
  },
  {
    mistake: 'takes the address of the job for that at which it is cancelled',
    caughtBy: 'create-cancellation-url',
    make: withAdapter((adapter) => ({
      create: async (job) => {
        const response = await adapter.create(job)
        return { ...response, cancellationUrl: response.cancellationUrl.replace(/\/cancel$/, '') }
      },
    })),
  },
  {
    mistake: 'halves the time that signers have',
    caughtBy: 'chain-expires',
    make: withManifest(({ availability, ...manifest }) =>
      availability?.availableSeconds === undefined
        ? { ...manifest, ...(availability && { availability }) }
        : { ...manifest, availability: { ...availability, availableSeconds: availability.availableSeconds / 2 } },
    ),
  },
  {
    mistake: 'drops the activation time',
    caughtBy: 'activation-time',
    make: withManifest(({ availability, ...manifest }) => ({
      ...manifest,
      ...(availability && { availability: without(availability, 'activationTime') }),
    })),
  },
  {
    mistake: 'gives signers a week where the job does not say',
    caughtBy: 'availability-default',
    make: withManifest((manifest) => ({
      ...manifest,
      availability: { availableSeconds: 604_800, ...manifest.availability },
    })),
  },
  ...(
    [
      ['reference', 'pollingQueue', 'queue'],
      ['pollingQueue', 'reference', 'reference'],
    ] as const
  ).map(([dropped, beside, what]) => ({
    mistake: `drops ${dropped} of the request beside a ${what}`,
    caughtBy: 'queue-name-plain',
    make: withJob(({ request, ...job }) => ({
      ...job,
      request: request[beside] === undefined ? request : without(request, dropped),
    })),
  })),
  {
    mistake: 'drops the reference, and tells it in the response all the same',
    caughtBy: 'create-reference-1',
    make: withAdapter((adapter) => ({
      create: async (job) => {
        const response = await adapter.create({ ...job, request: without(job.request, 'reference') })
        return { ...response, reference: job.request.reference }
      },
    })),
  },
  {
    mistake: 'makes up a reference where there is none, and does not tell it in the response',
    caughtBy: 'create-without-reference',
    make: withAdapter((adapter) => ({
      create: async (job) => {
        const response = await adapter.create({ ...job, request: { reference: 'made up', ...job.request } })
        return { ...response, reference: job.request.reference }
      },
    })),
  },
  {
    mistake: 'creates every job twice',
    caughtBy: 'create-once',
    make: withAdapter((adapter) => ({
      create: async (job) => {
        await adapter.create(job)
        return adapter.create(job)
      },
    })),
  },
  {
    mistake: 'does not tell the reference in the response',
    caughtBy: 'create-reference-1',
    make: withJobResponse((response) => ({ ...response, reference: undefined })),
  },
  {
    mistake: 'tells a reference in the response where there is none',
    caughtBy: 'create-without-reference',
    make: withJobResponse(({ reference = '', ...response }) => ({ ...response, reference })),
  },
  {
    mistake: 'makes up a reference where there is none',
    caughtBy: 'create-without-reference',
    make: withJob((job) => ({ ...job, request: { reference: 'made up', ...job.request } })),
  },
]
