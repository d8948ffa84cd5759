/** Clients that make a mistake about what is refused. */
import { ResponseError } from 'signering-portal/http'
import { withAdapter, withFetch, withResponse, type BrokenAdapter } from '../clients.js'

/** Whether an error tells one of some statuses. */
function tells(error: unknown, isOne: (status: number) => boolean): boolean {
  return error instanceof ResponseError && isOne(error.status)
}

/** The response to a request, asked for again as long as it is a refusal of some kind. */
async function repeated(
  ask: () => Promise<Response>,
  times: number,
  isRepeated: (response: Response) => boolean,
): Promise<Response> {
  let response = await ask()
  for (let again = 1; again <= times && isRepeated(response); again += 1) response = await ask()
  return response
}

export const brokenRefusals: readonly BrokenAdapter[] = [
  {
    mistake: 'does not tell that deleting failed',
    caughtBy: 'delete-refused',
    make: withAdapter((adapter) => ({ deleteDocuments: (url) => adapter.deleteDocuments(url).catch(() => undefined) })),
  },
  {
    mistake: 'takes documents that cannot be deleted yet for deleted',
    caughtBy: 'delete-refused',
    make: withResponse((response, _, url) =>
      url.endsWith('/documents') && response.status === 409 ? new Response(null, { status: 204 }) : response,
    ),
  },
  {
    mistake: 'deletes documents twice',
    caughtBy: 'delete-once',
    make: withAdapter((adapter) => ({
      deleteDocuments: async (url) => {
        await adapter.deleteDocuments(url)
        await adapter.deleteDocuments(url).catch(() => undefined)
      },
    })),
  },
  {
    mistake: 'takes an error for the text about the organization',
    caughtBy: 'organization-refused',
    make: withAdapter((_, { fetch, root, sender }) => ({
      organization: async () => (await fetch(`${root}/${sender.organizationNumber}`)).text(),
    })),
  },
  ...(['cancelled', 'alreadyFinished'] as const).map((value) => ({
    mistake: `takes a refused cancellation for ${value}`,
    caughtBy: 'cancel-refused',
    make: withAdapter((adapter) => ({ cancel: (url) => adapter.cancel(url).catch(() => value) })),
  })),
  ...[403, 404, 500].map((status) => ({
    mistake: `takes ${status} in answer to a cancellation for success`,
    caughtBy: 'cancel-refused',
    make: withResponse((response, _, url) =>
      url.endsWith('/cancel') && response.status === status ? new Response(null, { status: 204 }) : response,
    ),
  })),
  {
    mistake: 'cancels again when cancelling fails',
    caughtBy: 'cancel-refused',
    make: withFetch(
      ({ fetch }) =>
        (url, init) =>
          repeated(
            () => fetch(url, init),
            5,
            ({ status }) => url.endsWith('/cancel') && status >= 400 && status !== 409,
          ),
    ),
  },
  {
    mistake: 'cancels a job twice',
    caughtBy: 'cancel-once',
    make: withAdapter((adapter) => ({
      cancel: async (url) => {
        const result = await adapter.cancel(url)
        await adapter.cancel(url).catch(() => undefined)
        return result
      },
    })),
  },
  {
    mistake: 'takes every refused confirmation but 500 for confirmed',
    caughtBy: 'confirm-refused',
    make: withAdapter((adapter) => ({
      confirm: (url) =>
        adapter.confirm(url).catch((error: unknown) => {
          if (tells(error, (status) => status === 500)) throw error
        }),
    })),
  },
  {
    mistake: 'takes every refused poll for one that was too early',
    caughtBy: 'poll-refused',
    make: withAdapter((adapter, { clock }) => ({
      nextStatusChange: (queue) =>
        adapter.nextStatusChange(queue).catch((error: unknown) => {
          if (!tells(error, (status) => status < 500)) throw error
          return { kind: 'tooEager' as const, nextPermittedPollTime: clock.now() }
        }),
    })),
  },
  {
    mistake: 'repeats what was refused twenty times',
    caughtBy: 'organization-refused',
    make: withFetch(
      ({ fetch }) =>
        (url, init) =>
          repeated(
            () => fetch(url, init),
            20,
            ({ status }) => (init?.method ?? 'GET') === 'GET' && status >= 400 && status < 429,
          ),
    ),
  },
  {
    mistake: 'polls again at once when it is blocked',
    caughtBy: 'poll-rate-block-once',
    make: withFetch(
      ({ fetch }) =>
        (url, init) =>
          repeated(
            () => fetch(url, init),
            5,
            ({ headers }) => headers.has('DoSFilter'),
          ),
    ),
  },
]
