/**
 * Which organization a client's certificate names.
 *
 * @module
 */
import { subjectAttributes } from '../x509/subject.js'
import type { Client } from './simulator.js'

/**
 * Reads the organization number of a client's enterprise certificate: of organizationIdentifier (2.5.4.97, SEID 2.0),
 * or else of serialNumber (2.5.4.5, SEID 1).
 */
export function clientOf(certificate: Uint8Array): Client {
  const attributes = subjectAttributes(certificate)
  // As for the service's own certificate, the first type that the subject has decides, by all of its values.
  for (const [type, form] of organizationAttributes) {
    const named = attributes.filter((attribute) => attribute.type === type)
    if (named.length === 0) continue
    const numbers = new Set(named.map(({ value = '' }) => form.exec(value)?.[1] ?? ''))
    const [organizationNumber = ''] = numbers
    return { organizationNumber: numbers.size === 1 ? organizationNumber : '' }
  }
  return { organizationNumber: '' }
}

const organizationAttributes: readonly (readonly [type: string, form: RegExp])[] = [
  ['550461', /^NTRNO-([0-9]{9})$/],
  ['550405', /^([0-9]{9})$/],
]
