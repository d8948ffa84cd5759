/**
 * Writing the portal's responses with xmlbuilder2: not with the package's own writer, whose faults must show.
 *
 * @module
 */
import { create } from 'xmlbuilder2'
import type { Fault } from './faults.js'

/** The namespace of every element of portal.xsd. */
const namespace = 'http://signering.posten.no/schema/v1'

/** An element to be written. */
export interface XmlElement {
  /** The local name. */
  readonly name: string
  /** The attributes. */
  readonly attributes: Readonly<Record<string, string>>
  /** The text, or the child elements. */
  readonly content: string | readonly XmlElement[]
}

/** Makes an element. */
export function element(
  name: string,
  content: string | readonly (XmlElement | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  const present = typeof content === 'string' ? content : content.filter((child) => child !== undefined)
  return { name, attributes, content: present }
}

/** Makes an element with text, if there is a text. */
export function optional(name: string, text: string | undefined): XmlElement | undefined {
  return text === undefined ? undefined : element(name, text)
}

/** Writes a document, perhaps as a fault wants it. */
export function writeXml(root: XmlElement, fault?: Fault): string {
  const document = create({ version: '1.0', encoding: 'UTF-8', standalone: true })
  append(document, spelt(root, fault), fault?.kind)
  const text = document.end({ prettyPrint: fault?.kind === 'whiteSpace' })
  return fault?.kind === 'byteOrderMark' ? `\uFEFF${text}` : text
}

function spelt(root: XmlElement, fault: Fault | undefined): XmlElement {
  if (fault?.kind === 'unknownElements') return withUnknown(root, { 'added-later': 'true' })
  if (fault?.kind === 'whiteSpace') return withWhiteSpace(root)
  return fault?.kind === 'addressParameter' ? withParameter(root, fault.parameter) : root
}

function withParameter({ name, attributes, content }: XmlElement, parameter: string): XmlElement {
  if (typeof content !== 'string')
    return { name, attributes, content: content.map((child) => withParameter(child, parameter)) }
  const isAddress = name.endsWith('-url')
  return {
    name,
    attributes,
    content: isAddress ? `${content}${content.includes('?') ? '&' : '?'}${parameter}` : content,
  }
}

type Builder = ReturnType<typeof create>

function append(parent: Builder, { name, attributes, content }: XmlElement, kind: Fault['kind'] | undefined): void {
  if (kind === 'comments') parent.com(` ${name} `).ins('of', name)
  const node = parent.ele(namespace, kind === 'prefixedNamespaces' ? `ns4:${name}` : name)
  for (const [attribute, value] of Object.entries(attributes)) node.att(attribute, keep(value))
  if (typeof content !== 'string') for (const child of content) append(node, child, kind)
  else if (content !== '') appendText(node, content, kind)
}

function appendText(node: Builder, text: string, kind: Fault['kind'] | undefined): void {
  if (kind === 'cdataSections') {
    // What would end a section stands in two.
    for (const part of text.split(/(?<=\]\])(?=>)/)) node.dat(part)
    return
  }
  const characters = Array.from(text)
  const rest = kind === 'comments' ? characters.splice(Math.ceil(characters.length / 2)) : []
  node.txt(keep(characters.join('')))
  if (rest.length > 0) node.com(' and on ').txt(keep(rest.join('')))
}

/** xmlbuilder2 lets `&name;` through as it is, and loses tab and line breaks, so they are written as references first. */
function keep(value: string): string {
  return value.replace(/[&\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/**
 * White space around what is a number, where XML Schema has it collapsed (part 2, 4.3.6). Around an instant it has, too; not so
 * libxml2, which clients validate with.
 */
function withWhiteSpace({ name, attributes, content }: XmlElement): XmlElement {
  if (typeof content !== 'string') return { name, attributes, content: content.map(withWhiteSpace) }
  return { name, attributes, content: name === 'signature-job-id' ? ` ${content} ` : content }
}

function withUnknown({ name, attributes, content }: XmlElement, more: XmlElement['attributes'] = {}): XmlElement {
  if (typeof content === 'string' || content.length === 0) return { name, attributes, content }
  const added = element('added-later', [element('inner', 'text', { kind: 'new' })])
  return element(name, [...content.map((child) => withUnknown(child)), added], { ...attributes, ...more })
}
