/**
 * What may be wrong with a PKCS#12 file.
 *
 * @module
 */
import type { PortalError } from '../../issue.js'
import { keyError } from '../key.js'

/** The file cannot be read, for a reason. */
export function unreadable(message: string): PortalError {
  return keyError('key.unreadable', message, 'pkcs12')
}

/** The file needs an algorithm that is not supported. */
export function unsupported(algorithm: string): PortalError {
  return unreadable(`The file is protected with ${algorithm}, which is not supported.`)
}

/** Nothing tells a wrong passphrase from a file that was changed. */
export function wrongPassphrase(): PortalError {
  return keyError('key.passphrase', 'The passphrase is wrong, or the file is damaged.', 'passphrase')
}
