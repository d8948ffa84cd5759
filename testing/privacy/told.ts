/**
 * All that may become a text, a line of a log or a message to another process of what the package throws and tells.
 *
 * @module
 */
import { deepStrictEqual } from 'node:assert'
import { Console } from 'node:console'
import { PassThrough } from 'node:stream'
import { format, inspect } from 'node:util'
import { serialize } from 'node:v8'
import { formatIssue, type Issue } from 'signering-portal/codec'
import { ResponseError } from 'signering-portal/http'

/** What a call gives; where it throws, what it threw says so in words. */
function orThrown(call: () => unknown): string {
  try {
    return String(call())
  } catch (thrown) {
    return thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ''}` : 'something was thrown'
  }
}

/** A value, and all that led to it: causes, and errors that are told together. */
function chainOf(thrown: unknown, seen = new Set<unknown>()): readonly unknown[] {
  if (!(thrown instanceof Error) || seen.has(thrown)) return [thrown]
  seen.add(thrown)
  const { errors = [] } = thrown as { readonly errors?: readonly unknown[] }
  return [thrown, ...[thrown.cause, ...errors].filter((one) => one !== undefined).flatMap((one) => chainOf(one, seen))]
}

/** What a console writes. */
function logged(value: unknown): string {
  const stream = new PassThrough()
  const console = new Console(stream, stream)
  console.error(value)
  console.log('%s %o %O %j', value, value, value, value)
  console.dir(value, { depth: null })
  return String(stream.read())
}

/** What a test prints that expects something else. */
function difference(value: unknown): string {
  return orThrown(() => {
    deepStrictEqual(value, { another: 'value' })
  })
}

/** The texts of anything: a string is one. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  const whole = { depth: Infinity, maxArrayLength: null, maxStringLength: null } as const
  return [
    orThrown(() => value),
    orThrown(() => JSON.stringify(value)),
    orThrown(() => JSON.stringify(Object.getOwnPropertyDescriptors(value))),
    // What the service wrote is told to whoever asks for it, as a call of all getters does (docs/http.md).
    inspect(value, { ...whole, showHidden: true, getters: !(value instanceof ResponseError) }),
    inspect(value, { ...whole, showHidden: true, customInspect: false }),
    orThrown(() => format('%s %o %j', value, value, value)),
    orThrown(() => inspect(structuredClone(value), { ...whole, showHidden: true })),
    orThrown(() => serialize(value).toString('latin1')),
    orThrown(() => logged(value)),
    difference(value),
  ]
}

/** The texts of issues, which are plain data. */
export function textsOfIssues(issues: readonly Issue[]): readonly string[] {
  return [JSON.stringify(issues), ...issues.map(formatIssue), ...issues.map((issue) => orThrown(() => issue))]
}

/** The texts of what was thrown, and of all that led to it. */
export function textsOfThrown(thrown: unknown): readonly string[] {
  return chainOf(thrown).flatMap((one) => {
    if (!(one instanceof Error)) return textsOf(one)
    const { issues = [] } = one as { readonly issues?: readonly Issue[] }
    return [one.name, one.message, one.stack ?? '', ...textsOf(one), ...textsOfIssues(issues)]
  })
}
