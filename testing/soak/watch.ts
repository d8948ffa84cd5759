/**
 * A portal that is watched: what it answers is held against the {@link Model}, and requests meet faults at random.
 *
 * @module
 */
import type { Fault, Resource, Simulator, VirtualClock } from 'signering-portal/simulator'
import type { ExpectedPoll, Model } from './model.js'

const nobody: Fault = { kind: 'noResponse', effect: false }
const lost: Fault = { kind: 'noResponse', effect: true }
const error: Fault = { kind: 'status', status: 500, content: 'empty' }
const cut: Fault = { kind: 'truncated' }

/** What goes wrong, by resource. A job whose creation is not answered is nobody's, so that creations fail without effect. */
const faults: Readonly<Partial<Record<Resource, readonly Fault[]>>> = {
  create: [nobody, error],
  nextStatusChange: [nobody, lost, error, cut],
  confirm: [nobody, lost, error],
  downloadPades: [nobody, error, cut],
}

/** What a portal is watched with. */
export interface Watch {
  readonly simulator: Simulator
  readonly clock: VirtualClock
  readonly model: Model
  readonly random: () => number
  /** How often a request meets a fault, from 0 to 1. */
  readonly faultChance: number
  readonly count: (figure: string) => void
  /** Told of each answer that is not what it must be. */
  readonly wrong: (fault: string) => void
}

/** The name of the queue that an address is of. */
export function queueOf(url: string): string {
  const { pathname, searchParams } = new URL(url)
  return `${pathname.split('/')[2] ?? ''} ${searchParams.get('polling_queue') ?? ''}`
}

/** The resource that a request is to, as far as it is used here. */
function resourceOf({ method, url }: Request): Resource {
  const { pathname } = new URL(url)
  if (pathname.endsWith('/complete')) return 'confirm'
  if (pathname.endsWith('/pades')) return 'downloadPades'
  return method === 'POST' ? 'create' : 'nextStatusChange'
}

/** Watches a portal, which may be a broken one. */
export function watch(portal: Simulator, watching: Watch): Simulator {
  const { simulator, clock, model, random, faultChance, count, wrong } = watching
  const confirmed = new Set<string>()
  return {
    ...portal,
    handle: async (request, client) => {
      const resource = resourceOf(request)
      const possible = random() < faultChance ? faults[resource] : undefined
      const fault = possible?.[Math.floor(random() * possible.length)]
      const now = clock.now().getTime()
      const hasEffect = fault === undefined || fault === lost || fault === cut
      const isPoll = resource === 'nextStatusChange'
      const expected = isPoll && hasEffect ? model.polled(queueOf(request.url), now) : undefined
      if (expected?.status === 429) count('polls that were too early')
      if (resource === 'confirm' && hasEffect) {
        // One whose answer was lost comes once more.
        if (!model.confirmed(request.url, now) && !confirmed.has(request.url))
          wrong('double: a change is confirmed that is not to be')
        confirmed.add(request.url)
      }
      if (fault !== undefined) {
        count('faults')
        // It is taken at once, by this request.
        simulator.planFault(fault, { resource })
      }
      const response = await portal.handle(request, client)
      if (fault === undefined && expected !== undefined) await compare(expected, response.clone(), watching)
      return response
    },
  }
}

async function compare(
  { status, permittedAt, change }: ExpectedPoll,
  response: Response,
  { wrong }: Watch,
): Promise<void> {
  const permitted = Date.parse(response.headers.get('X-Next-permitted-poll-time') ?? '')
  if (response.status !== status) wrong(`order: a poll was answered ${response.status}, not ${status}`)
  else if (permitted !== permittedAt) wrong('order: a poll is permitted at another time')
  else if (change !== undefined) {
    const text = await response.text()
    const [, id = ''] = /<signature-job-id>([0-9]+)</.exec(text) ?? []
    const [confirmationUrl = ''] = /https?:[^<]*complete[^<]*/.exec(text) ?? []
    const statuses = [...text.matchAll(/<status since="[^"]*">([^<]*)</g)].map(([, value]) => value).join(',')
    const isKnown = [undefined, confirmationUrl].includes(change.confirmationUrl)
    if (id !== change.signatureJobId || statuses !== change.statuses || !isKnown)
      wrong(`order: job ${change.signatureJobId} was to be told of, not ${id}`)
    change.confirmationUrl = confirmationUrl
  }
}
