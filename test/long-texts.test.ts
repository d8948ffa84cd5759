import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { repositoryFile } from '../testing/requirements.js'

test('texts of millions of characters end in outcomes where V8 does not optimize regular expressions', async () => {
  const args = ['--no-regexp-optimization', '--import', 'tsx', repositoryFile('testing/long-texts.ts')]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: repositoryFile('') })
  const { uses, wrong } = JSON.parse(stdout) as { readonly uses: number; readonly wrong: readonly string[] }
  expect(wrong).toEqual([])
  expect(uses).toBeGreaterThan(200)
})
