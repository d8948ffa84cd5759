/**
 * A client of a soak: it creates jobs, lets their signers act, polls, downloads, handles, dies now and then, and confirms.
 *
 * @module
 */
import { dateFromDateTime, type PortalSignatureJobStatusChangeResponse as StatusChange } from 'signering-portal/codec'
import {
  markHandled,
  pollOnce,
  type PollingState,
  type PortalOperations,
  type Send,
  type UnconfirmedChange,
} from 'signering-portal/http'
import type { Simulator, VirtualClock } from 'signering-portal/simulator'
import { documentHash } from '../simulator/raw-client.js'
import type { Ledger } from './ledger.js'
import type { Model } from './model.js'
import type { Waiting } from './waiting.js'

/** A queue, which several clients poll. */
export interface SoakQueue {
  readonly organizationNumber: string
  readonly pollingQueue: string | undefined
  /** When it may be polled again: whoever asked last has told the others, who would else start the wait anew. */
  at: number
}

/** What a client is made of. */
export interface SoakClient {
  readonly portal: PortalOperations
  readonly send: Send
  readonly bundle: Uint8Array
  readonly jobs: number
  readonly simulator: Simulator
  readonly clock: VirtualClock
  readonly waiting: Waiting
  readonly ledger: Ledger
  readonly queue: SoakQueue
  readonly model: Model
  /** Told of what is not as it must be. */
  readonly wrong: (fault: string) => void
  /** From 0 to less than 1. */
  readonly random: () => number
  readonly count: (figure: string) => void
  /** Whether it confirms before it handles, as a broken client does. */
  readonly confirmsFirst: boolean
  /** When it gives up, on the portal's clock. */
  readonly until: number
}

const hour = 3_600_000

/** What becomes of the signers of a job, one after the other, and the statuses after each. */
const lives: readonly { readonly events: readonly string[]; readonly statuses: readonly string[] }[] = [
  { events: ['SIGNED', 'SIGNED'], statuses: ['SIGNED,WAITING', 'SIGNED,SIGNED', 'SIGNED,SIGNED'] },
  { events: ['SIGNED', 'SIGNED'], statuses: ['SIGNED,WAITING', 'SIGNED,SIGNED', 'SIGNED,SIGNED'] },
  { events: ['SIGNED', 'REJECTED'], statuses: ['SIGNED,WAITING', 'SIGNED,REJECTED'] },
  { events: ['REJECTED'], statuses: ['REJECTED,NOT_APPLICABLE'] },
  { events: ['EXPIRED'], statuses: ['EXPIRED,NOT_APPLICABLE'] },
]

/** Lives until every change of its jobs was confirmed, and none comes any more, or until it gives up. */
export async function live(client: SoakClient): Promise<void> {
  const { clock, waiting, random, queue } = client
  const now = (): number => clock.now().getTime()
  const events: (() => void)[] = []
  const own = { created: 0, deletableAt: 0, quietSince: Infinity }
  let row: PollingState | undefined
  let at = 0
  while (now() < client.until && !client.ledger.isHopeless()) {
    const canAct = own.created < client.jobs || events.length > 0
    if (canAct && (random() < 0.5 || now() < at)) {
      const event = own.created < client.jobs && random() < 0.5 ? undefined : events.shift()
      if (event !== undefined) event()
      else if (own.created < client.jobs && (await create(client, events))) own.created += 1
      if (events.length === 0) own.deletableAt = now() + 24 * hour
      continue
    }
    // What was handled is confirmed at once, whenever the queue may be polled.
    const due =
      row?.unconfirmed.some(({ confirmation }) => confirmation !== undefined) === true ? at : Math.max(at, queue.at)
    if (now() < due) {
      await waiting.until(due)
      continue
    }
    const {
      outcome,
      state,
      at: next,
    } = await pollOnce(client.send, {
      portal: client.portal,
      pollingQueue: queue.pollingQueue,
      state: row,
      now: clock.now,
      store: (claim) => {
        row = claim
        return Promise.resolve()
      },
      onProblem: () => {
        client.count('problems that polling survived')
      },
    })
    row = state
    at = next.getTime()
    if (outcome.kind === 'noChange' || outcome.kind === 'tooEager') queue.at = Math.max(queue.at, at)
    if (outcome.kind === 'failure') {
      if (!outcome.transient) throw outcome.error
    } else if (outcome.kind === 'statusChange') {
      row = await take(client, outcome.statusChange, outcome.unconfirmed, row)
      at = now()
      own.quietSince = Infinity
    } else if (outcome.kind === 'noChange' && !canAct) {
      // Eleven minutes after the last change, one that is not confirmed has come again; a day after, jobs are deletable.
      own.quietSince = Math.min(own.quietSince, now())
      if (now() >= own.deletableAt + hour && now() - own.quietSince >= 660_000) return
      const isSettled = now() - own.quietSince >= 660_000
      if (isSettled) at = Math.max(at, own.deletableAt)
    }
  }
}

async function create(client: SoakClient, events: (() => void)[]): Promise<boolean> {
  const { portal, send, bundle, simulator, ledger, random, queue, model, clock } = client
  try {
    const { signatureJobId } = await send(portal.create({ request: { pollingQueue: queue.pollingQueue }, bundle }))
    const life = lives[Math.floor(random() * lives.length)]
    if (life === undefined) return true
    const name = nameOf(queue)
    ledger.expect(signatureJobId, life.statuses, name)
    life.events.forEach((status, index) => {
      events.push(() => {
        simulator.setSignerStatus(signatureJobId, index + 1, status)
        const statuses = life.statuses[index] ?? ''
        model.announced(name, signatureJobId, statuses, clock.now().getTime(), statuses === 'SIGNED,SIGNED')
      })
    })
    return true
  } catch {
    client.count('creations that failed')
    return false
  }
}

function nameOf({ organizationNumber, pollingQueue = '' }: SoakQueue): string {
  return `${organizationNumber} ${pollingQueue}`
}

/** Handles a change, unless the client dies; gives what is then known of the queue. */
async function take(
  client: SoakClient,
  change: StatusChange,
  unconfirmed: UnconfirmedChange,
  row: PollingState,
): Promise<PollingState | undefined> {
  const { portal, send, ledger, random, clock, queue, wrong } = client
  const { confirmationUrl, signatureJobId, signatures } = change
  const statuses = signatures.signature.map(({ status }) => status.value).join(',')
  // Instants that cannot be read would show here.
  for (const { status } of signatures.signature) dateFromDateTime(status.since)
  ledger.delivered(confirmationUrl, signatureJobId, statuses, clock.now().getTime(), nameOf(queue))
  // One that confirms first dies often, so that few jobs show it.
  const dies = random() < (client.confirmsFirst ? 0.5 : 0.03)
  if (client.confirmsFirst) await send(portal.confirm(confirmationUrl)).catch(() => undefined)
  else if (signatures.padesUrl !== undefined && random() < 0.2) {
    const isDownloaded = await send(portal.downloadPades(signatures.padesUrl))
      .then((download) => download.bytes())
      .then(
        (bytes) => {
          const text = new TextDecoder('latin1').decode(bytes)
          const isIt = [signatureJobId, documentHash, 'Signed by signer 1'].every((part) => text.includes(part))
          if (!isIt) wrong(`download: that of job ${signatureJobId} is not its signed document`)
          return true
        },
        () => false,
      )
    client.count(isDownloaded ? 'downloads' : 'downloads that failed')
    // Not handled: it comes again in ten minutes.
    if (!isDownloaded) return row
  }
  if (dies) {
    client.count('pollers that died before the confirmation')
    // Of half of them nothing is left, not even what they had stored.
    if (random() < 0.5) return row
    ledger.forgotten(client)
    return undefined
  }
  ledger.handled(confirmationUrl, client)
  return markHandled(row, unconfirmed)
}
