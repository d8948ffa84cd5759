/** Clients that make a mistake about a service that is not there. */
import { ResponseError } from 'signering-portal/http'
import { withAdapter, type BrokenAdapter } from '../clients.js'

type Operation = 'create' | 'confirm' | 'cancel'

/** What each would give if the service had been there. */
const operations: readonly (readonly [name: Operation, done: unknown])[] = [
  ['create', { signatureJobId: '1', cancellationUrl: 'https://portal.example/api/1/cancel', reference: undefined }],
  ['confirm', undefined],
  ['cancel', 'cancelled'],
]

const isUnavailable = (error: unknown): boolean => error instanceof ResponseError && error.status === 503

/** A client that does something else where the service is not there. */
function where(
  name: Operation,
  otherwise: (again: () => Promise<unknown>, error: unknown) => Promise<unknown>,
): BrokenAdapter['make'] {
  return withAdapter((adapter) => {
    const operation = adapter[name] as (argument: unknown) => Promise<unknown>
    return {
      [name]: (argument: unknown) =>
        operation(argument).catch((error: unknown) => {
          if (!isUnavailable(error)) throw error
          return otherwise(() => operation(argument), error)
        }),
    }
  })
}

export const brokenWhereUnavailable: readonly BrokenAdapter[] = operations.flatMap(([name, done]) => [
  {
    mistake: `repeats a ${name} twenty times while the service is not there`,
    caughtBy: `${name}-unavailable`,
    make: where(name, async (again, error) => {
      for (let attempt = 1; attempt < 20; attempt += 1)
        try {
          return await again()
        } catch {
          // Once more.
        }
      throw error
    }),
  },
  {
    mistake: `takes a ${name} for done while the service is not there`,
    caughtBy: `${name}-unavailable`,
    make: where(name, () => Promise.resolve(done)),
  },
])
