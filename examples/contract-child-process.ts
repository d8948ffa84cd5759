/** An adapter whose functions are performed by a driver: a program in any language that reads and writes JSON lines. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { AdapterFactory, ReportedNextStatusChange } from 'signering-portal/contract'

interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: { readonly status?: number; readonly errorCode?: string }
}

export interface Driver {
  readonly makeAdapter: AdapterFactory
  readonly close: () => void
}

export function startDriver(command: string, options: readonly string[]): Driver {
  const child = spawn(command, options, { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map<number, (answer: Answer) => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as Answer
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const ended = once(child, 'close').then(() => Promise.reject(new Error('The driver has ended.')))
  ended.catch(() => undefined)

  let calls = 0
  const exchange = async (call: string, now: Date, values: readonly unknown[]): Promise<unknown> => {
    const id = (calls += 1)
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    child.stdin.write(`${JSON.stringify({ id, call, now, arguments: values })}\n`)
    const { value, error } = await Promise.race([answered, ended])
    if (error === undefined) return value
    const serviceError = error.errorCode === undefined ? {} : { serviceError: { errorCode: error.errorCode } }
    throw Object.assign(new Error('The driver reports an error.'), { status: error.status, ...serviceError })
  }

  return {
    makeAdapter: async ({ root, sender, clock }) => {
      const call = async <T>(name: string, ...values: readonly unknown[]): Promise<T> =>
        (await exchange(name, clock.now(), values)) as T
      await call('start', root, sender)
      return {
        create: ({ request, manifest, documents }) => {
          const inBase64 = documents.map((one) => ({ ...one, bytes: Buffer.from(one.bytes).toString('base64') }))
          return call('create', { request, manifest, documents: inBase64 })
        },
        nextStatusChange: async (options) => {
          const result = await call<ReportedNextStatusChange>('nextStatusChange', options)
          return { ...result, nextPermittedPollTime: new Date(result.nextPermittedPollTime) }
        },
        confirm: (url) => call('confirm', url),
        cancel: (url) => call('cancel', url),
        downloadPades: async (url) => Buffer.from(await call<string>('downloadPades', url), 'base64'),
        downloadXades: async (url) => Buffer.from(await call<string>('downloadXades', url), 'base64'),
        downloadArchivedPades: async (id) => Buffer.from(await call<string>('downloadArchivedPades', id), 'base64'),
        deleteDocuments: (url) => call('deleteDocuments', url),
        organization: () => call('organization'),
      }
    },
    close: () => child.kill(),
  }
}
