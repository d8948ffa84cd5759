/** A driver as docs/contract.md describes it, run as a program of its own. */
import { createInterface } from 'node:readline'
import type { Adapter, AdapterContext, PollOptions } from 'signering-portal/contract'
import { ResponseError } from 'signering-portal/http'
import type { PreparedJob, Sector } from 'signering-portal/manifest'
import { unwatched } from './context.js'
import { operationsAdapter } from './operations-adapter.js'

interface Call {
  readonly id: number
  readonly call: 'start' | keyof Adapter
  readonly now: string
  readonly arguments: readonly unknown[]
}

let now = new Date(0)
let adapter: Adapter | undefined

async function perform({ call, arguments: [first, second] }: Call): Promise<unknown> {
  if (call === 'start') {
    adapter = await operationsAdapter({
      root: first as string,
      sender: second as AdapterContext['sender'],
      client: second as AdapterContext['sender'],
      clock: { now: () => now },
      fetch: (url, init) => fetch(url, init),
      ...unwatched,
    })
    return undefined
  }
  if (adapter === undefined) throw new Error('start comes first')
  if (call === 'create') {
    const job = first as Omit<PreparedJob<Sector>, 'documents'> & {
      readonly documents: readonly { readonly href: string; readonly mime: string; readonly bytes: string }[]
    }
    const documents = job.documents.map((one) => ({ ...one, bytes: Buffer.from(one.bytes, 'base64') }))
    return adapter.create({ ...job, documents })
  }
  if (call === 'nextStatusChange') return adapter.nextStatusChange(first as PollOptions)
  const value: unknown = await adapter[call](first as string)
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line) as Call
  now = new Date(call.now)
  // Not awaited: a case may poll twice at a time.
  void perform(call).then(
    (value) => {
      console.log(JSON.stringify({ id: call.id, value }))
    },
    (reason: unknown) => {
      const { status, serviceError } = reason instanceof ResponseError ? reason : {}
      console.log(JSON.stringify({ id: call.id, error: { status, errorCode: serviceError?.errorCode } }))
    },
  )
}
