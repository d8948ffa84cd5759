/** The tables of the page about the official clients. */
import { readFileSync } from 'node:fs'
import { repositoryFile } from './requirements.js'

/** A call of another client, and ours, as the page has them. */
export interface Row {
  readonly there: string
  readonly here: string
}

/** The rows of a client. */
export function tablesOf(client: string): readonly Row[] {
  const page = readFileSync(repositoryFile('docs/coming-from.md'), 'utf8')
  const [, section = ''] = page.split(`\n## ${client}\n`)
  const [table = ''] = section.split('\n## ')
  return [...table.matchAll(/^\| (.*?) +\| (.*?) +\|$/gm)]
    .slice(2)
    .map(([, there = '', here = '']) => ({ there, here }))
}

/** The code in a cell. */
export const codeIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]*)`/g)].map(([, code = '']) => code)

/** The names in the code of a cell, without keywords and texts. */
export const namesIn = (cell: string): readonly string[] =>
  codeIn(cell)
    .join(' ')
    .replaceAll(/'[^']*'/g, '')
    .match(/\b(?!(?:for|await|const|of|new)\b)[A-Za-z]\w+/g)
    ?.filter((name) => name !== 'signering') ?? []
