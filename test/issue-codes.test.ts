import { readdirSync, readFileSync } from 'node:fs'
import { issueCodes } from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { repositoryFile } from '../testing/requirements.js'

/** The text of all files of a folder, less one. */
const textOf = (folder: string, ending: string, less?: string): string =>
  readdirSync(repositoryFile(folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending) && path !== less)
    .map((path) => readFileSync(repositoryFile(`${folder}/${path}`), 'utf8'))
    .join('\n')

const codes = Object.keys(issueCodes)

test('every issue code is given somewhere', () => {
  const sources = textOf('src', '.ts', 'issue.ts')
  const ungiven = codes.filter((code) => !sources.includes(`'${code}'`))
  expect(ungiven, 'Give them by makeIssue, or take them out of src/issue.ts.').toEqual([])
})

test('every issue code is expected by a test or a vector', () => {
  // A comment expects nothing.
  const code = ['test', 'testing'].map((folder) => textOf(folder, '.ts').replace(/^ *(?:\/\/|\/?\*).*$/gm, ''))
  const tests = code.join('\n') + textOf('vectors', '.json')
  // Whole codes: `key.chain-incomplete` is no word of `key.chain`.
  const words = new Set(tests.match(/(?<![\w.-])[a-z0-9]+(?:[.-][a-z0-9]+)+(?!\w)/g))
  const unexpected = codes.filter((code) => !words.has(code))
  expect(unexpected, 'Expect each in the test of the file that gives it.').toEqual([])
})
