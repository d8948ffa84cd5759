/**
 * Names of every form (RFC 5280, section 4.2.1.6), so that it can be told which lie within which.
 *
 * @module
 */
import { unlessThrown } from '../guard.js'
import { contentOf, derTag, readDerValues, readObjectIdentifier, valuesIn, type DerValue } from './der.js'
import { comparableName, readName, type Name } from './distinguished-name.js'

/**
 * A GeneralName as a text that begins with the text of every subtree that it is in: its parts stand from
 * the general to the particular, so that the last label of a host is the first.
 */
export interface GeneralName {
  /** Its form: the number of its tag. */
  readonly form: number
  /** Absent where the form is not supported, or the content not of its form. */
  readonly text: string | undefined
}

/** The names that a subject has: its own, and the addresses that older certificates keep there. */
export function subjectNames(subject: Name): readonly GeneralName[] {
  const addresses = subject.flat().filter(({ type }) => type === '1.2.840.113549.1.9.1')
  return [
    ...(subject.length === 0 ? [] : [{ form: formOf(forms.directory), text: directory(subject) }]),
    ...addresses.map(({ value }) => ({ form: formOf(forms.mail), text: mailbox(latin1(value.content)) })),
  ]
}

/**
 * Reads a name of a certificate, with the forms whose constraints bind it; a RangeError if it has none. Those of mailboxes bind
 * an SmtpUTF8Mailbox too, which is an otherName (RFC 9598, section 6).
 */
export function readGeneralNames({ tag, content }: DerValue): readonly GeneralName[] {
  const name = { form: formOf(tag), text: nameTexts[tag]?.(content) }
  const [type, value] = tag === forms.other ? (unlessThrown(() => readDerValues(content)) ?? []) : []
  if (unlessThrown(() => readObjectIdentifier(type)) !== smtpUtf8Mailbox) return [name]
  const text = unlessThrown(() => utf8(contentOf(valuesIn(value, derTag.explicit0)[0], derTag.utf8String)))
  return [name, { form: formOf(forms.mail), text: text === undefined ? undefined : mailbox(text) }]
}

/** RFC 9598, section 3. */
const smtpUtf8Mailbox = '1.3.6.1.5.5.7.8.9'

/** Reads a name that stands for all that lie within it (section 4.2.1.10). */
export function readSubtree({ tag, content }: DerValue): GeneralName {
  return { form: formOf(tag), text: subtreeTexts[tag]?.(content) }
}

function formOf(tag: number): number {
  if ((tag & 0xc0) !== 0x80) throw new RangeError('not a form of name')
  return tag & 0x1f
}

/** The forms that are supported: rfc822Name, dNSName, directoryName, uniformResourceIdentifier, iPAddress; and otherName, which is not. */
const forms = { other: 0xa0, mail: 0x81, host: 0x82, directory: 0xa4, resource: 0x86, address: 0x87 } as const

type Texts = Readonly<Record<number, (content: Uint8Array) => string | undefined>>

/** A host ends in `.`, that of a mailbox in `@`, that of a resource in `/`: so that a subtree can be a host alone. */
const nameTexts: Texts = {
  [forms.mail]: (content) => mailbox(latin1(content)),
  [forms.host]: (content) => hostEnding(latin1(content), '.'),
  [forms.directory]: (content) => directory(readName(readDerValues(content)[0])),
  [forms.resource]: (content) => {
    const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#@:][^/?#@:]*)(?::[0-9]*)?(?:[/?#]|$)/i.exec(
      latin1(content),
    )?.[1]
    return host === undefined || !/[^0-9.]/.test(host) ? undefined : hostEnding(host, '/')
  },
  [forms.address]: (content) => ([4, 16].includes(content.length) ? `${content.length}:${bits(content)}` : undefined),
}

/** A host that begins with a point means those below it: in mailboxes and resources, and nowhere else. */
const subtreeTexts: Texts = {
  [forms.mail]: (content) => {
    const text = latin1(content)
    return text.includes('@') ? mailbox(text) : (domain(text) ?? hostEnding(text, '@'))
  },
  [forms.host]: (content) => (content.length === 0 ? '' : hostEnding(latin1(content), '.')),
  [forms.directory]: (content) => directory(readName(readDerValues(content)[0])),
  [forms.resource]: (content) => domain(latin1(content)) ?? hostEnding(latin1(content), '/'),
  [forms.address]: (content) => {
    const octets = content.length / 2
    if (![4, 16].includes(octets)) return undefined
    const length = /^(1*)0*$/.exec(bits(content.subarray(octets)))?.[1]?.length
    if (length === undefined) return undefined
    return `${octets}:${bits(content.subarray(0, octets)).slice(0, length)}`
  },
}

function hostEnding(host: string, end: string): string | undefined {
  const isHost = !/^$|^\.|\.\.|\.$|[^a-z0-9_*.-]/i.test(host)
  return isHost ? host.toLowerCase().split('.').reverse().join('.') + end : undefined
}

function domain(text: string): string | undefined {
  return text.startsWith('.') ? hostEnding(text.slice(1), '.') : undefined
}

function mailbox(text: string): string | undefined {
  const at = text.lastIndexOf('@')
  const host = hostEnding(text.slice(at + 1), '@')
  return at < 1 || host === undefined ? undefined : `${host}${text.slice(0, at)}\0`
}

function directory(name: Name): string {
  return comparableName(name)
    .map((relativeName) => `${relativeName}\n`)
    .join('')
}

function bits(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join('')
}

function latin1(content: Uint8Array): string {
  return new TextDecoder('latin1').decode(content)
}

/** An error where it is none. */
function utf8(content: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(content)
}
