/**
 * Input that is made to stop whoever reads it: each shape in a process of its own, which says how long it took and how much
 * memory it had at most, beyond what it had before.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from './limits-process.js'
import { mostBytes } from './peak.js'
import { outputOf } from './program.js'
import type { Ratio } from './ratio.js'
import { shapes } from './shapes.js'

/** How long a shape may take on the machine that runs this. */
const maximumMilliseconds = 1000

/** The time and the memory of every shape, beside what it may take. */
export function limitRatios(): readonly Ratio[] {
  const folder = mkdtempSync(join(tmpdir(), 'shapes-'))
  try {
    return Object.entries(shapes).flatMap(([name, { make, code, work }], index) => {
      const file = join(folder, String(index))
      const input = make()
      writeFileSync(file, input)
      const { milliseconds, bytes, pauseMilliseconds: pause, outcome } = measureIn(name, file)
      if (outcome !== code) throw new Error(`${name} ended with ${outcome}, not with ${code}: it shows nothing.`)
      return [
        {
          name: `${name}: ${milliseconds.toFixed()} ms`,
          ratio: milliseconds / (work?.milliseconds ?? maximumMilliseconds),
          limit: 1,
        },
        {
          name: `${name}: ${Math.ceil(bytes / 1e6)} MB for ${input.length} bytes`,
          ratio: bytes / mostBytes(input.length),
          limit: 1,
        },
        ...(work === undefined
          ? []
          : [{ name: `${name}: waits ${pause.toFixed()} ms`, ratio: pause / work.pauseMilliseconds, limit: 1 }]),
      ]
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Measures in a process without what this one has loaded and made. */
function measureIn(name: string, file: string): Measured {
  return JSON.parse(outputOf('limits-process', [name, file], { settings: ['--expose-gc'] })) as Measured
}
