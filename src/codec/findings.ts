/**
 * What is found wrong with a document while it is read.
 *
 * @module
 */
import type { Properties } from '../guard.js'
import type { Issue, IssueCode } from '../issue.js'
import { makeIssue, maximumIssues } from '../outcome.js'
import { placesAt } from '../xml/place.js'
import { withWords, type Offers } from './property.js'

/** What is to become an issue, once all of the document is known. */
interface Finding {
  readonly code: IssueCode
  readonly path: string
  /** The index of the character where it is. */
  readonly at: number
  readonly message: () => string
}

/** Issues in the order in which they are found; no more than anybody reads. */
export class Findings {
  readonly #found: Finding[] = []
  readonly #offers: Offers

  constructor(offers: Offers) {
    this.#offers = offers
  }

  /** Whether there are so many that no more are told. */
  get full(): boolean {
    return this.#found.length >= maximumIssues
  }

  add(code: IssueCode, message: string, path: string, at: number): void {
    this.#found.push({ code, path, at, message: () => message })
  }

  /** A message that may end with the words that could stand there, as far as they can be written. */
  withOffered(message: string, words: readonly string[] | undefined): string {
    return withWords(
      message,
      words?.filter((word) => this.#offers(word, {})),
    )
  }

  /** Notes what is wrong at a place where some elements may stand: those that what stands beside them, also behind, leaves. */
  addList(
    code: IssueCode,
    elements: readonly { readonly name: string; readonly property: string }[],
    owner: Properties,
    say: (names: readonly string[]) => string,
    path: string,
    at: number,
  ): void {
    const isOffered = ({ property }: { readonly property: string }): boolean => this.#offers(property, owner)
    this.#found.push({ code, path, at, message: () => say(elements.filter(isOffered).map(({ name }) => name)) })
  }

  /** The issues of a document that has been read. */
  issuesIn(xml: string): Issue[] {
    if (this.#found.length === 0) return []
    const places = placesAt(
      xml,
      this.#found.map(({ at }) => at),
    )
    return this.#found.map(({ code, message, path, at }) => makeIssue(code, message(), { path, ...places.get(at) }))
  }
}
