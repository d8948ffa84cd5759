import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { repositoryFile } from '../../testing/requirements.js'
import { run } from '../../testing/cli/terminal.js'

const commands = ['decode', 'encode', 'validate', 'bundle', 'verify', 'check', 'serve', 'contract', 'certificates']

test('--help names every command, and every command has help of its own', async () => {
  const { code, stdout } = await run(['--help'])
  expect(code).toBe(0)
  expect(await run(['-h'])).toEqual({ code, stdout, stderr: '' })
  expect([...stdout.matchAll(/^ {2}([a-z]+) {2}/gm)].map(([, name]) => name)).toEqual(commands)
  for (const command of commands) {
    const own = await run([command, '--help'])
    expect(own.stdout).toMatch(new RegExp(`^Usage: signering-portal ${command} `))
    expect(own).toMatchObject({ code: 0, stderr: '' })
    expect(await run([command, '-h', '--json'])).toEqual(own)
  }
})

test('every option in a help is taken, and documented on the page', async () => {
  const page = readFileSync(repositoryFile('docs/cli.md'), 'utf8')
  for (const command of commands) {
    const { stdout } = await run([command, '--help'])
    const options = [...stdout.matchAll(/^ {2}(?:-h, )?(--[a-z0-9-]+)/gm)].map(([, option]) => String(option))
    expect(options).toEqual(expect.arrayContaining(['--help', '--json']))
    const section = page.split(/^## /m).find((text) => text.startsWith(`\`${command}\``)) ?? ''
    for (const option of options.filter((name) => name !== '--help' && name !== '--json')) {
      expect(section).toContain(`\`${option}`)
      // Whatever it lacks, it is not unknown; the second keeps the command from its work.
      const { code, stderr } = await run([command, option, '--no-option-of-any'])
      expect(code).toBe(2)
      expect(stderr).not.toContain(`Unknown option '${option}'`)
    }
  }
})

test('--version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8')) as { version: string }
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

test.each([
  ['no command', [], 'There is no command.'],
  ['an unknown command', ['frobnicate'], 'There is no command frobnicate.'],
  ['a name that every object has', ['constructor'], 'There is no command constructor.'],
])('%s is a usage error', async (_, args, message) => {
  const stderr = `signering-portal: ${message}\nSee signering-portal --help.\n`
  expect(await run(args)).toEqual({ code: 2, stdout: '', stderr })
})

test('--json gives what keeps a command from its work, and what is wrong with what it was given, on standard output', async () => {
  const told = async (args: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await run([...args, '--json'])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^\{.*\}\n$/)
    const line = JSON.parse(stdout) as { readonly exitCode: number }
    expect(line.exitCode).toBe(code)
    return line
  }
  const problem = (code: string, message: string): object => ({ severity: 'error', code, path: '', message })
  expect(await told(['frobnicate'])).toEqual({
    ...{ command: 'frobnicate', exitCode: 2 },
    issues: [problem('cli.usage', 'There is no command frobnicate.')],
  })
  // Each with its own code.
  expect(await told(['verify', '--environment', 'x\u009b', '--colour', '.'])).toMatchObject({
    issues: [{ code: 'cli.usage' }],
  })
  expect(await told(['verify', '--environment', 'test', '/no/file'])).toEqual({
    ...{ command: 'verify', exitCode: 2 },
    issues: [problem('cli.unusable', '/no/file: no such file or directory.')],
  })
  const file = repositoryFile('package.json')
  expect(await told(['verify', '--trust', file, file])).toMatchObject({
    ...{ command: 'verify', exitCode: 1 },
    issues: [{ severity: 'error', code: 'key.certificate' }],
  })
  for (const command of commands)
    expect(await told([command, '--colour'])).toEqual({
      ...{ command, exitCode: 2 },
      issues: expect.arrayContaining([problem('cli.usage', "Unknown option '--colour'.")]) as unknown,
    })
})

test('--json behind -- is not for us', async () => {
  const { stdout, stderr } = await run(['contract', '--colour', '--', 'driver', '--json'])
  expect({ stdout, stderr }).toMatchObject({ stdout: '', stderr: expect.stringContaining('--colour') as string })
})
