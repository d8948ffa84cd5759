/** Compares what judges say with what is right. */
import { inFolders } from './folders.js'
import type { Judge, Panel, Verdict } from './judge.js'
import type { JudgedPackage } from './package.js'
import { packagesOf, type Difference } from './differences.js'

/** A verdict that is not the right one. */
export interface Disagreement {
  readonly judged: JudgedPackage
  readonly verdict: Verdict
  /** Why it was expected; undefined if it was not. */
  readonly why: string | undefined
}

/** What came of asking a judge. */
export interface Judgement {
  readonly judge: Judge
  readonly accepted: number
  readonly refused: number
  /** How many packages without a fault there were. */
  readonly whole: number
  readonly disagreements: readonly Disagreement[]
  /** The packages on which it was expected to disagree, and did not. */
  readonly gone: readonly string[]
}

/** Asks panels about packages, each judge about those that are whole and those with a fault that it can see. */
export async function askAll(
  panels: readonly Panel[],
  packages: readonly JudgedPackage[],
  differences: readonly Difference[],
): Promise<readonly Judgement[]> {
  return inFolders(packages, async (laid) => {
    const judgements: Judgement[] = []
    for (const panel of panels) {
      const asked = laid.filter(({ judged }) => panel.judges.some((judge) => isAsked(judge, judged)))
      const verdicts = await panel.ask(asked)
      for (const [place, judge] of panel.judges.entries()) {
        const said = asked.flatMap(({ judged }, index) => {
          const verdict = verdicts[index]?.[place]
          if (verdict === undefined) throw new Error(`${judge.name} did not answer about ${judged.name}.`)
          return isAsked(judge, judged) ? [{ judged, verdict }] : []
        })
        judgements.push(judgementOf(judge, said, differences))
      }
    }
    return judgements
  })
}

/** Whether a judge can see what is the matter with a package, if anything is. */
export function isAsked(judge: Judge, { fault }: JudgedPackage): boolean {
  return fault === undefined || judge.judges.includes(fault.matter)
}

/** Compares the verdicts of a judge with the right ones. */
export function judgementOf(
  judge: Judge,
  said: readonly { readonly judged: JudgedPackage; readonly verdict: Verdict }[],
  differences: readonly Difference[],
): Judgement {
  const all = said.map(({ judged }) => judged)
  const expected = differences.flatMap((difference) =>
    difference.judges.includes(judge.name) ? packagesOf(difference, all).map((name) => ({ ...difference, name })) : [],
  )
  const disagreements = said.flatMap(({ judged, verdict }) => {
    if (verdict.accepted === (judged.fault === undefined)) return []
    const why = expected.find(
      ({ name, saying = verdict.reason }) => name === judged.name && saying === verdict.reason,
    )?.why
    return [{ judged, verdict, why }]
  })
  const found = new Set(disagreements.map(({ judged }) => judged.name))
  return {
    judge,
    accepted: said.filter(({ verdict }) => verdict.accepted).length,
    refused: said.filter(({ verdict }) => !verdict.accepted).length,
    whole: all.filter(({ fault }) => fault === undefined).length,
    disagreements,
    gone: expected.flatMap(({ name }) => (found.has(name) ? [] : [name])),
  }
}
