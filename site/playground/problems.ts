/**
 * The list of issues below the editors.
 *
 * @module
 */
import type { Issue } from 'signering-portal/codec'
import type { Place } from './convert.js'
import { make, nodesOf } from './prose.js'
import type { ToldProblem } from './worker.js'

/** More would not be read; the editors mark them all. */
const shown = 100

/** Goes to a place of a side. */
export type GoTo = (side: 'xml' | 'json', place: Place) => void

/** Lists issues, each with its places and its remedy. */
export function listProblems(list: HTMLElement, problems: readonly ToldProblem[], goTo: GoTo): void {
  const items = problems.slice(0, shown).map((problem) => itemOf(problem, goTo))
  const more = problems.length - items.length
  if (more > 0) items.push(make('li', { className: 'more' }, `And ${more} more, which are marked in the editors.`))
  list.replaceChildren(...items)
}

function itemOf({ issue, xml, json, remedy }: ToldProblem, goTo: GoTo): HTMLLIElement {
  const place = (side: 'xml' | 'json', at: Place | undefined, text: (at: Place) => string): readonly Node[] => {
    if (at === undefined) return []
    const button = make('button', {}, text(at))
    button.type = 'button'
    button.addEventListener('click', () => {
      goTo(side, at)
    })
    return [button]
  }
  const property = propertyOf(issue)
  const help =
    remedy === undefined ? [] : [sentence('Likely cause: ', remedy.cause), sentence('Remedy: ', remedy.remedy)]
  return make(
    'li',
    { className: issue.severity },
    make('p', {}, make('strong', {}, issue.severity), ' ', pageOf(issue), ' ', issue.message),
    make(
      'p',
      { className: 'places' },
      ...place('xml', xml, ({ line, column }) => `XML, line ${line}, column ${column}`),
      ...place(
        'json',
        json,
        ({ line, column }) => `JSON, line ${line}, column ${column}${property === '' ? '' : `: ${property}`}`,
      ),
    ),
    ...help,
  )
}

/** The code, which leads to what the page of errors says of it; in another tab, since the messages are kept nowhere. */
function pageOf({ code }: Issue): HTMLAnchorElement {
  const link = make('a', {}, make('code', {}, code))
  link.href = `reference/issues.html#${code.replace('.', '')}`
  link.target = '_blank'
  return link
}

const sentence = (label: string, text: string): HTMLParagraphElement =>
  make('p', {}, make('span', { className: 'label' }, label), ...nodesOf(text))

/** Such as `signers[0].notifications.email`. */
function propertyOf({ property = [] }: Issue): string {
  return property.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('')
}

/** How many there are of each kind, as a sentence. */
export function countOf(problems: readonly ToldProblem[]): string {
  const errors = problems.filter(({ issue }) => issue.severity === 'error').length
  const count = (number: number, word: string): readonly string[] =>
    number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`]
  const parts = [...count(errors, 'error'), ...count(problems.length - errors, 'warning')]
  return parts.length === 0 ? 'No issues.' : `${parts.join(', ')}.`
}
