/**
 * A driver as a process: what is written to it, what it writes, and how it ends.
 *
 * @module
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { unlessThrown } from '../guard.js'
import type { TraceEntry } from './adapter.js'
import { atExit } from './at-exit.js'
import { readAnswer, readValue, type Answer, type AnswerTo, type Call } from './driver-answer.js'
import { lineReader, type Line } from './lines.js'
import { beginningOf, type Hide } from './secrets.js'

/** Who hears of what happens. */
export interface DriverEvents {
  /** Makes what takes out of texts what is secret, before they are cut. */
  readonly hide: () => Hide
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
  /** Asks for something; rejects with an Error if the driver breaks before it answers, or by its answer. */
  readonly ask: <C extends Call>(call: C, now: Date, given: object) => Promise<AnswerTo<C>>
  /** How many requests it has not answered. */
  readonly pending: () => number
  /** Whether it has ever answered as it should. */
  readonly hasAnswered: () => boolean
  /** How its output ends, if that may be why an answer is missing: in the middle of a line, or because it was closed; else empty. */
  readonly outputEnd: () => string
  /** Ends it, since it did what it must not: whoever waits for an answer is told the reason. */
  readonly breakOff: (reason: string) => void
  /**
   * Ends its standard input, gives it time to end by itself, and kills what is left of it, its children too. Gives why it is
   * not to be trusted, if that has come to light, be it now; undefined where it is. One that takes its time has done no wrong.
   */
  readonly end: () => Promise<string | undefined>
  /** Kills it and its children at once. */
  readonly kill: () => void
}

/** The longest line that is read, in bytes: a document of 10 MiB in base64 is less than half of it. */
export const longestLineBytes: number = 32 * 1_048_576

/** The longest line of a log that is read, in bytes, and how many lines are remembered for when the driver ends. */
const [longestLogBytes, lastLines] = [65_536, 10]

/** How long the end of a driver may take. */
interface EndWaits {
  /** How long it may take to end by itself, in milliseconds. */
  readonly endMilliseconds: number
  /** How long its output may take to come to its end after it, in milliseconds. */
  readonly closeMilliseconds: number
}

const endWaits: EndWaits = { endMilliseconds: 2_000, closeMilliseconds: 500 }

/**
 * After how many turns of the event loop output is looked at: what the driver has logged before it waits in another pipe, and is
 * read by then, though both may have become ready at once.
 */
const turns = 2

/** Settles after those turns; whoever asked first, hears of it first. */
async function logIsRead(): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn()
}

/** What is remembered of a process. */
interface State {
  readonly child: ChildProcessWithoutNullStreams
  readonly events: DriverEvents
  readonly waiting: Map<number, Waiting>
  /** The id of the last request. */
  lastId: number
  /** The last lines of its log. */
  readonly lastLog: string[]
  /** The line that it has written without its end. */
  halfLine: () => string
  /** Whether it has ever answered as it should. */
  hasAnswered: boolean
  /** Whether its standard input has ended. */
  isEnding: boolean
  /** Whether it was killed: how it ends then is not its doing. */
  isKilled: boolean
  /** Why it is not to be trusted any more. */
  broken: string | undefined
}

/** A request that is not answered yet. */
interface Waiting {
  readonly call: Call
  /** Takes the answer; throws an Error that says what is wrong with its value. */
  readonly take: (answer: Answer) => void
  readonly reject: (reason: Error) => void
}

/**
 * Starts a driver, and gives it once it runs. Rejects with Node's Error where the program cannot be started.
 */
export async function spawnDriver(
  command: string,
  commandArguments: readonly string[],
  events: DriverEvents,
  { endMilliseconds, closeMilliseconds }: EndWaits = endWaits,
): Promise<DriverProcess> {
  // A group of its own, so that its children can be killed with it; there are none of that kind on Windows.
  const child = spawn(command, commandArguments, { stdio: 'pipe', detached: process.platform !== 'win32' })
  const state: State = {
    ...{ child, events, waiting: new Map(), lastId: 0 },
    ...{ lastLog: [], halfLine: () => '', hasAnswered: false, isEnding: false, isKilled: false, broken: undefined },
  }
  // A driver that has ended reads no more: how it ended is told where its output ends.
  child.stdin.on('error', () => undefined)
  child.on('error', () => undefined)
  listen(state)
  const closed = closing(state, closeMilliseconds)
  await Promise.race([once(child, 'spawn'), once(child, 'error').then(([error]) => Promise.reject(error as Error))])
  const kill = (): void => {
    state.isKilled = true
    killGroup(child)
  }
  // Whoever ends this process leaves no driver behind.
  void closed.then(atExit(kill))
  return {
    ask: async (call, now, given) => ask(state, call, now, given),
    pending: () => state.waiting.size,
    hasAnswered: () => state.hasAnswered,
    outputEnd: () => wordsForEnd(state),
    breakOff: (reason) => {
      breakOff(state, reason)
    },
    kill,
    end: async () => {
      state.isEnding = true
      child.stdin.end()
      const timer = setTimeout(kill, endMilliseconds)
      await closed
      clearTimeout(timer)
      return state.broken
    },
  }
}

async function ask<C extends Call>(state: State, call: C, now: Date, given: object): Promise<AnswerTo<C>> {
  if (state.broken !== undefined) throw new Error(state.broken)
  const id = (state.lastId += 1)
  const line = JSON.stringify({ id, call, now: now.toISOString(), arguments: given })
  state.events.trace({ kind: 'call', text: shortened(line) })
  const answered = new Promise<AnswerTo<C>>((resolve, reject) => {
    const take = (answer: Answer): void => {
      resolve(answer.kind === 'value' ? { kind: 'value', value: readValue(call, answer.value) } : answer)
    }
    state.waiting.set(id, { call, take, reject })
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
    .on('data', (piece: Uint8Array) => {
      void logIsRead().then(() => {
        output.push(piece)
      })
    })
    .on('error', () => undefined)
  // Whoever holds the pipe open keeps it from its end, but not from being closed.
  child.stderr
    .on('data', log.push)
    .on('close', log.end)
    .on('error', () => undefined)
}

/** Settles once the process has ended and its output has come; tells if that was too soon. */
async function closing(state: State, closeMilliseconds: number): Promise<void> {
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
  await logIsRead()
  if (state.isKilled || (state.isEnding && code === 0)) {
    settleAll(state, 'the driver was ended')
    return
  }
  const how = signal === null ? `with exit code ${String(code)}` : `by signal ${signal}`
  const asked = [...state.waiting.values()].map(({ call }) => call)
  const after = state.isEnding ? ' after its standard input had ended' : ''
  const unanswered = asked.length === 0 ? after : ` before it answered ${asked.join(' and ')}`
  const half = wordsForHalf(state)
  const log = state.hasAnswered ? wordsForLog(state, state.lastLog.slice(-1), 'line') : ''
  breakOff(state, `the driver ended ${how}${unanswered}${half === '' ? '' : `, in ${half}`}${log}`)
}

function wordsForHalf({ halfLine, events }: State): string {
  const line = halfLine()
  return line === ''
    ? ''
    : `the middle of a line: ${beginningOf(visible(line), mostOfLine, events.hide())} (a line feed, a flush?)`
}

function wordsForEnd(state: State): string {
  const half = wordsForHalf(state)
  if (half !== '') return `its output ends in ${half}`
  return state.child.stdout.readableEnded ? 'it has closed its output' : ''
}

/** How many UTF-16 units of a line of output are told in a reason, and how many of one of the log. */
const [mostOfLine, mostOfLog] = [100, 300]

function wordsForLog({ events }: State, lines: readonly string[], what: string): string {
  const hide = events.hide()
  const shown = lines.map((line) => beginningOf(line, mostOfLog, hide)).join(' | ')
  return shown === '' ? '' : `; the last ${what} of its log: ${shown}`
}

function takeLine(state: State, { text, isUtf8, end }: Line): void {
  const { waiting, events } = state
  if (end === 'limit') {
    breakOff(state, `the driver wrote a line of more than ${longestLineBytes / 1_048_576} MiB`)
    return
  }
  const afterMark = text.startsWith('\uFEFF') ? text.slice(1) : undefined
  if (afterMark !== undefined && jsonOf(afterMark) !== undefined) {
    breakOff(state, 'the driver wrote something else than an answer: a byte order mark stands before it')
    return
  }
  const json = isUtf8 ? jsonOf(text) : undefined
  if (json === undefined) {
    if (text.trim() === '') return
    const shown = visible(text)
    events.trace({ kind: 'output', text: shown })
    events.hint(`a line of the driver's output is no JSON: ${beginningOf(shown, mostOfLine, events.hide())}`)
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
  try {
    asked.take(answer)
  } catch (wrong) {
    const words = wrong instanceof Error ? wrong.message : ''
    // The case fails, also where it expects the call to.
    breakOff(state, `the driver's answer to ${asked.call} (id ${answer.id}) is not as docs/driver.md has it: ${words}`)
    return
  }
  waiting.delete(answer.id)
  state.hasAnswered = true
}

/** The value of a text that is JSON; undefined for one that is none. */
function jsonOf(text: string): { readonly value: unknown } | undefined {
  return mayBeJson(text) ? unlessThrown(() => ({ value: JSON.parse(text) as unknown })) : undefined
}

/** Ends a driver that has done what it must not. */
function breakOff(state: State, what: string): void {
  if (state.broken !== undefined || state.isKilled) return
  // Before the first answer nothing else tells what it wants for.
  const reason = what + (state.hasAnswered ? '' : wordsForLog(state, state.lastLog, 'lines'))
  state.broken = reason
  state.events.broke(reason)
  settleAll(state, reason)
  killGroup(state.child)
}

function settleAll({ waiting }: State, reason: string): void {
  for (const { reject } of waiting.values()) reject(new Error(reason))
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
