/**
 * The entries in runtimes that are not Node.js, and in Node.js by other ways than `import`. `docs/runtimes.md` is the table of it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, transformSync } from 'esbuild'
import { makeSender } from '../../testing/certificates.js'
import { chromium, serveFolder, startChromium } from '../../testing/chromium.js'
import { decodeVectors } from '../../testing/vectors/read.js'
import { entries, everywhere, folder, install, nameOf, problems } from './installed.js'

const said = { portable: 'sent a job', bundle: 'wrote and verified a document package' } as const
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
  const use = (program: Program): string =>
    program === 'portable'
      ? `import { usePortableEntries } from './portable-program.js'\nimport vectors from './vectors.js'\nconst use = () => usePortableEntries(vectors)\n`
      : `import { useBundle } from './bundle-program.js'\nimport key from './key.js'\nconst use = () => useBundle(key)\n`
  for (const program of ['portable', 'bundle'] as const) {
    writeFileSync(join(folder, `${program}.js`), `${use(program)}console.log(await use())`)
    writeFileSync(
      join(folder, `${program}-worker.js`),
      `${use(program)}export default { async test() { console.log(await use()) } }`,
    )
    writeFileSync(join(folder, `${program}-page.js`), `${use(program)}globalThis.outcome = use().catch(String)`)
  }
}

/** Runs a program, and says what went wrong if it did not say what it should. */
function expectSaid(runtime: string, program: Program, command: string, options: readonly string[]): void {
  const { stdout, stderr, error } = spawnSync(command, options, { cwd: folder, encoding: 'utf8', timeout: 120_000 })
  if (stdout.includes(said[program]) || stderr.includes(said[program])) console.log(`${runtime}: ${said[program]}`)
  else problems.push(`${runtime} (${program}): ${error === undefined ? '' : String(error)}${stdout}${stderr}`)
}

/** Installs a runtime from the registry; false where it cannot be had. */
function has(runtime: string, name: string, path: string): string | undefined {
  const own = join(folder, `runtime-${runtime}`)
  mkdirSync(own)
  writeFileSync(join(own, 'package.json'), '{"private":true}')
  try {
    install([name], own)
  } catch {
    // Told below.
  }
  const program = join(own, 'node_modules', path)
  if (existsSync(program)) return program
  leftOut.push(runtime)
  return undefined
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
    `${everywhere.join(', ')} are built of ${Object.keys(metafile.inputs).length - 1} files, which import saxes alone`,
  )
}

/** Jest runs ES modules by a flag of Node.js. */
function checkJest(): void {
  const jest = has('Jest', 'jest', 'jest/bin/jest.js')
  if (jest === undefined) return
  writeFileSync(
    join(folder, 'use.test.js'),
    `import { codecs } from '${nameOf('./codec')}'\ntest('sent a job', () => { expect(codecs).toHaveLength(5) })`,
  )
  const options = ['--experimental-vm-modules', jest, '--rootDir', folder, '--testMatch', '**/use.test.js', '--verbose']
  expectSaid('Jest', 'portable', 'node', options)
}

/** CommonJS: `require` of every entry. */
function checkRequire(): void {
  for (const entry of entries) {
    const code = `if (Object.keys(require('${nameOf(entry)}')).length === 0) throw new Error('it is empty')`
    const { status, stderr } = spawnSync('node', ['--input-type=commonjs', '--eval', code], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (status !== 0) problems.push(`${entry} cannot be required: ${stderr}`)
  }
  console.log(`required ${entries.length} entries as CommonJS does`)
}

/** Puts the entries to use in every runtime that can be had. */
export async function checkRuntimes(): Promise<void> {
  writePrograms()
  await checkGraph()
  checkRequire()
  for (const program of ['portable', 'bundle'] as const) expectSaid('Node.js', program, 'node', [`${program}.js`])
  const deno = has('Deno', 'deno', '@deno/linux-x64-glibc/deno')
  const bun = has('Bun', '@oven/bun-linux-x64', '@oven/bun-linux-x64/bin/bun')
  for (const program of ['portable', 'bundle'] as const) {
    if (deno !== undefined) expectSaid('Deno', program, deno, ['run', '--no-remote', '--no-prompt', `${program}.js`])
    if (bun !== undefined) expectSaid('Bun', program, bun, [`${program}.js`])
  }
  const workerd = has('workerd', 'workerd', '@cloudflare/workerd-linux-64/bin/workerd')
  if (workerd !== undefined) await checkWorkerd(workerd)
  checkJest()
  await checkChromium()
  console.log(`runtimes left out: ${leftOut.join(', ') || 'none'}`)
}
