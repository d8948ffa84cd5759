/**
 * The command `decode`.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'
import { issuesOf } from '../outcome.js'
import {
  exitCodes,
  kinds,
  onlyOne,
  parseOptions,
  readAll,
  type Command,
  type Ended,
  type FileIssue,
} from './command.js'
import { readOrInput } from './files.js'
import { issueLine } from './issues.js'
import { jsonText } from './json.js'
import { elementLines, readMessage } from './message.js'
import { outputTo } from './output.js'
import { personalOption, withoutPersonalData } from './personal.js'

const help = `Usage: signering-portal decode [OPTION...] FILE

Reads a message as XML, and prints it as JSON: an object with the name of its root element, and the value. The root element tells
which message it is:
${elementLines}

What is personal is not printed: national identity numbers, titles, descriptions, addresses, telephone numbers and the text of an
error stand there as what they are and how long, and the object has "redacted": true before the message. encode does not take it
then.

Options:
  --output FILE         write the whole message to a file in place of printing it; - is standard output
  --show-personal-data  print the whole message
  --tolerant            skip unknown elements and attributes, as a client does that reads responses
  --json                print JSON of what becomes of the command, with the message in it
  -h, --help            print this

The file - is standard input.

Exit codes: 0 read, 1 the message has errors, 2 a wrong option, or a file that cannot be read or written.`

const run: Command['run'] = async (commandArguments, terminal) => {
  const options = { output: kinds.text, tolerant: kinds.flag, ...personalOption }
  const { values, positionals } = parseOptions(commandArguments, options)
  const { file, output } = await readAll({
    file: () => onlyOne('file', positionals),
    output: async () => outputTo(values.output ?? '-', positionals, terminal),
  })
  const content = await readOrInput(file, terminal)
  const { element, result } = readMessage(content, { unknown: values.tolerant === true ? 'ignore' : 'reject' })
  const issues = issuesOf(result).map((issue): FileIssue => ({ file, ...issue }))
  const complaints = issues.map(issueLine)
  if (!result.ok || element === undefined) return { exitCode: exitCodes.problems, issues, complaints }
  const message = { [element]: result.value }
  const redacted = output.isPrinted && values['show-personal-data'] !== true ? withoutPersonalData(message) : undefined
  const told = redacted === undefined ? message : { redacted: true, ...redacted }
  const isLeftOut = `${escapeSteering(file)}: personal data is left out; --show-personal-data prints it.`
  const ended: Ended = {
    ...{ exitCode: exitCodes.ok, issues },
    complaints: redacted === undefined ? complaints : [...complaints, isLeftOut],
  }
  if (output.isStandard) return { ...ended, result: told, lines: [jsonText(told)] }
  const bytes = new TextEncoder().encode(`${jsonText(told)}\n`)
  await output.write(bytes)
  return { ...ended, result: { output: values.output, bytes: bytes.length } }
}

/** Reads a message as XML, and gives it as JSON. */
export const decode: Command = { help, run }
