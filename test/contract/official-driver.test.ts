import { readFileSync } from 'node:fs'
import { contractCases } from 'signering-portal/contract'
import { expect, it } from 'vitest'
import { driverPage, knownFailing, readReasons } from '../../testing/judges/official-driver.js'
import { repositoryFile } from '../../testing/requirements.js'

it('the page of the official client shows what the list has, and the list has cases that exist', () => {
  const shown = [...readFileSync(repositoryFile(driverPage), 'utf8').matchAll(/^\| `([a-z0-9-]+)` .* \| (.*?) +\|$/gm)]
  const known = knownFailing()
  expect(Object.keys(known)).not.toEqual([])
  expect(Object.fromEntries(shown.map(([, id, reason]) => [id, reason]))).toEqual(known)
  const ids = new Set(contractCases.map(({ id }) => id))
  expect(Object.keys(known).filter((id) => !ids.has(id))).toEqual([])
})

it('reasons are read line by line', () => {
  expect(readReasons('# a comment: none\n\na-case: its reason: this\nother-*:  another\n')).toEqual({
    'a-case': 'its reason: this',
    'other-*': 'another',
  })
})
