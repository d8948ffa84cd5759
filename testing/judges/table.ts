/** What judges said, for people to read. */
import type { Judgement } from './compare.js'
import { matters, type JudgedPackage } from './package.js'

const columns = ['judge', 'accepted', 'refused', 'disagreements', 'unexpected'] as const

/** One line for each judge. */
export function tableOf(judgements: readonly Judgement[]): string {
  const rows = judgements.map(({ judge, accepted, refused, disagreements, gone }) => {
    const unexpected = disagreements.filter(({ why }) => why === undefined).length + gone.length
    return [judge.name, accepted, refused, disagreements.length, unexpected].map(String)
  })
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => row[index] ?? '')].map((cell) => cell.length)),
  )
  const line = (row: readonly string[]): string =>
    row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ')
  return [line(columns), ...rows.map(line)].join('\n')
}

/** What each judge was not asked about, and each expected difference with its reason. */
export function reasonsOf(judgements: readonly Judgement[]): string {
  const lines = judgements.flatMap(({ judge, disagreements, whole }) => {
    const unseen = matters.filter((matter) => !judge.judges.includes(matter))
    const reasons = [...new Set(disagreements.flatMap(({ why }) => (why === undefined ? [] : [why])))]
    const blind = unseen.length === 0 ? [] : [`  not asked about faults of ${unseen.join(', ')}: ${judge.blind}`]
    const differs = reasons.map((why) => {
      const judged = disagreements.flatMap((other) => (other.why === why ? [other.judged] : []))
      const isWhole = judged.length === whole && judged.every(({ fault }) => fault === undefined)
      return `  ${isWhole ? 'every package without a fault' : judged.map(({ name }) => name).join('; ')}\n    ${why}`
    })
    return blind.length + differs.length === 0 ? [] : [judge.name, ...blind, ...differs]
  })
  return lines.join('\n')
}

/** What must not be: a verdict that is neither right nor expected to be wrong, or one that is right and was not expected to be. */
export function problemsOf(judgements: readonly Judgement[]): readonly string[] {
  return judgements.flatMap(({ judge, disagreements, gone }) => [
    ...disagreements.flatMap(({ judged, verdict: { accepted, reason }, why }) =>
      why === undefined ? [`${judge.name} ${accepted ? 'accepts' : 'refuses'} ${judged.name} (${reason})`] : [],
    ),
    ...gone.map((name) => `${judge.name} was expected to differ on ${name}, and does not`),
  ])
}

/** How many packages of each kind there were. */
export function countsOf(packages: readonly JudgedPackage[]): string {
  const whole = packages.filter(({ fault }) => fault === undefined).length
  return `${whole} packages without a fault, ${packages.length - whole} with one`
}
