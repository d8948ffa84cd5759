import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { portalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { folderWith, run, start } from '../../testing/cli/terminal.js'
import { create, manifest, organizationNumber } from '../../testing/simulator/raw-client.js'

/** A portal that keeps its state in a file; it is left as it is, as if it had been killed, until the test is over. */
async function serveFrom(file: string): Promise<{ readonly root: string; readonly stop: () => Promise<unknown> }> {
  const served = start(['serve', '--state', file])
  const root = await served.firstLine()
  return {
    root,
    stop: async () => {
      served.interrupt()
      return served.ended
    },
  }
}

async function control(root: string, name: string, input: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' }
  const sent = { method: 'POST', headers, body: JSON.stringify(input) }
  expect((await fetch(new URL(`/control/${name}`, root), sent)).status).toBe(204)
}

const poll = async (root: string): Promise<Response> =>
  fetch(`${root}/${organizationNumber}/portal/signature-jobs`, { headers: { Accept: 'application/xml' } })

async function now(root: string): Promise<number> {
  const { now: instant } = (await (await fetch(new URL('/control/clock', root))).json()) as { readonly now: string }
  return Date.parse(instant)
}

test('a portal goes on where another one was, with jobs, changes that were handed out, faults and its clock', async () => {
  const folder = folderWith({})
  const file = folder('state.json')
  const first = await serveFrom(file)
  const created = await create(fetch, first.root, manifest, '', new Date())
  const [, signatureJobId = ''] = /<signature-job-id>(\d+)</.exec(await created.text()) ?? []
  await control(first.root, 'signer-status', { signatureJobId, signer: 1, status: 'REJECTED' })
  const change = portalSignatureJobStatusChangeResponse.decode(await (await poll(first.root)).text())
  await control(first.root, 'advance', { milliseconds: 3_600_000 })
  const fault = { kind: 'status', status: 502, content: 'empty' }
  await control(first.root, 'fault', { fault, resource: 'organization', times: 2 })
  expect((await fetch(`${first.root}/${organizationNumber}`)).status).toBe(502)

  // It was not asked to stop: what is in the file is what a killed process leaves.
  const second = await serveFrom(file)
  expect((await now(second.root)) - Date.now()).toBeGreaterThan(3_590_000)
  const statuses = [1, 2].map(async () => (await fetch(`${second.root}/${organizationNumber}`)).status)
  expect((await Promise.all(statuses)).sort()).toEqual([200, 502])
  const again = portalSignatureJobStatusChangeResponse.decode(await (await poll(second.root)).text())
  expect(again.signatureJobId).toBe(signatureJobId)
  expect(again.signatures).toEqual(change.signatures)
  const confirmationUrl = again.confirmationUrl.replace(first.root, second.root)
  expect((await fetch(confirmationUrl, { method: 'POST' })).status).toBe(204)

  const third = await serveFrom(file)
  await control(third.root, 'advance', { milliseconds: 3_600_000 })
  expect((await poll(third.root)).status).toBe(204)
  expect((await now(third.root)) - Date.now()).toBeGreaterThan(7_190_000)
  // It holds personal data.
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)
  await Promise.all([first, second, third].map(async ({ stop }) => stop()))
  expect(readdirSync(folder('.'))).toEqual(['state.json'])
})

test('a file that a running process keeps is refused, and one that a killed process kept is not', async () => {
  const folder = folderWith({ 'state.json.lock': String(process.ppid) })
  const file = folder('state.json')
  const refused = async (words: string): Promise<void> =>
    expect(serveFrom(file)).rejects.toThrow(`signering-portal: ${words}\n`)
  await refused(`${file}: the process ${process.ppid} keeps its state there, says ${file}.lock.`)
  expect(readdirSync(folder('.'))).toEqual(['state.json.lock'])
  // No lock of ours is ever empty.
  for (const left of ['mine', '', '12345678901', '1\n']) {
    writeFileSync(folder('state.json.lock'), left)
    await refused(`${file}.lock: is in the way, and not of this program.`)
  }
  // No system has a process of this number.
  writeFileSync(folder('state.json.lock'), '2147483647')
  writeFileSync(folder('state.json.lock.turn'), '2147483647')
  await refused(
    `${file}: another process is about to keep its state there, says ${file}.lock.turn; if none is, remove that file.`,
  )
  rmSync(folder('state.json.lock.turn'))
  const { stop } = await serveFrom(file)
  expect(readFileSync(folder('state.json.lock'), 'utf8')).toBe(String(process.pid))
  await stop()
  expect(readdirSync(folder('.'))).toEqual(['state.json'])
})

test.skipIf(process.platform === 'win32')(
  'what is no file stands in the way, and nothing hangs (Windows has no such links and pipes)',
  async () => {
    for (const make of [
      (path: string) => {
        symlinkSync('nowhere', path)
      },
      (path: string) => {
        mkdirSync(path)
      },
      (path: string) => {
        execFileSync('mkfifo', [path])
      },
    ]) {
      const file = folderWith({})('state.json')
      make(`${file}.lock`)
      await expect(serveFrom(file)).rejects.toThrow(`${file}.lock: is in the way, and not of this program.`)
    }
  },
)

test('requests that only look write nothing, and all others do', async () => {
  const file = folderWith({})('state.json')
  const { root, stop } = await serveFrom(file)
  const isWrittenBy = async (path: string): Promise<boolean> => {
    rmSync(file, { force: true })
    await (await fetch(new URL(path, root))).arrayBuffer()
    return existsSync(file)
  }
  for (const view of ['clock', 'jobs', 'exchanges', 'snapshot'])
    expect([view, await isWrittenBy(`/control/${view}`)]).toEqual([view, false])
  expect(await isWrittenBy(`/api/${organizationNumber}/portal/signature-jobs`)).toBe(true)
  await stop()
})

test('--ended-jobs-kept says how long a job that is over is remembered', async () => {
  const served = start(['serve', '--ended-jobs-kept', '60'])
  const root = await served.firstLine()
  const created = await (await create(fetch, root, manifest, '', new Date())).text()
  const [, url = ''] = /<cancellation-url>([^<]+)</.exec(created) ?? []
  await fetch(url, { method: 'POST' })
  const change = portalSignatureJobStatusChangeResponse.decode(await (await poll(root)).text())
  await fetch(change.confirmationUrl, { method: 'POST' })
  const jobs = async (): Promise<unknown> => (await fetch(new URL('/control/jobs', root))).json()
  expect(await jobs()).toHaveLength(1)
  await control(root, 'advance', { milliseconds: 61_000 })
  expect(await jobs()).toEqual([])
  served.interrupt()
  await served.ended
})

test.skipIf(process.platform === 'win32')(
  'a symbolic link stays, what a killed process has left of a write goes, and only the owner may read (Windows has no modes)',
  async () => {
    const folder = folderWith({ 'state.json.new': 'left' })
    const [file, link] = [folder('state.json'), folder('link.json')]
    chmodSync(folder('state.json.new'), 0o666)
    await (await serveFrom(file)).stop()
    expect(statSync(file).mode & 0o077).toBe(0)
    symlinkSync('state.json', link)
    const before = statSync(file).ino
    await (await serveFrom(link)).stop()
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(statSync(file).ino).not.toBe(before)
    expect(readdirSync(folder('.')).sort()).toEqual(['link.json', 'state.json'])
    rmSync(file)
    const { stderr } = await run(['serve', '--state', link])
    expect(stderr).toContain(`${link}: is a symbolic link to a file that is not there.\n`)
    expect((await run(['serve', '--state', '/dev/null'])).stderr).toContain('/dev/null: is no file that can be')
    mkdirSync(folder('state.json.new'))
    expect((await run(['serve', '--state', file])).stderr).toContain(`: ${file}.new: is a directory.\n`)
  },
)

test('many requests at once are all in the file when they are answered, and it is whole at any instant', async () => {
  const file = folderWith({})('state.json')
  const { root, stop } = await serveFrom(file)
  const looking = { isOver: false, times: 0 }
  const looks = (async () => {
    for (; !looking.isOver; looking.times += 1) {
      expect(() => JSON.parse(readFileSync(file, 'utf8')) as unknown).not.toThrow()
      await setImmediate()
    }
  })()
  const answered = await Promise.all(
    Array.from({ length: 9 }, async () => {
      const text = await (await create(fetch, root, manifest, '', new Date())).text()
      const [, id = ''] = /<signature-job-id>(\d+)</.exec(text) ?? []
      const { snapshot } = JSON.parse(readFileSync(file, 'utf8')) as {
        readonly snapshot: { readonly jobs: readonly { readonly signatureJobId: string }[] }
      }
      return snapshot.jobs.some(({ signatureJobId }) => signatureJobId === id)
    }),
  )
  looking.isOver = true
  await looks
  expect(looking.times).toBeGreaterThan(9)
  expect(answered).toEqual(Array.from({ length: 9 }, () => true))
  await stop()
})

test('a file that is spoilt is named in one line, and stays as it is', async () => {
  const folder = folderWith({})
  const file = folder('state.json')
  await (await serveFrom(file)).stop()
  const good = readFileSync(file, 'utf8')
  const state = JSON.parse(good) as { readonly snapshot: object }
  const spoilt = [
    '',
    good.slice(0, -1),
    good.slice(0, good.length / 2),
    'null',
    '[]',
    '{}',
    JSON.stringify({ ...state, aheadMilliseconds: -1 }),
    JSON.stringify({ ...state, aheadMilliseconds: 1e18 }),
    JSON.stringify({ ...state, aheadMilliseconds: 1.5 }),
    JSON.stringify({ ...state, aheadMilliseconds: '5' }),
    JSON.stringify({ ...state, snapshot: { ...state.snapshot, version: 1 } }),
    JSON.stringify({ ...state, snapshot: { ...state.snapshot, jobs: [{}] } }),
  ]
  for (const content of spoilt) {
    writeFileSync(file, content)
    const { code, stdout, stderr } = await run(['serve', '--state', file])
    const message = `${file}: is no state of a simulated portal of this version.`
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `signering-portal: ${message}\nSee signering-portal serve --help.\n`,
    })
    expect(readFileSync(file, 'utf8')).toBe(content)
  }
})

test('where the port is taken, no file is left behind', async () => {
  const folder = folderWith({})
  const first = await serveFrom(folder('first.json'))
  const { port } = new URL(first.root)
  const { code } = await run(['serve', '--port', port, '--state', folder('second.json')])
  expect({ code, files: readdirSync(folder('.')).sort() }).toEqual({
    code: 2,
    files: ['first.json', 'first.json.lock'],
  })
  await first.stop()
})

test('a file that cannot be written or read is named at once', async () => {
  const folder = folderWith({ file: '' })
  for (const [path, words] of [
    [folder('none/state.json'), 'no such file or directory'],
    [folder('.'), 'is a directory'],
    [folder('file/state.json'), 'its folder is no directory'],
  ] as const) {
    const { code, stderr } = await run(['serve', '--state', path])
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({ code: 2, stderr: `signering-portal: ${path}: ${words}.` })
  }
})

test('where the state can no longer be kept, the command ends, and what was not kept is not answered', async () => {
  const folder = folderWith({})
  const file = folder('deep')
  const served = start(['serve', '--log', '--state', file])
  const root = await served.firstLine()
  rmSync(file)
  mkdirSync(file)
  await expect(fetch(`${root}/${organizationNumber}`)).rejects.toThrow()
  const { code, stderr } = await served.ended
  // Nor does the log tell of an answer.
  expect({ code, lines: stderr.split('\n').slice(0, 2).sort() }).toEqual({
    code: 2,
    lines: [`GET /api/${organizationNumber} no response`, `signering-portal: ${file}: is a directory.`],
  })
  // Nothing of the write that failed is left: it holds personal data.
  expect(readdirSync(folder('.'))).toEqual(['deep'])
})
