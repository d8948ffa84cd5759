/**
 * `docs/performance.md` and its plot, from the figures of a run.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { formatted, table } from '../scripts/reference/markdown.js'
import { repositoryFile } from '../testing/requirements.js'
import { plot, type Bar } from './plot.js'
import type { Machine } from './machine.js'
import { leaves } from './peers.js'
import type { Ratio } from './ratio.js'

const path = 'docs/performance.md'
const plotPath = 'docs/performance.svg'

/** The figures of a run, by suite. */
export type Figures = ReadonlyMap<string, readonly Ratio[]>

/** Writes the page and the plot. Of the page only the part between its marks is written; the rest is said by people. */
export async function writePage(machine: Machine, figures: Figures): Promise<void> {
  const before = readFileSync(repositoryFile(path), 'utf8')
  const part = /(?<=<!-- figures -->\n)[^]*(?=<!-- \/figures -->)/
  if (!part.test(before)) throw new Error(`${path} has no marks for the figures.`)
  const after = before.replace(part, () => `\n${figuresPart(machine, figures)}\n\n`)
  writeFileSync(repositoryFile(path), await formatted(path, after))
  writeFileSync(repositoryFile(plotPath), plot(barsOf(figures)))
}

function figuresPart(machine: Machine, figures: Figures): string {
  const { processor, cores, system, versions, date } = machine
  const told = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const parts = [
    `![How many times as fast as others the codec reads and writes a manifest](performance.svg)`,
    `Measured on ${date}: ${processor}, ${cores} cores, ${system}; ${told.join(', ')}.`,
  ]
  for (const [suite, ratios] of figures) {
    const rows = suite === 'limits' || suite === 'growth' ? [worstOf(ratios)] : ratios
    parts.push(`### ${suite}`, table(['what', 'ratio', 'at most', ''], rows.map(rowOf)))
  }
  const left = Object.entries(leaves).map(([peer, what]) => [peer, what])
  return [...parts, '### What the peers leave', table(['peer', 'leaves'], left)].join('\n\n')
}

function rowOf({ name, ratio, limit }: Ratio): readonly string[] {
  const most = limit === undefined ? '' : String(Number(limit.toFixed(2)))
  return [
    name,
    ratio.toFixed(2),
    most,
    isMissed({ name, ratio, ...(limit === undefined ? {} : { limit }) }) ? 'missed' : '',
  ]
}

/** Whether a ratio is beyond its limit; one that is no number is. */
export function isMissed({ ratio, limit }: Ratio): boolean {
  return limit !== undefined && !(ratio <= limit)
}

/** Of the many shapes of hostile input the one that comes closest to its limit. */
function worstOf(ratios: readonly Ratio[]): Ratio {
  const [worst] = ratios.toSorted((one, other) => other.ratio - one.ratio)
  if (worst === undefined) throw new Error('No shape was measured.')
  return { ...worst, name: `the largest of ${ratios.length}: ${worst.name}` }
}

/** What the plot shows: reading and writing a manifest of four signers, beside each peer. */
const shown = /^(decode|encode) \/ (.*): manifest, 4 signers(?:, compact, ASCII(?:, bytes)?)?$/

function barsOf(figures: Figures): readonly Bar[] {
  return [...figures.values()].flat().flatMap(({ name, ratio }) => {
    const [, what, peer] = shown.exec(name) ?? []
    return what === undefined || peer === undefined ? [] : [{ group: what, label: peer, times: 1 / ratio }]
  })
}
