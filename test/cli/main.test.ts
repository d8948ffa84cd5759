import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { repositoryFile } from '../../testing/requirements.js'
import { run } from '../../testing/cli/terminal.js'

const commands = ['validate', 'bundle', 'verify', 'serve', 'contract', 'certificates']

test('--help names every command, and every command has help of its own', async () => {
  const { code, stdout } = await run(['--help'])
  expect(code).toBe(0)
  expect([...stdout.matchAll(/^ {2}([a-z]+) {2}/gm)].map(([, name]) => name)).toEqual(commands)
  for (const command of commands) {
    const own = await run([command, '--help'])
    expect(own.stdout).toMatch(new RegExp(`^Usage: signering-portal ${command} `))
    expect(own).toMatchObject({ code: 0, stderr: '' })
  }
})

test('every option in a help is taken, and documented on the page', async () => {
  const page = readFileSync(repositoryFile('docs/cli.md'), 'utf8')
  for (const command of commands) {
    const { stdout } = await run([command, '--help'])
    const options = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => String(option))
    expect(options).toContain('--help')
    const section = page.split(/^## /m).find((text) => text.startsWith(`\`${command}\``)) ?? ''
    for (const option of options.filter((name) => name !== '--help')) {
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
