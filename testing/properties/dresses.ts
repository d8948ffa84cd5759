/**
 * Ways to write the same infoset in another way.
 *
 * @module
 */
import { create } from 'xmlbuilder2'
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js'
import { mutations, write, type Element } from '../conformance/documents.js'
import { Random } from '../conformance/random.js'
import { infoset } from './infoset.js'

/** Writes a document in another way; a number decides how. */
export type Dress = (document: string, choices: number) => string

/** Prefixes, quotes, attribute order, references, CDATA, indentation, comments and processing instructions. */
const rewritten: Dress = (document, choices) => {
  const random = new Random(choices)
  const tree = infoset(document)
  for (const mutation of ['add comment', 'add processing instruction', 'add comment'])
    mutations[mutation]?.(tree, random, new Set())
  return write(tree, random)
}

/** Written by another library, with and without indentation. It loses data unless values are escaped before. */
const builtByXmlbuilder2: Dress = (document, choices) => {
  const escape = (value: string, pattern: RegExp): string =>
    value.replace(pattern, (character) => `&#${character.charCodeAt(0)};`)
  const build = (parent: XMLBuilder, element: Element): void => {
    const built = parent.ele(element.namespace, element.name)
    for (const [name, value] of element.attributes) built.att(name, escape(value, /[&\t\n\r]/g))
    for (const child of element.children) {
      if ('name' in child) build(built, child)
      else if ('text' in child) built.txt(escape(child.text, /[&\r]/g))
    }
  }
  const root = create()
  build(root, infoset(document))
  return root.end({ prettyPrint: choices % 2 === 0, allowEmptyTags: choices % 3 === 0 })
}

/** Every dress by name. */
export const dresses: Readonly<Record<string, Dress>> = {
  'in its own dress': (document) => document,
  'rewritten with prefixes, quotes, references, CDATA, comments and indentation': rewritten,
  'built by xmlbuilder2': builtByXmlbuilder2,
}
