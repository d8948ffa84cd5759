/**
 * The messages as schemas of OpenAPI, for programs that make types of them. Many of these pass over what stands beside a `$ref`,
 * and over names in objects `xml`. So properties are called as elements and attributes are, the namespace stands in types too,
 * a simple type is written out where it is used, unless it has a list of values, and an element that wraps others is an object
 * with a list, since the names of what a list marked `wrapped` holds get lost. An xs:choice is one object with optional
 * properties, and an `allOf` says which of them go together: an `anyOf` or `oneOf` of its own would be taken for a union.
 *
 * @module
 */
import {
  elementsOf,
  namespace,
  type AttributeSpec,
  type ChoiceSpec,
  type ComplexSpec,
  type ElementSpec,
  type SimpleSpec,
} from '../../src/codec/spec.js'
import { interfaceName, listNamedIn, meaningOf } from './meanings.js'

/** A schema, or another object of the document. */
export type Description = Readonly<Record<string, unknown>>

/** A reference to the schema of a type or an element. */
export const schemaOf = (name: string): Description => ({ $ref: `#/components/schemas/${name}` })

/** Every schema that the elements need, by the name that the schema files give the type or the element. */
export function messageSchemas(
  elements: readonly { readonly name: string; readonly spec: ComplexSpec }[],
): Readonly<Record<string, Description>> {
  const schemas = new MessageSchemas()
  for (const { name, spec } of elements) schemas.addElement(name, spec)
  return Object.fromEntries([...schemas.made].sort(([a], [b]) => (a < b ? -1 : 1)))
}

class MessageSchemas {
  readonly made = new Map<string, Description>()
  readonly #named = new Map<string, SimpleSpec | ComplexSpec>()
  #root = ''

  addElement(name: string, spec: ComplexSpec): void {
    this.#root = interfaceName(name)
    const { text } = meaningOf(this.#root, [])
    this.made.set(name, { ...described(text), ...this.#ofType(spec, []), xml: { name, namespace } })
  }

  #ofType(type: SimpleSpec | ComplexSpec, path: readonly string[]): Description {
    if (type.kind === 'simple') return ofSimple(type)
    // What is there or not, and has no content, whatever a program holds for that.
    if (type.form === 'true') return { type: 'object', maxProperties: 0 }
    return this.#ofObject(type, path)
  }

  /** A reference to a type that is more than a text or number, or else the type itself. One without a name has that of its element. */
  #reference(type: SimpleSpec | ComplexSpec, path: readonly string[]): Description {
    const name = type.name ?? (type.kind === 'complex' ? path.at(-1) : undefined)
    if (name === undefined || (type.kind === 'simple' && type.enumeration === undefined))
      return this.#ofType(type, path)
    const known = this.#named.get(name)
    if (known !== undefined && known !== type) throw new TypeError(`Two types have the name ${name}.`)
    if (known === undefined) {
      this.#named.set(name, type)
      this.made.set(name, { ...this.#ofType(type, path), xml: { namespace } })
    }
    return schemaOf(name)
  }

  #ofObject(type: ComplexSpec, path: readonly string[]): Description {
    const elements = [...new Map(elementsOf(type.sequence).map((element) => [element.name, element])).values()]
    const choices = type.sequence.filter((particle) => particle.kind === 'choice')
    const required = [
      ...type.attributes.filter(({ use }) => use === 'required'),
      ...(type.text === undefined ? [] : [{ name: 'value' }]),
      ...type.sequence.filter((particle) => particle.kind === 'element' && particle.min > 0),
    ].flatMap((member) => ('name' in member ? [member.name] : []))
    return {
      type: 'object',
      properties: Object.fromEntries([
        ...type.attributes.map((attribute) => [attribute.name, this.#ofAttribute(attribute, path)]),
        ...(type.text === undefined ? [] : [['value', this.#ofText(type.text, path)]]),
        ...elements.map((element) => [element.name, this.#ofElement(element, path)]),
      ]),
      ...(required.length === 0 ? {} : { required }),
      ...ofChoices(choices),
    }
  }

  #ofAttribute({ name, type }: AttributeSpec, path: readonly string[]): Description {
    return this.#described([...path, `@${name}`], (at) => this.#reference(type, at), { name, attribute: true })
  }

  #ofText(type: SimpleSpec, path: readonly string[]): Description {
    // OpenAPI 3.1 has no word for the text of an element that has attributes too; this one is that of 3.2.
    return this.#described([...path, 'value'], (at) => this.#reference(type, at), { 'x-nodeType': 'text' })
  }

  #ofElement(element: ElementSpec, path: readonly string[]): Description {
    const { name, type, max } = element
    const make = (at: readonly string[]): Description =>
      max > 1 ? this.#list(element, path) : this.#reference(type, at)
    return this.#described([...path, name], make, { name, namespace })
  }

  #list({ name, type, min, max }: ElementSpec, path: readonly string[]): Description {
    const items = { ...this.#reference(type, [...path, name]), xml: { name, namespace } }
    return { type: 'array', items, minItems: min, maxItems: max }
  }

  #described(path: readonly string[], make: (path: readonly string[]) => Description, xml: Description): Description {
    const meaning = meaningOf(this.#root, path)
    const { name, values } = listNamedIn(meaning) ?? {}
    return {
      ...described(meaning.text.replace(`\`${name ?? ''}\``, 'the examples')),
      ...make(path),
      ...(values === undefined ? {} : { examples: values }),
      xml,
    }
  }
}

const described = (text: string): Description => (text === '' ? {} : { description: text })

/** Which properties of choices go together. */
function ofChoices(choices: readonly ChoiceSpec[]): Description {
  const rules = choices.map(({ branches }) => {
    const names = branches.map((branch) => branch.map(({ name }) => name))
    const required = branches.map((branch) => branch.filter(({ min }) => min > 0).map(({ name }) => name))
    const isShared = (name: string): boolean => names.filter((branch) => branch.includes(name)).length > 1
    const alternatives = required.map((branch) => ({ required: branch }))
    const dependent = names.flatMap((branch, index) =>
      branch
        .filter((name) => !isShared(name))
        .map((name) => [name, (required[index] ?? []).filter((other) => other !== name)] as const)
        .filter(([, others]) => others.length > 0),
    )
    return {
      dependent,
      alternatives: names.flat().some(isShared) ? { anyOf: alternatives } : { oneOf: alternatives },
    }
  })
  const dependentRequired = Object.fromEntries(rules.flatMap(({ dependent }) => dependent))
  return {
    ...(rules.length === 0 ? {} : { allOf: rules.map(({ alternatives }) => alternatives) }),
    ...(Object.keys(dependentRequired).length === 0 ? {} : { dependentRequired }),
  }
}

function ofSimple(type: SimpleSpec): Description {
  const { base, value, minLength, maxLength, pattern, enumeration, known, minInclusive, maxInclusive } = type
  if (base === 'xs:dateTime')
    return { type: 'string', $comment: 'An xs:dateTime, which may lack the offset that the format date-time asks for.' }
  if (base === 'xs:string')
    return {
      type: 'string',
      ...(enumeration === undefined ? {} : { enum: enumeration }),
      ...(minLength === undefined ? {} : { minLength }),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(pattern === undefined ? {} : { pattern: `^(?:${pattern})$` }),
      ...(known === undefined ? {} : { examples: known }),
    }
  // All of its 64 bits are kept in any language, and what XML Schema lets stand around it.
  if (value === 'string') return { type: 'string', pattern: String.raw`^\s*[+-]?[0-9]+\s*$` }
  return {
    type: 'integer',
    format: base === 'xs:int' ? 'int32' : 'int64',
    ...(minInclusive === undefined ? {} : { minimum: minInclusive }),
    ...(maxInclusive === undefined ? {} : { maximum: maxInclusive }),
  }
}
