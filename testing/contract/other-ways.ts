/** Clients that are right in another way than the package's own: by what the documentation allows or leaves open. */
import type { ManifestWithDocuments, PortalSigner } from 'signering-portal/codec'
import type { ReportedNextStatusChange } from 'signering-portal/contract'
import { ResponseError } from 'signering-portal/http'
import {
  asItIs,
  withAdapter,
  withContent,
  withFetch,
  withJob,
  withManifest,
  withOwnTime,
  withPackage,
  withUrl,
  type AnyJob,
  type OtherWay,
} from './clients.js'
import { waysOfPackaging } from './other-ways/packages.js'
import { waysOfReading } from './other-ways/reading.js'
import { waysOfSending } from './other-ways/sending.js'
import { waysOfTransport } from './other-ways/transport.js'

function withDefaults(
  clock: { readonly now: () => Date },
  { signers, sender, ...manifest }: AnyJob['manifest'],
): object {
  const isPrivate = sender.organizationNumber === '987654325'
  const signatureType = isPrivate ? 'ADVANCED_ELECTRONIC_SIGNATURE' : 'AUTHENTICATED_ELECTRONIC_SIGNATURE'
  return {
    requiredAuthentication: '4',
    ...manifest,
    sender,
    signers: signers.map((signer: PortalSigner) => ({ signatureType, onBehalfOf: 'SELF', order: 0, ...signer })),
    availability: { activationTime: clock.now().toISOString(), availableSeconds: 2_592_000, ...manifest.availability },
  }
}

function renamed(job: AnyJob, nameOf: (index: number, href: string) => string): AnyJob {
  const documents = job.documents.map((document, index) => ({ ...document, href: nameOf(index, document.href) }))
  const listed = (job.manifest as ManifestWithDocuments).documents.map((document, index) => ({
    ...document,
    href: nameOf(index, document.href),
  }))
  return { ...job, documents, manifest: { ...job.manifest, documents: listed } }
}

function withSignersBackwards(result: ReportedNextStatusChange): ReportedNextStatusChange {
  if (result.kind !== 'statusChange') return result
  const { signatures, ...change } = result.statusChange
  const signature = [...signatures.signature].reverse()
  return { ...result, statusChange: { ...change, signatures: { ...signatures, signature } } }
}

export const otherWays: readonly OtherWay[] = [
  ...waysOfPackaging,
  ...waysOfReading,
  ...waysOfSending,
  ...waysOfTransport,
  { way: 'takes the package apart and puts it together again', make: withPackage(asItIs) },
  {
    way: 'brings the certificate of the signer alone, as some official clients do',
    but: 'whole-certificate-chain',
    make: withPackage(asItIs, ({ key }) => ({ key: { ...key, chain: key.chain.slice(0, 1) } })),
  },
  {
    way: 'takes the signing time from the clock of the machine',
    make: withPackage(asItIs, () => ({ signingTime: new Date() })),
  },
  {
    way: 'writes documented defaults',
    make: withAdapter((adapter, { clock }) => ({
      create: (job) => adapter.create({ ...job, manifest: withDefaults(clock, job.manifest) as AnyJob['manifest'] }),
    })),
  },
  {
    way: 'numbers the files',
    make: withJob((job) => renamed(job, (index, href) => `document-${index + 1}${href.slice(-4)}`)),
  },
  {
    way: 'names the files by number and name',
    make: withJob((job) => renamed(job, (index, href) => `000${index}_the_${href}`)),
  },
  {
    way: 'writes instants in UTC with milliseconds',
    make: withManifest(({ availability, ...manifest }) => ({
      ...manifest,
      ...(availability && {
        availability: {
          ...availability,
          ...(availability.activationTime !== undefined && {
            activationTime: new Date(availability.activationTime).toISOString(),
          }),
        },
      }),
    })),
  },
  {
    way: 'counts the orders of signers from 1',
    make: withManifest((manifest) => ({
      ...manifest,
      signers: manifest.signers.map((signer) =>
        manifest.signers.some(({ order = 0 }) => order === 9) ? signer : { ...signer, order: (signer.order ?? 0) + 1 },
      ),
    })),
  },
  {
    way: 'lists signers backwards',
    make: withAdapter((adapter) => ({
      create: (job) => {
        const signers = [...job.manifest.signers].reverse()
        return adapter.create({ ...job, manifest: { ...job.manifest, signers } })
      },
      nextStatusChange: async (queue) => withSignersBackwards(await adapter.nextStatusChange(queue)),
    })),
  },
  {
    way: 'takes no other documents than PDF',
    make: withAdapter((adapter) => ({
      create: (job) => {
        if (job.documents.some(({ mime }) => mime !== 'application/pdf')) throw new RangeError('no PDF')
        return adapter.create(job)
      },
    })),
  },
  {
    way: 'writes the metadata with a namespace prefix, a comment, a charset and a file name, between delimiters of its own',
    make: withFetch(({ fetch }) => async (url, init) => {
      if (!(init?.body instanceof Uint8Array)) return fetch(url, init)
      const headers = new Headers(init.headers)
      const boundary = /boundary="?([^";]+)/.exec(headers.get('Content-Type') ?? '')?.[1] ?? ''
      headers.set('Content-Type', 'Multipart/Mixed; charset=UTF-8; boundary="=_of its own_="')
      const text = Buffer.from(init.body)
        .toString('latin1')
        .replaceAll(boundary, '=_of its own_=')
        .replace(
          /content-type: application\/xml/i,
          'content-type: Application/XML; charset=utf-8\r\nContent-Disposition: attachment; filename="metadata.xml"',
        )
        .replace(
          /<portal-signature-job-request xmlns="([^"]*)"/,
          '<!-- a comment --><p:portal-signature-job-request xmlns:p="$1"',
        )
        .replace('</portal-signature-job-request>', '</p:portal-signature-job-request>')
        .replace(/<(\/?)(reference|polling-queue)>/g, '<$1p:$2>')
      return fetch(url, { ...init, headers, body: Buffer.from(text, 'latin1') })
    }),
  },
  {
    way: 'takes every media type, and says no more of itself',
    make: withFetch(({ fetch }) => (url, init) => {
      const headers = new Headers(init?.headers)
      headers.set('Accept', '*/*')
      headers.delete('User-Agent')
      return fetch(url, { ...init, headers })
    }),
  },
  {
    way: 'writes the space in the name of a queue as a form does, and an empty name for the default queue',
    make: withUrl((url) => {
      if (url.includes('polling_queue=')) return url.replaceAll('%20', '+')
      return url.endsWith('/portal/signature-jobs') ? `${url}?polling_queue` : url
    }),
  },
  {
    way: 'polls and downloads once more when what it has read is not whole',
    make: withAdapter((adapter) => ({
      nextStatusChange: (queue) => adapter.nextStatusChange(queue).catch(() => adapter.nextStatusChange(queue)),
      downloadPades: (url) => adapter.downloadPades(url).catch(() => adapter.downloadPades(url)),
      downloadXades: (url) => adapter.downloadXades(url).catch(() => adapter.downloadXades(url)),
    })),
  },
  {
    way: 'downloads twice, to compare',
    make: withAdapter((adapter) => ({
      downloadPades: async (url) => {
        const first = await adapter.downloadPades(url)
        const second = await adapter.downloadPades(url)
        if (Buffer.compare(first, second) !== 0) throw new Error('not the same')
        return second
      },
    })),
  },
  {
    way: 'keeps to the permitted time of itself',
    make: withOwnTime((wait) => wait),
  },
  {
    way: 'rounds the permitted time up to the next second',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        const nextPermittedPollTime = new Date(Math.ceil(result.nextPermittedPollTime.getTime() / 1000) * 1000)
        return { ...result, nextPermittedPollTime }
      },
    })),
  },
  {
    way: 'refuses to connect to another origin, whose certificate is not that of the service',
    make: withFetch(({ fetch, root }) => async (url, init) => {
      if (!url.startsWith(root)) throw new TypeError('the certificate names another organization')
      return fetch(url, init)
    }),
  },
  {
    way: 'refuses a message with an address of another origin',
    make: withAdapter((adapter, { root }) => ({
      create: async (job) => {
        const response = await adapter.create(job)
        if (!response.cancellationUrl.startsWith(root)) throw new Error('an address of another origin')
        return response
      },
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        const { confirmationUrl } = result.kind === 'statusChange' ? result.statusChange : { confirmationUrl: root }
        if (!confirmationUrl.startsWith(root)) throw new Error('an address of another origin')
        return result
      },
    })),
  },
  {
    way: 'takes documents that are gone for deleted',
    make: withAdapter((adapter) => ({
      deleteDocuments: async (url) => {
        await adapter.deleteDocuments(url).catch((error: unknown) => {
          if (!(error instanceof ResponseError && error.status === 404)) throw error
        })
      },
    })),
  },
  {
    way: 'writes media types in capitals',
    make: withContent((text) => text.replace('application/octet-stream', 'Application/Octet-Stream')),
  },
  {
    way: 'logs what it does, and whom it is for masked',
    make: withAdapter((adapter, { log }) => ({
      create: (job) => {
        for (const { personalIdentificationNumber = '', notifications } of job.manifest.signers)
          log(
            `to sign: ${personalIdentificationNumber.slice(0, 6)}*****, ${notifications === undefined ? 'lookup' : '***'}`,
          )
        return adapter.create(job)
      },
    })),
  },
]
