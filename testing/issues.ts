/**
 * What is wrong, as tests compare it.
 *
 * @module
 */
import { inspect } from 'node:util'
import { PortalError, type Issue, type IssueCode, type Result } from 'signering-portal'
import { expect } from 'vitest'

/** A sentence on one line, nothing of which was left empty: the name of what it is about may stand first. */
const sentence = /^(?!.*(?: {2}| \.|undefined|NaN|\[object))[\p{L}'‘“"].* .*[^ .]\.$/u

/** The codes of issues, each of which says in a sentence what is wrong. */
export function codes(issues: readonly Issue[]): readonly IssueCode[] {
  for (const { message } of issues) expect(message).toMatch(sentence)
  return issues.map(({ code }) => code)
}

/** The issues of a result that is not ok. */
export function errorsOf(result: Result<unknown>): readonly Issue[] {
  return result.ok ? [] : result.issues
}

/** The issues of the error that a function throws, or rejects with; what is no PortalError goes through. */
export async function rejected(action: () => unknown, secret?: RegExp): Promise<readonly Issue[]> {
  try {
    await action()
    return []
  } catch (error) {
    return issuesOf(error, secret)
  }
}

/** The issues of the error that a function throws; what is no PortalError goes through. */
export function thrown(action: () => unknown, secret?: RegExp): readonly Issue[] {
  try {
    action()
    return []
  } catch (error) {
    return issuesOf(error, secret)
  }
}

/** Their codes. */
export function codesOf(action: () => unknown, secret?: RegExp): readonly IssueCode[] {
  return codes(thrown(action, secret))
}

function issuesOf(error: unknown, secret: RegExp | undefined): readonly Issue[] {
  if (!(error instanceof PortalError)) throw error
  // What could not be done stands before what is wrong.
  expect(error.message).toMatch(/^[A-Za-z][^:]* [^:]+: /)
  if (secret !== undefined) expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(secret)
  return error.issues
}
