import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryFile } from '../testing/requirements.js'

const markdownIn = (folder: string): readonly string[] =>
  readdirSync(repositoryFile(folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map(({ name }) => (folder === '.' ? name : `${folder}/${name}`))

const pages = ['.', 'docs', 'docs/decisions', 'docs/reference', 'schema'].flatMap(markdownIn)
const read = (path: string): string => readFileSync(repositoryFile(path), 'utf8')
const examples = readdirSync(repositoryFile('examples')).map((name) => read(`examples/${name}`))

test('every TypeScript block of a page stands in an example, which a test runs', () => {
  const blocks = pages.flatMap((page) =>
    [...read(page).matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = '']) => ({ page, code })),
  )
  expect(blocks.length).toBeGreaterThan(5)
  expect(blocks.filter(({ code }) => !examples.some((example) => example.includes(code)))).toEqual([])
})

test('every link of a page leads to a file', () => {
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => ({ page, link })),
  )
  expect(links.length).toBeGreaterThan(10)
  const broken = links.filter(({ page, link }) => !existsSync(repositoryFile(join(dirname(page), link))))
  expect(broken).toEqual([])
})

test('every decision has its number and one page', () => {
  const decisions = markdownIn('docs/decisions')
  expect(decisions.length).toBeGreaterThan(2)
  for (const [index, path] of decisions.entries()) {
    const number = String(index + 1).padStart(3, '0')
    expect(path).toMatch(new RegExp(`^docs/decisions/${number}-[a-z0-9-]+\\.md$`))
    expect(read(path)).toMatch(new RegExp(`^# ${number}: `))
    expect(read(path).split('\n').length).toBeLessThan(60)
  }
})
