import { readdirSync, readFileSync } from 'node:fs'
import { issueCodes } from 'signering-portal/codec'
import { rules } from 'signering-portal/manifest'
import { expect, test } from 'vitest'
import { referencePages } from '../scripts/reference.js'
import { repositoryFile } from '../testing/requirements.js'

const textOf = (path: string): string => referencePages.find((page) => page.path === path)?.text() ?? ''

test.each(referencePages)('$path is what `npm run reference` writes', ({ path, text }) => {
  expect(readFileSync(repositoryFile(path), 'utf8')).toBe(text())
})

test('every page of the reference is generated', () => {
  const files = readdirSync(repositoryFile('docs/reference')).map((name) => `docs/reference/${name}`)
  expect(files.sort()).toEqual(referencePages.map(({ path }) => path).sort())
})

test('the pages name every rule, every issue code, and each element and attribute', () => {
  const rulesPage = textOf('docs/reference/rules.md')
  for (const { id, sentence } of rules) expect(rulesPage).toContain(`| \`${id}\` | ${sentence} |`)
  const issuesPage = textOf('docs/reference/issues.md')
  for (const code of Object.keys(issueCodes)) expect(issuesPage).toContain(`| \`${code}\` | `)
  const elementsPage = textOf('docs/reference/elements.md')
  expect(elementsPage.match(/^## /gm)).toHaveLength(5)
  for (const row of [
    '| `/signers/signer/@order` | `xs:int` | optional attribute | at least 0, at most 9 |',
    '| `/signers` | `portal-signers` | `signer{1,10}` |  |',
    '| `/reference` | `signature-job-reference`, an `xs:string` | text | at most 50 characters |',
    '| `/signers/signer/personal-identification-number` | `personal-identification-number`, an `xs:string` | text | `[0-9]{11}` |',
  ])
    expect(elementsPage.split('\n')).toContain(row)
})

test('every row of a table has as many cells as its head', () => {
  for (const { path, text } of referencePages) {
    for (const block of text()
      .split('\n\n')
      .filter((part) => part.startsWith('| '))) {
      const cells = block
        .trim()
        .split('\n')
        .map((line) => line.split(/(?<!\\)\|/).length)
      expect(new Set(cells).size, path).toBe(1)
    }
  }
})
