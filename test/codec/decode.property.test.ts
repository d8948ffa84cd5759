/** The two sources of the decoder: what the scanner takes means what the parser reads. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileType } from '../../src/codec/content.js'
import { decodeByParser, decodeXml, type Root } from '../../src/codec/decode.js'
import { namesIn, namespace } from '../../src/codec/spec.js'
import { decodeText } from '../../src/xml/encoding.js'
import { scanXml } from '../../src/xml/scan.js'
import type { Sink } from '../../src/xml/sink.js'
import { generate } from '../../testing/conformance/documents.js'
import { Random } from '../../testing/conformance/random.js'
import { mutate } from '../../testing/mutate.js'
import { valuedCodecs } from '../../testing/properties/valued-codecs.js'
import { roots } from '../../testing/roots.js'
import { runs, seed } from '../../testing/seed.js'

const rootOf = (name: string): Root => {
  const spec = roots[name] ?? expect.unreachable(name)
  return { name, type: compileType(spec), vocabulary: new Set([name, ...namesIn(spec)]) }
}
const everyRoot = Object.fromEntries(Object.keys(roots).map((name) => [name, rootOf(name)]))

/** Takes anything. */
const openSink = (): Sink => ({
  expected: [],
  expectedAttributes: [],
  skipsWhitespace: false,
  open: () => true,
  attribute: () => undefined,
  opened: () => undefined,
  text: () => undefined,
  close: () => undefined,
})
const isScanned = (xml: string): boolean => scanXml(xml, namespace, openSink())

/** Both ways, in every mode; and bytes are the same text, or are refused before either source sees them. */
function requireSame(name: string, xml: string): void {
  const root = everyRoot[name] ?? expect.unreachable(name)
  const read = decodeText(new TextEncoder().encode(xml))
  if (xml.isWellFormed() && 'text' in read) expect(read.text).toBe(xml)
  for (const tolerant of [false, true]) {
    const reading = { tolerant, noted: root.vocabulary }
    expect(decodeXml(root, xml, reading), xml).toEqual(decodeByParser(root, xml, reading))
  }
}

test('documents that the codecs write are all scanned', () => {
  const written = valuedCodecs.flatMap(({ name, use }) =>
    use((codec, values) => fc.sample(values, runs(300)).map((value) => [name, codec.encode(value)] as const)),
  )
  expect(written.filter(([, xml]) => !isScanned(xml))).toEqual([])
  for (const [name, xml] of written) requireSame(name, xml)
})

test('generated documents, valid and invalid, in many dresses', () => {
  const random = new Random(seed)
  let scanned = 0
  const count = runs(2000)
  for (let done = 0; done < count; done++) {
    const { root, xml } = generate(random)
    const dressed = random.chance(0.2) ? xml.replaceAll('\n', random.pick(['\r\n', '\r'])) : xml
    if (isScanned(dressed)) scanned++
    requireSame(root, dressed)
  }
  // The generator likes what the scanner leaves; were it nearly all, nothing would be tried.
  expect(scanned / count).toBeGreaterThan(0.2)
})

test('documents that were spoilt anywhere', () => {
  const random = new Random(seed + 1)
  const written = valuedCodecs.map(({ name, use }) =>
    use((codec, values) => [name, fc.sample(values, 50).map(codec.encode)] as const),
  )
  for (let done = 0; done < runs(4000); done++) {
    const [name, documents] = random.pick(written)
    const bytes = mutate(new TextEncoder().encode(random.pick(documents)), random)
    requireSame(name, new TextDecoder().decode(bytes))
  }
})

/** What is not well-formed, or means something else than it seems to, by a character or two. */
const edges: readonly string[] = [
  '',
  ' ',
  '\uFEFF',
  '\uFEFF ',
  ' <?xml version="1.0"?>',
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>x',
  '<?xml version="1.1"?>',
  '<?xml version="1.0" standalone="yes"?>',
  '<?xml version="1.0" standalone="maybe"?>',
  "<?xml version='1.0' encoding='utf-8' standalone='no' ?>\r\n",
  '<?xml  version = "1.0"?>',
  '<?xml version="1.0"encoding="x"?>',
]
const tails: readonly string[] = [
  '',
  ' ',
  '\n',
  '\r\n',
  '\u00A0',
  '<!-- c -->',
  '<?p?>',
  'x',
  '</error>',
  '<error/>',
  '\0',
  '\uFFFE',
  '\uD800',
]
const bodies: readonly string[] = [
  'a',
  '',
  ' ',
  'a&amp;b',
  'a&b',
  '&#65;',
  '&#x41;',
  '&#0;',
  '&#xD800;',
  '&#xFFFE;',
  '&#x10FFFF;',
  '&#1114112;',
  '&#x0000041;',
  '&#00000065;',
  '&#13;',
  '&#10;',
  '&nbsp;',
  '&AMP;',
  '&amp',
  '&;',
  ']]>',
  ']]&gt;',
  ']] >',
  '>',
  'a>b',
  '<',
  '\t',
  '\r',
  '\r\n',
  '\n',
  '\u0085',
  '\u2028',
  '\u0001',
  '\u001F',
  '\u007F',
  '\u009F',
  '\uFFFD',
  '\uFFFE',
  '\uFFFF',
  '\uD83D\uDE00',
  '\uD83D',
  '\uDE00',
  '<![CDATA[a]]>',
  '<!---->',
  '<?p?>',
  '</error-code',
  '<b/>',
]
const tags: readonly string[] = [
  'error-code',
  'error-code ',
  'error-code\n',
  'error-code\r',
  'error-code a="b"',
  "error-code a='b' c='d'",
  'error-code a="b"c="d"',
  'error-code a="b" a="c"',
  'error-code a = "b"',
  'error-code a="<"',
  'error-code a="&lt;"',
  'error-code a="\t"',
  'error-code a="\n"',
  'error-code a="\r"',
  'error-code a=">"',
  'error-code a=b',
  'error-code a',
  'error-code a="',
  'error-code xmlns="urn:x"',
  'error-code xmlns=""',
  'error-code xmlns:p="urn:x"',
  'error-code xmlnsa="b"',
  'error-code xml:lang="no"',
  'error-code p:a="b"',
  'error-code /',
  'error-codex',
  'error-cod',
  'error-xode',
  'errør',
  'p:error-code',
  ':error-code',
  'error-code:',
  '1a',
  '-a',
  'a.b',
  ' error-code',
]
const ns = namespace
const rootTags: readonly string[] = [
  `error xmlns="${ns}"`,
  `error xmlns='${ns}'`,
  `error  xmlns = "${ns}"`,
  `error xmlns="${ns} "`,
  `error xmlns=" ${ns}"`,
  `error xmlns="${ns}" xmlns:x="urn:x"`,
  `error xmlns:x="urn:x" xmlns="${ns}"`,
  `error xmlns="${ns}" xmlns="${ns}"`,
  `error xmlns:x="urn:x" xmlns:x="urn:y" xmlns="${ns}"`,
  `error xmlns="${ns}" a="b"`,
  `error a="b" xmlns="${ns}"`,
  `error xmlns="${ns}" xmlns:xml="urn:x"`,
  `error xmlns="${ns}" xmlns:xmlns="urn:x"`,
  `error xmlns="${ns}" xmlns:x="http://www.w3.org/2000/xmlns/"`,
  `error xmlns="${ns}" xmlns:x="http://www.w3.org/XML/1998/namespace"`,
  `error xmlns="${ns}" xmlns:x=""`,
  `error xmlns="${ns}" xmlns:x="\0"`,
  `error xmlns="${ns}" xmlns:x='\u001F'`,
  `error xmlns="${ns}" xmlns:x="\uFFFE"`,
  `error xmlns="${ns}" xmlns:x="it's > \uFFFD"`,
  `error xmlns="${ns}" xmlns:x='"quoted" \u{1F600}'`,
  `error xmlns="${ns.replace('s', '&#115;')}"`,
  'error',
  'error xmlns=""',
  `error xmlns="${ns}"xmlns:x="urn:x"`,
  `error xmlns="${ns}" xmlns:XML="urn:x"`,
  `error xmlns="${ns}" xmlns:xmlx="urn:x"`,
  `error\r\nxmlns="${ns}"\r\n`,
  `error xmlns="${ns}" xmlns:1="urn:x"`,
  `error xmlns="${ns}" xmlns:="urn:x"`,
  `error xmlns="${ns}" xmlns:a:b="urn:x"`,
  `error xmlns="${ns}"${Array.from({ length: 101 }, (_, index) => ` xmlns:p${index}="urn:x"`).join('')}`,
]

test('edges of well-formedness', () => {
  const whole = (root: string, tag: string, body: string): string => {
    const name = tag.split(/[ \n\r]/)[0] ?? ''
    return `<${root}><${tag}>${body}</${name}><error-message>m</error-message><error-type>CLIENT</error-type></error>`
  }
  const own = rootTags[0] ?? ''
  const documents = [
    ...edges.flatMap((head) => tails.map((tail) => `${head}${whole(own, 'error-code', 'a')}${tail}`)),
    ...rootTags.flatMap((root) => tags.map((tag) => whole(root, tag, 'a'))),
    ...tags.flatMap((tag) => bodies.map((body) => whole(own, tag, body))),
    ...['p', 'p.q', '_', 'xml', 'xmlns', 'x:y', '', '1'].flatMap((prefix) =>
      tags.slice(0, 12).flatMap((tag) => [
        whole(own, tag, 'a')
          .replace(/<(\/?)([a-z])/g, `<$1${prefix}:$2`)
          .replace('xmlns=', `xmlns:${prefix}=`),
        whole(own, tag, 'a')
          .replace(/<(\/?)([a-z])/g, `<$1${prefix}:$2`)
          .replace('xmlns=', `xmlns="${ns}" xmlns:${prefix}=`),
        whole(own, tag, 'a')
          .replace(/<(\/?)error([ >])/g, `<$1${prefix}:error$2`)
          .replace('xmlns=', `xmlns:${prefix}=`),
      ]),
    ),
  ]
  expect(documents.filter(isScanned).length).toBeGreaterThan(50)
  for (const xml of documents) requireSame('error', xml)
})

test('edges in the values of attributes that a message has', () => {
  const name = 'portal-signature-job-manifest'
  const documents = [...bodies, '"', "'", ' 1 ', 'a\rb', 'a\r\nb', 'a\tb'].flatMap((value) =>
    ['"', "'"].map((quote) => {
      const quoted = `${quote}${value}${quote}`
      return `<${name} xmlns="${ns}"><signers><signer order=${quoted}><notifications><email address=${quoted}/></notifications></signer></signers></${name}>`
    }),
  )
  expect(documents.filter(isScanned).length).toBeGreaterThan(30)
  for (const xml of documents) requireSame(name, xml)
})

test('declarations in any tag', () => {
  const random = new Random(seed + 2)
  const prefixes = ['', 'p', 'q', 'r', 'xml', 'xmlns', 'xmlp', 'XML', '1', 'a:b', 'é', 'p ', ' p']
  const namespaces = [
    ns,
    ns,
    'urn:x',
    '',
    'urn:&#120;',
    ns.replace('s', '&#x73;'),
    ` ${ns}`,
    'urn:\nx',
    'urn:<',
    '&no;',
  ]
  const reserved = ['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/']
  const declarationsOf = (own: string): string =>
    Array.from({ length: random.pick([0, 0, 1, 1, 2, 3, 40]) }, (_, at) => {
      const prefix = random.pick([own, `s${at}`, ...prefixes])
      const colon = prefix === '' ? random.pick(['', '', '', ':']) : ':'
      const quote = random.pick(['"', "'"])
      const value = random.chance(0.7) ? ns : random.pick([...namespaces, ...reserved])
      return `${random.pick([' ', ' ', '\n', '\r\n', ''])}xmlns${colon}${prefix}${random.pick(['=', ' = '])}${quote}${value}${quote}`
    }).join('')
  let scanned = 0
  const count = runs(4000)
  for (let done = 0; done < count; done++) {
    const own = random.pick(['', '', 'p', 'q'])
    const name = own === '' ? '' : `${own}:`
    const elements = ['error-code', 'error-message', 'error-type'].map((local) => {
      const tag = `${random.chance(0.9) ? name : 'q:'}${local}`
      return `<${tag}${random.chance(0.3) ? declarationsOf(own) : ''}>CLIENT</${tag}>`
    })
    const declared = ` xmlns${own === '' ? '' : `:${own}`}="${random.chance(0.9) ? ns : 'urn:x'}"`
    const others = random.chance(0.3) ? declarationsOf(own) : ''
    const xml = `<${name}error${random.chance(0.5) ? declared + others : others + declared}>${elements.join('')}</${name}error>`
    if (isScanned(xml)) scanned++
    requireSame('error', xml)
  }
  expect(scanned / count).toBeGreaterThan(0.2)
})
