/** Clients that change texts: cut, joined, of another case or encoding. */
import type { ManifestWithDocuments, PortalSignatureJobManifest, PortalSigner } from 'signering-portal/codec'
import {
  pollTimeOf,
  withAdapter,
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
]

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
  {
    mistake: 'writes names of queues in small letters',
    caughtBy: 'queue-name-capitals',
    make: withAdapter((adapter) => ({
      create: ({ request, ...job }) => {
        const pollingQueue = request.pollingQueue?.toLowerCase()
        return adapter.create({ ...job, request: { ...request, ...(pollingQueue !== undefined && { pollingQueue }) } })
      },
      nextStatusChange: ({ sender, pollingQueue }) =>
        adapter.nextStatusChange({ sender, pollingQueue: pollingQueue?.toLowerCase() }),
    })),
  },
  {
    mistake: 'names a queue twice, the second time without a name',
    caughtBy: 'queue-named-once',
    make: withUrl((url) => url.replace(/polling_queue=[^&]+$/, '$&&polling_queue=')),
  },
]
