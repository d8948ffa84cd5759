import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { repositoryFile } from '../testing/requirements.js'

interface Part {
  /** The parts that it may import, besides itself. */
  readonly parts: readonly string[]
  /** The packages that it may import; the rest of the package runs without them. */
  readonly packages?: readonly string[]
}

/** Every part of `src`: a folder, or a file that has its own rules. */
const parts: Readonly<Record<string, Part>> = {
  'abort-signal.ts': { parts: [] },
  'guard.ts': { parts: [] },
  'issue.ts': { parts: [] },
  'latin1.ts': { parts: [] },
  'outcome.ts': { parts: ['issue.ts'] },
  trust: { parts: [] },
  xml: { parts: [], packages: ['saxes'] },
  x509: { parts: [], packages: ['node:crypto'] },
  codec: { parts: ['xml'] },
  manifest: { parts: ['codec'] },
  bundle: {
    parts: ['trust', 'xml', 'x509', 'codec', 'manifest', 'bundle/pkcs12/rc2.ts'],
    packages: ['yazl', 'node:crypto', 'node:zlib', 'node:buffer', 'node:timers/promises'],
  },
  'bundle/pkcs12/rc2.ts': { parts: ['bundle'], packages: ['node-forge', 'node:buffer', 'node:timers/promises'] },
  http: { parts: ['codec'] },
  'http/tls-options.ts': { parts: ['trust', 'x509'], packages: ['node:buffer', 'node:tls'] },
  'http/send-over-https.ts': {
    parts: ['http', 'http/tls-options.ts'],
    packages: ['node:events', 'node:http', 'node:https', 'node:net', 'node:tls'],
  },
  'http/tls.ts': { parts: ['trust', 'x509', 'http', 'http/tls-options.ts', 'http/send-over-https.ts'] },
  simulator: {
    parts: ['codec', 'manifest', 'bundle', 'x509', 'simulator/certificate-authority.ts'],
    packages: ['node:*', 'xmlbuilder2'],
  },
  'simulator/msw.ts': { parts: ['simulator'], packages: ['msw'] },
  'simulator/certificate-authority.ts': { parts: [], packages: ['node-forge', 'node:*'] },
  contract: { parts: ['xml', 'codec', 'manifest', 'bundle', 'simulator'], packages: ['node:*'] },
  'arbitraries.ts': { parts: ['codec', 'manifest', 'simulator'], packages: ['fast-check'] },
  cli: {
    parts: [
      ...['trust', 'xml', 'x509', 'codec', 'manifest', 'bundle', 'http', 'http/tls-options.ts'],
      ...['http/send-over-https.ts', 'simulator', 'contract'],
    ],
    packages: ['node:*'],
  },
  'cli.ts': { parts: ['cli'] },
  'index.ts': { parts: ['codec', 'manifest', 'bundle', 'http'] },
}

/** What every part but these may import. */
const ground: readonly string[] = ['abort-signal.ts', 'guard.ts', 'issue.ts', 'latin1.ts', 'outcome.ts']

const partOf = (file: string): string => (file in parts ? file : (file.split('/')[0] ?? ''))

/** The files that each file imports or refers to, types included, or the packages. */
type Graph = ReadonlyMap<string, readonly string[]>

function graphOf(files: ReadonlyMap<string, string>): Graph {
  return new Map([...files].map(([file, text]) => [file, importsOf(file, text)]))
}

function importsOf(file: string, text: string): readonly string[] {
  const { importedFiles, referencedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true)
  const besides = (path: string): string => join(dirname(file), path).replace(/\.js$/, '.ts')
  return [
    ...importedFiles.map(({ fileName }) => (fileName.startsWith('.') ? besides(fileName) : fileName)),
    ...referencedFiles.map(({ fileName }) => besides(fileName)),
    ...typeReferenceDirectives.map(({ fileName }) => fileName),
  ]
}

/** What a file imports, itself or through others, and what they import: files and packages. */
function reachedFrom(graph: Graph, file: string): ReadonlySet<string> {
  const reached = new Set([file])
  for (const each of reached) for (const to of graph.get(each) ?? []) reached.add(to)
  return reached
}

/** Imports against the direction, and of packages that the part has no business with. */
function wrongImports(graph: Graph): readonly string[] {
  return [...graph].flatMap(([file, imports]) => {
    const part = partOf(file)
    const { parts: named, packages = [] } = parts[part] ?? { parts: [] }
    const allowed = ground.includes(part) ? named : [...named, ...ground]
    return imports
      .filter((to) =>
        graph.has(to)
          ? partOf(to) !== part && !allowed.includes(partOf(to))
          : !packages.includes(to) && !packages.includes(to.replace(/^node:.*/, 'node:*')),
      )
      .map((to) => `${file} imports ${to}`)
  })
}

/** The first circle that is found, as the files on it. */
function circleIn(graph: Graph): readonly string[] {
  const done = new Set<string>()
  const search = (file: string, way: readonly string[]): readonly string[] => {
    const start = way.indexOf(file)
    if (start !== -1) return [...way.slice(start), file]
    if (done.has(file)) return []
    for (const to of graph.get(file) ?? []) {
      const circle = search(to, [...way, file])
      if (circle.length > 0) return circle
    }
    done.add(file)
    return []
  }
  for (const file of graph.keys()) {
    const circle = search(file, [])
    if (circle.length > 0) return circle
  }
  return []
}

/** The files of TypeScript below a folder, with their texts. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const path = repositoryFile(folder)
  return new Map(
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file, readFileSync(join(path, file), 'utf8')]),
  )
}

const files = filesIn('src')
const graph = graphOf(files)

describe('imports', () => {
  test('go one way', () => {
    expect(wrongImports(graph)).toEqual([])
  })

  test('make no circle, those of types included', () => {
    expect(circleIn(graph)).toEqual([])
  })

  test('have parts that exist', () => {
    const found = new Set([...files.keys()].map(partOf))
    expect([...found].sort()).toEqual(Object.keys(parts).sort())
  })
})

describe('the checks of imports see', () => {
  const having = (file: string, line: string): Graph =>
    graphOf(new Map([...files, [file, `${line}\n${files.get(file) ?? ''}`]]))

  test.each([
    ['xml/encoding.ts', "import '../codec/index.js'"],
    ['x509/der.ts', "import type { Codec } from '../codec/codec.js'"],
    ['codec/codec.ts', "export * from '../manifest/index.js'"],
    ['http/operations.ts', "import type { DerValue } from '../x509/der.js'"],
    ['simulator/simulator.ts', "await import('../http/index.js')"],
    ['contract/run-cases.ts', "import '../http/index.js'"],
    ['simulator/serve.ts', "import 'msw'"],
    ['codec/codec.ts', "import 'node:crypto'"],
    ['http/multipart.ts', "import { Buffer } from 'node:buffer'"],
    ['codec/codec.ts', '/// <reference path="../manifest/index.ts" />'],
    ['http/send.ts', '/// <reference types="node" />'],
  ])('%s with %s', (file, line) => {
    const wrong = wrongImports(having(file, line)).filter((each) => !wrongImports(graph).includes(each))
    const [to = ''] = importsOf(file, line)
    expect(wrong).toEqual([`${file} imports ${to}`])
  })

  test.each([
    ['simulator/state.ts', "import type { JobUrls } from './messages.js'"],
    ['xml/encoding.ts', "import type { XmlElement } from './tree.js'"],
  ])('the circle of %s with %s', (file, line) => {
    expect(circleIn(having(file, line))).not.toEqual([])
  })
})

describe('what only some calls need is not loaded at once', () => {
  /** What a file imports as soon as it is loaded itself: types are gone by then. */
  const loadedWith = (file: string, text: string): readonly string[] => {
    const { statements } = ts.createSourceFile('', text, ts.ScriptTarget.Latest, true)
    const imports = statements.filter(
      (statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement),
    )
    const loading = imports.filter((statement) => !/^(?:import|export) type\b/.test(statement.getText()))
    return loading.flatMap((statement) => importsOf(file, statement.getText()))
  }
  const loaded: Graph = new Map([...files].map(([file, text]) => [file, loadedWith(file, text)]))

  const late = ['yazl', 'node-forge', 'msw']
  test.each(late)('%s', (name) => {
    expect([...graph.values()].flat()).toContain(name)
    expect([...loaded].filter(([, imports]) => imports.includes(name))).toEqual([])
  })

  test.each(["import { ZipFile } from 'yazl'", "import 'yazl'", "export * from 'yazl'"])('which %s would', (line) => {
    expect(loadedWith('bundle/zip-writer.ts', line)).toEqual(['yazl'])
  })

  test.each([
    ['bundle/index.ts', ['common', 'file-name', 'manifest', 'manifest-codec', 'manifest-rules', 'rule', 'signer']],
    ['http/index.ts', ['common', 'error', 'job-request', 'job-response', 'signer', 'status-change']],
  ])('of the messages, by %s', (entry, messages) => {
    const found = [...reachedFrom(loaded, entry)].filter((file) => file.startsWith('codec/portal/'))
    expect(found.sort()).toEqual(messages.map((name) => `codec/portal/${name}.ts`).sort())
  })
})

describe('codec, manifest and http run where there is no Node', () => {
  const entries = ['codec/index.ts', 'manifest/index.ts', 'http/index.ts']

  /** Takes a Buffer where there is one, and does without elsewhere. */
  const doesWithout = 'xml/units.ts'

  /** The packages that an entry leads to, and the names in its files that only Node has. */
  const needs = (graph: Graph, entry: string): readonly string[] => {
    const reached = [...reachedFrom(graph, entry)]
    const sources = reached.filter((file) => file !== doesWithout).flatMap((file) => files.get(file) ?? [])
    return [...reached.filter((file) => !graph.has(file)), ...new Set(sources.flatMap(namesOfNode))]
  }

  test.each(entries)('%s leads to nothing but saxes', (entry) => {
    expect(needs(graph, entry)).toEqual(['saxes'])
  })

  test.each(entries)('which is not so once what %s imports needs Node', (entry) => {
    const [deepest = ''] = [...reachedFrom(graph, entry)].filter((file) => graph.has(file)).slice(-1)
    const broken = new Map([...graph, [deepest, [...(graph.get(deepest) ?? []), 'node:fs']]])
    expect(needs(broken, entry)).toContain('node:fs')
  })

  test('names of Node are seen in code, and not in texts and comments', () => {
    expect(namesOfNode("// Buffer\nconst text = 'process'\nBuffer.from(text)")).toEqual(['Buffer'])
    expect(namesOfNode('const Pdf = { process: 1 }\nglobalThis.process')).toEqual(['process', 'process'])
  })
})

function namesOfNode(text: string): readonly string[] {
  const names = ['Buffer', 'process', 'global', 'require', 'module', 'setImmediate', '__dirname', '__filename']
  return tokensOf(ts.createSourceFile('', text, ts.ScriptTarget.Latest, true)).flatMap((token) =>
    ts.isIdentifier(token) && names.includes(token.text) ? [token.text] : [],
  )
}

describe('nothing owns a clock, an environment or randomness', () => {
  // A default clock is an argument too: whoever calls says which.
  const owned =
    /\b(?:Date\.now\(|new Date\(\)|performance\.|hrtime\b|Math\.random\(|random(?:Bytes|UUID|Int|Fill|FillSync)\(|getRandomValues\(|process\.env|setInterval\()/

  /** But for the command line, what makes keys, which must not be foreseen, what judges clients, whose clock is the machine's, and what looks a program up as the system does. */
  const exempt = /^cli[./]|^simulator\/certificate-authority\.ts$|^contract\/(?:machine-clock|driver-start)\.ts$/

  test('of its own, but for few', () => {
    const owners = [...files].filter(([file, text]) => !exempt.test(file) && owned.test(text))
    expect(owners.map(([file]) => file)).toEqual([])
  })

  test.each([
    'Date.now()',
    'new Date()',
    'performance.now()',
    'process.hrtime.bigint()',
    'Math.random()',
    'randomBytes(1)',
    'crypto.randomUUID()',
    'crypto.getRandomValues(bytes)',
    'process.env.HOME',
    'setInterval(run, 1)',
  ])('%s is one', (code) => {
    expect(owned.test(`const a = ${code}`)).toBe(true)
  })
})

/** The tokens of a piece of code: comments and white space are none. */
function tokensOf(node: ts.Node): readonly ts.Node[] {
  const parts = node.getChildren().filter((part) => !ts.isJSDoc(part))
  return parts.length === 0 ? [node] : parts.flatMap(tokensOf)
}

/** How many lines of a piece of code carry a token, or a part of one. */
function codeLines(node: ts.Node): number {
  const lineAt = (position: number): number => node.getSourceFile().getLineAndCharacterOfPosition(position).line
  const lines = tokensOf(node).flatMap((token) => {
    const [first, last] = [lineAt(token.getStart()), lineAt(token.getEnd())]
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
  return new Set(lines).size
}

/** Functions of more than 60 lines, and their lengths: lines without a token are not counted. */
function longFunctions(file: string, text: string): readonly string[] {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const long: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const lines = codeLines(node)
      if (lines > 60) long.push(`${file}:${parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1} (${lines})`)
    }
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  return long
}

/** Whether a file has more than 350 lines, comments and blanks counted: it is read with them. */
function isLong(text: string): boolean {
  return text.replace(/\n$/, '').split('\n').length > 350
}

describe('files and functions have one reason to exist', () => {
  test('and are short', () => {
    expect([...files].filter(([, text]) => isLong(text)).map(([file]) => file)).toEqual([])
    expect([...files].flatMap(([file, text]) => longFunctions(file, text))).toEqual([])
  })

  test('and what judges paths of certificates is short enough to be read at once', () => {
    const lines = ['x509/path.ts', 'x509/name-constraints.ts'].flatMap((file) =>
      (files.get(file) ?? '')
        .replace(/\/\*[^]*?\*\//g, '')
        .split('\n')
        .filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)),
    )
    expect(lines.length).toBeLessThanOrEqual(200)
  })

  test('files of 351 lines are long', () => {
    expect([350, 351].map((count) => isLong('// a\n'.repeat(count)))).toEqual([false, true])
    expect(isLong(`${'a\n'.repeat(350)}a`)).toBe(true)
  })

  test.each([
    ['statements', 'a()\n', 'a()\n'],
    ['what looks like the ends of comments', "const a = '*/*'\n", "const b = '/**/'\n"],
    ['the lines of a template', 'const a = `\n', 'text\n'],
    ['what looks like comments in a template', 'const a = `\n', '// text\n'],
  ])('functions of 61 lines are long: %s', (_, first, next) => {
    const lines = (count: number): string => {
      const end = first.includes('`') ? '`\n' : next
      return `function f() {\n${first}${next.repeat(count - 4)}${end}}\n`
    }
    expect(longFunctions('f.ts', lines(60))).toEqual([])
    expect(longFunctions('f.ts', `// Above.\n\n${lines(61)}`)).toEqual(['f.ts:3 (61)'])
  })

  test('lines of comments and blanks do not count', () => {
    const comments = '\n  // why\n  /* and\n\n how */\n  /** of what */\n'.repeat(30)
    expect(longFunctions('f.ts', `const f = () => {\n${comments}return 1 // so\n}`)).toEqual([])
  })
})

/** Files of more than 80 lines without a test of their name, `a.test.ts` for `a.ts`; `a.property.test.ts` may stand beside. */
function untested(sources: ReadonlyMap<string, string>, tests: ReadonlyMap<string, string>): readonly string[] {
  return [...sources]
    .filter(([, text]) => text.split('\n').length - 1 > 80 && !onlyGathers(text) && !onlyLists(text))
    .map(([file]) => file.replace(/\.ts$/, '.test.ts'))
    .filter((test) => !/^\s*(?:it|test|describeMistakes)\b[^]*\(/m.test(tests.get(test) ?? ''))
    .map((test) => `test/${test}`)
}

/** Whether a file only gathers what others export, as an entry does: there is nothing of its own to be tested. */
function onlyGathers(text: string): boolean {
  const { statements } = ts.createSourceFile('', text, ts.ScriptTarget.Latest)
  return statements.every((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined)
}

/** Whether a file only lists what is known, with nothing that could be wrong but the list: whoever gathers it is tested. */
function onlyLists(text: string): boolean {
  const isList = (node: ts.Node): boolean =>
    ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)
      ? ts.forEachChild(node, (child) => !isList(child)) !== true
      : ts.isPropertyAssignment(node)
        ? isList(node.initializer)
        : ts.isStringLiteralLike(node)
  const { statements } = ts.createSourceFile('', text, ts.ScriptTarget.Latest)
  return statements.every(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      (ts.isVariableStatement(statement) &&
        statement.declarationList.declarations.every(({ initializer }) => initializer && isList(initializer))),
  )
}

describe('tests', () => {
  const tests = filesIn('test')

  test('stand where the names of the sources lead', () => {
    expect(untested(files, tests), 'Write or move the tests of the file there.').toEqual([])
  })

  test('are all that the folder holds; what they share stands in testing', () => {
    expect([...tests.keys()].filter((file) => !file.endsWith('.test.ts'))).toEqual([])
  })

  test('are missed where there are none', () => {
    const lines = (count: number): string => 'const a = 1\n'.repeat(count)
    const tree = new Map([
      ['part/long.ts', lines(81)],
      ['part/short.ts', lines(80)],
      ['part/index.ts', "export * from './long.js'\n".repeat(81)],
    ])
    const missed = ['test/part/long.test.ts']
    expect(untested(tree, new Map())).toEqual(missed)
    expect(untested(tree, new Map([['long.test.ts', 'test(']]))).toEqual(missed)
    expect(untested(tree, new Map([['part/long.property.test.ts', 'test(']]))).toEqual(missed)
    expect(untested(tree, new Map([['part/long.test.ts', '']]))).toEqual(missed)
    for (const text of ["import { expect, test } from 'vitest'\n", '// test(it)\n'])
      expect(untested(tree, new Map([['part/long.test.ts', text]]))).toEqual(missed)
    expect(untested(tree, new Map([['part/long.test.ts', "  test('a', () => {})"]]))).toEqual([])
    expect(
      untested(new Map([['part/index.ts', `${lines(1)}${"export * from './long.js'\n".repeat(80)}`]]), new Map()),
    ).toEqual(['test/part/index.test.ts'])
  })
})
