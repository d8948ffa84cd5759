import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { chromium } from '../../testing/chromium.js'
import { describeWith } from '../../testing/requirements.js'
import { openSite, site } from '../../testing/site.js'

test('the site is built', () => {
  expect(existsSync(`${site}/index.html`), 'Build it with npm run docs.').toBe(true)
})

describeWith([chromium], 'the site', () => {
  const open = openSite('/a/folder/')
  test('shows its first page from a sub-folder of any file server', async () => {
    const page = await open.browser.newPage()
    const wrong: string[] = []
    page.on('requestfailed', (request) => wrong.push(request.url()))
    page.on('response', (response) => response.ok() || wrong.push(response.url()))
    await page.goto(open.server.url)
    expect(await page.title()).toContain('signering-portal')
    expect(wrong).toEqual([])
  })
})
