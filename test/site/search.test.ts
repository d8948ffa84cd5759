import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { chromium } from '../../testing/chromium.js'
import { describeWith } from '../../testing/requirements.js'
import { openSite } from '../../testing/site.js'

describeWith([chromium], 'the search of the site', () => {
  const open = openSite()
  let page: Page
  beforeAll(async () => {
    page = await open.browser.newPage()
    await page.goto(open.server.url)
    await page.click('#tsd-search-trigger')
    await page.waitForFunction('window.searchData && document.querySelector("#tsd-search-status").innerHTML === ""')
  })

  /** What is found first; the titles of pages, and the names of exports as an import has them. */
  async function find(text: string): Promise<readonly string[]> {
    await page.fill('#tsd-search-input', '')
    await page.waitForFunction('document.querySelectorAll("#tsd-search-results a").length === 0')
    await page.fill('#tsd-search-input', text)
    await page.waitForSelector('#tsd-search-results a')
    const found = await page.locator('#tsd-search-results a').allTextContents()
    return found.map((name) => name.replaceAll(/\s+/g, '').trim())
  }

  test.each([
    ['send a document for signing', 'Gettingstarted'],
    ['getting started', 'Gettingstarted'],
    ['lookup', 'Jobs'],
    ['available-seconds', 'Jobs'],
    ['polling', 'Polling'],
    ['two-way TLS', 'TLSandtrust'],
    ['certificate not yet valid', 'Troubleshooting'],
    ['jest', 'Runtimes'],
    ['element reference', 'Elementreference'],
    ['playground', 'Playground'],
    // In the words of newcomers, and those that an export has a property or a method for.
    ['sign a pdf', 'Gettingstarted'],
    ['upload', 'Gettingstarted'],
    ['mtls', 'TLSandtrust'],
    ['webhook', 'Polling'],
    ['mock', 'Thesimulatedportal'],
    ['cancel', 'Exchanges'],
    ['email', 'Jobs'],
    ['BankID', 'Jobs'],
    ['401', 'Troubleshooting'],
    ['retry', 'Exchanges'],
    ['API key', 'TLSandtrust'],
    ['demo', 'Gettingstarted'],
    ['license', 'Contributing'],
    ['vulnerability', 'Security'],
    ['SBOM', 'Dependencies'],
    ['CVE', 'Security'],
    ['contribute', 'Contributing'],
    ['.NET', 'ComingfromtheJava,.NETorPHPclient'],
    ['C#', 'ComingfromtheJava,.NETorPHPclient'],
    // As it is pasted: with what the search would take for operators, or for a part of a word.
    ['Error: certificate has expired', 'TLSandtrust'],
    ['"available-seconds"', 'Jobs'],
    // Who looks for an export finds it, not a guide.
    ['prepareJob', 'signering-portal/manifest.prepareJob'],
    ['writeBundle', 'signering-portal/bundle.writeBundle'],
    ['PortalError', 'signering-portal/codec.PortalError'],
  ])('%s leads to %s first', async (text, first) => {
    expect((await find(text))[0]).toBe(first)
  })

  test('an export that several entries have is found once', async () => {
    const found = await find('signingKeyFromPem')
    expect(found.filter((name) => name.endsWith('.signingKeyFromPem'))).toHaveLength(1)
  })
})
