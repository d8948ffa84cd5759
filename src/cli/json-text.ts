/**
 * Reading a text as JSON (RFC 8259), with the place of what is wrong. `JSON.parse` tells no place in every version of Node.js, shows
 * values, and takes a name that stands twice and a number that it cannot hold as if nothing were wrong.
 *
 * @module
 */
import { unlessThrown } from '../guard.js'
import type { Issue, IssueCode, Result } from '../issue.js'
import { firstIssues, makeIssue, outcome, refused } from '../outcome.js'
import { placesAt, type Place } from '../xml/place.js'

/** From the top of a value to one of its members. */
export type Steps = readonly (string | number)[]

/** A value, and where its members stand. */
export interface ReadJson {
  readonly value: unknown
  /** Where members stand, in the order of what is asked for: what is not there has the place of what it is missing in. */
  readonly placesOf: (members: readonly Steps[]) => readonly Place[]
}

/** Reads JSON in UTF-8. All names that stand twice and numbers that cannot be held are told at once, and where it ends to be JSON. */
export function readJson(bytes: Uint8Array): Result<ReadJson> {
  // A byte order mark is passed over, as it may be (RFC 8259, section 8.1).
  const text = unlessThrown(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (text === undefined) return refused('json.syntax', 'The input is no JSON: it is not in UTF-8, or too long.')
  const found: Finding[] = []
  scan(text, { found: (finding) => found.push(finding), value: () => undefined })
  const places = placesAt(
    text,
    found.map(({ at }) => at),
  )
  const issues = found.map(({ at, code, message }): Issue => makeIssue(code, message, places.get(at)))
  return outcome(firstIssues(issues), () => ({
    value: JSON.parse(text) as unknown,
    placesOf: (members) => placesOfMembers(text, members),
  }))
}

/** What is wrong, and the index of the character where it is. */
interface Finding {
  readonly at: number
  readonly code: IssueCode
  readonly message: string
}

/** What a scan tells. */
interface Listener {
  readonly found: (finding: Finding) => void
  /** A value begins: the names and indexes that lead to it, which change later, and the index of its first character. */
  readonly value: (steps: Steps, at: number) => void
}

function placesOfMembers(text: string, members: readonly Steps[]): readonly Place[] {
  const keys = members.map((steps) => steps.map((_, at) => JSON.stringify(steps.slice(0, at + 1))))
  const wanted = new Set(keys.flat())
  const deepest = Math.max(0, ...members.map(({ length }) => length))
  const starts = new Map<string, number>()
  scan(text, {
    found: () => undefined,
    value: (steps, at) => {
      const key = steps.length > deepest ? '' : JSON.stringify(steps)
      if (wanted.has(key)) starts.set(key, at)
    },
  })
  const start = Math.max(0, text.search(/[^ \t\n\r]/))
  const indexes = keys.map((ways) => ways.map((key) => starts.get(key)).findLast((at) => at !== undefined) ?? start)
  const places = placesAt(text, indexes)
  return indexes.map((index) => places.get(index) ?? { line: 1, column: 1 })
}

const whitespace = /[ \t\n\r]*/y
/** What stands in a string for itself (section 7). */
const plain = /[ !#-[\]-\uFFFF]*/y
const escape = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9][0-9]*)?(?:[eE][+-]?[0-9][0-9]*)?/y
const word = /true|false|null/y

/** The index behind what an expression finds at one; undefined where it finds nothing. */
function behind(expression: RegExp, text: string, at: number): number | undefined {
  expression.lastIndex = at
  return expression.test(text) ? expression.lastIndex : undefined
}

const notJson = 'The input is no JSON from here on.'
const twice = 'An object has this name twice.'
const inexact =
  'A number must be a whole one, without a fraction or an exponent, from -9007199254740991 to 9007199254740991.'

/** An object with the names that it has so far, or a list. */
type Level = Set<string> | undefined

/** Goes through a text without recursion, however deep it is nested, until it ends or is no JSON. */
function scan(text: string, listener: Listener): void {
  const scanner = new Scanner(text, listener)
  let step = scanner.value()
  while (step !== 'end' && step !== 'error') step = step === 'next' ? scanner.value() : scanner.behindValue()
  if (step === 'error') listener.found({ at: Math.min(scanner.at, text.length), code: 'json.syntax', message: notJson })
}

/** What comes next: a value, what stands behind one that is over, or nothing. */
type Step = 'next' | 'over' | 'end' | 'error'

class Scanner {
  /** The index of the character that is looked at next. */
  at = 0
  readonly #levels: Level[] = []
  readonly #steps: (string | number)[] = []
  readonly #text: string
  readonly #listener: Listener

  constructor(text: string, listener: Listener) {
    this.#text = text
    this.#listener = listener
  }

  /** Takes a value, or the beginning of one that has members. */
  value(): Step {
    const first = this.#skip()
    this.#listener.value(this.#steps, this.at)
    if (first === '{' || first === '[') return this.#open(first === '{')
    if (first === '"') return this.#string() === undefined ? 'error' : 'over'
    const start = this.at
    const end = behind(word, this.#text, start) ?? behind(number, this.#text, start)
    if (end === undefined) return 'error'
    this.at = end
    if (/[-0-9]/.test(first) && !isExact(this.#text.slice(start, end)))
      this.#listener.found({ at: start, code: 'json.number', message: inexact })
    return 'over'
  }

  /** Goes on behind a value: to the next one of its owner, or out of that. */
  behindValue(): Step {
    const next = this.#skip()
    if (this.#levels.length === 0) return next === '' ? 'end' : 'error'
    const names = this.#levels.at(-1)
    if (next === ',') {
      this.at++
      if (names !== undefined) return this.#name(names)
      this.#steps[this.#steps.length - 1] = Number(this.#steps.at(-1)) + 1
      return 'next'
    }
    if (next !== (names === undefined ? ']' : '}')) return 'error'
    this.at++
    this.#levels.pop()
    this.#steps.pop()
    return 'over'
  }

  #open(isObject: boolean): Step {
    this.at++
    if (this.#skip() === (isObject ? '}' : ']')) {
      this.at++
      return 'over'
    }
    const names = isObject ? new Set<string>() : undefined
    this.#levels.push(names)
    this.#steps.push(0)
    return names === undefined ? 'next' : this.#name(names)
  }

  /** Takes a name with its colon. */
  #name(names: Set<string>): Step {
    const start = this.#skip() === '"' ? this.at : -1
    const name = start === -1 ? undefined : this.#string()
    if (name === undefined) return 'error'
    if (names.has(name)) this.#listener.found({ at: start, code: 'json.name', message: twice })
    names.add(name)
    this.#steps[this.#steps.length - 1] = name
    if (this.#skip() !== ':') return 'error'
    this.at++
    return 'next'
  }

  /** Takes a string; undefined where it is none. */
  #string(): string | undefined {
    const start = this.at
    this.at++
    for (;;) {
      this.at = behind(plain, this.#text, this.at) ?? this.at
      if (this.#text[this.at] === '"') {
        this.at++
        return JSON.parse(this.#text.slice(start, this.at)) as string
      }
      const next = behind(escape, this.#text, this.at)
      if (next === undefined) return undefined
      this.at = next
    }
  }

  /** The next character that is no white space; empty at the end. */
  #skip(): string {
    this.at = behind(whitespace, this.#text, this.at) ?? this.at
    return this.#text[this.at] ?? ''
  }
}

/** Whether a number is read as it is written. */
function isExact(digits: string): boolean {
  return /^-?[0-9][0-9]*$/.test(digits) && Number.isSafeInteger(Number(digits))
}
