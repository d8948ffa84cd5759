/** Documents that are made of the form of a signature, and changes to them. */
import type { ElementForm, ValueType } from '../../src/xml/form.js'
import { signatureForm } from '../../src/bundle/signature-form.js'
import type { Random } from '../conformance/random.js'

/** An element that is made, and may be changed. */
export interface MadeElement {
  readonly namespace: string
  readonly local: string
  readonly attributes: Map<string, string>
  readonly children: (MadeElement | string)[]
}

/** Values by what they must be; the tests fail for one that has none here. */
const values: Readonly<Record<string, readonly string[]>> = {
  text: ['', 'text', ' &<å> '],
  'a whole number of at most 60 digits': ['0', '-1', ' +0012 '],
  // Without white space around it, which libxml2 refuses there and nowhere else.
  'an xs:dateTime with an offset, of the years 1 to 9999': ['2026-11-23T21:15:30+01:00', '2024-02-29T24:00:00Z'],
  'a URI of a file': ['a.pdf', 'blåbær.pdf', 'a b.pdf', 'a%20b', './a;b'],
  'a URI': ['', 'urn:a', 'http://example.com/a?b#c', '#a'],
  'OIDAsURI or OIDAsURN': ['OIDAsURI', 'OIDAsURN'],
  'base64, with padding and without spare bits': ['AAAA', ' AA AA\nAQ== ', 'AAE='],
}

/** A document that has the form, with as much as chance has it. */
export function makeDocument(random: Random): MadeElement {
  let ids = 0
  const valueOf = ({ meaning }: ValueType): string => {
    if (meaning.startsWith('a name')) return `id-${ids++}`
    return random.pick(values[meaning] ?? [])
  }
  const make = (form: ElementForm): MadeElement => ({
    namespace: form.namespace,
    local: form.local,
    attributes: new Map(
      [...form.attributes].flatMap(([name, { required, type }]) =>
        required || random.chance(0.3) ? [[name, valueOf(type)] as const] : [],
      ),
    ),
    children:
      form.text === undefined
        ? form.content.flatMap(({ elements, least, most }) => {
            const count = Math.min(most, random.chance(0.4) ? least : least + random.integer(0, 2))
            return Array.from({ length: count }, () => make(random.pick(elements)))
          })
        : [valueOf(form.text)],
  })
  return make(signatureForm)
}

function elementsIn(element: MadeElement): readonly MadeElement[] {
  return [element, ...element.children.flatMap((child) => (typeof child === 'string' ? [] : elementsIn(child)))]
}

const oddTexts = [
  '',
  'x',
  '1',
  'A',
  'AR==',
  '2026-11-23T21:15:30',
  '2026-02-30T00:00:00Z',
  '%',
  'a b',
  '-',
  '\u00a01',
  '1.0',
  'a%zz',
  '#a#b',
  '1:x',
  'a[b]',
  '//h:x',
  'a  b',
]

/** Changes one thing or two, in place. */
export function spoil(root: MadeElement, random: Random): void {
  const others = elementsIn(makeDocument(random))
  for (let left = random.integer(1, 2); left > 0; left--) {
    const element = random.pick(elementsIn(root))
    const at = random.integer(0, element.children.length)
    const name = random.pick(['Id', 'a', 'URI', 'Algorithm', 'Target', 'ID', 'Type'])
    const texts = elementsIn(root).filter(({ children: [first] }) => typeof first === 'string')
    random.pick<() => unknown>([
      () => element.children.splice(at, 1),
      // A copy: it may be put into a part of itself.
      () => element.children.splice(at, 0, structuredClone(random.pick(others))),
      () => element.children.splice(at, 0, ...element.children.slice(at, at + 1)),
      () => element.children.push(...element.children.splice(at, 1)),
      () => element.children.splice(at, 0, 'text'),
      () =>
        element.children.splice(at, 0, {
          namespace: random.pick(['', 'urn:a', element.namespace]),
          local: 'x',
          attributes: new Map(),
          children: [],
        }),
      () => element.attributes.delete(random.pick([...element.attributes.keys(), ''])),
      () => element.attributes.set(name, random.pick(oddTexts)),
      () => texts.length > 0 && random.pick(texts).children.splice(0, 1, random.pick(oddTexts)),
    ])()
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Writes a document, now and then with what means nothing. */
export function writeDocument({ namespace, local, attributes, children }: MadeElement, random: Random): string {
  const space = random.chance(0.1) && !children.some((child) => typeof child === 'string') ? ' \n<!-- c --><?i?>' : ''
  const written = [...attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')
  const content = children.map((child) => (typeof child === 'string' ? escaped(child) : writeDocument(child, random)))
  return `<${local} xmlns="${namespace}"${written}>${space}${content.join(space)}</${local}>`
}
