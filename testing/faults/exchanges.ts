/**
 * Every exchange with a portal, as it is without a fault: what is asked, and each byte of the answer.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { PortalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import {
  portalOperations,
  type FoundStatusChange,
  type Operation,
  type PortalOperations,
  type Send,
} from 'signering-portal/http'
import { createSimulator, serve, virtualClock } from 'signering-portal/simulator'
import { sendOverHttps, tlsOptions } from 'signering-portal/tls'
import { isObject } from '../../src/guard.js'
import type { OperationName } from '../http/operations.js'
import { manifest, organizationNumber, packageOf, start } from '../simulator/raw-client.js'
import { answersOf, server, startFront, type Front } from './front.js'

/** An exchange that went well. */
export interface Exchange {
  readonly name: string
  readonly operation: OperationName
  /** Whether the content may be anything: a document, or a text. */
  readonly isOpaque: boolean
  /** Makes the operation anew. */
  readonly make: () => Operation<unknown>
  /** The whole answer. */
  readonly answer: Buffer
  readonly outcome: Outcome
}

/** What sending an operation gave: a value, a document by its hash and length, or what was thrown. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** Sends an operation, and reads a download to its end. */
export async function outcomeOf(send: Send, operation: Operation<unknown>): Promise<Outcome> {
  try {
    const value = await send(operation)
    if (!isDownload(value)) return { value }
    const bytes = await value.bytes()
    return { value: { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } }
  } catch (error) {
    return { error }
  }
}

function isDownload(value: unknown): value is { readonly bytes: () => Promise<Uint8Array> } {
  return isObject(value) && typeof value['bytes'] === 'function'
}

/** A document that comes in several pieces. */
const document = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 31 + (index >> 8)) % 256))

/** A server, and every exchange over it, as it is without a fault. */
export async function startExchanges(): Promise<{ readonly front: Front; readonly exchanges: readonly Exchange[] }> {
  const front = await startFront(organizationNumber)
  const exchanges = await everyExchange(front)
  await front.end()
  return { front, exchanges }
}

/** Makes every exchange once, over the server before the portal, and keeps what was answered. */
async function everyExchange(front: Front): Promise<readonly Exchange[]> {
  const clock = virtualClock(start)
  const senders = [{ organizationNumber, sector: 'PUBLIC' }] as const
  const simulator = createSimulator({
    clock,
    senders,
    environment: 'production',
    signingTimeToleranceSeconds: Infinity,
  })
  await using portal = await served(simulator)
  const upstream = answersOf(portal.root, front.client)
  let answer: Buffer = Buffer.alloc(0)
  front.answer = async (request) => (answer = await upstream(request))
  const send = sendOverHttps({ tls: tlsOptions(front.client) })
  const operations = portalOperations({ root: front.root, organizationNumber })
  const exchanges: Exchange[] = []
  const exchange = async <Name extends OperationName>(
    operation: Name,
    make: () => ReturnType<PortalOperations[Name]>,
    name: string = operation,
  ): Promise<unknown> => {
    const outcome = await outcomeOf(send, make())
    const isOpaque = operation.startsWith('download') || operation === 'organization'
    exchanges.push({ name, operation, isOpaque, make, answer, outcome })
    return 'value' in outcome ? outcome.value : undefined
  }
  const bundle = await packageOf(manifest)
  const create = (): ReturnType<PortalOperations['create']> =>
    operations.create({ request: { reference: 'r' }, bundle })
  const poll = (): ReturnType<PortalOperations['nextStatusChange']> => operations.nextStatusChange({ now: clock.now })
  await exchange('organization', () => operations.organization())
  await exchange('create', create)
  await exchange('nextStatusChange', poll, 'nextStatusChange: none')
  await exchange('nextStatusChange', poll, 'nextStatusChange: too early')
  clock.advance(600_000)
  const [job] = simulator.jobs()
  const id = job?.signatureJobId ?? ''
  simulator.setSignerStatus(id, 1, 'SIGNED')
  const first = changeIn(await send(poll()))
  await exchange('confirm', () => operations.confirm(first.confirmationUrl))
  simulator.setSignerStatus(id, 2, 'SIGNED')
  clock.advance(1000)
  const last = changeIn(await exchange('nextStatusChange', poll))
  const { padesUrl = '', signature } = last.signatures
  simulator.planFault({ kind: 'content', base64: document.toString('base64') })
  await exchange('downloadPades', () => operations.downloadPades(padesUrl))
  await exchange('downloadXades', () => operations.downloadXades(signature[0]?.xadesUrl ?? ''))
  const archived = simulator.job(id).archivedDocumentId ?? ''
  await exchange('downloadArchivedPades', () => operations.downloadArchivedPades(archived))
  await send(operations.confirm(last.confirmationUrl))
  clock.advance(8 * 86_400_000)
  const { deleteDocumentsUrl: deleted = '' } = changeIn(await send(poll()))
  await exchange('deleteDocuments', () => operations.deleteDocuments(deleted))
  await exchange('deleteDocuments', () => operations.deleteDocuments(deleted), 'deleteDocuments: gone')
  const created = await send(create())
  await exchange('cancel', () => operations.cancel(created.cancellationUrl))
  await exchange('cancel', () => operations.cancel(created.cancellationUrl), 'cancel: has ended')
  return exchanges
}

function changeIn(found: unknown): PortalSignatureJobStatusChangeResponse {
  return (found as FoundStatusChange).statusChange
}

/** Serves a portal over two-way TLS. */
export async function served(
  simulator: Parameters<typeof serve>[0],
): Promise<AsyncDisposable & { readonly root: string }> {
  const { root, close } = await serve(simulator, { tls: server })
  return { root, [Symbol.asyncDispose]: close }
}
