import { chmodSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { requireProgram } from '../../src/contract/driver-start.js'
import { folderWith } from '../../testing/cli/terminal.js'

describe.skipIf(process.platform === 'win32')('a program that can be seen not to be there (not on Windows)', () => {
  it.each([
    ['by its path', '/no/such/program'],
    ['by a path in a file', `${process.execPath}/program`],
    ['by its name', 'no-such-program-anywhere'],
  ])('is told %s', async (_, command) => {
    const message = `${command} cannot be started: there is no such program`
    await expect(requireProgram(command)).rejects.toMatchObject({ message, code: 'ENOENT' })
  })

  it('is told where its interpreter is not there', async () => {
    const path = folderWith({ program: '#!/no/such/interpreter -x\n' })('program')
    chmodSync(path, 0o700)
    const message = `${path} cannot be started: its first line names the interpreter /no/such/interpreter, which is not there`
    await expect(requireProgram(path)).rejects.toMatchObject({ message, code: 'ENOENT' })
  })

  it('is none that is there, whatever else is wrong with it', async () => {
    const folder = folderWith({ program: '#!/bin/sh\n', data: 'x' })
    for (const command of [process.execPath, 'node', folder('program'), folder('data'), dirname(process.execPath)])
      await expect(requireProgram(command)).resolves.toBe(undefined)
  })
})
