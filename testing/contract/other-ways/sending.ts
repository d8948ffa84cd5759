/** Clients that are right in another way about what they send, and how often. */
import { isMobileNumber, isNationalIdentityNumber } from './numbers.js'
import { withAdapter, withFetch, withOwnTime, type OtherWay } from '../clients.js'

/** A client that keeps its polls apart, all of them or those after a change, by holding back the next. */
function withPace(milliseconds: number, after: 'everyPoll' | 'statusChange'): OtherWay['make'] {
  return withAdapter((adapter, { clock }) => {
    let next = 0
    return {
      nextStatusChange: async (queue) => {
        const now = clock.now().getTime()
        if (now < next) return { kind: 'tooEager', nextPermittedPollTime: new Date(next) }
        if (after === 'everyPoll') next = now + milliseconds
        const result = await adapter.nextStatusChange(queue)
        if (after === result.kind) next = now + milliseconds
        return result
      },
    }
  })
}

export const waysOfSending: readonly OtherWay[] = [
  {
    way: 'checks national identity numbers',
    before: 'manifest-ten-signers',
    make: withAdapter((adapter) => ({
      create: (job) => {
        for (const { personalIdentificationNumber: number } of job.manifest.signers)
          if (number !== undefined && !isNationalIdentityNumber(number)) throw new RangeError('no such number')
        return adapter.create(job)
      },
    })),
  },
  {
    way: 'checks mobile numbers',
    before: 'manifest-contact-sms',
    make: withAdapter((adapter) => ({
      create: (job) => {
        for (const { notifications } of job.manifest.signers)
          if (notifications?.sms !== undefined && !isMobileNumber(notifications.sms.number))
            throw new RangeError('no mobile number')
        return adapter.create(job)
      },
    })),
  },
  {
    way: 'repeats a GET ten times that fails',
    before: 'poll-error-error',
    make: withFetch(({ fetch }) => async (url, init) => {
      for (let attempt = 1; ; attempt += 1)
        try {
          const response = await fetch(url, init)
          if (response.status < 500 || init?.method !== 'GET' || attempt === 11) return response
        } catch (error) {
          if (init?.method !== 'GET' || attempt === 11) throw error
        }
    }),
  },
  { way: 'keeps its polls 100 milliseconds apart', before: 'queue-parallel', make: withPace(100, 'everyPoll') },
  { way: 'keeps its polls a second apart', before: 'poll-too-early-time', make: withPace(1000, 'everyPoll') },
  { way: 'waits a second after a change, too', before: 'poll-after-change', make: withPace(1000, 'statusChange') },
  {
    way: 'waits ten times as long as it must after an empty queue',
    before: 'poll-too-early',
    make: withOwnTime((wait) => 10 * wait),
  },
  {
    way: 'waits ten minutes or longer after an empty queue',
    before: 'unconfirmed-returns',
    make: withOwnTime((wait) => Math.max(wait, 600_000)),
  },
  {
    way: 'confirms again when confirming fails',
    before: 'confirm-fails',
    make: withAdapter((adapter) => ({ confirm: (url) => adapter.confirm(url).catch(() => adapter.confirm(url)) })),
  },
  {
    way: 'asks who is calling before it does anything else',
    before: 'poll-time-zulu',
    make: withAdapter((adapter) => {
      let asked: Promise<unknown> | undefined
      const ask = async (): Promise<unknown> => (asked ??= adapter.organization().catch(() => undefined))
      return {
        create: async (job) => ask().then(() => adapter.create(job)),
        nextStatusChange: async (queue) => ask().then(() => adapter.nextStatusChange(queue)),
      }
    }),
  },
  {
    way: 'accepts PDF where that is what it downloads',
    but: 'accepted-media-types',
    before: 'pades',
    make: withFetch(({ fetch }) => (url, init) => {
      const headers = new Headers(init?.headers)
      if (url.endsWith('/pades')) headers.set('Accept', 'application/pdf')
      return fetch(url, { ...init, headers })
    }),
  },
  {
    way: 'keeps to ten calls a second',
    before: 'poll-rate-block',
    make: withAdapter((adapter, { clock }) => {
      let calls: readonly number[] = []
      return {
        nextStatusChange: async (queue) => {
          const now = clock.now().getTime()
          calls = calls.filter((call) => call > now - 1000)
          const [first = now] = calls
          if (calls.length >= 10) return { kind: 'tooEager', nextPermittedPollTime: new Date(first + 1000) }
          calls = [...calls, now]
          return adapter.nextStatusChange(queue)
        },
      }
    }),
  },
]
