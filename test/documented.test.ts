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
