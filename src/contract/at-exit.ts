/**
 * What is to be done before this process exits, whoever ends it.
 *
 * @module
 */
import process from 'node:process'

/** One listener for all of it: Node warns of many. */
const works = new Set<() => void>()

function doAll(): void {
  for (const work of works) work()
}

/** Has something done when this process exits, at once and without waiting; gives what withdraws it. */
export function atExit(work: () => void): () => void {
  if (works.size === 0) process.on('exit', doAll)
  works.add(work)
  return () => {
    works.delete(work)
    if (works.size === 0) process.removeListener('exit', doAll)
  }
}
