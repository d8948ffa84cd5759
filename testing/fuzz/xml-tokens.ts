/**
 * XML by token: what is changed is a tag, an attribute, a text or a whole element, so that most of what comes of it is well-formed.
 *
 * @module
 */
import type { Random } from '../conformance/random.js'

const token = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<[^<>]*>|[^<]+|</g
const attribute = /\s[^\s=<>]+\s*=\s*(?:"[^"]*"|'[^']*')/g

/** The tokens of a text, which together are the text. */
export const tokensOf = (xml: string): string[] => xml.match(token) ?? []

/** Where the element ends that begins with a token: behind its end tag; behind the token itself where it is no start tag. */
export function endOf(tokens: readonly string[], start: number): number {
  let depth = 0
  for (let index = start; index < tokens.length; index++) {
    const one = tokens[index] ?? ''
    if (one.startsWith('</')) depth--
    else if (/^<[^!?]/.test(one) && !one.endsWith('/>')) depth++
    if (depth <= 0) return index + 1
  }
  return tokens.length
}

const markup = [
  ...[
    '<!--c-->',
    '<?p i?>',
    '<![CDATA[x]]>',
    '<![CDATA[]]>',
    '<a/>',
    '<a>',
    '</a>',
    '<',
    '>',
    '&',
    ']]>',
    '&#0;',
    '&#65;',
  ],
  ...[
    '&#xD800;',
    '&#x10FFFF;',
    '&amp;',
    '&lt;',
    '&nbsp;',
    '\u0000',
    '\uFFFE',
    '\uFEFF',
    '\r\n',
    '\u0085',
    '\u2028',
    ' ',
  ],
  ...[
    '<!DOCTYPE a>',
    '<!DOCTYPE a [<!ENTITY e "x">]>',
    '<?xml version="1.0"?>',
    '<?xml version="1.1"?>',
    '😀',
    '\uD83D',
  ],
]
const attributes = [
  ...[
    ' xmlns=""',
    ' xmlns="urn:a"',
    ' xmlns:p="urn:a"',
    ' xmlns:xml="http://www.w3.org/XML/1998/namespace"',
    ' p:a=""',
  ],
  ...[' xml:lang="no"', ' xml:space="preserve"', ' Id="a"', ' Id="props"', ' a="1" a="1"', ' URI=""', ' URI="#props"'],
  ...[' xsi:type="a"', ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"', ' a=b', ' a'],
]

type Change = (
  tokens: string[],
  index: number,
  random: Random,
  others: readonly string[],
  words: readonly string[],
) => void

const isTag = (one: string): boolean => /^<[^!?/]/.test(one)

/** Changes the attributes of a start tag. */
function changeAttributes(tag: string, random: Random, words: readonly string[]): string {
  const all: string[] = tag.match(attribute) ?? []
  const [name = '<a'] = /^<[^\s/>]*/.exec(tag) ?? []
  const end = tag.endsWith('/>') ? '/>' : '>'
  const index = random.integer(0, Math.max(0, all.length - 1))
  random.pick<() => unknown>([
    () => all.splice(index, 1),
    () => all.splice(index, 0, ...all.slice(index, index + 1)),
    () => all.reverse(),
    () => all.push(random.pick(attributes)),
    () => (all[index] = (all[index] ?? ' a="').replace(/=.*/s, () => `="${random.pick(words).replace(/["<&]/g, '')}"`)),
    () =>
      (all[index] = (all[index] ?? ' a=""').replace(
        /(["'])([^]*)$/,
        (_, quote, rest) => `${quote}${random.pick(markup)}${rest}`,
      )),
  ])()
  return `${name}${all.join('')}${end}`
}

const changes: readonly Change[] = [
  // Whole elements, so that tags go on to fit.
  (tokens, index) => tokens.splice(index, endOf(tokens, index) - index),
  (tokens, index) => tokens.splice(index, 0, ...tokens.slice(index, endOf(tokens, index))),
  (tokens, index, random) => {
    const moved = tokens.splice(index, endOf(tokens, index) - index)
    tokens.splice(random.integer(0, tokens.length), 0, ...moved)
  },
  (tokens, index, random, others) => {
    const from = random.integer(0, Math.max(0, others.length - 1))
    tokens.splice(
      index,
      random.chance(0.5) ? 0 : endOf(tokens, index) - index,
      ...others.slice(from, endOf(others, from)),
    )
  },
  (tokens, index, random) => {
    const end = endOf(tokens, index)
    const [open, close] = random.pick([
      ['<a>', '</a>'],
      ['<p:a xmlns:p="urn:a">', '</p:a>'],
      ['<a xmlns="">', '</a>'],
    ] as const)
    const times = random.pick([1, 1, 1, 30, 300])
    tokens.splice(end, 0, close.repeat(times))
    tokens.splice(index, 0, open.repeat(times))
  },
  (tokens, index) => tokens.splice(index, 1),
  (tokens, index) => tokens.splice(index, 0, tokens[index] ?? ''),
  (tokens, index, random) => tokens.splice(index, 0, random.pick(markup)),
  (tokens, index, random, _, words) => {
    const tags = tokens.flatMap((one, at) => (isTag(one) ? [at] : []))
    const at = tags.length === 0 ? index : random.pick(tags)
    tokens[at] = changeAttributes(tokens[at] ?? '', random, words)
  },
  (tokens, index, random, _, words) => {
    const texts = tokens.flatMap((one, at) => (one.startsWith('<') || one.trim() === '' ? [] : [at]))
    const at = texts.length === 0 ? index : random.pick(texts)
    const old = tokens[at] ?? ''
    const middle = random.integer(0, old.length)
    tokens[at] = random.pick([
      () => random.pick(words).replace(/[<&]/g, ''),
      () => '',
      () => ` ${old}\n`,
      () => `${old}${old}`,
      () => old.slice(0, middle) + random.pick(markup) + old.slice(middle),
      () => old.slice(0, middle) + old.slice(middle + 1),
      () => `<![CDATA[${old}]]>`,
      () => 'a'.repeat(random.pick([1, 100, 4001, 10_000])),
    ])()
  },
  (tokens, index, random, _, words) => {
    const name = /^<\/?([^\s/>]+)/.exec(tokens[index] ?? '')?.[1]
    const to = random.pick(words).replace(/[^\w:.-]/g, '') || 'a'
    if (name === undefined) return
    const isOfName = (one: string): boolean => one.startsWith(`<${name}`) || one.startsWith(`</${name}`)
    tokens.forEach((one, at) => {
      if (isOfName(one)) tokens[at] = one.replace(name, to)
    })
  },
]

/** Changes a document in one to three places. */
export function changeXml(xml: string, random: Random, other: string, words: readonly string[]): string {
  const tokens = tokensOf(xml)
  const others = tokensOf(other)
  for (let left = random.integer(1, 3); left > 0; left--)
    random.pick(changes)(tokens, random.integer(0, Math.max(0, tokens.length - 1)), random, others, words)
  return tokens.join('')
}
