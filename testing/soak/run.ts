/**
 * A soak: many clients and jobs on a portal behind a real port, where connections break, the service fails and pollers die.
 *
 * @module
 */
import { writeBundle } from 'signering-portal/bundle'
import { portalOperations, sendWith, type Fetch } from 'signering-portal/http'
import { createSimulator, serve, virtualClock, type Simulator } from 'signering-portal/simulator'
import { Random } from '../conformance/random.js'
import { key } from '../contract/operations-adapter.js'
import { documentBytes, manifest, start } from '../simulator/raw-client.js'
import { live } from './client.js'
import { Ledger } from './ledger.js'
import { Model } from './model.js'
import { Waiting } from './waiting.js'
import { watch } from './watch.js'

/** How much, and what is broken on purpose. */
export interface SoakOptions {
  readonly clients: number
  readonly jobs: number
  readonly seed: number
  /** How often a request meets a fault, from 0 to 1. Absent: one in twenty. */
  readonly faultChance?: number
  /** Makes another portal of the right one. */
  readonly breakPortal?: (simulator: Simulator) => Simulator
  /** Whether clients confirm before they handle. */
  readonly confirmsFirst?: boolean
}

/** What came of it. */
export interface SoakResult {
  readonly figures: Readonly<Record<string, number>>
  /** What is lost or double, each in words. */
  readonly faults: readonly string[]
}

const day = 86_400_000

/** How many poll a queue, and how many queues an organization has. */
const [pollersOfQueue, queuesOfOrganization] = [2, 2]

/** What ended jobs are remembered for, in seconds: as long as a confirmation may be repeated. */
const endedJobsKeptSeconds = 3600

/** Runs a soak to its end. Nothing is sent but to 127.0.0.1. */
export async function soak({
  clients,
  jobs,
  seed,
  faultChance = 0.05,
  breakPortal,
  confirmsFirst = false,
}: SoakOptions): Promise<SoakResult> {
  const numbersAtRandom = new Random(seed)
  const random = (): number => numbersAtRandom.next()
  const clock = virtualClock(start)
  const queues = Array.from({ length: Math.ceil(clients / pollersOfQueue) }, (_, index) => ({
    organizationNumber: String(300_000_000 + Math.floor(index / queuesOfOrganization)),
    pollingQueue: index % queuesOfOrganization === 0 ? undefined : `queue-${index}`,
    at: 0,
  }))
  const numbers = [...new Set(queues.map(({ organizationNumber }) => organizationNumber))]
  const simulator = createSimulator({
    clock,
    senders: numbers.map((organizationNumber) => ({ organizationNumber, sector: 'PUBLIC' })),
    environment: 'production',
    // All calls between two moves of the clock fall into one second, and one package serves all jobs of a client.
    rateLimit: false,
    signingTimeToleranceSeconds: Infinity,
    endedJobsKeptSeconds,
  })
  const ledger = new Ledger()
  const model = new Model()
  const problems: string[] = []
  const figures: Record<string, number> = {}
  const count = (figure: string): void => {
    figures[figure] = (figures[figure] ?? 0) + 1
  }
  const wrong = (fault: string): void => {
    if (problems.length < 100) problems.push(fault)
  }
  const watching = { simulator, clock, model, random, faultChance, count, wrong }
  const served = await serve(watch(breakPortal?.(simulator) ?? simulator, watching))
  const fetchAndCount: Fetch = async (url, init) => {
    count('requests')
    const response = await fetch(url, init)
    if (response.ok && new URL(url).pathname.endsWith('/complete')) ledger.confirmed(url)
    return response
  }
  const waiting = new Waiting(clock, clients)
  const until = start.getTime() + 4 * day
  const share = (index: number): number =>
    Math.floor((jobs * (index + 1)) / clients) - Math.floor((jobs * index) / clients)
  const lives = Array.from({ length: clients }, async (_, index) => {
    try {
      const queue = queues[Math.floor(index / pollersOfQueue)]
      if (queue === undefined) return
      const { organizationNumber } = queue
      const written = { ...manifest, sender: { organizationNumber } }
      const documents = [{ href: 'document.pdf', mime: 'application/pdf', bytes: documentBytes }]
      const { bytes: bundle } = await writeBundle({ manifest: written, documents, key, signingTime: start })
      const portal = portalOperations({ root: served.root, organizationNumber })
      const own = { portal, bundle, queue, model, wrong, jobs: share(index), send: sendWith(fetchAndCount) }
      await live({ ...own, simulator, clock, waiting, ledger, random, count, confirmsFirst, until })
    } catch (thrown) {
      problems.push(`a client ended: ${String(thrown)}`)
    } finally {
      waiting.leave()
    }
  })
  await Promise.all(lives)
  await served.close()
  // Eleven minutes after the last confirmation of all, and the time that they are remembered for.
  clock.advance(day)
  const left = simulator.jobs().length
  if (left > 0) problems.push(`left: ${left} jobs are remembered`)
  const balance = ledger.balance()
  if (balance.figures['jobs'] !== jobs) problems.push(`lost: ${jobs} jobs were to be created`)
  const minutes = (clock.now().getTime() - day - start.getTime()) / 60_000
  return {
    figures: {
      clients,
      ...balance.figures,
      'polls that were too early': 0,
      ...figures,
      'minutes on the clock': Math.round(minutes),
    },
    faults: [...balance.faults, ...problems],
  }
}
