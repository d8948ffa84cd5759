/**
 * Vectors of XML itself, which no declaration knows of: escapes, line ends, namespaces, the prolog, encodings.
 *
 * @module
 */
import { namespace } from '../../src/codec/spec.js'
import { decodeVector, type Case, type DecodeVector, type ExpectedIssue } from './vector.js'

const declaration = `xmlns="${namespace}"`
const xmlSource = 'XML 1.0; Namespaces in XML 1.0'

/** An error whose code is the markup given. */
function errorWith(markup: string, attributes = declaration): string {
  return `<error ${attributes}>\n  <error-code>${markup}</error-code>\n  <error-message>A message</error-message>\n  <error-type>CLIENT</error-type>\n</error>`
}

/** A manifest whose signer has the markup given as e-mail address. */
function manifestWith(address: string): string {
  return `<portal-signature-job-manifest ${declaration}>
  <signers>
    <signer>
      <identified-by-contact-information/>
      <notifications><email address="${address}"/></notifications>
    </signer>
  </signers>
  <sender><organization-number>123456785</organization-number></sender>
  <title>A title</title>
  <documents><document href="document-1.pdf" mime="application/pdf"><title>A document</title></document></documents>
</portal-signature-job-manifest>`
}

const readable: Readonly<Record<string, string>> = {
  'entity-amp': '&amp;',
  'entity-lt': '&lt;',
  'entity-gt': '&gt;',
  'entity-quot': '&quot;',
  'entity-apos': '&apos;',
  'escaped-twice': '&amp;amp;#38;',
  'reference-decimal': '&#230;&#32;&#38;',
  'reference-hexadecimal': '&#xE6;&#x1f58B;',
  'reference-astral': '&#128395;',
  'literal-astral': '\u{1F58B}\u{10FFFD}',
  'literal-latin': 'æøå ÆØÅ é e\u0301',
  'literal-gt': 'a > b',
  'literal-tab': 'a\tb',
  'literal-line-feed': 'a\nb',
  'literal-carriage-return': 'a\rb',
  'literal-carriage-return-line-feed': 'a\r\nb',
  'reference-tab': 'a&#9;b',
  'reference-line-feed': 'a&#10;b',
  'reference-carriage-return': 'a&#13;b',
  'reference-carriage-return-line-feed': 'a&#13;&#10;b',
  'no-break-space': '\u00A0a\u00A0',
  'next-line-and-line-separator': 'a\u0085b\u2028c',
  'byte-order-mark-inside': 'a\uFEFFb',
  'replacement-character': '\uFFFD',
  'whitespace-at-the-ends': '  a  ',
  'whitespace-only': ' ',
}

const readableText: Readonly<Record<string, string>> = {
  ...readable,
  'literal-quotes': `"a" 'b'`,
  cdata: '<![CDATA[<&>"\']]>',
  'cdata-among-text': 'a<![CDATA[ & ]]>b&amp;c',
  'cdata-end-split': '<![CDATA[a]]]]><![CDATA[>b]]>',
  'cdata-empty': 'a<![CDATA[]]>b',
  'cdata-reference': '<![CDATA[&amp;]]>',
  'comment-inside': 'a<!-- not said -->b',
  'processing-instruction-inside': 'a<?not said?>b',
}

const unreadable: Readonly<Record<string, string>> = {
  'bare-ampersand': 'a & b',
  'unfinished-reference': 'a &amp b',
  'unknown-entity': '&oslash;',
  'literal-less-than': 'a < b',
  'reference-to-nul': '&#0;',
  'reference-to-control-character': '&#1;',
  'reference-to-surrogate': '&#xD800;',
  'reference-beyond-unicode': '&#x110000;',
  'reference-to-noncharacter': '&#xFFFE;',
  'reference-without-digits': '&#;',
  'literal-control-character': 'a\u0001b',
  'literal-noncharacter': 'a\uFFFEb',
}

const unreadableText: Readonly<Record<string, string>> = {
  ...unreadable,
  'cdata-end': 'a ]]> b',
  'cdata-unfinished': '<![CDATA[a',
  'two-hyphens-in-comment': '<!-- a -- b -->',
}

function words(id: string): string {
  return id.replaceAll('-', ' ')
}

const inText = (id: string, markup: string, strict: Case['strict'] = []): Case => ({
  id: `error/text/${id}`,
  title: `Text: ${words(id)}.`,
  source: xmlSource,
  element: 'error',
  document: errorWith(markup),
  strict,
})
const inAttribute = (id: string, markup: string, strict: Case['strict'] = []): Case => ({
  id: `portal-signature-job-manifest/attribute-value/${id}`,
  title: `Attribute: ${words(id)}.`,
  source: xmlSource,
  element: 'portal-signature-job-manifest',
  document: manifestWith(markup),
  strict,
})
const document = (
  id: string,
  xml: string | Uint8Array,
  strict: Case['strict'] = [],
  more: Partial<Case> = {},
): Case => ({
  id: `error/document/${id}`,
  title: `Document: ${words(id)}.`,
  source: xmlSource,
  element: 'error',
  document: xml,
  strict,
  ...more,
})
const chosen: Partial<Case> = { level: 'chosen', source: 'Refused on purpose', schema: 'valid' }

const atError: readonly ExpectedIssue[] = [['schema.root', '']]
const plain = errorWith('CODE')
const utf8 = new TextEncoder()

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < text.length; index++) view.setUint16(2 * index, text.charCodeAt(index), littleEndian)
  return bytes
}

const namespaces: readonly Case[] = [
  document(
    'prefix',
    `<p:error xmlns:p="${namespace}"><p:error-code>CODE</p:error-code><p:error-message/><p:error-type>CLIENT</p:error-type></p:error>`,
  ),
  document(
    'prefix-of-java',
    `<ns4:error xmlns:ns2="http://uri.etsi.org/01903/v1.3.2#" xmlns:ns4="${namespace}"><ns4:error-code>CODE</ns4:error-code><ns4:error-message/><ns4:error-type>CLIENT</ns4:error-type></ns4:error>`,
  ),
  document(
    'two-prefixes',
    `<p:error xmlns:p="${namespace}" xmlns:q="${namespace}"><q:error-code>CODE</q:error-code><p:error-message/><q:error-type>CLIENT</q:error-type></p:error>`,
  ),
  document(
    'namespace-declared-on-each',
    `<p:error xmlns:p="${namespace}"><error-code ${declaration}>CODE</error-code><error-message ${declaration}/><error-type ${declaration}>CLIENT</error-type></p:error>`,
  ),
  document(
    'prefix-declared-anew',
    `<p:error xmlns:p="${namespace}"><p:error-code>CODE</p:error-code><q:error-message xmlns:q="${namespace}" xmlns:p="urn:other"/><p:error-type>CLIENT</p:error-type></p:error>`,
  ),
  document('unused-namespace', errorWith('CODE', `${declaration} xmlns:unused="urn:unused"`)),
  document('namespace-in-references', errorWith('CODE', `xmlns="${namespace.replace('v1', '&#118;1')}"`)),
  document('single-quotes', errorWith('CODE', declaration.replaceAll('"', "'"))),
  document(
    'schema-location',
    errorWith(
      'CODE',
      `${declaration} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${namespace} portal.xsd"`,
    ),
  ),
  document(
    'no-namespace',
    '<error><error-code>CODE</error-code><error-message/><error-type>CLIENT</error-type></error>',
    atError,
  ),
  document('another-namespace', errorWith('CODE', 'xmlns="http://signering.posten.no/schema/v2"'), atError),
  document('namespace-with-space', errorWith('CODE', `xmlns="${namespace} "`), atError),
  document('namespace-in-another-case', errorWith('CODE', `xmlns="${namespace.toUpperCase()}"`), atError),
  document('another-root', `<signature-job-error ${declaration}/>`, atError),
  document('root-of-another-message', `<portal-signature-job-request ${declaration}/>`, atError, { schema: 'valid' }),
  document('prefix-not-declared', '<p:error/>', [['xml.namespace', '']]),
  document(
    'prefix-declared-elsewhere',
    `<error ${declaration}><error-code xmlns:p="${namespace}">CODE</error-code><p:error-message/><error-type>CLIENT</error-type></error>`,
    [['xml.namespace', '/error']],
  ),
  document(
    'attribute-in-the-namespace',
    `<p:error xmlns:p="${namespace}" p:added="1"><p:error-code>CODE</p:error-code><p:error-message/><p:error-type>CLIENT</p:error-type></p:error>`,
    [['schema.attribute-unexpected', '/error/@*']],
    { tolerant: [] },
  ),
  document(
    'xml-lang',
    errorWith('CODE', `${declaration} xml:lang="nb"`),
    [['schema.attribute-unexpected', '/error/@*']],
    { tolerant: [] },
  ),
  document(
    'xsi-type',
    errorWith('CODE', `${declaration} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="error"`),
    'refused',
    { level: 'chosen', source: 'Refused on purpose where decoding is strict', tolerant: [] },
  ),
  document(
    'xsi-nil',
    errorWith('CODE', `${declaration} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="false"`),
    'refused',
    { tolerant: [] },
  ),
]

const documents: readonly Case[] = [
  document('declaration', `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${plain}`),
  document('comments-around', `<!-- before -->\n${plain}\n<!-- after --><?after?>\n`),
  document(
    'comments-between',
    errorWith('CODE').replace('\n  <error-message>', '<!-- between --><?between?><error-message>'),
  ),
  document('no-whitespace', plain.replace(/\n */g, '')),
  document('carriage-return-line-feed', plain.replaceAll('\n', '\r\n')),
  document(
    'whitespace-in-tags',
    plain.replace('<error-code>', '<error-code\n>').replace('</error-code>', '</error-code\t>'),
  ),
  document('whitespace-cdata-between', plain.replace('\n  <error-type>', '<![CDATA[ ]]><error-type>'), [], {
    exception: 'cdata-in-element-only-content',
  }),
  document('us-ascii', utf8.encode(`<?xml version="1.0" encoding="US-ASCII"?>${plain}`)),
  document('bytes', utf8.encode(errorWith('æ\u{1F58B}'))),
  document('byte-order-mark', utf8.encode(`\uFEFF${errorWith('æ')}`)),
  document(
    'utf-16-little-endian',
    utf16(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${errorWith('æ\u{1F58B}')}`, true),
  ),
  document(
    'utf-16-big-endian',
    utf16(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${errorWith('æ\u{1F58B}')}`, false),
  ),
  document('bytes-malformed', Uint8Array.from([...utf8.encode('<error>'), 0xe6, 0x3c]), [['xml.encoding', '']]),
  document('bytes-overlong', Uint8Array.from([...utf8.encode('<error>'), 0xc0, 0xbc]), [['xml.encoding', '']]),
  document('bytes-surrogate', Uint8Array.from([...utf8.encode('<error>'), 0xed, 0xa0, 0x80]), [['xml.encoding', '']]),
  document('label-of-another-encoding', utf8.encode(`<?xml version="1.0" encoding="UTF-16"?>${plain}`), [
    ['xml.encoding', ''],
  ]),
  document(
    'latin-1',
    Uint8Array.from(Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${errorWith('\u00E6\u0080')}`, 'latin1')),
  ),
  document(
    'windows-1252',
    utf8.encode(`<?xml version="1.0" encoding="windows-1252"?>${plain}`),
    [['xml.encoding', '']],
    {
      ...chosen,
      schema: 'disputed',
    },
  ),
  document('byte-order-marks', utf8.encode(`\uFEFF\uFEFF${errorWith('æ')}`), [['xml.syntax', '']]),
  document('document-type', `<!DOCTYPE error>${plain}`, [['xml.doctype', '']], chosen),
  document('entity-declared', `<!DOCTYPE error [<!ENTITY a "CODE">]>${errorWith('&a;')}`, [['xml.doctype', '']], {
    ...chosen,
    schema: 'disputed',
  }),
  document('xml-1.1', `<?xml version="1.1"?>${plain}`, [['xml.version', '']], { ...chosen, schema: 'disputed' }),
  document('empty', '', [['xml.syntax', '']]),
  document('only-whitespace', ' \n', [['xml.syntax', '']]),
  document('only-a-comment', '<!-- nothing -->', [['xml.syntax', '']]),
  document('text', 'No XML at all', [['xml.syntax', '']]),
  document('html', '<!DOCTYPE html><html><body>Bad gateway</body></html>', [['xml.doctype', '']]),
  document('text-after-the-end', `${plain}x`, [['xml.syntax', '']]),
  document('two-roots', `${plain}<error ${declaration}/>`, [['xml.syntax', '']]),
  document('truncated', plain.slice(0, -4), 'refused'),
  document('end-tag-of-another-element', plain.replace('</error-code>', '</error-type>'), [['xml.syntax', '/error']]),
  document('declaration-not-first', ` <?xml version="1.0"?>${plain}`, [['xml.syntax', '']]),
  document('attribute-twice', errorWith('CODE', `${declaration} a="1" a="2"`), 'refused'),
  document('attribute-without-quotes', errorWith('CODE', `${declaration} a=1`), 'refused'),
  document('text-around-children', plain.replace('</error-code>', '</error-code>text'), [
    ['schema.text-unexpected', '/error'],
  ]),
  document(
    'text-in-several-places',
    plain.replaceAll('</error-code>', '</error-code>text').replace('<error-code>', 'text<error-code>'),
    [['schema.text-unexpected', '/error']],
  ),
  document('no-break-space-between', plain.replace('</error-code>', '</error-code>\u00A0'), [
    ['schema.text-unexpected', '/error'],
  ]),
]

const request: readonly Case[] = [
  {
    document: '<reference>1</reference><polling-queue>q</polling-queue>',
    id: 'both',
    title: 'Reference and polling queue.',
  },
  {
    document: '<polling-queue>q</polling-queue><reference>1</reference>',
    id: 'wrong-order',
    title: 'Polling queue and then reference.',
    strict: 'refused' as const,
  },
  { document: '<polling-queue/>', id: 'empty-polling-queue', title: 'A polling queue with an empty name.' },
  {
    document: '<polling-queue>my queue/æ&amp;?</polling-queue>',
    id: 'polling-queue-to-be-percent-encoded',
    title: 'A polling queue with characters that an address cannot have.',
  },
].map((each) => ({
  ...each,
  id: `portal-signature-job-request/document/${each.id}`,
  element: 'portal-signature-job-request',
  document: `<portal-signature-job-request ${declaration}>${each.document}</portal-signature-job-request>`,
}))

/** Every vector of XML itself. */
export function syntaxVectors(): readonly DecodeVector[] {
  const cases = [
    ...Object.entries(readableText).map(([id, markup]) => inText(id, markup)),
    ...Object.entries(unreadableText).map(([id, markup]) => inText(id, markup, 'refused')),
    ...Object.entries(readable).map(([id, markup]) => inAttribute(id, markup)),
    inAttribute('literal-apostrophe', "a'b"),
    ...Object.entries(unreadable).map(([id, markup]) => inAttribute(id, markup, 'refused')),
    inAttribute('cdata-is-no-markup', '<![CDATA[a]]>', 'refused'),
    ...namespaces,
    ...documents,
    ...request,
  ]
  return cases.map(decodeVector)
}
