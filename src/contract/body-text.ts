/**
 * The content of requests and responses as a trace shows it: XML as text, of a document package what is in it, and of other
 * content how much there is. What is shown has a bounded length, whatever was sent.
 *
 * @module
 */
import { manifestName } from '../bundle/documents.js'
import { maximumBundleBytes } from '../bundle/open.js'
import { readZip } from '../bundle/zip-reader.js'
import { unlessThrown } from '../guard.js'
import { readMultipart, type Part } from '../simulator/multipart.js'
import { sha256Of } from './cases/difference.js'

/** How many bytes of XML are shown: more than a manifest of ten signers and twenty documents has. */
const mostXmlBytes = 16_384

/** How many characters of a name are shown: as many as an href may have (portal.xsd). */
const mostNameCharacters = 100

/** How many parts of a message are shown, and how many reasons why a package cannot be read: two, and one, are usual. */
const [mostParts, mostReasons] = [10, 3]

/** Content of a media type, in lines. */
export function bodyText(contentType: string | null | undefined, bytes: Uint8Array): readonly string[] {
  if (bytes.length === 0) return []
  return isXml(contentType) ? xmlText(bytes) : [`(${bytes.length} bytes)`]
}

/** The content of a request, in lines: of one in parts each of them, the first that is no XML as a document package. */
export function requestBodyText(contentType: string | null, bytes: Uint8Array): readonly string[] {
  const parts = readMultipart(contentType, bytes)
  if (parts === undefined) return bodyText(contentType, bytes)
  const documentPackage = parts.find((part) => !isXml(typeOf(part)))
  const lines = parts
    .slice(0, mostParts)
    .flatMap((part) => [
      `--- part, ${inShort(typeOf(part) ?? 'without Content-Type')}`,
      ...(part === documentPackage ? packageText(part.body) : bodyText(typeOf(part), part.body)),
    ])
  return parts.length > mostParts ? [...lines, `--- ${parts.length} parts in all`] : lines
}

function packageText(bytes: Uint8Array): readonly string[] {
  const read = readZip(bytes, maximumBundleBytes)
  if (!read.ok) {
    const reasons = read.issues.slice(0, mostReasons).map(({ code, message }) => `${code}, ${message}`)
    const more = read.issues.length > mostReasons ? ` (the first of ${read.issues.length} reasons)` : ''
    return [`(${bytes.length} bytes, which cannot be read as a document package: ${reasons.join(' ')}${more})`]
  }
  const entries = [...read.value].sort((one, other) => Number(isManifest(other)) - Number(isManifest(one)))
  return [
    `(${bytes.length} bytes, a document package${entries.some(isManifest) ? '' : ` without ${manifestName}`})`,
    ...entries.flatMap((entry) => {
      const { name, bytes } = entry
      const line = `--- ${inShort(name)}, ${bytes.length} bytes`
      return isManifest(entry) ? [line, ...xmlText(bytes)] : [`${line}, SHA-256 ${sha256Of(bytes)}`]
    }),
  ]
}

function inShort(name: string): string {
  return name.length > mostNameCharacters ? `${name.slice(0, mostNameCharacters)}…` : name
}

function isManifest({ name }: { readonly name: string }): boolean {
  return name === manifestName
}

function typeOf({ headers }: Part): string | undefined {
  return headers.get('content-type')
}

function isXml(contentType: string | null | undefined): boolean {
  return /^(?:application|text)\/xml\b/i.test(contentType ?? '')
}

/** The text that bytes of XML are, as far as it is shown; of what is no UTF-8, its length. */
function xmlText(bytes: Uint8Array): readonly string[] {
  const isCut = bytes.length > mostXmlBytes
  const text = unlessThrown(() =>
    // A character that the cut goes through is left out.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, mostXmlBytes), { stream: isCut }),
  )
  if (text === undefined) return [`(${bytes.length} bytes, not UTF-8)`]
  return [isCut ? `${text}… (of ${bytes.length} bytes)` : text]
}
