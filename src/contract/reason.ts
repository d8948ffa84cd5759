/**
 * Why a case failed, in words on one line.
 *
 * @module
 */
import { inspect } from 'node:util'
import { isInstance, isString, unlessThrown } from '../guard.js'
import { inOneLine } from './harmless.js'

/** How long a reason may be, in UTF-16 units. */
const longestReason = 600

/** What went wrong, in words: a client may throw anything. `call` is what threw it, if that is no judgement of the case. */
export function reasonOf(thrown: unknown, call?: string): string {
  const words = isInstance(thrown, Error) ? thrown.message : thrown
  const of = call === undefined ? '' : `${call}: `
  if (!isString(words) || !/\w/.test(words)) return `${of}it threw ${shown(thrown)}`
  if (call !== undefined) return of + words
  return isInstance(thrown, TypeError) ? `something is of another type than an adapter gives: ${words}` : words
}

function shown(thrown: unknown): string {
  return unlessThrown(() => inspect(thrown)) ?? 'something that cannot be shown'
}

/** Words without line breaks and what a terminal would act upon, and not too many of them. */
export function oneLine(words: string): string {
  const line = inOneLine(words).trim()
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line
}
