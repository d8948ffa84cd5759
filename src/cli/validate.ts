/**
 * The command `validate`.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'
import { codecs, portalSignatureJobManifest, type DecodeOptions } from '../codec/index.js'
import { manifestFor, sectors, type Sector } from '../manifest/index.js'
import { issuesOf } from '../outcome.js'
import { exitCodes, kinds, oneOf, parseOptions, readAll, UsageError, type Command, type FileIssue } from './command.js'
import { readEach } from './files.js'
import { issueLine } from './issues.js'
import { elementLines, readMessage, type AnyCodec } from './message.js'

const help = `Usage: signering-portal validate [OPTION...] FILE...

Checks each message against portal.xsd and the documented rules. The file - is standard input. The root element of a
file tells which message it is:
${elementLines}

Each problem is a line FILE:LINE:COLUMN CODE MESSAGE (PATH), and no line repeats what the message holds. A problem that
is only worth a look has "warning" before its code.

Options:
  --sector ${sectors.join('|')}  hold manifests to the rules of a sector too
  --tolerant               skip unknown elements and attributes, as a client does that reads responses
  --json                   print JSON
  -h, --help               print this

Exit codes: 0 no file has errors, 1 a file has errors, 2 a wrong option, or a file that cannot be read.`

/** What became of one file. */
interface Verdict {
  readonly file: string
  /** The root element; absent where it is none of the vocabulary, or cannot be read. */
  readonly element?: string
  readonly valid: boolean
  readonly issues: readonly FileIssue[]
}

const run: Command['run'] = async (commandArguments, terminal) => {
  const options = { sector: kinds.text, tolerant: kinds.flag }
  const { values, positionals } = parseOptions(commandArguments, options)
  const { sector } = await readAll({
    sector: () => oneOf('sector', values.sector, sectors),
    files: () => {
      if (positionals.length === 0) throw new UsageError('There is no file to validate.')
      if (new Set(positionals).size < positionals.length) throw new UsageError('A file is named more than once.')
    },
  })
  // All are read before the first is judged: a run that cannot judge them all judges none.
  const contents = await readEach(positionals, terminal)
  const unknown = values.tolerant === true ? 'ignore' : 'reject'
  const verdicts = contents.map((content, at) => judge(positionals[at] ?? '', content, codecsFor(sector), { unknown }))
  return {
    exitCode: verdicts.every(({ valid }) => valid) ? exitCodes.ok : exitCodes.problems,
    issues: verdicts.flatMap(({ issues }) => issues),
    result: { files: verdicts.map(({ issues: _, ...verdict }) => verdict) },
    lines: verdicts.flatMap(linesOf),
  }
}

function codecsFor(sector: Sector | undefined): readonly AnyCodec[] {
  if (sector === undefined) return codecs
  return codecs.map((codec) => (codec === portalSignatureJobManifest ? manifestFor(sector) : codec))
}

function judge(file: string, content: Uint8Array, candidates: readonly AnyCodec[], options: DecodeOptions): Verdict {
  const { element, result } = readMessage(content, options, candidates)
  const issues = issuesOf(result).map((issue) => ({ file, ...issue }))
  return { file, ...(element === undefined ? {} : { element }), valid: result.ok, issues }
}

function linesOf({ file, element, valid, issues }: Verdict): readonly string[] {
  const lines = issues.map(issueLine)
  return valid ? [...lines, `${escapeSteering(file)}: a valid ${element ?? ''}`] : lines
}

/** Checks messages. */
export const validate: Command = { help, run }
