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
  /** Takes words that may explain why a case fails. */
  readonly hint: (words: string) => void
  /** Is told why the driver is not to be trusted any more, once. */
  readonly broke: (reason: string) => void
}

/** A driver that runs. */
export interface DriverProcess {
  /** Asks for something; rejects with an Error if the driver breaks before it answers. */
  readonly ask: (call: Call, now: Date, given: object) => Promise<Answer>
  /** How many requests it has not answered. */
  readonly pending: () => number
  /** Whether it has ever answered. */
  readonly hasAnswered: () => boolean
  /** In which line its output ends, and what may be missing; empty where it ends with a line. */
  readonly halfLine: () => string
  /** Ends it, since it did what it must not: whoever waits for an answer is told the reason. */
  readonly breakOff: (reason: string) => void
  /** Ends its standard input, gives it time to end by itself, and kills what is left of it, its children too. */
  readonly end: () => Promise<void>
  /** Kills it and its children at once. */
  readonly kill: () => void
}

/** The longest line that is read, in bytes: a document of 10 MiB in base64 is less than half of it. */
export const longestLineBytes: number = 32 * 1_048_576

/** The longest line of a log that is read, in bytes, and how many lines are remembered for when the driver ends. */
const [longestLogBytes, lastLines] = [65_536, 10]

/** How long a driver may take to end by itself, and its output to come to its end after it, in milliseconds. */
const [endMilliseconds, closeMilliseconds] = [2_000, 500]

/** What is remembered of a process. */
interface State {
  readonly child: ChildProcessWithoutNullStreams
  readonly events: DriverEvents
  readonly waiting: Map<number, { readonly call: Call; readonly settle: (answer: Answer | Error) => void }>
  /** The id of the last request. */
  lastId: number
  /** The last lines of its log. */
  readonly lastLog: string[]
  /** The line that it has written without its end. */
  halfLine: () => string
  /** Whether it has ever answered. */
  hasAnswered: boolean
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
    ...{ lastLog: [], halfLine: () => '', hasAnswered: false, isEnding: false, broken: undefined },
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
    hasAnswered: () => state.hasAnswered,
    halfLine: () => wordsForHalf(state.halfLine()),
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
    events.log(line.text)
    if (line.text.trim() === '') return
    state.lastLog.push(line.text.trim())
    if (state.lastLog.length > lastLines) state.lastLog.shift()
  })
  state.halfLine = output.begun
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
  const half = wordsForHalf(state.halfLine())
  const log = state.hasAnswered ? wordsForLog(state.lastLog.slice(-1), 'line') : ''
  breakOff(state, `the driver ended ${how}${unanswered}${half === '' ? '' : `, in ${half}`}${log}`)
}

function wordsForHalf(line: string): string {
  return line === '' ? '' : `the middle of a line: ${visible(line).slice(0, 100)} (a line feed, a flush?)`
}

function wordsForLog(lines: readonly string[], what: string): string {
  const shown = lines.map((line) => line.slice(0, 300)).join(' | ')
  return shown === '' ? '' : `; the last ${what} of its log: ${shown}`
}

function takeLine(state: State, { text, isUtf8, end }: Line): void {
  const { waiting, events } = state
  if (end === 'input') {
    state.halfLine = () => text
    return
  }
  if (end === 'limit') {
    breakOff(state, `the driver wrote a line of more than ${longestLineBytes / 1_048_576} MiB`)
    return
  }
  const json = isUtf8 && mayBeJson(text) ? unlessThrown(() => ({ value: JSON.parse(text) as unknown })) : undefined
  if (json === undefined) {
    if (text.trim() === '') return
    const shown = visible(text)
    events.trace({ kind: 'output', text: shown })
    events.hint(`a line of the driver's output is no JSON: ${shown.slice(0, 100)}`)
    return
  }
  events.trace({ kind: 'answer', text: shortened(text) })
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
  state.hasAnswered = true
  asked.settle(answer)
}

/** Ends a driver that has done what it must not. */
function breakOff(state: State, what: string): void {
  if (state.broken !== undefined || state.isEnding) return
  // Before the first answer nothing else tells what it wants for.
  const reason = what + (state.hasAnswered ? '' : wordsForLog(state.lastLog, 'lines'))
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

/**
 * Whether a text begins and ends as JSON does. A library may print without end, and finding out by an exception what is no JSON
 * would take most of the time of the case.
 */
function mayBeJson(text: string): boolean {
  const [first, last] = [text.trimStart().slice(0, 1), text.trimEnd().slice(-1)]
  const closing = { '{': '}', '[': ']', '"': '"' }[first]
  return closing === undefined ? /^\s*(?:-?[0-9][0-9.eE+-]*|true|false|null)\s*$/.test(text) : closing === last
}

/** A line that is no answer; a byte order mark would not be seen. */
function visible(text: string): string {
  return text.replace(/\uFEFF/g, '(byte order mark)')
}

/** A line without the bytes of documents: no pattern goes through them, for which V8 has too small a stack. */
function shortened(line: string): string {
  const pieces = line.split('"').map((piece) => {
    const isBytes = piece.length >= leastBytes && !/[^A-Za-z0-9+/=]/.test(piece)
    return isBytes ? `(${piece.length} characters of base64)` : piece
  })
  return pieces.join('"')
}

const leastBytes = 120
