import { readFileSync } from 'node:fs'
import { repositoryFile } from '../../testing/requirements.js'
import { addressOf, pageGroups, pages, readPage, titleOf, type Page } from './pages.js'

/** A page without the comments that say what writes it or a part of it, and without empty lines in their place. */
const withoutComments = (text: string): string => text.replaceAll(/^<!--[^]*?-->\n+/gm, '').trim()

/** The first sentence below the title. */
function summaryOf(text: string): string {
  const [, paragraph = ''] = /^# .+\n\n([^]+?)\n\n/m.exec(`${withoutComments(text)}\n\n`) ?? []
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

/** The text of every page of the site, in the order of the navigation. */
export function llmsFullText(): string {
  const texts = pages.map((page) => `<!-- ${page.path} -->\n\n${withoutComments(readPage(page))}`)
  return `${[`<!-- README.md -->\n\n${readme()}`, ...texts].join('\n\n')}\n`
}
