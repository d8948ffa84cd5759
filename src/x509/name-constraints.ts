/**
 * Name constraints (RFC 5280, section 4.2.1.10): an authority may say which names the certificates below it can have.
 *
 * @module
 */
import { readDerValues, valuesIn, type DerValue } from './der.js'
import { readSubtree, type GeneralName } from './general-name.js'

/** A name in which the names below an authority of its form must be, or must not be. */
export interface Subtree extends GeneralName {
  readonly isPermitted: boolean
}

/** More comparisons than the names of a certificate need. */
export const maximumNameComparisons = 2500

/** What has been found out: the same two meet in many paths. */
const known = new WeakMap<readonly Subtree[], WeakMap<readonly GeneralName[], boolean>>()

/** Whether names keep to constraints. A name of a form that is constrained and that cannot be compared does not. */
export function keepsTo(constraints: readonly Subtree[], names: readonly GeneralName[]): boolean {
  const found = known.get(constraints) ?? new WeakMap<readonly GeneralName[], boolean>()
  known.set(constraints, found)
  const keeps = found.get(names) ?? compare(constraints, names)
  found.set(names, keeps)
  return keeps
}

function compare(constraints: readonly Subtree[], names: readonly GeneralName[]): boolean {
  if (names.length * constraints.length > maximumNameComparisons) return false
  return names.every(({ form, text }) => {
    const subtrees = constraints.filter((subtree) => subtree.form === form)
    if (subtrees.length === 0) return true
    if (text === undefined || subtrees.some((subtree) => subtree.text === undefined)) return false
    const around = subtrees.filter((subtree) => text.startsWith(subtree.text ?? text))
    const isLimited = subtrees.some(({ isPermitted }) => isPermitted)
    return around.every(({ isPermitted }) => isPermitted) && (around.length > 0 || !isLimited)
  })
}

/** Reads what a value of the extension nameConstraints consists of: the lists of permitted and of excluded subtrees. */
export function readSubtrees(lists: readonly DerValue[]): readonly Subtree[] {
  return lists.flatMap(({ tag, content }) =>
    readDerValues(content).map((subtree) => {
      const [base, ...more] = valuesIn(subtree)
      // A minimum or maximum is for nobody (section 4.2.1.10).
      if (base === undefined || more.length > 0 || ![0xa0, 0xa1].includes(tag)) throw new RangeError('not a subtree')
      return { ...readSubtree(base), isPermitted: tag === 0xa0 }
    }),
  )
}
