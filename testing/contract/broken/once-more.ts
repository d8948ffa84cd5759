/** Clients that are right in most of what a case goes through, and wrong in one thing that it looks at besides. */
import type { Adapter } from 'signering-portal/contract'
import { ResponseError } from 'signering-portal/http'
import { before, withAdapter, withResponse, without, type BrokenAdapter } from '../clients.js'

/** A client whose operation, once it has failed in some way, does something else when it is called again. */
function onceFailed(
  name: Exclude<keyof Adapter, 'nextStatusChange'>,
  isMeant: (error: unknown) => boolean,
  again: (adapter: Adapter, argument: never, failed: never) => Promise<unknown>,
): BrokenAdapter['make'] {
  return withAdapter((adapter) => {
    const failed: unknown[] = []
    const operation = adapter[name] as (argument?: unknown) => Promise<unknown>
    return {
      [name]: (argument?: unknown) => {
        if (failed.length > 0) return again(adapter, argument as never, failed[0] as never)
        return operation(argument).catch((error: unknown) => {
          if (isMeant(error)) failed.push(argument)
          throw error
        })
      },
    }
  })
}

const isLost = (error: unknown): boolean => !(error instanceof ResponseError && error.status >= 400)
const hasStatus =
  (status: number) =>
  (error: unknown): boolean =>
    error instanceof ResponseError && error.status === status

const nothing: Readonly<Record<string, readonly [caughtBy: string, made: unknown]>> = {
  confirm: ['confirm-without-body', undefined],
  cancel: ['cancel-without-body', 'cancelled'],
  deleteDocuments: ['delete-without-body', undefined],
  downloadPades: ['download-without-body', new Uint8Array(1)],
  downloadXades: ['download-without-body', new Uint8Array(1)],
}

const ofJobs: readonly BrokenAdapter[] = [
  ...before(['create-without-response', 'create-truncated', 'create-without-content'], {
    mistake: 'creates no second job',
    make: withAdapter((adapter) => {
      let isCreated = false
      return {
        create: async (job) => {
          if (isCreated) throw new RangeError('one job is enough')
          isCreated = true
          return adapter.create(job)
        },
      }
    }),
  }),
  {
    mistake: 'sends beside the next job the one that it could not create while the service was not there',
    caughtBy: 'create-unavailable',
    make: onceFailed('create', hasStatus(503), async (adapter, job, failed) => {
      await adapter.create(failed)
      return adapter.create(job)
    }),
  },
  ...[400, 403, 500, 504].map((status) => ({
    mistake: `does not tell that a create failed with ${status}`,
    caughtBy: 'create-fails',
    make: withAdapter((adapter) => ({
      create: (job) =>
        adapter.create(job).catch((error: unknown) => {
          throw hasStatus(status)(error) ? new Error('failed') : error
        }),
    })),
  })),
  {
    mistake: 'sends no reference, and tells it in a change all the same',
    caughtBy: 'change-reference',
    make: withAdapter((adapter) => {
      let reference: string | undefined
      return {
        create: (job) => {
          reference = job.request.reference
          return adapter.create({ ...job, request: without(job.request, 'reference') })
        },
        nextStatusChange: async (queue) => {
          const result = await adapter.nextStatusChange(queue)
          return result.kind === 'statusChange'
            ? { ...result, statusChange: { ...result.statusChange, reference } }
            : result
        },
      }
    }),
  },
]

const ofOperations: readonly BrokenAdapter[] = [
  ...Object.entries(nothing).map(([name, [caughtBy, made]]) => ({
    mistake: `sends nothing when it is to ${name}`,
    caughtBy,
    make: withAdapter(() => ({ [name]: () => Promise.resolve(made) })),
  })),
  {
    mistake: 'sends nothing when it is to poll',
    caughtBy: 'poll-without-body',
    make: withAdapter((_, { clock }) => ({
      nextStatusChange: () => Promise.resolve({ kind: 'noChange', nextPermittedPollTime: clock.now() }),
    })),
  },
  ...(
    [
      ['downloadPades', 'download-without-response'],
      ['downloadXades', 'xades-without-response'],
      ['downloadArchivedPades', 'archived-pades-without-response'],
      ['downloadXades', 'xades-truncated'],
      ['downloadArchivedPades', 'archived-pades-truncated'],
    ] as const
  ).map(([name, caughtBy]) => ({
    mistake: `gives nothing where ${name} has failed before, before ${caughtBy}`,
    caughtBy,
    make: onceFailed(name, isLost, () => Promise.resolve(new Uint8Array())),
  })),
  {
    mistake: 'takes documents for deleted once no response came',
    caughtBy: 'delete-without-response',
    make: onceFailed('deleteDocuments', isLost, () => Promise.resolve()),
  },
  {
    mistake: 'gives nothing for documents that are gone',
    caughtBy: 'delete',
    make: withAdapter((adapter) => ({
      downloadPades: (url) =>
        adapter.downloadPades(url).catch((error: unknown) => {
          if (!hasStatus(404)(error)) throw error
          return new Uint8Array()
        }),
    })),
  },
  {
    mistake: 'hides who has signed until all have',
    caughtBy: 'pades-partly-signed',
    make: withAdapter((adapter) => ({
      downloadPades: async (url) => {
        const text = Buffer.from(await adapter.downloadPades(url)).toString('latin1')
        const isOne = text.match(/Signed by signer /g)?.length === 1
        return Buffer.from(isOne ? text.replace(/\(Signed by signer .*\n/, '') : text, 'latin1')
      },
    })),
  },
  {
    mistake: 'takes a job that it cancels a second time for cancelled then',
    caughtBy: 'cancel-without-response',
    make: withAdapter((adapter) => ({ cancel: async (url) => adapter.cancel(url).then(() => 'cancelled') })),
  },
  ...[200, 202, 204].map((status) => ({
    mistake: `takes ${status} in answer to a cancellation for a job that had ended`,
    caughtBy: `cancel-${status}`,
    make: withResponse((response, _, url) =>
      url.endsWith('/cancel') && response.status === status ? new Response(null, { status: 409 }) : response,
    ),
  })),
  ...(
    [
      [503, 'cancel-unavailable'],
      [504, 'cancel-refused'],
    ] as const
  ).map(([status, caughtBy]) => ({
    mistake: `takes a job for ended once cancelling failed with ${status}`,
    caughtBy,
    make: onceFailed('cancel', hasStatus(status), () => Promise.resolve('alreadyFinished')),
  })),
  ...(
    [
      [hasStatus(500), 'organization-refused'],
      [isLost, 'organization-truncated'],
      [isLost, 'organization-without-response'],
    ] as const
  ).map(([isMeant, caughtBy]) => ({
    mistake: `names nobody once it could not ask who is calling, before ${caughtBy}`,
    caughtBy,
    make: onceFailed('organization', isMeant, () => Promise.resolve('')),
  })),
  {
    mistake: 'names the broker where it asks for the sender',
    caughtBy: 'broker-organization',
    make: withAdapter((adapter, { sender, client }) => ({
      organization: async () =>
        (await adapter.organization()).replaceAll(sender.organizationNumber, client.organizationNumber),
    })),
  },
  {
    mistake: 'gives nothing of what a broker downloads from the archive',
    caughtBy: 'broker-archived-pades',
    make: withAdapter((adapter, { sender, client }) => ({
      downloadArchivedPades: async (id) => {
        const bytes = await adapter.downloadArchivedPades(id)
        return sender.organizationNumber === client.organizationNumber ? bytes : new Uint8Array()
      },
    })),
  },
]

export const brokenOnceMore: readonly BrokenAdapter[] = [...ofJobs, ...ofOperations]
