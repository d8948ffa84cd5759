/** Clients that tell something else than what came of a request, or tell it where they sent none. */
import { ResponseError } from 'signering-portal/http'
import type { Adapter, ReportedNextStatusChange, ReportedStatusChangeResponse } from 'signering-portal/contract'
import { withAdapter, withChangeAgain, withResponse, withResult, type BrokenAdapter } from '../clients.js'

const madeUp = { signatureJobId: '0', cancellationUrl: 'https://portal.example/api/cancel' }

/** A client that takes failed polls for something else, but not those that were refused. */
function withFailedPoll(
  spoil: (now: Date, error: Error) => ReportedNextStatusChange | undefined,
): BrokenAdapter['make'] {
  return withAdapter((adapter, { clock }) => ({
    nextStatusChange: (queue) =>
      adapter.nextStatusChange(queue).catch((error: unknown) => {
        const result =
          error instanceof ResponseError && error.status >= 400 ? undefined : spoil(clock.now(), error as Error)
        if (result === undefined) throw error
        return result
      }),
  }))
}

/** A client that takes what was refused with a status for done, and does not ask again. */
function onceRefused<Name extends 'cancel' | 'deleteDocuments'>(
  name: Name,
  status: number,
  result: Awaited<ReturnType<Adapter[Name]>>,
): BrokenAdapter['make'] {
  return withAdapter((adapter) => {
    let isRefused = false
    return {
      [name]: async (url: string) => {
        if (isRefused) return result
        return adapter[name](url).catch((error: unknown) => {
          isRefused = error instanceof ResponseError && error.status === status
          throw error
        })
      },
    }
  })
}

const nobody: ReportedStatusChangeResponse = {
  ...{ reference: undefined, signatureJobId: '', status: 'IN_PROGRESS', confirmationUrl: '' },
  ...{ cancellationUrl: undefined, deleteDocumentsUrl: undefined, signatures: { signature: [], padesUrl: undefined } },
}

export const brokenResults: readonly BrokenAdapter[] = [
  {
    mistake: 'tells nothing when it has cancelled a job',
    caughtBy: 'cancel',
    make: withAdapter((adapter) => ({
      cancel: async (url) => {
        const result = await adapter.cancel(url)
        return result === 'cancelled' ? (undefined as never) : result
      },
    })),
  },
  {
    mistake: 'takes a job that had ended before for cancelled',
    caughtBy: 'cancel-ended-error',
    make: withAdapter((adapter) => ({
      cancel: async (url) => {
        await adapter.cancel(url)
        return 'cancelled'
      },
    })),
  },
  {
    mistake: 'says that a job is cancelled, and sends nothing',
    caughtBy: 'opaque-cancellation-url',
    make: withAdapter(() => ({ cancel: () => Promise.resolve('cancelled') })),
  },
  {
    mistake: 'takes documents for deleted once it was too early for that',
    caughtBy: 'delete-refused',
    make: onceRefused('deleteDocuments', 409, undefined),
  },
  {
    mistake: 'takes a job for ended once it was not found',
    caughtBy: 'cancel-refused',
    make: onceRefused('cancel', 404, 'alreadyFinished'),
  },
  {
    mistake: 'crashes on documents that are gone already',
    caughtBy: 'delete-twice',
    make: withResponse((response, _, url) => {
      if (url.endsWith('/documents') && response.status === 404) throw new TypeError('no such documents')
      return response
    }),
  },
  {
    mistake: 'takes a job that was refused for created',
    caughtBy: 'refused-private-lookup',
    make: withAdapter((adapter) => ({ create: (job) => adapter.create(job).catch(() => madeUp as never) })),
  },
  {
    mistake: 'takes a job for created when no response comes',
    caughtBy: 'create-without-response',
    make: withAdapter((adapter) => ({
      create: (job) =>
        adapter.create(job).catch((error: unknown) => {
          if (error instanceof ResponseError) throw error
          return madeUp as never
        }),
    })),
  },
  {
    mistake: 'gives something else than the text about the organization',
    caughtBy: 'organization',
    make: withAdapter((adapter) => ({
      organization: async () => {
        await adapter.organization()
        return 'OK'
      },
    })),
  },
  {
    mistake: 'takes a poll that was too early for one of an empty queue',
    caughtBy: 'poll-too-early',
    make: withResult((result) => (result.kind === 'tooEager' ? { ...result, kind: 'noChange' } : result)),
  },
  {
    mistake: 'takes a poll of an empty queue for one that was too early',
    caughtBy: 'poll-empty',
    make: withResult((result) => (result.kind === 'noChange' ? { ...result, kind: 'tooEager' } : result)),
  },
  {
    mistake: 'takes half a change for an empty queue',
    caughtBy: 'change-truncated',
    make: withFailedPoll((now) => ({ kind: 'noChange', nextPermittedPollTime: now })),
  },
  {
    mistake: 'takes half a change for a whole one',
    caughtBy: 'change-truncated',
    make: withFailedPoll((now) => ({ kind: 'statusChange', statusChange: nobody, nextPermittedPollTime: now })),
  },
  {
    mistake: 'tells the last change again where there is none',
    caughtBy: 'confirm',
    make: withAdapter((adapter) => {
      let last: ReportedNextStatusChange | undefined
      return {
        nextStatusChange: async (queue) => {
          const result = await adapter.nextStatusChange(queue)
          if (result.kind === 'statusChange') last = result
          return result.kind === 'noChange' ? (last ?? result) : result
        },
      }
    }),
  },
  {
    mistake: 'tells a change that comes again as that of another job, with other addresses',
    caughtBy: 'unconfirmed-returns',
    make: withChangeAgain((change) => ({
      ...change,
      signatureJobId: '0',
      confirmationUrl: `${change.confirmationUrl}0`,
    })),
  },
  {
    mistake: 'deletes documents as soon as they can be',
    caughtBy: 'delete-announced',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange' && result.statusChange.deleteDocumentsUrl !== undefined)
          await adapter.deleteDocuments(result.statusChange.deleteDocumentsUrl)
        return result
      },
      deleteDocuments: () => Promise.resolve(),
    })),
  },
  {
    mistake: 'confirms the change that it read first, whichever it is to confirm',
    caughtBy: 'confirm-each-change',
    make: withAdapter((adapter) => {
      let first: string | undefined
      return {
        nextStatusChange: async (queue) => {
          const result = await adapter.nextStatusChange(queue)
          if (result.kind === 'statusChange') first ??= result.statusChange.confirmationUrl
          return result
        },
        confirm: (url) => adapter.confirm(first ?? url),
      }
    }),
  },
]
