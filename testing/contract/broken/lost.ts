/** Clients that make a mistake where no response comes, or half of one. */
import { ResponseError } from 'signering-portal/http'
import type { Adapter } from 'signering-portal/contract'
import { withAdapter, withFetch, type BrokenAdapter } from '../clients.js'

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

async function asFarAsItGoes(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of response.body ?? []) pieces.push(piece as Uint8Array)
  } catch {
    // What has come must do.
  }
  return Buffer.concat(pieces).toString()
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
  ...[400, 403, 500, 504].map((status) => ({
    mistake: `creates again after ${status}`,
    caughtBy: 'create-fails',
    make: where('create', hasStatus(status), (again) => again()),
  })),
  {
    mistake: 'creates again when half a response comes',
    caughtBy: 'create-truncated',
    make: where('create', isLost, (again) => again()),
  },
  {
    mistake: 'creates again when a response has no content',
    caughtBy: 'create-without-content',
    make: where('create', isLost, (again) => again()),
  },
  {
    mistake: 'reads the id of a job in half a response',
    caughtBy: 'create-truncated',
    make: withFetch(({ fetch }) => async (url, init) => {
      const response = await fetch(url, init)
      if (!response.ok || init?.method !== 'POST' || !url.endsWith('/signature-jobs')) return response
      const text = await asFarAsItGoes(response)
      const id = /<signature-job-id>([0-9]+)/.exec(text)?.[1]
      return new Response(
        id === undefined || text.includes('</portal-signature-job-response>')
          ? text
          : `<portal-signature-job-response xmlns="http://signering.posten.no/schema/v1"><signature-job-id>${id}</signature-job-id><cancellation-url>${url}/${id}/cancel</cancellation-url></portal-signature-job-response>`,
        { headers: { 'Content-Type': 'application/xml' } },
      )
    }),
  },
  {
    mistake: 'names nobody when half an answer comes to who is calling',
    caughtBy: 'organization-truncated',
    make: where('organization', isLost, () => Promise.resolve('')),
  },
]
