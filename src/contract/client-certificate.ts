/**
 * Which organization a client's certificate names.
 *
 * @module
 */
import { subjectAttributes } from '../http/subject.js'
import type { Client } from './portal.js'

/**
 * Reads the organization number of a client's enterprise certificate: of organizationIdentifier (2.5.4.97, SEID 2.0), or
 * else of serialNumber (2.5.4.5, SEID 1).
 *
 * @param certificate - the certificate in DER
 * @returns the client. Its number is empty, which is nobody's, if the certificate names none
 */
export function clientOf(certificate: Uint8Array): Client {
  const attributes = subjectAttributes(certificate)
  const valuesOf = (type: string): readonly string[] =>
    attributes.filter((attribute) => attribute.type === type).map(({ value = '' }) => value)
  const numbers = [
    ...valuesOf('550461').map((value) => /^NTRNO-([0-9]{9})$/.exec(value)?.[1]),
    ...valuesOf('550405').map((value) => /^([0-9]{9})$/.exec(value)?.[1]),
  ]
  return { organizationNumber: numbers.find((number) => number !== undefined) ?? '' }
}
