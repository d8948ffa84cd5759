/**
 * The assertions of the cases. They throw plain errors, so that any test runner can show them. The values that they show
 * are the suite's own.
 *
 * @module
 */
import type { ReportedError } from '../adapter.js'
import { differenceOf, plain, shown } from './difference.js'

/** Requires a condition. */
export function requireThat(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Error(sentence)
}

/**
 * Requires a value to be the same data as the expected one. A property that is undefined is the same as one that is absent,
 * and a date the same as any form of its instant.
 */
export function requireEqual(actual: unknown, expected: unknown, subject: string): void {
  const difference = differenceOf(plain(actual), expected)
  if (difference === undefined) return
  const { path, wanted, got } = difference
  throw new Error(`${subject}${path && ` at ${path}`}: wanted ${wanted}, got ${got}`)
}

/** Requires an operation to fail in any way. */
export async function requireFailure(operation: Promise<unknown>, subject: string): Promise<unknown> {
  let value: unknown
  try {
    value = await operation
  } catch (reason) {
    return reason
  }
  throw new Error(`${subject} must fail, but gave ${shown(value)}`)
}

/** Requires an operation to read its response, and tells which one where it does not. */
export async function requireRead<T>(operation: Promise<T>, subject: string): Promise<T> {
  try {
    return await operation
  } catch (reason) {
    const words = shown(reason instanceof Error ? reason.message : reason)
    throw new Error(`${subject} must be read, but the client threw ${words}`, { cause: reason })
  }
}

/** What the error of a refusal must tell. Without a status: any. */
export type Refusal = Readonly<{ status?: number; errorCode?: string | undefined }>

/** Requires an operation to fail because the service refused the request, and to tell so. */
export async function requireRefusal(operation: Promise<unknown>, expected: Refusal, subject: string): Promise<void> {
  const reason = (await requireFailure(operation, subject)) as Partial<ReportedError> | undefined
  const told = { status: reason?.status, errorCode: reason?.serviceError?.errorCode }
  const crash =
    reason instanceof Error && told.status === undefined ? ` (it threw ${reason.name}: ${reason.message})` : ''
  requireEqual(told, { status: told.status, ...expected }, `what the error of ${subject} tells${crash}`)
}
