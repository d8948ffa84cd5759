import { spawnSync } from 'node:child_process'
import { chmodSync, symlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { requireProgram, startError } from '../../src/contract/driver-start.js'
import { folderWith } from '../../testing/cli/terminal.js'

describe.skipIf(process.platform === 'win32')('a program that can be seen not to run (not on Windows)', () => {
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

  it('is told where it, or its interpreter, may not be run', async () => {
    const folder = folderWith({ data: 'x', 'of-data': '#!data', 'of-folder': '#! / -x' })
    chmodSync(folder('data'), 0o600)
    for (const name of ['of-data', 'of-folder']) chmodSync(folder(name), 0o700)
    const why = async (command: string): Promise<unknown> => requireProgram(command).catch((error: unknown) => error)
    const words = (command: string, reason: string): string => `${command} cannot be started: ${reason}`
    for (const [command, code, reason] of [
      [folder('data'), 'EACCES', 'it is no program that may be run'],
      ['/dev/null', 'EACCES', 'it is no program that may be run'],
      [dirname(process.execPath), 'EISDIR', 'it is a directory'],
      [folder('of-data'), 'ENOENT', 'its first line names the interpreter data, which is not there'],
      [folder('of-folder'), 'EISDIR', 'its first line names the interpreter /, which is no program that may be run'],
    ] as const)
      expect(await why(command)).toMatchObject({ code, message: words(command, reason) })
  })

  it('is looked up behind what may not be run', async () => {
    const [first, second] = [folderWith({ program: '' }), folderWith({ program: '' })]
    chmodSync(first('program'), 0o600)
    chmodSync(second('program'), 0o600)
    vi.stubEnv('PATH', `${first('')}:/no/such/folder:${second('')}`)
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    await expect(requireProgram('program')).rejects.toMatchObject({ code: 'EACCES' })
    chmodSync(second('program'), 0o700)
    await expect(requireProgram('program')).resolves.toBe(undefined)
    expect(spawnSync('program').error).toBe(undefined)
  })

  it('is told by the code of the system where there are no words for it', async () => {
    const path = folderWith({})('program')
    symlinkSync('program', path)
    await expect(requireProgram(path)).rejects.toMatchObject({
      code: 'ELOOP',
      message: `${path} cannot be started: ELOOP`,
    })
  })

  it('is not looked for where the environment has no path', async () => {
    vi.stubEnv('PATH', undefined)
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    await expect(requireProgram('no-such-program-anywhere')).resolves.toBe(undefined)
  })

  it('is none that can be run', async () => {
    const path = folderWith({ program: '#!/bin/sh\n' })('program')
    chmodSync(path, 0o700)
    for (const command of [process.execPath, 'node', path])
      await expect(requireProgram(command)).resolves.toBe(undefined)
  })
})

describe('what Node throws for a program that it cannot start', () => {
  const thrown = (code?: string): Error => Object.assign(new Error('spawn'), code === undefined ? {} : { code })

  it.each([
    ['E2BIG', 'its arguments are too long'],
    ['EAGAIN', 'EAGAIN'],
  ])('is told in words where there are some: %s', async (code, words) => {
    const cause = thrown(code)
    const message = `${process.execPath} cannot be started: ${words}`
    expect(await startError(process.execPath, cause)).toMatchObject({ code, message, cause })
  })

  it('is left as it is where it has no code', async () => {
    const error = thrown()
    expect(await startError(process.execPath, error)).toBe(error)
  })
})
