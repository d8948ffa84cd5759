/** Clients that are right in most of what a case goes through, and wrong in one thing that it looks at besides: about changes. */
import type { ReportedNextStatusChange, ReportedStatusChangeResponse } from 'signering-portal/contract'
import {
  before,
  pollTime,
  withAdapter,
  withChange,
  withChangeAgain,
  withFetch,
  withResponse,
  withResult,
  type BrokenAdapter,
} from '../clients.js'

const inNumber = (change: ReportedStatusChangeResponse): ReportedStatusChangeResponse => ({
  ...change,
  signatureJobId: String(Number(change.signatureJobId)),
})

const againAsAnother = withChangeAgain((change) => ({ ...change, confirmationUrl: `${change.confirmationUrl}0` }))

/** A client that reads less of a message whose media type is spelt in another way. */
function readingLess(method: string, part: RegExp, less: string): BrokenAdapter['make'] {
  return withFetch(({ fetch }) => async (url, init) => {
    const response = await fetch(url, init)
    const isSpelt = response.headers.get('Content-Type')?.startsWith('Application') === true
    if (init?.method !== method || !isSpelt) return response
    const headers = new Headers(response.headers)
    headers.delete('Content-Length')
    return new Response((await response.text()).replace(part, less), { status: 200, headers })
  })
}

/** A client that reads the answers to polls in its own way. */
function withPolls(spoil: (response: Response) => Response): BrokenAdapter['make'] {
  return withFetch(({ fetch }) => async (url, init) => {
    const response = await fetch(url, init)
    return init?.method === 'GET' && /\/signature-jobs(?:$|\?)/.test(url) ? spoil(response) : response
  })
}

export const brokenChangesOnceMore: readonly BrokenAdapter[] = [
  {
    mistake: 'reads another id of a job in another spelling of the media type',
    caughtBy: 'response-media-type',
    make: readingLess('POST', /(?<=<signature-job-id>)[0-9]+/, '0'),
  },
  {
    mistake: 'reads no pades-url in another spelling of the media type',
    caughtBy: 'change-media-type',
    make: readingLess('GET', /<pades-url>.*<.pades-url>/, ''),
  },
  ...before(
    [
      ...['confirm-fails', 'confirm-without-response', 'confirm-refused', 'confirm-unavailable'],
      ...['download-confirms-nothing', 'download-confirms-nothing-completed', 'download-confirms-nothing-failed'],
    ],
    { mistake: 'tells another address to confirm at where a change comes again', make: againAsAnother },
  ),
  ...before(['confirm-completed', 'download-confirms-nothing-completed', 'delete-announced'], {
    mistake: 'takes a job that all have signed for one that goes on',
    make: withChange((change) =>
      change.status === 'COMPLETED_SUCCESSFULLY' ? { ...change, status: 'IN_PROGRESS' } : change,
    ),
  }),
  ...before(['broker'], { mistake: 'holds the id of the job of a change in a number', make: withChange(inNumber) }),
  ...before(['queue-name-plain', 'queue-name-capitals'], {
    mistake: 'holds the id of the job of a change of a queue that has a name in a number',
    make: withResult((result, isNamed) =>
      result.kind === 'statusChange' && isNamed ? { ...result, statusChange: inNumber(result.statusChange) } : result,
    ),
  }),
  {
    mistake: 'reads two changes, and tells the later one first',
    caughtBy: 'queue-first-in-first-out',
    make: withAdapter((adapter) => {
      const read: ReportedNextStatusChange[] = []
      return {
        nextStatusChange: async (queue) => {
          const kept = read.pop()
          if (kept !== undefined) return kept
          const first = await adapter.nextStatusChange(queue)
          if (first.kind !== 'statusChange') return first
          const second = await adapter.nextStatusChange(queue)
          if (second.kind !== 'statusChange') return first
          read.push(first)
          return second
        },
      }
    }),
  },
  {
    mistake: 'asks for all senders at a time, and tells their changes in turn',
    caughtBy: 'poll-sender',
    make: withAdapter((adapter) => {
      const read: ReportedNextStatusChange[] = []
      return {
        nextStatusChange: async (queue) => {
          if (read.length === 0)
            for (const sender of ['123456785', '987654325'])
              read.push(await adapter.nextStatusChange({ ...queue, sender }))
          return read.shift() ?? adapter.nextStatusChange(queue)
        },
      }
    }),
  },
  {
    mistake: 'takes a poll that was too early for one of an empty queue, before poll-too-early-once',
    caughtBy: 'poll-too-early-once',
    make: withResult((result) => (result.kind === 'tooEager' ? { ...result, kind: 'noChange' } : result)),
  },
  {
    mistake: 'takes a change without a permitted time for none',
    caughtBy: 'poll-time-missing',
    make: withPolls((response) =>
      response.status === 200 && !response.headers.has(pollTime) ? new Response(null, { status: 204 }) : response,
    ),
  },
  {
    mistake: 'takes a block for an empty queue',
    caughtBy: 'poll-rate-block',
    make: withResponse((response) =>
      response.headers.has('DoSFilter') ? new Response(null, { status: 204 }) : response,
    ),
  },
]
