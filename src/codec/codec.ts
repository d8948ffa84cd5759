/**
 * Codecs: encode and decode as one value.
 *
 * @module
 */
import { isBytes, isLimit, isObject, isString, lengthOf, propertiesOf } from '../guard.js'
import { unwrap, type Issue, type Result } from '../issue.js'
import { issueIf, limitIssue, outcome, refusal, refused, withFound } from '../outcome.js'
import { decodeText, isLongerThan } from '../xml/encoding.js'
import { placesAt } from '../xml/place.js'
import { compileType } from './content.js'
import { letGoOf } from './copies.js'
import { decodeXml, type Root } from './decode.js'
import { compileEncoder, maximumMessageBytes } from './encode.js'
import { placeIssues, type Offers } from './property.js'
import { soundOf } from './sound.js'
import { namesIn, type ComplexType } from './spec.js'
import { standardSchema, type StandardSchema } from './standard-schema.js'

export { maximumMessageBytes }

/** How to read a document. */
export interface DecodeOptions {
  /**
   * What to do with elements and attributes that the schema does not have: `reject` (the default) reports each, as the
   * schema demands; `ignore` skips them, and the attributes xsi:type and xsi:nil, which is how to read responses, since
   * the service adds fields.
   */
  readonly unknown?: 'reject' | 'ignore' | undefined
  /**
   * The length in bytes of the longest document to read, {@link maximumMessageBytes} by default; text is counted as
   * UTF-8. A longer one is refused with `xml.size` before anything of it is read.
   */
  readonly maximumBytes?: number | undefined
}

/** How to read a manifest. */
export interface ManifestDecodeOptions extends DecodeOptions {
  /**
   * What a breach of a documented rule is: with `enforce` (the default) it stops the document, unless the rule says that it
   * is worth a look only; with `warn` it is always a warning, so that the codec accepts what the schema accepts, less what
   * docs/conformance.md lists: see {@link Codec.decode}.
   */
  readonly rules?: 'enforce' | 'warn' | undefined
}

/** Reads and writes one element of the vocabulary. */
export interface Codec<T> extends StandardSchema<string | Uint8Array, T> {
  /** The name of the element, such as `portal-signature-job-manifest`. */
  readonly name: string
  /** Its declaration: what the schema says of the element and of all below it, as data. */
  readonly spec: ComplexType<T>
  /**
   * Writes a value as an XML document, to be sent as UTF-8. Everything that decoding would refuse is refused, a document
   * of more than {@link maximumMessageBytes} too.
   *
   * @throws PortalError with all issues
   */
  readonly encode: (value: T) => string
  /**
   * Reads an XML document from text, or from bytes in UTF-8, (with a byte order mark) UTF-16, or, where it is
   * declared, US-ASCII or ISO-8859-1. The value keeps no more than 4 KiB of the document in memory. Accepts what
   * the schema accepts, less what docs/conformance.md lists: document type declarations, versions of XML other than 1.0, the
   * attributes xsi:type and xsi:nil, more than 100 prefixes at one place, bytes in other encodings or with a declaration that
   * contradicts their byte order mark, and more than `maximumBytes`.
   *
   * @throws PortalError with all issues
   */
  readonly decode: (xml: string | Uint8Array, options?: DecodeOptions) => T
  /** As `encode`, without throwing, and with warnings. */
  readonly safeEncode: (value: T) => Result<string>
  /** As `decode`, without throwing, and with warnings. */
  readonly safeDecode: (xml: string | Uint8Array, options?: DecodeOptions) => Result<T>
}

/** Reads and writes the manifest, which has rules that the schema cannot say. */
export interface ManifestCodec<T> extends Codec<T> {
  /**
   * Reads an XML document as every codec does, and holds it to the documented rules, unless `rules` says otherwise.
   *
   * @throws PortalError with all issues
   */
  readonly decode: (xml: string | Uint8Array, options?: ManifestDecodeOptions) => T
  /** As `decode`, without throwing, and with warnings. */
  readonly safeDecode: (xml: string | Uint8Array, options?: ManifestDecodeOptions) => Result<T>
}

/** Whether a message has come or is to be sent. */
export type Way = 'read' | 'write'

/** What a codec is made of. */
export interface CodecDeclaration<T> {
  /** The name of the root element. */
  readonly name: string
  /** Its declaration. */
  readonly spec: ComplexType<T>
  /** Checks what the schema cannot say, of as much of a value as has the right form. */
  readonly check?: (value: Partial<T>, way: Way) => readonly Issue[]
  /** What lists in messages name; everything if absent. */
  readonly offers?: Offers
}

/** Makes a codec; one without a check has no rules to dial. The declaration is compiled at first use. */
/* @__NO_SIDE_EFFECTS__ */
export function createCodec<T>(declaration: CodecDeclaration<T>): ManifestCodec<T> {
  const { name, spec } = declaration
  const check = declaration.check ?? ((): readonly Issue[] => [])
  const compiled = once(() => {
    const type = compileType(spec)
    const root: Root = { name, type, vocabulary: new Set([name, ...namesIn(spec)]) }
    return { root, encodeXml: compileEncoder(name, type) }
  })

  const [notEncoded, notDecoded] = [`${name} cannot be encoded`, `${name} cannot be decoded`]

  /** Rules look at what has the right form, also where something else has not. */
  const judge = <V>(issues: readonly Issue[], read: unknown, value: V, input?: Input): Result<V> => {
    const found = check((issues.length === 0 ? read : soundOf(spec, read)) as Partial<T>, input ? 'read' : 'write')
    const breaches =
      input?.lenient === true ? found.map((issue) => ({ ...issue, severity: 'warning' as const })) : found
    if (issues.length + breaches.length === 0) return { ok: true, value, warnings: breaches }
    const located = input && breaches.length > 0 ? locate(compiled().root, input, breaches) : breaches
    return outcome(placeIssues(declaration, withFound(issues, located)), () => value)
  }

  const safeEncode = (value: T): Result<string> => {
    const { xml, value: read, issues } = compiled().encodeXml(value, declaration.offers)
    return judge(issues, read, xml)
  }

  const safeDecode = (xml: string | Uint8Array, options: ManifestDecodeOptions = {}): Result<T> => {
    const input = textOf(xml, options)
    if (!input.ok) return input
    const { text, tolerant } = input.value
    const { value, issues } = decodeXml(compiled().root, text, { tolerant, offers: declaration.offers })
    letGoOf(input.value.text, value)
    return judge(issues, value, value as T, input.value)
  }

  return {
    name,
    spec,
    safeEncode,
    safeDecode,
    encode: (value) => unwrap(safeEncode(value), notEncoded),
    decode: (xml, options) => unwrap(safeDecode(xml, options), notDecoded),
    ...standardSchema((input) => safeDecode(input as string | Uint8Array)),
  }
}

/** A document to be read. */
interface Input {
  readonly text: string
  readonly tolerant: boolean
  readonly lenient: boolean
}

/** Callers that are not type-checked may hand over anything, as options too. */
function textOf(given: unknown, options: unknown): Result<Input> {
  const { unknown = 'reject', rules = 'enforce', maximumBytes = maximumMessageBytes } = propertiesOf(options)
  const tolerant = unknown === 'ignore'
  const lenient = rules === 'warn'
  const isUsual = (tolerant || unknown === 'reject') && (lenient || rules === 'enforce') && isObject(options)
  if (!isUsual || !isLimit(maximumBytes) || !(isString(given) || isBytes(given)))
    return refusal(inputIssues(given, options, { unknown, rules, maximumBytes }))
  if (isString(given) ? isLongerThan(maximumBytes, given) : lengthOf(given) > maximumBytes)
    return refused('xml.size', `The document is longer than the limit of ${maximumBytes} bytes.`)
  const decoded = isString(given) ? { text: given } : decodeText(given)
  if ('issue' in decoded) return refusal([decoded.issue])
  return { ok: true, value: { text: decoded.text, tolerant, lenient }, warnings: [] }
}

/** All that is wrong with what was handed over, and with what was read of it. */
function inputIssues(
  given: unknown,
  options: unknown,
  { unknown, rules, maximumBytes }: Readonly<Record<keyof ManifestDecodeOptions, unknown>>,
): readonly Issue[] {
  return [
    ...issueIf(!isObject(options), 'value.type', 'The options must be an object.'),
    ...issueIf(unknown !== 'ignore' && unknown !== 'reject', 'value.type', "unknown must be 'reject' or 'ignore'.", {
      property: ['unknown'],
    }),
    ...issueIf(rules !== 'enforce' && rules !== 'warn', 'value.type', "rules must be 'enforce' or 'warn'.", {
      property: ['rules'],
    }),
    ...(isLimit(maximumBytes) ? [] : [limitIssue('maximumBytes')]),
    ...issueIf(!isString(given) && !isBytes(given), 'value.type', 'Must be a string or a Uint8Array.'),
  ]
}

/** Reads a document again to find where its elements are; only documents that break rules pay for it. */
function locate(root: Root, { text, tolerant }: Input, issues: readonly Issue[]): readonly Issue[] {
  const elements = issues.map(({ path }) => path.replace(/\/@.*$/, ''))
  const noted = new Set(elements.map((path) => path.replace(/^.*\/|\[\d+\]$/g, '')))
  const { starts } = decodeXml(root, text, { tolerant, noted })
  const indexes = elements.map((path) => starts.get(path))
  const places = placesAt(
    text,
    indexes.filter((index) => index !== undefined),
  )
  return issues.map((issue, number) => ({ ...issue, ...places.get(indexes[number] ?? -1) }))
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
