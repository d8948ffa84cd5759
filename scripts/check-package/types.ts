/**
 * Strict consumers: programs that use what entries export, compiled by each version of TypeScript that is supported, with the
 * types of the platform that a project may have, and without.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, installApart } from '../install.js'
import { apart, entries, everywhere, folder, nameOf, problems } from './installed.js'

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

/** Installs every version; gives the path of a compiler by its version. */
export async function installTypeScripts(): Promise<(version: string) => string> {
  const named = (version: string): string => `typescript-${version}`
  const modules = await installApart(
    apart('typescripts'),
    typescripts.map((version) => `${named(version)}@npm:typescript@${version}`),
  )
  return (version) => {
    const root = join(modules, named(version))
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly bin: { tsc: string } }
    return join(root, bin.tsc)
  }
}

/** Compiles every consumer with every version, two at a time. */
export async function checkTypes(compilerOf: (version: string) => string): Promise<void> {
  const projects = consumers.map((consumer) => [consumer, write(consumer)] as const)
  const queue = typescripts.flatMap((version) =>
    projects
      .filter(([{ since = version }]) => Number(since) <= Number(version))
      .map(([{ name }, project]) => ({ version, name, project })),
  )
  const count = queue.length
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { version, name, project } = next
      const told = await failure('node', [compilerOf(version), '--project', project], folder)
      if (told !== undefined) problems.push(`the consumer ${name} does not compile with TypeScript ${version}: ${told}`)
    }
  }
  await Promise.all([worker(), worker()])
  console.log(`compiled ${count} strict consumers with TypeScript ${typescripts.join(', ')}`)
}
