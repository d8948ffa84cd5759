/**
 * A real browser before a folder of files, as the built site is put before its readers.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, extname, join } from 'node:path'
import { chromium as driver, type Browser } from 'playwright-core'
import type { Requirement } from './requirements.js'

/** The names of Chromium and of what is made of it, as systems install them; `CHROMIUM` in the environment names a program first. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [process.env['CHROMIUM'] ?? '', ...paths].find((path) => path !== '' && existsSync(path))
}

const executablePath = findChromium()

/** A Chromium. */
export const chromium: Requirement = { name: 'Chromium', present: executablePath !== undefined, requiredInCi: true }

/** Starts Chromium without a window. It looks nothing up of its own accord; who starts it closes it. */
export async function startChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('There is no Chromium here.')
  const args = ['--disable-gpu', '--disable-quic', '--disable-dev-shm-usage']
  // Root has no sandbox: Chromium refuses to start with one.
  return driver.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0, args })
}

/** A folder behind a port of this machine. */
export interface FileServer {
  /** The address of the folder, which ends with a slash. */
  readonly url: string
  /** The paths that were asked for, in their order. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * Serves a folder as any file server would: files by their names, nothing else.
 *
 * @param folder - Path of the folder.
 * @param under - Where its addresses begin: `/`, or a path such as `/some/folder/`.
 */
export async function serveFolder(folder: string, under = '/'): Promise<FileServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    asked.push(pathname)
    const path = pathname.startsWith(under) ? decodeURIComponent(pathname.slice(under.length)) : undefined
    const name = path === '' || path?.endsWith('/') === true ? `${path}index.html` : path
    const found = name === undefined ? Promise.reject(new Error('outside of the folder')) : readFile(join(folder, name))
    found.then(
      (bytes) => {
        const type = mediaTypes[extname(name ?? '')] ?? 'application/octet-stream'
        response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
  return { url: `http://127.0.0.1:${port}${under}`, asked, close }
}
