/** Clients that are right in another way about what they send, and how often. */
import { isMobileNumber, isNationalIdentityNumber } from './numbers.js'
import { withAdapter, withFetch, withOwnTime, type OtherWay } from '../clients.js'

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
    way: 'repeats a GET four times that fails',
    before: 'poll-error-error',
    make: withFetch(({ fetch }) => async (url, init) => {
      for (let attempt = 1; ; attempt += 1)
        try {
          const response = await fetch(url, init)
          if (response.status < 500 || init?.method !== 'GET' || attempt === 5) return response
        } catch (error) {
          if (init?.method !== 'GET' || attempt === 5) throw error
        }
    }),
  },
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
