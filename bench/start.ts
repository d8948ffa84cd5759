/**
 * What it costs to load a part of the package, and how large a program becomes that uses it.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { median } from './measure.js'
import type { Ratio } from './ratio.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const starts = 61

/** The time of the processor for an import in a process of its own, in milliseconds. */
function timeOfImport(name: string): number {
  const program = `const start = process.cpuUsage(); await import(${JSON.stringify(name)}); const { user, system } = process.cpuUsage(start); console.log((user + system) / 1000)`
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: here, encoding: 'utf8' }))
}

function importRatios(): readonly Ratio[] {
  const limits = { 'signering-portal/codec': 1.3, 'signering-portal/bundle': 2 } as const
  const samples = new Map(['saxes', ...Object.keys(limits)].map((name) => [name, [] as number[]]))
  for (let start = 0; start < starts; start++) for (const [name, times] of samples) times.push(timeOfImport(name))
  const timeOf = (name: string): number => median(samples.get(name) ?? [])
  return Object.entries(limits).map(([name, limit]) => ({
    name: `import ${name} / saxes`,
    ratio: timeOf(name) / timeOf('saxes'),
    limit,
  }))
}

/** The bytes of a program, minified and compressed, without saxes. */
async function sizeOf(program: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: here },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    external: ['saxes'],
    // The name leads to what is built, as for a user, and not to the sources.
    tsconfigRaw: {},
    write: false,
  })
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length
}

async function sizeRatios(): Promise<readonly Ratio[]> {
  const one = await sizeOf("export { serviceError } from 'signering-portal/codec'")
  const all = await sizeOf("export * from 'signering-portal/codec'")
  return [{ name: `size of one codec / of all: ${one} bytes of ${all}`, ratio: one / all, limit: 0.6 }]
}

/** Every ratio of loading. */
export async function startRatios(): Promise<readonly Ratio[]> {
  return [...importRatios(), ...(await sizeRatios())]
}
