import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { addressOf, pages, readPage, titleOf } from '../../scripts/site/pages.js'
import { repositoryFile } from '../../testing/requirements.js'

const read = (name: string): string => readFileSync(repositoryFile(`docs/api/${name}`), 'utf8')

test('llms.txt names every page of the site, in its order, with a sentence', () => {
  const lines = read('llms.txt')
    .split('\n')
    .filter((line) => line.startsWith('- '))
  const expected = pages.map((page) => `- [${titleOf(readPage(page))}](${addressOf(repositoryFile(page.path))}.html): `)
  expect(lines.map((line, index) => line.startsWith(expected[index] ?? 'none'))).toEqual(pages.map(() => true))
  expect(lines.filter((line) => !/: \S.*[.?]$/.test(line))).toEqual([])
})

test('llms-full.txt has the whole text of every page', () => {
  // Its links are those of the site.
  const withoutLinks = (line: string): string => line.replaceAll(/\]\([^)\s]+\)/g, ']')
  const whole = new Set(read('llms-full.txt').split('\n').map(withoutLinks))
  const lines = ['README.md', ...pages.map(({ path }) => path)]
    .map((path) => readFileSync(repositoryFile(path), 'utf8').replaceAll(/^<!--[^]*?-->$/gm, ''))
    .flatMap((text) => text.split('\n').map(withoutLinks))
  expect(lines.length).toBeGreaterThan(4000)
  expect(lines.filter((line) => !whole.has(line))).toEqual([])
})
