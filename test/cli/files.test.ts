import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { UsageError, withReason } from '../../src/cli/command.js'
import { isThere, read, readEach, requireFolder, wordsFor } from '../../src/cli/files.js'
import { folderWith } from '../../testing/cli/terminal.js'

describe('a file that cannot be used is named with the reason,', () => {
  it.each<[string, (path: string) => Promise<unknown>, string, string]>([
    ['which is a folder', read, '', 'is a directory.'],
    ['which is not there', read, 'none', 'no such file or directory.'],
    ['whose folder is a file', isThere, 'file/x', 'its folder is no directory.'],
    ['whose name is too long', isThere, 'x'.repeat(300), 'the name is too long.'],
    ['whose name has a character of code 0', read, 'a\0b', 'no name has a character of code 0.'],
    [
      'which is a folder and to be removed',
      async (path) => withReason(rm(path), wordsFor(path)),
      '',
      'is a directory.',
    ],
    ['to be made where there is no folder', requireFolder, 'no/file', 'no such file or directory.'],
    ['to be made in a file', requireFolder, 'file/x/y', 'its folder is no directory.'],
  ])('%s', async (_, use, name, words) => {
    const path = folderWith({ file: '' })(name)
    await expect(use(path)).rejects.toThrow(new UsageError(`${path}: ${words}`, 'cli.unusable'))
  })

  it.skipIf(process.platform === 'win32')('which is a socket (not on Windows)', async () => {
    const path = folderWith({})('socket')
    const server = createServer().listen(path)
    await once(server, 'listening')
    onTestFinished(() => {
      server.close()
    })
    await expect(read(path)).rejects.toThrow(
      new UsageError(`${path}: is a socket, or a device that is not there.`, 'cli.unusable'),
    )
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'which is to be made where nobody may (root may everywhere)',
    async () => {
      const folder = folderWith({})
      spawnSync('chmod', ['500', folder('.')])
      await expect(requireFolder(folder('x'))).rejects.toThrow('access is not permitted.')
    },
  )
})

it('files are read in their order, one twice too, and standard input, and all that cannot be read are told', async () => {
  const folder = folderWith({ 1: 'one', 2: 'two' })
  const bytes = await readEach([folder('2'), folder('1'), folder('2'), '-'], {
    input: Readable.from([Buffer.from('three')]),
  })
  expect(bytes.map((one) => Buffer.from(one).toString())).toEqual(['two', 'one', 'two', 'three'])
  const lines = ['a', 'b'].map((name) => `${folder(name)}: no such file or directory.`)
  await expect(readEach([folder('a'), folder('1'), folder('b')], { input: Readable.from([]) })).rejects.toThrow(
    new UsageError(lines, 'cli.unusable'),
  )
})

it('is named with the code of the system where there are no words for it', () => {
  expect(wordsFor('a.xml')('EXDEV')).toBe('a.xml: the system refuses it (EXDEV).')
})
