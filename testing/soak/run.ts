/**
 * A soak: many clients and jobs on a portal behind a real port, where connections break, the service fails and pollers die.
 *
 * @module
 */
import { writeBundle } from 'signering-portal/bundle'
import { portalOperations, sendWith, type Fetch } from 'signering-portal/http'
import {
  createSimulator,
  serve,
  virtualClock,
  type Fault,
  type Resource,
  type Simulator,
} from 'signering-portal/simulator'
import { Random } from '../conformance/random.js'
import { key } from '../contract/operations-adapter.js'
import { documentBytes, manifest, start } from '../simulator/raw-client.js'
import { live } from './client.js'
import { Ledger } from './ledger.js'
import { Waiting } from './waiting.js'

/** How much, and what is broken on purpose. */
export interface SoakOptions {
  readonly clients: number
  readonly jobs: number
  readonly seed: number
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

const nobody: Fault = { kind: 'noResponse', effect: false }
const lost: Fault = { kind: 'noResponse', effect: true }
const error: Fault = { kind: 'status', status: 500, content: 'empty' }
const cut: Fault = { kind: 'truncated' }

/** What goes wrong, by resource. A job whose creation is not answered is nobody's, so that creations fail without effect. */
const faults: readonly (readonly [Resource, Fault])[] = [
  ...[nobody, error].map((fault) => ['create', fault] as const),
  ...[nobody, lost, error, cut].map((fault) => ['nextStatusChange', fault] as const),
  ...[nobody, lost, error].map((fault) => ['confirm', fault] as const),
  ...[nobody, error, cut].map((fault) => ['downloadPades', fault] as const),
]

/** Runs a soak to its end. Nothing is sent but to 127.0.0.1. */
export async function soak({
  clients,
  jobs,
  seed,
  breakPortal,
  confirmsFirst = false,
}: SoakOptions): Promise<SoakResult> {
  const numbersAtRandom = new Random(seed)
  const random = (): number => numbersAtRandom.next()
  const clock = virtualClock(start)
  const numbers = Array.from({ length: clients }, (_, index) => String(300_000_000 + index))
  const simulator = createSimulator({
    clock,
    senders: numbers.map((organizationNumber) => ({ organizationNumber, sector: 'PUBLIC' })),
    environment: 'production',
    // All calls between two moves of the clock fall into one second, and one package serves all jobs of a client.
    rateLimit: false,
    signingTimeToleranceSeconds: Infinity,
  })
  const served = await serve(breakPortal?.(simulator) ?? simulator)
  const ledger = new Ledger()
  const figures: Record<string, number> = {}
  const count = (figure: string): void => {
    figures[figure] = (figures[figure] ?? 0) + 1
  }
  const fetchAndCount: Fetch = async (url, init) => {
    count('requests')
    if (random() < 0.05) {
      const [resource, fault] = faults[Math.floor(random() * faults.length)] ?? ['confirm', lost]
      simulator.planFault(fault, { resource })
      count('faults')
    }
    const response = await fetch(url, init)
    if (response.ok && new URL(url).pathname.endsWith('/complete')) ledger.confirmed(url)
    return response
  }
  const waiting = new Waiting(clock, clients)
  const until = start.getTime() + 4 * day
  const share = (index: number): number =>
    Math.floor((jobs * (index + 1)) / clients) - Math.floor((jobs * index) / clients)
  const problems: string[] = []
  const lives = numbers.map(async (organizationNumber, index) => {
    try {
      const written = { ...manifest, sender: { organizationNumber } }
      const documents = [{ href: 'document.pdf', mime: 'application/pdf', bytes: documentBytes }]
      const { bytes: bundle } = await writeBundle({ manifest: written, documents, key, signingTime: start })
      const portal = portalOperations({ root: served.root, organizationNumber })
      const own = { portal, bundle, jobs: share(index), send: sendWith(fetchAndCount) }
      await live({ ...own, simulator, clock, waiting, ledger, random, count, confirmsFirst, until })
    } catch (thrown) {
      problems.push(`a client ended: ${String(thrown)}`)
    } finally {
      waiting.leave()
    }
  })
  await Promise.all(lives)
  await served.close()
  const balance = ledger.balance()
  if (balance.figures['jobs'] !== jobs) problems.push(`lost: ${jobs} jobs were to be created`)
  const minutes = (clock.now().getTime() - start.getTime()) / 60_000
  return {
    figures: { clients, ...balance.figures, ...figures, 'minutes on the clock': Math.round(minutes) },
    faults: [...balance.faults, ...problems],
  }
}
