import {
  Converter,
  IndexEvent,
  PageEvent,
  ReflectionKind,
  type Application,
  type CommentDisplayPart,
  type DeclarationReflection,
  type DocumentReflection,
  type ProjectReflection,
} from 'typedoc'
import { otherThings, otherWords, pageOf, titleOf } from './pages.js'
import { SiteRouter } from './router.js'
import { SiteTheme } from './theme.js'

const markdownOf = (parts: readonly CommentDisplayPart[]): string => parts.map(({ text }) => text).join('')

const pathOf = (page: DocumentReflection): string => pageOf(page.project.files.getReflectionPath(page) ?? '').path

/** Names a page by its heading, so that it needs no front matter, which would stand above it on GitHub. */
function namePage(page: DocumentReflection, file: string): void {
  page.name = titleOf(markdownOf(page.content)).replaceAll('`', '')
  page.frontmatter['group'] = pageOf(file).group
}

/** The exports of the package by their names. One that several entries have is one. */
function exportsOf(project: ProjectReflection): ReadonlyMap<string, DeclarationReflection> {
  const members = (project.children ?? []).flatMap(({ children = [] }) => children)
  return new Map(members.filter((member) => !member.isReference()).map((member) => [member.name, member]))
}

/** Lets the name of an export in a page lead to it, but in headings and in links. */
function linkExports(page: DocumentReflection, exports: ReadonlyMap<string, DeclarationReflection>): void {
  const others = otherThings[pathOf(page)] ?? []
  let line = ''
  page.content = page.content.map((part): CommentDisplayPart => {
    const before = line
    line = (line + part.text).split('\n').at(-1) ?? ''
    const name = part.text.replaceAll('`', '')
    const target = part.kind === 'code' && !others.includes(name) ? exports.get(name) : undefined
    if (target === undefined || before.startsWith('#') || before.endsWith('[')) return part
    return { kind: 'inline-tag', tag: '@linkcode', text: target.name, target }
  })
}

/** What a page is about: its title, its first paragraph and its headings, without names of exports, and what others call it. */
function subjectOf(page: DocumentReflection): string {
  const text = markdownOf(page.content.filter(({ kind }) => kind !== 'code' && kind !== 'inline-tag'))
  const [title = '', opening = ''] = text.replaceAll(/^<!--[^]*?-->\n+/gm, '').split('\n\n')
  const headings = text.split('\n').filter((line) => line.startsWith('##'))
  return [title, opening, ...headings, otherWords[pathOf(page)] ?? ''].join('\n')
}

const betweenWords = /(?<=[a-z0-9/])(?=[A-Z])|(?<=\/)/g

/** Lets a name that is too long for a small screen, or for a title, break where its words do. Tables scroll, and code is left as it is. */
const breakNames = (html: string): string =>
  html
    .replace(/(?<=<h1[^>]*>)[^<]*/, (title) => title.replaceAll(betweenWords, '<wbr>'))
    .replaceAll(/<(pre|table|title|script)\b[^]*?<\/\1>|(?<=>)[^<>]{30,}(?=<)/g, (part) =>
      part.startsWith('<') ? part : part.replaceAll(/[\w/.:-]{30,}/g, (name) => name.replaceAll(betweenWords, '<wbr>')),
    )

/** Leads from each element to its example in the playground, which is a page of the site alone. */
const linkPlayground = (html: string): string =>
  html.replaceAll(
    /<h3[^>]*><code>([^<]+)<\/code>.*?<\/h3>/g,
    (heading, path: string) =>
      `${heading}<p><a href="../playground.html#${encodeURI(path)}">Try it in the playground</a></p>`,
  )

/** Makes the pages of the site from Markdown, and their search. */
export function site(app: Application): void {
  app.renderer.defineRouter('site', SiteRouter)
  app.renderer.defineTheme('site', SiteTheme)
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    namePage(page, page.project.files.getReflectionPath(page) ?? '')
  })
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const exports = exportsOf(project)
    for (const page of project.getReflectionsByKind(ReflectionKind.Document)) {
      if (page.isDocument()) linkExports(page, exports)
    }
  })
  app.renderer.on(PageEvent.END, (page) => {
    // TypeDoc writes the links of its header as they are, wherever the page stands.
    const top = '../'.repeat(page.url.split('/').length - 1)
    const contents = (page.contents ?? '').replaceAll('href="site:', `href="${top}`)
    page.contents = breakNames(page.url === 'reference/elements.html' ? linkPlayground(contents) : contents)
  })
  app.renderer.on(IndexEvent.PREPARE_INDEX, (event: IndexEvent) => {
    // It would be found once for each entry.
    for (let index = event.searchResults.length - 1; index >= 0; index--) {
      if (event.searchResults[index]?.isReference() === true) event.removeResult(index)
    }
    // More than what it mentions on the way.
    event.searchFieldWeights['subject'] = 40
    for (const [index, found] of event.searchResults.entries()) {
      if (found.isDocument()) event.searchFields[index] = { subject: subjectOf(found) }
    }
  })
}
