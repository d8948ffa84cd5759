/** A simulated portal over two-way TLS for the service of `examples`, and the service, in this process or another. */
import { build } from 'esbuild'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { signingKeyFromPem } from 'signering-portal/bundle'
import { portalOperations, type Send } from 'signering-portal/http'
import type { Job } from 'signering-portal/manifest'
import {
  createSimulator,
  makeTestCertificates,
  serve,
  virtualClock,
  writePdf,
  type Simulator,
} from 'signering-portal/simulator'
import { sendOverHttps, tlsOptions } from 'signering-portal/tls'
import { openFolder, openPostgres, type Database, type Query } from '../../examples/service/database.js'
import type { Service } from '../../examples/service/service.js'
import { repositoryFile } from '../requirements.js'

const organizationNumber = '988015814'

/** What a service is opened with, also in another process. */
export interface Settings {
  readonly root: string
  readonly key: string
  readonly certificates: string
  readonly ca: string
  /** The file that says how far the clock of all is ahead of the machine's, in milliseconds. */
  readonly aheadFile: string
}

/** Where a service keeps what it stores. */
export type Store = { readonly url: string } | { readonly folder: string }

export interface Portal {
  readonly simulator: Simulator
  readonly settings: Settings
  readonly folder: string
  readonly advance: (milliseconds: number) => void
  readonly close: () => Promise<void>
}

let certificates: ReturnType<typeof makeTestCertificates> | undefined

export async function startPortal(): Promise<Portal> {
  const folder = mkdtempSync(join(tmpdir(), 'service-'))
  const { root, server, clients } = await (certificates ??= makeTestCertificates({
    now: new Date(),
    clients: [organizationNumber],
  }))
  const clock = virtualClock({ now: () => new Date() })
  const senders = [{ organizationNumber, sector: 'PRIVATE' }] as const
  const simulator = createSimulator({ clock, senders, rateLimit: false })
  const tls = { key: server.key, cert: server.certificates, ca: root.certificates }
  const served = await serve(simulator, { tls })
  const aheadFile = join(folder, 'ahead')
  let ahead = 0
  const advance = (milliseconds: number): void => {
    clock.advance(milliseconds)
    ahead += milliseconds
    writeFileSync(aheadFile, String(ahead))
  }
  advance(0)
  const { key = '', certificates: chain = '' } = clients[organizationNumber] ?? {}
  return {
    simulator,
    settings: { root: served.root, key, certificates: chain, ca: root.certificates, aheadFile },
    folder,
    advance,
    close: async () => {
      await served.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Told of each point at which a program can end, after what was just done, and awaited. */
export type AtPoint = (name: string) => Promise<void>

const nothing: AtPoint = () => Promise.resolve()

/** A service that is ready to be used; `tell` is where its problems go. */
export async function openService(settings: Settings, store: Store, at: AtPoint = nothing): Promise<Service> {
  const { root, key, certificates, ca, aheadFile } = settings
  const sending = sendOverHttps({ tls: tlsOptions({ key, cert: certificates, ca }) })
  const send: Send = async (operation, signal) => {
    await at(`before ${operation.request.method} ${operation.request.url}`)
    const outcome = await sending(operation, signal)
    await at(`after ${operation.request.method} ${operation.request.url}`)
    return outcome
  }
  const database = await ('url' in store ? openPostgres(store.url) : openFolder(store.folder))
  return {
    database: withPoints(database, at),
    portal: portalOperations({ root, organizationNumber }),
    send,
    key: signingKeyFromPem({ key, certificates }),
    own: { sector: 'PRIVATE', sender: { organizationNumber }, pollingQueue: 'service' },
    now: () => new Date(Date.now() + Number(readFileSync(aheadFile, 'utf8'))),
    tell: () => undefined,
  }
}

function withPoints(database: Database, at: AtPoint): Database {
  const query: Query = async (sql, values) => {
    const rows = await database.query<never>(sql, values)
    await at(`query ${sql}`)
    return rows
  }
  return {
    query,
    transaction: async (work) => {
      await database.transaction(async (inner) => {
        await work(inner)
        await at('transaction, before its end')
      })
      await at('transaction')
    },
    close: database.close,
  }
}

/** What two minutes do, by the clock of the database: whoever has the queue has it no more. */
export async function endLeases({ database }: Service): Promise<void> {
  await database.query('UPDATE queue SET leased_until = now()')
}

/** What a process is to do with a service: to work until there is nothing to do, or to create a job. */
export interface Task {
  readonly settings: Settings
  readonly store: Store
  /** The number of the point at which it is killed, from 1 on. Absent: it is not. */
  readonly killAt?: number | undefined
  /** The job to create. Absent: it works. */
  readonly jobId?: string | undefined
}

let program: Promise<string> | undefined

/** The program of such a process as one text, which starts in a quarter of the time that its files take. */
async function makeProgram(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [repositoryFile('testing/service/worker-process.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // Where the service looks for its tables.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(repositoryFile('examples/service/database.ts'))) },
  })
  return outputFiles.map(({ text }) => text).join('')
}

/** Does a task in a process of its own. Gives whether it was killed, and at which point. */
export async function inProcess(task: Task): Promise<string | undefined> {
  const source = await (program ??= makeProgram())
  const child = spawn(process.execPath, ['--input-type=module', '-', JSON.stringify(task)], {
    cwd: repositoryFile('.'),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(source)
  let out = ''
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (signal === 'SIGKILL') return out
  if (code !== 0) throw new Error(`The process ended with ${code ?? signal ?? ''}`)
  return undefined
}

/** What a caller gives for a job of one signer. */
export const form: Omit<Job<'PRIVATE'>, 'sector' | 'sender'> = {
  title: 'Lease of the house by the fjord',
  nonsensitiveTitle: 'A document to sign',
  documents: [{ title: 'Lease', bytes: writePdf(['A lease']) }],
  signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'a@example.com' } } }],
}
