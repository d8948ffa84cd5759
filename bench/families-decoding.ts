/**
 * Messages that are made to cost much.
 *
 * @module
 */
import {
  codecs,
  portalSignatureJobManifest,
  portalSignatureJobStatusChangeResponse,
  type Codec,
  type Result,
} from 'signering-portal/codec'
import { manifestFor } from 'signering-portal/manifest'
import { namespace } from '../src/codec/spec.js'
import { makeDocuments, makeManifest } from '../testing/bundle/packages.js'
import { statusChange } from './messages.js'
import {
  everyShape,
  fewXmlShapes,
  numbered,
  repeated,
  under,
  xmlShapes,
  type Families,
  type Family,
  type Place,
} from './family.js'

const change = portalSignatureJobStatusChangeResponse.encode(statusChange)
const manifest = portalSignatureJobManifest.encode(makeManifest(makeDocuments(1)))

/** Puts a text into a message, before, behind or in place of a part of it. */
function put(xml: string, part: string | RegExp, write: (found: string, text: string) => string) {
  if (xml.search(part) === -1) throw new Error(`There is no ${String(part)}.`)
  return (text: string): string => xml.replace(part, (found) => write(found, text))
}

const behind = (found: string, text: string): string => found + text
const before = (found: string, text: string): string => text + found

const valueShapes = ['letters', 'letters outside of the plane', 'digits', 'blanks', 'ends of lines', 'references']
const elementShapes = [
  ...['elements in elements', 'elements without end', 'elements', 'elements with prefixes', 'elements of many names'],
  ...['attributes', 'a name'],
]
const deep = ['elements in elements', 'elements without end']
const wrong = ['references to nothing', 'ends of sections']
const passedOver = ['blanks', 'ends of lines', 'comments', 'instructions']
/** What is refused where it begins, as soon as it is known how long it is. */
const early = Object.keys(xmlShapes)

const places: Readonly<Record<string, Place>> = {
  'in the root': {
    write: put(change, /<\/portal.*>$/, before),
    ends: 'schema.text-unexpected',
    but: {
      'xml.depth': deep,
      'xml.syntax': wrong,
      accepted: [...elementShapes.filter((name) => !deep.includes(name)), ...passedOver],
    },
    early: [...deep, ...wrong],
  },
  'in a number': {
    write: put(change, '<signature-job-id>', behind),
    ends: 'schema.long',
    but: {
      'xml.depth': deep,
      'xml.syntax': wrong,
      accepted: [...elementShapes.filter((name) => !deep.includes(name)), ...passedOver, 'digits'],
    },
    early: [...deep, ...wrong],
  },
  'in an attribute': {
    write: put(change, 'since="', behind),
    ends: 'schema.date-time',
    but: { accepted: passedOver },
    shapes: valueShapes,
  },
  'before the root': {
    write: put(change, /<portal/, before),
    ends: 'xml.syntax',
    but: { 'schema.root': elementShapes, accepted: passedOver },
    // What is refused at its first character takes what copying the text takes.
    shapes: Object.keys(xmlShapes).filter((name) => ![...wrong, 'references', 'CDATA sections'].includes(name)),
    early,
  },
  'behind the root': { write: (text) => change + text, ends: 'xml.syntax', but: { accepted: passedOver }, early },
}

/** What stands there is told, and not passed over. */
const placesOfUnknown: Readonly<Record<string, Place>> = {
  'in the root, which is unknown': {
    write: put(change, /<\/portal.*>$/, before),
    ends: 'schema.element-unexpected',
    but: {
      'schema.text-unexpected': [...valueShapes.filter((name) => !passedOver.includes(name)), 'CDATA sections'],
      'xml.syntax': wrong,
      accepted: passedOver,
    },
    early: [...deep, ...wrong],
    // A thousand are told at every size.
    largest: 4_000_000,
  },
  'in a signature, which is unknown': {
    write: put(change, '<signature>', behind),
    ends: 'schema.element-unexpected',
    shapes: elementShapes.filter((name) => !deep.includes(name)),
    largest: 4_000_000,
  },
  'in a tag, which is unknown': {
    write: put(change, '<signatures>', (_, text) => `<signatures${text.slice(2, -2)}>`),
    ends: 'schema.attribute-unexpected',
    shapes: ['attributes'],
    // A thousand are told at every size.
    largestNames: 800_000,
  },
}
const placesInText: Readonly<Record<string, Place>> = {
  'in the root': {
    write: put(change, /<\/portal.*>$/, before),
    ends: 'accepted',
    but: { 'xml.depth': ['elements without end'], 'schema.text-unexpected': ['letters', 'references'] },
    early: ['elements without end'],
    shapes: [...fewXmlShapes, 'elements with prefixes', 'comments'],
  },
  'in an attribute': { write: put(change, 'since="', behind), ends: 'schema.date-time', shapes: ['references'] },
}

/** Where a manifest is read whose rules are warnings. */
const placesOfRules: Readonly<Record<string, Place>> = {
  'in the signers': {
    write: put(manifest, '</signers>', before),
    ends: 'schema.text-unexpected',
    but: { 'xml.depth': deep, 'xml.syntax': wrong, accepted: [...elementShapes, ...passedOver] },
    early: [...deep, ...wrong],
  },
  'in a title': {
    write: put(manifest, '<title>', behind),
    ends: 'schema.max-length',
    but: { accepted: ['comments', 'instructions'] },
    shapes: [...valueShapes, 'comments', 'instructions', 'CDATA sections'],
  },
  'in an href': { write: put(manifest, 'href="', behind), ends: 'schema.max-length', shapes: valueShapes },
}

const othersPlaces = ({ name }: Codec<unknown>): Readonly<Record<string, Place>> => ({
  'in the root': {
    write: (text) => `<${name} xmlns="${namespace}">${text}</${name}>`,
    ends: 'schema.text-unexpected',
    but: {
      'xml.depth': ['elements without end'],
      [name === 'portal-signature-job-request' ? 'accepted' : 'schema.element-missing']: ['elements', 'attributes'],
    },
    shapes: fewXmlShapes,
    early: ['elements without end'],
  },
})

const encoder = new TextEncoder()
const reader =
  <O>(codec: { readonly safeDecode: (xml: string | Uint8Array, options?: O) => Result<unknown> }, options: O) =>
  (xml: string | Uint8Array): Result<unknown> =>
    codec.safeDecode(xml, { ...options, maximumBytes: Number.POSITIVE_INFINITY })

const mapped = (
  all: Readonly<Record<string, Place>>,
  change: (place: Place) => Place,
): Readonly<Record<string, Place>> =>
  Object.fromEntries(Object.entries(all).map(([name, place]) => [name, change(place)]))
const inBytes = (all: Readonly<Record<string, Place>>): Readonly<Record<string, Place>> =>
  mapped(all, (place) => ({ ...place, write: (text) => encoder.encode(String(place.write(text))) }))

const signer = /<signer>.*<\/signer>/.exec(manifest)?.[0] ?? ''
const document = /<document .*<\/document>/.exec(manifest)?.[0] ?? ''
const signature = /<signature>.*?<\/signature>/.exec(change)?.[0] ?? ''

/** What repeats in messages that are otherwise right. */
const lists: Families = {
  'signers of one number': {
    make: (size) => put(manifest, '</signers>', before)(repeated(signer)(size)),
    use: reader(portalSignatureJobManifest, { rules: 'warn' }),
    ends: 'schema.element-too-many',
    largest: 4_000_000,
  },
  'signers of one number, by the rules of a sector': {
    make: (size) => put(manifest, '</signers>', before)(repeated(signer)(size)),
    use: reader(manifestFor('PUBLIC'), {}),
    ends: 'schema.element-too-many',
    largest: 4_000_000,
  },
  'documents of one name': {
    make: (size) => put(manifest, '</documents>', before)(repeated(document)(size)),
    use: reader(portalSignatureJobManifest, { rules: 'warn' }),
    ends: 'schema.element-too-many',
    largest: 4_000_000,
  },
  'documents of many names': {
    make: (size) =>
      put(manifest, '</documents>', before)(numbered((at) => document.replace('document-1', `document-1-${at}`))(size)),
    use: reader(portalSignatureJobManifest, { rules: 'warn' }),
    ends: 'schema.element-too-many',
    largest: 2_000_000,
  },
  signatures: {
    make: (size) => put(change, '</signatures>', before)(repeated(signature)(size)),
    use: reader(portalSignatureJobStatusChangeResponse, {}),
    ends: 'schema.element-unexpected',
    largest: 4_000_000,
  },
}

const changes = portalSignatureJobStatusChangeResponse

const decoded = (all: Readonly<Record<string, Place>>, use: Family['use']): Families => everyShape(all, xmlShapes, use)

/** Every family of a message. */
export const decodingFamilies: Families = {
  ...under('text', decoded(placesInText, reader(changes, { unknown: 'ignore' }))),
  ...under('bytes', decoded(inBytes(places), reader(changes, { unknown: 'ignore' }))),
  ...under('bytes', decoded(inBytes(placesOfUnknown), reader(changes, { unknown: 'reject' }))),
  ...under(
    'rules as warnings',
    decoded(inBytes(placesOfRules), reader(portalSignatureJobManifest, { unknown: 'ignore', rules: 'warn' })),
  ),
  ...(Object.assign(
    {},
    ...(codecs as readonly Codec<unknown>[]).map((codec) =>
      under(codec.name, decoded(inBytes(othersPlaces(codec)), reader(codec, { unknown: 'ignore' }))),
    ),
  ) as Families),
  ...lists,
}
