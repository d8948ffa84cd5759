/**
 * The entries as they are imported in Node.js, with each optional package and without.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkCommands, checkForge } from './commands.js'
import { entries, folder, install, manifest, nameOf, problems, run, versioned } from './installed.js'

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

/** Imports an entry, and says what went wrong if something did. */
function imports(entry: string): string | undefined {
  const code = `if (Object.keys(await import('${nameOf(entry)}')).length === 0) throw new Error('it is empty')`
  const { status, stderr } = spawnSync('node', ['--input-type=module', '--eval', code], {
    cwd: folder,
    encoding: 'utf8',
  })
  return status === 0 ? undefined : stderr
}

/** The schemas and vectors that an installed package has, and that its name does not lead to. */
function unreachable(packed: readonly string[]): readonly string[] {
  const data = packed
    .map((path) => path.replace(/^dist\/vectors\//, 'vectors/'))
    .filter((path) => /^(?:schema|vectors)\//.test(path))
  const code = `import { existsSync } from 'node:fs'
    const isThere = (path) => existsSync(new URL(import.meta.resolve('${manifest.name}/' + path)))
    console.log(JSON.stringify(${JSON.stringify(data)}.filter((path) => !isThere(path))))`
  return JSON.parse(run('node', ['--input-type=module', '--eval', code], folder)) as readonly string[]
}

/** Compiles a program that uses all that entries export, and says what went wrong if something did. */
function compiles(used: readonly string[]): string | undefined {
  const uses = used.map(
    (entry, index) => `import * as entry${index} from '${nameOf(entry)}'\nconsole.log(entry${index})`,
  )
  writeFileSync(join(folder, 'use.ts'), uses.join('\n'))
  const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2023']
  const all = ['tsc', ...options, '--types', 'node', '--exactOptionalPropertyTypes', 'use.ts']
  const { status, stdout } = spawnSync('npx', all, { cwd: folder, encoding: 'utf8' })
  return status === 0 ? undefined : stdout
}

/** Imports entries, and compiles a program that uses all they export. */
function checkUse(circumstances: string, used: readonly string[]): void {
  for (const entry of used) {
    const problem = imports(entry)
    if (problem !== undefined) problems.push(`${entry} cannot be imported ${circumstances}: ${problem}`)
  }
  const mistakes = compiles(used)
  if (mistakes !== undefined) problems.push(`the types do not compile ${circumstances}: ${mistakes}`)
  console.log(`imported and type-checked ${used.length} entries ${circumstances}`)
}

/** Whoever catches an error of one entry may know its class from another. */
function checkClasses(): void {
  const code = `const modules = await Promise.all(${JSON.stringify(entries.map(nameOf))}.map((name) => import(name)))
    console.log(new Set(modules.flatMap(({ PortalError = [] }) => PortalError)).size)`
  const classes = run('node', ['--input-type=module', '--eval', code], folder).trim()
  if (classes !== '1') problems.push(`there are ${classes} classes PortalError`)
}

const peers = Object.keys(manifest.peerDependencies)

/** Installs the optional packages, and those that a project in TypeScript has. */
export const installOptional = (): void => {
  install([...peers, 'typescript', '@types/node'].map(versioned))
}

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
    for (const user of users)
      if (imports(user) === undefined && compiles([user]) === undefined)
        problems.push(`${user} does not need ${peer}, though it is listed`)
    if (peer === 'xmlbuilder2') checkCommands()
    if (peer === 'node-forge') checkForge()
    renameSync(join(folder, 'absent'), join(modules, peer))
  }
}
