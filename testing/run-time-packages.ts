/**
 * The packages that come with this one, as they are locked and installed.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { repositoryFile } from './requirements.js'

/** A package in the lockfile. */
export interface LockedPackage {
  readonly version: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const { packages } = JSON.parse(readFileSync(repositoryFile('package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

/** Every package of the lockfile but this one, by its folder. */
export const lockedPackages: ReadonlyMap<string, LockedPackage> = new Map(
  Object.entries(packages).filter(([path]) => path !== ''),
)

/** The folder that a package is found in by one in another folder, as Node.js looks for it. */
function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const found = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (lockedPackages.has(found)) return found
    if (folder === '') return undefined
  }
}

/** The folders of a package and of all that it brings along, its own first. */
export function broughtBy(name: string): readonly string[] {
  const folders = new Set<string>()
  const add = (folder: string | undefined): void => {
    if (folder === undefined || folders.has(folder)) return
    folders.add(folder)
    const { dependencies, optionalDependencies } = lockedPackages.get(folder) ?? {}
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) add(folderOf(each, folder))
  }
  add(folderOf(name, ''))
  return [...folders]
}

/** The name of the package in a folder. */
export const packageIn = (folder: string): string => folder.replace(/^.*node_modules\//, '')
