/**
 * The levels that cases can be chosen by.
 *
 * @module
 */
import type { Level } from '../codec/portal/rule.js'

/** A {@link Level} that cases can be chosen by: the others are of cases of one's own. */
export type SelectableLevel = Extract<Level, 'documented' | 'peer-evidenced' | 'assumed'>

/** Every level that cases can be chosen by, the surest first. */
export const selectableLevels: readonly SelectableLevel[] = ['documented', 'peer-evidenced', 'assumed']
