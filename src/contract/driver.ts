/**
 * A client in another process, behind a driver: docs/driver.md says what the two write to each other.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { setTimeout as wait } from 'node:timers/promises'
import { isLimit, isString, membersOf, requireObject } from '../guard.js'
import type { ClientCertificatesFiles } from '../simulator/certificate-files.js'
import type { TestCertificates } from '../simulator/certificates.js'
import { serverOrganizationNumber } from '../simulator/organizations.js'
import { UnsupportedError, type Adapter, type AdapterContext, type AdapterFactory } from './adapter.js'
import type { AnswerTo, Call, DriverError } from './driver-answer.js'
import { writeDriverKeys } from './driver-keys.js'
import { spawnDriver, type DriverProcess } from './driver-process.js'
import { startError } from './driver-start.js'
import { logMilliseconds } from './observations.js'
import { oneLine } from './reason.js'
import { beginningOf, hiderOf, type Hide } from './secrets.js'

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
  /** How long a process of it may take until it answers for the first time, in seconds, more than 0. Absent: 60. */
  readonly startUpSeconds?: number | undefined
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
  /**
   * Aborted, with an Error that says why, once the driver has ended, broken the protocol or let its time pass before it has
   * ever answered as it should: every case would fail for the same reason. Handed to `runCases` as its `signal`, it ends the run.
   */
  readonly unusable: AbortSignal
  /**
   * Ends the driver, with what it has started, and removes the keys. Called again, it gives the same. Never throws.
   *
   * @returns what the driver has done wrong since the last case ended, in words on one line: a second answer, an end before that of
   *   its standard input, or one with another exit code than 0. Undefined: nothing
   */
  readonly close: () => Promise<string | undefined>
}

/**
 * Starts a driver.
 *
 * @param options - the program, and what it is given
 * @returns what makes clients for `runCases`, which needs the same certificates and a real port: `exposeOnPort`
 * @throws Error with the `code` of Node, such as `ENOENT`, where the program cannot be started, which its message says in words, or
 *   the keys not be written
 * @throws TypeError for options that are none
 */
export async function startDriver(options: DriverOptions): Promise<Driver> {
  const {
    command,
    arguments: given = [],
    certificates,
    startUpSeconds = 60,
  } = requireObject(options, 'How to start a driver')
  const commandArguments = membersOf(given)
  if (!isString(command) || command === '' || commandArguments?.every(isString) !== true)
    throw new TypeError('A driver is a command with a list of arguments, all of them texts.')
  if (!isLimit(startUpSeconds) || startUpSeconds === 0 || startUpSeconds > longestSeconds)
    throw new TypeError('A driver may take a number of seconds to start, more than 0.')
  const keys = await writeDriverKeys(certificates)
  const hide = hiderOf(certificates)
  const start = starter(command, commandArguments, hide)
  try {
    const session: Session = {
      ...{ certificates, files: keys.files, hide, startUpSeconds, start },
      ...{ process: await start(), unusable: new AbortController(), hasAnswered: false },
    }
    const end = async (): Promise<string | undefined> => {
      const wrong = await session.process?.end()
      await keys.remove()
      return wrong === undefined ? undefined : oneLine(wrong, session.hide())
    }
    let ended: ReturnType<typeof end> | undefined
    return {
      makeAdapter: (context) => makeAdapter(session, context),
      unusable: session.unusable.signal,
      close: async () => (ended ??= end()),
    }
  } catch (error) {
    await keys.remove()
    throw error
  }
}

/** What is remembered from case to case. */
interface Session {
  readonly certificates: TestCertificates
  readonly files: ClientCertificatesFiles
  readonly start: Start
  readonly startUpSeconds: number
  /** Makes what takes out of a text what is secret. */
  readonly hide: () => Hide
  /** Aborted once the driver is known to answer never. */
  readonly unusable: AbortController
  /** The process, unless the next case needs a new one. */
  process: RunningDriver | undefined
  /** Whether any process has answered as it should. */
  hasAnswered: boolean
}

interface RunningDriver extends DriverProcess {
  /** Who hears of it from now on; tells why the driver broke, if it did before. */
  readonly attach: (context: AdapterContext | undefined) => string | undefined
  /** Why it broke, with what may explain it; undefined as long as it did not. */
  readonly whyBroken: () => string | undefined
}

type Start = () => Promise<RunningDriver>

function starter(command: string, commandArguments: readonly string[], hide: () => Hide): Start {
  return async () => {
    let present: AdapterContext | undefined
    let broken: string | undefined
    let hint: string | undefined
    const driver = await spawnDriver(command, commandArguments, {
      hide,
      hint: (words) => {
        // The first in a case tells enough.
        if (hint === undefined) present?.hint(words)
        hint ??= words
      },
      log: (line) => present?.log(line),
      trace: (entry) => present?.trace(entry),
      broke: (reason) => {
        broken = reason
        present?.fail(reason)
      },
    }).catch(async (error: unknown) => {
      throw await startError(command, error)
    })
    const attach = (context: AdapterContext | undefined): string | undefined => {
      present = context
      hint = undefined
      return broken
    }
    const whyBroken = (): string | undefined =>
      broken === undefined || hint === undefined ? broken : `${broken}; ${hint}`
    return { ...driver, attach, whyBroken }
  }
}

async function makeAdapter(session: Session, context: AdapterContext): Promise<Adapter> {
  const { certificates, files, unusable } = session
  const { root, sender, client } = context
  const { organizationNumber } = client
  const own = files.clients[organizationNumber]
  if (own === undefined || context.identity?.key !== certificates.clients[organizationNumber]?.key)
    throw new TypeError('The cases are to be run with the certificates of the driver, and by clients that have one.')
  if (unusable.signal.aborted) throw unusable.signal.reason
  session.process ??= await session.start()
  const driver = session.process
  const brokenBefore = driver.attach(context)
  // It came to light too late for the case that it belongs to, and must come to light.
  if (brokenBefore !== undefined && session.hasAnswered) {
    session.process = undefined
    throw new Error(`before this case, ${brokenBefore}`)
  }
  context.whenNotPassed(async () => wait(logMilliseconds))
  context.ended.addEventListener('abort', () => {
    endCase(session, driver, context)
  })
  const ask = asker(session, driver, context)
  const { passphrase, trust } = files
  await startUp(session, driver, context, async () =>
    ask('start', {
      ...{ root, sender },
      client: { organizationNumber, ...own, passphrase },
      ...{ trust, serverOrganizationNumber },
    }),
  )
  return adapterOf(ask)
}

function endCase(session: Session, driver: RunningDriver, context: AdapterContext): void {
  // What it has not answered it would answer in the middle of the next case.
  const isBusy = driver.pending() > 0
  if (isBusy) {
    const end = driver.outputEnd()
    if (end !== '') context.hint(end)
    driver.kill()
  }
  if (driver.attach(undefined) !== undefined || isBusy) session.process = undefined
}

/** Waits for the first answer of a process, which is no time of the case. Where no process has ever answered, none will. */
async function startUp(
  session: Session,
  driver: RunningDriver,
  context: AdapterContext,
  start: () => Promise<unknown>,
): Promise<void> {
  if (driver.hasAnswered()) {
    await start()
    return
  }
  const goOn = context.holdTime()
  const timer = setTimeout(() => {
    const end = driver.outputEnd()
    driver.breakOff(
      `the driver has not answered start within ${session.startUpSeconds} seconds${end === '' ? '' : `: ${end}`}`,
    )
  }, session.startUpSeconds * 1000)
  try {
    await start()
  } catch (thrown) {
    const why = driver.whyBroken()
    if (why !== undefined && !session.hasAnswered && !driver.hasAnswered())
      session.unusable.abort(new Error(oneLine(why, session.hide())))
    throw thrown
  } finally {
    clearTimeout(timer)
    session.hasAnswered ||= driver.hasAnswered()
    goOn()
  }
}

/** What a timer can wait. */
const longestSeconds = 2_147_483

type Ask = <C extends Call>(call: C, given: object) => Promise<ValueOf<C>>

type ValueOf<C extends Call> = Extract<AnswerTo<C>, { readonly kind: 'value' }>['value']

/** How many UTF-16 units of the words of a client are told: more than a reason shows. */
const mostOfWords = 4_096

function asker({ hide }: Session, driver: DriverProcess, { clock }: AdapterContext): Ask {
  const shown = (words: string): string => beginningOf(words, mostOfWords, hide())
  return async <C extends Call>(call: C, given: object): Promise<ValueOf<C>> => {
    const answer = await driver.ask(call, clock.now(), given)
    if (answer.kind === 'unsupported') throw new UnsupportedError(shown(answer.words))
    if (answer.kind === 'value') return answer.value
    const { status, errorCode, message } = answer.error
    const words = shown(message)
    throw reportedError({
      ...{ status, errorCode: errorCode && shown(errorCode) },
      // The suite tells of the other calls which it was.
      message: call === 'start' ? `start: ${words}` : words,
    })
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
