/**
 * The form of a document as data: which elements and attributes may be where, how often and in which order, and what may
 * be their text. What a form does not name is not allowed. It says less than XML Schema can, so that each line of a form
 * can be held against a schema; comments and processing instructions may be anywhere, as in every schema.
 *
 * @module
 */
import type { TreeCheck, XmlElement } from './tree.js'

/** What a text, or the value of an attribute, must be. */
export interface ValueType {
  /** What it must be, in words. */
  readonly meaning: string
  /** Whether a text is that. */
  readonly isValue: (text: string) => boolean
  /** Whether no two values of the document may be equal, as those of xs:ID. */
  readonly isUnique?: true
}

/** An attribute in no namespace. */
export interface AttributeForm {
  /** Whether it must be there. */
  readonly required: boolean
  /** What its value must be. */
  readonly type: ValueType
}

/** An element. It has elements, or text, or neither; white space beside elements is nothing. */
export interface ElementForm {
  /** Its namespace. */
  readonly namespace: string
  /** Its local name. */
  readonly local: string
  /** Its attributes by name. */
  readonly attributes: ReadonlyMap<string, AttributeForm>
  /** What it contains, in this order. */
  readonly content: readonly Occurrence[]
  /** What its text must be; undefined if it has none. */
  readonly text: ValueType | undefined
}

/** A place in the content of an element. */
export interface Occurrence {
  /** What may be there: one element, or several of which any may be there, in any order. */
  readonly elements: readonly ElementForm[]
  /** How many of them must be there. */
  readonly least: number
  /** How many may be there. */
  readonly most: number
}

/** What is wrong with the form of a document. */
export interface FormProblem {
  /**
   * `unexpected`, `repeated` and `misplaced`: an element that is not allowed there, not so often, or not after the one
   * before it. `missing`: an element that must be there. `attribute-unexpected`, `attribute-missing`, `attribute-value`:
   * the same of attributes; `attribute-repeated`: a value that another one has. `text-unexpected`, `text`: text where none may be, or not of its type. `cdata`: a CDATA section.
   */
  readonly reason:
    | Misplacement
    | 'missing'
    | 'attribute-unexpected'
    | 'attribute-missing'
    | 'attribute-value'
    | 'attribute-repeated'
    | 'text-unexpected'
    | 'text'
    | 'cdata'
  /** The element within which it is; undefined for the root element itself. */
  readonly parent: XmlElement | undefined
  /** The form of that element. */
  readonly form: ElementForm | undefined
  /** What is wrong, or missing: an element or an attribute; the element itself for text. */
  readonly name: { readonly namespace: string; readonly local: string }
  /** What may be in its place. */
  readonly expected: readonly ElementForm[]
}

type Misplacement = 'unexpected' | 'repeated' | 'misplaced'

/** An element that is open. */
interface Open {
  readonly form: ElementForm
  /** How many there are so far of each occurrence of its content. */
  readonly counts: number[]
  /** The occurrence of the last one. */
  last: number
}

/** Attributes that say where schemas are, which every element may have and which mean nothing (XML Schema, part 1, 2.6.3). */
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'
const schemaLocations: readonly string[] = ['schemaLocation', 'noNamespaceSchemaLocation']

/** Holds a document to a form while it is read: the first thing that is wrong is thrown, as the error that is made of it. */
export function holdTo(root: ElementForm, errorOf: (problem: FormProblem) => Error): TreeCheck {
  const open: Open[] = []
  const unique = new Set<string>()
  const rootOnly: readonly Occurrence[] = [{ elements: [root], least: 1, most: 1 }]
  const before: Pick<Open, 'counts' | 'last'> = { counts: [], last: 0 }
  return {
    opened: (element) => {
      const within = open.at(-1)
      const content = within?.form.content ?? rootOnly
      const taken = takeElement(content, within ?? before, element)
      const parent = { parent: element.parent, form: within?.form }
      const missing = typeof taken === 'string' ? undefined : missingElement(content, within ?? before, false)
      if (typeof taken === 'string')
        throw errorOf({
          ...parent,
          reason: taken,
          name: element,
          expected: content.flatMap(({ elements }) => elements),
        })
      if (missing) throw errorOf({ ...parent, reason: 'missing', name: missing, expected: [missing] })
      checkAttributes(taken, element, unique, errorOf)
      open.push({ form: taken, counts: taken.content.map(() => 0), last: 0 })
    },
    text: (element, text, isCdata) => {
      const form = open.at(-1)?.form
      const place = { parent: element, form, name: element, expected: [] }
      if (isCdata) throw errorOf({ ...place, reason: 'cdata' })
      if (form?.text === undefined && /[^\t\n\r ]/.test(text)) throw errorOf({ ...place, reason: 'text-unexpected' })
    },
    closed: (element) => {
      const within = open.pop()
      if (within === undefined) return
      const { form } = within
      const missing = missingElement(form.content, within, true)
      if (missing) throw errorOf({ reason: 'missing', parent: element, form, name: missing, expected: [missing] })
      if (form.text?.isValue(textOf(element)) === false)
        throw errorOf({ reason: 'text', parent: element, form, name: element, expected: [] })
    },
  }
}

/** The text of an element that has no elements; comments do not split it. */
export function textOf(element: XmlElement): string {
  return element.children.map((node) => ('text' in node ? node.text : '')).join('')
}

/** A text without the white space of XML around it, which is less than that of JavaScript. */
export function trimmed(text: string): string {
  const isSpace = (at: number): boolean => '\t\n\r '.includes(text.charAt(at))
  let [start, end] = [0, text.length]
  while (start < end && isSpace(start)) start++
  while (end > start && isSpace(end - 1)) end--
  return text.slice(start, end)
}

/** Takes the next element into what was found; gives its form, or why it may not be there. */
function takeElement(
  content: readonly Occurrence[],
  found: Pick<Open, 'counts' | 'last'>,
  { namespace, local }: XmlElement,
): ElementForm | Misplacement {
  let misplacement: Misplacement = 'unexpected'
  for (const [index, { elements, most }] of content.entries()) {
    const element = elements.find((candidate) => candidate.local === local && candidate.namespace === namespace)
    if (element === undefined) continue
    const count = found.counts[index] ?? 0
    if (index < found.last) misplacement = 'misplaced'
    else if (count >= most) misplacement = 'repeated'
    else {
      found.counts[index] = count + 1
      found.last = index
      return element
    }
  }
  return misplacement
}

/** The first element that must be there before the one that was found last, or before the end, and is not. */
function missingElement(
  content: readonly Occurrence[],
  { counts, last }: Pick<Open, 'counts' | 'last'>,
  atEnd: boolean,
): ElementForm | undefined {
  const passed = content.slice(0, atEnd ? undefined : last)
  return passed.find(({ least }, index) => (counts[index] ?? 0) < least)?.elements[0]
}

function checkAttributes(
  form: ElementForm,
  element: XmlElement,
  unique: Set<string>,
  errorOf: (problem: FormProblem) => Error,
): void {
  const place = { parent: element, form, expected: [] }
  for (const attribute of element.attributes) {
    const { namespace, local, value } = attribute
    if (namespace === schemaInstance && schemaLocations.includes(local)) continue
    const allowed = namespace === '' ? form.attributes.get(local) : undefined
    if (allowed === undefined) throw errorOf({ ...place, reason: 'attribute-unexpected', name: attribute })
    if (!allowed.type.isValue(value)) throw errorOf({ ...place, reason: 'attribute-value', name: attribute })
    if (allowed.type.isUnique !== true) continue
    if (unique.has(value)) throw errorOf({ ...place, reason: 'attribute-repeated', name: attribute })
    unique.add(value)
  }
  for (const [local, { required }] of form.attributes) {
    const isThere = element.attributes.some((attribute) => attribute.namespace === '' && attribute.local === local)
    if (required && !isThere) throw errorOf({ ...place, reason: 'attribute-missing', name: { namespace: '', local } })
  }
}
