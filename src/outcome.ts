/**
 * Making issues and outcomes, for every part of the package.
 *
 * @module
 */
import { PortalError, type Issue, type IssueCode, type Result } from './issue.js'

/** How many issues are told of one document, value or package at most, the first 1,000: a hostile one could have millions. */
export const maximumIssues = 1000

/** What else may be said of an issue. */
export type IssueDetails = Partial<Omit<Issue, 'code' | 'message'>>

/** Makes an issue: an error without a place, unless something else is said. */
export function makeIssue(code: IssueCode, message: string, more: IssueDetails = {}): Issue {
  return { severity: 'error', code, path: '', message, ...more }
}

/** The issue of what is wrong, in a list; an empty one if nothing is. */
export function issueIf(wrong: boolean, ...issue: Parameters<typeof makeIssue>): readonly Issue[] {
  return wrong ? [makeIssue(...issue)] : []
}

/** Issues with what else was found, but where there is one already: what breaks the schema is not held to a rule. */
export function withFound(issues: readonly Issue[], found: readonly Issue[]): readonly Issue[] {
  const told = new Set(issues.map(({ path }) => path))
  return [...issues, ...found.filter(({ path }) => !told.has(path))]
}

/** Makes the error of one issue. */
export function makeError(subject: string, ...issue: Parameters<typeof makeIssue>): PortalError {
  return new PortalError(subject, [makeIssue(...issue)])
}

/** The issue of an option that should be a limit. */
export function limitIssue(property: string): Issue {
  return makeIssue('value.type', `${property} must be a number from 0 on.`, { property: [property] })
}

/** Whether an issue stops what it is an issue of. */
export function isError({ severity }: Issue): boolean {
  return severity === 'error'
}

/** Makes the result of one issue. */
export function refused(...issue: Parameters<typeof makeIssue>): Result<never> {
  return refusal([makeIssue(...issue)])
}

/** What is found in the members of a list, one after the other, until it is {@link maximumIssues} or more. */
export function firstOf<T, F>(list: readonly T[], find: (member: T, index: number) => readonly F[]): readonly F[] {
  const found: F[] = []
  for (let index = 0; index < list.length && found.length < maximumIssues; index++)
    found.push(...find(list[index] as T, index))
  return found
}

/** The first issues, not more than {@link maximumIssues}; one of them is an error if one of all is. */
export function firstIssues(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length <= maximumIssues) return issues
  const last = Math.max(issues.findIndex(isError), maximumIssues - 1)
  return [...issues.slice(0, maximumIssues - 1), ...issues.slice(last, last + 1)]
}

/** Makes the result of issues, at least one of which is an error. */
export function refusal(issues: readonly Issue[]): { readonly ok: false; readonly issues: readonly Issue[] } {
  return { ok: false, issues: firstIssues(issues) }
}

/** Throws all that is wrong, if anything is an error. */
export function refuseIfAny(subject: string, issues: readonly Issue[]): void {
  if (issues.some(isError)) throw new PortalError(subject, firstIssues(issues))
}

/** All issues of a result, warnings included. */
export function issuesOf(result: Result<unknown>): readonly Issue[] {
  return result.ok ? result.warnings : result.issues
}

/** The outcome that issues allow: the value, unless one of them is an error. */
export function outcome<T>(issues: readonly Issue[], value: () => T): Result<T> {
  return issues.some(isError) ? refusal(issues) : { ok: true, value: value(), warnings: firstIssues(issues) }
}

/** The issues of a result, where its value is a part of a larger one: the property says so. */
export function issuesIn(part: string, result: Result<unknown>): readonly Issue[] {
  return issuesOf(result).map((issue) => (issue.property ? { ...issue, property: [part, ...issue.property] } : issue))
}

/** Runs what throws; a PortalError becomes a result, and everything else goes through. */
export function attempt<T>(run: () => T): Result<T> {
  try {
    return { ok: true, value: run(), warnings: [] }
  } catch (thrown) {
    if (thrown instanceof PortalError) return { ok: false, issues: thrown.issues }
    throw thrown
  }
}
