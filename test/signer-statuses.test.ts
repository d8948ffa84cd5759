import { readdirSync, readFileSync } from 'node:fs'
import { knownSignatureStatuses } from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { repositoryFile } from '../testing/requirements.js'

const read = (path: string): string => readFileSync(repositoryFile(path), 'utf8')

test('the comment on the known statuses says what each means', () => {
  const [comment = ''] = read('src/codec/portal/status-change.ts').split('export const knownSignatureStatuses')
  expect(knownSignatureStatuses.filter((status) => !comment.includes(` * - \`${status}\`: `))).toEqual([])
})

test('each known status is that of a signer in a contract case', () => {
  const folder = 'src/contract/cases'
  const cases = readdirSync(repositoryFile(folder))
    .map((name) => read(`${folder}/${name}`))
    .join('\n')
  const unseen = knownSignatureStatuses.filter((status) => !cases.includes(`'${status}'`))
  expect(unseen, 'add a case to src/contract/cases/signers.ts').toEqual([])
})
