/**
 * Values and texts that are made to cost much.
 *
 * @module
 */
import {
  formatIssue,
  isDateTime,
  isSafeHref,
  portalSignatureJobManifest,
  portalSignatureJobStatusChangeResponse,
  safeDateFromDateTime,
} from 'signering-portal/codec'
import { redact } from 'signering-portal/http'
import { inspectPdf } from '../src/manifest/pdf.js'
import { makeDocuments, makeManifest } from '../testing/bundle/packages.js'
import {
  everyShape,
  largestTable,
  largestWritten,
  listOf,
  repeated,
  textShapes,
  under,
  type Families,
  type Family,
  type Place,
} from './family.js'
import { statusChange } from './messages.js'

const nested = (size: number): unknown => listOf(size, 10, () => 0).reduce<unknown>((inner) => [inner], 'deep')
const named = (size: number): object =>
  Object.fromEntries(listOf(size, 12, (at) => [`name${at}`, at]) as [string, unknown][])

const manifest = makeManifest(makeDocuments(1))
const [signer] = manifest.signers
const [document] = manifest.documents
const encode = (value: typeof manifest): ReturnType<typeof portalSignatureJobManifest.safeEncode> =>
  portalSignatureJobManifest.safeEncode(value)
const encoded = (ends: string, change: (size: number) => object, early?: true): Family => ({
  make: (size) => ({ ...manifest, ...change(size) }),
  use: encode,
  ends,
  ...(early === undefined ? {} : { early }),
})

const words = ['letters', 'letters outside of the plane', 'halves', 'blanks', 'angles', 'digits']
const title: Readonly<Record<string, Place>> = {
  'in a title': {
    write: (text) => ({ ...manifest, title: text }),
    ends: 'schema.max-length',
    shapes: words,
    early: words,
    largest: 260_000,
    largestTimed: largestWritten,
  },
  'in a number': {
    write: (text) => ({ ...manifest, sender: { organizationNumber: text } }),
    ends: 'schema.pattern',
    shapes: words,
    early: words,
    largest: 260_000,
    largestTimed: largestWritten,
  },
}

const encoding: Families = {
  ...everyShape(title, textShapes, encode),
  signers: encoded('schema.element-too-many', (size) => ({ signers: listOf(size, 20, () => signer) }), true),
  'documents of one name': encoded(
    'rule.href-unique',
    (size) => ({ documents: listOf(size, 20, () => document) }),
    true,
  ),
  'signers that are nothing': encoded('value.type', (size) => ({ signers: listOf(size, 20, () => null) }), true),
  'names that are unknown': { ...encoded('value.property-unexpected', named), largestTimed: 800_000 },
  'lists in lists': encoded('value.type', (size) => ({ signers: [nested(size)] }), true),
  'an id of digits': {
    make: (size) => ({ ...statusChange, signatureJobId: '1'.repeat(size) }),
    use: (value: typeof statusChange) => portalSignatureJobStatusChangeResponse.safeEncode(value),
    ends: 'schema.long',
    largest: 260_000,
  },
}

const section = (text: string): Uint8Array => Buffer.from(`%PDF-1.4\n${text}\nstartxref\n9\n%%EOF\n`)
const looked = (bytes: Uint8Array): string => inspectPdf(bytes).at(-1)?.severity ?? 'accepted'
const pdfShapes = {
  parentheses: repeated('('),
  angles: repeated('<<'),
  digits: repeated('1'),
  blanks: repeated(' '),
  brackets: repeated('['),
  'ends of keywords': repeated('startxref '),
  'beginnings of a trailer': repeated('traile'),
  comments: repeated('%\n'),
  names: repeated('/A'),
  'one name': repeated('#4'),
  'beginnings of a part': repeated('pdfaid:par'),
}
const pdfPlaces: Readonly<Record<string, Place>> = {
  'behind the header': {
    write: (text) => Buffer.from(`%PDF-1.4 ${text}`),
    ends: 'warning',
    early: Object.keys(pdfShapes),
  },
  'in the cross-references': {
    write: (text) => section(`xref\n${text}`),
    ends: 'warning',
    early: Object.keys(pdfShapes),
  },
  'in a trailer': {
    write: (text) => section(`xref trailer <<${text}`),
    ends: 'warning',
    early: Object.keys(pdfShapes),
  },
}

/** Looked through to the end, for words of which only the beginnings are there. */
const pdfPlacesLookedThrough: Readonly<Record<string, Place>> = {
  'in cross-references before a trailer': {
    write: (text) => section(`xref\n${text} trailer <</Size 1>>`),
    ends: 'accepted',
    largest: 6_000_000,
  },
  'behind the header of PDF 2.0': {
    write: (text) => Buffer.from(`%PDF-2.0 ${text}`),
    ends: 'warning',
    shapes: ['parentheses', 'beginnings of a trailer', 'beginnings of a part'],
  },
}

const dateTimeShapes = ['digits', 'letters', 'dashes', 'colons']
const inDateTime = { shapes: dateTimeShapes, early: dateTimeShapes }
const asFraction = { ...inDateTime, write: (text: string): string => `2026-01-01T00:00:00.${text}Z` }
const dateTimes: Readonly<Record<string, Place>> = {
  'as a fraction': { ...asFraction, ends: 'false', but: { true: ['digits'] } },
  'as a year': { ...inDateTime, write: (text) => `${text}-01-01T00:00:00Z`, ends: 'false' },
}
const dateTimesRead: Readonly<Record<string, Place>> = {
  'as a fraction': { ...asFraction, ends: 'schema.date-time', but: { accepted: ['digits'] } },
}
const hrefs: Readonly<Record<string, Place>> = {
  alone: {
    write: (text) => text,
    ends: 'false',
    shapes: ['letters', 'digits', 'dots', 'slashes', 'steps up', 'signs of addresses', 'backslashes', 'blanks'],
    early: Object.keys(textShapes),
  },
}
const word = (is: boolean): string => (is ? 'true' : 'false')

/** Every family of a value, or of a text that stands alone. */
export const valueFamilies: Families = {
  ...under('encode', encoding),
  ...under('PDF', everyShape({ ...pdfPlaces, ...pdfPlacesLookedThrough }, pdfShapes, looked)),
  ...under(
    'isDateTime',
    everyShape(dateTimes, textShapes, (text: string) => word(isDateTime(text))),
  ),
  ...under(
    'dateFromDateTime',
    everyShape(dateTimesRead, textShapes, (text: string) => safeDateFromDateTime(text)),
  ),
  ...under(
    'isSafeHref',
    everyShape(hrefs, textShapes, (text: string) => word(isSafeHref(text))),
  ),
  'formatIssue: letters in a message': {
    make: repeated('a'),
    use: (message: string) => typeof formatIssue({ severity: 'error', code: 'xml.syntax', path: '/', message }),
    ends: 'string',
    early: true,
  },
}

const logShapes = {
  ...textShapes,
  'signs of addresses encoded': repeated('@'),
  'hosts behind a sign': (size: number): string => `@${'a.'.repeat(size / 2)}`,
  'beginnings of keys': repeated('-----BEGIN PRIVATE KEY-----'),
  'comments without end': (size: number): string => `<title>${'<!--'.repeat(size / 4)}`,
  'attributes without end': repeated(`<email a='"`),
  'titles in titles': (size: number): string => '<title>'.repeat(size / 15) + '</title>'.repeat(size / 15),
  references: repeated('&#97;'),
  'groups of numbers': repeated('+47 22 33 '),
}
const redacted = (value: unknown): string => typeof redact(value)
const logPlaces: Readonly<Record<string, Place>> = {
  'in a text': { write: (text) => text, ends: 'string' },
  'in XML': {
    write: (text) => new TextEncoder().encode(`<?xml version="1.0"?><a><title>${text}</title></a>`),
    ends: 'string',
    shapes: ['letters', 'references', 'groups of digits', 'words', 'elements without end'],
    largest: 6_000_000,
  },
}

/** Every family of what goes to a log. */
export const redactFamilies: Families = {
  ...everyShape(logPlaces, logShapes, redacted),
  'keys that become one': {
    make: (size) => new Map(listOf(size, 11, (at) => [`${10_000_000_000 + at}`, at]) as [string, unknown][]),
    use: redacted,
    ends: 'object',
    largestTimed: largestTable,
  },
  'lists in lists': { make: nested, use: redacted, ends: 'object', largestTimed: largestTable },
  'many names': { make: named, use: redacted, ends: 'object', largestTimed: largestTable },
  'causes of errors': {
    make: (size) =>
      listOf(size, 100, () => 0).reduce<Error>((cause) => new Error('No', { cause }), new Error('at last')),
    use: redacted,
    ends: 'object',
    largest: 300_000,
  },
  'one value again and again': {
    make: (size) => {
      const one = { title: 'Lease' }
      return listOf(size, 10, () => one)
    },
    use: redacted,
    ends: 'object',
    largestTimed: largestTable,
  },
}
