/**
 * Clients that each make one mistake: one that other clients have made, or of that kind. Every one must fail a case.
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
import type { Adapter, AdapterContext, AdapterFactory } from 'signering-portal/contract'
import type { SimulatorFetch } from 'signering-portal/simulator'
import { key, operationsAdapter } from './operations-adapter.js'

export interface BrokenAdapter {
  /** The mistake. */
  readonly mistake: string
  /** A case that must fail for it. */
  readonly caughtBy: string
  /** What the portal must find, where it refuses the document package. */
  readonly reason?: string
  readonly make: AdapterFactory
}

/** A client whose requests or responses are spoilt on their way. */
function withFetch(spoil: (context: AdapterContext) => SimulatorFetch): AdapterFactory {
  return (context) => operationsAdapter({ ...context, fetch: spoil(context) })
}

/** A client some of whose functions are spoilt. */
function withAdapter(spoil: (adapter: Adapter, context: AdapterContext) => Partial<Adapter>): AdapterFactory {
  return async (context) => {
    const adapter = await operationsAdapter(context)
    return { ...adapter, ...spoil(adapter, context) }
  }
}

type AnyJob = PreparedJob<Sector>

/** A client that creates another job than it was told to. */
function withJob(spoil: (job: AnyJob) => AnyJob): AdapterFactory {
  return withAdapter((adapter) => ({ create: (job) => adapter.create(spoil(job)) }))
}

function withManifest(
  spoil: (manifest: PortalSignatureJobManifest & ManifestWithDocuments) => PortalSignatureJobManifest,
): AdapterFactory {
  return withJob((job) => ({ ...job, manifest: spoil({ ...job.manifest }) as AnyJob['manifest'] }))
}

function withSigners(spoil: (signer: PortalSigner) => PortalSigner): AdapterFactory {
  return withManifest((manifest) => ({ ...manifest, signers: manifest.signers.map(spoil) }))
}

function without<T extends object>(value: T, name: string): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as T
}

/** A client that reads responses in its own way before the right one does. */
function withResponse(
  spoil: (response: Response, context: AdapterContext, url: string) => Response | Promise<Response>,
): AdapterFactory {
  return withFetch((context) => async (url, init) => spoil(await context.fetch(url, init), context, url))
}

function withUrl(spoil: (url: string) => string): AdapterFactory {
  return withFetch(
    ({ fetch }) =>
      (url, init) =>
        fetch(spoil(url), init),
  )
}

/** A client that writes the content of its requests in another way. */
function withContent(spoil: (text: string) => string): AdapterFactory {
  return withFetch(({ fetch }) => (url, init) => {
    if (!(init?.body instanceof Uint8Array)) return fetch(url, init)
    return fetch(url, { ...init, body: Buffer.from(spoil(Buffer.from(init.body).toString('latin1')), 'latin1') })
  })
}

/** A client that makes another document package out of the parts of the right one. */
function withPackage(
  spoil: (parts: Readonly<Record<string, Uint8Array>>) => Readonly<Record<string, Uint8Array>>,
  change: (input: WriteBundleOptions) => Partial<WriteBundleOptions> = () => ({}),
): AdapterFactory {
  return withAdapter((_, { root, sender: { organizationNumber }, fetch, clock }) => ({
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
      const operation = portalOperations({ root, organizationNumber }).create({ request, bundle })
      const { reference, ...response } = await sendWith(fetch)(operation)
      return { reference, ...response }
    },
  }))
}

const asItIs = (parts: Readonly<Record<string, Uint8Array>>): Readonly<Record<string, Uint8Array>> => parts

async function textOf(response: Response): Promise<string> {
  return response.clone().text()
}

function withHeaders(response: Response, changes: Readonly<Record<string, string>>): Response {
  const headers = new Headers({ ...Object.fromEntries(response.headers), ...changes })
  return new Response(response.status === 204 ? null : response.body, { status: response.status, headers })
}

function pollTimeOf(response: Response): Record<string, string> {
  return { [pollTime]: response.headers.get(pollTime) ?? '' }
}

const pollTime = 'X-Next-permitted-poll-time'

const knownStatuses = new RegExp(`^(?:${knownSignatureStatuses.join('|')})$`)

/** The right package, taken apart and put together again. */
export const rezippingAdapter: AdapterFactory = withPackage(asItIs)

export const brokenAdapters: readonly BrokenAdapter[] = [
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
    mistake: 'sends multipart/form-data',
    caughtBy: 'create-once',
    make: withFetch(({ fetch }) => (url, init) => {
      const headers = new Headers(init?.headers)
      const contentType = headers.get('Content-Type')
      if (contentType !== null)
        headers.set('Content-Type', contentType.replace('multipart/mixed', 'multipart/form-data'))
      return fetch(url, { ...init, headers })
    }),
  },
  {
    mistake: 'sends the package as application/zip',
    caughtBy: 'create-once',
    make: withContent((text) => text.replace('application/octet-stream', 'application/zip')),
  },
  {
    mistake: 'sends the metadata as text/plain',
    caughtBy: 'create-once',
    make: withContent((text) => text.replace('application/xml', 'text/plain')),
  },
  {
    mistake: 'ends the multipart message without its last delimiter',
    caughtBy: 'create-once',
    make: withContent((text) => text.replace(/--\r\n$/, '\r\n')),
  },
  ...[
    {
      mistake: 'sends its certificate without the chain',
      reason: 'key.chain-incomplete',
      make: withPackage(asItIs, (input) => ({ key: { ...input.key, chain: input.key.chain.slice(0, 1) } })),
    },
    {
      mistake: 'puts a file into the package that is not signed',
      reason: 'signature.unsigned-file',
      make: withPackage((parts) => ({ ...parts, 'unsigned.pdf': new Uint8Array(10) })),
    },
    {
      mistake: 'changes a document after signing',
      reason: 'signature.digest',
      make: withPackage((parts) => ({ ...parts, 'document.pdf': Buffer.from('%PDF-1.4 another') })),
    },
    {
      mistake: 'changes the manifest after signing',
      reason: 'signature.digest',
      make: withPackage((parts) => ({
        ...parts,
        'manifest.xml': Buffer.from(
          Buffer.from(parts['manifest.xml'] ?? [])
            .toString()
            .replace('</title>', '.</title>'),
        ),
      })),
    },
    {
      mistake: 'does not sign the package',
      reason: 'bundle.signatures-missing',
      make: withPackage((parts) => without(parts, 'META-INF/signatures.xml')),
    },
    {
      mistake: 'leaves a document out of the package',
      reason: 'bundle.document-missing',
      make: withPackage((parts) => without(parts, 'document.pdf')),
    },
    {
      mistake: 'adds a META-INF/manifest.xml, as other containers have',
      reason: 'bundle.meta-inf-manifest',
      make: withPackage((parts) => ({ ...parts, 'META-INF/manifest.xml': Buffer.from('<manifest/>') })),
    },
    {
      mistake: 'takes local time for UTC when it signs',
      reason: 'signature.signing-time',
      make: withPackage(asItIs, ({ signingTime }) => ({ signingTime: new Date(signingTime.getTime() + 3_600_000) })),
    },
  ].map((broken) => ({ ...broken, caughtBy: 'create-once' })),
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
  {
    mistake: 'does not percent-encode the name of the queue',
    caughtBy: 'queue-name-ampersand',
    make: withUrl((url) => url.replace(/polling_queue=.*/, (query) => decodeURIComponent(query))),
  },
  {
    mistake: 'percent-encodes the name of the queue as a whole address',
    caughtBy: 'queue-name-plus',
    make: withUrl((url) => url.replace(/polling_queue=.*/, (query) => encodeURI(decodeURIComponent(query)))),
  },
  {
    mistake: 'percent-encodes the name of the queue twice',
    caughtBy: 'queue-name-space',
    make: withUrl((url) => url.replace(/(?<=polling_queue=).*/, (name) => encodeURIComponent(name))),
  },
  {
    mistake: 'gives the default queue a name',
    caughtBy: 'queue-default',
    make: withAdapter((adapter) => ({
      nextStatusChange: ({ sender, pollingQueue = 'default' }) => adapter.nextStatusChange({ sender, pollingQueue }),
    })),
  },
  {
    mistake: 'ignores the permitted time',
    caughtBy: 'poll-empty',
    make: withAdapter((adapter, { clock }) => ({
      nextStatusChange: async (queue) => ({
        ...(await adapter.nextStatusChange(queue)),
        nextPermittedPollTime: clock.now(),
      }),
    })),
  },
  {
    mistake: 'drops the offset of the permitted time',
    caughtBy: 'poll-time-offset',
    make: withResponse((response) => {
      const time = response.headers.get(pollTime)
      return time === null ? response : withHeaders(response, { [pollTime]: time.replace(/([+-]\d\d:\d\d|Z)$/, 'Z') })
    }),
  },
  {
    mistake: 'crashes when the permitted time is missing',
    caughtBy: 'poll-time-missing',
    make: withResponse((response, _, url) => {
      if (url.endsWith('/signature-jobs') && response.status === 204 && !response.headers.has(pollTime))
        throw new TypeError('Cannot read properties of null')
      return response
    }),
  },
  {
    mistake: 'waits no time when it is blocked for calling too often',
    caughtBy: 'poll-rate-block',
    make: withResponse((response, { clock }) =>
      response.headers.has('DoSFilter') ? withHeaders(response, { [pollTime]: clock.now().toISOString() }) : response,
    ),
  },
  {
    mistake: 'takes 429 for a failure',
    caughtBy: 'poll-too-early',
    make: withResponse((response) => {
      if (response.status === 429) throw new Error('Too Many Requests')
      return response
    }),
  },
  {
    mistake: 'confirms a change before it is handled',
    caughtBy: 'unconfirmed-returns',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange') await adapter.confirm(result.statusChange.confirmationUrl)
        return result
      },
    })),
  },
  {
    mistake: 'polls once for two callers',
    caughtBy: 'queue-parallel',
    make: withAdapter((adapter) => {
      let polling: ReturnType<Adapter['nextStatusChange']> | undefined
      return {
        nextStatusChange: (queue) =>
          (polling ??= adapter.nextStatusChange(queue).finally(() => {
            polling = undefined
          })),
      }
    }),
  },
  {
    mistake: 'crashes on a signer status that it does not know',
    caughtBy: 'change-of-unknown-status',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange')
          for (const { status } of result.statusChange.signatures.signature)
            if (!knownStatuses.test(status.value)) throw new TypeError('no such enumeration constant')
        return result
      },
    })),
  },
  {
    mistake: 'drops the mobile number that a signer is identified by beside an e-mail address',
    caughtBy: 'change-contact-signers',
    make: withResponse(async (response) => {
      const text = await textOf(response)
      const spoilt = text.replace(/(<email [^>]*>)<sms [^>]*>(?=<.identifier>)/g, '$1')
      return spoilt === text ? response : new Response(spoilt, { status: 200, headers: pollTimeOf(response) })
    }),
  },
  {
    mistake: 'takes absence of signatures for a failure of the whole job',
    caughtBy: 'pades-absent',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange' && result.statusChange.signatures.padesUrl === undefined)
          throw new TypeError('Cannot read properties of undefined')
        return result
      },
    })),
  },
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
  {
    mistake: 'crashes on an error without content',
    caughtBy: 'create-error-empty',
    make: withResponse(async (response) => {
      if (response.status >= 500 && (await textOf(response)) === '') throw new TypeError('no root element')
      return response
    }),
  },
  {
    mistake: 'crashes on an error that is a web page',
    caughtBy: 'poll-error-html',
    make: withResponse(async (response) => {
      if (response.status >= 500 && (await textOf(response)).includes('<html'))
        throw new TypeError('unexpected root element')
      return response
    }),
  },
  {
    mistake: 'crashes on an error that is plain text',
    caughtBy: 'poll-error-text',
    make: withResponse(async (response) => {
      if (response.status >= 500 && /^[^<]/.test(await textOf(response))) throw new TypeError('no root element')
      return response
    }),
  },
  {
    mistake: 'does not tell the error code',
    caughtBy: 'not-authorized',
    make: withResponse((response) =>
      response.status >= 400 && response.status !== 409 ? new Response(null, { status: response.status }) : response,
    ),
  },
  {
    mistake: 'takes the organization in the certificate for the sender',
    caughtBy: 'broker',
    make: withUrl((url) => url.replace('/123456785', '/555555555')),
  },
  {
    mistake: 'does not understand namespace prefixes',
    caughtBy: 'change-prefixed',
    make: withResponse(async (response) => {
      if (response.ok && (await textOf(response)).includes('ns4:')) throw new TypeError('unexpected element')
      return response
    }),
  },
  {
    mistake: 'does not understand namespace prefixes of errors',
    caughtBy: 'error-prefixed',
    make: withResponse(async (response) =>
      !response.ok && (await textOf(response)).includes('ns4:')
        ? new Response(null, { status: response.status })
        : response,
    ),
  },
  {
    mistake: 'refuses elements that it does not know',
    caughtBy: 'change-with-unknown-elements',
    make: withResponse(async (response) => {
      if ((await textOf(response)).includes('added-later')) throw new TypeError('unexpected element')
      return response
    }),
  },
  {
    mistake: 'saves the answer of a refused download as the document',
    caughtBy: 'download-fails',
    make: withAdapter((_, { fetch }) => ({
      downloadPades: async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer()),
    })),
  },
  {
    mistake: 'saves half a document when the connection breaks',
    caughtBy: 'download-truncated',
    make: withAdapter((adapter, { fetch }) => ({
      downloadPades: async (url) => {
        if (!url.includes('/pades')) return adapter.downloadPades(url)
        const pieces: Uint8Array[] = []
        const response: { ok: boolean; body: AsyncIterable<Uint8Array> | null } = await fetch(url)
        if (!response.ok) return adapter.downloadPades(url)
        try {
          for await (const piece of response.body ?? []) pieces.push(piece)
        } catch {
          // The mistake.
        }
        return Buffer.concat(pieces)
      },
    })),
  },
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
]
