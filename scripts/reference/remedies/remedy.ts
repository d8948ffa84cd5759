import type { issueCodes } from '../../../src/issue.js'

/** What helps the person who got an issue, in plain sentences. */
export interface Remedy {
  /** What has most often led to it. */
  readonly cause: string
  /** What to do about it. */
  readonly remedy: string
}

/** A remedy for each code whose first word is one of these. */
export type RemediesOf<Family extends string> = Readonly<
  Record<Extract<keyof typeof issueCodes, `${Family}.${string}`>, Remedy>
>

/**
 * Remedies by code.
 *
 * @param rows - for each code its likeliest cause, and what to do
 */
export function remediesOf<Code extends string>(
  rows: Readonly<Record<Code, readonly [cause: string, remedy: string]>>,
): Readonly<Record<Code, Remedy>> {
  const entries = Object.entries<readonly [string, string]>(rows)
  return Object.fromEntries(entries.map(([code, [cause, remedy]]) => [code, { cause, remedy }])) as Record<Code, Remedy>
}
