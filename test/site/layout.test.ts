import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { chromium } from '../../testing/chromium.js'
import { describeWith } from '../../testing/requirements.js'
import { openSite, site } from '../../testing/site.js'

const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'))

/**
 * What of the open page stands beyond the right edge of the screen and cannot be scrolled to within a box of its own. As text:
 * it runs in the browser.
 */
const overflow = `(() => {
  // TypeDoc hides a page until its script has run.
  document.body.style.removeProperty('display')
  const width = document.documentElement.clientWidth
  const scrolls = (element) => element !== null &&
    (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
  const content = document.querySelector('.col-content') ?? document.body
  const beyond = [...content.querySelectorAll('*')].filter((element) =>
    element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement))
  const page = document.documentElement.scrollWidth > width ? ['page'] : []
  const hidden = content.getBoundingClientRect().width === 0 ? ['nothing is shown'] : []
  return [...hidden, ...page, ...beyond.slice(0, 3).map((element) => element.outerHTML.slice(0, 80))]
})()`

/** The names of the open page that break within a word. Blocks of code, and the playground, are edited or copied as they are. */
const brokenNames = `(() => {
  document.body.style.removeProperty('display')
  const range = document.createRange()
  const place = (node, index) => {
    range.setStart(node, index)
    range.setEnd(node, index + 1)
    return range.getClientRects()[0]
  }
  const isBroken = (node, index) => {
    const [before, after] = [place(node, index - 1), place(node, index)]
    return before !== undefined && after !== undefined && after.top > before.bottom - 2
  }
  const walker = document.createTreeWalker(document.querySelector('.col-content') ?? document.body, NodeFilter.SHOW_TEXT)
  const names = []
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.parentElement.closest('pre, .editor') !== null) continue
    const breaks = [...node.data.matchAll(/(?<=[A-Za-z0-9])[a-z0-9]/g)].filter(({ index }) => isBroken(node, index))
    names.push(...breaks.map(({ index }) => node.data.slice(0, index) + '|' + node.data.slice(index)))
  }
  return names
})()`

describeWith([chromium], 'on a screen of 390 pixels', () => {
  const open = openSite()
  let page: Page
  beforeAll(async () => {
    page = await open.browser.newPage({ viewport: { width: 390, height: 844 } })
  })

  test('no page overflows, light or dark', async () => {
    // Without TypeDoc's script, which fills menus that are closed here, the pages open much sooner.
    await page.route('**/assets/*.js', (route) => route.abort())
    const found: Record<string, unknown> = {}
    for (const file of files) {
      await page.goto(open.server.url + file)
      for (const theme of ['light', 'dark']) {
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
        const beyond = await page.evaluate<string[]>(overflow)
        if (beyond.length > 0) found[`${file}, ${theme}`] = beyond
      }
    }
    expect(found).toEqual({})
  })

  test('no name is cut off in the list of what a page holds', async () => {
    const wide = await open.browser.newPage({ viewport: { width: 1280, height: 844 } })
    await wide.route('**/assets/*.js', (route) => route.abort())
    const found: Record<string, unknown> = {}
    for (const file of files.filter((each) => /^(?:(?:modules|reference)\/)?[^/]*$/.test(each))) {
      await wide.goto(open.server.url + file)
      const cut = await wide.evaluate<string[]>(`(() => {
        document.body.style.removeProperty('display')
        const links = [...document.querySelectorAll('.tsd-page-navigation a')]
        return links.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ textContent }) => textContent)
      })()`)
      if (cut.length > 0) found[file] = cut.slice(0, 3)
    }
    expect(found).toEqual({})
    await wide.close()
  })

  test('a long name breaks where its words do', async () => {
    const found: Record<string, unknown> = {}
    for (const file of files.filter((each) => /^(?:(?:modules|reference)\/)?[^/]*$/.test(each))) {
      await page.goto(open.server.url + file)
      const names = await page.evaluate<string[]>(brokenNames)
      if (names.length > 0) found[file] = names.slice(0, 3)
    }
    expect(found).toEqual({})
    await page.setContent(`<p style="width: 100px; overflow-wrap: anywhere">${'a'.repeat(50)}</p>`)
    expect(await page.evaluate<string[]>(brokenNames)).not.toEqual([])
  })

  test('links are seen by more than their color, and by everybody', async () => {
    await page.addInitScript(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
    const found: Record<string, unknown> = {}
    for (const file of ['index.html', 'concepts.html', 'modules/signering-portal_codec.html']) {
      await page.goto(open.server.url + file)
      for (const theme of ['light', 'dark']) {
        const nodes = await page.evaluate<string[]>(`(async () => {
          document.body.style.removeProperty('display')
          document.documentElement.dataset.theme = '${theme}'
          const { violations } = await axe.run({ runOnly: ['color-contrast', 'link-in-text-block'] })
          return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html))
        })()`)
        if (nodes.length > 0) found[`${file}, ${theme}`] = nodes.slice(0, 3)
      }
    }
    expect(found).toEqual({})
  })

  test('what would overflow is seen', async () => {
    await page.setContent('<div style="width: 500px">wide</div>')
    expect(await page.evaluate<string[]>(overflow)).not.toEqual([])
    await page.setContent('<div style="overflow-x: auto"><div style="width: 500px">wide</div></div>')
    expect(await page.evaluate<string[]>(overflow)).toEqual([])
  })

  test('the menu has the guides at hand, and every entry by the name that an import has', async () => {
    await page.unroute('**/assets/*.js')
    await page.goto(open.server.url)
    await page.click('#tsd-toolbar-menu-trigger')
    await page.getByRole('link', { name: 'Getting started' }).first().waitFor({ state: 'visible' })
    expect(await page.evaluate<string[]>(overflow)).toEqual([])
    const names = await page.locator('#tsd-nav-container a').allTextContents()
    expect(names).toContain('Getting started')
    expect(names).toContain('signering-portal/msw')
  })
})

test('every entry describes what it holds, under the name that it has', () => {
  const modules = files.filter((file) => file.startsWith('modules/'))
  expect(modules).not.toEqual([])
  for (const file of modules) {
    const text = readFileSync(`${site}/${file}`, 'utf8')
    expect(text, file).not.toContain('→')
    expect(text, file).not.toContain('<dd class="tsd-member-summary"></dd>')
  }
})
