/**
 * A client in another process, behind a driver: docs/driver.md says what the two write to each other.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { mkdtemp, rm } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { isString, membersOf, requireObject } from '../guard.js'
import { writeTestCertificates, type TestCertificatesFiles } from '../simulator/certificate-files.js'
import type { TestCertificates } from '../simulator/certificates.js'
import { serverOrganizationNumber } from '../simulator/organizations.js'
import { UnsupportedError, type Adapter, type AdapterContext, type AdapterFactory } from './adapter.js'
import { readValue, type Call, type DriverError } from './driver-answer.js'
import { spawnDriver, type DriverProcess } from './driver-process.js'

/** Which program is a driver, and what it is given. */
export interface DriverOptions {
  /** The program, by its path or by a name that is looked up as a shell does. */
  readonly command: string
  /** What it is started with. Absent: nothing. */
  readonly arguments?: readonly string[] | undefined
  /**
   * The keys and certificates that clients are given: those that the cases are run with, too. They are written to a directory
   * that only the user of this process can read, as long as the driver runs.
   */
  readonly certificates: TestCertificates
}

/** A driver that was started. */
export interface Driver {
  /**
   * Makes the client of a case: tells the driver to. A driver that did something wrong is started anew.
   *
   * @throws Error with what the driver did wrong, or why it cannot be started
   * @throws UnsupportedError where its client cannot be made for the case
   */
  readonly makeAdapter: AdapterFactory
  /** Ends the driver, with what it has started, and removes the keys. Never throws. */
  readonly close: () => Promise<void>
}

/**
 * Starts a driver.
 *
 * @param options - the program, and what it is given
 * @returns what makes clients for `runCases`, which needs the same certificates and a real port: `exposeOnPort`
 * @throws Error of Node with its `code`, such as `ENOENT`, where the program cannot be started or the keys not be written
 * @throws TypeError for options that are none
 */
export async function startDriver(options: DriverOptions): Promise<Driver> {
  const { command, arguments: given = [], certificates } = requireObject(options, 'How to start a driver')
  const commandArguments = membersOf(given)
  if (!isString(command) || command === '' || commandArguments?.every(isString) !== true)
    throw new TypeError('A driver is a command with a list of arguments, all of them texts.')
  const keys = await keysFor(certificates)
  const hide = hiderOf(certificates)
  const start = starter(command, commandArguments, hide)
  try {
    const session: Session = { files: keys.files, hide, start, process: await start() }
    return {
      makeAdapter: (context) => makeAdapter(session, context),
      close: async () => {
        await session.process?.end()
        await keys.remove()
      },
    }
  } catch (error) {
    await keys.remove()
    throw error
  }
}

interface Keys {
  readonly files: TestCertificatesFiles
  readonly remove: () => Promise<void>
}

/** Writes keys to where nobody else can read them, until they are removed or this process ends. */
async function keysFor(certificates: TestCertificates): Promise<Keys> {
  // Made with mode 0700.
  const directory = await mkdtemp(join(tmpdir(), 'signering-portal-driver-'))
  const removeAtExit = (): void => {
    rmSync(directory, { recursive: true, force: true })
  }
  process.on('exit', removeAtExit)
  const remove = async (): Promise<void> => {
    process.removeListener('exit', removeAtExit)
    await rm(directory, { recursive: true, force: true })
  }
  try {
    return { files: await writeTestCertificates(directory, certificates), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** What is remembered from case to case. */
interface Session {
  readonly files: TestCertificatesFiles
  readonly start: Start
  /** Takes out of a text what is secret. */
  readonly hide: (text: string) => string
  /** The process, unless the next case needs a new one. */
  process: RunningDriver | undefined
}

interface RunningDriver extends DriverProcess {
  /** Who hears of it from now on; tells why the driver broke, if it did before. */
  readonly attach: (context: AdapterContext | undefined) => string | undefined
}

type Start = () => Promise<RunningDriver>

function starter(command: string, commandArguments: readonly string[], hide: (text: string) => string): Start {
  return async () => {
    let present: AdapterContext | undefined
    let broken: string | undefined
    const driver = await spawnDriver(command, commandArguments, {
      hide,
      log: (line) => present?.log(line),
      trace: (entry) => present?.trace(entry),
      broke: (reason) => {
        broken = reason
        present?.fail(reason)
      },
    })
    const attach = (context: AdapterContext | undefined): string | undefined => {
      present = context
      return broken
    }
    return { ...driver, attach }
  }
}

async function makeAdapter(session: Session, context: AdapterContext): Promise<Adapter> {
  session.process ??= await session.start()
  const driver = session.process
  const brokenBefore = driver.attach(context)
  if (brokenBefore !== undefined) session.process = undefined
  // It came to light too late for the case that it belongs to, and must come to light.
  if (brokenBefore !== undefined) throw new Error(`before this case, ${brokenBefore}`)
  context.ended.addEventListener('abort', () => {
    // What it has not answered it would answer in the middle of the next case.
    const isBusy = driver.pending() > 0
    if (isBusy) driver.kill()
    if (driver.attach(undefined) !== undefined || isBusy) session.process = undefined
  })
  const { root, sender, client } = context
  const own = session.files.clients[client.organizationNumber]
  if (own === undefined) throw new TypeError('There is no certificate for the client of this case.')
  const { passphrase, root: authority } = session.files
  const ask = asker(session, driver, context)
  await ask('start', {
    ...{ root, sender },
    client: { organizationNumber: client.organizationNumber, ...own, passphrase },
    ...{ trust: authority.certificates, serverOrganizationNumber },
  })
  return adapterOf(ask)
}

type Ask = <C extends Call>(call: C, given: object) => Promise<ReturnType<typeof readValue<C>>>

function asker({ hide }: Session, driver: DriverProcess, { clock }: AdapterContext): Ask {
  return async (call, given) => {
    const answer = await driver.ask(call, clock.now(), given)
    if (answer.kind === 'unsupported') throw new UnsupportedError(hide(answer.words))
    if (answer.kind === 'error') throw reportedError({ ...answer.error, message: hide(answer.error.message) })
    try {
      return readValue(call, answer.value)
    } catch (wrong) {
      const words = wrong instanceof Error ? wrong.message : ''
      const reason = `the driver's answer to ${call} (id ${answer.id}) is not as docs/driver.md has it: ${words}`
      // The case fails, also where it expects the call to.
      driver.breakOff(reason)
      throw new Error(reason, { cause: wrong })
    }
  }
}

function reportedError({ status, errorCode, message }: DriverError): Error {
  const words = message === '' ? 'the client does not say why it failed' : message
  return Object.assign(new Error(words), { status, serviceError: errorCode === undefined ? undefined : { errorCode } })
}

function adapterOf(ask: Ask): Adapter {
  return {
    create: async ({ request, manifest, documents }) => {
      const inBase64 = documents.map(({ href, mime, bytes }) => ({
        ...{ href, mime, bytes: Buffer.from(bytes).toString('base64') },
      }))
      return ask('create', { job: { request, manifest, documents: inBase64 } })
    },
    nextStatusChange: async ({ sender, pollingQueue }) => ask('nextStatusChange', { sender, pollingQueue }),
    confirm: async (confirmationUrl) => ask('confirm', { confirmationUrl }),
    cancel: async (cancellationUrl) => ask('cancel', { cancellationUrl }),
    downloadPades: async (padesUrl) => ask('downloadPades', { padesUrl }),
    downloadXades: async (xadesUrl) => ask('downloadXades', { xadesUrl }),
    downloadArchivedPades: async (documentId) => ask('downloadArchivedPades', { documentId }),
    deleteDocuments: async (deleteDocumentsUrl) => ask('deleteDocuments', { deleteDocumentsUrl }),
    organization: async () => ask('organization', {}),
  }
}

/** What takes the keys and the passphrase out of a text: a driver may print what it likes. */
function hiderOf({ clients }: TestCertificates): (text: string) => string {
  const secrets = Object.values(clients).flatMap(({ key, passphrase }) => [passphrase, ...key.split('\n')])
  const words = [...new Set(secrets)].filter((word) => word.length >= 16 && !word.startsWith('-----'))
  // All of them are of letters and digits, or base64.
  const any = new RegExp(words.map((word) => word.replace(/[+/]/g, '\\$&')).join('|'), 'g')
  return (text) => (words.length === 0 ? text : text.replace(any, '(secret)'))
}
