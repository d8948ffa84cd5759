import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { folderWith } from '../../testing/cli/terminal.js'
import { repositoryFile } from '../../testing/requirements.js'

test.each([
  ['while they are removed', `writeDriverKeys(certificates).then((keys) => { void keys.remove(); process.exit(7) })`],
  ['while they are written', `void writeDriverKeys(certificates); process.exit(7)`],
  ['once they are written', `writeDriverKeys(certificates).then(() => process.exit(7))`],
])('keys are gone after a process that was ended %s', (_, work) => {
  const folder = folderWith({})('')
  const script = `
    import { writeDriverKeys } from ${JSON.stringify(repositoryFile('src/contract/driver-keys.ts'))}
    const certificates = { root: { certificates: 'root' }, server: { passphrase: 'secret' }, clients: {} }
    ${work}`
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type', 'module', '--eval', script],
    { env: { ...process.env, TMPDIR: folder, TSX_DISABLE_CACHE: '1' }, encoding: 'utf8' },
  )
  expect({ status, stderr }).toEqual({ status: 7, stderr: '' })
  expect(readdirSync(folder).filter((name) => name.startsWith('signering'))).toEqual([])
})
