/** The page of elements and attributes. */
import { describe, type Facts } from '../../testing/describe.js'
import { codecs } from '../../src/codec/index.js'
import { elementsOf, type ComplexSpec, type SimpleSpec } from '../../src/codec/spec.js'
import { elementExamples, rulesByPath, type ElementExample } from './element-examples.js'
import { code, page, table } from './markdown.js'
import { codecName, interfaceName, listNamedIn, meaningOf, type Meaning } from './meanings.js'

/** Makes the page. */
export function elementsPage(): string {
  return page('Element reference', [
    'Every element and attribute of the five messages, in the order of the schema: `?` optional, `{1,10}` repeated, `(a | b)` one of the two, `again` an element that a second branch of a choice has too. Each codec has the name of its element in camelCase, but for that of `error`, which is `serviceError`; each property has the name of its element or attribute in camelCase. Lengths are in Unicode characters; when written, one outside the basic plane, such as an emoji, counts as two, since some validators count so.',
    'Below the table of each message, every element and attribute of it has an example: the least that is valid, as XML and as the value that it is in TypeScript.',
    ...codecs.flatMap(({ name, spec }) => [
      `## ${name}`,
      `Codec ${code(codecName(name))}.`,
      elements(name, spec),
      ...examples(name, spec),
    ]),
  ])
}

/** Each element and attribute of a message: what it means, its type, how often it occurs, what it may hold, its rules, and the least example. */
function examples(root: string, spec: ComplexSpec): readonly string[] {
  const facts = describe(root, spec)
  const rules = rulesByPath()
  return elementExamples(root).flatMap(({ place, attribute, path, xml, typescript }) => {
    const names = attribute === undefined ? place.names : [...place.names, `@${attribute.name}`]
    const steps = names.map((name) => name.replace('-again', ''))
    const meaning = meaningOf(interfaceName(root), steps)
    const own = facts.get(path) ?? {}
    const broken = rules.get(`/${[root, ...steps].join('/')}`) ?? []
    const lines = [
      ['Type', typeOf(own)],
      ['Occurs', attribute === undefined ? occurrenceOf(place) : contentOf(own)],
      ['Content', attribute === undefined ? contentOf(own) : ''],
      ['Values', valuesOf(own, meaning, [...knownValues(spec, steps), ...(listNamedIn(meaning)?.values ?? [])])],
      ['Rules', broken.map((id) => `[${code(id)}](issues.md#rule${id})`).join(', ')],
    ]
    const told = lines.filter(([, text]) => text !== '').map(([label = '', text = '']) => `- ${label}: ${text}`)
    return [
      `### ${code(path.replace('/', ''))}`,
      ...(meaning.text === '' ? [] : [meaning.text]),
      told.join('\n'),
      '```xml\n' + xml + '\n```',
      // A part of a value is no program, which a formatter would take it for.
      '<!-- prettier-ignore -->\n```typescript\n' +
        (steps.length === 0 ? `${codecName(root)}.encode(${typescript})` : typescript) +
        '\n```',
    ]
  })
}

/** How often an element stands in its parent. */
function occurrenceOf({ element, inChoice }: ElementExample['place']): string {
  if (element === undefined) return 'once, as the root'
  const { min, max } = element
  const often = max === 1 ? (min === 0 ? 'once or not at all' : 'once') : `${min} to ${max} times`
  return inChoice ? `${often}, where its branch of the choice is taken` : often
}

/** The rows of every element below a root, with the meaning that its interface gives. */
function elements(root: string, spec: ComplexSpec): string {
  return table(
    ['Path', 'Meaning', 'Type', 'Content', 'Values'],
    [...describe(root, spec)].map(([path, facts]) => {
      const names = path.split('/').slice(2)
      const steps = names.map((name) => name.replace(' (again)', ''))
      const meaning = meaningOf(interfaceName(root), steps)
      return [
        code(`/${steps.join('/')}`) + (path.includes(' (again)') ? ' again' : ''),
        meaning.text,
        typeOf(facts),
        contentOf(facts),
        valuesOf(facts, meaning, [...knownValues(spec, steps), ...(listNamedIn(meaning)?.values ?? [])]),
      ]
    }),
  )
}

/** The values known today of an open set. */
function knownValues(spec: SimpleSpec | ComplexSpec, path: readonly string[]): readonly string[] {
  const [step, ...rest] = path
  if (spec.kind === 'simple') return spec.known ?? []
  if (step === undefined) return spec.text?.known ?? []
  const attributes = spec.attributes.map(({ name, type }) => ({ name: `@${name}`, type }))
  const next = [...attributes, ...elementsOf(spec.sequence)]
  const found = next.find(({ name }) => name === step)
  return found === undefined ? [] : knownValues(found.type, rest)
}

function typeOf({ type, base }: Facts): string {
  return [type, base]
    .filter((name) => name !== undefined)
    .map(code)
    .join(', an ')
}

/** An element has content, an attribute a use. */
function contentOf({ content, use }: Facts): string {
  if (use !== undefined) return `${use} attribute`
  return content === undefined || content === 'text' || content === 'empty' ? (content ?? '') : code(content)
}

const characters = (count: string): string => `${count} ${count === '1' ? 'character' : 'characters'}`
const grouped = (number: string): string => number.replace(/\B(?=(\d{3})+$)/g, ',')

function valuesOf(facts: Facts, { unit }: Meaning, known: readonly string[]): string {
  const { minLength, maxLength, pattern, enumeration, minInclusive, maxInclusive } = facts
  const of = unit === undefined ? '' : ` ${unit}`
  const values = [
    minLength === undefined ? [] : [`at least ${characters(minLength)}`],
    maxLength === undefined ? [] : [`at most ${characters(maxLength)}`],
    pattern === undefined ? [] : [code(pattern)],
    enumeration === undefined ? [] : [enumeration.split(' ').map(code).join(' or ')],
    minInclusive === undefined ? [] : [`at least ${grouped(minInclusive)}${of}`],
    maxInclusive === undefined ? [] : [`at most ${grouped(maxInclusive)}${of}`],
    known.length === 0 ? [] : [`known today: ${known.map(code).join(', ')}; others may come`],
  ]
  return values.flat().join(', ')
}
