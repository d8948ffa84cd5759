/**
 * Texts of a value that keep nothing of the document that they were read from.
 *
 * @module
 */

/** The length, in UTF-16 units, from which on a document is too much to be kept for a value: most messages are shorter. */
const longDocument = 4096

/**
 * Puts copies in the place of the texts of a value that was read from a document, if that is long. V8 makes of a cut of 13
 * characters or more a view of the whole, which stays in memory as long as the cut does.
 */
export function letGoOf(document: string, value: unknown): void {
  if (document.length > longDocument && isTree(value)) copyTexts(value)
}

type Tree = Record<string, unknown>

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null
}

/** Values are no deeper than the schema is. */
function copyTexts(tree: Tree): void {
  for (const [name, member] of Object.entries(tree)) {
    // To join makes a new text, and to cut that makes it one of its own; both are cheap.
    if (typeof member === 'string') tree[name] = ` ${member}`.slice(1)
    else if (isTree(member)) copyTexts(member)
  }
}
