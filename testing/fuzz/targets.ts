/**
 * Every target of the fuzzer, by group.
 *
 * @module
 */
import type { Target } from './target.js'

interface Group {
  readonly targets: readonly Target[]
}

/** The groups; each is loaded when it is asked for. */
export const groups: Readonly<Record<string, () => Promise<Group>>> = {
  messages: async () => import('./messages.js'),
  packages: async () => import('./packages.js'),
  keys: async () => import('./keys.js'),
  exchanges: async () => import('./exchanges.js'),
  portal: async () => import('./portal.js'),
  driver: async () => import('./driver.js'),
  commands: async () => import('./commands.js'),
  values: async () => import('./values.js'),
}

/** The targets of a group, or the one of a name; without, all. */
export async function targetsNamed(name?: string): Promise<readonly Target[]> {
  const group = name !== undefined && Object.hasOwn(groups, name) ? groups[name] : undefined
  if (group !== undefined) return (await group()).targets
  const all = (await Promise.all(Object.values(groups).map(async (load) => load()))).flatMap(({ targets }) => targets)
  return name === undefined ? all : all.filter((target) => target.name === name)
}
