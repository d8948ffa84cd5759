/**
 * Why a case failed, in words on one line.
 *
 * @module
 */
import { inspect } from 'node:util'
import { isInstance, isString, unlessThrown } from '../guard.js'
import { inOneLine } from './harmless.js'
import { beginningOf, hideNothing, type Hide } from './secrets.js'

/** How long a reason may be, and how much is read for it, in UTF-16 units: white space becomes less. */
const [longestReason, mostRead] = [600, 4_096]

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

/** Words without line breaks, what a terminal would act upon, and what is secret, and not too many of them. */
export function oneLine(words: string, hide: Hide = hideNothing): string {
  const line = inOneLine(beginningOf(words, mostRead, hide)).trim()
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line
}
