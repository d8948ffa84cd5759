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

/** A client that confirms another change than the one it is told to. */
function confirmingAnother(choose: (read: readonly string[]) => string | undefined): BrokenAdapter['make'] {
  return withAdapter((adapter) => {
    const read: string[] = []
    return {
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange') read.push(result.statusChange.confirmationUrl)
        return result
      },
      confirm: async (url) => {
        const another = choose(read) ?? url
        await adapter.confirm(another)
        read.splice(read.indexOf(another), 1)
      },
    }
  })
}

const ofStatuses: readonly BrokenAdapter[] = statuses.flatMap(([status, confirmed, read]) => [
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

export const brokenConfirmations: readonly BrokenAdapter[] = [
  ...ofStatuses,
  {
    mistake: 'confirms the change that it has read last, whatever it is told',
    caughtBy: 'confirm-each-change',
    make: confirmingAnother((read) => read.at(-1)),
  },
  {
    mistake: 'confirms the change that it has read first, whatever it is told',
    caughtBy: 'confirm-each-change',
    make: confirmingAnother((read) => read[0]),
  },
]
