/** Clients that make addresses themselves, mistake one for another, or go to wherever they are sent. */
import type { Adapter } from 'signering-portal/contract'
import { withAdapter, withChange, withFetch, withResponse, withUrl, type BrokenAdapter } from '../clients.js'

const opaqueAddresses: readonly (readonly [path: string, caughtBy: string, element: string])[] = [
  ['complete', 'opaque-confirmation-url', 'a confirmation-url'],
  ['cancel', 'opaque-cancellation-url', 'a cancellation-url'],
  ['cancel', 'opaque-cancellation-url-of-change', 'the cancellation-url of a change'],
  ['documents', 'opaque-delete-documents-url', 'a delete-documents-url'],
  ['pades', 'opaque-pades-url', 'a pades-url'],
  ['xades/[0-9]+', 'opaque-xades-url', 'a xades-url'],
]

/** What becomes of an address that is to be followed as it is. */
const ways: readonly (readonly [how: string, spoil: (url: string) => string])[] = [
  ['drops the parameters that it does not know from', (url) => url.replace(/[?&](?!change=)[^?&]*/g, '')],
  ['leaves the ampersand escaped in', (url) => url.replaceAll('&', '&amp;')],
  ['decodes and encodes again', decodedAndEncoded],
]

function decodedAndEncoded(url: string): string {
  const again = new URL(url)
  again.search = new URLSearchParams(again.search).toString()
  return again.href
}

export const brokenOrigins: readonly BrokenAdapter[] = [
  ...opaqueAddresses.flatMap(([path, caughtBy, element]) =>
    ways.map(([how, spoil]) => ({
      mistake: `${how} ${element}`,
      caughtBy,
      make: withUrl((url) => (new RegExp(`/signature-jobs/[0-9]+/${path}\\?`).test(url) ? spoil(url) : url)),
    })),
  ),
  {
    mistake: 'gives the first xades-url to all who have signed',
    caughtBy: 'xades-of-each-signer',
    make: withChange(({ signatures, ...change }) => {
      const first = signatures.signature.find(({ xadesUrl }) => xadesUrl !== undefined)?.xadesUrl
      const signature = signatures.signature.map((one) => ({ ...one, xadesUrl: one.xadesUrl && first }))
      return { ...change, signatures: { ...signatures, signature } }
    }),
  },
  {
    mistake: 'keeps the signed document by its address',
    caughtBy: 'pades-signed-since',
    make: withAdapter((adapter) => {
      const kept = new Map<string, Uint8Array>()
      return {
        downloadPades: async (url) => {
          const bytes = kept.get(url) ?? (await adapter.downloadPades(url))
          kept.set(url, bytes)
          return bytes
        },
      }
    }),
  },
  {
    mistake: 'follows a cancellation-url of a change to another origin',
    caughtBy: 'foreign-cancellation-url-of-change',
    make: withAdapter((adapter, { root, fetch }) => ({
      cancel: async (url) => {
        if (url.startsWith(root)) return adapter.cancel(url)
        await fetch(url, { method: 'POST' })
        return 'cancelled'
      },
    })),
  },
  {
    mistake: 'compares origins by how they begin',
    caughtBy: 'foreign-url-like-root',
    make: withAdapter((adapter, { root, fetch }) => ({
      downloadPades: async (url) => {
        if (url.startsWith(root) || !url.startsWith(new URL(root).origin)) return adapter.downloadPades(url)
        return new Uint8Array(await (await fetch(url)).arrayBuffer())
      },
    })),
  },
  {
    mistake: 'compares hosts without their ports',
    caughtBy: 'foreign-url-other-port',
    make: withAdapter((adapter, { root, fetch }) => ({
      downloadPades: async (url) => {
        const isElsewhere = new URL(url).origin !== new URL(root).origin
        if (!isElsewhere || new URL(url).hostname !== new URL(root).hostname) return adapter.downloadPades(url)
        return new Uint8Array(await (await fetch(url)).arrayBuffer())
      },
    })),
  },
  ...['create', 'poll', 'confirm', 'cancel', 'pades', 'xades', 'archived-pades', 'delete', 'organization'].flatMap(
    (what) =>
      [302, 307].map((status) => ({
        mistake: `follows a redirection with ${status} to wherever it leads (${what})`,
        caughtBy: `redirect-${what}`,
        make: withFetch(({ fetch }) => async (url, init) => {
          const response = await fetch(url, init)
          const location = response.headers.get('Location')
          return location === null || response.status !== status
            ? response
            : fetch(location, status === 307 ? init : {})
        }),
      })),
  ),
  ...(
    [
      ['confirm', 'POST', 'foreign-confirmation-url'],
      ['cancel', 'POST', 'foreign-cancellation-url-of-change'],
      ['downloadPades', 'GET', 'foreign-url-like-root'],
      ['downloadXades', 'GET', 'foreign-xades-url'],
      ['deleteDocuments', 'DELETE', 'foreign-delete-documents-url'],
    ] as const
  ).flatMap(([name, method, caughtBy]) => [
    {
      mistake: `looks at the origin to ${name} when it has been there`,
      caughtBy,
      make: withAdapter((adapter, { root, fetch }) => ({
        [name]: async (url: string) => {
          if (new URL(url).origin === new URL(root).origin) return adapter[name](url)
          await fetch(url, { method })
          throw new RangeError('another origin')
        },
      })),
    },
    {
      mistake: `does nothing when it is to ${name} at another origin, and does not tell`,
      caughtBy,
      make: withAdapter((adapter, { root }) => ({
        [name]: async (url: string) =>
          new URL(url).origin === new URL(root).origin ? adapter[name](url) : new Uint8Array(),
      })),
    },
  ]),
  {
    mistake: 'looks at where a redirection leads when it has been there',
    caughtBy: 'redirect-poll',
    make: withFetch(({ fetch }) => async (url, init) => {
      const response = await fetch(url, init)
      const location = response.headers.get('Location')
      if (location === null) return response
      await fetch(location, response.status === 307 ? init : {})
      throw new RangeError('another origin')
    }),
  },
  ...(['confirm', 'cancel'] as const satisfies readonly (keyof Adapter)[]).map((what) => ({
    mistake: `takes a redirection for success (${what})`,
    caughtBy: `redirect-${what}`,
    make: withResponse((response) =>
      response.headers.has('Location') ? new Response(null, { status: 204 }) : response,
    ),
  })),
]
