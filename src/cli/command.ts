/**
 * What every command of the command line is made of.
 *
 * @module
 */
import type { Readable } from 'node:stream'
import { parseArgs, type ParseArgsConfig } from 'node:util'

/** What a command knows of the process that it runs in. */
export interface Terminal {
  /** Writes a line to standard output. */
  readonly print: (text: string) => void
  /** Writes a line to standard error. */
  readonly complain: (text: string) => void
  /** Whether standard error is a terminal, which somebody looks at. */
  readonly isWatched: boolean
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

/** A command. */
export interface Command {
  /** What `--help` prints. */
  readonly help: string
  /** Does the work; throws a {@link UsageError} if it cannot, a PortalError if what it was given is wrong. */
  readonly run: (commandArguments: readonly string[], terminal: Terminal) => Promise<ExitCode>
}

/**
 * What was typed, or is the name of a file, as it can stand in a line: control characters, which would break it or steer the
 * terminal, are written as JSON has them.
 */
export function inLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Thrown where a command cannot do its work. The message has lines for whoever typed the command. */
export class UsageError extends Error {
  constructor(...lines: readonly string[]) {
    super(lines.map(inLine).join('\n'))
  }
}

/** Options that take a text, that take one and may be given more than once, and that are there or not. */
export const kinds = {
  text: { type: 'string' },
  texts: { type: 'string', multiple: true },
  flag: { type: 'boolean' },
} as const

type Configuration<T extends ParseArgsConfig['options']> = { args: string[]; options: T; allowPositionals: boolean }

/**
 * Parses the arguments of a command as Node does; what it does not allow is a {@link UsageError}, and so is an option given twice
 * that may be given once, and an empty value.
 */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  commandArguments: readonly string[],
  options: T,
  allowPositionals = true,
): ReturnType<typeof parseArgs<Configuration<T>>> {
  try {
    const parsed = parseArgs({ args: [...commandArguments], options, allowPositionals, tokens: true })
    const given = new Set<string>()
    for (const token of parsed.tokens) {
      if (token.kind === 'option-terminator') continue
      const name = token.kind === 'option' ? `--${token.name}` : 'An argument'
      if (token.value === '') throw new UsageError(`${name} is empty.`)
      const isSingle = token.kind === 'option' && options[token.name]?.multiple !== true
      if (isSingle && given.has(name)) throw new UsageError(`${name} is given twice.`)
      given.add(name)
    }
    return parsed
  } catch (error) {
    // The first sentence says what is wrong; the rest is advice on syntax.
    if (error instanceof TypeError) throw new UsageError(`${error.message.replace(/\.\s.*$/s, '')}.`)
    throw error
  }
}

/** Waits for work of the system; where there are words for the code of its failure, that is a {@link UsageError}. */
export async function withReason<T>(
  work: Promise<T>,
  wordsFor: (code: string, message: string) => string | undefined,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    const words =
      error instanceof Error && 'code' in error
        ? wordsFor(String(error.code), error.message)
        : wordsFor('unknown error', '')
    throw words === undefined ? error : new UsageError(words)
  }
}

/** Requires an option to be one of some words, if it is given at all. */
export function oneOf<T extends string>(option: string, value: string | undefined, words: readonly T[]): T | undefined {
  const found = words.find((word) => word === value)
  if (value !== undefined && found === undefined) throw new UsageError(`--${option} is ${words.join(' or ')}.`)
  return found
}
