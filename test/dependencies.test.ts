/** That docs/dependencies.md says of all that is installed at run time what is true of it. */
import { existsSync, readFileSync } from 'node:fs'
import { intersects, satisfies } from 'semver'
import { describe, expect, it, test } from 'vitest'
import { manifest } from '../scripts/manifest.js'
import { repositoryFile } from '../testing/requirements.js'
import { broughtBy, lockedPackages, packageIn } from '../testing/run-time-packages.js'

const page = readFileSync(repositoryFile('docs/dependencies.md'), 'utf8')

/** The rows of a table below a heading, each as its cells, without marks. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = new RegExp(`\n## ${heading}\n([^]*?)(?=\n## |$)`).exec(page) ?? []
  const lines = section.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '').trim()),
  )
}

interface Installed {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly scripts?: Readonly<Record<string, string>>
}

const installed = (folder: string): Installed =>
  JSON.parse(readFileSync(repositoryFile(`${folder}/package.json`), 'utf8')) as Installed

/** What is installed of itself: what package.json names, and what that brings along. */
const always = Object.keys(manifest.dependencies).flatMap(broughtBy)
const optional = Object.keys(manifest.peerDependencies).flatMap(broughtBy)

/** The scripts that npm runs when a package is installed. */
const installScripts = ['preinstall', 'install', 'postinstall']

/** Whether npm would run something when the package in a folder is installed. */
const runsSomething = (folder: string): boolean =>
  existsSync(repositoryFile(`${folder}/binding.gyp`)) ||
  Object.keys(installed(folder).scripts ?? {}).some((name) => installScripts.includes(name))

test('the lockfile has as run-time packages what package.json leads to, and nothing else', () => {
  const notForDevelopment = [...lockedPackages].filter(([, { dev }]) => dev !== true).map(([folder]) => folder)
  expect(notForDevelopment.sort()).toEqual([...always].sort())
  for (const folder of [...always, ...optional])
    expect(installed(folder).version, folder).toBe(lockedPackages.get(folder)?.version)
})

describe('the page of dependencies', () => {
  it('names what is installed of itself, its range and its licence, and says what for', () => {
    const rows = rowsBelow('Installed with the package')
    expect(rows.map(([name]) => name).sort()).toEqual(always.map(packageIn).sort())
    for (const [name = '', range, license, reason] of rows) {
      expect(license, name).toBe(installed(`node_modules/${name}`).license)
      if (name in manifest.dependencies) expect(range, name).toBe(manifest.dependencies[name])
      else expect(range, name).toMatch(new RegExp(`^of (?:${Object.keys(manifest.dependencies).join('|')})$`))
      expect(reason, name).toMatch(/\w{3}.*\.$/)
    }
  })

  it('names the optional ones, and what they bring along', () => {
    const rows = rowsBelow('Optional packages')
    expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(manifest.peerDependencies).sort())
    for (const [name = '', range, license, reason, brought] of rows) {
      expect(range, name).toBe(manifest.peerDependencies[name])
      expect(license, name).toBe(installed(`node_modules/${name}`).license)
      expect(reason, name).toMatch(/\w{3}.*\.$/)
      const [, ...others] = broughtBy(name)
      const licenses = [...new Set(others.map((folder) => installed(folder).license))].sort()
      expect(brought, name).toBe(others.length === 0 ? 'nothing' : `${others.length}: ${licenses.join(', ')}`)
    }
  })

  it('names advisories, none of which concerns a version that is permitted or installed', () => {
    const rows = rowsBelow('Known advisories')
    expect(rows).not.toEqual([])
    const ranges = { ...manifest.dependencies, ...manifest.peerDependencies }
    for (const [name = '', affected = '', , advisory] of rows) {
      expect(advisory, name).toMatch(/^\[GHSA(?:-[2-9cfghjmpqrvwx]{4}){3}\]\(https:\/\/github\.com\/advisories\/GHSA-/)
      const range = ranges[name]
      if (range !== undefined) expect(intersects(range, affected), `${name} ${range} has ${affected}`).toBe(false)
      const here = [...always, ...optional].filter((folder) => packageIn(folder) === name)
      const concerned = here.filter((folder) => satisfies(installed(folder).version, affected))
      expect(concerned, `${name} ${affected}`).toEqual([])
    }
  })

  it('says which packages have a script that runs when they are installed', () => {
    const [, told = ''] = /have a script of that kind: ([^.]*)\./.exec(page) ?? []
    const names = [...told.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
    const locked = [...lockedPackages].filter(([, { hasInstallScript }]) => hasInstallScript === true)
    expect(names).toEqual(locked.map(([folder]) => packageIn(folder)))
  })
})

describe('nothing runs when the package is installed', () => {
  it('of its own', () => {
    const { scripts } = installed('.')
    expect(Object.keys(scripts ?? {}).filter((name) => installScripts.includes(name))).toEqual([])
    expect(existsSync(repositoryFile('binding.gyp'))).toBe(false)
  })

  it('of what it brings along, by the lockfile and by what is installed', () => {
    expect(always.filter((folder) => lockedPackages.get(folder)?.hasInstallScript === true)).toEqual([])
    expect(always.filter(runsSomething)).toEqual([])
  })

  it('of the optional packages but msw', () => {
    expect(optional.filter((folder) => lockedPackages.get(folder)?.hasInstallScript === true)).toEqual([
      'node_modules/msw',
    ])
    expect(optional.filter(runsSomething)).toEqual(['node_modules/msw'])
  })

  it('in a checkout', () => {
    expect(readFileSync(repositoryFile('.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m)
  })
})
