/** The page about the official clients: our half of its tables. Theirs is in `judges/client-names.test.ts`. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { repositoryFile } from '../testing/requirements.js'
import { namesIn, tablesOf } from '../testing/coming-from.js'

const declared = ['docs/api.txt', 'docs/reference/elements.md']
  .map((path) => readFileSync(repositoryFile(path), 'utf8'))
  .join('\n')

test.each(['Java', '.NET', 'PHP'])('%s: what stands as ours is of this package', (client) => {
  const rows = tablesOf(client)
  expect(rows.length).toBeGreaterThan(30)
  const ours = rows.flatMap(({ here }) => namesIn(here))
  // The variables and the command of the page.
  const free = new Set([
    'send',
    'portal',
    'change',
    'signer',
    'signature',
    'bundle',
    'root',
    'true',
    'signering-portal',
  ])
  const unknown = ours.filter((name) => !free.has(name) && !new RegExp(`\\b${name}\\b`).test(declared))
  expect([...new Set(unknown)]).toEqual([])
})
