/** The package's own client as a driver of docs/driver.md, run as a program of its own. */
import { readFileSync } from 'node:fs'
import type { Adapter, AdapterContext } from 'signering-portal/contract'
import { ResponseError } from 'signering-portal/http'
import type { PreparedJob, Sector } from 'signering-portal/manifest'
import { lineReader } from '../../src/contract/lines.js'
import { unwatched } from './context.js'
import { identifiedAdapter } from './identified-adapter.js'

interface Request {
  readonly id: number
  readonly call: 'start' | keyof Adapter
  readonly now: string
  readonly arguments: Readonly<Record<string, never>>
}

interface StartArguments extends Pick<AdapterContext, 'root' | 'sender'> {
  readonly client: {
    readonly organizationNumber: string
    readonly key: string
    readonly certificates: string
  }
  readonly trust: string
}

interface JobInBase64 extends Omit<PreparedJob<Sector>, 'documents'> {
  readonly documents: readonly { readonly href: string; readonly mime: string; readonly bytes: string }[]
}

let now = new Date(0)
let adapter: Adapter | undefined

async function start({ root, sender, client, trust }: StartArguments): Promise<null> {
  const [key = '', certificates = '', roots = ''] = [client.key, client.certificates, trust].map((file) =>
    readFileSync(file, 'utf8'),
  )
  adapter = await identifiedAdapter({
    ...{ root, sender, client, identity: { key, certificates, trust: roots } },
    ...{ clock: { now: () => now }, fetch: (url, init) => fetch(url, init), ...unwatched },
  })
  return null
}

async function perform({ call, arguments: given }: Request): Promise<unknown> {
  if (call === 'start') return start(given as unknown as StartArguments)
  if (adapter === undefined) throw new Error('start comes first')
  if (call === 'create') {
    const job = given['job'] as unknown as JobInBase64
    const documents = job.documents.map((one) => ({ ...one, bytes: Buffer.from(one.bytes, 'base64') }))
    return adapter.create({ ...job, documents })
  }
  if (call === 'nextStatusChange') {
    const { kind, nextPermittedPollTime, ...rest } = await adapter.nextStatusChange(given as never)
    return { kind, nextPermittedPollTime, ...('statusChange' in rest && { statusChange: rest.statusChange }) }
  }
  const [argument] = Object.values(given)
  const value: unknown = await adapter[call](argument as never)
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : (value ?? null)
}

function failureOf(reason: unknown): object {
  const { status, serviceError } = reason instanceof ResponseError ? reason : {}
  const message = reason instanceof Error ? reason.message : String(reason)
  return { status, errorCode: serviceError?.errorCode, message }
}

// Node's readline ends a line at U+2028 too.
const requests = lineReader(Infinity, ({ text: line }) => {
  const request = JSON.parse(line) as Request
  now = new Date(request.now)
  // Not awaited: a case may poll twice at a time.
  void perform(request)
    .then(
      (value) => ({ value }),
      (reason: unknown) => ({ error: failureOf(reason) }),
    )
    .then((outcome) => {
      console.log(JSON.stringify({ id: request.id, ...outcome }))
    })
})
process.stdin.on('data', requests.push)
