/**
 * The command `encode`.
 *
 * @module
 */
import { codecs, type Codec } from '../codec/index.js'
import { isObject } from '../guard.js'
import type { Result } from '../issue.js'
import { issuesOf, refused } from '../outcome.js'
import {
  exitCodes,
  kinds,
  onlyOne,
  parseOptions,
  readAll,
  UsageError,
  type Command,
  type FileIssue,
} from './command.js'
import { readOrInput } from './files.js'
import { issueLine } from './issues.js'
import { readJson, type ReadJson } from './json-text.js'
import { elementLines } from './message.js'
import { outputTo } from './output.js'
import { personalOption, withoutPersonalData } from './personal.js'

const help = `Usage: signering-portal encode [OPTION...] FILE

Reads a message as JSON, and prints it as XML. The JSON is what decode prints: an object with the name of one element, and the
value as the library and schema/json have it:
${elementLines}

A message that holds something personal is not printed, unless that is asked for.

Options:
  --output FILE         write the message to a file in place of printing it; - is standard output
  --show-personal-data  print the message also if it holds something personal
  --json                print JSON of what becomes of the command, with the message in it
  -h, --help            print this

The file - is standard input.

Exit codes: 0 written, 1 the message has errors, 2 a wrong option, or a file that cannot be read or written.`

const run: Command['run'] = async (commandArguments, terminal) => {
  const { values, positionals } = parseOptions(commandArguments, { output: kinds.text, ...personalOption })
  const { file, output } = await readAll({
    file: () => onlyOne('file', positionals),
    output: async () => outputTo(values.output ?? '-', positionals, terminal),
  })
  const read = readJson(await readOrInput(file, terminal))
  const written = read.ok ? write(read.value) : read
  const issues = issuesOf(written).map((issue): FileIssue => ({ file, ...issue }))
  const complaints = issues.map(issueLine)
  if (!written.ok) return { exitCode: exitCodes.problems, issues, complaints }
  const { xml, message } = written.value
  const isAsked = !output.isPrinted || values['show-personal-data'] === true
  if (!isAsked && withoutPersonalData(message) !== undefined)
    throw new UsageError(
      'The message holds personal data: --show-personal-data prints it, and --output FILE writes it to a file.',
    )
  const ended = { exitCode: exitCodes.ok, issues, complaints }
  if (output.isStandard) return { ...ended, result: { xml }, lines: [xml] }
  const bytes = new TextEncoder().encode(`${xml}\n`)
  await output.write(bytes)
  return { ...ended, result: { output: values.output, bytes: bytes.length } }
}

interface Written {
  readonly xml: string
  readonly message: object
}

const form = `The input must be an object with one property, which is named as one of ${codecs.map(({ name }) => name).join(', ')}.`
const leftOut =
  'Personal data was left out of the message: decode it again, with --show-personal-data or --output FILE.'

function write({ value, placesOf }: ReadJson): Result<Written> {
  const names = isObject(value) ? Object.keys(value) : []
  const [start] = placesOf([[]])
  if (names.includes('redacted')) return refused('json.redacted', leftOut, start)
  const [name = '', ...others] = names
  const codec = codecs.find((one) => one.name === name) as Codec<unknown> | undefined
  if (!isObject(value) || codec === undefined || others.length > 0) return refused('json.element', form, start)
  const encoded = codec.safeEncode(value[name])
  const places = placesOf(issuesOf(encoded).map(({ property = [] }) => [name, ...property]))
  const issues = issuesOf(encoded).map((issue, at) => ({ ...issue, ...places[at] }))
  if (!encoded.ok) return { ok: false, issues }
  return { ok: true, value: { xml: encoded.value, message: value }, warnings: issues }
}

/** Reads a message as JSON, and gives it as XML. */
export const encode: Command = { help, run }
