import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { environments } from 'signering-portal/http'
import { expect, test } from 'vitest'
import { blocksOf, recipe } from '../scripts/recipe.js'
import { pages as sitePages } from '../scripts/site/pages.js'
import { simulatorEnvironments } from '../src/simulator/queue.js'
import { repositoryFile } from '../testing/requirements.js'

const markdownIn = (folder: string): readonly string[] =>
  readdirSync(repositoryFile(folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map(({ name }) => (folder === '.' ? name : `${folder}/${name}`))

const pages = ['.', 'docs', 'docs/decisions', 'docs/reference', 'schema'].flatMap(markdownIn)
const read = (path: string): string => readFileSync(repositoryFile(path), 'utf8')

test('every TypeScript block of a page is an example, which `npm run reference` writes and a test runs', () => {
  const blocks = pages.flatMap((page) =>
    [...read(page).matchAll(/(.*)\n\n```ts\n/g)].map(([, before = '']) => ({ page, before })),
  )
  expect(blocks).not.toEqual([])
  expect(blocks.filter(({ before }) => !/^<!-- example: \S+\.ts(?: \w+)* -->$/.test(before))).toEqual([])
})

test('every Java block of a page stands in a program that the judges are asked with', () => {
  const folder = 'testing/java'
  const programs = readdirSync(repositoryFile(folder)).map((name) => read(join(folder, name)).replaceAll(/^ +/gm, ''))
  const blocks = pages.flatMap((page) =>
    [...read(page).matchAll(/```java\n([^]*?)```/g)].map(([, block = '']) => block),
  )
  expect(blocks).not.toEqual([])
  const plain = blocks.map((block) => block.replaceAll(/^ +/gm, ''))
  expect(plain.filter((block) => !programs.some((program) => program.includes(block)))).toEqual([])
})

test('every link of a page leads to a file', () => {
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => ({ page, link })),
  )
  expect(links).not.toEqual([])
  const broken = links.filter(({ page, link }) => !existsSync(repositoryFile(join(dirname(page), link))))
  expect(broken).toEqual([])
})

test('every page of docs is one of the site, and has a title', () => {
  const files = ['docs', 'docs/decisions', 'docs/reference'].flatMap(markdownIn)
  const paths = sitePages.map(({ path }) => path)
  expect(files.filter((path) => !paths.includes(path))).toEqual([])
  expect(
    files.filter(
      (path) =>
        !read(path)
          .replace(/^<!--.*-->\s+/, '')
          .startsWith('# '),
    ),
  ).toEqual([])
})

test('every decision has its number and one page', () => {
  const decisions = markdownIn('docs/decisions')
  expect(decisions).not.toEqual([])
  for (const [index, path] of decisions.entries()) {
    const number = String(index + 1).padStart(3, '0')
    expect(path).toMatch(new RegExp(`^docs/decisions/${number}-[a-z0-9-]+\\.md$`))
    expect(read(path)).toMatch(new RegExp(`^# ${number}: `))
    expect(read(path).split('\n').length).toBeLessThan(60)
  }
})

test('docs/runtimes.md names every entry', () => {
  const { compilerOptions } = JSON.parse(read('tsconfig.json')) as {
    compilerOptions: { paths: Record<string, unknown> }
  }
  const named = [...read('docs/runtimes.md').matchAll(/^\| `(signering-portal[^`]*)`/gm)].map(([, name = '']) => name)
  expect(named.sort()).toEqual(Object.keys(compilerOptions.paths).sort())
})

test('docs/http.md names every environment', () => {
  const page = read('docs/http.md')
  const unnamed = Object.keys(environments).filter((name) => !page.includes(`\`${name}\``))
  expect(unnamed, 'Name them in docs/http.md.').toEqual([])
})

test.each(['docs/cli.md', 'docs/simulator.md'])('%s names every environment of the simulated portal', (path) => {
  const rows = read(path)
    .split('\n')
    .filter((line) => /^\| `(?:--)?environment\b/.test(line))
  const unnamedIn = (row: string): string[] => simulatorEnvironments.filter((name) => !row.includes(`${name}\``))
  // Other options have the same name.
  const unnamed = rows.map(unnamedIn).toSorted((one, other) => one.length - other.length)[0]
  expect(unnamed, `Name them, and how long they let a client wait, in ${path}.`).toEqual([])
})

test('the recipe for an element changes lines that there are; `npm run recipe` follows it', () => {
  const edits = blocksOf(recipe()).flat()
  expect(edits).not.toEqual([])
  expect(edits.filter(({ path, before }) => read(path).split(before).length !== 2)).toEqual([])
})

const spaced = (text: string): string => text.replaceAll(/[\s*]+/g, ' ')

test.each([
  [
    'what is not confirmed is reported again',
    [
      ['src/codec/portal/status-change.ts', /report the job as changed though its status is the same \(portal\.xsd,/],
      ['docs/reference/elements.md', /report the job as changed though its status is the same \(portal\.xsd,/],
      ['docs/polling.md', /though nothing has changed: while one of its job is not confirmed,[^)]* \(portal\.xsd,/],
      ['schema/portal.xsd', /may be reported as changed again, with the status that it had/],
    ],
  ],
  [
    'what else is advised of documents, certificates and test persons',
    [
      ['src/codec/portal/manifest.ts', /A4, upright, are advised \(the service's documentation of 2026-06-30\)/],
      ['docs/job.md', /the service's documentation of 2026-06-30 advises A4 portrait/],
      [
        'docs/document-package.md',
        /One certificate serves packages[^.]*\(tls\.md\) \(the service's documentation of 2026/,
      ],
      [
        'docs/tls.md',
        /also signs [^ ]* packages\]\(document-package\.md\) \(the service's documentation of 2026-06-30\)/,
      ],
      ['docs/http.md', /test persons exist in the test environments alone \(the service's documentation of 2026-06-30/],
      [
        'src/http/environments.ts',
        /test persons exist in the test environments alone \(its documentation of 2026-06-30/,
      ],
      ['src/codec/portal/manifest.ts', /The service's documentation of 2026-06-30 has no default/],
      ['src/manifest/sectors.ts', /the service's documentation of 2026-06-30 has no default/],
      ['docs/job.md', /no default in the service's documentation of 2026-06-30/],
    ],
  ],
  [
    'what each statement is from',
    [
      ['src/http/poll-time.ts', /10 calls a second, in milliseconds \(create page, speed\)/],
      ['docs/contract.md', /`delete` \| documented \| deletes [^|]* 24 hours after its completion \| storage page \|/],
      ['docs/contract.md', /`cancel-202` \| assumed \| [^|]* \| RFC 9110, 15\.3/],
      ['docs/reference/rules.md', /`sender-matches` [^\n]* assumed \| Debugging and Client configuration: a broker/],
      ['docs/reference/rules.md', /`href-unique` [^\n]* chosen \| The archive itself/],
    ],
  ],
  [
    'a title that is not sensitive is recommended, not its absence',
    [
      ['src/codec/portal/manifest.ts', /To give one is strongly recommended: without it a generic text/],
      ['docs/job.md', /Give one, as the portal flow page strongly recommends: without it a generic text/],
    ],
  ],
] as const)('what the service says is told with its source: %s', (_, places) => {
  for (const [path, sentence] of places) expect(sentence.test(spaced(read(path))), path).toBe(true)
})
