/**
 * Reads a schema file and describes it in the same facts as a spec, without use of the specs.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SaxesParser } from 'saxes'
import type { Facts } from '../describe.js'

/** An element of a schema file. */
interface Node {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Node[]
}

/** The text of a schema file by its path; replaced in tests that change a file in memory. */
export type ReadSchema = (path: string) => string

const readSchema: ReadSchema = (path) => readFileSync(path, 'utf8')

/** Describes every global element of a schema file and of those that it includes. */
export function describeSchema(path: string, read: ReadSchema = readSchema): ReadonlyMap<string, Facts> {
  const declarations = load(path, read)
  const globals = declarations.filter(({ name }) => name === 'xs:element')
  return new Map(globals.flatMap((element) => new Describer(declarations).element('', element)))
}

function load(path: string, read: ReadSchema): readonly Node[] {
  const schema = parse(read(path))
  return schema.children.flatMap((node) =>
    node.name === 'xs:include' ? load(join(dirname(path), node.attributes['schemaLocation'] ?? ''), read) : [node],
  )
}

function parse(xml: string): Node {
  const open: Node[] = [{ name: '', attributes: {}, children: [] }]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [] }
    // What is said to people is no fact.
    if (name !== 'xs:annotation') open.at(-1)?.children.push(node)
    open.push(node)
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  const schema = open[0]?.children[0]
  if (schema?.name !== 'xs:schema') throw new Error('Not a schema file.')
  return schema
}

const facets = ['minLength', 'maxLength', 'pattern', 'minInclusive', 'maxInclusive'] as const
const primitives = new Set(['xs:string', 'xs:long', 'xs:int', 'xs:dateTime'])

class Describer {
  readonly #declarations: readonly Node[]

  constructor(declarations: readonly Node[]) {
    this.#declarations = declarations
  }

  element(parent: string, node: Node, again = ''): [string, Facts][] {
    const path = `${parent}/${node.attributes['name'] ?? '?'}${again}`
    const type = this.#typeOf(node)
    if (type.name !== 'xs:complexType') return [[path, { content: 'text', ...this.#simple(type) }]]
    const named: Facts = type.attributes['name'] === undefined ? {} : { type: type.attributes['name'] }
    const extension = find(find(type, 'xs:simpleContent'), 'xs:extension')
    const attributes = (extension ?? type).children.filter(({ name }) => name === 'xs:attribute')
    const model = type.children.find(({ name }) => name === 'xs:sequence' || name === 'xs:choice')
    const unknown = (extension ?? type).children.filter(
      (child) => child !== model && !attributes.includes(child) && child.name !== 'xs:simpleContent',
    )
    if (unknown.length > 0) throw new Error(`${path}: ${unknown.map(({ name }) => name).join()} is not understood.`)
    const text = extension === undefined ? {} : this.#simple(this.#named(extension.attributes['base'] ?? ''))
    const content = extension === undefined ? (model === undefined ? 'empty' : modelOf(model, true)) : 'text'
    return [
      [path, { ...text, ...named, content }],
      ...attributes.map((attribute): [string, Facts] => [
        `${path}/@${attribute.attributes['name'] ?? '?'}`,
        { use: attribute.attributes['use'] ?? 'optional', ...this.#simple(this.#typeOf(attribute)) },
      ]),
      ...(model === undefined ? [] : elementsIn(model)).flatMap((child, index, all) => {
        const before = all.slice(0, index).some(({ attributes }) => attributes['name'] === child.attributes['name'])
        return this.element(path, child, before ? ' (again)' : '')
      }),
    ]
  }

  #typeOf(node: Node): Node {
    const inner = node.children.find(({ name }) => name === 'xs:simpleType' || name === 'xs:complexType')
    return inner ?? this.#named(node.attributes['type'] ?? '')
  }

  #named(name: string): Node {
    if (primitives.has(name)) return { name, attributes: {}, children: [] }
    const type = this.#declarations.find((node) => node.attributes['name'] === name && node.name !== 'xs:element')
    if (type === undefined) throw new Error(`The type ${name} is not declared.`)
    return type
  }

  #simple(type: Node): Facts {
    if (primitives.has(type.name)) return { base: type.name }
    const restriction = find(type, 'xs:restriction')
    if (restriction === undefined) throw new Error('Only restrictions are understood.')
    const of = (facet: string): string[] =>
      restriction.children
        .filter(({ name }) => name === `xs:${facet}`)
        .map(({ attributes }) => attributes['value'] ?? '')
    const known = new Set([...facets, 'enumeration'].map((facet) => `xs:${facet}`))
    const unknown = restriction.children.find(({ name }) => !known.has(name))
    if (unknown !== undefined) throw new Error(`The facet ${unknown.name} is not understood.`)
    const enumeration = of('enumeration')
    return {
      ...this.#simple(this.#named(restriction.attributes['base'] ?? '')),
      ...(type.attributes['name'] === undefined ? {} : { type: type.attributes['name'] }),
      ...Object.fromEntries(facets.flatMap((facet) => of(facet).map((value) => [facet, value]))),
      ...(enumeration.length === 0 ? {} : { enumeration: enumeration.join(' ') }),
    }
  }
}

function find(node: Node | undefined, name: string): Node | undefined {
  return node?.children.find((child) => child.name === name)
}

function elementsIn(model: Node): Node[] {
  return model.children.flatMap((child) => (child.name === 'xs:element' ? [child] : elementsIn(child)))
}

/** A content model in one line: children in order, `?`, `{min,max}`, and `(a | b)` for a choice. */
function modelOf(node: Node, outermost = false): string {
  const min = node.attributes['minOccurs'] ?? '1'
  const max = node.attributes['maxOccurs'] ?? '1'
  const bounds = max !== '1' ? `{${min},${max}}` : min === '0' ? '?' : min === '1' ? '' : `{${min},1}`
  if (node.name === 'xs:element') return `${node.attributes['name'] ?? '?'}${bounds}`
  const parts = node.children.map((child) => modelOf(child))
  if (node.name === 'xs:choice') return `(${parts.join(' | ')})${bounds}`
  if (node.name !== 'xs:sequence') throw new Error(`${node.name} is not understood.`)
  if (bounds !== '' && !outermost) return `(${parts.join(', ')})${bounds}`
  return parts.join(', ') + bounds
}

/**
 * Compares two descriptions.
 *
 * @returns a line for each difference, which tells where it is and what either side says
 */
export function differences(spec: ReadonlyMap<string, Facts>, schema: ReadonlyMap<string, Facts>): readonly string[] {
  const paths = new Set([...spec.keys(), ...schema.keys()])
  return [...paths].flatMap((path) => {
    const [ours, theirs] = [spec.get(path), schema.get(path)]
    if (ours === undefined) return [`${path}: the schema has it, the spec does not`]
    if (theirs === undefined) return [`${path}: the spec has it, the schema does not`]
    const facts = new Set([...Object.keys(ours), ...Object.keys(theirs)]) as ReadonlySet<keyof Facts>
    return [...facts]
      .filter((fact) => ours[fact] !== theirs[fact])
      .map(
        (fact) =>
          `${path}: ${fact} is ${ours[fact] ?? 'absent'} in the spec, ${theirs[fact] ?? 'absent'} in the schema`,
      )
  })
}
