/**
 * What a command tells, as JSON.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'

/** A value as one line of JSON that steers no terminal: what is escaped can only stand in a text. */
export function jsonLine(value: object): string {
  return escapeSteering(JSON.stringify(value))
}
