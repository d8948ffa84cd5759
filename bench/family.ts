import type { Result } from 'signering-portal/codec'

/** The power of the size that time may grow with: 1 is what grows as the size does, 2 is its square. */
export const mostGrowth = 1.15

/** Inputs of one kind, of any size. Each must end as it is meant to; one that ends otherwise shows nothing. */
export interface Family {
  /** Makes an input of about so many bytes; what that costs is not measured. */
  readonly make: (size: number) => unknown
  /** Uses it: a result, or what became of it in a word. */
  readonly use: (input: never) => Outcome | Promise<Outcome>
  /** The code of the first error that it ends with, `accepted`, or the word. */
  readonly ends: string
  /** The size of the largest input; 1,200,000 bytes, unless it says so. */
  readonly largest?: number
  /** The size of the largest input whose time is taken, if that is less: {@link largestTable}. */
  readonly largestTimed?: number
  /** Whether it is meant to end without a look at all of it, so that its cost need not grow. */
  readonly early?: true
}

/** What using an input gives. */
export type Outcome = Result<unknown> | string

/** Families by name. */
export type Families = Readonly<Record<string, Family>>

/** A text of about so many bytes. */
export type Shape = (size: number) => string

/** Where a shape stands. */
export interface Place {
  /** Puts a text there. */
  readonly write: (text: string) => unknown
  /** How every shape there ends, but for some. */
  readonly ends: string
  /** The shapes that end otherwise, by how they end. */
  readonly but?: Readonly<Record<string, readonly string[]>>
  /** The shapes that end early there. */
  readonly early?: readonly string[]
  /** The shapes that can stand there: all, unless it says so. */
  readonly shapes?: readonly string[]
  /** The size of the largest input there. */
  readonly largest?: number
  /** The size of the largest input there whose time is taken, if that is less. */
  readonly largestTimed?: number
  /** The size of the largest input of many names there whose time is taken: {@link largestNames}, unless it says so. */
  readonly largestNames?: number
}

/** A unit again and again. */
export const repeated =
  (unit: string): Shape =>
  (size) =>
    unit.repeat(Math.max(1, Math.floor(size / Buffer.byteLength(unit))))

/** Units that are numbered, one after the other. */
export const numbered =
  (unit: (index: number) => string): Shape =>
  (size) => {
    const count = Math.max(1, Math.floor(size / Buffer.byteLength(unit(99_999))))
    return Array.from({ length: count }, (_, index) => unit(index)).join('')
  }

/**
 * The size of the largest input whose time is taken where it becomes many objects. More of them outgrow the cache of a processor:
 * then each takes longer to find, in a step that is no law of growth.
 */
export const largestTable = 100_000
/**
 * The same for the names of one object, be it saxes' object of the attributes of an element or an object of JSON: V8 looks each of
 * them up among all that it knows. To read such an object with `JSON.parse` alone takes 2.8 times as long for 48,000 bytes as for
 * half of them, and twice as long for 12,000.
 */
export const largestNames = 12_000
/**
 * The same for a text that is written as XML: V8 keeps it where it keeps short ones, and its XML, even of references alone, is so
 * short that nobody has to count its bytes.
 */
export const largestWritten = 80_000
const withManyNames = ['attributes', 'headers of many names', 'many names']

/** So many values for a size, of about so many bytes each. */
export const listOf = <T>(size: number, unit: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: Math.ceil(size / unit) }, (_, index) => make(index))

/** What a function gives or throws, in a word. */
export async function wordOf(use: () => unknown): Promise<string> {
  try {
    return typeof (await use())
  } catch (error) {
    return error instanceof Error ? error.name : 'thrown'
  }
}

/** Every shape at every place that it can stand at. */
export function everyShape(
  places: Readonly<Record<string, Place>>,
  shapes: Readonly<Record<string, Shape>>,
  use: Family['use'],
): Families {
  const families = Object.entries(places).flatMap(([at, place]) =>
    Object.entries(shapes)
      .filter(([name]) => place.shapes?.includes(name) ?? true)
      .map(([name, shape]): [string, Family] => [
        `${name} ${at}`,
        {
          make: (size) => place.write(shape(size)),
          use,
          ends: Object.entries(place.but ?? {}).find(([, names]) => names.includes(name))?.[0] ?? place.ends,
          ...(withManyNames.includes(name) ? { largestTimed: place.largestNames ?? largestNames } : {}),
          ...(place.largestTimed === undefined ? {} : { largestTimed: place.largestTimed }),
          ...(place.largest === undefined ? {} : { largest: place.largest }),
          ...(place.early?.includes(name) === true ? { early: true } : {}),
        },
      ]),
  )
  return Object.fromEntries(families)
}

/** The same families under longer names. */
export const under = (prefix: string, families: Families): Families =>
  Object.fromEntries(Object.entries(families).map(([name, family]) => [`${prefix}: ${name}`, family]))

/** What is nested, repeated, long and referred to in XML. */
export const xmlShapes: Readonly<Record<string, Shape>> = {
  'elements in elements': (size) => '<a>'.repeat(size / 7) + '</a>'.repeat(size / 7),
  'elements without end': repeated('<a>'),
  elements: repeated('<a/>'),
  'elements with prefixes': repeated('<p:a xmlns:p="u"/>'),
  'elements of many names': numbered((index) => `<a${index}/>`),
  attributes: (size) => `<a${numbered((index) => ` a${index}=""`)(size)}/>`,
  'a name': (size) => `<${'a'.repeat(size)}/>`,
  letters: repeated('a'),
  'letters outside of the plane': repeated('\u{1F600}'),
  digits: repeated('0'),
  blanks: repeated(' '),
  'ends of lines': repeated('\r'),
  references: repeated('&#97;'),
  'references to nothing': repeated('&a;'),
  comments: repeated('<!---->'),
  instructions: repeated('<?a?>'),
  'CDATA sections': repeated('<![CDATA[a]]>'),
  'ends of sections': repeated(']]>'),
}

/** One of each kind, where the reader is one that is measured with all: nested, repeated, long, and referred to. */
export const fewXmlShapes: readonly string[] = [
  'elements without end',
  'elements',
  'attributes',
  'letters',
  'references',
]

/** Units that stand for much in texts of other kinds: addresses, names, numbers, headers, paths, PDF. */
export const textShapes: Readonly<Record<string, Shape>> = {
  letters: repeated('a'),
  'letters outside of the plane': repeated('\u{1F600}'),
  halves: repeated('\ud83d'),
  digits: repeated('1'),
  'groups of digits': repeated('12 '),
  blanks: repeated(' '),
  words: repeated('a '),
  'signs of addresses': repeated('%40'),
  'names of hosts': repeated('a.'),
  dots: repeated('.'),
  slashes: repeated('/'),
  'steps up': repeated('../'),
  parameters: repeated(';a=b'),
  'quotation marks': repeated('"'),
  'quoted parameters': repeated('; a="b"'),
  backslashes: repeated('\\'),
  commas: repeated('a,'),
  parentheses: repeated('('),
  'pairs of parentheses': (size) => '('.repeat(size / 2) + ')'.repeat(size / 2),
  brackets: repeated('['),
  angles: repeated('<<'),
  'elements without end': repeated('<title>'),
  dashes: repeated('-'),
  colons: repeated('a:'),
}
