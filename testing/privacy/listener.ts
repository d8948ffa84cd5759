/**
 * Hears all that is told of inputs that hold marks, and notes what of them comes out.
 *
 * @module
 */
import { inspect } from 'node:util'
import { PortalError, type Issue } from 'signering-portal/codec'
import { issueCodes } from '../../src/issue.js'
import { markedSecrets } from './marks.js'
import { searchFor } from './search.js'
import { textsOf, textsOfIssues, textsOfThrown } from './told.js'

/** What hears. */
export interface Listener {
  /**
   * Runs something, and hears what it throws, the issues of the result that it gives, the error of one, or the texts. What
   * succeeds may have marks in its value, which is not told.
   */
  readonly hear: (name: string, run: () => unknown) => Promise<void>
  /** Hears a text. */
  readonly hearText: (name: string, text: string) => void
  /** What came out, not more than the first of each scene. */
  readonly leaks: readonly string[]
  /** The codes of all issues. */
  readonly codes: ReadonlySet<string>
  /** How often something was run, and how many different texts were searched. */
  readonly counts: { readonly runs: number; readonly texts: number }
}

/** What the outcome of a function that does not throw has. */
interface Outcome {
  readonly ok: boolean
  readonly issues?: readonly Issue[]
  readonly warnings?: readonly Issue[]
  readonly error?: unknown
}

const isOutcome = (value: unknown): value is Outcome =>
  typeof value === 'object' && value !== null && typeof (value as { ok?: unknown }).ok === 'boolean'

/** Makes one that has heard nothing. */
export function makeListener(secrets: readonly string[] = markedSecrets): Listener {
  const search = searchFor(secrets)
  const heard = new Set<string>()
  const leaks: string[] = []
  const codes = new Set<string>()
  const counts = { runs: 0, texts: 0 }

  const hearText = (name: string, text: string): void => {
    if (heard.has(text)) return
    heard.add(text)
    counts.texts += 1
    const leak = search(text)
    if (leak !== undefined && !leaks.some((one) => one.startsWith(`${name}: `)))
      leaks.push(`${name}: ${leak.part} (${leak.form}) in ${text.slice(0, 300)}`)
    for (const [code] of text.matchAll(/(?<![\w.-])[a-z0-9]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+/g))
      if (code in issueCodes) codes.add(code)
  }
  /** Whether something is told that was not told before, wherever in a document or a list it stands. */
  const isNew = (issues: readonly Issue[]): boolean => {
    const news = issues
      .map(({ line: _, column: __, offset: ___, ...rest }) =>
        JSON.stringify(rest).replace(/\[\d{1,3}\]|,\d{1,3}(?=[,\]])/g, ''),
      )
      .filter((issue) => !heard.has(issue))
    news.forEach((issue) => heard.add(issue))
    return news.length > 0
  }
  /** Whether an error has something beside its issues that none had before. */
  const isNewKind = (error: unknown): boolean => {
    const { stack: _, issues: __, message, ...rest } = Object.getOwnPropertyDescriptors(Object(error) as PortalError)
    const kind = inspect({ ...rest, subject: String(message.value).replace(/:.*/s, '') }, { depth: Infinity })
    if (heard.has(kind)) return false
    heard.add(kind)
    return true
  }
  const hearIssues = (name: string, issues: readonly Issue[], error: unknown): void => {
    for (const { code } of issues) codes.add(code)
    if (![isNewKind(error), isNew(issues)].includes(true)) return
    const texts = [...textsOfIssues(issues), ...textsOfThrown(error)]
    texts.forEach((text) => {
      hearText(name, text)
    })
  }
  const hearThrown = (name: string, thrown: unknown): void => {
    if (thrown instanceof PortalError && thrown.cause === undefined) hearIssues(name, thrown.issues, thrown)
    else
      textsOfThrown(thrown).forEach((text) => {
        hearText(name, text)
      })
  }

  return {
    leaks,
    codes,
    counts,
    hearText,
    hear: async (name, run) => {
      counts.runs += 1
      try {
        const given = await run()
        if (isOutcome(given)) {
          const issues = (given.ok ? given.warnings : given.issues) ?? []
          hearIssues(name, issues, given.error ?? new PortalError('What was tried', issues))
        } else if (given instanceof Error) hearThrown(name, given)
        else if (typeof given === 'string' || Array.isArray(given))
          for (const text of [given].flat() as readonly unknown[])
            textsOf(text).forEach((one) => {
              hearText(name, one)
            })
      } catch (thrown) {
        hearThrown(name, thrown)
      }
    },
  }
}
