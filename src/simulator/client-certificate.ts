/**
 * Which organization a client's certificate names.
 *
 * @module
 */
import { organizationNumberOf } from '../x509/subject.js'
import type { Client } from './simulator.js'

/**
 * Reads the organization number of a client's enterprise certificate: of organizationIdentifier (2.5.4.97, SEID 2.0),
 * or else of serialNumber (2.5.4.5, SEID 1).
 */
export function clientOf(certificate: Uint8Array): Client {
  return { organizationNumber: organizationNumberOf(certificate, ['2.5.4.97', '2.5.4.5']) ?? '' }
}
