import { readdirSync, readFileSync } from 'node:fs'
import * as codec from 'signering-portal/codec'
import { codecs, issueCodes, type IssueCode } from 'signering-portal/codec'
import { rules } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import { formatted } from '../scripts/reference/markdown.js'
import { remedies, remedyOf } from '../scripts/reference/remedies.js'
import { ruleRemedies } from '../scripts/reference/remedies/messages.js'
import { referencePages } from '../scripts/reference.js'
import { repositoryFile } from '../testing/requirements.js'

const textOf = (path: string): string => referencePages.find((page) => page.path === path)?.text() ?? ''

const whatToDo =
  'Run `npm run reference`. In docs/api.txt a removed or changed line is a breaking change: see CHANGELOG.md.'

test.each(referencePages)('$path is what `npm run reference` writes', async ({ path, text }) => {
  expect(readFileSync(repositoryFile(path), 'utf8'), whatToDo).toBe(await formatted(path, text()))
})

test('every page of the reference is generated', () => {
  const files = readdirSync(repositoryFile('docs/reference')).map((name) => `docs/reference/${name}`)
  const generated = referencePages.map(({ path }) => path).filter((path) => path.startsWith('docs/reference/'))
  expect(files.sort()).toEqual(generated.sort())
})

test('the pages name every rule and every issue code', () => {
  const rulesPage = textOf('docs/reference/rules.md')
  for (const { id, sentence } of rules) expect(rulesPage).toContain(`| \`${id}\` | ${sentence} |`)
  const issuesPage = textOf('docs/reference/issues.md')
  const codes = [...Object.keys(issueCodes), ...rules.map(({ id }) => `rule.${id}`)]
  const headings = [...issuesPage.matchAll(/^### `(.*)`$/gm)].map(([, code = '']) => code)
  expect(headings.sort()).toEqual(codes.sort())
})

test('every code has a cause and a remedy of its own: sentences, without a link, and none for what is no code', () => {
  const ids = rules.map(({ id }) => id)
  expect(Object.keys(ruleRemedies).sort()).toEqual(ids.sort())
  for (const [code, { cause, remedy }] of [...Object.entries(remedies), ...Object.entries(ruleRemedies)]) {
    for (const text of [cause, remedy]) expect(text, code).toMatch(/^[A-Z`](?:(?!\]\()[^])*\.$/)
    expect(remedy, code).not.toBe(cause)
  }
  expect(remedyOf('rule.unheard-of')).toBeUndefined()
  expect(remedyOf('constructor' as IssueCode)).toBeUndefined()
})

describe('docs/reference/elements.md', () => {
  const rows = textOf('docs/reference/elements.md')
    .split('\n')
    .filter((line) => line.startsWith('| `/'))

  test.each([
    '| `/signers/signer/@order` | Signers with the lowest order go first; the next group may sign when all of the group before have signed. | `xs:int` | optional attribute | at least 0, at most 9 |',
    '| `/signers` | Those who are to sign, 1 to 10. | `portal-signers` | `signer{1,10}` |  |',
    "| `/reference` | The sender's own reference, at most 50 characters; every response repeats it. | `signature-job-reference`, an `xs:string` | text | at most 50 characters |",
    '| `/title` | The name of the job, 1 to 80 characters. | `xs:string` | text | at least 1 character, at most 80 characters |',
    '| `/sender/organization-number` | Nine digits. | `xs:string` | text | `[0-9]{9}` |',
  ])('says %s', (row) => {
    expect(rows).toContain(row)
  })

  test('tells every value of a set, closed or open', () => {
    const text = rows.join('\n')
    const values = JSON.stringify(codecs.map(({ spec }) => spec)).matchAll(/"(?:enumeration|known)":(\[[^\]]*\])/g)
    const all = [...values].flatMap(([, list = '']) => JSON.parse(list) as string[])
    expect(all).not.toEqual([])
    expect(all.filter((value) => !text.includes(`\`${value}\``))).toEqual([])
  })

  const lists = Object.entries(codec).filter(([, value]) => Array.isArray(value) && typeof value[0] === 'string')

  test.each(lists as readonly (readonly [string, readonly string[]])[])(
    'tells the values of %s in one row',
    (_, values) => {
      expect(rows.filter((row) => values.every((value) => row.includes(`\`${value}\``)))).not.toEqual([])
    },
  )

  test('tells what each element and attribute means', () => {
    expect(rows).not.toEqual([])
    expect(rows.filter((row) => /^\|[^|]*\| {2}\|/.test(row))).toEqual([])
  })
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

test('docs/api.txt tells every limit as a number, so that a change of one is seen', () => {
  const limits = textOf('docs/api.txt')
    .split('\n')
    .filter((line) => line.includes('export const maximum'))
  expect(limits).not.toEqual([])
  expect(limits.filter((line) => !/ = [0-9]+;?$/.test(line))).toEqual([])
})
