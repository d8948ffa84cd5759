import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type BuildOptions, type BuildResult } from 'esbuild'
import { leastExamples } from '../../site/playground/least.js'
import { repositoryFile } from '../../testing/requirements.js'

const sources = repositoryFile('site/playground')

/** The package as it is published: without this, `paths` of tsconfig.json would lead to the sources. */
const tsconfigRaw = { compilerOptions: { target: 'ES2023' } }

const options = {
  absWorkingDir: repositoryFile('.'),
  bundle: true,
  minify: true,
  // No modules: a page that is opened as a file can load none.
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  metafile: true,
  write: false,
  logLevel: 'warning',
  tsconfigRaw,
} satisfies BuildOptions

/**
 * Puts the playground into the site: a page, its script, its style, and the licenses of what it is made of. The package must
 * be built.
 *
 * @param site - the folder of the site
 */
export async function buildPlayground(site: string): Promise<void> {
  if (!existsSync(repositoryFile('dist/codec/index.js'))) throw new Error('Build the package first: npm run build.')
  const worker = await build({ ...options, entryPoints: [join(sources, 'worker.ts')] })
  const workerProgram = JSON.stringify(worker.outputFiles[0]?.text)
  const define = { workerProgram, leastExamples: JSON.stringify(leastExamples()) }
  const page = await build({ ...options, entryPoints: [join(sources, 'main.ts')], define })
  const theme = await build({ ...options, entryPoints: [join(sources, 'theme.ts')] })
  const folder = join(site, 'playground')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'playground.js'), page.outputFiles[0]?.text ?? '')
  await writeFile(join(folder, 'theme.js'), theme.outputFiles[0]?.text ?? '')
  await writeFile(join(folder, 'licenses.txt'), await licensesOf([worker, page]))
  await copyFile(join(sources, 'playground.css'), join(folder, 'playground.css'))
  await copyFile(join(sources, 'playground.html'), join(site, 'playground.html'))
}

const read = (path: string): Promise<string> => readFile(repositoryFile(path), 'utf8')

/** The licenses of the packages of others whose code is in what was built. */
async function licensesOf(results: readonly BuildResult<{ metafile: true }>[]): Promise<string> {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs))
  const folders = inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  const texts = [...new Set(folders)].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await read(`${folder}/package.json`)) as Readonly<
      Record<string, string>
    >
    // Some packages hold no text of their license, only its name.
    const file = (await readdir(repositoryFile(folder))).find((each) => /^licen[cs]e/i.test(each))
    const text = file === undefined ? '' : `\n${(await read(`${folder}/${file}`)).trim()}\n`
    return `${name} ${version}: ${license}\n${text}`
  })
  return (await Promise.all(texts)).join(`\n${'-'.repeat(72)}\n\n`)
}
