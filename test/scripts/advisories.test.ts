import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repositoryFile } from '../../testing/requirements.js'

let folder = ''
let server: Server
/** What the registry knows of the package `parser`, or undefined where it does not tell. */
let known: readonly object[] | undefined

/** A registry that has two versions of `parser`. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'advisories-test-'))
  const manifest = { name: 'user', dependencies: {}, peerDependencies: { parser: '^1.1.0' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  server = createServer(({ method, url }, response) => {
    const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const version = (number: string): object => ({
      name: 'parser',
      version: number,
      dist: { tarball: `${root}/parser/-/parser-${number}.tgz`, integrity: 'sha512-AAAA' },
    })
    const versions = Object.fromEntries(['1.0.0', '1.1.0', '1.2.0'].map((number) => [number, version(number)]))
    if (method === 'GET' && url === '/parser')
      response.end(JSON.stringify({ name: 'parser', 'dist-tags': { latest: '1.2.0' }, versions }))
    else if (method === 'POST' && known !== undefined) response.end(JSON.stringify({ parser: known }))
    else response.writeHead(405).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true, force: true })
})

/** What it says of the folder, line by line. */
async function advisories(): Promise<{ readonly status: number | null; readonly lines: readonly string[] }> {
  const program = ['--import', import.meta.resolve('tsx'), repositoryFile('scripts/advisories.ts')]
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const env = { ...process.env, npm_config_registry: registry, npm_config_cache: join(folder, 'cache') }
  const child = spawn(process.execPath, program, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { lines: (await text(child.stdout)).trim().split('\n'), status: await ended }
}

const advisory = (vulnerable: string): object => ({
  id: 1,
  url: 'https://advisories.example/1',
  title: 'A hole',
  severity: 'high',
  vulnerable_versions: vulnerable,
  cvss: { score: 7.5 },
})

describe('advisories', () => {
  it('has nothing to say of versions that none is known of', async () => {
    known = [advisory('<1.1.0')]
    expect(await advisories()).toEqual({ status: 0, lines: ['advisories: none known'] })
  })

  it('finds what concerns the lowest version that is permitted', async () => {
    known = [advisory('<1.2.0')]
    expect(await advisories()).toEqual({ status: 1, lines: ['advisories: 1 findings'] })
  })

  it('finds what concerns the newest', async () => {
    known = [advisory('<=1.2.0')]
    expect(await advisories()).toEqual({ status: 1, lines: ['advisories: 2 findings'] })
  })

  it('takes no silence of the registry for good news', async () => {
    known = undefined
    expect(await advisories()).toEqual({ status: 1, lines: ['advisories: 2 findings'] })
  })
})
