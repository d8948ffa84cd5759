import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { foldersLeftOut, mutatedFolders } from '../../testing/mutation.js'
import { repositoryFile } from '../../testing/requirements.js'

test('each folder of src has its tests and its score, or a reason', () => {
  const folders = readdirSync(repositoryFile('src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const named = [...Object.keys(mutatedFolders), ...Object.keys(foldersLeftOut)]
  expect(named.sort()).toEqual(folders.map(({ name }) => name).sort())
})

test.each([[[]], [['cli']], [['src/xml']], [['toString']], [['--dryRunOnly']]])(
  'of %j the folders are told that there are',
  (args) => {
    const program = ['--import', import.meta.resolve('tsx'), repositoryFile('scripts/mutation.ts'), ...args]
    const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(`mutation: the folders are ${Object.keys(mutatedFolders).join(', ')}.\n`)
  },
)
