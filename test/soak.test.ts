/** A small soak, and what it says of portals and clients that are broken; `npm run soak` is the large one. */
import { expect, test } from 'vitest'
import { createSimulator, virtualClock, type Simulator } from 'signering-portal/simulator'
import { Ledger } from '../testing/soak/ledger.js'
import { Model } from '../testing/soak/model.js'
import { soak, type SoakOptions } from '../testing/soak/run.js'
import { watch } from '../testing/soak/watch.js'
import { seed } from '../testing/seed.js'
import { start } from '../testing/simulator/raw-client.js'

const small = { clients: 5, jobs: 40, seed }

test('all that becomes of all jobs is handled and confirmed once, whatever fails', async () => {
  const { figures, faults } = await soak(small)
  expect(faults).toEqual([])
  expect(figures).toMatchObject({ clients: 5, jobs: 40 })
  expect(figures['confirmed']).toBe(figures['status changes'])
  expect(figures['confirmations again']).toBe(0)
  // Something has failed, or nothing would be shown.
  expect(figures['faults']).toBeGreaterThan(0)
})

/** A portal that answers some requests in another way: the fifth of a kind, or each after that. */
function otherwise(
  path: RegExp,
  answer: (simulator: Simulator, request: Request) => Promise<Response>,
  isEach = false,
): (simulator: Simulator) => Simulator {
  let asked = 0
  return (simulator) => ({
    ...simulator,
    handle: async (request, client) => {
      if (path.test(`${request.method} ${request.url}`)) asked += 1
      const isMeant = path.test(`${request.method} ${request.url}`) && (asked === 5 || (isEach && asked > 5))
      return isMeant ? answer(simulator, request) : simulator.handle(request, client)
    },
  })
}

const poll = /^GET .*signature-jobs$/
const nothing = (): Promise<Response> => Promise.resolve(new Response(null, { status: 204 }))

/** The portal loses what it hands out: it is confirmed before the client has it. */
const losing = otherwise(
  poll,
  async (simulator, request) => {
    const response = await simulator.handle(request)
    const [url = ''] = /https?:[^<]*complete[^<]*/.exec(await response.clone().text()) ?? []
    if (url !== '') await simulator.handle(new Request(url.replaceAll('&amp;', '&'), { method: 'POST' }))
    return url === '' ? response : Response.error()
  },
  true,
)

/** The portal has another organization's queue polled. */
const foreign = otherwise(
  poll,
  (simulator, { url }) => simulator.handle(new Request(url.replace('300000000', '300000001'))),
  true,
)

/** Two polls, one after the other, are told the same. */
function twice(): (simulator: Simulator) => Simulator {
  let last: Response | undefined
  return otherwise(
    poll,
    async (simulator, request) => {
      const response = last ?? (await simulator.handle(request))
      last = last === undefined && response.status === 200 ? response.clone() : undefined
      return response
    },
    true,
  )
}

/** A poll that fails has taken a change all the same. */
const counting = (simulator: Simulator): Simulator => ({
  ...simulator,
  handle: async (request, client) => {
    const response = await simulator.handle(request, client)
    if (response.status === 500 && poll.test(`${request.method} ${request.url}`))
      await simulator.handle(request, client)
    return response
  },
})

/** Each change is told in the place of the next one. */
const reordering = otherwise(
  poll,
  async (simulator, request) => {
    const [first, second] = [await simulator.handle(request), await simulator.handle(request)]
    return second.status === 200 ? second : first
  },
  true,
)

/** The portal's time to wait is two hours longer than it says to be. */
const late = otherwise(
  poll,
  async (simulator, request) => {
    const response = await simulator.handle(request)
    const headers = new Headers(response.headers)
    const time = Date.parse(headers.get('X-Next-permitted-poll-time') ?? '')
    headers.set('X-Next-permitted-poll-time', new Date(time + 7_200_000).toISOString())
    return new Response(response.status === 200 ? await response.text() : null, { status: response.status, headers })
  },
  true,
)

const broken: readonly (readonly [string, Partial<SoakOptions>, RegExp])[] = [
  [
    'a portal that answers a confirmation and forgets it',
    { breakPortal: otherwise(/complete/, nothing) },
    /^double: .* came again/,
  ],
  ['a portal that loses what it hands out', { breakPortal: losing }, /^lost: .* never told/],
  ['a portal that tells of jobs of others', { breakPortal: foreign }, /^(order|foreign): /],
  ['a portal that tells two pollers the same', { breakPortal: twice() }, /^order: .* was to be told of/],
  ['a portal that counts what it did not hand out', { breakPortal: counting, faultChance: 0.3 }, /^order: /],
  ['a portal that does not keep the order', { breakPortal: reordering }, /^order: .* was to be told of/],
  ['a portal that permits polls later', { breakPortal: late, jobs: 20 }, /^order: a poll is permitted at another time/],
  [
    'a portal whose downloads are not the signed document',
    {
      breakPortal: otherwise(
        /pades/,
        () => Promise.resolve(new Response('garbage', { headers: { 'Content-Type': 'application/octet-stream' } })),
        true,
      ),
    },
    /^download: /,
  ],
  ['clients that confirm before they handle', { confirmsFirst: true }, /^lost: .* confirmed and never handled/],
  ['clients that confirm too early', { confirmsFirst: true }, /^early: .* confirmed before it was handled/],
  ['clients that confirm twice', { confirmsFirst: true }, /^double: .* confirmed again/],
]

test.each(broken)('%s is found', async (_, options, words) => {
  const { faults } = await soak({ ...small, jobs: 40, ...options })
  expect(faults.filter((fault) => words.test(fault))).not.toEqual([])
})

const ids = (faults: readonly string[]): readonly string[] => faults.map((fault) => fault.split(':')[0] ?? '')

test.each<[string, (ledger: Ledger) => void, readonly string[]]>([
  ['nothing', () => undefined, ['lost', 'lost']],
  [
    'one of two',
    (ledger) => {
      ledger.delivered('a', '1', 'A', 0)
      ledger.handled('a')
      ledger.confirmed('a')
    },
    ['lost'],
  ],
  [
    'one of two twice, the second time within ten minutes',
    (ledger) => {
      ledger.delivered('a', '1', 'A', 0)
      ledger.delivered('a', '1', 'A', 599_999)
      ledger.handled('a')
      ledger.confirmed('a')
    },
    ['double', 'lost'],
  ],
  [
    'one of two, confirmed before it was handled, and again',
    (ledger) => {
      ledger.delivered('a', '1', 'A', 0)
      ledger.confirmed('a')
      ledger.handled('a')
      ledger.confirmed('a')
    },
    ['early', 'double', 'lost'],
  ],
  [
    'both, and one of them under two addresses',
    (ledger) => {
      for (const [url, statuses] of [
        ['a', 'A'],
        ['b', 'B'],
        ['c', 'B'],
      ] as const) {
        ledger.delivered(url, '1', statuses, 0)
        ledger.handled(url)
        ledger.confirmed(url)
      }
    },
    ['double'],
  ],
  [
    'both, one of them again after ten minutes, and one not confirmed',
    (ledger) => {
      for (const [url, statuses] of [
        ['a', 'A'],
        ['b', 'B'],
      ] as const) {
        ledger.delivered(url, '1', statuses, 0)
        ledger.delivered(url, '1', statuses, 600_000)
        ledger.handled(url)
      }
      ledger.confirmed('a')
    },
    ['lost'],
  ],
])('of a job that came to A and B, the account of a client that got %s', (_, act, kinds) => {
  const ledger = new Ledger()
  ledger.expect('1', ['A', 'B'])
  act(ledger)
  expect(ids(ledger.balance().faults)).toEqual(kinds)
})

test.each([
  ['nothing of it', 599_999, 204],
  ['it again', 600_000, 200],
])('a change that was not confirmed: the model wants a poll told %s after %d ms', (_, later, status) => {
  const model = new Model()
  model.announced('queue', '1', 'SIGNED', 0, false)
  model.announced('queue', '2', 'SIGNED', 0, false)
  expect([0, 0].map((now) => model.polled('queue', now).change?.signatureJobId)).toEqual(['1', '2'])
  expect(model.polled('another', later).status).toBe(204)
  expect(model.polled('queue', later).status).toBe(status)
})

test('a confirmation of what was never handed out is told', async () => {
  const clock = virtualClock(start)
  const simulator = createSimulator({ clock, senders: [{ organizationNumber: '300000000', sector: 'PUBLIC' }] })
  const wrong: string[] = []
  const watching = { simulator, clock, model: new Model(), random: () => 0, faultChance: 0, count: () => undefined }
  const watched = watch(simulator, { ...watching, wrong: (fault) => wrong.push(fault) })
  const url = 'https://portal.example/api/300000000/portal/signature-jobs/1/complete?change=1'
  await watched.handle(new Request(url, { method: 'POST' }))
  expect(wrong).toEqual(['double: a change is confirmed that is not to be'])
})

test('a change that is handled again is told, unless who has handled it forgot', () => {
  for (const isForgotten of [false, true]) {
    const ledger = new Ledger()
    ledger.expect('1', ['A'])
    for (const now of [0, 600_000]) {
      ledger.delivered('a', '1', 'A', now)
      ledger.handled('a', 'client')
      if (isForgotten) ledger.forgotten('client')
    }
    ledger.confirmed('a')
    expect(ids(ledger.balance().faults)).toEqual(isForgotten ? [] : ['double'])
  }
})

test('a job that is told of in the queue of another is foreign', () => {
  const ledger = new Ledger()
  ledger.expect('1', [], 'queue')
  ledger.delivered('a', '1', 'A', 0, 'another')
  expect(ids(ledger.balance().faults)).toEqual(['foreign'])
})
