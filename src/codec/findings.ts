/**
 * What is found wrong with a document while it is read.
 *
 * @module
 */
import type { Properties } from '../guard.js'
import type { Issue, IssueCode } from '../issue.js'
import { makeIssue, maximumIssues } from '../outcome.js'
import type { Place } from '../xml/sink.js'
import { withWords, type Offers } from './property.js'

/** Issues in the order in which they are found; no more than anybody reads. */
export class Findings {
  readonly issues: Issue[] = []
  readonly #offers: Offers
  /** What tells again what may stand in an element, once all that does is known. */
  readonly #lists: (() => void)[] = []

  constructor(offers: Offers) {
    this.#offers = offers
  }

  /** Whether there are so many that no more are told. */
  get full(): boolean {
    return this.issues.length >= maximumIssues
  }

  add(code: IssueCode, message: string, path: string, { line, column }: Place): void {
    this.issues.push(makeIssue(code, message, { path, line, column }))
  }

  /** A message that may end with the words that could stand there, as far as they can be written. */
  withOffered(message: string, words: readonly string[] | undefined): string {
    return withWords(
      message,
      words?.filter((word) => this.#offers(word, {})),
    )
  }

  /** Notes what is wrong at a place where some elements may stand: those that what stands beside them leaves. */
  addList(
    code: IssueCode,
    elements: readonly { readonly name: string; readonly property: string }[],
    owner: Properties,
    say: (names: readonly string[]) => string,
    path: string,
    place: Place,
  ): void {
    const message = (): string =>
      say(elements.filter(({ property }) => this.#offers(property, owner)).map(({ name }) => name))
    this.add(code, message(), path, place)
    const at = this.issues.length - 1
    this.#lists.push(() => {
      const issue = this.issues[at]
      if (issue !== undefined) this.issues[at] = { ...issue, message: message() }
    })
  }

  /** What stands behind a list may leave less of it. */
  settle(): void {
    for (const tell of this.#lists) tell()
  }
}
