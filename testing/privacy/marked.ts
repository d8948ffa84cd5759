/**
 * Marks in every place of a value and of a document.
 *
 * @module
 */
import { withOddValues, type OddValue } from '../odd-values.js'
import { everyMark, markedBytes, marks } from './marks.js'

/** Names that data has: what looks like a slip of the program may be told (docs/decisions/005-names-in-issues.md). */
const names = everyMark.flatMap(([name, mark]) => (name === 'word' ? [`${mark} ${mark}`] : [mark]))

/** Makes a class of a name. */
const classNamed = (name: string): new () => object =>
  ({
    [name]: class {
      readonly x = 1
    },
  })[name] as new () => object

/** Everything that can carry a mark. */
export function markedValues(): readonly OddValue[] {
  const { word, name, person } = marks
  return [
    ...everyMark.map(([what, mark]) => ({ name: what, value: mark })),
    { name: 'a list', value: everyMark.map(([, mark]) => mark) },
    { name: 'an object', value: Object.fromEntries(names.map((one) => [one, one])) },
    { name: 'an object within another', value: { value: { [name]: { [person]: [{ [name]: word }] } } } },
    { name: 'bytes', value: markedBytes },
    { name: 'a number', value: Number(person) },
    { name: 'a negative number', value: -Number(person) },
    { name: 'a bigint', value: BigInt(person) },
    { name: 'a symbol', value: Symbol(name) },
    { name: 'a String object', value: Object(name) as unknown },
    { name: 'an error', value: Object.assign(new Error(name, { cause: new Error(word) }), { code: person }) },
    { name: 'a function', value: Object.defineProperty(() => undefined, 'name', { value: name }) },
    { name: 'a class', value: classNamed(word) },
    { name: 'an object of a class', value: new (classNamed(word))() },
    { name: 'a Map', value: new Map([[name, word]]) },
    { name: 'a URL', value: new URL(marks.address) },
    { name: 'an object with a tag', value: { [Symbol.toStringTag]: name, toString: () => name, toJSON: () => name } },
    { name: 'half a surrogate pair', value: `${name}\uD83D` },
    { name: 'a control character', value: `${name}\0${word}` },
    { name: 'line ends', value: `${name}\r\n${word}: ${person}` },
    { name: 'a long text', value: `${name} ${word} `.repeat(2000) },
  ]
}

/** A good value with a mark of each kind in each place, one at a time, and beside what each object has. */
export function withMarks(value: unknown): readonly OddValue[] {
  const kinds = markedValues()
  return [...kinds, ...withOddValues(value, () => kinds), ...withNames(value), ...withOddValues(value, withNames)]
}

/** An object with properties beside its own whose names are marks; nothing for what is none. */
function withNames(value: unknown): readonly OddValue[] {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return []
  return names.map((one) => ({ name: `a property ${one}`, value: { ...value, [one]: one } }))
}

const { word, mail, person, address, name } = marks

/** What can stand, or cannot, where a tag of a document begins or ends. */
const pieces: readonly string[] = [
  word,
  `${name} ${person}`,
  `<${word}/>`,
  `<${word} xmlns="">${mail}</${word}>`,
  `<${word} xmlns="${address.replace('&', '&amp;')}"/>`,
  `<x:${word} xmlns:x="${word}"/>`,
  `<${word}:x/>`,
  `<x:${word}/>`,
  `<${word}`,
  `</${word}>`,
  `<${word} ${mail}>`,
  `<!-- ${mail} -->`,
  `<!-- ${mail} -- -->`,
  `<!--${word}`,
  `<?${word} ${mail}?>`,
  `<?xml ${word}="${mail}"?>`,
  `<?${word}`,
  `<![CDATA[${mail}]]>`,
  `<![CDATA[${mail}`,
  `<!DOCTYPE ${word} [<!ENTITY ${word} "${mail}">]>`,
  `<!${word} ${mail}>`,
  `&${word};`,
  `&#${person};`,
  `&#x${word};`,
  `&${mail}`,
  `]]>${mail}`,
  `${word}\u0001${mail}`,
  ' ',
]

/** What can stand, or cannot, within a tag. */
const inTags: readonly string[] = [
  ` ${word}="${mail}"`,
  ` ${word}='${mail}' ${word}='${mail}'`,
  ` ${word}`,
  ` ${word}=${mail}`,
  ` ${word}="${mail}`,
  ` ${word}:x="${mail}"`,
  ` x:${word}="${mail}"`,
  ` xmlns:${word}="${mail}"`,
  ` xmlns:${word}=""`,
  ` xmlns:xml="${word}"`,
  ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${word}"`,
  ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:${word}="${mail}"`,
  ` xml:lang="${word}"`,
  ` ${word}="<${mail}"`,
  ` ${word}="&${word};"`,
  word,
  `:${word}`,
]

/** A good document with a mark in each place, one at a time. */
export function* markedDocuments(xml: string): Generator<readonly [name: string, document: string]> {
  const put = (at: number, piece: string, to = at): readonly [string, string] => [
    `${piece} at ${at}`,
    xml.slice(0, at) + piece + xml.slice(to),
  ]
  for (const { 0: tag, index } of xml.matchAll(/<[^>]*>/g)) {
    for (const piece of pieces) yield put(index, piece)
    const nameEnd = index + (/^<[/?]?[^\s/>]+/.exec(tag)?.[0].length ?? 0)
    for (const piece of inTags) yield put(nameEnd, piece)
    // The names of elements and attributes.
    yield put(index + 1 + Number(tag.startsWith('</')), word, nameEnd)
    for (const { 0: attribute, 1: local = '', index: from } of tag.matchAll(/\s([^\s=]+)="[^"]*"/g)) {
      yield put(index + from + 1, word, index + from + 1 + local.length)
      const start = index + from + 1 + local.length + 2
      for (const [, mark] of everyMark) yield put(start, mark, index + from + attribute.length - 1)
    }
  }
  for (const { 0: text, index } of xml.matchAll(/(?<=>)[^<>]+(?=<)/g))
    for (const [, mark] of everyMark) yield put(index, mark.replace('&<', '&amp;&lt;'), index + text.length)
  // An element renamed as a whole, and one left out, beside marks everywhere.
  for (const [, local = ''] of xml.matchAll(/<([a-z-]+)[ >/]/g))
    yield [`${local} renamed`, xml.replaceAll(new RegExp(`(</?)${local}(?=[ >/])`, 'g'), `$1${word}`)]
  const declaration = (inside: string): string => `<?xml ${inside}?>${xml.replace(/^<\?xml[^]*?\?>/, '')}`
  for (const inside of [
    `version="${word}"`,
    `version="1.0" encoding="${word}"`,
    `version="1.0" encoding="UTF-8" standalone="${word}"`,
    `version="1.1" ${word}="${mail}"`,
    `version="1.0" encoding="ISO-8859-1"`,
  ])
    yield [inside, declaration(inside)]
  yield ['cut off', xml.slice(0, -9)]
  yield ['no XML', `${name} ${mail}`]
  yield ['JSON', JSON.stringify({ [word]: mail })]
}
