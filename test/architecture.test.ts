import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { repositoryFile } from './support/requirements.js'

/** What each part may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'issue.ts': [],
  codec: ['issue.ts'],
  manifest: ['issue.ts', 'codec'],
  bundle: ['issue.ts', 'codec', 'manifest'],
  http: ['issue.ts', 'codec'],
  contract: ['issue.ts', 'codec', 'manifest', 'bundle', 'http'],
  cli: ['issue.ts', 'codec', 'manifest', 'bundle', 'http', 'contract'],
  'index.ts': ['codec', 'manifest', 'bundle', 'http'],
}

/** The packages that each part may import; the rest of the package runs without them. */
const packages: Readonly<Record<string, readonly string[]>> = {
  codec: ['saxes'],
  bundle: ['saxes', 'yazl', 'node:crypto', 'node:zlib', 'node:buffer', 'node-forge'],
  http: ['node:crypto', 'node:tls'],
  contract: ['node:*', 'xmlbuilder2', 'msw', 'msw/node', 'fast-check', 'saxes'],
  cli: ['node:*'],
}

interface Import {
  readonly file: string
  readonly from: string
  readonly to: string
}

const source = repositoryFile('src')
const partOf = (path: string): string => (path.split(sep)[0] ?? '').replace(/^cli\.ts$/, 'cli')

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

const imports: readonly Import[] = files.flatMap((file) =>
  ts.preProcessFile(readFileSync(join(source, file), 'utf8'), true, true).importedFiles.map(({ fileName }) => ({
    file,
    from: partOf(file),
    to: fileName.startsWith('.')
      ? partOf(relative('', join(dirname(file), fileName)).replace(/\.js$/, '.ts'))
      : fileName,
  })),
)

test('imports go one way', () => {
  expect(imports.length).toBeGreaterThan(50)
  const wrong = imports.filter(
    ({ from, to }) =>
      from !== to &&
      !(allowed[from] ?? []).includes(to) &&
      !(packages[from] ?? []).includes(to.replace(/^node:.*/, from === 'contract' || from === 'cli' ? 'node:*' : '$&')),
  )
  expect(wrong).toEqual([])
})

test('nothing reads a clock, an environment or randomness of its own', () => {
  // A default clock is an argument too: whoever calls says which.
  const owned = /\b(?:Date\.now\(|new Date\(\)|Math\.random\(|process\.env|randomBytes\(|randomUUID\(|setInterval\()/
  expect(
    files.filter((file) => partOf(file) !== 'cli' && owned.test(readFileSync(join(source, file), 'utf8'))),
  ).toEqual([])
})

test('files have one reason to exist', () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(source, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 400)
  expect(long).toEqual([])
})
