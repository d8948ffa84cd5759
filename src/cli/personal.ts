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

/** The texts of an error of the service. */
const serviceTexts = new Set(['errorMessage', 'errorCode', 'errorType'])

/**
 * What the service says in an error can repeat what was sent to it: names, too, which have no form to tell them by. A code of
 * capital letters, as those of the service are, is kept.
 */
function withoutServiceText(property: string, member: unknown): unknown {
  const isKept = typeof member !== 'string' || /^(?:[A-Z_]{1,60})?$/.test(member)
  return serviceTexts.has(property) && !isKept ? `(text, ${member.length})` : member
}
