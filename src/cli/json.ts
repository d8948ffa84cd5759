/**
 * What a command tells, as JSON.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'

/** A value as JSON for people, which steers no terminal either. */
export function jsonText(value: object): string {
  // Line by line: JSON itself escapes those line feeds that belong to a text.
  return JSON.stringify(value, undefined, 2).split('\n').map(escapeSteering).join('\n')
}

/** A value as one line of JSON that steers no terminal: what is escaped can only stand in a text. */
export function jsonLine(value: object): string {
  return escapeSteering(JSON.stringify(value))
}
