/**
 * What the suite and a driver write to each other, held to schema/driver.schema.json.
 *
 * @module
 */
import { ajv, driverSchema, validatorOf } from '../json-schemas.js'

/** A line of the one or the other, without its line feed. */
export interface DriverLine {
  readonly by: 'suite' | 'driver'
  readonly text: string
}

/** The lines of a transcript. */
export function linesIn(transcript: string): readonly DriverLine[] {
  return transcript
    .trimEnd()
    .split('\n')
    .map((line) => ({ by: line.startsWith('> ') ? 'suite' : 'driver', text: line.slice(2) }))
}

const transcriptBlock = /(?<=<!-- transcript -->\n\n```\n)[^]*?(?=```)/

/** The transcript in a page. */
export function transcriptIn(page: string): string | undefined {
  return transcriptBlock.exec(page)?.[0]
}

/** A page with another transcript. */
export function withTranscript(page: string, transcript: string): string {
  return page.replace(transcriptBlock, () => transcript)
}

/** Which part of the schema a line must be as. */
function faultOf(part: string, line: unknown): string | undefined {
  const validate = validatorOf(driverSchema, `#/$defs/${part}`)
  return validate(line) ? undefined : `${part}: ${ajv.errorsText(validate.errors)}`
}

/**
 * What is wrong with the lines of one process: by the schema, where each answer must be one to its call, or because a request
 * was not answered, or not once.
 */
export function faultsOf(lines: readonly DriverLine[]): readonly string[] {
  const waiting = new Map<number, string>()
  const faults = lines.map(({ by, text }) => {
    const line = JSON.parse(text) as { readonly id: number; readonly call: string }
    if (by === 'suite') {
      waiting.set(line.id, line.call)
      return faultOf('request', line)
    }
    const call = waiting.get(line.id)
    waiting.delete(line.id)
    return call === undefined ? `nobody waits for an answer to ${line.id}` : faultOf(`${call}Answer`, line)
  })
  const unanswered = [...waiting].map(([id, call]) => `${call} ${id} is not answered`)
  return [...faults.filter((fault) => fault !== undefined), ...unanswered]
}
