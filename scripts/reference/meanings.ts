/**
 * What elements and attributes mean: the first sentences of the doc comments of the interfaces that hold them.
 *
 * @module
 */
import ts from 'typescript'
import * as codec from '../../src/codec/index.js'
import { propertyName } from '../../src/codec/spec.js'
import { declarations, resolve } from './declarations.js'

/** What a doc comment tells of an element or attribute. */
export interface Meaning {
  /** A sentence or two. Empty: there is nothing to tell beyond the name. */
  readonly text: string
  /** The unit of its value, such as `seconds`. */
  readonly unit?: string
}

const entry = 'signering-portal/codec'

/** The codec of an element. `error` is too general a name for an export. */
export const codecName = (element: string): string => (element === 'error' ? 'serviceError' : propertyName(element))

/** The interface of the value of an element. */
export function interfaceName(element: string): string {
  const name = codecName(element)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** The list that a meaning names, such as the known values of a text that the schema leaves free. */
export function listNamedIn({
  text,
}: Meaning): { readonly name: string; readonly values: readonly string[] } | undefined {
  const found = Object.entries(codec).find(([name, value]) => Array.isArray(value) && text.includes(`\`${name}\``))
  return found && { name: found[0], values: found[1] as unknown as readonly string[] }
}

/** What the doc comment of a function of an interface says, without its tags. */
export function commentOfFunction(entryName: string, interfaceOf: string, name: string): string {
  const { checker, entries } = declarations()
  const symbol = entries.find((one) => one.name === entryName)?.exports.get(interfaceOf)
  const member = symbol && checker.getDeclaredTypeOfSymbol(symbol).getProperty(name)
  if (member === undefined) throw new TypeError(`${interfaceOf} of ${entryName} has no ${name}.`)
  return commentOf(member)
}

/**
 * What an element or attribute means.
 *
 * @param root - the interface of the root element
 * @param path - the names that lead to it, attributes with `@`
 * @returns the meaning
 */
export function meaningOf(root: string, path: readonly string[]): Meaning {
  const { checker, entries } = declarations()
  const symbol = entries.find(({ name }) => name === entry)?.exports.get(root)
  if (symbol === undefined) throw new TypeError(`${entry} does not export ${root}.`)
  let types: readonly ts.Type[] = [checker.getDeclaredTypeOfSymbol(symbol)]
  let comments: readonly string[] = [commentOf(symbol)]
  for (const step of path) {
    const name = propertyName(step.replace('@', ''))
    const items = types.flatMap(itemsOf)
    // A list that an element wraps has no property for the element that is repeated.
    const properties = propertiesOf([...types, ...items], name)
    comments = properties.length > 0 ? properties.map(commentOf).filter(isMeant) : items.flatMap(commentOfType)
    const declared = properties.flatMap((property) => declaredType(property))
    if (properties.length > 0 && comments.every((comment) => needsMore(sentenceOf(comment).text)))
      comments = [...declared.map(commentOf).filter((comment) => !needsMore(sentenceOf(comment).text)), ...comments]
    types = properties.length > 0 ? properties.map((property) => checker.getTypeOfSymbol(property)) : items
  }
  const meanings = [...new Map(comments.map((comment) => [sentenceOf(comment).text, sentenceOf(comment)])).values()]
  const unit = meanings.find((meaning) => meaning.unit !== undefined)?.unit
  const text = meanings.map((meaning) => meaning.text).filter((sentence) => sentence !== '')
  return { text: text.join(' '), ...(unit === undefined ? {} : { unit }) }
}

const isMeant = (comment: string): boolean => !comment.startsWith('Excluded')
const needsMore = (sentence: string): boolean => sentence === '' || sentence.startsWith('Omitted')

/** The members of a union or of parts of one, which may each have the property. */
function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types.flatMap(partsOf) : [type]
}

function propertiesOf(types: readonly ts.Type[], name: string): readonly ts.Symbol[] {
  const found = types.flatMap(partsOf).flatMap((type) => type.getProperty(name) ?? [])
  return [...new Set(found)]
}

function itemsOf(type: ts.Type): readonly ts.Type[] {
  const { checker } = declarations()
  return partsOf(type).flatMap((part) =>
    checker.isArrayType(part) ? checker.getTypeArguments(part as ts.TypeReference) : [],
  )
}

function commentOf(symbol: ts.Symbol): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(declarations().checker)).replace(/\s+/g, ' ')
}

function commentOfType(type: ts.Type): readonly string[] {
  const symbol = type.aliasSymbol ?? type.getSymbol()
  return symbol === undefined ? [] : [commentOf(symbol)]
}

/** The type that a property is declared with, by its name. */
function declaredType(property: ts.Symbol): readonly ts.Symbol[] {
  const { checker } = declarations()
  return (property.declarations ?? []).flatMap((declaration) => {
    const type = ts.isPropertySignature(declaration) ? declaration.type : undefined
    // What may be left out may also be undefined.
    const types: readonly ts.TypeNode[] = type === undefined ? [] : ts.isUnionTypeNode(type) ? type.types : [type]
    return types.filter(ts.isTypeReferenceNode).flatMap(({ typeName }) => {
      const symbol = checker.getSymbolAtLocation(typeName)
      return symbol === undefined ? [] : [resolve(checker, symbol)]
    })
  })
}

/** The first sentence behind what a comment begins with, such as "Element `available-seconds`, in seconds:". */
function sentenceOf(comment: string): Meaning {
  const [lead = '', unit] = /^(?:Type|Elements?|Attribute) `[^`]*`(?:, in (\w+)|xs:|[^:.])*[:.] ?/.exec(comment) ?? []
  const [sentence = ''] = /^.*?[.](?= |$)/.exec(comment.slice(lead.length)) ?? []
  const text = sentence.charAt(0).toUpperCase() + sentence.slice(1)
  return { text: text.replace(/\{@link (\w+)\}/g, '`$1`'), ...(unit === undefined ? {} : { unit }) }
}
