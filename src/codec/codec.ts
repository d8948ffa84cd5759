/**
 * Codecs: encode and decode as one value.
 *
 * @module
 */
import { formatIssue, unwrap, type Issue, type Result } from '../issue.js'
import { makeIssue, outcome } from '../outcome.js'
import { decodeText } from '../xml/encoding.js'
import { compileType } from './content.js'
import { decodeXml, type DecodeOptions, type Root } from './decode.js'
import { compileEncoder, type Encoded } from './encode.js'
import { placeIssues } from './property.js'
import type { ComplexSpec, ComplexType } from './spec.js'

export type { DecodeOptions } from './decode.js'

/** What a validator that follows Standard Schema (https://standardschema.dev) looks for. */
export interface StandardSchema<Input, Output> {
  /** The version of Standard Schema. */
  readonly version: 1
  /** The name of this package. */
  readonly vendor: 'signering-portal'
  /** Decodes strictly; an issue's message begins with its place, since the input is text and has no paths of its own. */
  readonly validate: (
    input: unknown,
  ) => { readonly value: Output } | { readonly issues: readonly { readonly message: string }[] }
  /** Never present at run time. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined
}

/** Reads and writes one element of the vocabulary. */
export interface Codec<T> {
  /** The name of the element, such as `portal-signature-job-manifest`. */
  readonly name: string
  /** Its declaration: what the schema says of the element and of all below it, as data. */
  readonly spec: ComplexType<T>
  /**
   * Writes a value as an XML document, to be sent as UTF-8. Everything that decoding would refuse is refused.
   *
   * @throws PortalError with all issues
   */
  readonly encode: (value: T) => string
  /**
   * Reads an XML document from text, or from bytes in UTF-8, US-ASCII or (with a byte order mark) UTF-16. Accepts what
   * the schema accepts, less document type declarations, XML 1.1, and the attributes xsi:type and xsi:nil.
   *
   * @throws PortalError with all issues
   */
  readonly decode: (xml: string | Uint8Array, options?: DecodeOptions) => T
  /** As `encode`, without throwing, and with warnings. */
  readonly safeEncode: (value: T) => Result<string>
  /** As `decode`, without throwing, and with warnings. */
  readonly safeDecode: (xml: string | Uint8Array, options?: DecodeOptions) => Result<T>
  /** The codec as a validator of XML for libraries that take any Standard Schema. */
  readonly '~standard': StandardSchema<string | Uint8Array, T>
}

/** What a codec is made of. */
export interface CodecDeclaration<T> {
  /** The name of the root element. */
  readonly name: string
  /** Its declaration. */
  readonly spec: ComplexType<T>
  /** Checks what the schema cannot say, of a value that the schema accepts. */
  readonly check?: (value: T) => readonly Issue[]
}

/**
 * Makes a codec. The declaration is compiled at first use.
 *
 * @param declaration - name, spec and check
 * @returns the codec
 */
export function createCodec<T>(declaration: CodecDeclaration<T>): Codec<T> {
  const { name, spec } = declaration
  const check = declaration.check ?? ((): readonly Issue[] => [])
  const compiled = once(() => {
    const type = compileType(spec)
    const root: Root = { name, type, vocabulary: new Set([name, ...namesIn(spec)]) }
    return { root, encodeXml: compileEncoder(name, type) }
  })

  const safeEncode = (value: T): Result<string> => {
    const { xml, issues } = writeSafely(compiled().encodeXml, value)
    // Rules look at values of the right form only.
    const found = issues.length > 0 ? issues : check(value)
    return outcome(placeIssues(name, spec, found), () => xml)
  }

  const safeDecode = (xml: string | Uint8Array, options: DecodeOptions = {}): Result<T> => {
    const input = isDecodeOptions(options) ? textOf(xml) : { issue: wrongOptions }
    if ('issue' in input) return { ok: false, issues: [input.issue] }
    const { root } = compiled()
    const decoded = decodeXml(root, input.text, options)
    const value = decoded.value as T
    if (decoded.issues.length > 0) return outcome(placeIssues(name, spec, decoded.issues), () => value)
    const found = check(value)
    if (found.length === 0) return { ok: true, value, warnings: found }
    return outcome(placeIssues(name, spec, locate(root, input.text, options, found)), () => value)
  }

  return {
    name,
    spec,
    safeEncode,
    safeDecode,
    encode: (value) => unwrap(safeEncode(value), `${name} cannot be encoded`),
    decode: (xml, options) => unwrap(safeDecode(xml, options), `${name} cannot be decoded`),
    '~standard': {
      version: 1,
      vendor: 'signering-portal',
      validate: (input) => {
        const result = safeDecode(input as string | Uint8Array)
        return result.ok
          ? { value: result.value }
          : { issues: result.issues.map((issue) => ({ message: formatIssue(issue) })) }
      },
    },
  }
}

/** A getter or proxy may throw, with a value from the message in what it throws. */
function writeSafely(write: (value: unknown) => Encoded, value: unknown): Encoded {
  try {
    return write(value)
  } catch {
    return { xml: '', issues: [makeIssue('value.type', 'A property of the value cannot be read.')] }
  }
}

const wrongOptions: Issue = makeIssue('value.type', "unknown must be 'reject' or 'ignore'.")

function isDecodeOptions(options: unknown): boolean {
  if (typeof options !== 'object' || options === null) return false
  const { unknown } = options as { readonly unknown?: unknown }
  return unknown === undefined || unknown === 'reject' || unknown === 'ignore'
}

/** Callers that are not type-checked may hand over anything. */
function textOf(xml: unknown): ReturnType<typeof decodeText> {
  if (typeof xml === 'string') return { text: xml }
  if (xml instanceof Uint8Array) return decodeText(xml)
  return { issue: makeIssue('value.type', 'Must be a string or a Uint8Array.') }
}

/** Reads the document again to find where the elements of these issues are; only documents with findings pay for it. */
function locate(root: Root, text: string, options: DecodeOptions, issues: readonly Issue[]): readonly Issue[] {
  const places = new Map<string, Pick<Issue, 'line' | 'column'>>()
  decodeXml(root, text, options, (path, line, column) => places.set(path, { line, column }))
  return issues.map((issue) => ({ ...issue, ...places.get(issue.path.replace(/\/@.*$/, '')) }))
}

function namesIn(type: ComplexSpec): readonly string[] {
  const elements = type.sequence.flatMap((particle) =>
    particle.kind === 'element' ? [particle] : particle.branches.flat(),
  )
  return [
    ...type.attributes.map((attribute) => attribute.name),
    ...elements.flatMap((element) => [element.name, ...(element.type.kind === 'complex' ? namesIn(element.type) : [])]),
  ]
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
