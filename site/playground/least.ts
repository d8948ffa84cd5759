import { elementExamples } from '../../scripts/reference/element-examples.js'
import { codecs } from '../../src/codec/index.js'
import type { Example } from './examples.js'

/** The least message that has an element or attribute. */
export interface LeastExample extends Example {
  /** From the root, such as `error/error-code`. */
  readonly path: string
}

/** The least message of each element and attribute, which the build puts into the page: those of the page of elements. */
export function leastExamples(): readonly LeastExample[] {
  return codecs.flatMap(({ name }) =>
    elementExamples(name).map(({ path, value }) => ({
      path: path.slice(1),
      title: path === `/${name}` ? 'the least' : path.slice(name.length + 2),
      element: name,
      sector: '',
      value,
    })),
  )
}
