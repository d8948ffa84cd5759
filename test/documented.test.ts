import { knownSignatureStatuses } from 'signering-portal/codec'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { declarations, statementsOf } from '../scripts/reference/declarations.js'

const { entries, internal } = declarations()

const docsOf = (node: ts.Node): readonly ts.JSDoc[] => ts.getJSDocCommentsAndTags(node).filter((doc) => ts.isJSDoc(doc))

const sentence = (node: ts.Node): string =>
  docsOf(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join('\n')

const tagged = (tag: ts.JSDocTag | undefined): boolean =>
  (ts.getTextOfJSDocComment(tag?.comment) ?? '').replace(/^- */, '') !== ''

const isDeclaredType = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isTypeAliasDeclaration(node)

/** A member whose type is literals, such as the `kind` of a union, tells itself. */
const isLiteral = (member: ts.Node): boolean => {
  const type = ts.isPropertySignature(member) ? member.type : undefined
  if (type === undefined) return false
  return ts.isUnionTypeNode(type) ? type.types.every(ts.isLiteralTypeNode) : ts.isLiteralTypeNode(type)
}

/** A branch of a union may have a comment for all of its members. */
const isToldBranch = (node: ts.Node): boolean =>
  ts.isTypeLiteralNode(node) && /\*\/\s*\|?\s*$/.test(node.getSourceFile().text.slice(0, node.getStart()))

/**
 * The members of an interface, a class, or the object types that a type is made of; not what cannot be reached, and not
 * what lies in the type of a member, which the comment of the member tells.
 */
function membersOf(node: ts.Node): readonly ts.NamedDeclaration[] {
  const members: ts.NamedDeclaration[] = []
  const visit = (inner: ts.Node): void => {
    if (isToldBranch(inner) || ts.isParameter(inner)) return
    if (!ts.isTypeElement(inner) && !ts.isClassElement(inner)) ts.forEachChild(inner, visit)
    else if (inner.name !== undefined && !ts.isPrivateIdentifier(inner.name) && !isLiteral(inner))
      if (!(ts.getCombinedModifierFlags(inner) & ts.ModifierFlags.Private)) members.push(inner)
  }
  ts.forEachChild(node, visit)
  return members
}

/** The function that a statement declares, if it does. */
function functionOf(statement: ts.Statement): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionDeclaration(statement)) return statement
  const type = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0]?.type : undefined
  return type !== undefined && ts.isFunctionTypeNode(type) ? type : undefined
}

const givesNothing = /^(?:void|never|Promise<void>|asserts .*)$/

/** Whether a function is the `safe` twin of one that its comment leads to. */
function isTwin(name: string, statement: ts.Statement, names: ReadonlySet<string>): boolean {
  const twin = name.replace(/^safe(.)/, (_, first: string) => first.toLowerCase())
  return twin !== name && names.has(twin) && sentence(statement).includes(`{@link ${twin}}`)
}

/** What is not told of a function: a parameter, what it gives, and what it throws where a `safe` one does not. */
function untold(name: string, statement: ts.Statement, names: ReadonlySet<string>): readonly string[] {
  const declared = functionOf(statement)
  if (declared === undefined || isTwin(name, statement, names)) return []
  const tags = docsOf(statement).flatMap((doc) => doc.tags ?? [])
  const told = tags.filter((tag) => ts.isJSDocParameterTag(tag))
  const parameters = declared.parameters.filter((parameter, index) => {
    const own = told.find((tag) => tag.name.getText() === parameter.name.getText())
    return !tagged(own ?? (ts.isObjectBindingPattern(parameter.name) ? told[index] : undefined))
  })
  const returned = declared.type?.getText() ?? 'void'
  const throwing = names.has(`safe${name.charAt(0).toUpperCase()}${name.slice(1)}`)
  return [
    ...parameters.map((parameter) => `@param ${parameter.name.getText()}`),
    ...(told.length > declared.parameters.length ? ['@param of a parameter that there is not'] : []),
    ...(givesNothing.test(returned) || tagged(tags.find((tag) => ts.isJSDocReturnTag(tag))) ? [] : ['@returns']),
    ...(throwing && !tags.some((tag) => ts.isJSDocThrowsTag(tag) && /^@throws\s+\S/.test(tag.getText()))
      ? ['@throws']
      : []),
  ]
}

/** The comment of a member or statement with its tags, as it is written. */
const textOf = (node: ts.Node): string =>
  docsOf(node)
    .map((doc) => doc.getText().replace(/\s*\n\s*\*\s?/g, ' '))
    .join(' ')

/** Everything that a declaration names, itself included: types, members of types, and members of the types of members. */
function namedIn(name: string, node: ts.Node): readonly (readonly [string, ts.Node])[] {
  const found: (readonly [string, ts.Node])[] = [[name, node]]
  node.forEachChild(function visit(child): void {
    const isMember = ts.isPropertySignature(child) || ts.isPropertyDeclaration(child) || ts.isGetAccessor(child)
    if (isMember) found.push(...namedIn(`${name}.${child.name.getText()}`, child))
    // What a function takes and gives, the comment of the function tells.
    else if (!ts.isParameter(child)) child.forEachChild(visit)
  })
  return found
}

const typeOf = (node: ts.Node): ts.TypeNode | undefined => {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.type
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isTypeAliasDeclaration(node)
    ? node.type
    : undefined
}

const isFunction = (node: ts.Node): boolean => {
  const type = typeOf(node)
  return ts.isFunctionDeclaration(node) || (type !== undefined && ts.isFunctionTypeNode(type))
}

/** Whether a comment tells what a function throws, or that it throws nothing; that of a `safe` one does by its name. */
const tellsWhatIsThrown = (text: string): boolean => /@throws [^\s*]|\b[Nn]ever throws\b|without throwing/.test(text)

const isNumber = (node: ts.Node): boolean => {
  const type = typeOf(node)
  const types: readonly ts.Node[] = type !== undefined && ts.isUnionTypeNode(type) ? type.types : type ? [type] : []
  return types.some(({ kind }) => kind === ts.SyntaxKind.NumberKeyword)
}

/** The comment of a member, or of the branch of a union that it is in. */
function commentNear(node: ts.Node): string {
  const before = node.getSourceFile().text.slice(0, node.parent.getStart())
  return sentence(node) || (isToldBranch(node.parent) ? before.slice(before.lastIndexOf('/**')) : '')
}

const count = /\bstatus code\b|\bhow (?:often|many)\b|\bat (?:least|most) \d|\bfrom \d|\b\d+ to \d|\bin the unit of\b/i

/** Whether a comment tells the unit that the name of a number ends with, or else any unit, a count, or from where to where. */
function tellsUnit(name: string, text: string): boolean {
  const [named] = /(?:Bytes|Milliseconds|Seconds)$/.exec(name) ?? []
  const units = new RegExp(`\\b${named ?? '(?:bytes|milliseconds|seconds|characters)'}\\b`, 'i')
  return units.test(text) || (named === undefined && count.test(text))
}

/** What a comment says beyond the name of what it stands on: nothing, if it is `Element \`sender\`.` or `The sender.` */
function meaningOf(name: string, text: string): string {
  const words = name
    .replace(/^.*\./, '')
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase()
  return text
    .replace(/\b(?:Elements?|Attribute|Type|Facet) (?:`[^`]*`|xs:\w+)/, '')
    .replace(/\b(?:Omitted|Absent):.*$/s, '')
    .replace(/[.,:;]/g, ' ')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !['the', 'a', 'an', 'its', 'their', '', ...words.split(' ')].includes(word))
    .join(' ')
}

describe.each(entries)('$name', ({ exports }) => {
  const statements = [...exports].flatMap(([name, symbol]) =>
    statementsOf(symbol).map((statement) => ({ name, statement })),
  )

  test('has a comment on every export and every member of one', () => {
    expect(statements).not.toEqual([])
    const undocumented = statements.flatMap(({ name, statement }) => [
      ...(sentence(statement) === '' ? [name] : []),
      ...(isDeclaredType(statement) ? membersOf(statement) : [])
        .filter((member) => sentence(member) === '')
        .map((member) => `${name}: ${member.name?.getText() ?? ''}`),
    ])
    expect(undocumented).toEqual([])
  })

  test('tells what every function takes, gives and throws', () => {
    const names = new Set(exports.keys())
    const missing = statements.flatMap(({ name, statement }) =>
      untold(name, statement, names).map((what) => `${name}: ${what}`),
    )
    expect(missing).toEqual([])
  })
})

describe('what every entry exports', () => {
  const symbols = new Map(entries.flatMap(({ exports }) => [...exports].map(([name, symbol]) => [symbol, name])))
  const named = [...symbols].flatMap(([symbol, name]) =>
    statementsOf(symbol).flatMap((statement) => namedIn(name, statement)),
  )
  const namesOf = (found: readonly (readonly [string, ts.Node])[]): readonly string[] => found.map(([name]) => name)

  test('tells of every function what it throws, or that it never throws', () => {
    const functions = named.filter(([, node]) => isFunction(node))
    expect(functions).not.toEqual([])
    expect(namesOf(functions.filter(([, node]) => !tellsWhatIsThrown(textOf(node))))).toEqual([])
  })

  test('tells of every number its unit, or from where to where it goes', () => {
    const numbers = named.filter(([, node]) => isNumber(node))
    expect(numbers).not.toEqual([])
    expect(namesOf(numbers.filter(([name, node]) => !tellsUnit(name, commentNear(node))))).toEqual([])
  })

  test('tells more than a name', () => {
    const bare = named.filter(([name, node]) => sentence(node) !== '' && meaningOf(name, sentence(node)) === '')
    expect(namesOf(bare)).toEqual([])
  })
})

describe('what is internal', () => {
  const exported = new Set(entries.flatMap(({ exports }) => [...exports.values()]))
  const statements = internal
    .filter(([, symbol]) => !exported.has(symbol))
    .flatMap(([path, symbol]) =>
      statementsOf(symbol).map((statement) => ({ place: `${path}: ${symbol.name}`, statement })),
    )

  test('has a sentence', () => {
    expect(statements).not.toEqual([])
    expect(statements.filter(({ statement }) => sentence(statement) === '').map(({ place }) => place)).toEqual([])
  })

  test('has no more than a few', () => {
    const tower = statements.filter(
      ({ statement }) =>
        sentence(statement).split('\n').length > 4 ||
        docsOf(statement).some((doc) =>
          doc.tags?.some((tag) => ts.isJSDocParameterTag(tag) || ts.isJSDocReturnTag(tag) || ts.isJSDocThrowsTag(tag)),
        ),
    )
    expect(tower.map(({ place }) => place)).toEqual([])
  })
})

test('the comment on the known statuses of a signer says what each means', () => {
  const symbol = entries.find(({ name }) => name === 'signering-portal/codec')?.exports.get('knownSignatureStatuses')
  const comment = symbol === undefined ? '' : statementsOf(symbol).map(sentence).join('\n')
  const untoldStatuses = knownSignatureStatuses.filter((status) => !comment.includes(`- \`${status}\`: `))
  expect(untoldStatuses, 'Tell them in the comment in src/codec/portal/status-change.ts.').toEqual([])
})
