/**
 * Puts counters into the modules of `src` as they are loaded; Node.js runs this in a thread of its own.
 *
 * @module
 */
import type { LoadHook } from 'node:module'
import { withCounters } from './counters.js'

const sources = new URL('../../src/', import.meta.url).href

/** Loads a module as it would be loaded anyway, with counters. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context)
  const { source } = loaded
  if (!url.startsWith(sources) || !source) return loaded
  return { ...loaded, source: withCounters(typeof source === 'string' ? source : new TextDecoder().decode(source)) }
}
