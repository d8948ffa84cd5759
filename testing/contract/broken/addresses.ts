/** Clients that make a mistake with an address in a message: confirming, cancelling, downloading, deleting. */
import type { AdapterContext } from 'signering-portal/contract'
import { textOf, withAdapter, withFetch, withResponse, withUrl, type BrokenAdapter } from '../clients.js'

interface Pieces {
  readonly ok: boolean
  readonly body: AsyncIterable<Uint8Array> | null
}

/** Where a document is: an address, or an id in the archive. */
function addressOf(where: string, { root, sender }: AdapterContext): string {
  return URL.canParse(where) ? where : `${root}/${sender.organizationNumber}/archive/documents/${where}/pades`
}

async function contentOf(url: string, { fetch }: AdapterContext): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer())
}

export const brokenAddresses: readonly BrokenAdapter[] = [
  {
    mistake: 'makes the address of a confirmation itself',
    caughtBy: 'confirm',
    make: withUrl((url) => url.replace(/\/complete\?.*/, '/complete')),
  },
  {
    mistake: 'confirms with GET',
    caughtBy: 'confirm',
    make: withFetch(
      ({ fetch }) =>
        (url, init) =>
          fetch(url, url.includes('/complete') ? { ...init, method: 'GET' } : init),
    ),
  },
  {
    mistake: 'does not tell that confirming failed',
    caughtBy: 'confirm-fails',
    make: withAdapter((adapter) => ({ confirm: (url) => adapter.confirm(url).catch(() => undefined) })),
  },
  ...[
    ['cancel', 'cancel'],
    ['complete', 'confirm'],
    ['documents', 'delete'],
  ].map(([path = '', caughtBy = '']) => ({
    mistake: `accepts only 200 from .../${path}`,
    caughtBy,
    make: withResponse((response, _, url) => {
      if (new URL(url).pathname.endsWith(path) && response.ok && response.status !== 200) throw new Error('not 200')
      return response
    }),
  })),
  {
    mistake: 'takes a job that has ended already for a failure to cancel',
    caughtBy: 'cancel-ended-error',
    make: withResponse((response) => {
      if (response.status === 409) throw new Error('Conflict')
      return response
    }),
  },
  {
    mistake: 'crashes on a conflict without content',
    caughtBy: 'cancel-ended-empty',
    make: withResponse(async (response) => {
      if (response.status === 409 && (await textOf(response)) === '') throw new TypeError('no root element')
      return response
    }),
  },
  ...(
    [
      ['downloadPades', 'download-fails', 'download-truncated', 'pades-without-content'],
      ['downloadXades', 'xades-fails', 'xades-truncated', 'xades-without-content'],
      ['downloadArchivedPades', 'archived-pades-fails', 'archived-pades-truncated', 'archived-pades-without-content'],
    ] as const
  ).flatMap(([name, caughtBy, truncated, without]) => [
    {
      mistake: `saves what is refused as the document, but for some statuses, in ${name}`,
      caughtBy,
      make: withAdapter((adapter, context) => ({
        [name]: async (where: string) => {
          const response = await context.fetch(addressOf(where, context))
          const isKnown = response.ok || response.status < 400 || [403, 404, 503].includes(response.status)
          return isKnown ? adapter[name](where) : new Uint8Array(await response.arrayBuffer())
        },
      })),
    },
    {
      mistake: `takes nothing for a document in ${name}`,
      caughtBy: without,
      make: withAdapter((adapter, context) => ({
        [name]: async (where: string) => {
          const response = await context.fetch(addressOf(where, context))
          return response.headers.get('Content-Length') === '0' ? new Uint8Array() : adapter[name](where)
        },
      })),
    },
    {
      mistake: `saves the answer of a refused ${name} as the document`,
      caughtBy,
      make: withAdapter((_, context) => ({ [name]: (where: string) => contentOf(addressOf(where, context), context) })),
    },
    {
      mistake: `saves half a document when the connection breaks in ${name}`,
      caughtBy: truncated,
      make: withAdapter((adapter, context) => ({
        [name]: async (where: string) => {
          const response: Pieces = await context.fetch(addressOf(where, context))
          if (!response.ok) return adapter[name](where)
          const pieces: Uint8Array[] = []
          try {
            for await (const piece of response.body ?? []) pieces.push(piece)
          } catch {
            // The mistake.
          }
          return Buffer.concat(pieces)
        },
      })),
    },
  ]),
  ...(
    [
      ['downloadPades', 'download-truncated', 'foreign-pades-url'],
      ['downloadXades', 'xades-truncated', 'foreign-xades-url'],
      ['downloadArchivedPades', 'archived-pades-truncated'],
      ['confirm', 'foreign-confirmation-url'],
      ['cancel', 'foreign-cancellation-url'],
      ['deleteDocuments', 'foreign-delete-documents-url'],
    ] as const
  ).flatMap(([name, ...caughtBy]) =>
    caughtBy.map((id) => ({
      mistake: `refuses to ${name} at every address, before ${id}`,
      caughtBy: id,
      make: withAdapter(() => ({ [name]: () => Promise.reject(new Error('no such address')) })),
    })),
  ),
  {
    mistake: 'looks for archived documents elsewhere',
    caughtBy: 'archived-pades',
    make: withUrl((url) => url.replace('/archive/documents/', '/documents/')),
  },
  {
    mistake: 'deletes with POST',
    caughtBy: 'delete',
    make: withFetch(
      ({ fetch }) =>
        (url, init) =>
          fetch(url, init?.method === 'DELETE' ? { ...init, method: 'POST' } : init),
    ),
  },
  ...(
    [
      ['confirm', 'POST', 'foreign-confirmation-url'],
      ['cancel', 'POST', 'foreign-cancellation-url'],
      ['downloadPades', 'GET', 'foreign-pades-url'],
      ['downloadXades', 'GET', 'foreign-xades-url'],
      ['deleteDocuments', 'DELETE', 'foreign-delete-documents-url'],
    ] as const
  ).map(([name, method, caughtBy]) => ({
    mistake: `follows an address to another origin to ${name}`,
    caughtBy,
    make: withAdapter((adapter, { root, fetch }) => ({
      [name]: async (url: string) => {
        if (new URL(url).origin === new URL(root).origin) return adapter[name](url)
        return new Uint8Array(await (await fetch(url, { method })).arrayBuffer())
      },
    })),
  })),
  {
    mistake: 'confirms a change before it downloads',
    caughtBy: 'download-confirms-nothing',
    make: withAdapter((adapter) => {
      let confirmationUrl: string | undefined
      return {
        nextStatusChange: async (queue) => {
          const result = await adapter.nextStatusChange(queue)
          if (result.kind === 'statusChange') confirmationUrl = result.statusChange.confirmationUrl
          return result
        },
        downloadPades: async (url) => {
          if (confirmationUrl !== undefined) await adapter.confirm(confirmationUrl)
          return adapter.downloadPades(url)
        },
      }
    }),
  },
  ...[200, 204].map((status) => ({
    mistake: `takes ${status} in answer to a cancellation for a failure`,
    caughtBy: `cancel-${status}`,
    make: withResponse((response, _, url) => {
      if (url.endsWith('/cancel') && response.status === status) throw new Error(`unexpected status ${status}`)
      return response
    }),
  })),
  {
    mistake: 'takes the signed document for the signature of a signer',
    caughtBy: 'xades',
    make: withUrl((url) => url.replace(/\/xades\/[0-9]+$/, '/pades')),
  },
  {
    mistake: 'downloads a document once only',
    caughtBy: 'download-unchanged',
    make: withAdapter((adapter) => {
      const downloaded = new Set<string>()
      return {
        downloadPades: async (url) => {
          const bytes = downloaded.has(url) ? new Uint8Array() : await adapter.downloadPades(url)
          downloaded.add(url)
          return bytes
        },
      }
    }),
  },
  {
    mistake: 'asks the root who is calling',
    caughtBy: 'organization',
    make: withUrl((url) => url.replace(/\/api\/[0-9]{9}\/?$/, '/api')),
  },
]
