/**
 * `npm run bench`: how fast the package is compared with peers, what hostile input costs, and whether all keeps its limits.
 * Only ratios count, both sides of which are measured in the same run; of what is made to stop a reader, time and memory of
 * this machine. `-- --only NAME` measures one suite (repeated: several), `-- --json FILE` writes the figures to a file,
 * `-- --page` writes them into `docs/performance.md`.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { thisMachine } from './machine.js'
import { median } from './measure.js'
import { isMissed, writePage } from './page.js'
import { leaves } from './peers.js'
import { keepsMemory, outputOf, type Process } from './program.js'
import type { Ratio } from './ratio.js'
import { suites } from './suites.js'

/** What V8 makes of a way differs from process to process, by up to a twentieth either way: these are measured in so many. */
const processes: Readonly<Record<string, number>> = { decoding: 3, encoding: 3, jaxb: 3, packages: 3, verification: 3 }

/** How large packages are measured, and once more as Node.js comes. */
const forLargePackages: Process = { settings: ['--single-threaded-gc'], environment: keepsMemory }
const special: Readonly<Record<string, Process>> = { packages: forLargePackages, verification: forLargePackages }

/** The ratios of a suite, measured in processes of its own: the median of each. */
function ratiosOf(suite: string): readonly Ratio[] {
  const measured = Array.from(
    { length: processes[suite] ?? 1 },
    () => JSON.parse(outputOf('suite-process', [suite], special[suite] ?? {})) as readonly Ratio[],
  )
  return (measured[0] ?? []).map((first, at) => ({
    ...first,
    ratio: median(measured.map((ratios) => ratios[at]?.ratio ?? Number.NaN)),
  }))
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: Object.keys(suites) },
    json: { type: 'string' },
    page: { type: 'boolean', default: false },
  },
})
const machine = thisMachine()
const figures = new Map<string, readonly Ratio[]>()
for (const name of values.only) {
  if (suites[name] === undefined) throw new Error(`There is no suite ${name}, only ${Object.keys(suites).join(', ')}.`)
  const ratios = ratiosOf(name)
  for (const measured of ratios) {
    const most = measured.limit === undefined ? '' : `(at most ${Number(measured.limit.toFixed(2))})`
    const missed = isMissed(measured) ? '  MISSED' : ''
    console.log(`${measured.ratio.toFixed(2).padStart(6)}  ${most.padEnd(14)}  ${measured.name}${missed}`)
  }
  figures.set(name, ratios)
}
for (const [peer, what] of Object.entries(leaves)) console.log(`${peer}: ${what}`)
const all = [...figures.values()].flat()
const missed = all.filter(isMissed).length
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ machine, suites: Object.fromEntries(figures) }, null, 2)}\n`)
if (values.page) await writePage(machine, figures)
console.log(`bench: ${all.length} ratios, ${missed} beyond their limits`)
process.exitCode = missed === 0 ? 0 : 1
