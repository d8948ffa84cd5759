import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repositoryFile } from '../../testing/requirements.js'

const repository = { type: 'git', url: 'git+https://git.example/portal/signering-portal.git' }
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-check-'))
  mkdirSync(join(folder, '.changeset'))
  write('.changeset/README.md', '# What changes for users\n')
  write('CHANGELOG.md', '# Changes\n\n## 1.2.3\n\n- A line.\n\n## 0.1.0\n')
  write('package.json', JSON.stringify({ version: '1.2.3', repository }))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

/** What it says of the folder, line by line. */
function check(...options: readonly string[]): { readonly status: number | null; readonly lines: readonly string[] } {
  const program = ['--import', import.meta.resolve('tsx'), repositoryFile('scripts/release-check.ts')]
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...options], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, lines: `${stderr}${stdout}`.trim().split('\n') }
}

it('CHANGELOG.md begins with a version, before which the next is put', () => {
  expect(readFileSync(repositoryFile('CHANGELOG.md'), 'utf8')).toMatch(/^# Changes\n\n## [0-9]/)
})

describe('release:check', () => {
  it('says that a version can be published under its tag', () => {
    for (const options of [[], ['v1.2.3']])
      expect(check(...options)).toEqual({ status: 0, lines: ['release:check: v1.2.3 can be published'] })
  })

  it.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    ['another tag', ['v1.2.4'], {}, /^the tag is v1\.2\.4, and the version 1\.2\.3/],
    ['a tag without v', ['1.2.3'], {}, /^the tag is 1\.2\.3/],
    [
      'changes that no version has',
      [],
      { '.changeset/brave-fjord.md': '---\n"signering-portal": minor\n---\nMore.\n' },
      /^changes that no version has taken up: brave-fjord\.md$/,
    ],
    ['a version that is not told of', [], { 'CHANGELOG.md': '## 1.2.30\n' }, /^CHANGELOG\.md does not have 1\.2\.3$/],
    [
      'no place where it is',
      [],
      { 'package.json': '{"version":"1.2.3"}' },
      /^package\.json has no repository: npm pkg set/,
    ],
  ])('refuses %s', (_, options, spoiled, fault) => {
    for (const [name, text] of Object.entries(spoiled)) write(name, text)
    const { status, lines } = check(...options)
    expect(lines).toEqual([expect.stringMatching(fault), 'release:check: 1 faults'])
    expect(status).toBe(1)
  })

  it('says all at once', () => {
    write('package.json', '{"version":"2.0.0"}')
    expect(check('v1.2.3').lines).toHaveLength(4)
  })
})
