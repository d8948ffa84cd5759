/**
 * What every command of the command line is made of.
 *
 * @module
 */
import type { Readable } from 'node:stream'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { escapeSteering } from '../contract/harmless.js'
import { codeOf, isString } from '../guard.js'
import type { Issue, IssueCode } from '../issue.js'

/** What a command knows of the process that it runs in. */
export interface Terminal {
  /** Writes a line to standard output. */
  readonly print: (text: string) => void
  /** Writes a line to standard error. */
  readonly complain: (text: string) => void
  /** Writes bytes to standard output, and settles once they are with whoever reads it. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  /** Whether standard error is a terminal, which somebody looks at. */
  readonly isWatched: boolean
  /** Whether standard output is a terminal, too. */
  readonly isOutputWatched: boolean
  /** Standard input. */
  readonly input: Readable
  /** The environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Settles when somebody asks the process to stop. */
  readonly interrupted: () => Promise<unknown>
}

/** How a command ended. */
export const exitCodes = {
  /** All is well. */
  ok: 0,
  /** The command did its work and found errors in what it was given. */
  problems: 1,
  /** The command could not do its work: a wrong option, a file that cannot be read. */
  usage: 2,
} as const

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** An issue, and the file that it is one of. */
export interface FileIssue extends Issue {
  /** As it was typed; `-` is standard input. Absent where it is of none. */
  readonly file?: string | undefined
}

/** What a command tells at its end: its lines, or with `--json` all the rest. */
export interface Ended {
  readonly exitCode: ExitCode
  /** What was found. Absent: nothing. */
  readonly issues?: readonly FileIssue[] | undefined
  /** What the command gives. Absent: nothing. */
  readonly result?: object | undefined
  /** Lines for standard output. */
  readonly lines?: readonly string[] | undefined
  /** Lines for standard error. */
  readonly complaints?: readonly string[] | undefined
  /** Whether standard output has what the command has made, so that with `--json` the rest goes to standard error. */
  readonly isOutputTaken?: boolean | undefined
}

/** A command. */
export interface Command {
  /** What `--help` prints. */
  readonly help: string
  /** Does the work; throws a {@link UsageError} if it cannot, a PortalError if what it was given is wrong. */
  readonly run: (commandArguments: readonly string[], terminal: Terminal) => Promise<Ended>
}

/** How many lines are told at once, and how many UTF-16 units of each: a list of cases may be any other file. */
const [mostLines, mostUnits] = [50, 5_000]

/** One reason why a command cannot do its work. */
interface Problem {
  readonly code: IssueCode
  readonly message: string
}

/** Thrown where a command cannot do its work. The message has a line, or several, for whoever typed the command. */
export class UsageError extends Error {
  /** All that there is to tell; the message has no more of it than somebody reads. */
  readonly problems: readonly Problem[]

  /**
   * Makes one of lines with a code: `cli.usage` for what was typed, `cli.unusable` for what that leads to; or of the problems of
   * others.
   */
  constructor(given: string | Iterable<string | Problem>, code: IssueCode = 'cli.usage') {
    const problems = (isString(given) ? [given] : [...given]).map((one) =>
      isString(one) ? { code, message: one } : one,
    )
    const told = problems.slice(0, mostLines).map(({ message }) => {
      const shown = escapeSteering(message.slice(0, mostUnits))
      return message.length > mostUnits ? `${shown}…` : shown
    })
    super([...told, ...(problems.length > mostLines ? [`And ${problems.length - mostLines} more.`] : [])].join('\n'))
    this.problems = problems
  }
}

/** Options that take a text, that take one and may be given more than once, and that are there or not. */
export const kinds = {
  text: { type: 'string' },
  texts: { type: 'string', multiple: true },
  flag: { type: 'boolean' },
} as const

/** What every command takes. */
const common: { readonly json: { readonly type: 'boolean' } } = { json: kinds.flag }

type Configuration<T extends ParseArgsConfig['options']> = {
  args: string[]
  options: T & typeof common
  allowPositionals: boolean
}

/**
 * Parses the arguments of a command as Node does, `--json` too, which every command takes. All that it does not allow is told at
 * once, in a {@link UsageError}: an option that there is not or that lacks its value, and also one given twice that may be given
 * once, and an empty value.
 */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  commandArguments: readonly string[],
  own: T,
  allowPositionals = true,
): ReturnType<typeof parseArgs<Configuration<T>>> {
  const options = { ...own, ...common }
  const given = { args: [...commandArguments], options, allowPositionals: true, tokens: true } as const
  const { tokens } = parseArgs({ ...given, strict: false })
  const names = new Set<string>()
  const problems = tokens.flatMap((token) => {
    if (token.kind === 'option-terminator') return []
    if (token.kind === 'positional') return allowPositionals ? emptyIn('An argument', token.value) : [unexpected(token)]
    const isAgain = names.has(token.rawName)
    names.add(token.rawName)
    return optionProblems(token, options, isAgain)
  })
  if (problems.length > 0) throw new UsageError(new Set(problems))
  return parseArgs(given)
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function optionProblems(
  { name, rawName, value, inlineValue }: OptionToken,
  options: NonNullable<ParseArgsConfig['options']>,
  isAgain: boolean,
): readonly string[] {
  const option = rawName === `--${name}` && Object.hasOwn(options, name) ? options[name] : undefined
  if (option === undefined) return [`Unknown option '${rawName}'.`]
  if (isAgain && option.multiple !== true) return [`${rawName} is given twice.`]
  if (option.type === 'boolean') return value === undefined ? [] : [`${rawName} takes no value.`]
  if (value === undefined) return [`${rawName} has no value.`]
  // What stands there may be the next option.
  if (inlineValue !== true && /^-./s.test(value))
    return [`${rawName} has no value; one that begins with a dash is written ${rawName}=${value}.`]
  return emptyIn(rawName, value)
}

function emptyIn(what: string, value: string): readonly string[] {
  return value === '' ? [`${what} is empty.`] : []
}

function unexpected({ value }: { readonly value: string }): string {
  return value === '' ? 'An argument is empty.' : `Unexpected argument '${value}'.`
}

/** Waits for work of the system; where there are words for the code of its failure, that is a {@link UsageError}. */
export async function withReason<T>(
  work: Promise<T>,
  wordsFor: (code: string, message: string) => string | undefined,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    const code = codeOf(error)
    const words = code === undefined ? undefined : wordsFor(code, (error as Error).message)
    throw words === undefined ? error : new UsageError(words, 'cli.unusable')
  }
}

/**
 * Reads options and files, one after the other, each by a function that throws a {@link UsageError} for one that is wrong; all that
 * are wrong are told at once.
 */
export async function readAll<T extends Readonly<Record<string, () => unknown>>>(
  readers: T,
): Promise<{ readonly [Name in keyof T]: Awaited<ReturnType<T[Name]>> }> {
  const problems = new Map<string, Problem>()
  const all: Record<string, unknown> = {}
  for (const [name, readOne] of Object.entries(readers)) {
    try {
      all[name] = await readOne()
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      for (const problem of error.problems) problems.set(problem.message, problem)
    }
  }
  if (problems.size > 0) throw new UsageError(problems.values())
  return all as { readonly [Name in keyof T]: Awaited<ReturnType<T[Name]>> }
}

/** Requires one argument, and no more. */
export function onlyOne(what: string, positionals: readonly string[]): string {
  const [only] = positionals
  if (only === undefined || positionals.length > 1) throw new UsageError(`One ${what} is needed.`)
  return only
}

/** Requires an option to be one of some words, if it is given at all. */
export function oneOf<T extends string>(option: string, value: string | undefined, words: readonly T[]): T | undefined {
  const found = words.find((word) => word === value)
  if (value !== undefined && found === undefined) throw new UsageError(`--${option} is ${words.join(' or ')}.`)
  return found
}

/** Requires standard input, `-`, to be named no more than once among the files that are read. */
export function requireOneInput(paths: readonly (string | undefined)[]): void {
  if (paths.filter((path) => path === '-').length > 1)
    throw new UsageError('Standard input can be read only once: one file can be -.')
}
