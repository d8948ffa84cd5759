/**
 * The seed of everything random in the tests: fixed, so that a run can be repeated, unless PROPERTY_SEED is set.
 *
 * @module
 */
import * as fc from 'fast-check'

/** The seed of this run. */
// eslint-disable-next-line @typescript-eslint/no-inferrable-types -- isolatedDeclarations asks for it
export const seed: number = Number(process.env['PROPERTY_SEED'] ?? 20161)

if (!Number.isInteger(seed)) throw new Error('PROPERTY_SEED must be a whole number.')
fc.configureGlobal({ seed: seed | 0 })
