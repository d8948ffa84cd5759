/**
 * What is wrong with a signature, and where: names are told only if they are those of the schemas, and values never.
 *
 * @module
 */
import type { IssueCode, PortalError } from '../issue.js'
import { makeError } from '../outcome.js'
import type { ElementForm, FormProblem } from '../xml/form.js'
import type { XmlElement } from '../xml/tree.js'
import { otherNames, signatureForm } from './signature-form.js'

/** The error of one thing that is wrong, at an element or a path. */
export function signatureError(code: IssueCode, place: XmlElement | string, message: string): PortalError {
  const path = typeof place === 'string' ? place : pathOf(place)
  return makeError('The signature cannot be read', code, message, { path })
}

/** The error of what does not have the form of a signature. */
export function formError(problem: FormProblem): PortalError {
  const { reason, parent, name } = problem
  const above = parent === undefined ? '' : pathOf(parent)
  const step = reason.startsWith('attribute') ? `/@${told(name.local)}` : `/${told(name.local)}`
  const isOfText = ['text', 'text-unexpected', 'cdata'].includes(reason)
  return signatureError(codeOf(problem), isOfText ? above : above + step, messageOf(problem))
}

function codeOf({ reason, name: { local } }: FormProblem): IssueCode {
  if (reason === 'repeated' && local === 'Signature') return 'bundle.signatures-several'
  if (reason === 'attribute-repeated') return 'signature.id'
  // An Id that is spelled otherwise is one to some programs.
  if (reason === 'attribute-unexpected' && local.toLowerCase() === 'id') return 'signature.id'
  return 'signature.structure'
}

function messageOf(problem: FormProblem): string {
  const { reason, name, form } = problem
  switch (reason) {
    case 'unexpected':
      return unexpectedMessage(problem)
    case 'repeated':
      return name.local === 'Signature' ? 'There must be one signature.' : 'The element may not come as often.'
    case 'misplaced':
      return 'The element may not come after the one before it.'
    case 'missing':
      return 'The element must be there.'
    case 'attribute-unexpected':
      return 'The attribute is none of those that the element may have.'
    case 'attribute-missing':
      return 'The attribute is required.'
    case 'attribute-value':
      return `The value of the attribute must be ${form?.attributes.get(name.local)?.type.meaning}.`
    case 'attribute-repeated':
      return 'Two elements have the same Id: one could be signed, and the other read.'
    case 'text-unexpected':
      return 'There is text where only elements, or nothing, may be.'
    case 'text':
      return `The text must be ${form?.text?.meaning}.`
    case 'cdata':
      return 'There is a CDATA section, which verifiers of signatures do not read alike.'
  }
}

/** Names what was found where that is a name of the schemas, and what may be there. */
function unexpectedMessage({ parent, name: { namespace, local }, expected }: FormProblem): string {
  const alike = expected.find((form) => form.local === local)
  if (alike !== undefined)
    return `${local} is in ${namespaceTold(namespace)}; a document package has it in ${alike.namespace}.`
  const names = [...new Set(expected.map((form) => form.local))]
  const may = names.length === 0 ? 'nothing may be there' : `what may be there is ${names.join(', ')}`
  const found = told(local) === '*' ? 'An element of another name' : local
  return parent === undefined
    ? `The root element must be ${names.join()} of ASiC.`
    : `${found} is not allowed in ${parent.local}: ${may}.`
}

/** Namespaces of ETSI are told, and no other text. */
function namespaceTold(namespace: string): string {
  if (/^http:\/\/uri\.etsi\.org\/[0-9]{4,5}\/v[0-9]\.[0-9]\.[0-9]#$/.test(namespace))
    return `the namespace ${namespace}`
  return namespace === '' ? 'no namespace' : 'another namespace'
}

/** Made when one is asked for: few documents have a name that must be told. */
let knownNames: ReadonlySet<string> | undefined

/** A name, if it is one of the schemas. */
function told(local: string): string {
  knownNames ??= new Set([...namesIn(signatureForm), ...otherNames])
  return knownNames.has(local) ? local : '*'
}

function namesIn({ local, attributes, content }: ElementForm): readonly string[] {
  return [local, ...attributes.keys(), ...content.flatMap(({ elements }) => elements.flatMap(namesIn))]
}

/** The path of an element that has the form of a signature; its place among its like is counted from 1. */
export function pathOf(element: XmlElement): string {
  const { parent, local } = element
  if (parent === undefined) return `/${local}`
  const like = parent.children.flatMap((node) =>
    'element' in node && node.element.local === local ? [node.element] : [],
  )
  return `${pathOf(parent)}/${local}${like.length > 1 ? `[${like.indexOf(element) + 1}]` : ''}`
}
