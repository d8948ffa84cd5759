/**
 * `npm run check:package`: packs the package, and uses it as one who installs it would.
 *
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { namespace } from '../src/codec/spec.js'
import { lockedSafe, pkcs12File } from '../testing/bundle/pkcs12.js'
import { der, integer, objectIdentifier, sequence, utf8 } from '../testing/der.js'

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const entries = Object.keys(manifest.exports).filter((entry) => !entry.includes('*') && !entry.endsWith('.json'))

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

/** What runs where there is no Node. */
const everywhere = ['./codec', './manifest', './http']
const nameOf = (entry: string): string => manifest.name + entry.slice(1)
const problems: string[] = []
const run = (command: string, options: readonly string[], cwd: string): string =>
  execFileSync(command, options, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

/** Runs a tool whose failure is a finding. */
const check = (command: string, options: readonly string[], cwd: string): void => {
  try {
    run(command, options, cwd)
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    problems.push(`${options[0] ?? command}: ${output}`)
  }
}

const folder = mkdtempSync(join(tmpdir(), 'check-package-'))

/** Imports an entry, and says what went wrong if something did. */
function imports(entry: string): string | undefined {
  const code = `if (Object.keys(await import('${nameOf(entry)}')).length === 0) throw new Error('it is empty')`
  const { status, stderr } = spawnSync('node', ['--input-type=module', '--eval', code], {
    cwd: folder,
    encoding: 'utf8',
  })
  return status === 0 ? undefined : stderr
}

/** Every file of the folder of schemas. */
function schemas(): readonly string[] {
  return readdirSync('schema', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

/** The schemas and vectors that an installed package has, and that its name does not lead to. */
function unreachable(packed: readonly string[]): readonly string[] {
  const data = packed.filter((path) => /^(?:schema|vectors)\//.test(path))
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

/** Bundles the entries that run everywhere for a browser, which has nothing of Node: one that needs it cannot be. */
async function checkBrowser(): Promise<void> {
  const contents = everywhere.map((entry) => `export * from '${nameOf(entry)}'`).join('\n')
  try {
    const stdin = { contents, resolveDir: folder }
    await build({ stdin, bundle: true, format: 'esm', platform: 'browser', write: false, logLevel: 'silent' })
    console.log(`bundled ${everywhere.length} entries for a browser`)
  } catch (error) {
    problems.push(`${everywhere.join(', ')} cannot be bundled for a browser: ${String(error)}`)
  }
}

/** Whoever catches an error of one entry may know its class from another. */
function checkClasses(): void {
  const code = `const modules = await Promise.all(${JSON.stringify(entries.map(nameOf))}.map((name) => import(name)))
    console.log(new Set(modules.flatMap(({ PortalError = [] }) => PortalError)).size)`
  const classes = run('node', ['--input-type=module', '--eval', code], folder).trim()
  if (classes !== '1') problems.push(`there are ${classes} classes PortalError`)
}

/** Where a command cannot run for want of a package, it says so, and the others work. */
function checkCommands(): void {
  const command = (...options: readonly string[]): { readonly status: number | null; readonly stderr: string } =>
    spawnSync('npx', ['signering-portal', ...options], { cwd: folder, encoding: 'utf8' })
  const demand = (words: string, name: string, ...options: readonly string[]): void => {
    const { status, stderr } = command(name, ...options)
    if (status !== 2 || !stderr.includes(`${name} needs the optional ${words}`))
      problems.push(`${name} does not say what it needs: ${stderr}`)
  }
  demand('package xmlbuilder2: install it.', 'serve')
  demand('package xmlbuilder2: install it.', 'contract', '--', 'true')
  const [forge, absent] = [join(folder, 'node_modules', 'node-forge'), join(folder, 'absent-forge')]
  renameSync(forge, absent)
  demand('packages xmlbuilder2 and node-forge: install them.', 'contract', '--', 'true')
  demand('packages xmlbuilder2 and node-forge: install them.', 'certificates', 'made')
  renameSync(absent, forge)
  const listed = command('contract', '--list')
  if (listed.status !== 0) problems.push(`the cases are not listed without packages that run them: ${listed.stderr}`)
  writeFileSync(join(folder, 'request.xml'), `<portal-signature-job-request xmlns="${namespace}"/>`)
  const validated = command('validate', 'request.xml')
  if (validated.status !== 0) problems.push(`validate does not work without the package of serve: ${validated.stderr}`)
}

/** Where a key cannot be read, or certificates not be made, for want of a package, the issue says so. */
function checkForge(): void {
  const algorithm = sequence(
    objectIdentifier('1.2.840.113549.1.12.1.6'),
    sequence(der(0x04, utf8('salt')), integer(1n)),
  )
  const file = Buffer.from(pkcs12File([lockedSafe(algorithm, new Uint8Array(8))])).toString('base64')
  const code = `const { safeSigningKeyFromPkcs12 } = await import('${manifest.name}/pkcs12')
    const pkcs12 = Buffer.from('${file}', 'base64')
    console.log(JSON.stringify(await safeSigningKeyFromPkcs12({ pkcs12, passphrase: '' })))`
  const told = run('node', ['--input-type=module', '--eval', code], folder)
  if (!told.includes('RC2, which needs the optional package node-forge: install it.'))
    problems.push(`a key that is encrypted with RC2 does not say what it needs: ${told}`)
  for (const [name, ...options] of [
    ['certificates', 'made'],
    ['contract', '--', 'true'],
  ] as const) {
    const { status, stderr } = spawnSync('npx', ['signering-portal', name, ...options], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (status !== 2 || !stderr.includes(`${name} needs the optional package node-forge: install it.`))
      problems.push(`${name} does not say what it needs: ${stderr}`)
  }
}

try {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], '.')) as [
    { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] },
  ]
  const tarball = join(folder, packed.filename)
  const stray = packed.files.filter(
    ({ path }) =>
      !/^(?:dist|schema|vectors|docs)\/|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md)$/.test(
        path,
      ),
  )
  problems.push(...stray.map(({ path }) => `packed but not meant to be: ${path}`))
  console.log(`packed ${packed.files.length} files, ${packed.size} bytes`)

  check('npx', ['publint', 'run', tarball, '--strict'], '.')
  // The package is of ES modules alone, which Node 20.19 and later can also load by require.
  check('npx', ['attw', tarball, '--profile', 'esm-only', '--no-emoji', '--quiet'], '.')

  const version = (name: string): string =>
    `${name}@${manifest.devDependencies[name] ?? manifest.peerDependencies[name] ?? ''}`
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }))
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  run('npm', [...install, tarball], folder)
  const packedPaths = packed.files.map(({ path }) => path)
  const notPacked = schemas().filter((path) => !packedPaths.includes(path))
  problems.push(...notPacked.map((path) => `not packed: ${path}`))
  problems.push(
    ...unreachable(packedPaths).map((path) => `packed, and not reachable by the name of the package: ${path}`),
  )
  const peers = Object.keys(manifest.peerDependencies)
  if (peers.join() !== Object.keys(needing).sort().join())
    problems.push(`no entries are listed for one of ${peers.join()}`)
  run('npm', [...install, ...[...peers, 'typescript', '@types/node'].map(version)], folder)
  checkUse('with all optional packages', entries)
  checkClasses()
  await checkBrowser()
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
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
console.log(`check:package: ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
