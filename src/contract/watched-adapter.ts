/**
 * An adapter whose calls are watched.
 *
 * @module
 */
import { isInstance, isString, propertiesOf, requireObject } from '../guard.js'
import { resources } from '../simulator/routes.js'
import { UnsupportedError, type Adapter } from './adapter.js'

/** What is known of the calls of a case. */
export interface Watch {
  /** The operations that have not answered yet. */
  readonly pending: Set<string>
  /** How many calls have been answered. */
  answered: number
  /** Why the client cannot do one of them; undefined as long as it can. */
  unsupported: string | undefined
  /** What operations threw, each with the name of the last one that did. */
  readonly thrown: Map<unknown, string>
}

/** Throws what was thrown again, once it is known whether the client cannot do what it was asked for. */
export function noteUnsupported(watch: Watch): (thrown: unknown) => never {
  return (thrown) => {
    const { name, message } = propertiesOf(thrown)
    // One of another copy of this package is none of its class.
    if (isInstance(thrown, UnsupportedError) || name === 'UnsupportedError')
      watch.unsupported ??= isString(message) && message !== '' ? message : 'the client does not say why'
    throw thrown
  }
}

/**
 * The same functions, watched. A case that expects an operation to fail would take one that the client cannot do at all for
 * that.
 */
export function watched(made: Adapter, watch: Watch): Adapter {
  const adapter = requireObject(made, 'An adapter')
  const watchedOperation = (name: keyof Adapter): [string, unknown] => [
    name,
    async (argument: never) => {
      watch.pending.add(name)
      try {
        // Called as a method, for an adapter that is an object of a class.
        return await adapter[name](argument)
      } catch (thrown) {
        watch.thrown.set(thrown, name)
        return noteUnsupported(watch)(thrown)
      } finally {
        watch.pending.delete(name)
        watch.answered += 1
      }
    },
  ]
  const operations = resources.filter((resource) => resource !== 'unknown')
  return Object.fromEntries(operations.map(watchedOperation)) as unknown as Adapter
}
