import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { driverPage, knownFailing } from '../../testing/judges/official-driver.js'
import { repositoryFile } from '../../testing/requirements.js'

it('the page of the official client shows what the list has', async () => {
  const shown = [
    ...readFileSync(repositoryFile(driverPage), 'utf8').matchAll(/^\| `([a-z0-9-]+)` .* \| `(.*?)` +\|$/gm),
  ]
  const known = await knownFailing()
  expect(Object.keys(known)).not.toEqual([])
  expect(Object.fromEntries(shown.map(([, id, reason]) => [id, reason]))).toEqual(known)
})
