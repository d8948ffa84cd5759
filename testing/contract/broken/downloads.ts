/** Clients that give another document than the one at an address, or delete it at another time. */
import type { Adapter } from 'signering-portal/contract'
import { withAdapter, type BrokenAdapter } from '../clients.js'

type Download = 'downloadPades' | 'downloadXades' | 'downloadArchivedPades'

/** A client that spoils the text of what it downloads. */
function spoiling(name: Download, spoil: (text: string) => string): BrokenAdapter['make'] {
  return withAdapter((adapter) => ({
    [name]: async (where: string) =>
      Buffer.from(spoil(Buffer.from(await adapter[name](where)).toString('latin1')), 'latin1'),
  }))
}

/** A client that has the documents that it sent at hand, and gives the first of them. */
function givingOriginal(name: Download): BrokenAdapter['make'] {
  return withAdapter((adapter) => {
    let original = new Uint8Array()
    return {
      create: (job) => {
        original = Uint8Array.from(job.documents[0]?.bytes ?? [])
        return adapter.create(job)
      },
      [name]: async (where: string) => {
        await adapter[name](where)
        return original
      },
    }
  })
}

export const brokenDownloads: readonly BrokenAdapter[] = [
  ...(
    [
      ['downloadPades', 'pades'],
      ['downloadArchivedPades', 'archived-pades'],
    ] as const
  ).flatMap(([name, caughtBy]) => [
    { mistake: `gives the document that was sent when it is to ${name}`, caughtBy, make: givingOriginal(name) },
    {
      mistake: `gives another document than was sent when it is to ${name}`,
      caughtBy,
      make: spoiling(name, (text) => text.replace(/[0-9a-f]{64}/g, (digest) => digest.replace(/./g, '0'))),
    },
    {
      mistake: `drops all signatures but the first when it is to ${name}`,
      caughtBy,
      make: spoiling(name, (text) => text.replace(/\(Signed by signer (?!1,).*\n/g, '')),
    },
  ]),
  {
    mistake: 'cuts white space at the end of a signed document',
    caughtBy: 'pades',
    make: spoiling('downloadPades', (text) => text.trimEnd()),
  },
  {
    mistake: 'puts a line before a signed document',
    caughtBy: 'pades',
    make: spoiling('downloadPades', (text) => `\r\n${text}`),
  },
  {
    mistake: 'puts a mark of byte order before a signed document',
    caughtBy: 'pades-every-byte',
    make: spoiling('downloadPades', (text) => `\xef\xbb\xbf${text}`),
  },
  {
    mistake: 'ends a signed document with one more line',
    caughtBy: 'pades-every-byte',
    make: spoiling('downloadPades', (text) => `${text}\n`),
  },
  {
    mistake: 'gives a signed document as a text',
    caughtBy: 'pades-every-byte',
    make: withAdapter((adapter) => ({
      downloadPades: async (url) => Buffer.from(await adapter.downloadPades(url)).toString('latin1') as never,
    })),
  },
  {
    mistake: 'drops from the signature of a signer whose it is',
    caughtBy: 'xades',
    make: spoiling('downloadXades', (text) => text.replace(/ signer="[0-9]+"/, '')),
  },
  {
    mistake: 'gives nothing where it has failed to download before',
    caughtBy: 'download-truncated',
    make: withAdapter((adapter) => {
      const failed = new Set<string>()
      return {
        downloadPades: async (url) => {
          if (failed.has(url)) return new Uint8Array()
          return adapter.downloadPades(url).catch((error: unknown) => {
            failed.add(url)
            throw error
          })
        },
      }
    }),
  },
  {
    mistake: 'drops the XML declaration of the signature of a signer',
    caughtBy: 'xades',
    make: spoiling('downloadXades', (text) => text.replace(/^<\?xml[^>]*>\s*/, '')),
  },
  {
    mistake: 'deletes documents only when it is called again',
    caughtBy: 'delete',
    make: withAdapter((adapter) => {
      const left: string[] = []
      const deleting = async (): Promise<void> => {
        for (const url of left.splice(0)) await adapter.deleteDocuments(url)
      }
      return {
        deleteDocuments: (url) => {
          left.push(url)
          return Promise.resolve()
        },
        downloadPades: async (url) => {
          await deleting()
          return adapter.downloadPades(url)
        },
      } satisfies Partial<Adapter>
    }),
  },
]
