import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { repositoryFile } from '../../testing/requirements.js'
import { addressOf, pageGroups, pages, readPage, titleOf, type Page } from './pages.js'

/** A page without the comments that say what writes it or a part of it, and without empty lines in their place. */
const withoutComments = (text: string): string => text.replaceAll(/^<!--[^]*?-->\n+/gm, '').trim()

/** The first sentence below the title. Below that of the changes stand the versions, and nothing before them. */
function summaryOf(text: string): string {
  const [, paragraph = 'What has changed, by version.'] =
    /^# .+\n\n(?!#)([^]+?)\n\n/m.exec(`${withoutComments(text)}\n\n`) ?? []
  const plain = paragraph.replaceAll(/\s+/g, ' ').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return /^.*?[.?](?= |$)/.exec(plain)?.[0] ?? plain.replace(/:$/, '.')
}

const readme = (): string => withoutComments(readFileSync(repositoryFile('README.md'), 'utf8'))

function line(page: Page): string {
  const text = readPage(page)
  return `- [${titleOf(text)}](${addressOf(repositoryFile(page.path))}.html): ${summaryOf(text)}`
}

/** The pages of the site, as a list for programs that read (llmstxt.org). */
export function llmsText(): string {
  const groups = pageGroups.map((group) => {
    const lines = pages.filter((page) => page.group === group).map(line)
    return [`## ${group}`, '', ...lines, ''].join('\n')
  })
  const head = [`# ${titleOf(readme())}`, '', `> ${summaryOf(readme())}`, '']
  return [...head, 'All of the text is in [llms-full.txt](llms-full.txt).', '', ...groups].join('\n')
}

/** Where a link of a page leads on the site: to a page, or to a file that TypeDoc copies beside them. */
function siteLink(from: string, link: string): string {
  if (/^[a-z]+:/.test(link)) return link
  const [file = '', ...anchor] = link.split('#')
  const path = file === '' ? from : join(dirname(from), file)
  const target =
    path === 'README.md' ? 'index' : pages.some((page) => page.path === path) && addressOf(repositoryFile(path))
  return [target === false ? `media/${basename(path)}` : `${target}.html`, ...anchor].join('#')
}

const withSiteLinks = (path: string, text: string): string =>
  text.replaceAll(/(?<=\]\()[^)\s]+(?=\))/g, (link) => siteLink(path, link))

/** The text of every page of the site, in the order of the navigation; its links lead to the pages of the site. */
export function llmsFullText(): string {
  const texts = pages.map((page) => ({ path: page.path, text: withoutComments(readPage(page)) }))
  return `${[{ path: 'README.md', text: readme() }, ...texts]
    .map(({ path, text }) => `<!-- ${path} -->\n\n${withSiteLinks(path, text)}`)
    .join('\n\n')}\n`
}
