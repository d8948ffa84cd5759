/** Clients that confirm what they are not told to confirm, or do not confirm what they are. */
import { withAdapter, type BrokenAdapter } from '../clients.js'

const statuses: readonly (readonly [status: string, confirmed: string, read: string])[] = [
  ['IN_PROGRESS', 'confirm', 'download-confirms-nothing'],
  ['COMPLETED_SUCCESSFULLY', 'confirm-completed', 'download-confirms-nothing-completed'],
  ['FAILED', 'confirm-failed', 'download-confirms-nothing-failed'],
]

/** A client that confirms a change of a status before it is told to. */
function confirming(
  status: string,
  when: 'nextStatusChange' | 'downloadPades' | 'downloadXades',
): BrokenAdapter['make'] {
  return withAdapter((adapter) => {
    const read: string[] = []
    const confirm = async (): Promise<void> => {
      // Whatever the answer is.
      for (const url of read.splice(0)) await adapter.confirm(url).catch(() => undefined)
    }
    return {
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange' && result.statusChange.status === status)
          read.push(result.statusChange.confirmationUrl)
        if (when === 'nextStatusChange') await confirm()
        return result
      },
      ...(when !== 'nextStatusChange' && {
        [when]: async (url: string) => {
          await confirm()
          return adapter[when](url)
        },
      }),
    }
  })
}

export const brokenConfirmations: readonly BrokenAdapter[] = statuses.flatMap(([status, confirmed, read]) => [
  ...(['nextStatusChange', 'downloadPades', 'downloadXades'] as const).map((when) => ({
    mistake: `confirms a change to ${status} of itself, at ${when}`,
    caughtBy: read,
    make: confirming(status, when),
  })),
  {
    mistake: `does nothing when it is to confirm a change to ${status}`,
    caughtBy: confirmed,
    make: withAdapter((adapter) => {
      const left = new Set<string>()
      return {
        nextStatusChange: async (queue) => {
          const result = await adapter.nextStatusChange(queue)
          if (result.kind === 'statusChange' && result.statusChange.status === status)
            left.add(result.statusChange.confirmationUrl)
          return result
        },
        confirm: (url) => (left.has(url) ? Promise.resolve() : adapter.confirm(url)),
      }
    }),
  },
])
