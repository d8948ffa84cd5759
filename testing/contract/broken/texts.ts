/** Clients that change texts: cut, joined, of another case or encoding. */
import type { ManifestWithDocuments, PortalSignatureJobManifest, PortalSigner } from 'signering-portal/codec'
import {
  pollTimeOf,
  withAdapter,
  withChange,
  withJob,
  withJobResponse,
  withManifest,
  withResponse,
  withSigners,
  withUrl,
  type BrokenAdapter,
} from '../clients.js'

type Manifest = PortalSignatureJobManifest & ManifestWithDocuments

const manifests: readonly (readonly [mistake: string, caughtBy: string, spoil: (manifest: Manifest) => Manifest])[] = [
  ['cuts the description', 'manifest-description-longest', describing((text) => text.slice(0, 100))],
  [
    'joins the lines of the description',
    'manifest-description-longest',
    describing((text) => text.replace(/\s+/g, ' ')),
  ],
  ['cuts the non-sensitive title', 'manifest-nonsensitive-title-longest', calling((text) => text.slice(0, 40))],
  [
    'reduces the non-sensitive title to ASCII',
    'manifest-nonsensitive-title-longest',
    calling((text) => text.replace(/[^ -~]/g, '?')),
  ],
  [
    'drops special characters from the titles of documents',
    'manifest-document-title-special',
    ({ documents, ...manifest }) => ({
      ...manifest,
      documents: documents.map((document) => ({ ...document, title: document.title.replace(/[&<>"']/g, '') })),
    }),
  ],
  ['escapes the non-sensitive title twice', 'manifest-nonsensitive-title', calling(escaped)],
  [
    'takes what looks escaped in the non-sensitive title for escaped',
    'manifest-nonsensitive-title',
    calling(unescaped),
  ],
  [
    'takes what looks escaped in the titles of documents for escaped',
    'manifest-document-title-special',
    naming(unescaped),
  ],
  [
    'composes the characters of the title',
    'manifest-special-characters',
    ({ title, ...manifest }) => ({ ...manifest, title: title.normalize('NFC') }),
  ],
  ['trims the title', 'manifest-white-space', ({ title, ...manifest }) => ({ ...manifest, title: title.trim() })],
  ['trims the non-sensitive title', 'manifest-white-space', calling((text) => text.trim())],
  ['trims the description', 'manifest-white-space', describing((text) => text.trim())],
  ['trims the titles of documents', 'manifest-white-space', naming((text) => text.trim())],
  [
    'writes one space for several in the title',
    'manifest-white-space',
    ({ title, ...manifest }) => ({ ...manifest, title: title.replace(/ +/g, ' ') }),
  ],
]

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function unescaped(text: string): string {
  return text.replaceAll('&amp;', '&')
}

function naming(spoil: (title: string) => string): (manifest: Manifest) => Manifest {
  return ({ documents, ...manifest }) => ({
    ...manifest,
    documents: documents.map((document) => ({ ...document, title: spoil(document.title) })),
  })
}

function describing(spoil: (text: string) => string): (manifest: Manifest) => Manifest {
  return (manifest) =>
    manifest.description === undefined ? manifest : { ...manifest, description: spoil(manifest.description) }
}

function calling(spoil: (text: string) => string): (manifest: Manifest) => Manifest {
  return (manifest) =>
    manifest.nonsensitiveTitle === undefined
      ? manifest
      : { ...manifest, nonsensitiveTitle: spoil(manifest.nonsensitiveTitle) }
}

const references: readonly (readonly [how: string, spoil: (reference: string) => string])[] = [
  ['trims', (reference) => reference.trim()],
  ['takes for escaped what looks so in', unescaped],
]

/** A client that writes and asks for queues by other names. */
function withQueueName(spoil: (name: string) => string): BrokenAdapter['make'] {
  return withAdapter((adapter) => ({
    create: ({ request, ...job }) =>
      adapter.create({
        ...job,
        request: {
          ...request,
          ...(request.pollingQueue !== undefined && { pollingQueue: spoil(request.pollingQueue) }),
        },
      }),
    nextStatusChange: ({ sender, pollingQueue }) =>
      adapter.nextStatusChange({ sender, pollingQueue: pollingQueue && spoil(pollingQueue) }),
  }))
}

export const brokenTexts: readonly BrokenAdapter[] = [
  ...manifests.map(([mistake, caughtBy, spoil]) => ({ mistake, caughtBy, make: withManifest(spoil) })),
  {
    mistake: 'writes e-mail addresses in small letters',
    caughtBy: 'manifest-contact-capitals',
    make: withSigners((signer) =>
      signer.notifications?.email === undefined
        ? signer
        : ({
            ...signer,
            notifications: {
              ...signer.notifications,
              email: { address: signer.notifications.email.address.toLowerCase() },
            },
          } as PortalSigner),
    ),
  },
  {
    mistake: 'reads changes as Latin-1',
    caughtBy: 'change-reference',
    make: withResponse(async (response) => {
      if (response.status !== 200 || !response.headers.has('X-Next-permitted-poll-time')) return response
      const text = Buffer.from(await response.clone().arrayBuffer()).toString('latin1')
      return new Response(text, { status: 200, headers: pollTimeOf(response) })
    }),
  },
  ...references.flatMap(([how, spoil]) => [
    {
      mistake: `${how} the reference in the response to a create`,
      caughtBy: 'create-reference-2',
      make: withJobResponse(({ reference, ...response }) => ({
        ...response,
        reference: reference && spoil(reference),
      })),
    },
    {
      mistake: `${how} the reference in a change`,
      caughtBy: 'change-reference',
      make: withChange(({ reference, ...change }) => ({ ...change, reference: reference && spoil(reference) })),
    },
    {
      mistake: `${how} the reference that it sends`,
      caughtBy: 'create-reference-2',
      make: withJob(({ request, ...job }) => ({
        ...job,
        request: { ...request, ...(request.reference !== undefined && { reference: spoil(request.reference) }) },
      })),
    },
  ]),
  {
    mistake: 'writes names of queues in small letters',
    caughtBy: 'queue-name-capitals',
    make: withQueueName((name) => name.toLowerCase()),
  },
  {
    mistake: 'composes the characters of names of queues',
    caughtBy: 'queue-name-decomposed',
    make: withQueueName((name) => name.normalize('NFC')),
  },
  {
    mistake: 'names a queue twice, the second time without a name',
    caughtBy: 'queue-named-once',
    make: withUrl((url) => url.replace(/polling_queue=[^&]+$/, '$&&polling_queue=')),
  },
]
