/**
 * The built site before a real browser, for the tests of one group.
 *
 * @module
 */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { serveFolder, startChromium, type FileServer } from './chromium.js'
import { repositoryFile } from './requirements.js'

/** The folder of the site, as `npm run docs` builds it. */
export const site: string = repositoryFile('docs/api')

/** A browser, and the site behind a port: from the first test of a group to its last. */
export interface OpenSite {
  readonly browser: Browser
  readonly server: FileServer
}

/** Serves the site to a browser for the group that calls it; what comes is filled in before its tests. */
export function openSite(under = '/'): OpenSite {
  const open: Partial<{ -readonly [Name in keyof OpenSite]: OpenSite[Name] }> = {}
  beforeAll(async () => {
    open.browser = await startChromium()
    open.server = await serveFolder(site, under)
  })
  afterAll(async () => {
    await open.browser?.close()
    await open.server?.close()
  })
  return open as OpenSite
}
