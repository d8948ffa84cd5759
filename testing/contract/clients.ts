/**
 * Making clients out of the package's own: what one does in another way, rightly or by mistake.
 */
import {
  knownSignatureStatuses,
  type ManifestWithDocuments,
  type PortalSignatureJobManifest,
  type PortalSigner,
} from 'signering-portal/codec'
import { writeBundle, type WriteBundleOptions } from 'signering-portal/bundle'
import type { PreparedJob, Sector } from 'signering-portal/manifest'
import { portalOperations, sendWith } from 'signering-portal/http'
import { zip } from '../simulator/zip.js'
import type {
  Adapter,
  AdapterContext,
  AdapterFactory,
  Expose,
  ReportedJobResponse,
  ReportedNextStatusChange,
  ReportedStatusChangeResponse,
} from 'signering-portal/contract'
import type { SimulatorFetch } from 'signering-portal/simulator'
import { foreignArchive, foreignSignatures } from '../bundle/foreign-signatures.js'
import { sender } from '../bundle/packages.js'
import { certOf } from '../bundle/signature-variants.js'
import { key, operationsAdapter } from './operations-adapter.js'

export interface BrokenAdapter {
  /** The mistake. */
  readonly mistake: string
  /** The case that is meant for it, which must fail. */
  readonly caughtBy: string
  /** What the portal must find, where it refuses the document package. */
  readonly reason?: string
  readonly make: AdapterFactory
}

export interface OtherWay {
  /** What it does. */
  readonly way: string
  /** The case that it is meant for. */
  readonly before?: string
  /** The case of what it should do all the same. */
  readonly but?: string
  /** How it reaches the portal. Absent: within the process. */
  readonly expose?: Expose
  readonly make: AdapterFactory
}

/** The same client before several cases, each of which must find it. */
export function before(
  ids: readonly string[],
  { mistake, make }: Pick<BrokenAdapter, 'mistake' | 'make'>,
): readonly BrokenAdapter[] {
  return ids.map((caughtBy) => ({ mistake: `${mistake}, before ${caughtBy}`, caughtBy, make }))
}

/** A client whose requests or responses are spoilt on their way. */
export function withFetch(spoil: (context: AdapterContext) => SimulatorFetch): AdapterFactory {
  return (context) => operationsAdapter({ ...context, fetch: spoil(context) })
}

/** A client some of whose functions are spoilt. */
export function withAdapter(spoil: (adapter: Adapter, context: AdapterContext) => Partial<Adapter>): AdapterFactory {
  return async (context) => {
    const adapter = await operationsAdapter(context)
    return { ...adapter, ...spoil(adapter, context) }
  }
}

/**
 * A client that leaves a queue that had no change alone for so long by the portal's clock, given for how long it must, and says of
 * a poll that it holds back when it will ask.
 */
export function withOwnTime(
  ownWait: (waitMilliseconds: number) => number,
  said: (time: Date, now: Date) => Date = (time) => time,
): AdapterFactory {
  return withAdapter((adapter, { clock }) => {
    const times = new Map<string, Date>()
    return {
      nextStatusChange: async ({ sender, pollingQueue }) => {
        const queue = `${sender} ${pollingQueue ?? ''}`
        const [time, now] = [times.get(queue), clock.now()]
        if (time !== undefined && time > now) return { kind: 'tooEager', nextPermittedPollTime: said(time, now) }
        const result = await adapter.nextStatusChange({ sender, pollingQueue })
        const wait = result.nextPermittedPollTime.getTime() - now.getTime()
        times.set(queue, new Date(now.getTime() + (result.kind === 'statusChange' ? wait : ownWait(wait))))
        return result
      },
    }
  })
}

/** A client that tells another response to a new job than it has read. */
export function withJobResponse(spoil: (response: ReportedJobResponse) => ReportedJobResponse): AdapterFactory {
  return withAdapter((adapter) => ({ create: async (job) => spoil(await adapter.create(job)) }))
}

/** A client that tells another result of a poll than it has read; it knows whether the queue has a name. */
export function withResult(
  spoil: (result: ReportedNextStatusChange, isNamed: boolean) => ReportedNextStatusChange,
): AdapterFactory {
  return withAdapter((adapter) => ({
    nextStatusChange: async (queue) => spoil(await adapter.nextStatusChange(queue), queue.pollingQueue !== undefined),
  }))
}

/** A client that tells other status changes than it has read. */
export function withChange(
  spoil: (change: ReportedStatusChangeResponse) => ReportedStatusChangeResponse,
): AdapterFactory {
  return withResult((result) =>
    result.kind === 'statusChange' ? { ...result, statusChange: spoil(result.statusChange) } : result,
  )
}

/** A client that tells another status change than it has read where it has told that one before. */
export function withChangeAgain(
  spoil: (change: ReportedStatusChangeResponse, context: AdapterContext) => ReportedStatusChangeResponse,
): AdapterFactory {
  return (context) => {
    const told = new Set<string>()
    return withChange((change) => {
      if (told.has(change.confirmationUrl)) return spoil(change, context)
      told.add(change.confirmationUrl)
      return change
    })(context)
  }
}

type Signature = ReportedStatusChangeResponse['signatures']['signature'][number]

/** A client that tells something else of each signer than it has read. */
export function withSignatures(
  spoil: (signature: Signature, change: ReportedStatusChangeResponse) => Signature,
): AdapterFactory {
  return withChange((change) => {
    const signature = change.signatures.signature.map((one) => spoil(one, change))
    return { ...change, signatures: { ...change.signatures, signature } }
  })
}

/** A client that tells another status of each signer than it has read. */
export function withStatuses(spoil: (value: string, change: ReportedStatusChangeResponse) => string): AdapterFactory {
  return withSignatures((one, change) => ({
    ...one,
    status: { ...one.status, value: spoil(one.status.value, change) },
  }))
}

export type AnyJob = PreparedJob<Sector>

/** A client that creates another job than it was told to. */
export function withJob(spoil: (job: AnyJob) => AnyJob): AdapterFactory {
  return withAdapter((adapter) => ({ create: (job) => adapter.create(spoil(job)) }))
}

export function withManifest(
  spoil: (manifest: PortalSignatureJobManifest & ManifestWithDocuments) => PortalSignatureJobManifest,
): AdapterFactory {
  return withJob((job) => ({ ...job, manifest: spoil({ ...job.manifest }) as AnyJob['manifest'] }))
}

export function withSigners(spoil: (signer: PortalSigner) => PortalSigner): AdapterFactory {
  return withManifest((manifest) => ({ ...manifest, signers: manifest.signers.map(spoil) }))
}

export function without<T extends object>(value: T, name: string): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as T
}

/** A client that reads responses in its own way before the right one does. */
export function withResponse(
  spoil: (response: Response, context: AdapterContext, url: string) => Response | Promise<Response>,
): AdapterFactory {
  return withFetch((context) => async (url, init) => spoil(await context.fetch(url, init), context, url))
}

export function withUrl(spoil: (url: string) => string): AdapterFactory {
  return withFetch(
    ({ fetch }) =>
      (url, init) =>
        fetch(spoil(url), init),
  )
}

/** A client that writes the content of its requests in another way. */
export function withContent(spoil: (text: string) => string): AdapterFactory {
  return withFetch(({ fetch }) => (url, init) => {
    if (!(init?.body instanceof Uint8Array)) return fetch(url, init)
    return fetch(url, { ...init, body: Buffer.from(spoil(Buffer.from(init.body).toString('latin1')), 'latin1') })
  })
}

/** A client that makes another document package out of the parts of the right one. */
export function withPackage(
  spoil: (parts: Readonly<Record<string, Uint8Array>>) => Readonly<Record<string, Uint8Array>>,
  change: (input: WriteBundleOptions) => Partial<WriteBundleOptions> = () => ({}),
): AdapterFactory {
  return withAdapter((_, { root, fetch, clock }) => ({
    create: async ({ request, manifest, documents }) => {
      const input: WriteBundleOptions = { manifest, documents, key, signingTime: clock.now() }
      const written = await writeBundle({ ...input, ...change(input) })
      const bundle = await zip(
        spoil({
          ...Object.fromEntries(documents.map(({ href, bytes }) => [href, bytes])),
          'manifest.xml': written.manifestXml,
          'META-INF/signatures.xml': written.signaturesXml,
        }),
      )
      const operation = portalOperations({ root, ...manifest.sender }).create({ request, bundle })
      const { reference, ...response } = await sendWith(fetch)(operation)
      return { reference, ...response }
    },
  }))
}

/** A client that makes its document package with the signature writer of another program. */
export function withForeignPackage(
  change: (manifestXml: string) => string,
  archive: (files: ReadonlyMap<string, Uint8Array>, signaturesXml: string) => Uint8Array = foreignArchive,
): AdapterFactory {
  return withAdapter((_, { root, fetch, clock }) => ({
    create: async ({ request, manifest, documents }) => {
      const { manifestXml } = await writeBundle({ manifest, documents, key, signingTime: clock.now() })
      const files = new Map<string, Uint8Array>(documents.map(({ href, bytes }) => [href, bytes]))
      files.set('manifest.xml', Buffer.from(change(Buffer.from(manifestXml).toString())))
      const signingTime = clock.now().toISOString().replace('Z', '1234+00:00')
      const another = (xml: string): string =>
        xml.replace('</xades:Cert>', `</xades:Cert>${certOf(sender.root.certificateDer)}`)
      const bundle = archive(files, foreignSignatures(files, { signingTime, change: another }))
      const { reference, ...response } = await sendWith(fetch)(
        portalOperations({ root, ...manifest.sender }).create({ request, bundle }),
      )
      return { reference, ...response }
    },
  }))
}

export const asItIs = (parts: Readonly<Record<string, Uint8Array>>): Readonly<Record<string, Uint8Array>> => parts

export async function textOf(response: Response): Promise<string> {
  return response.clone().text()
}

export function withHeaders(response: Response, changes: Readonly<Record<string, string>>): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(changes)) headers.set(name, value)
  return new Response(response.status === 204 ? null : response.body, { status: response.status, headers })
}

export function pollTimeOf(response: Response): Record<string, string> {
  return { [pollTime]: response.headers.get(pollTime) ?? '' }
}

export const pollTime = 'X-Next-permitted-poll-time'

export function isKnownStatus(value: string): boolean {
  return knownSignatureStatuses.some((known) => known === value)
}
