/** Clients that make a mistake where no response comes, or half of one. */
import { ResponseError } from 'signering-portal/http'
import type { Adapter } from 'signering-portal/contract'
import { withAdapter, type BrokenAdapter } from '../clients.js'

type Operation = Exclude<keyof Adapter, 'create' | 'nextStatusChange'>

/** The case of each operation without a response, and what it would give with one. */
const operations: readonly (readonly [name: Operation, caughtBy: string, done: unknown])[] = [
  ['confirm', 'confirm-without-response', undefined],
  ['cancel', 'cancel-without-response', 'cancelled'],
  ['deleteDocuments', 'delete-without-response', undefined],
  ['downloadPades', 'download-without-response', new Uint8Array()],
  ['downloadXades', 'xades-without-response', new Uint8Array()],
  ['downloadArchivedPades', 'archived-pades-without-response', new Uint8Array()],
  ['organization', 'organization-without-response', '123456785'],
]

/** A client that does something else where an operation has failed in a way that it takes for this one. */
function where(
  name: keyof Adapter,
  isMeant: (error: unknown) => boolean,
  otherwise: (again: () => Promise<unknown>, error: unknown) => Promise<unknown>,
): BrokenAdapter['make'] {
  return withAdapter((adapter) => {
    const operation = adapter[name] as (argument?: unknown) => Promise<unknown>
    return {
      [name]: (argument?: unknown) =>
        operation(argument).catch((error: unknown) => {
          if (!isMeant(error)) throw error
          return otherwise(() => operation(argument), error)
        }),
    }
  })
}

const isLost = (error: unknown): boolean => !(error instanceof ResponseError && error.status >= 400)
const hasStatus =
  (...statuses: readonly number[]) =>
  (error: unknown): boolean =>
    error instanceof ResponseError && statuses.includes(error.status)

export const brokenWhereLost: readonly BrokenAdapter[] = [
  ...operations.flatMap(([name, caughtBy, done]) => [
    {
      mistake: `takes ${name} for done when no response comes`,
      caughtBy,
      make: where(name, isLost, () => Promise.resolve(done)),
    },
    {
      mistake: `repeats ${name} twenty times while no response comes`,
      caughtBy,
      make: where(name, isLost, async (again, error) => {
        for (let attempt = 1; attempt < 20; attempt += 1)
          try {
            return await again()
          } catch {
            // Once more.
          }
        throw error
      }),
    },
  ]),
  {
    mistake: 'cancels again when no response comes',
    caughtBy: 'cancel-without-response',
    make: where('cancel', isLost, (again) => again()),
  },
  {
    mistake: 'cancels again when something on the way had no answer in time',
    caughtBy: 'cancel-refused',
    make: where('cancel', hasStatus(502, 504), (again) => again()),
  },
  {
    mistake: 'names nobody when half an answer comes to who is calling',
    caughtBy: 'organization-truncated',
    make: where('organization', isLost, () => Promise.resolve('')),
  },
]
