/**
 * What helps the person who got an issue: for each code its likeliest cause, and what to do.
 *
 * @module
 */
import type { IssueCode, issueCodes } from '../../src/issue.js'
import { exchangeRemedies } from './remedies/exchanges.js'
import { messageRemedies, ruleRemedies } from './remedies/messages.js'
import { packageRemedies } from './remedies/packages.js'
import type { Remedy } from './remedies/remedy.js'

export type { Remedy }

/** By code, but for those of rules. The compiler is red until a new code is here. */
export const remedies: Readonly<Record<keyof typeof issueCodes, Remedy>> = {
  ...messageRemedies,
  ...exchangeRemedies,
  ...packageRemedies,
}

const byCode: Readonly<Record<string, Remedy>> = {
  ...remedies,
  ...Object.fromEntries(Object.entries(ruleRemedies).map(([id, remedy]) => [`rule.${id}`, remedy])),
}

/**
 * The remedy of any issue, rules included.
 *
 * @param code - the code of the issue
 * @returns undefined for a code that this version does not know
 */
export function remedyOf(code: IssueCode): Remedy | undefined {
  return Object.hasOwn(byCode, code) ? byCode[code] : undefined
}
