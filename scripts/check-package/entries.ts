/**
 * The entries as they are imported in Node.js, with each optional package and without.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { checkCommands, checkForge } from './commands.js'
import { mistakesOf } from './compile.js'
import { entries, folder, nameOf, problems } from './installed.js'
import { manifest } from '../manifest.js'

/** The optional packages, each with the entries that need it. All others must do without it, and so must their types. */
const needing: Readonly<Record<string, readonly string[]>> = {
  // Writes what the simulated portal answers.
  xmlbuilder2: ['./simulator', './contract'],
  // Intercepts calls.
  msw: ['./msw'],
  // Decrypts RC2, and writes certificates for tests; it is loaded only then.
  'node-forge': [],
  // Draws values.
  'fast-check': ['./arbitraries'],
}

/** Runs a module in the folder, and gives the JSON that it prints. */
const evaluate = (code: string): unknown =>
  JSON.parse(execFileSync('node', ['--input-type=module', '--eval', code], { cwd: folder, encoding: 'utf8' }))

/** Imports entries, and says of each that cannot be what went wrong. */
const unimportable = (used: readonly string[]): Readonly<Record<string, string>> =>
  evaluate(`const wrong = {}
    for (const [entry, name] of ${JSON.stringify(used.map((entry) => [entry, nameOf(entry)]))})
      try {
        if (Object.keys(await import(name)).length === 0) wrong[entry] = 'it is empty'
      } catch (error) {
        wrong[entry] = String(error)
      }
    console.log(JSON.stringify(wrong))`) as Readonly<Record<string, string>>

/** The schemas and vectors that an installed package has, and that its name does not lead to. */
function unreachable(packed: readonly string[]): readonly string[] {
  const data = packed
    .map((path) => path.replace(/^dist\/vectors\//, 'vectors/'))
    .filter((path) => /^(?:schema|vectors)\//.test(path))
  return evaluate(`import { existsSync } from 'node:fs'
    const isThere = (path) => existsSync(new URL(import.meta.resolve('${manifest.name}/' + path)))
    console.log(JSON.stringify(${JSON.stringify(data)}.filter((path) => !isThere(path))))`) as readonly string[]
}

/** Imports entries, and compiles a program that uses all they export. */
function checkUse(circumstances: string, used: readonly string[]): void {
  for (const [entry, told] of Object.entries(unimportable(used)))
    problems.push(`${entry} cannot be imported ${circumstances}: ${told}`)
  const mistakes = mistakesOf(used)
  if (mistakes !== '') problems.push(`the types do not compile ${circumstances}: ${mistakes}`)
  console.log(`imported and type-checked ${used.length} entries ${circumstances}`)
}

/** Whoever catches an error of one entry may know its class from another. */
function checkClasses(): void {
  const classes =
    evaluate(`const modules = await Promise.all(${JSON.stringify(entries.map(nameOf))}.map((name) => import(name)))
    console.log(new Set(modules.flatMap(({ PortalError = [] }) => PortalError)).size)`)
  if (classes !== 1) problems.push(`there are ${String(classes)} classes PortalError`)
}

/** The optional packages. */
export const peers: readonly string[] = Object.keys(manifest.peerDependencies)

/** Imports and compiles what is installed, with all optional packages and without each. */
export function checkEntries(packed: readonly string[]): void {
  problems.push(...unreachable(packed).map((path) => `packed, and not reachable by the name of the package: ${path}`))
  if (peers.join() !== Object.keys(needing).sort().join())
    problems.push(`no entries are listed for one of ${peers.join()}`)
  checkUse('with all optional packages', entries)
  checkClasses()
  const modules = join(folder, 'node_modules')
  for (const [peer, users] of Object.entries(needing)) {
    renameSync(join(modules, peer), join(folder, 'absent'))
    checkUse(
      `without ${peer}`,
      entries.filter((entry) => !users.includes(entry)),
    )
    const failed = unimportable(users)
    for (const user of users)
      if (failed[user] === undefined && mistakesOf([user]) === '')
        problems.push(`${user} does not need ${peer}, though it is listed`)
    if (peer === 'xmlbuilder2') checkCommands()
    if (peer === 'node-forge') checkForge()
    renameSync(join(folder, 'absent'), join(modules, peer))
  }
}
