/** Clients that make a mistake about polling. */
import type { Adapter, AdapterFactory } from 'signering-portal/contract'
import { ResponseError } from 'signering-portal/http'
import {
  isKnownStatus,
  pollTime,
  pollTimeOf,
  textOf,
  withAdapter,
  withFetch,
  withHeaders,
  withOwnTime,
  withResponse,
  withUrl,
  type BrokenAdapter,
} from '../clients.js'

const withInvalidTime: AdapterFactory = async (context) => {
  let isMissing = false
  const adapter = await withResponse((response) => {
    isMissing = !response.headers.has(pollTime)
    return response
  })(context)
  return {
    ...adapter,
    nextStatusChange: async (queue) => {
      const result = await adapter.nextStatusChange(queue)
      return isMissing ? { ...result, nextPermittedPollTime: new Date(Number.NaN) } : result
    },
  }
}

export const brokenPolls: readonly BrokenAdapter[] = [
  {
    mistake: 'does not percent-encode the name of the queue',
    caughtBy: 'queue-name-ampersand',
    make: withUrl((url) => url.replace(/polling_queue=.*/, (query) => decodeURIComponent(query))),
  },
  {
    mistake: 'percent-encodes the name of the queue as a whole address',
    caughtBy: 'queue-name-plus',
    make: withUrl((url) => url.replace(/polling_queue=.*/, (query) => encodeURI(decodeURIComponent(query)))),
  },
  {
    mistake: 'percent-encodes the name of the queue twice',
    caughtBy: 'queue-name-space',
    make: withUrl((url) => url.replace(/(?<=polling_queue=).*/, (name) => encodeURIComponent(name))),
  },
  {
    mistake: 'gives the default queue a name',
    caughtBy: 'queue-default',
    make: withAdapter((adapter) => ({
      nextStatusChange: ({ sender, pollingQueue = 'default' }) => adapter.nextStatusChange({ sender, pollingQueue }),
    })),
  },
  {
    mistake: 'polls the queue of the last job where none is named',
    caughtBy: 'queue-name-plain',
    make: withAdapter((adapter) => {
      let last: string | undefined
      return {
        create: (job) => {
          last = job.request.pollingQueue
          return adapter.create(job)
        },
        nextStatusChange: ({ sender, pollingQueue = last }) => adapter.nextStatusChange({ sender, pollingQueue }),
      }
    }),
  },
  {
    mistake: 'writes names of queues in another way, and polls them so',
    caughtBy: 'queue-name-plain',
    make: withAdapter((adapter) => {
      const named = (name?: string): string | undefined => name && `${name}.1`
      return {
        create: ({ request, ...job }) =>
          adapter.create({ ...job, request: { ...request, pollingQueue: named(request.pollingQueue) } }),
        nextStatusChange: ({ sender, pollingQueue }) =>
          adapter.nextStatusChange({ sender, pollingQueue: named(pollingQueue) }),
      }
    }),
  },
  {
    mistake: 'polls the default queue, whichever is named',
    caughtBy: 'queue-default',
    make: withUrl((url) => url.replace(/\?polling_queue=.*/, '')),
  },
  {
    mistake: 'ignores the permitted time',
    caughtBy: 'poll-empty',
    make: withAdapter((adapter, { clock }) => ({
      nextStatusChange: async (queue) => ({
        ...(await adapter.nextStatusChange(queue)),
        nextPermittedPollTime: clock.now(),
      }),
    })),
  },
  {
    mistake: 'drops the offset of the permitted time',
    caughtBy: 'poll-time-offset',
    make: withResponse((response) => {
      const time = response.headers.get(pollTime)
      return time === null ? response : withHeaders(response, { [pollTime]: time.replace(/([+-]\d\d:\d\d|Z)$/, 'Z') })
    }),
  },
  {
    mistake: 'reads the permitted time in the calendar of its own culture, which is 543 years ahead',
    caughtBy: 'poll-time-zulu',
    make: withResponse((response) => {
      const time = response.headers.get(pollTime) ?? ''
      const read = time.replace(/^[0-9]{4}(?=-)/, (year) => String(Number(year) - 543))
      return read === time ? response : withHeaders(response, { [pollTime]: read })
    }),
  },
  {
    mistake: 'crashes when the permitted time is missing',
    caughtBy: 'poll-time-missing',
    make: withFetch(({ fetch }) => async (url, init) => {
      const response = await fetch(url, init)
      const isPoll = init?.method === 'GET' && /\/signature-jobs($|\?)/.test(url)
      if (isPoll && (response.ok || response.status === 429) && !response.headers.has(pollTime))
        throw new TypeError('Cannot read properties of null')
      return response
    }),
  },
  {
    mistake: 'takes a permitted time that is missing for a date that is none',
    caughtBy: 'poll-time-missing',
    make: withInvalidTime,
  },
  {
    mistake: 'waits no time when it is blocked for calling too often',
    caughtBy: 'poll-rate-block',
    make: withResponse((response, { clock }) =>
      response.headers.has('DoSFilter') ? withHeaders(response, { [pollTime]: clock.now().toISOString() }) : response,
    ),
  },
  {
    mistake: 'takes a service that cannot be reached for an empty queue',
    caughtBy: 'server-other-organization',
    make: withAdapter((adapter, { clock }) => ({
      nextStatusChange: (queue) =>
        adapter.nextStatusChange(queue).catch((error: unknown) => {
          if (error instanceof ResponseError) throw error
          return { kind: 'noChange', nextPermittedPollTime: clock.now() }
        }),
    })),
  },
  {
    mistake: 'takes 429 for a failure',
    caughtBy: 'poll-too-early',
    make: withResponse((response) => {
      if (response.status === 429) throw new Error('Too Many Requests')
      return response
    }),
  },
  {
    mistake: 'confirms a change before it is handled',
    caughtBy: 'unconfirmed-returns',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange') await adapter.confirm(result.statusChange.confirmationUrl)
        return result
      },
    })),
  },
  {
    mistake: 'polls once for two callers',
    caughtBy: 'queue-parallel',
    make: withAdapter((adapter) => {
      let polling: ReturnType<Adapter['nextStatusChange']> | undefined
      return {
        nextStatusChange: (queue) =>
          (polling ??= adapter.nextStatusChange(queue).finally(() => {
            polling = undefined
          })),
      }
    }),
  },
  {
    mistake: 'crashes on a signer status that it does not know',
    caughtBy: 'change-of-unknown-status',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange')
          for (const { status } of result.statusChange.signatures.signature)
            if (!isKnownStatus(status.value)) throw new TypeError('no such enumeration constant')
        return result
      },
    })),
  },
  {
    mistake: 'drops the mobile number that a signer is identified by beside an e-mail address',
    caughtBy: 'change-contact-signers',
    make: withResponse(async (response) => {
      const text = await textOf(response)
      const spoilt = text.replace(/(<email [^>]*>)<sms [^>]*>(?=<.identifier>)/g, '$1')
      return spoilt === text ? response : new Response(spoilt, { status: 200, headers: pollTimeOf(response) })
    }),
  },
  {
    mistake: 'takes absence of signatures for a failure of the whole job',
    caughtBy: 'pades-absent',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange' && result.statusChange.signatures.padesUrl === undefined)
          throw new TypeError('Cannot read properties of undefined')
        return result
      },
    })),
  },
  {
    mistake: 'polls again after a second when it has polled too early',
    caughtBy: 'poll-too-early-once',
    make: withFetch(({ fetch }) => async (url, init) => {
      const response = await fetch(url, init)
      return response.status === 429 ? fetch(url, init) : response
    }),
  },
  {
    mistake: 'waits for ten minutes, whatever the answer to a poll that was too early says',
    caughtBy: 'poll-too-early-time',
    make: withResponse((response, { clock }) => {
      if (response.status !== 429) return response
      return withHeaders(response, { [pollTime]: new Date(clock.now().getTime() + 600_000).toISOString() })
    }),
  },
  {
    mistake: 'crashes on contact details that are too short to be masked',
    caughtBy: 'change-shortest-contact-details',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === 'statusChange')
          for (const { identifier } of result.statusChange.signatures.signature)
            if ((identifier?.sms?.number.length ?? 6) < 6) throw new RangeError('begin 0, end -3')
        return result
      },
    })),
  },
  {
    mistake: 'polls outside of the root',
    caughtBy: 'poll-within-root',
    make: withFetch(
      ({ fetch }) =>
        (url, init) =>
          fetch(
            init?.method === 'GET' ? url.replace(/\/api(?=\/[0-9]+\/portal\/signature-jobs(?:$|\?))/, '') : url,
            init,
          ),
    ),
  },
  {
    mistake: 'looks outside of the root whether the service is there',
    caughtBy: 'poll-within-root',
    make: withFetch(({ fetch }) => async (url, init) => {
      if (init?.method === 'GET') await fetch(new URL('/', url).href, init)
      return fetch(url, init)
    }),
  },
  {
    mistake: 'polls for the sender that it was made for',
    caughtBy: 'poll-sender',
    make: withAdapter((adapter, { sender }) => ({
      nextStatusChange: (queue) => adapter.nextStatusChange({ ...queue, sender: sender.organizationNumber }),
    })),
  },
  {
    mistake: 'polls until it gets an answer',
    caughtBy: 'poll-error-error',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        for (let attempt = 1; ; attempt += 1)
          try {
            return await adapter.nextStatusChange(queue)
          } catch (error) {
            if (attempt === 20) throw error
          }
      },
    })),
  },
  {
    mistake: 'crashes on a permitted time that is past',
    caughtBy: 'poll-time-past',
    make: withResponse((response, { clock }) => {
      const time = response.headers.get(pollTime)
      if (time !== null && Date.parse(time) <= clock.now().getTime() - 500) throw new RangeError('a time that is past')
      return response
    }),
  },
  ...[
    ['has no fraction', /T\d\d:\d\d:\d\d[+-]/, 'poll-time-no-fraction'],
    ['has nanoseconds', /\.\d{7,}/, 'poll-time-nanoseconds'],
  ].map(([what = '', form = '', caughtBy = '']) => ({
    mistake: `crashes on a permitted time that ${String(what)}`,
    caughtBy: String(caughtBy),
    make: withResponse((response) => {
      if (new RegExp(form).test(response.headers.get(pollTime) ?? '')) throw new RangeError('no date and time')
      return response
    }),
  })),
  ...[
    ['is no date', /^soon$/, 'poll-time-no-date'],
    ['has no offset', /:\d\d$/, 'poll-time-no-offset'],
  ].map(([what = '', form = '', caughtBy = '']) => ({
    mistake: `crashes on a permitted time that ${String(what)}`,
    caughtBy: String(caughtBy),
    make: withResponse((response) => {
      const time = response.headers.get(pollTime) ?? ''
      if (new RegExp(form).test(time) && !/[+-]\d\d:\d\d$/.test(time)) throw new RangeError('no date and time')
      return response
    }),
  })),
  {
    mistake: 'polls until the queue is empty, and tells of the last change',
    caughtBy: 'queue-first-in-first-out',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        let last = await adapter.nextStatusChange(queue)
        if (last.kind !== 'statusChange') return last
        for (;;) {
          const next = await adapter.nextStatusChange(queue)
          if (next.kind !== 'statusChange') return last
          last = next
        }
      },
    })),
  },
  {
    mistake: 'holds a poll back that is too early, and says that it is permitted',
    caughtBy: 'poll-too-early',
    make: withOwnTime(
      (wait) => wait,
      (_, now) => now,
    ),
  },
  {
    mistake: 'leaves a queue alone for a day that was empty',
    caughtBy: 'unconfirmed-returns',
    make: withOwnTime(() => 86_400_000),
  },
]
