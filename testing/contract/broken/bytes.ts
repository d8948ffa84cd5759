/** Clients that take documents for texts, or for short. */
import type { Adapter } from 'signering-portal/contract'
import { withAdapter, withJob, type BrokenAdapter } from '../clients.js'

type Spoil = (bytes: Uint8Array) => Uint8Array
type Download = 'downloadPades' | 'downloadXades' | 'downloadArchivedPades'

const ways: readonly (readonly [how: string, spoil: Spoil])[] = [
  ['decoded and encoded as UTF-8', (bytes) => Buffer.from(Buffer.from(bytes).toString('utf8'))],
  [
    'with other ends of lines',
    (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
  ],
  ['cut at 64 KiB', (bytes) => bytes.subarray(0, 65_536)],
]

function spoilt(adapter: Adapter, name: Download, spoil: Spoil): Partial<Adapter> {
  return { [name]: async (where: string) => spoil(await adapter[name](where)) }
}

export const brokenBytes: readonly BrokenAdapter[] = [
  ...ways.flatMap(([how, spoil]) => [
    {
      mistake: `sends documents ${how}`,
      caughtBy: 'document-every-byte',
      make: withJob((job) => ({
        ...job,
        documents: job.documents.map((document) => ({ ...document, bytes: spoil(document.bytes) })),
      })),
    },
    {
      mistake: `gives the signed document ${how}`,
      caughtBy: 'pades-every-byte',
      make: withAdapter((adapter) => spoilt(adapter, 'downloadPades', spoil)),
    },
    {
      mistake: `gives the archived document ${how}`,
      caughtBy: 'archived-pades-every-byte',
      make: withAdapter((adapter) => spoilt(adapter, 'downloadArchivedPades', spoil)),
    },
  ]),
  {
    mistake: 'gives the signature of a signer decoded and encoded as UTF-8',
    caughtBy: 'xades-every-byte',
    make: withAdapter((adapter) =>
      spoilt(adapter, 'downloadXades', (bytes) => Buffer.from(Buffer.from(bytes).toString('utf8'))),
    ),
  },
]
