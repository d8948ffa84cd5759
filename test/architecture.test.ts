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
  'guard.ts': { parts: [] },
  'issue.ts': { parts: [] },
  'outcome.ts': { parts: ['issue.ts'] },
  xml: { parts: [], packages: ['saxes'] },
  x509: { parts: [], packages: ['node:crypto'] },
  codec: { parts: ['xml'] },
  manifest: { parts: ['codec'] },
  bundle: {
    parts: ['xml', 'x509', 'codec', 'manifest'],
    packages: ['yazl', 'node:crypto', 'node:zlib', 'node:buffer'],
  },
  'bundle/pkcs12.ts': { parts: ['x509', 'bundle'], packages: ['node-forge', 'node:crypto', 'node:buffer'] },
  http: { parts: ['codec'], packages: ['node:crypto', 'node:buffer'] },
  'http/tls.ts': { parts: ['x509'], packages: ['node:buffer', 'node:tls'] },
  simulator: { parts: ['codec', 'manifest', 'bundle', 'x509'], packages: ['node:*', 'xmlbuilder2'] },
  'simulator/msw.ts': { parts: ['simulator'], packages: ['msw'] },
  contract: { parts: ['codec', 'manifest', 'simulator'], packages: ['node:*'] },
  'arbitraries.ts': { parts: ['codec', 'manifest', 'simulator'], packages: ['fast-check'] },
  cli: { parts: ['codec', 'manifest', 'bundle', 'http', 'simulator', 'contract'], packages: ['node:*'] },
  'cli.ts': { parts: ['cli'] },
  'index.ts': { parts: ['codec', 'manifest', 'bundle', 'http'] },
}

/** What every part but these may import. */
const ground: readonly string[] = ['guard.ts', 'issue.ts', 'outcome.ts']

const partOf = (file: string): string => (file in parts ? file : (file.split('/')[0] ?? ''))

/** The files that each file imports, types included, or the packages. */
type Graph = ReadonlyMap<string, readonly string[]>

function graphOf(files: ReadonlyMap<string, string>): Graph {
  return new Map(
    [...files].map(([file, text]) => [
      file,
      ts
        .preProcessFile(text, true, true)
        .importedFiles.map(({ fileName }) =>
          fileName.startsWith('.') ? join(dirname(file), fileName).replace(/\.js$/, '.ts') : fileName,
        ),
    ]),
  )
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
    graphOf(new Map([...files, [file, `${files.get(file) ?? ''}\n${line}`]]))

  test.each([
    ['xml/encoding.ts', "import '../codec/index.js'"],
    ['x509/der.ts', "import type { Codec } from '../codec/codec.js'"],
    ['codec/codec.ts', "export * from '../manifest/index.js'"],
    ['http/operations.ts', "import type { DerValue } from '../x509/der.js'"],
    ['simulator/simulator.ts', "await import('../http/index.js')"],
    ['contract/run-cases.ts', "import '../http/index.js'"],
    ['simulator/serve.ts', "import 'msw'"],
    ['codec/codec.ts', "import 'node:crypto'"],
  ])('%s with %s', (file, line) => {
    expect(wrongImports(having(file, line))).toHaveLength(1)
  })

  test.each([
    ['simulator/state.ts', "import type { JobUrls } from './messages.js'"],
    ['xml/encoding.ts', "import type { XmlElement } from './tree.js'"],
  ])('the circle of %s with %s', (file, line) => {
    expect(circleIn(having(file, line))).not.toEqual([])
  })
})

test('nothing reads a clock, an environment or randomness of its own', () => {
  // A default clock is an argument too: whoever calls says which.
  const owned = /\b(?:Date\.now\(|new Date\(\)|Math\.random\(|process\.env|randomBytes\(|randomUUID\(|setInterval\()/
  const owners = [...files].filter(([file, text]) => !/^cli[./]/.test(file) && owned.test(text))
  expect(owners.map(([file]) => file)).toEqual([])
})

/** Functions by length in lines, comments and blanks not counted. */
function longFunctions(file: string, text: string): readonly string[] {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const long: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const lines = codeLines(text.slice(node.getStart(), node.getEnd()))
      if (lines > 60) long.push(`${file}:${parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1} (${lines})`)
    }
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  return long
}

function codeLines(text: string): number {
  const code = text.replace(/\/\*[^]*?\*\//g, '').split('\n')
  return code.filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).length
}

test('files and functions have one reason to exist', () => {
  const long = [...files].filter(([, text]) => text.split('\n').length > 350).map(([file]) => file)
  expect(long).toEqual([])
  const functions = [...files].flatMap(([file, text]) => longFunctions(file, text))
  expect(functions).toEqual([])
})

/** Files of more than 80 lines without a test of their name, `a.test.ts` for `a.ts`; `a.property.test.ts` may stand beside. */
function untested(sources: ReadonlyMap<string, string>, tests: ReadonlyMap<string, string>): readonly string[] {
  return [...sources]
    .filter(([, text]) => text.split('\n').length - 1 > 80 && !onlyGathers(text))
    .map(([file]) => file.replace(/\.ts$/, '.test.ts'))
    .filter((test) => !/^\s*(?:it|test|describeMistakes)\b[^]*\(/m.test(tests.get(test) ?? ''))
    .map((test) => `test/${test}`)
}

/** Whether a file only gathers what others export, as an entry does: there is nothing of its own to be tested. */
function onlyGathers(text: string): boolean {
  const { statements } = ts.createSourceFile('', text, ts.ScriptTarget.Latest)
  return statements.every((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined)
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
