/**
 * The platform's `AbortSignal`, where the types of the platform may not be there.
 *
 * @module
 */

/** What is used of an `AbortSignal`, where a program is compiled with neither the types of the web nor those of Node.js. */
interface AbortSignalInUse {
  /** Whether it has been aborted. */
  readonly aborted: boolean
  /** What it was aborted with. */
  readonly reason: unknown
  /** Throws the reason if it has been aborted. */
  readonly throwIfAborted: () => void
  /** Calls the listener when it is aborted. */
  readonly addEventListener: (
    type: 'abort',
    listener: () => void,
    options?: { readonly once?: boolean | undefined },
  ) => void
  /** Calls the listener no more. */
  readonly removeEventListener: (type: 'abort', listener: () => void) => void
}

/** The global `AbortSignal`; what is used of one where the compiler knows of none (`lib` without `DOM`, no `@types/node`). */
export type AbortSignal = typeof globalThis extends { readonly AbortSignal: { readonly prototype: infer Signal } }
  ? Signal
  : AbortSignalInUse
