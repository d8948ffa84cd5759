/** What a judge is. */
import type { Requirement } from '../requirements.js'
import type { Laid } from './folders.js'
import type { Matter } from './package.js'

/** What a judge says of a package. */
export interface Verdict {
  readonly accepted: boolean
  /** In the judge's own words. */
  readonly reason: string
}

/** A judge, who is asked only about what it judges. */
export interface Judge {
  readonly name: string
  readonly judges: readonly Matter[]
  /** Why it is asked about nothing else. */
  readonly blind: string
}

/** Judges that answer together, in one process for all packages where they take long to start. */
export interface Panel {
  readonly judges: readonly Judge[]
  readonly needs: readonly Requirement[]
  /** For each package, the verdicts of the judges in their order. */
  readonly ask: (packages: readonly Laid[]) => Promise<readonly (readonly Verdict[])[]>
}

/** Reads what a judge wrote of a package. */
export type VerdictReader = (text: string, laid: Laid) => Verdict

/** A verdict from a text that begins with `accepted` or `refused`. */
export function plainVerdict(text: string): Verdict {
  const [, verdict, reason] = /^(accepted|refused) ?(.*)$/.exec(text) ?? []
  if (verdict === undefined) throw new Error(`This is no verdict: ${text}`)
  return { accepted: verdict === 'accepted', reason: reason ?? '' }
}

/** The verdicts from the output of a program that writes a line for each package, with tabs between the judges. */
export function verdictsOf(
  output: string,
  packages: readonly Laid[],
  readers: readonly VerdictReader[],
): readonly (readonly Verdict[])[] {
  const rows = output.trimEnd().split(/\r?\n/)
  if (rows.length !== packages.length) throw new Error('A judge did not answer about every package.')
  return packages.map((laid, index) => {
    const columns = (rows[index] ?? '').split('\t')
    return readers.map((read, column) => read(columns[column] ?? '', laid))
  })
}
