/**
 * The entries in runtimes that are not Node.js, and in Node.js by other ways than `import`. `docs/runtimes.md` is the table of it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, transformSync } from 'esbuild'
import { makeSender } from '../../testing/certificates.js'
import { chromium, serveFolder, startChromium } from '../../testing/chromium.js'
import { decodeVectors } from '../../testing/vectors/read.js'
import { installApart } from '../install.js'
import { apart, attempt, entries, everywhere, folder, nameOf, problems } from './installed.js'

const said = {
  portable: 'sent a job',
  bundle: 'wrote and verified a document package',
  service: 'spoke two-way TLS, with the service alone',
} as const
type Program = keyof typeof said

/** What could not be had, by name. */
const leftOut: string[] = []

/** Writes the programs beside the installed package, with what they are put to. */
function writePrograms(): void {
  for (const name of Object.keys(said)) {
    const text = readFileSync(join(import.meta.dirname, `${name}-program.ts`), 'utf8')
    writeFileSync(join(folder, `${name}-program.js`), transformSync(text, { loader: 'ts', format: 'esm' }).code)
  }
  const vectors = decodeVectors().flatMap(({ id, element, xml, strict }) =>
    xml === undefined ? [] : { id, element, xml, strict },
  )
  const { leaf, root, certificates } = makeSender()
  const key = {
    key: leaf.privateKeyPem,
    certificates: [certificates],
    root: root.certificatePem,
    at: '2026-01-01T00:00:00Z',
  }
  writeFileSync(join(folder, 'vectors.js'), `export default ${JSON.stringify(vectors)}`)
  writeFileSync(join(folder, 'key.js'), `export default ${JSON.stringify(key)}`)
  const uses: Readonly<Record<Program, string>> = {
    portable: `import { usePortableEntries } from './portable-program.js'\nimport vectors from './vectors.js'\nconst use = () => usePortableEntries(vectors)\n`,
    bundle: `import { useBundle } from './bundle-program.js'\nimport key from './key.js'\nconst use = () => useBundle(key)\n`,
    service: `import { useService } from './service-program.js'\nconst use = () => useService(${JSON.stringify(entries.map(nameOf))})\n`,
  }
  for (const [program, use] of Object.entries(uses)) {
    writeFileSync(join(folder, `${program}.js`), `${use}console.log(await use())`)
    writeFileSync(
      join(folder, `${program}-worker.js`),
      `${use}export default { async test() { console.log(await use()) } }`,
    )
    writeFileSync(join(folder, `${program}-page.js`), `${use}globalThis.outcome = use().catch(String)`)
  }
}

/** Runs a program, and says what went wrong if it did not say what it should. */
function expectSaid(runtime: string, program: Program, command: string, options: readonly string[]): void {
  const { stdout, stderr, error } = spawnSync(command, options, { cwd: folder, encoding: 'utf8', timeout: 120_000 })
  if (stdout.includes(said[program]) || stderr.includes(said[program])) console.log(`${runtime}: ${said[program]}`)
  else problems.push(`${runtime} (${program}): ${error === undefined ? '' : String(error)}${stdout}${stderr}`)
}

/** What is installed, each with its package and where its program stands in `node_modules`. */
const runtimes = {
  Deno: ['deno', '@deno/linux-x64-glibc/deno'],
  Bun: ['@oven/bun-linux-x64', '@oven/bun-linux-x64/bin/bun'],
  workerd: ['workerd', '@cloudflare/workerd-linux-64/bin/workerd'],
  Jest: ['jest', 'jest/bin/jest.js'],
} as const

/** The programs of the runtimes that could be had, by name. */
export type Installed = Readonly<Partial<Record<keyof typeof runtimes, string>>>

/** Installs the runtimes from the registry, each into a folder of its own; one that cannot be had is left out. */
export async function installRuntimes(): Promise<Installed> {
  const installed = Object.entries(runtimes).map(async ([runtime, [name, path]]) => {
    const program = join(await installApart(apart(runtime), [name]), path)
    if (existsSync(program)) return [[runtime, program]]
    leftOut.push(runtime)
    return []
  })
  return Object.fromEntries((await Promise.all(installed)).flat()) as Installed
}

async function bundle(name: string, platform: 'browser' | 'node'): Promise<string> {
  const outfile = join(folder, `bundled-${name}.js`)
  await build({
    entryPoints: [join(folder, `${name}.js`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform,
    logLevel: 'silent',
    ...(platform === 'node'
      ? { banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/worker.js')" } }
      : {}),
  })
  return outfile
}

async function checkWorkerd(program: string): Promise<void> {
  for (const name of ['portable', 'bundle'] as const) {
    await bundle(`${name}-worker`, name === 'portable' ? 'browser' : 'node')
    // What has no flag gets no Node.js: the portable entries do without.
    const flags = name === 'portable' ? '"no_nodejs_compat", "no_nodejs_compat_v2"' : '"nodejs_compat"'
    writeFileSync(
      join(folder, `${name}.capnp`),
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .main)]);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "bundled-${name}-worker.js")],
  compatibilityDate = "2026-06-01", compatibilityFlags = [${flags}]);`,
    )
    expectSaid('workerd', name, program, ['test', `${name}.capnp`])
  }
}

async function checkChromium(): Promise<void> {
  if (!chromium.present) return void leftOut.push('Chromium')
  await bundle('portable-page', 'browser')
  writeFileSync(
    join(folder, 'page.html'),
    '<!doctype html><script type="module" src="bundled-portable-page.js"></script>',
  )
  const [server, browser] = [await serveFolder(folder), await startChromium()]
  try {
    const page = await browser.newPage()
    await page.goto(`${server.url}page.html`)
    const outcome = String(await page.evaluate('globalThis.outcome'))
    if (outcome.includes(said.portable)) console.log(`Chromium ${browser.version()}: ${outcome}`)
    else problems.push(`Chromium: ${outcome}`)
  } finally {
    await browser.close()
    await server.close()
  }
}

/** The files that the portable entries are built of import nothing of Node.js, and no package but saxes. */
async function checkGraph(): Promise<void> {
  const contents = everywhere.map((entry) => `export * from '${nameOf(entry)}'`).join('\n')
  const { metafile } = await build({
    stdin: { contents, resolveDir: folder },
    ...{ bundle: true, format: 'esm', platform: 'neutral', write: false, metafile: true, logLevel: 'silent' },
    external: ['node:*', 'saxes'],
  })
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external === true),
  )
  const wrong = [...new Set(imported.map(({ path }) => path))].filter((path) => path !== 'saxes')
  problems.push(...wrong.map((path) => `a portable entry imports ${path}`))
  console.log(
    `${everywhere.join(', ')} are built of ${Object.keys(metafile.inputs).length - 1} files, which import ${[...new Set(imported.map(({ path }) => path))].join(', ')}`,
  )
}

/** Jest runs ES modules by a flag of Node.js. */
function checkJest(jest: string): void {
  writeFileSync(
    join(folder, 'use.test.js'),
    `import { codecs } from '${nameOf('./codec')}'\ntest('sent a job', () => { expect(codecs).toHaveLength(5) })`,
  )
  const options = ['--experimental-vm-modules', jest, '--rootDir', folder, '--testMatch', '**/use.test.js', '--verbose']
  expectSaid('Jest', 'portable', 'node', options)
}

/** CommonJS: `require` of every entry. */
function checkRequire(): void {
  const code = `for (const name of ${JSON.stringify(entries.map(nameOf))})
    try {
      if (Object.keys(require(name)).length === 0) throw new Error('it is empty')
    } catch (error) {
      console.log(name, 'cannot be required:', String(error))
    }`
  const options = ['--input-type=commonjs', '--eval', code]
  const { status, stdout, stderr } = spawnSync('node', options, { cwd: folder, encoding: 'utf8' })
  if (status !== 0 || stdout !== '') problems.push(`${stdout}${stderr}`)
  console.log(`required ${entries.length} entries as CommonJS does`)
}

/** Puts the entries to use in every runtime that can be had. */
export async function checkRuntimes({ Deno: deno, Bun: bun, workerd, Jest: jest }: Installed): Promise<void> {
  writePrograms()
  await attempt('the graph of files', checkGraph)
  checkRequire()
  const programs = ['portable', 'bundle', 'service'] as const
  for (const program of programs) expectSaid('Node.js', program, 'node', [`${program}.js`])
  for (const program of programs) {
    if (deno !== undefined)
      expectSaid('Deno', program, deno, [
        'run',
        ...(program === 'service' ? ['--allow-all'] : []),
        '--no-remote',
        '--no-prompt',
        `${program}.js`,
      ])
    if (bun !== undefined) expectSaid('Bun', program, bun, [`${program}.js`])
  }
  if (workerd !== undefined) await attempt('workerd', () => checkWorkerd(workerd))
  if (jest !== undefined) checkJest(jest)
  await attempt('Chromium', checkChromium)
  console.log(`runtimes left out: ${leftOut.join(', ') || 'none'}`)
}
