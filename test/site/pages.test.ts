import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromium, serveFolder, startChromium, type FileServer } from '../../testing/chromium.js'
import { describeWith, repositoryFile } from '../../testing/requirements.js'

const site = repositoryFile('docs/api')

test('the site is built', () => {
  expect(existsSync(`${site}/index.html`), 'Build it with npm run docs.').toBe(true)
})

describeWith([chromium], 'the site', () => {
  let browser: Browser
  let server: FileServer
  beforeAll(async () => {
    browser = await startChromium()
    server = await serveFolder(site, '/a/folder/')
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  test('shows its first page from a sub-folder of any file server', async () => {
    const page = await browser.newPage()
    const wrong: string[] = []
    page.on('requestfailed', (request) => wrong.push(request.url()))
    page.on('response', (response) => response.ok() || wrong.push(response.url()))
    await page.goto(server.url)
    expect(await page.title()).toContain('signering-portal')
    expect(wrong).toEqual([])
  })
})
