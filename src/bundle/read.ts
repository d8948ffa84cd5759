/**
 * Reads document packages.
 *
 * @module
 */
import { unwrap, type Result } from '../issue.js'
import { bundleOf, openBundle, type Bundle } from './open.js'

/** How to read a package. */
export interface ReadBundleOptions {
  /**
   * The most bytes, from 0 on, that a package may have, looked at before anything else, and that its files may have
   * together once unpacked, looked at before anything is inflated. Omitted: {@link maximumBundleBytes}. `manifest.xml` is
   * held to 1 MiB besides (`maximumMessageBytes`).
   */
  readonly maximumBytes?: number | undefined
}

/**
 * Reads a package without verifying its signature: use `verifyBundle` for packages of others.
 *
 * @param bytes - the package
 * @param options - how large it may be
 * @returns the package
 * @throws {@link PortalError} with all that is wrong with the archive, the names, the manifest, the documents, and the form
 *   of the signature
 *
 * @example
 * ```ts
 * import { readBundle } from 'signering-portal/bundle'
 *
 * declare const bundle: Uint8Array
 *
 * const { documents } = readBundle(bundle)
 * console.log(documents.map(({ href }) => href)) // [ 'document-1.pdf' ]
 * ```
 */
export function readBundle(bytes: Uint8Array, options?: ReadBundleOptions): Bundle {
  return unwrap(safeReadBundle(bytes, options), 'The package cannot be read')
}

/**
 * As {@link readBundle}, without throwing.
 *
 * @param bytes - the package
 * @param options - how large it may be
 * @returns the package, or all that is wrong with it
 *
 * @example
 * ```ts
 * import { safeReadBundle } from 'signering-portal/bundle'
 *
 * const result = safeReadBundle(new TextEncoder().encode('no archive'))
 * console.log(result.ok ? result.value.documents.length : result.issues.map(({ code }) => code)) // [ 'bundle.zip' ]
 * ```
 */
export function safeReadBundle(bytes: Uint8Array, options?: ReadBundleOptions): Result<Bundle> {
  return bundleOf(openBundle(bytes, options))
}
