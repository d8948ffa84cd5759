import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { UsageError } from '../../src/cli/command.js'
import { outputTo } from '../../src/cli/output.js'
import { folderWith } from '../../testing/cli/terminal.js'

const bytes = Buffer.from('new')
const terminal = { write: async (): Promise<void> => Promise.resolve() }
const lost = new UsageError('--output names a file that is read: it would be lost.')

/** What a folder holds, so that nothing is left behind. */
const namesIn = (folder: (name: string) => string): readonly string[] => readdirSync(folder('.')).sort()

describe('a file that is read is never written,', () => {
  type Folder = ReturnType<typeof folderWith>

  it.each<[string, (folder: Folder) => string]>([
    ['by its name', (folder) => folder('input')],
    ['by another spelling of it', (folder) => `${folder('.')}/./other/../input`],
    ['by its relative name', (folder) => relative('.', folder('input'))],
    ['by a symbolic link', (folder) => (symlinkSync(folder('input'), folder('link')), folder('link'))],
    [
      'by a symbolic link to a symbolic link',
      (folder) => {
        symlinkSync('input', folder('first'))
        symlinkSync('first', folder('second'))
        return folder('second')
      },
    ],
    ['by a hard link', (folder) => (linkSync(folder('input'), folder('hard')), folder('hard'))],
    ['by a linked folder', (folder) => (symlinkSync('.', folder('folder')), folder('folder/input'))],
  ])('%s', async (_, make) => {
    const folder = folderWith({ input: 'old' })
    mkdirSync(folder('other'))
    const path = make(folder)
    await expect(outputTo(path, [folder('nowhere'), folder('input')], terminal)).rejects.toThrow(lost)
    expect(readFileSync(folder('input'), 'utf8')).toBe('old')
  })

  it('where it is read by a link', async () => {
    const folder = folderWith({ input: 'old' })
    symlinkSync('input', folder('link'))
    await expect(outputTo(folder('input'), [folder('link')], terminal)).rejects.toThrow(lost)
  })

  it('where it is not there yet', async () => {
    const folder = folderWith({})
    await expect(outputTo(folder('new'), [folder('./new')], terminal)).rejects.toThrow(lost)
  })

  it('where a link to it takes the place of the file after the look: the link is replaced', async () => {
    const folder = folderWith({ input: 'old', output: 'older' })
    for (const name of ['output', 'not-yet']) {
      const output = await outputTo(folder(name), [folder('input')], terminal)
      if (existsSync(folder(name))) renameSync(folder(name), folder('elsewhere'))
      symlinkSync('input', folder(name))
      await output.write(bytes)
      expect(readFileSync(folder('input'), 'utf8')).toBe('old')
      expect(lstatSync(folder(name)).isFile()).toBe(true)
    }
  })
})

it('a file is replaced as a whole, with its permissions, where links lead to', async () => {
  const folder = folderWith({ output: 'old' })
  chmodSync(folder('output'), 0o640)
  symlinkSync('output', folder('link'))
  const output = await outputTo(folder('link'), [], terminal)
  expect(output).toMatchObject({ isPrinted: false, isStandard: false })
  const before = statSync(folder('output')).ino
  await output.write(bytes)
  expect(readFileSync(folder('output'), 'utf8')).toBe('new')
  expect(lstatSync(folder('link')).isSymbolicLink()).toBe(true)
  const { ino, mode } = statSync(folder('output'))
  expect({ mode: mode & 0o777, isNew: ino !== before }).toEqual({ mode: 0o640, isNew: true })
  await (await outputTo(folder('made'), [], terminal)).write(bytes)
  expect(namesIn(folder)).toEqual(['link', 'made', 'output'])
})

it.skipIf(process.platform === 'win32')('permissions are kept that new files do not get (not on Windows)', async () => {
  const folder = folderWith({ output: 'old' })
  chmodSync(folder('output'), 0o666)
  const before = process.umask(0o077)
  onTestFinished(() => void process.umask(before))
  await (await outputTo(folder('output'), [], terminal)).write(bytes)
  await (await outputTo(folder('made'), [], terminal)).write(bytes)
  expect(['output', 'made'].map((name) => statSync(folder(name)).mode & 0o777)).toEqual([0o666, 0o600])
})

it.skipIf(process.getuid?.() !== 0)('the owner is kept, and the bits of the group (as root)', async () => {
  const folder = folderWith({ output: 'old' })
  chownSync(folder('output'), 1234, 4321)
  chmodSync(folder('output'), 0o2640)
  await (await outputTo(folder('output'), [], terminal)).write(bytes)
  const { uid, gid, mode } = statSync(folder('output'))
  expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ uid: 1234, gid: 4321, mode: 0o2640 })
})

it('what cannot be written leaves the old file and nothing beside it', async () => {
  const folder = folderWith({})
  mkdirSync(folder('in'))
  writeFileSync(folder('in/output'), 'old')
  const output = await outputTo(folder('in/output'), [], terminal)
  // A folder takes the place of the file, which no file can take back.
  renameSync(folder('in/output'), folder('kept'))
  mkdirSync(folder('in/output'))
  writeFileSync(folder('in/output/x'), '')
  await expect(output.write(bytes)).rejects.toThrow(`${folder('in/output')}: `)
  expect(readdirSync(folder('in'))).toEqual(['output'])
  expect(readFileSync(folder('kept'), 'utf8')).toBe('old')
})

it.each<[string, (folder: ReturnType<typeof folderWith>) => string, string]>([
  ['a folder', (folder) => folder('.'), 'is a directory.'],
  [
    'a link that leads nowhere',
    (folder) => (symlinkSync('none', folder('link')), folder('link')),
    'is a symbolic link',
  ],
  ['what is named as a folder', (folder) => `${folder('none')}/`, 'is a directory.'],
  ['a folder that is not there', (folder) => folder('no/file'), 'no such file or directory.'],
  ['a folder that is a file', (folder) => folder('file/x'), 'its folder is no directory.'],
])('%s is no place for a file', async (_, make, words) => {
  const folder = folderWith({ file: '' })
  await expect(outputTo(make(folder), [], terminal)).rejects.toThrow(words)
})

it.skipIf(process.platform === 'win32')('a pipe is no place for a file (not on Windows)', async () => {
  const folder = folderWith({})
  spawnSync('mkfifo', [folder('pipe')])
  await expect(outputTo(folder('pipe'), [], terminal)).rejects.toThrow('is a pipe, which may have no reader.')
})

it('standard output is -, and a device is printed to as it is', async () => {
  expect(await outputTo('-', ['-'], terminal)).toMatchObject({ isPrinted: true, isStandard: true })
  if (!existsSync('/dev/null')) return
  const output = await outputTo('/dev/null', ['-'], terminal)
  await output.write(bytes)
  expect(output).toMatchObject({ isPrinted: true, isStandard: false })
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
})
