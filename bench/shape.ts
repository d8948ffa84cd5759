import type { IssueCode, Result } from 'signering-portal/codec'

/** A shape of hostile input. It must end as it is meant to, or be read in full; one that ends otherwise shows nothing. */
export interface Shape {
  /** Makes the input; what that costs is not measured. */
  readonly make: () => Uint8Array
  /** Uses it. */
  readonly use: (input: Uint8Array) => Result<unknown> | Promise<Result<unknown>>
  /** The code of the first error that it ends with. */
  readonly code: IssueCode | 'accepted'
  /** What it may take instead of a second, where a documented limit allows as much work, with other work going on meanwhile. */
  readonly work?: {
    readonly milliseconds: number
    /** How long the event loop may wait at most. */
    readonly pauseMilliseconds: number
  }
}

/** Shapes by name. */
export type Shapes = Readonly<Record<string, Shape>>

/** The code of the first error, or `accepted`. */
export function outcomeOf(result: Result<unknown>): string {
  const error = result.ok ? undefined : result.issues.find(({ severity }) => severity === 'error')
  return error?.code ?? 'accepted'
}
