/**
 * Messages whose root element says which they are.
 *
 * @module
 */
import { codecs, type Codec, type DecodeOptions } from '../codec/index.js'
import type { Result } from '../issue.js'
import { issuesOf } from '../outcome.js'

/** A codec, whatever its value. */
export type AnyCodec = Pick<Codec<unknown>, 'name' | 'safeDecode'>

/** What became of a message. */
export interface ReadMessage {
  /** The root element; absent where it is none of the vocabulary, or cannot be read. */
  readonly element?: string
  readonly result: Result<unknown>
}

/** The names of all root elements, one on a line, for the helps. */
export const elementLines: string = codecs.map(({ name }) => `  ${name}`).join('\n')

/** Reads a message by the codec of its root element. */
export function readMessage(
  content: Uint8Array,
  options: DecodeOptions,
  candidates: readonly AnyCodec[] = codecs,
): ReadMessage {
  const judged = candidates.map((codec) => ({ name: codec.name, result: codec.safeDecode(content, options) }))
  const [own, ...others] = judged.filter(({ result }) => issuesOf(result).every(({ code }) => code !== 'schema.root'))
  // What is no document at all has no root that any of them could take for another.
  if (own !== undefined && others.length === 0) return { element: own.name, result: own.result }
  // Without an element of the vocabulary, all codecs say the same but for the name of the root.
  const [first] = judged
  const message = `The root element must be one of ${codecs.map(({ name }) => name).join(', ')}, in their namespace.`
  const issues = first?.result.ok === false ? first.result.issues : []
  const told = issues.map((issue) => (issue.code === 'schema.root' ? { ...issue, message } : issue))
  return { result: { ok: false, issues: told } }
}
