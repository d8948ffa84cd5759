/**
 * Counts what runs: puts a counter into every branch of a module as it is loaded. V8's own counters tell the same, but cost more than most
 * inputs do each time that they are asked, and what several inputs reached together is the merit of none.
 *
 * @module
 */
import ts from 'typescript'

/** Where the counters of a module come from: the name of a global function, which is given the number of them. */
export const countersName = '__countersOf'

const shortCircuits = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
])

/** A module of JavaScript with a counter in every block, every clause, every operand that need not run, and where an `else` is not. */
export function withCounters(source: string): string {
  const file = ts.createSourceFile('module.js', source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS)
  const added: { readonly at: number; readonly text: string }[] = []
  let count = 0
  const counter = (): string => `__c[${count++}]++`
  const around = (node: ts.Node, before: string, after: string): void => {
    added.push({ at: node.getStart(file), text: before })
    visitWithin(node)
    added.push({ at: node.end, text: after })
  }
  const aroundExpression = (node: ts.Expression): void => {
    around(node, `(${counter()},`, ')')
  }
  const aroundStatement = (node: ts.Statement): void => {
    if (ts.isBlock(node)) visit(node)
    else around(node, `{${counter()};`, '}')
  }
  const atStart = (statements: ts.NodeArray<ts.Statement>, at: number): void => {
    added.push({ at, text: `${counter()};` })
    for (const statement of statements) visit(statement)
  }
  function visit(node: ts.Node): void {
    if (ts.isBlock(node)) atStart(node.statements, node.getStart(file) + 1)
    else if (ts.isCaseOrDefaultClause(node)) {
      if (ts.isCaseClause(node)) visit(node.expression)
      if (node.statements[0] !== undefined) atStart(node.statements, node.statements[0].getStart(file))
    } else visitWithin(node)
  }
  function visitWithin(node: ts.Node): void {
    if (ts.isIfStatement(node)) {
      visit(node.expression)
      aroundStatement(node.thenStatement)
      if (node.elseStatement === undefined) added.push({ at: node.end, text: `else ${counter()};` })
      else aroundStatement(node.elseStatement)
    } else if (ts.isIterationStatement(node, false)) {
      ts.forEachChild(node, (child) => {
        if (child === node.statement) aroundStatement(node.statement)
        else visit(child)
      })
    } else if (ts.isConditionalExpression(node)) {
      visit(node.condition)
      aroundExpression(node.whenTrue)
      aroundExpression(node.whenFalse)
    } else if (ts.isBinaryExpression(node) && shortCircuits.has(node.operatorToken.kind)) {
      visit(node.left)
      aroundExpression(node.right)
    } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
      for (const parameter of node.parameters) visit(parameter)
      aroundExpression(node.body)
    } else ts.forEachChild(node, visit)
  }
  visit(file)
  let [text, from] = ['', 0]
  // Those at one place are in the right order.
  for (const { at, text: more } of [...added].sort((a, b) => a.at - b.at)) {
    text += source.slice(from, at) + more
    from = at
  }
  return `const __c=globalThis.${countersName}(${count});${text}${source.slice(from)}`
}
