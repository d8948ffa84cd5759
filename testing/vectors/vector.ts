/**
 * What a vector is, and how a vector of a message is made: its maker says what is expected, and the codec must agree.
 *
 * @module
 */
import { codecs, type Codec, type Issue, type Result } from '../../src/codec/index.js'
import type { Level } from '../../src/codec/portal/rule.js'

/** What every vector has. */
export interface VectorCommon {
  /** Stable: the file, the place and the case. */
  readonly id: string
  /** The case in a sentence. */
  readonly title: string
  readonly level: Level
  /** Where it comes from. */
  readonly source: string
}

/** A file of vectors, and what it says. */
export interface VectorFile {
  readonly name: string
  readonly text: string
  readonly content: { readonly kind: string; readonly vectors: readonly VectorCommon[] }
}

/** An issue without its message, which is free to change. */
export type IssueReference = Pick<Issue, 'code' | 'path' | 'line' | 'column' | 'offset'>

/** What becomes of a message. */
export type Verdict =
  | { readonly valid: true; readonly value: unknown; readonly warnings?: readonly IssueReference[] }
  | { readonly valid: false; readonly issues: readonly IssueReference[] }

/** A message to be read. */
export interface DecodeVector extends VectorCommon {
  readonly element: string
  /** The document as text; or else `bytes`. */
  readonly xml?: string
  /** The document as bytes in base64. */
  readonly bytes?: string
  /** What a validator of XML Schema says by portal.xsd. Absent where validators disagree beyond the known exceptions. */
  readonly schema?: 'valid' | 'invalid'
  /** The id of a known exception, where a validator says something else. */
  readonly exception?: string
  /** What a reader says that takes nothing but what the schema has. */
  readonly strict: Verdict
  /** What a reader says that skips unknown elements and attributes. */
  readonly tolerant: Verdict
}

/** A value to be written. */
export interface EncodeVector extends VectorCommon {
  readonly element: string
  readonly value: unknown
  /** What this package writes. Absent where the value must be refused. */
  readonly xml?: string
  readonly issues?: readonly IssueReference[]
}

/** A code and a path. */
export type ExpectedIssue = readonly [code: string, path: string]

/** What the maker of a vector knows of it. */
export interface Case {
  readonly id: string
  readonly title: string
  readonly level?: Level
  readonly source?: string
  readonly element: string
  readonly document: string | Uint8Array
  /** The issues of strict reading; none for a valid message; `refused` where only the verdict is known beforehand. */
  readonly strict?: readonly ExpectedIssue[] | 'refused'
  /** The issues of tolerant reading, where they are others. */
  readonly tolerant?: readonly ExpectedIssue[] | 'refused'
  /** Where it is not what strict reading says, rules aside. */
  readonly schema?: 'valid' | 'invalid' | 'disputed'
  readonly exception?: string
}

/** The codec of an element. */
export function codecOf(element: string): Pick<Codec<unknown>, 'safeDecode' | 'safeEncode'> {
  const codec = codecs.find(({ name }) => name === element)
  if (codec === undefined) throw new Error(`There is no codec for ${element}.`)
  return codec as Pick<Codec<unknown>, 'safeDecode' | 'safeEncode'>
}

/** Drops the messages of issues. */
export function references(issues: readonly Issue[]): readonly IssueReference[] {
  return issues.map(({ message, ...reference }) => reference)
}

/** Makes a vector. Throws if the codec does not say what is expected. */
export function decodeVector(expected: Case): DecodeVector {
  const { element, document, strict = [], level = 'documented', source = `portal.xsd, ${element}` } = expected
  const { id, title, tolerant = strict, exception } = expected
  const codec = codecOf(element)
  const verdict = (mode: 'reject' | 'ignore', issues: NonNullable<Case['strict']>): Verdict =>
    agreed(`${id} (${mode})`, codec.safeDecode(document, { unknown: mode }), issues)
  const refused = strict === 'refused' || strict.some(([code]) => !code.startsWith('rule.'))
  const { schema = refused ? 'invalid' : 'valid' } = expected
  return {
    id,
    title,
    level,
    source,
    element,
    ...(typeof document === 'string' ? { xml: document } : { bytes: Buffer.from(document).toString('base64') }),
    ...(schema === 'disputed' ? {} : { schema }),
    ...(exception === undefined ? {} : { exception }),
    strict: verdict('reject', strict),
    tolerant: verdict('ignore', tolerant),
  }
}

/** Makes a vector of a value to be written, which is refused if issues are given. */
export function encodeVector(
  common: VectorCommon,
  element: string,
  value: unknown,
  issues: readonly ExpectedIssue[] = [],
): EncodeVector {
  const result = codecOf(element).safeEncode(value)
  const verdict = agreed(common.id, result, issues)
  return { ...common, element, value, ...(verdict.valid ? { xml: String(verdict.value) } : { issues: verdict.issues }) }
}

function agreed(id: string, result: Result<unknown>, expected: readonly ExpectedIssue[] | 'refused'): Verdict {
  const wanted = expected === 'refused' ? undefined : expected.map((issue) => issue.join(' '))
  // What a spec refuses may break rules besides, which are told too and have vectors of their own.
  const isOfSchema = wanted?.some((issue) => !issue.startsWith('rule.')) === true
  const all = result.ok ? [] : result.issues.map(({ code, path }) => `${code} ${path}`)
  const found = all.filter((issue) => !isOfSchema || wanted.includes(issue) || !issue.startsWith('rule.'))
  if (wanted === undefined ? result.ok : JSON.stringify(wanted) !== JSON.stringify(found))
    throw new Error(`${id}: expected ${JSON.stringify(wanted ?? 'refused')}, found ${JSON.stringify(found)}`)
  if (!result.ok) return { valid: false, issues: references(result.issues) }
  const warnings = references(result.warnings)
  return { valid: true, value: result.value, ...(warnings.length === 0 ? {} : { warnings }) }
}
