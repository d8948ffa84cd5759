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
import { everyShape, numbered, repeated, under, xmlShapes, type Families, type Place } from './family.js'

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

/** Where the reader of what is right, and what is not passed over, goes on. */
const placesOfUnknown: Readonly<Record<string, Place>> = {
  'in the root, which is unknown': {
    write: put(change, /<\/portal.*>$/, before),
    ends: 'schema.element-unexpected',
    shapes: ['elements in elements', 'elements', 'elements with prefixes', 'attributes', 'a name'],
  },
}
const placesInText: Readonly<Record<string, Place>> = {
  'in the root': {
    write: put(change, /<\/portal.*>$/, before),
    ends: 'accepted',
    shapes: ['elements', 'elements with prefixes', 'attributes', 'comments'],
  },
  'in an attribute': { write: put(change, 'since="', behind), ends: 'schema.date-time', shapes: ['references'] },
}

/** One of each kind, for those that share their reader with the first. */
const few = ['elements', 'elements without end', 'attributes', 'letters', 'references']

const othersPlaces = ({ name }: Codec<unknown>): Readonly<Record<string, Place>> => ({
  'in the root': {
    write: (text) => `<${name} xmlns="${namespace}">${text}</${name}>`,
    ends: 'schema.text-unexpected',
    but: {
      'xml.depth': ['elements without end'],
      [name === 'portal-signature-job-request' ? 'accepted' : 'schema.element-missing']: ['elements', 'attributes'],
    },
    shapes: few,
    early: ['elements without end'],
  },
})

const encoder = new TextEncoder()
const reader =
  <O>(codec: { readonly safeDecode: (xml: string | Uint8Array, options?: O) => Result<unknown> }, options: O) =>
  (xml: string | Uint8Array): Result<unknown> =>
    codec.safeDecode(xml, options)

const inBytes = (all: Readonly<Record<string, Place>>): Readonly<Record<string, Place>> =>
  Object.fromEntries(
    Object.entries(all).map(([name, place]) => [
      name,
      { ...place, write: (text: string) => encoder.encode(String(place.write(text))) },
    ]),
  )

const signer = /<signer>.*<\/signer>/.exec(manifest)?.[0] ?? ''
const document = /<document .*<\/document>/.exec(manifest)?.[0] ?? ''
const signature = /<signature>.*?<\/signature>/.exec(change)?.[0] ?? ''

/** What repeats in messages that are otherwise right. */
const lists: Families = {
  'signers of one number': {
    make: (size) => put(manifest, '</signers>', before)(repeated(signer)(size)),
    use: reader(portalSignatureJobManifest, { rules: 'warn' }),
    ends: 'schema.element-too-many',
  },
  'signers of one number, by the rules of a sector': {
    make: (size) => put(manifest, '</signers>', before)(repeated(signer)(size)),
    use: reader(manifestFor('PUBLIC'), {}),
    ends: 'schema.element-too-many',
  },
  'documents of one name': {
    make: (size) => put(manifest, '</documents>', before)(repeated(document)(size)),
    use: reader(portalSignatureJobManifest, { rules: 'warn' }),
    ends: 'schema.element-too-many',
  },
  'documents of many names': {
    make: (size) =>
      put(manifest, '</documents>', before)(numbered((at) => document.replace('document-1', `document-1-${at}`))(size)),
    use: reader(portalSignatureJobManifest, { rules: 'warn' }),
    ends: 'schema.element-too-many',
  },
  signatures: {
    make: (size) => put(change, '</signatures>', before)(repeated(signature)(size)),
    use: reader(portalSignatureJobStatusChangeResponse, {}),
    ends: 'schema.element-unexpected',
  },
}

const changes = portalSignatureJobStatusChangeResponse

/** Every family of a message. */
export const decodingFamilies: Families = {
  ...under('text', everyShape(placesInText, xmlShapes, reader(changes, { unknown: 'ignore' }))),
  ...under('bytes', everyShape(inBytes(places), xmlShapes, reader(changes, { unknown: 'ignore' }))),
  ...under('bytes', everyShape(inBytes(placesOfUnknown), xmlShapes, reader(changes, {}))),
  ...(Object.assign(
    {},
    ...(codecs as readonly Codec<unknown>[]).map((codec) =>
      under(codec.name, everyShape(inBytes(othersPlaces(codec)), xmlShapes, reader(codec, { unknown: 'ignore' }))),
    ),
  ) as Families),
  ...lists,
}
