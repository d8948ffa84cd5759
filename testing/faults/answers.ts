/**
 * That an answer which is cut, reset, delayed or doubled at any byte is told as such, or is whole; and that nobody asks twice. For
 * the tests of each transport, which run side by side.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises'
import type { Send } from 'signering-portal/http'
import { beforeAll, expect, it } from 'vitest'
import { outcomeOf, startExchanges, type Exchange, type Outcome } from './exchanges.js'
import { answerFaults, headLengthOf, type Fault, type Front } from './front.js'
import { isSame, verdict, wrong, type Transport } from './laws.js'
import { operationNames } from '../http/operations.js'

/** Every byte of a head and of a message, and every 64th of a document; the end of the answer, too. */
function places({ operation, answer }: Exchange): readonly number[] {
  const head = headLengthOf(answer)
  const step = operation.startsWith('download') ? 64 : 1
  const isPlace = (at: number): boolean => at <= head || (at - head) % step === 0 || at >= answer.length - 1
  return Array.from({ length: answer.length + 1 }, (_, at) => at).filter(isPlace)
}

/** Makes an exchange that meets a fault, or none. */
async function attempt(front: Front, send: Send, { answer, make }: Exchange, fault?: Fault): Promise<Outcome> {
  Object.assign(front, { answer: async () => Promise.resolve(answer), fault })
  return outcomeOf(send, make())
}

/** What comes of each fault, somewhere. */
const verdicts: Readonly<Record<Fault['kind'], readonly string[]>> = {
  cut: ['interrupted', 'no response', 'the status', 'whole'],
  reset: ['interrupted', 'no response', 'the status', 'whole'],
  delayed: ['whole'],
  // What comes after an answer is nothing that anybody has asked for.
  doubled: ['whole'],
  'byte doubled': ['no response', 'refused', 'the status', 'told', 'whole'],
  unread: [],
}

/** Declares the tests of a transport. */
export function testAnswersOver(transport: Transport): void {
  let front: Front
  let exchanges: readonly Exchange[]

  beforeAll(async () => {
    ;({ front, exchanges } = await startExchanges())
    return front[Symbol.asyncDispose]
  })

  it('every operation is there', () => {
    expect(new Set(exchanges.map(({ operation }) => operation))).toEqual(new Set(operationNames))
  })

  it.each(answerFaults)('an answer that is %s', async (kind) => {
    const send = transport.sender(front.client)
    const faults: string[] = []
    const found = new Set<string>()
    for (const exchange of exchanges)
      for (const at of places(exchange)) {
        // TLS lets no byte through that comes twice: nothing else looks for one that makes another document.
        if (kind === 'byte doubled' && exchange.isOpaque && at >= headLengthOf(exchange.answer) - 1) continue
        front.begun.length = 0
        front.received.length = 0
        const outcome = await attempt(front, send, exchange, { kind, at })
        const judged = verdict(exchange, outcome, { kind, at }, transport)
        found.add(judged)
        if (judged === wrong) faults.push(`${exchange.name}, byte ${at} of ${exchange.answer.length}`)
        const times = [front.begun.length, front.received.length]
        if (times.join() !== '1,1') faults.push(`${exchange.name}, byte ${at}: sent ${times.join(' and ')} times`)
        // One that the server has ended may still look as if it could be used.
        if (!['delayed', 'doubled'].includes(kind)) await front.end()
      }
    expect(faults.slice(0, 20)).toEqual([])
    expect([...found].sort()).toEqual(verdicts[kind])
  })

  it('an answer that came twice is not that of the next request', async () => {
    const send = transport.sender(front.client)
    const faults: string[] = []
    for (const [index, exchange] of exchanges.entries()) {
      const next = exchanges[(index + 1) % exchanges.length] ?? exchange
      for (const way of ['at once', 'later', 'in part'] as const) {
        await attempt(front, send, exchange, way === 'at once' ? { kind: 'doubled', at: 0 } : undefined)
        if (way !== 'at once') await front.interject(exchange.answer.subarray(0, way === 'later' ? undefined : 20))
        await setTimeout(20)
        const outcome = await attempt(front, send, next)
        const isLost = 'error' in outcome && transport.isNoResponse(outcome.error)
        if (!isLost && !isSame(next.outcome, outcome)) faults.push(`${next.name} after ${exchange.name}, ${way}`)
      }
    }
    expect(faults).toEqual([])
  })
}
