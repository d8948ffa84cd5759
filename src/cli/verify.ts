/**
 * The command `verify`.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'
import { openBundle } from '../bundle/open.js'
import { verifyOpened } from '../bundle/verify.js'
import { safeDateFromDateTime } from '../codec/date-time.js'
import { issuesOf, refuseIfAny } from '../outcome.js'
import { isTrustEnvironment, type TrustEnvironment } from '../trust/authorities.js'
import {
  exitCodes,
  kinds,
  onlyOne,
  parseOptions,
  readAll,
  requireOneInput,
  UsageError,
  type Command,
} from './command.js'
import { readEach, readOrInput } from './files.js'
import { issueLine } from './issues.js'

const help = `Usage: signering-portal verify [OPTION...] FILE

Reads a document package and verifies its signature: every file is covered and unchanged, and the certificate leads to a
trusted one. Revocation is not looked at. One of the files may be -, standard input.

Options, of which one of the first two is needed:
  --environment NAME  production or test: the signer's certificate must lead to a root of Buypass or Commfides there
  --trust FILE        a certificate in PEM or DER that the signer's must lead to; may be given more than once
  --intermediates FILE
                      certificates that may stand between the two and are not trusted, beside those of the package; may
                      be given more than once
  --received-at TIME  when the package was received, such as 2016-02-10T12:00:00+01:00: it must have been signed within
                      5 seconds of it, and the certificates valid then (default: when it says that it was signed)
  --json              print JSON
  -h, --help          print this

Exit codes: 0 the package is valid, 1 it is not, 2 a wrong option, or a file that cannot be read.`

const run: Command['run'] = async (commandArguments, terminal) => {
  const options = {
    environment: kinds.text,
    trust: kinds.texts,
    intermediates: kinds.texts,
    'received-at': kinds.text,
  }
  const { values, positionals } = parseOptions(commandArguments, options)
  const { file, environment, given } = await readAll({
    file: () => onlyOne('file', positionals),
    environment: () => environmentOf(values.environment, values.trust),
    given: () => (values['received-at'] === undefined ? undefined : instant(values['received-at'])),
    input: () => {
      requireOneInput([...positionals, ...(values.trust ?? []), ...(values.intermediates ?? [])])
    },
  })
  const { trust, intermediates, bytes } = await readAll({
    trust: async () => (values.trust === undefined ? undefined : readEach(values.trust, terminal)),
    intermediates: async () => readEach(values.intermediates ?? [], terminal),
    bytes: async () => readOrInput(file, terminal),
  })
  const opened = openBundle(bytes)
  const receivedAt = given ?? opened.signature?.signingTime ?? new Date()
  const verified = verifyOpened(opened, { environment, trust, intermediates, receivedAt })
  const unreadable = verified.ok ? [] : verified.issues.filter(({ property: [given] = [] }) => isOption(given))
  refuseIfAny('The certificates cannot be read', unreadable)
  const issues = issuesOf(verified).map((issue) => ({ file, ...issue }))
  const lines = issues.map(issueLine)
  if (!verified.ok) return { exitCode: exitCodes.problems, issues, result: { file, valid: false }, lines }
  const { documents, signingTime } = verified.value
  const count = documents.length === 1 ? '1 document' : `${documents.length} documents`
  const line = `${escapeSteering(file)}: a valid document package of ${count}, signed at ${signingTime.toISOString()}`
  const result = { file, valid: true, documents: documents.length, signingTime: signingTime.toISOString() }
  return { exitCode: exitCodes.ok, issues, result, lines: [...lines, line] }
}

/** Whether a part of what is verified was given as an option. */
function isOption(part: string | number | undefined): boolean {
  return part === 'trust' || part === 'intermediates'
}

/** Where the sender is; undefined where certificates were given to trust. */
function environmentOf(name: string | undefined, trust: unknown): TrustEnvironment | undefined {
  if ((name === undefined) === (trust === undefined))
    throw new UsageError('Either --environment or --trust is needed: without them no package is valid.')
  if (name === undefined || isTrustEnvironment(name)) return name
  throw new UsageError('--environment is production or test.')
}

function instant(text: string): Date {
  const read = safeDateFromDateTime(text)
  if (read.ok) return read.value
  throw new UsageError('--received-at is a date and time with its offset, such as 2016-02-10T12:00:00+01:00.')
}

/** Verifies a document package. */
export const verify: Command = { help, run }
