/**
 * What holds for every declaration that users see: those of docs/api.txt. What differs is named here, with the reason.
 */
import { issueCodes, type PortalSignatureJobManifest } from 'signering-portal/codec'
import type { ReportedError, ReportedNextStatusChange } from 'signering-portal/contract'
import {
  ResponseError,
  sendWith,
  type Fetch,
  type FetchInit,
  type HttpRequest,
  type NextStatusChange,
  type PortalOperations,
  type QueueOperations,
} from 'signering-portal/http'
import type { SigningOrder } from 'signering-portal/manifest'
import ts from 'typescript'
import { fetch as fetchOfUndici } from 'undici'
import { expect, test } from 'vitest'
import { mentionedOnly } from '../scripts/reference/api.js'
import { declarations, statementsOf } from '../scripts/reference/declarations.js'

/** A declaration that users see, and every node in it. */
interface Seen {
  readonly name: string
  readonly statement: ts.Statement
  readonly nodes: readonly ts.Node[]
}

function nodesOf(node: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [node]
  node.forEachChild((child) => {
    nodes.push(...nodesOf(child))
  })
  return nodes
}

const symbols = new Set([...declarations().entries.flatMap(({ exports }) => [...exports.values()]), ...mentionedOnly()])
const seen: readonly Seen[] = [...symbols].flatMap((symbol) =>
  statementsOf(symbol).map((statement) => ({ name: symbol.name, statement, nodes: nodesOf(statement) })),
)

type Exceptions = Readonly<Record<string, string>>

/** What is found in declarations, as `Declaration.member`, less the exceptions, each of which must be needed. */
function expectNone(find: (node: ts.Node) => boolean, exceptions: Exceptions = {}): void {
  expect(seen).not.toEqual([])
  const found = seen.flatMap(({ name, nodes }) => nodes.filter(find).map((node) => `${name}${memberOf(node)}`))
  expect([...new Set(found)].sort()).toEqual(Object.keys(exceptions).sort())
}

function memberOf(node: ts.Node): string {
  const member = ts.findAncestor(node, (each) => ts.isPropertySignature(each) || ts.isPropertyDeclaration(each))
  return member === undefined ? '' : `.${(member as ts.PropertySignature).name.getText().replaceAll("'", '')}`
}

const isAny = (type: ts.TypeNode): boolean => ts.isTypeLiteralNode(type) && type.members.length === 0

/** The way to say of an open set of texts which are known: `'a' | (string & {})`. */
const isOpenText = (node: ts.IntersectionTypeNode): boolean =>
  node.types.length === 2 && node.types[0]?.kind === ts.SyntaxKind.StringKeyword && node.types.slice(1).every(isAny)

test('types list their properties: none is put together of parts of others', () => {
  const parts = new Set(['Pick', 'Omit', 'Partial', 'Required'])
  expectNone(
    (node) =>
      (ts.isIntersectionTypeNode(node) && !isOpenText(node)) ||
      ((ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) &&
        parts.has((ts.isTypeReferenceNode(node) ? node.typeName : node.expression).getText())),
  )
})

const takesUndefined = (type: ts.TypeNode | undefined): boolean =>
  type?.kind === ts.SyntaxKind.UndefinedKeyword ||
  (type !== undefined && ts.isUnionTypeNode(type) && type.types.some(takesUndefined))

test('what may be left out may be undefined', () => {
  expectNone((node) => ts.isPropertySignature(node) && node.questionToken !== undefined && !takesUndefined(node.type), {
    'Carries.~adds': 'Never there: only the compiler compares it.',
    'Carries.~lacks': 'Never there: only the compiler compares it.',
    'Carries.~value': 'Never there: only the compiler compares it.',
  })
})

const isReadonly = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword)

const isOperator = (node: ts.Node): boolean =>
  ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword

/** `Readonly<Record<...>>`. */
const isInReadonly = (node: ts.Node): boolean =>
  ts.isTypeReferenceNode(node.parent) && node.parent.typeName.getText() === 'Readonly'

const mutableTypes = new Set(['Array', 'Map', 'Set', 'Record'])

test('nothing can be changed', () => {
  expectNone(
    (node) =>
      ((ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isIndexSignatureDeclaration(node)) &&
        !isReadonly(node)) ||
      (ts.isMappedTypeNode(node) && node.readonlyToken === undefined) ||
      ((ts.isArrayTypeNode(node) || ts.isTupleTypeNode(node)) && !isOperator(node.parent)) ||
      (ts.isTypeReferenceNode(node) && mutableTypes.has(node.typeName.getText()) && !isInReadonly(node)) ||
      ts.isMethodSignature(node) ||
      ts.isSetAccessor(node),
    {
      'ResponseError.#private': 'No property: it says that there is a private one.',
      'TlsConnectOptions.ca': 'Node.js takes no list that is readonly.',
      ...Object.fromEntries(
        Object.keys(issueCodes).map((code) => [`sentences.${code}`, 'Not exported: issueCodes is, which is readonly.']),
      ),
    },
  )
})

/** Constants whose change is one of the interface: docs/api.txt shows their values. */
const meant = /^(?:maximum|defaultAvailableSeconds$|environments$|\w*[oO]rganizationNumber$)/

test('nothing that is said to people is frozen as a type of its own', () => {
  const frozen = seen.filter(
    ({ statement, nodes }) =>
      ts.isVariableStatement(statement) &&
      nodes.some(
        (node) =>
          (ts.isVariableDeclaration(node) && node.initializer !== undefined) ||
          (ts.isPropertySignature(node) && node.type !== undefined && ts.isLiteralTypeNode(node.type)),
      ),
  )
  expect(frozen).not.toEqual([])
  expect(frozen.map(({ name }) => name).filter((name) => !meant.test(name))).toEqual([])
})

/** `npm run types` is red where one of these does not compile: what is of one entry fits into another. */
const fits = {
  error: (error: ResponseError): ReportedError => error,
  answer: (answer: Exclude<NextStatusChange, { kind: 'statusChange' }>): ReportedNextStatusChange => answer,
  manifest: (manifest: PortalSignatureJobManifest): SigningOrder => manifest,
  operations: (operations: PortalOperations): QueueOperations => operations,
  senders: [fetch, fetchOfUndici].map((send: Fetch) => sendWith(send)),
}

test('what is of one entry fits into another', () => {
  const serviceError = { errorCode: 'NOT_AUTHORIZED', errorMessage: '', errorType: 'CLIENT' }
  const told = fits.error(new ResponseError(403, [], serviceError))
  expect([told.status, told.serviceError?.errorCode]).toEqual([403, 'NOT_AUTHORIZED'])
  expect(fits.senders).toHaveLength(2)
})

test('a request may say that it has no content', async () => {
  const request: HttpRequest = { method: 'GET', url: 'https://portal.example/api', headers: {}, body: undefined }
  const sent: FetchInit[] = []
  const send = sendWith((_, init) => {
    sent.push(init)
    return Promise.resolve({ status: 200, headers: new Headers(), body: null })
  })
  await send({ request, read: () => Promise.resolve(), safeRead: () => Promise.reject(new Error('It is not called.')) })
  expect(sent).toEqual([{ method: 'GET', headers: {}, body: null, redirect: 'manual', signal: null }])
})
