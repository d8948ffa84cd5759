/**
 * A driver as a process: what is written to it, what it writes, and how it ends.
 *
 * @module
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { unlessThrown } from '../guard.js'
import type { TraceEntry } from './adapter.js'
import { readAnswer, type Answer, type Call } from './driver-answer.js'
import { lineReader, type Line } from './lines.js'

/** Who hears of what happens. */
export interface DriverEvents {
  /** Takes a line of its log. */
  readonly log: (line: string) => void
  /** Takes what is worth to be shown. */
  readonly trace: (entry: TraceEntry) => void
  /** Takes out of a text what is secret. */
  readonly hide: (text: string) => string
  /** Is told why the driver is not to be trusted any more, once. */
  readonly broke: (reason: string) => void
}

/** A driver that runs. */
export interface DriverProcess {
  /** Asks for something; rejects with an Error if the driver breaks before it answers. */
  readonly ask: (call: Call, now: Date, given: object) => Promise<Answer>
  /** How many requests it has not answered. */
  readonly pending: () => number
  /** Ends it, since it did what it must not: whoever waits for an answer is told the reason. */
  readonly breakOff: (reason: string) => void
  /** Ends its standard input, gives it time to end by itself, and kills what is left of it, its children too. */
  readonly end: () => Promise<void>
  /** Kills it and its children at once. */
  readonly kill: () => void
}

/** The longest line that is read, in bytes: documents of 10 MiB in base64, twice over; and the longest of a log. */
const [longestLineBytes, longestLogBytes] = [32 * 1_048_576, 65_536]

/** How long a driver may take to end by itself, and its output to come to its end after it, in milliseconds. */
const [endMilliseconds, closeMilliseconds] = [2_000, 500]

/** What is remembered of a process. */
interface State {
  readonly child: ChildProcessWithoutNullStreams
  readonly events: DriverEvents
  readonly waiting: Map<number, { readonly call: Call; readonly settle: (answer: Answer | Error) => void }>
  /** The id of the last request. */
  lastId: number
  /** The last line of its log. */
  lastLog: string
  /** Whether it has written a line without its end. */
  hasHalfLine: boolean
  /** Whether it is to end. */
  isEnding: boolean
  /** Why it is not to be trusted any more. */
  broken: string | undefined
}

/**
 * Starts a driver, and gives it once it runs. Rejects with Node's Error where the program cannot be started.
 */
export async function spawnDriver(
  command: string,
  commandArguments: readonly string[],
  events: DriverEvents,
): Promise<DriverProcess> {
  // A group of its own, so that its children can be killed with it; there are none of that kind on Windows.
  const child = spawn(command, commandArguments, { stdio: 'pipe', detached: process.platform !== 'win32' })
  const state: State = {
    ...{ child, events, waiting: new Map(), lastId: 0 },
    ...{ lastLog: '', hasHalfLine: false, isEnding: false, broken: undefined },
  }
  // A driver that has ended reads no more: how it ended is told where its output ends.
  child.stdin.on('error', () => undefined)
  child.on('error', () => undefined)
  listen(state)
  const closed = closing(state)
  await Promise.race([once(child, 'spawn'), once(child, 'error').then(([error]) => Promise.reject(error as Error))])
  const killAtExit = (): void => {
    killGroup(child)
  }
  // Whoever ends this process leaves no driver behind.
  process.on('exit', killAtExit)
  void closed.then(() => process.removeListener('exit', killAtExit))
  return {
    ask: async (call, now, given) => ask(state, call, now, given),
    pending: () => state.waiting.size,
    breakOff: (reason) => {
      breakOff(state, reason)
    },
    kill: () => {
      state.isEnding = true
      killGroup(child)
    },
    end: async () => {
      state.isEnding = true
      child.stdin.end()
      const timer = setTimeout(killAtExit, endMilliseconds)
      await closed
      clearTimeout(timer)
    },
  }
}

async function ask(state: State, call: Call, now: Date, given: object): Promise<Answer> {
  if (state.broken !== undefined) throw new Error(state.broken)
  const id = (state.lastId += 1)
  const line = JSON.stringify({ id, call, now: now.toISOString(), arguments: given })
  state.events.trace({ kind: 'call', text: shortened(line) })
  const answered = new Promise<Answer>((resolve, reject) => {
    const settle = (answer: Answer | Error): void => {
      if (answer instanceof Error) reject(answer)
      else resolve(answer)
    }
    state.waiting.set(id, { call, settle })
  })
  state.child.stdin.write(`${line}\n`)
  return answered
}

function listen(state: State): void {
  const { child, events } = state
  const output = lineReader(longestLineBytes, (line) => {
    takeLine(state, line)
  })
  const log = lineReader(longestLogBytes, (line) => {
    const text = events.hide(line.text)
    if (text.trim() !== '') state.lastLog = text.trim()
    events.log(text)
  })
  child.stdout
    .on('data', output.push)
    .on('end', output.end)
    .on('error', () => undefined)
  child.stderr
    .on('data', log.push)
    .on('end', log.end)
    .on('error', () => undefined)
}

/** Settles once the process has ended and its output has come; tells if that was too soon. */
async function closing(state: State): Promise<void> {
  const { child } = state
  const [code, signal] = await new Promise<readonly [number | null, string | null]>((resolve) => {
    child.once('exit', (...how) => {
      resolve(how)
    })
    child.once('error', () => {
      resolve([null, null])
    })
  })
  const closed = child.stdout.closed && child.stderr.closed ? Promise.resolve() : once(child, 'close')
  killGroup(child)
  // What has left the group may hold the pipes open for ever.
  const timer = setTimeout(() => {
    child.stdout.destroy()
    child.stderr.destroy()
  }, closeMilliseconds)
  await closed
  clearTimeout(timer)
  if (state.isEnding) {
    settleAll(state, 'the driver was ended')
    return
  }
  const how = signal === null ? `with exit code ${String(code)}` : `by signal ${signal}`
  const asked = [...state.waiting.values()].map(({ call }) => call)
  const unanswered = asked.length === 0 ? '' : ` before it answered ${asked.join(' and ')}`
  const half = state.hasHalfLine ? ', in the middle of a line' : ''
  const log = state.lastLog === '' ? '' : `; the last line of its log: ${state.lastLog.slice(0, 300)}`
  breakOff(state, `the driver ended ${how}${unanswered}${half}${log}`)
}

function takeLine(state: State, { text, isUtf8, end }: Line): void {
  const { waiting, events } = state
  if (end === 'input') {
    state.hasHalfLine = true
    return
  }
  if (end === 'limit') {
    breakOff(state, `the driver wrote a line of more than ${longestLineBytes / 1_048_576} MiB`)
    return
  }
  const json = isUtf8 ? unlessThrown(() => ({ value: JSON.parse(text) as unknown })) : undefined
  if (json === undefined) {
    if (text.trim() !== '') events.trace({ kind: 'output', text: events.hide(shortened(text)) })
    return
  }
  events.trace({ kind: 'answer', text: events.hide(shortened(text)) })
  const answer = readAnswer(json.value)
  if (typeof answer === 'string') {
    breakOff(state, `the driver wrote something else than an answer: ${answer}`)
    return
  }
  const asked = waiting.get(answer.id)
  if (asked === undefined) {
    const what = answer.id <= state.lastId ? 'a second time' : 'which nobody has asked for'
    breakOff(state, `the driver answered id ${answer.id}${answer.id <= state.lastId ? ' ' : ', '}${what}`)
    return
  }
  waiting.delete(answer.id)
  asked.settle(answer)
}

/** Ends a driver that has done what it must not. */
function breakOff(state: State, reason: string): void {
  if (state.broken !== undefined || state.isEnding) return
  state.broken = reason
  state.events.broke(reason)
  settleAll(state, reason)
  killGroup(state.child)
}

function settleAll({ waiting }: State, reason: string): void {
  for (const { settle } of waiting.values()) settle(new Error(reason))
  waiting.clear()
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  const { pid } = child
  if (pid === undefined) return
  // There may be nobody left.
  unlessThrown(() => (process.platform === 'win32' ? child.kill('SIGKILL') : process.kill(-pid, 'SIGKILL')))
}

/** A line without the bytes of documents. */
function shortened(line: string): string {
  return line.replace(/"[A-Za-z0-9+/]{120,}={0,2}"/g, (text) => `"(${text.length - 2} characters of base64)"`)
}
