/**
 * Strict consumers: programs that use what entries export, compiled by each version of TypeScript that is supported, with the
 * types of the platform that a project may have, and without.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { entries, everywhere, folder, install, nameOf, problems } from './installed.js'

/** The versions of TypeScript; `docs/runtimes.md` names them. */
export const typescripts = ['5.7', '5.9', '6', '7'] as const

const ofTheLanguage = [...everywhere, '.', './bundle', './pkcs12', './trust']
const ofThePlatform = [...ofTheLanguage, './simulator', './contract']

interface Consumer {
  readonly name: string
  readonly lib: readonly string[]
  readonly types: readonly string[]
  readonly uses: readonly string[]
  readonly code?: string
  /** How bundlers look modules up, in place of Node.js. */
  readonly bundler?: true
  /** The first version of TypeScript that can: `require` of ES modules came with 5.8. */
  readonly since?: (typeof typescripts)[number]
  readonly extension?: 'cts'
}

const sending = `import { sendWith } from '${nameOf('./http')}'\nexport const send = sendWith(fetch)\n`

/** Every consumer; `docs/runtimes.md` tells which types each entry needs. */
const consumers: readonly Consumer[] = [
  { name: 'language', lib: ['es2022'], types: [], uses: ofTheLanguage },
  { name: 'dom', lib: ['es2022', 'dom'], types: [], uses: [...ofThePlatform, './arbitraries'], code: sending },
  {
    name: 'dom-iterable',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: [],
    uses: everywhere,
    code: sending,
    bundler: true,
  },
  {
    name: 'node',
    lib: ['es2023'],
    types: ['node'],
    // The types of msw are those of a browser.
    uses: entries.filter((entry) => entry !== './msw'),
    code: sending,
  },
  { name: 'dom-and-node', lib: ['es2022', 'dom'], types: ['node'], uses: entries, code: sending },
  { name: 'commonjs', lib: ['es2023'], types: ['node'], uses: ['.', './tls'], since: '5.9', extension: 'cts' },
]

/** Writes a consumer's project, and gives its path. */
function write({ name, lib, types, uses, code = '', extension, bundler }: Consumer): string {
  const imports = uses.map((entry, index) => `import * as entry${index} from '${nameOf(entry)}'`)
  const file = `${name}.${extension ?? 'ts'}`
  const all = `export const all = [${uses.map((_, index) => `entry${index}`).join(', ')}] as const\n`
  writeFileSync(join(folder, file), `${imports.join('\n')}\n${code}${all}`)
  const compilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true },
    ...{ target: 'es2022', lib, types },
    ...(bundler === true ? { module: 'esnext', moduleResolution: 'bundler' } : { module: 'nodenext' }),
  }
  const project = join(folder, `tsconfig.${name}.json`)
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }))
  return project
}

const start = promisify(execFile)

async function compile(version: string, compiler: string, { name }: Consumer, project: string): Promise<void> {
  try {
    await start(compiler, ['--project', project], { cwd: folder })
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
    problems.push(`the consumer ${name} does not compile with TypeScript ${version}: ${output}`)
  }
}

/** Compiles every consumer with every version, two at a time. */
export async function checkTypes(): Promise<void> {
  const projects = consumers.map((consumer) => [consumer, write(consumer)] as const)
  const runs = typescripts.map((version) => {
    const own = join(folder, `typescript-${version}`)
    mkdirSync(own)
    writeFileSync(join(own, 'package.json'), '{"private":true}')
    install([`typescript@${version}`], own)
    const compiler = join(own, 'node_modules', '.bin', 'tsc')
    const able = projects.filter(([{ since = version }]) => Number(since) <= Number(version))
    return able.map(
      ([consumer, project]) =>
        () =>
          compile(version, compiler, consumer, project),
    )
  })
  const queue = runs.flat()
  const count = queue.length
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next()
  }
  await Promise.all([worker(), worker()])
  console.log(`compiled ${count} strict consumers with TypeScript ${typescripts.join(', ')}`)
}
