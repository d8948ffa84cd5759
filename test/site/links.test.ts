import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { brokenLinks } from '../../scripts/site/links.js'
import { leastExamples } from '../../site/playground/least.js'
import { repositoryFile } from '../../testing/requirements.js'

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'site-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const packed = (data: unknown): string => `window.data = "${deflateSync(JSON.stringify(data)).toString('base64')}"`

test('every link of the site leads to a file, and to a place that is there', () => {
  expect(brokenLinks(repositoryFile('docs/api'))).toEqual([])
})

test('every element leads to its example in the playground', () => {
  const page = readFileSync(repositoryFile('docs/api/reference/elements.html'), 'utf8')
  const links = [...page.matchAll(/href="\.\.\/playground\.html#([^"]*)"/g)].map(([, path = '']) => decodeURI(path))
  expect(links).toEqual(leastExamples().map(({ path }) => path))
})

test('what belongs to others does not lead to an export of the same name', () => {
  const read = (page: string): string => readFileSync(repositoryFile(`docs/api/${page}.html`), 'utf8')
  const theirs = [...read('coming-from').matchAll(/<tr>\s*<td>(.*?)<\/td>/gs)].map(([, cell = '']) => cell)
  expect(theirs.length).toBeGreaterThan(100)
  expect(theirs.filter((cell) => cell.includes('<a '))).toEqual([])
  // The element of XML-DSig, the property of an error, and the command.
  expect(read('document-package')).not.toContain('codec.Signature.html')
  expect(read('http')).not.toContain('codec.serviceError.html')
  expect(read('cli')).not.toContain('simulator.serve.html')
})

test('the name of a file is no link to a host', () => {
  const site = repositoryFile('docs/api')
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'))
  const links = pages.flatMap((file) => readFileSync(join(site, file), 'utf8').match(/href="http:[^"]*"/g) ?? [])
  expect(links).toEqual([])
})

test('links to files and places that are there are not broken', () => {
  const folder = folderOf({
    'index.html':
      '<h1 id="top"></h1><a href="#top"></a><a href="a/b.html#x">b</a><a href="https://example.com/none"></a>',
    'playground.html': '<a href="#error/error-code"></a>',
    'a/b.html':
      '<p id="x"></p><a href="../index.html#top"></a><a href="../"></a><img src="../i.svg"><a href="mailto:a@example.com"></a>',
    'i.svg': '<svg></svg>',
    'assets/navigation.js': packed([{ path: 'index.html', children: [{ path: 'a/b.html' }] }]),
    'assets/search.js': packed({ rows: [{ url: 'a/b.html#x' }] }),
    'llms.txt': '- [b](a/b.html#x)',
  })
  expect(brokenLinks(folder)).toEqual([])
})

test.each([
  ['index.html', '<a href="none.html">', 'none.html'],
  ['index.html', '<a href="b.html#none">', 'b.html#none'],
  ['index.html', '<a href="#none">', '#none'],
  ['index.html', '<a href="playground.html#error/none">', 'playground.html#error/none'],
  ['index.html', '<img src="none.svg">', 'none.svg'],
  ['a/c.html', '<a href="b.html">', 'b.html'],
  ['index.html', '<a href="../b.html">', '../b.html'],
  ['assets/navigation.js', packed([{ text: 'Folder', children: [{ path: 'none.html' }] }]), 'none.html'],
  ['assets/search.js', packed({ rows: [{ url: 'b.html#none' }] }), 'b.html#none'],
  ['llms.txt', '- [none](none.html)', 'none.html'],
  ['llms-full.txt', '[none](b.html#none)', 'b.html#none'],
])('in %s, %s is broken', (file, text, link) => {
  expect(brokenLinks(folderOf({ 'b.html': '<p id="x">', 'playground.html': '<p>', [file]: text }))).toEqual([
    `${file}: ${link}`,
  ])
})
