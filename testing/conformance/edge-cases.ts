/**
 * Documents at the edges of XML Schema, one question each. The conformance page shows who accepts them.
 *
 * @module
 */
import { namespace } from '../../src/codec/spec.js'

/** A document and what is asked by it. */
export interface EdgeCase {
  readonly group: string
  /** What is special, in Markdown. */
  readonly shown: string
  readonly root: string
  readonly document: string | Uint8Array
  /** Why a judge differs, where one does. */
  readonly note?: string
}

const manifestRoot = 'portal-signature-job-manifest'

/** A valid manifest with one part replaced. */
function manifest(part: {
  activation?: string
  order?: string
  organization?: string
  level?: string
  lookup?: string
  title?: string
}): string {
  const availability =
    part.activation === undefined
      ? ''
      : `<availability><activation-time>${part.activation}</activation-time></availability>`
  const level = part.level === undefined ? '' : `<required-authentication>${part.level}</required-authentication>`
  const order = part.order === undefined ? '' : ` order="${part.order}"`
  return `<${manifestRoot} xmlns="${namespace}"><signers><signer${order}><personal-identification-number>12345678910</personal-identification-number><notifications-using-lookup>${part.lookup ?? '<email/>'}</notifications-using-lookup></signer></signers><sender><organization-number>${part.organization ?? '123456789'}</organization-number></sender><title>${part.title ?? 'Title'}</title><documents><document href="document.pdf" mime="application/pdf"><title>First</title></document></documents>${level}${availability}</${manifestRoot}>`
}

const response = (id: string): string =>
  `<portal-signature-job-response xmlns="${namespace}"><signature-job-id>${id}</signature-job-id><cancellation-url/></portal-signature-job-response>`

const errorWith = (start: string, content = '<error-code/><error-message/><error-type/>', end = 'error'): string =>
  `<${start}>${content}</${end}>`

const ownError = errorWith(`error xmlns="${namespace}"`)

type Row = readonly [shown: string, document: string | Uint8Array, note?: string]

const group = (name: string, root: string, rows: readonly Row[]): readonly EdgeCase[] =>
  rows.map(([shown, document, note]) => ({
    group: name,
    root,
    shown,
    document,
    ...(note === undefined ? {} : { note }),
  }))

/** Shows a text of a document as code. */
const visible = (text: string): string =>
  text === '' ? '(empty)' : `\`${text.replace(/\n/g, '&#10;').replace(/^ | $/g, '&#32;')}\``
const texts = (make: (text: string) => string, list: readonly (string | readonly [string, string])[]): readonly Row[] =>
  list.map((item) => {
    const [text, note] = typeof item === 'string' ? [item] : item
    return [visible(text), make(text), ...(note === undefined ? [] : [note])] as unknown as Row
  })

const whitespaceNote = 'Whitespace around a date is collapsed; libxml2 forgets it.'
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string, big: boolean): Uint8Array => {
  const buffer = Buffer.from(text, 'utf16le')
  return new Uint8Array(big ? buffer.swap16() : buffer)
}
const declared = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>${ownError}`
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...utf8(part)] : [...part])))

const unsupported = 'The codecs read UTF-8, UTF-16 with a byte order mark, US-ASCII and ISO-8859-1.'
const latin1 = (...content: readonly number[]): Uint8Array =>
  bytes(
    `<?xml version="1.0" encoding="ISO-8859-1"?><error xmlns="${namespace}"><error-code>`,
    content,
    '</error-code><error-message/><error-type/></error>',
  )
const contradicts = 'A declaration that contradicts the byte order mark is refused on purpose.'
const noUri = 'Namespaces in XML wants a URI; it changes nothing in the message, and only libxml2 looks.'
const onPurpose = 'Refused on purpose.'

/** Every edge case. */
export const edgeCases: readonly EdgeCase[] = [
  ...group(
    'xs:dateTime',
    manifestRoot,
    texts(
      (activation) => manifest({ activation }),
      [
        '2016-02-10T12:00:00',
        '2016-02-10T12:00:00Z',
        '2016-02-10T12:00:00+01:00',
        '2016-02-10T12:00:00.5Z',
        '2016-02-10T12:00:00.',
        '2016-02-10T12:00',
        '2016-02-10',
        '2016-02-10 12:00:00',
        '2016-02-29T00:00:00',
        '2015-02-29T00:00:00',
        '1900-02-29T00:00:00',
        '2016-04-31T00:00:00',
        '2016-13-01T00:00:00',
        '2016-02-10T24:00:00',
        '2016-02-10T24:00:01',
        '2016-02-10T23:59:60',
        '2016-02-10T12:00:00+14:00',
        '2016-02-10T12:00:00+14:01',
        '2016-02-10T12:00:00-14:00',
        '2016-02-10T12:00:00+0100',
        '0000-01-01T00:00:00',
        '-0001-01-01T00:00:00',
        '12016-01-01T00:00:00',
        '2147483647-12-31T00:00:00',
        '2147483648-01-01T00:00:00',
        '99999999999-01-01T00:00:00',
        '999999999999-01-01T00:00:00',
        '-2147483647-01-01T00:00:00',
        ['-2147483648-01-01T00:00:00', 'XML Schema has no limit; the codecs take what 32 bits hold.'],
        '-2147483649-01-01T00:00:00',
        '-999999999999-01-01T00:00:00',
        '02016-01-01T00:00:00',
        '+2016-01-01T00:00:00',
        [' 2016-02-10T12:00:00 ', whitespaceNote],
        ['\n2016-02-10T12:00:00', whitespaceNote],
      ],
    ),
  ),
  ...group(
    'xs:long',
    'portal-signature-job-response',
    texts(response, [
      '0',
      '-0',
      '+5',
      '005',
      ' 5 ',
      '5 5',
      '',
      '5.0',
      '5e0',
      '9223372036854775807',
      '9223372036854775808',
      '-9223372036854775808',
      '-9223372036854775809',
      '٣',
    ]),
  ),
  ...group(
    'xs:int from 0 to 9 (order)',
    manifestRoot,
    texts((order) => manifest({ order }), ['0', '9', '10', '-1', '-0', '+9', '09', ' 9 ', '', '9.0']),
  ),
  ...group(
    'Pattern [0-9]{9} (organization-number)',
    manifestRoot,
    texts(
      (organization) => manifest({ organization }),
      ['123456789', '12345678', '1234567890', ' 123456789', '123456789\n', '12345678٣', '１２３４５６７８９'],
    ),
  ),
  ...group(
    'Enumeration 3, 4 (required-authentication)',
    manifestRoot,
    texts((level) => manifest({ level }), ['3', '4', '5', ' 4', '4\n', '04', '']),
  ),
  ...group(
    'Empty content (email in notifications-using-lookup)',
    manifestRoot,
    texts(
      (lookup) => manifest({ lookup }),
      [
        '<email/>',
        '<email></email>',
        '<email> </email>',
        '<email>\n</email>',
        '<email><!-- c --></email>',
        '<email><?p?></email>',
        '<email>x</email>',
        ['<email><![CDATA[]]></email>', 'An empty CDATA section is no text; libxml2 refuses any.'],
        '<email><![CDATA[ ]]></email>',
        '<email address="a"/>',
        '<email/>x',
        '<email/>&#32;<sms/>',
        [
          '<email/><![CDATA[ ]]><sms/>',
          'CDATA is a way to write text, and whitespace is allowed here; libxml2 refuses any CDATA section.',
        ],
      ],
    ),
  ),
  ...group('String of 1 to 80 characters (title)', manifestRoot, [
    ['nothing', manifest({ title: '' })],
    ['one space', manifest({ title: ' ' })],
    ['80 times æ', manifest({ title: 'æ'.repeat(80) })],
    ['81 times æ', manifest({ title: 'æ'.repeat(81) })],
    [
      '80 times 😀',
      manifest({ title: '😀'.repeat(80) }),
      'Length is counted in characters; Xerces counts UTF-16 units. The encoders write at most 80 of those.',
    ],
    ['81 times 😀', manifest({ title: '😀'.repeat(81) })],
    ['40 times e and U+0301', manifest({ title: 'e\u0301'.repeat(40) })],
    ['80 times &amp;amp;', manifest({ title: '&amp;'.repeat(80) })],
    ['&amp;#0;', manifest({ title: '&#0;' })],
    ['&amp;#xD800;', manifest({ title: '&#xD800;' })],
    ['&amp;#xFFFE;', manifest({ title: '&#xFFFE;' })],
    ['&amp;nbsp;', manifest({ title: '&nbsp;' })],
    [']]&gt; as text', manifest({ title: ']]>' })],
  ]),
  ...group('Namespaces', 'error', [
    [`\`<error xmlns="${namespace}">\``, ownError],
    [
      `\`<p:error xmlns:p="${namespace}">\``,
      errorWith(`p:error xmlns:p="${namespace}"`, '<p:error-code/><p:error-message/><p:error-type/>', 'p:error'),
    ],
    ['children without the prefix', errorWith(`p:error xmlns:p="${namespace}"`, undefined, 'p:error')],
    ['no namespace', errorWith('error')],
    ['a space at the end of the namespace', errorWith(`error xmlns="${namespace} "`)],
    ['a slash at the end of the namespace', errorWith(`error xmlns="${namespace}/"`)],
    ['an undeclared prefix', errorWith(`error xmlns="${namespace}"`, '<error-code/><error-message/><p:error-type/>')],
    ['a prefix declared and not used', errorWith(`error xmlns="${namespace}" xmlns:p="urn:p"`)],
    ['a prefix undeclared by xmlns:p=""', errorWith(`error xmlns="${namespace}" xmlns:p=""`)],
    ['the prefix xml bound to another namespace', errorWith(`error xmlns="${namespace}" xmlns:xml="urn:p"`)],
    [
      'xsi:schemaLocation',
      errorWith(
        `error xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${namespace} portal.xsd"`,
      ),
    ],
    ...['% x', '[ x', 'urn:a %zz'].map((value): Row => [
      `xsi:schemaLocation="${value}", which is no URI`,
      errorWith(
        `error xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${value}"`,
      ),
      'It says where a schema may be, and nothing of the message: neither the codecs nor libxml2 look.',
    ]),
    [
      'xsi:type="xs:string" on error-code',
      errorWith(
        `error xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"`,
        '<error-code xsi:type="xs:string"/><error-message/><error-type/>',
      ),
      onPurpose,
    ],
    [
      'xsi:nil="false" on error-code',
      errorWith(
        `error xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`,
        '<error-code xsi:nil="false"/><error-message/><error-type/>',
      ),
    ],
    ['a prefix bound to `a b`, which is no URI', errorWith(`error xmlns="${namespace}" xmlns:p="a b"`), noUri],
    ['a prefix bound to `%`, which is no URI', errorWith(`error xmlns="${namespace}" xmlns:p="%"`), noUri],
    ['a prefix bound to `å`, which is no URI', errorWith(`error xmlns="${namespace}" xmlns:p="å"`), noUri],
    ['a prefix bound to a relative URI', errorWith(`error xmlns="${namespace}" xmlns:p="a/b"`)],
    ['xml:lang', errorWith(`error xmlns="${namespace}" xml:lang="nb"`)],
    [
      'a colon in the target of a processing instruction',
      `<?a:b c?>${ownError}`,
      'Namespaces in XML forbids the colon; it changes nothing in the message, and only libxml2 looks.',
    ],
    [
      '101 prefixes',
      errorWith(`error xmlns="${namespace}"${Array.from({ length: 101 }, (_, at) => ` xmlns:p${at}="u"`).join('')}`),
      'More prefixes than any message needs are refused on purpose: they could be made to cost much.',
    ],
  ]),
  ...group('Declarations', 'error', [
    ['no XML declaration', ownError],
    ['a byte order mark', `\uFEFF${ownError}`],
    ['two byte order marks', `\uFEFF\uFEFF${ownError}`],
    ['version="1.0"', `<?xml version="1.0"?>${ownError}`],
    ['version="1.1"', `<?xml version="1.1"?>${ownError}`, onPurpose],
    ['version="2.0"', `<?xml version="2.0"?>${ownError}`],
    ['standalone="yes"', `<?xml version="1.0" standalone="yes"?>${ownError}`],
    ['standalone="maybe"', `<?xml version="1.0" standalone="maybe"?>${ownError}`],
    ['a line before the declaration', `\n<?xml version="1.0"?>${ownError}`],
    ['&lt;!DOCTYPE error&gt;', `<!DOCTYPE error>${ownError}`, onPurpose],
    [
      'an internal entity',
      `<!DOCTYPE error [<!ENTITY a "b">]>${errorWith(`error xmlns="${namespace}"`, '<error-code>&a;</error-code><error-message/><error-type/>')}`,
      onPurpose,
    ],
    ['two root elements', ownError + ownError],
    ['text after the root element', `${ownError}x`],
    ['a comment after the root element', `${ownError}<!-- c -->`],
  ]),
  ...group('Encodings of bytes', 'error', [
    ['UTF-8', utf8(ownError)],
    ['UTF-8 with byte order mark', utf8(`\uFEFF${ownError}`)],
    ['UTF-8, declared', utf8(declared('UTF-8'))],
    ['utf-8, declared in lower case', utf8(declared('utf-8'))],
    ['US-ASCII, declared', utf8(declared('US-ASCII'))],
    ['US-ASCII, declared, with æ', utf8(declared('US-ASCII').replace('<error-code/>', '<error-code>æ</error-code>'))],
    ['two UTF-8 byte order marks', utf8(`\uFEFF\uFEFF${ownError}`)],
    [
      'UTF8, declared without its hyphen',
      utf8(declared('UTF8').replace('<error-code/>', '<error-code>æ</error-code>')),
    ],
    ['ASCII, declared', utf8(declared('ASCII'))],
    ['ISO-8859-1, declared, with æ', latin1(0xe6)],
    ['ISO-8859-1, declared, with bytes 80 to 9F, which are control characters', latin1(0x80, 0x81, 0x85, 0x9f)],
    ['ISO-8859-1, declared, with a null', latin1(0)],
    ['iso-8859-1, declared in lower case', utf8(declared('iso-8859-1'))],
    ['latin1, declared', utf8(declared('latin1'))],
    ['ISO8859_1, declared', utf8(declared('ISO8859_1'))],
    ['ISO-8859-1, with a UTF-8 byte order mark', utf8(`\uFEFF${declared('ISO-8859-1')}`), contradicts],
    ['ISO-8859-15, declared', utf8(declared('ISO-8859-15')), unsupported],
    ['windows-1252, declared', utf8(declared('windows-1252')), unsupported],
    [
      'UTF-16, declared behind 1,000 spaces, in UTF-8',
      utf8(declared('UTF-16').replace(' enc', `${' '.repeat(1000)}enc`)),
    ],
    ['an encoding that does not exist', utf8(declared('UTF-9'))],
    ['UTF-16, little end first, with mark', utf16(`\uFEFF${ownError}`, false)],
    ['UTF-16, big end first, with mark', utf16(`\uFEFF${ownError}`, true)],
    ['UTF-16, with mark, declared', utf16(`\uFEFF${declared('UTF-16')}`, false)],
    ['UTF-16, with two marks', utf16(`\uFEFF\uFEFF${ownError}`, false)],
    ['UTF-16BE, with mark, declared', utf16(`\uFEFF${declared('UTF-16BE')}`, true)],
    ['UTF-16, little end first, declared as UTF-16BE', utf16(`\uFEFF${declared('UTF-16BE')}`, false), contradicts],
    ['UTF-16, without mark', utf16(ownError, false)],
    ['UTF-16, without mark, declared', utf16(declared('UTF-16'), false), unsupported],
    ['UTF-16 with mark, declared as UTF-8', utf16(`\uFEFF${declared('UTF-8')}`, false), contradicts],
    ['UTF-8, declared as UTF-16', utf8(declared('UTF-16'))],
    [
      'a byte that UTF-8 does not have',
      bytes(`<error xmlns="${namespace}"><error-code>`, [0xff], '</error-code><error-message/><error-type/></error>'),
    ],
    [
      'an overlong form',
      bytes(
        `<error xmlns="${namespace}"><error-code>`,
        [0xc0, 0xaf],
        '</error-code><error-message/><error-type/></error>',
      ),
    ],
    [
      'a surrogate in UTF-8',
      bytes(
        `<error xmlns="${namespace}"><error-code>`,
        [0xed, 0xa0, 0x80],
        '</error-code><error-message/><error-type/></error>',
      ),
    ],
    ['a character cut in two', bytes(ownError, '<!-- ', [0xc3])],
  ]),
]
