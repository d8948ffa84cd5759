/** That every promise of SECURITY.md names what checks it, and that all it names is there. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { suites } from '../bench/suites.js'
import { repositoryFile } from '../testing/requirements.js'

const page = readFileSync(repositoryFile('SECURITY.md'), 'utf8')
const { scripts } = JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}

/** What stands as code. */
const code = [...page.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
const commands = code.filter((text) => /^(?:npm|npx) (?!docs|ci)/.test(text))

const [, defended = ''] = /\n## What is defended\n([^]*?)\n## /.exec(page) ?? []
const promises = defended.split('\n').filter((line) => /^\| (?!promise|-)/.test(line))

/** Whether a command can be run: what it starts is there, and so is all that it is given. */
function canRun(command: string): boolean {
  const [, script, options = ''] = /^npm run (\S+)(?: -- (.+))?$/.exec(command) ?? []
  const suitesAsked = [...options.matchAll(/--only (\S+)/g)].map(([, name = '']) => name)
  if (script !== undefined)
    return script in scripts && (script !== 'bench' || suitesAsked.every((name) => name in suites))
  const [, files = ''] = /^npx vitest run ((?: ?test\/\S+)+)$/.exec(command) ?? []
  return files !== '' && files.split(' ').every(hasTests)
}

/** Whether a path is a test, or a folder of tests. */
function hasTests(path: string): boolean {
  const file = repositoryFile(path)
  if (!existsSync(file)) return false
  return path.endsWith('.test.ts') || readdirSync(file).some((name) => name.endsWith('.test.ts'))
}

describe('SECURITY.md', () => {
  it('names for each promise a command that checks it', () => {
    expect(promises.length).toBeGreaterThan(10)
    for (const promise of promises) {
      const [, , checked = ''] = promise.split('|')
      expect(commands.filter((command) => checked.includes(`\`${command}\``)).length, promise).toBeGreaterThan(0)
    }
  })

  it('names commands that can be run', () => {
    expect(commands.filter((command) => !canRun(command))).toEqual([])
  })

  it('names files that are there', () => {
    const paths = code.filter((text) => /^[\w.-]+(?:\/[\w.-]+)+\.\w+$/.test(text))
    expect(paths).not.toEqual([])
    expect(paths.filter((path) => !existsSync(repositoryFile(path)))).toEqual([])
  })

  it.each([
    'npm run absent',
    'npm run bench -- --only absent',
    'npx vitest run test/absent.test.ts',
    'npx vitest run test/issue.test.ts test/absent',
    'npx absent',
  ])('would not name `%s`', (command) => {
    expect(canRun(command)).toBe(false)
  })
})
