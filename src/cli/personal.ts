/**
 * Printing nothing personal that was not asked for.
 *
 * @module
 */
import { redact } from '../http/redact.js'
import { kinds } from './command.js'

/** The option that asks for it. */
export const personalOption: { readonly 'show-personal-data': typeof kinds.flag } = {
  'show-personal-data': kinds.flag,
}

/** A value of JSON without what is personal in it; undefined where there is nothing to leave out. */
export function withoutPersonalData(value: object): object | undefined {
  const redacted = redact(JSON.parse(JSON.stringify(value, withoutServiceText)) as object) as object
  return JSON.stringify(redacted) === JSON.stringify(value) ? undefined : redacted
}

/**
 * What the service says in an error can repeat what was sent to it: names, too, which have no form to tell them by. Its code and
 * type are kept where they are of capital letters, as those of the service are.
 */
function withoutServiceText(property: string, member: unknown): unknown {
  if (typeof member !== 'string' || member === '') return member
  const isWord = /^[A-Z_]{1,60}$/.test(member)
  const isLeftOut = property === 'errorMessage' || (!isWord && (property === 'errorCode' || property === 'errorType'))
  return isLeftOut ? `(text, ${member.length})` : member
}
