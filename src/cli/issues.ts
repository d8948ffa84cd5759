/**
 * Issues of files as lines.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'
import { formatIssue } from '../issue.js'
import type { FileIssue } from './command.js'

/**
 * Writes an issue on one line, with its file first if it has one, as compilers do and editors understand; `formatIssue` has no file to
 * name: `manifest.xml:3:12 schema.pattern Must match [0-9]{9}. (/portal-signature-job-manifest/...)`
 */
export function issueLine(issue: FileIssue): string {
  const { file, severity, line, column, code, message, path } = issue
  if (file === undefined) return `signering-portal: ${formatIssue(issue)}`
  const name = escapeSteering(file)
  const place = line === undefined ? name : `${name}:${line}:${column ?? 1}`
  const kind = severity === 'warning' ? 'warning ' : ''
  return `${place} ${kind}${code} ${message}${path === '' ? '' : ` (${path})`}`
}
