/**
 * `npm run bench`: how fast the package is compared with peers, what hostile input costs, and whether all keeps its limits.
 * Only ratios count, both sides of which are measured in the same run; of what is made to stop a reader, time and memory of
 * this machine. `-- --only NAME` measures one suite (repeated: several), `-- --json FILE` writes the figures to a file.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { decodingRatios } from './decoding.js'
import { encodingRatios } from './encoding.js'
import { hostileRatios } from './hostile.js'
import { jaxbRatios } from './jaxb.js'
import { limitRatios } from './limits.js'
import { packageRatios } from './packages.js'
import { leaves } from './peers.js'
import type { Ratio } from './ratio.js'
import { simulatorRatios } from './simulator.js'
import { startRatios } from './start.js'

const suites: Readonly<Record<string, () => readonly Ratio[] | Promise<readonly Ratio[]>>> = {
  decoding: decodingRatios,
  encoding: encodingRatios,
  jaxb: jaxbRatios,
  packages: packageRatios,
  start: startRatios,
  hostile: hostileRatios,
  simulator: simulatorRatios,
  limits: limitRatios,
}

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: Object.keys(suites) }, json: { type: 'string' } },
})
const ratios: Ratio[] = []
let missed = 0
for (const name of values.only) {
  const measureSuite = suites[name]
  if (measureSuite === undefined) throw new Error(`There is no suite ${name}, only ${Object.keys(suites).join(', ')}.`)
  for (const measured of await measureSuite()) {
    const { ratio, limit } = measured
    // Written so that no figure that is NaN keeps its limit.
    const isMissed = limit !== undefined && !(ratio <= limit)
    if (isMissed) missed++
    const most = limit === undefined ? '' : `(at most ${Number(limit.toFixed(2))})`
    console.log(`${ratio.toFixed(2).padStart(6)}  ${most.padEnd(14)}  ${measured.name}${isMissed ? '  MISSED' : ''}`)
    ratios.push(measured)
  }
}
for (const [peer, what] of Object.entries(leaves)) console.log(`${peer}: ${what}`)
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, ratios }, null, 2)}\n`)
console.log(`bench: ${ratios.length} ratios, ${missed} beyond their limits`)
process.exitCode = missed === 0 ? 0 : 1
