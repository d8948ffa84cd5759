/** A small soak, and what it says of portals and clients that are broken; `npm run soak` is the large one. */
import { expect, test } from 'vitest'
import type { Simulator } from 'signering-portal/simulator'
import { Ledger } from '../testing/soak/ledger.js'
import { soak, type SoakOptions } from '../testing/soak/run.js'
import { seed } from '../testing/seed.js'

const small = { clients: 5, jobs: 40, seed }

test('all that becomes of all jobs is handled and confirmed once, whatever fails', async () => {
  const { figures, faults } = await soak(small)
  expect(faults).toEqual([])
  expect(figures).toMatchObject({ clients: 5, jobs: 40 })
  expect(figures['confirmed']).toBe(figures['status changes'])
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

const broken: readonly (readonly [string, Partial<SoakOptions>, RegExp])[] = [
  [
    'a portal that answers a confirmation and forgets it',
    { breakPortal: otherwise(/complete/, nothing) },
    /^double: .* came again/,
  ],
  ['a portal that loses what it hands out', { breakPortal: losing }, /^lost: .* never told/],
  ['clients that confirm before they handle', { confirmsFirst: true }, /^lost: .* confirmed and never handled/],
]

test.each(broken)('%s is found', async (_, options, words) => {
  const { faults } = await soak({ ...small, jobs: 60, ...options })
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
