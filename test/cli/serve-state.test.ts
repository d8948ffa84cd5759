import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  expect(readdirSync(folder('.'))).toEqual(['state.json'])
  // It holds personal data.
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)
  await Promise.all([first, second, third].map(async ({ stop }) => stop()))
})

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
  const served = start(['serve', '--state', file])
  const root = await served.firstLine()
  rmSync(file)
  mkdirSync(file)
  await expect(fetch(`${root}/${organizationNumber}`)).rejects.toThrow()
  const { code, stderr } = await served.ended
  expect({ code, stderr: stderr.split('\n')[0] }).toEqual({
    code: 2,
    stderr: `signering-portal: ${file}: is a directory.`,
  })
})
