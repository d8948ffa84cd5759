import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { inflateSync } from 'node:zlib'
import { Parser } from 'htmlparser2'
import { examples, nameOf } from '../../site/playground/examples.js'
import { leastExamples } from '../../site/playground/least.js'

/** What a file of the site can be pointed at, and where it leads. */
interface Linked {
  readonly anchors: ReadonlySet<string>
  readonly links: readonly string[]
}

function readHtml(text: string): Linked {
  const anchors = new Set<string>()
  const links: string[] = []
  const parser = new Parser({
    onopentag: (_, { id, href, src }) => {
      if (id !== undefined) anchors.add(id)
      links.push(...[href, src].filter((link) => link !== undefined))
    },
  })
  parser.end(text)
  return { anchors, links }
}

interface Item {
  readonly url?: string
  readonly path?: string
  readonly children?: readonly Item[]
}

const linksOf = ({ url, path, children = [] }: Item): readonly string[] => [
  ...[url, path].filter((link) => link !== undefined),
  ...children.flatMap(linksOf),
]

/** The links that TypeDoc packs into a script: those of its navigation, and of what its search finds. */
function readPacked(text: string): readonly string[] {
  const [, packed = ''] = /= ?"([^"]*)"/.exec(text) ?? []
  const data = JSON.parse(inflateSync(Buffer.from(packed, 'base64')).toString()) as Item[] | { readonly rows: Item[] }
  return (Array.isArray(data) ? data : data.rows).flatMap(linksOf)
}

/** The links of Markdown. */
const readMarkdown = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)

const packed = ['assets/navigation.js', 'assets/search.js']

/**
 * Finds links of a site to files, or to places of files, that are not there. Links to other sites are not followed.
 *
 * @param folder - the folder of the site
 * @returns each link with the file in which it stands
 */
export function brokenLinks(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const there = new Set(files)
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  const pages = new Map(
    files.filter((file) => /\.(?:html|svg)$/.test(file)).map((file) => [file, readHtml(read(file))]),
  )

  // Its script finds the example that an address names.
  const inPlayground = new Set([...examples, ...leastExamples()].map(nameOf))

  const leads = (from: string, link: string): boolean => {
    const [path = '', anchor = ''] = link.split('#').map(decodeURIComponent)
    const target = path === '' ? from : normalize(join(dirname(from), path))
    if (target === '.' || target === './') return there.has('index.html')
    if (!there.has(target)) return false
    if (target === 'playground.html' && inPlayground.has(anchor)) return true
    return anchor === '' || pages.get(target)?.anchors.has(anchor) === true
  }
  const brokenIn = (from: string, links: readonly string[], base = from): readonly string[] =>
    [...new Set(links)].filter((link) => !/^[a-z]+:/.test(link) && !leads(base, link)).map((link) => `${from}: ${link}`)

  return [
    ...[...pages].flatMap(([file, { links }]) => brokenIn(file, links)),
    ...packed.filter((file) => there.has(file)).flatMap((file) => brokenIn(file, readPacked(read(file)), 'index.html')),
    ...files.filter((file) => /^llms.*\.txt$/.test(file)).flatMap((file) => brokenIn(file, readMarkdown(read(file)))),
  ]
}
