import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalXml, type CanonicalForm } from '../../src/xml/canonical.js'
import { parseXmlTree, type XmlElement } from '../../src/xml/tree.js'
import { canonicalByLibrary, elementOf, parse } from '../../testing/bundle/generic-verifier.js'
import { canonicalByLibxml2 } from '../../testing/bundle/canonical-by-libxml2.js'
import { runs } from '../../testing/seed.js'

const treeOf = (xml: string): XmlElement => parseXmlTree(new TextEncoder().encode(xml))

/** The first element of a local name, in document order. */
function find(element: XmlElement, local: string): XmlElement | undefined {
  if (element.local === local) return element
  for (const node of element.children) {
    const found = 'element' in node ? find(node.element, local) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function ours(xml: string, local: string, form: CanonicalForm): string {
  const element = find(treeOf(xml), local)
  if (element === undefined) throw new Error(`there is no ${local}`)
  return canonicalXml(element, form)
}

const forms: readonly CanonicalForm[] = [
  { comments: false },
  { comments: true },
  { comments: false, exclusive: [] },
  { comments: true, exclusive: [] },
  { comments: false, exclusive: ['a', ''] },
]

const documents: readonly (readonly [string, string])[] = [
  ['default namespaces', '<r xmlns="urn:r"><target xmlns="urn:t"><b xmlns=""><c xmlns="urn:t"/></b></target></r>'],
  ['no namespaces', '<r><target><b/></target></r>'],
  ['an undeclared default within', '<r xmlns="urn:r"><target><b xmlns=""><c/></b></target></r>'],
  ['prefixes from above', '<a:r xmlns:a="urn:a" xmlns:b="urn:b" xmlns="urn:d"><a:target><b:x/></a:target></a:r>'],
  [
    'prefixes declared again',
    '<r xmlns:a="urn:a"><target xmlns:a="urn:a"><x xmlns:a="urn:b" a:y="1"><z xmlns:a="urn:a"/></x></target></r>',
  ],
  ['attributes out of order', '<r xmlns:z="urn:1" xmlns:a="urn:2"><target z:b="1" a:b="2" b="3" a="4" a:a="5"/></r>'],
  [
    'xml attributes from above',
    '<r xml:lang="no" xml:space="preserve"><m xml:lang="en"><target a="1"><b xml:lang="nn"/></target></m></r>',
  ],
  [
    'references and white space',
    '<r><target a="&#9;&#10;&#13;&lt;&gt;&amp;&quot;&apos;\n\tx">&#13;&lt;&gt;&amp;&quot;\r\n\t x</target></r>',
  ],
  ['an xml attribute that is nearer', '<r a="1" xml:lang="no"><target xml:lang="en"/></r>'],
  ['names that differ in the ends of surrogates', '<r><target \u{10000}="" \u{103FF}="" \uF900="" \u{EFC00}=""/></r>'],
  ['CDATA', '<r><target><![CDATA[<&>]]> and <![CDATA[]]></target></r>'],
  ['comments and instructions', '<r><target><!-- c --><?p   data  ?><?q?>x<!----></target></r>'],
  ['astral characters', '<r><target 𐐀="1" ﬀ="2">😀</target></r>'],
  ['quotes of both kinds', `<r><target a='"' b="'"/></r>`],
]

describe('canonical XML', () => {
  it.each(documents)('of %s is that of libxml2', (_, xml) => {
    for (const form of forms) expect(ours(xml, 'target', form)).toBe(canonicalByLibxml2(xml, 'target', form))
  })

  it('is the text itself, if that is canonical', () => {
    const canonical = '<target xmlns="urn:t"><b a="1" b="2"></b>&amp;&#xD;</target>'
    expect(ours(`<r>${canonical}</r>`, 'target', { comments: false })).toBe(canonical)
  })

  const prefix = fc.constantFrom('', 'a', 'b')
  const namespace = fc.constantFrom('urn:1', 'urn:2', 'urn:3')
  const text = fc.string({
    unit: fc.constantFrom('x', ' ', '\n', '\t', '"', "'", '&amp;', '&lt;', '&gt;', '&#13;', 'å', '😀'),
  })
  const { tree } = fc.letrec<{ tree: string; element: string }>((tie) => ({
    element: fc
      .record({
        name: fc.tuple(prefix, fc.constantFrom('x', 'y')),
        declarations: fc.uniqueArray(fc.tuple(prefix, namespace), { selector: ([name]) => name, maxLength: 3 }),
        attributes: fc.uniqueArray(
          fc.tuple(fc.constantFrom('', 'a', 'b', 'xml'), fc.constantFrom('lang', 'z', 'm'), text),
          { selector: ([, local]) => local, maxLength: 3 },
        ),
        children: fc.array(
          fc.oneof({ maxDepth: 3 }, text, fc.constant('<!-- c -->'), fc.constant('<?p d?>'), tie('element')),
          { maxLength: 3 },
        ),
      })
      .map(({ name: [p, local], declarations, attributes, children }) => {
        const qualified = (of: string, name: string): string => (of === '' ? name : `${of}:${name}`)
        const name = qualified(p, local)
        const all = [
          ...declarations.map(([of, uri]) => `${of === '' ? 'xmlns' : `xmlns:${of}`}="${uri}"`),
          ...attributes.map(
            ([of, attribute, value]) => `${qualified(of, attribute)}="${value.replaceAll('"', '&quot;')}"`,
          ),
        ]
        return `<${[name, ...all].join(' ')}>${children.join('')}</${name}>`
      }),
    tree: tie('element').map(
      (element) => `<r xmlns:a="urn:a" xmlns:b="urn:b" xml:lang="no"><target>${element}</target></r>`,
    ),
  }))

  it('of random trees is that of libxml2', () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(...forms), (xml, form) => {
        expect(ours(xml, 'target', form)).toBe(canonicalByLibxml2(xml, 'target', form))
      }),
      { numRuns: runs(1000) },
    )
  })

  it('orders names by characters, which code units do not', () => {
    const names = ['\ufb00', '\u{10400}', 'a', 'ab', '\ud7ff', '\u{10401}', 'aa', 'b']
    const xml = `<r><target ${names.map((name) => `${name}="1"`).join(' ')}/></r>`
    expect(ours(xml, 'target', { comments: false })).toBe(canonicalByLibxml2(xml, 'target', { comments: false }))
  })

  it('takes as many prefixes as a document may name', () => {
    const exclusive = [...Array.from({ length: 200_000 }, (_, index) => `p${index}`), 'a']
    const xml = `<r xmlns:a="urn:a" xmlns:b="urn:b"><target>${'<x/>'.repeat(1000)}</target></r>`
    expect(ours(xml, 'target', { comments: false, exclusive })).toBe(
      `<target xmlns:a="urn:a">${'<x></x>'.repeat(1000)}</target>`,
    )
  })

  it('is that of xml-crypto', () => {
    const xml = '<a:r xmlns:a="urn:a" xmlns="urn:d"><target b="2" a="&lt;&#10;"><a:x>&amp;&gt;</a:x></target></a:r>'
    const element = elementOf(parse(xml), 'urn:d', 'target')
    expect(ours(xml, 'target', { comments: false })).toBe(canonicalByLibrary(element))
    expect(ours(xml, 'target', { comments: false, exclusive: [] })).toBe(canonicalByLibrary(element, true))
  })
})
