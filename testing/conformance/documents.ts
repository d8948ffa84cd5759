/**
 * Documents made from the specs: valid ones, and ones with a mutation or two, in many dresses. They are made and
 * written without the package's encoder, so that a fault of it cannot hide a fault of the decoder. That is why these stand
 * beside the arbitraries, which make values for the encoder, and beside the vectors' samples, which are fixed and smallest.
 *
 * @module
 */
import {
  elementsOf,
  namesIn,
  namespace as portalNamespace,
  type ComplexSpec,
  type SimpleSpec,
} from '../../src/codec/spec.js'
import { roots } from '../roots.js'
import type { Random } from './random.js'
import { edgeText, validText } from './texts.js'

/** A document and what is special about it. */
export interface Generated {
  readonly root: string
  readonly xml: string
  /** Names of what the document has that validators are known to treat in different ways. */
  readonly traits: ReadonlySet<string>
}

/** Text that is escaped when written, or markup that is written as it is. */
export type Content = Element | { readonly text: string } | { readonly markup: string }

/** An element of a generated document. */
export interface Element {
  name: string
  namespace: string
  readonly attributes: [name: string, value: string][]
  children: Content[]
  /** Its declaration; absent for one that was parsed. */
  readonly spec?: SimpleSpec | ComplexSpec
}

const vocabulary = [...new Set(Object.entries(roots).flatMap(([name, type]) => [name, ...namesIn(type)]))]

function makeElement(name: string, spec: SimpleSpec | ComplexSpec, random: Random): Element {
  const element: Element = { name, namespace: portalNamespace, attributes: [], children: [], spec }
  if (spec.kind === 'simple') {
    element.children.push({ text: validText(spec, random) })
    return element
  }
  for (const { name: attribute, type, use } of spec.attributes) {
    if (use === 'required' || random.chance(0.5)) element.attributes.push([attribute, validText(type, random)])
  }
  if (spec.text !== undefined) element.children.push({ text: validText(spec.text, random) })
  for (const particle of spec.sequence) {
    for (const child of particle.kind === 'element' ? [particle] : random.pick(particle.branches)) {
      const few = random.chance(0.9) ? Math.min(child.max, 2) : child.max
      const count = child.min === 0 && random.chance(0.5) ? 0 : random.integer(1, few)
      for (let made = 0; made < count; made++) element.children.push(makeElement(child.name, child.type, random))
    }
  }
  return element
}

const isElement = (content: Content): content is Element => 'name' in content

function everyElement(element: Element): Element[] {
  return [element, ...element.children.filter(isElement).flatMap(everyElement)]
}

/** Changes a tree in place, and may note a trait. */
type Mutation = (tree: Element, random: Random, traits: Set<string>) => void

/** Picks an element that fits, so that a mutation is seldom without effect. */
function pick(tree: Element, random: Random, fits: (element: Element) => boolean = () => true): Element {
  const all = everyElement(tree).filter(fits)
  return all.length === 0 ? tree : random.pick(all)
}

const hasChildren = (element: Element): boolean => element.children.some(isElement)
const isDateTime = ({ spec }: Element): boolean => spec?.kind === 'simple' && spec.base === 'xs:dateTime'
const isText = ({ spec }: Element): boolean => spec?.kind === 'simple' || spec?.text !== undefined
const place = (random: Random, list: readonly unknown[]): number => random.integer(0, Math.max(0, list.length - 1))
const insert = (element: Element, random: Random, content: Content): void => {
  element.children.splice(random.integer(0, element.children.length), 0, content)
}

const cdataOutsideText = 'CDATA where no text may be'
const whitespace = [' ', '\n', '\t', '\r\n', '\u00A0', '\u0085', '\u2003']

/** Every way to spoil a document, or to leave it valid in an unusual way. */
export const mutations: Readonly<Record<string, Mutation>> = {
  drop: (tree, random) => {
    const { children } = pick(tree, random, hasChildren)
    children.splice(place(random, children), 1)
  },
  duplicate: (tree, random) => {
    const { children } = pick(tree, random, hasChildren)
    const index = place(random, children)
    const child = children[index]
    if (child !== undefined) children.splice(index, 0, structuredClone(child))
  },
  swap: (tree, random) => {
    const { children } = pick(tree, random, (element) => element.children.length > 1)
    const index = random.integer(0, Math.max(0, children.length - 2))
    children.splice(index, 2, ...children.slice(index, index + 2).reverse())
  },
  rename: (tree, random) => {
    pick(tree, random).name = random.pick([...vocabulary, 'unknown'])
  },
  'change namespace': (tree, random) => {
    const namespaces = ['', 'urn:other', `${portalNamespace} `, ` ${portalNamespace}`, `${portalNamespace}/`]
    pick(tree, random).namespace = random.pick(namespaces)
  },
  'drop attribute': (tree, random) => {
    const { attributes } = pick(tree, random, (element) => element.attributes.length > 0)
    attributes.splice(place(random, attributes), 1)
  },
  'add attribute': (tree, random, traits) => {
    const name = random.pick(['order', 'href', 'unknown', 'xml:lang', 'xml:space', 'x:order', ...schemaInstanceNames])
    const element = pick(tree, random)
    if (element.attributes.some(([other]) => other === name)) return
    if (name.startsWith('xsi:')) traits.add(name)
    element.attributes.push([name, random.pick(['', '1', 'true', 'en', 'preserve', 'xs:string'])])
  },
  'prefix attribute': (tree, random) => {
    const { attributes } = pick(tree, random, (element) => element.attributes.length > 0)
    const attribute = attributes[place(random, attributes)]
    if (attribute !== undefined && !attribute[0].includes(':')) attribute[0] = `x:${attribute[0]}`
  },
  'schema location': (tree, random) => {
    pick(tree, random).attributes.push(['xsi:schemaLocation', `${portalNamespace} portal.xsd`])
  },
  repeat: (tree, random) => {
    const element = pick(
      tree,
      random,
      ({ spec }) => spec?.kind === 'complex' && elementsOf(spec.sequence).some(({ max }) => max > 1),
    )
    if (element.spec?.kind !== 'complex') return
    const repeated = elementsOf(element.spec.sequence).find(({ max }) => max > 1)
    if (repeated === undefined) return
    const first = element.children.findIndex((child) => isElement(child) && child.name === repeated.name)
    const others = element.children.filter((child) => !isElement(child) || child.name !== repeated.name)
    const count = repeated.max + random.integer(-1, 1)
    const copies = Array.from({ length: count }, () => makeElement(repeated.name, repeated.type, random))
    element.children = [...others.slice(0, first), ...copies, ...others.slice(Math.max(first, 0))]
  },
  'edge text': (tree, random, traits) => {
    const element = pick(tree, random, isText)
    const spec = element.spec?.kind === 'simple' ? element.spec : element.spec?.text
    if (spec !== undefined) element.children = [{ text: edgeText(spec, random, traits) }]
  },
  'edge attribute': (tree, random, traits) => {
    const fits = ({ spec, attributes }: Element): boolean => spec?.kind === 'complex' && attributes.length > 0
    const { spec, attributes } = pick(tree, random, fits)
    const attribute = attributes[place(random, attributes)]
    const type =
      spec?.kind === 'complex' ? spec.attributes.find(({ name }) => name === attribute?.[0])?.type : undefined
    if (attribute !== undefined && type !== undefined) attribute[1] = edgeText(type, random, traits)
  },
  'add text': (tree, random) => {
    insert(pick(tree, random), random, { text: random.pick([...whitespace, 'x', '0']) })
  },
  'add character reference': (tree, random) => {
    insert(pick(tree, random), random, { markup: random.pick(['&#32;', '&#x9;', '&#13;', '&#65;', '&amp;']) })
  },
  'add bad reference': (tree, random) => {
    insert(pick(tree, random), random, {
      markup: random.pick(['&#0;', '&#x1F;', '&#xD800;', '&#xFFFE;', '&nbsp;', '&', '&#;', '&#x110000;']),
    })
  },
  'add whitespace CDATA': (tree, random) => {
    insert(pick(tree, random), random, { markup: random.pick(['<![CDATA[ ]]>', '<![CDATA[\n]]>', '<![CDATA[]]>']) })
  },
  'add CDATA': (tree, random) => {
    insert(pick(tree, random), random, {
      markup: random.pick(['<![CDATA[x]]>', '<![CDATA[<a>&amp;]]>', '<![CDATA[]]]]>']),
    })
  },
  'add comment': (tree, random) => {
    insert(pick(tree, random), random, { markup: random.pick(['<!-- x -->', '<!---->', '<!--<a>&-->']) })
  },
  'add processing instruction': (tree, random) => {
    insert(pick(tree, random), random, { markup: random.pick(['<?x?>', '<?x y z?>', '<?xml-stylesheet href="a"?>']) })
  },
  'add child': (tree, random) => {
    const name = random.pick([...vocabulary, 'unknown'])
    const namespace = random.pick([portalNamespace, portalNamespace, '', 'urn:other'])
    insert(pick(tree, random), random, { name, namespace, attributes: [], children: [{ text: 'x' }] })
  },
  'break markup': (tree, random) => {
    insert(pick(tree, random), random, {
      markup: random.pick([
        '<',
        '<a>',
        '</a>',
        ']]>',
        '<a b=c/>',
        '<a b="1" b="2"/>',
        '<p:a/>',
        '<a:b:c xmlns:a="x"/>',
        '<a xmlns:p=""/>',
        '<!-- -- -->',
        '<?xml version="1.0"?>',
        '<a\u0000/>',
        '<a xmlns:x="u" xmlns:y="u" x:b="" y:b=""/>',
        '<a xmlns:xml="u"/>',
        '<a xmlns="http://www.w3.org/2000/xmlns/"/>',
      ]),
    })
  },
}

const schemaInstanceNames = [
  'xsi:type',
  'xsi:nil',
  'xsi:unknown',
  'xsi:schemaLocation',
  'xsi:noNamespaceSchemaLocation',
]

/**
 * Makes a document.
 *
 * @param random - decides everything
 * @param root - the name of its root element; any by default
 * @returns a document with none, one or two mutations
 */
export function generate(random: Random, root: string = random.pick(Object.keys(roots))): Generated {
  const spec = roots[root]
  if (spec === undefined) throw new Error('no such root')
  for (;;) {
    const tree = makeElement(root, spec, random)
    const traits = new Set<string>()
    const count = random.pick([0, 1, 1, 1, 2])
    for (let done = 0; done < count; done++) random.pick(Object.values(mutations))(tree, random, traits)
    const xml = write(tree, random, traits)
    // With two traits, each validator could refuse the document for another one, and none of them be right.
    if (traits.size <= 1) return { root, xml, traits }
  }
}

/** Writes a tree in a dress of its own: prefixes, quotes, attribute order, references, CDATA, indentation. */
export function write(
  tree: Element,
  random: Random,
  traits: Set<string> = new Set<string>(),
  mayIndent = true,
): string {
  const prefix = random.pick(['', '', 'p', 'ns4', 'portal-1.x'])
  const indent = random.chance(0.3) && mayIndent
  const quote = random.pick(['"', "'"])
  const own = random.chance(0.1)

  const attribute = (name: string, value: string): string =>
    ` ${name}=${quote}${escape(value, random, `\t\n\r<&${quote}`)}${quote}`

  const writeElement = (element: Element, scope: string | undefined, depth: number): string => {
    if (isDateTime(element) && element.children.length > 1) traits.add('whitespace around xs:dateTime')
    const inPrefix = element.namespace === portalNamespace && prefix !== '' && !(own && depth > 0)
    const name = inPrefix ? `${prefix}:${element.name}` : element.name
    const declarations: string[] = []
    if (depth === 0) {
      if (prefix !== '') declarations.push(attribute(`xmlns:${prefix}`, portalNamespace))
      declarations.push(' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="urn:x"')
      declarations.push(' xmlns:xs="http://www.w3.org/2001/XMLSchema"')
    }
    const inScope = inPrefix ? scope : element.namespace
    if (!inPrefix && scope !== element.namespace && !(scope === undefined && element.namespace === ''))
      declarations.push(attribute('xmlns', element.namespace))
    const attributes = random.shuffle([
      ...declarations,
      ...element.attributes.map(([key, value]) => attribute(key, value)),
    ])
    const start = `<${name}${attributes.join('')}${random.chance(0.1) ? ' ' : ''}`
    if (element.children.length === 0 && random.chance(0.8)) return `${start}/>`
    const elementsOnly = element.children.every(isElement) && element.children.length > 0
    const gap = (at: number): string => (indent && elementsOnly ? `\n${'  '.repeat(at)}` : '')
    const children = element.children.map((child) => {
      if (isElement(child)) return gap(depth + 1) + writeElement(child, inScope, depth + 1)
      const content = 'markup' in child ? child.markup : writeText(child.text, random)
      if (!isText(element) && content.includes('<![CDATA[')) traits.add(cdataOutsideText)
      return content
    })
    return `${start}>${children.join('')}${gap(depth)}</${name}${random.chance(0.05) ? ' ' : ''}>`
  }
  return writeElement(tree, undefined, 0)
}

function writeText(text: string, random: Random): string {
  if (random.chance(0.1) && !text.includes(']]>') && !text.includes('\r')) return `<![CDATA[${text}]]>`
  if (random.chance(0.05)) {
    const middle = random.integer(0, text.length)
    const pair = /[\uD800-\uDBFF]$/.test(text.slice(0, middle))
    if (!pair)
      return (
        writeText(text.slice(0, middle), random) +
        random.pick(['<!--c-->', '<?p?>', '']) +
        writeText(text.slice(middle), random)
      )
  }
  return escape(text, random, '\r<>&')
}

const named: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' }

function escape(text: string, random: Random, always: string): string {
  const eager = random.chance(0.1)
  return [...text]
    .map((character) => {
      if (!always.includes(character) && !(eager && random.chance(0.3))) return character
      const code = character.codePointAt(0) ?? 0
      return named[character] ?? random.pick([`&#${code};`, `&#x${code.toString(16)};`])
    })
    .join('')
}
