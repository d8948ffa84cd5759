/** The examples of the guides run; that of vitest in cases.test.ts, that of an adapter wherever a client is needed. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { contractCases, exposeOnPort, formatReport, runCases, startDriver } from 'signering-portal/contract'
import { createSimulator, virtualClock } from 'signering-portal/simulator'
import { environments } from 'signering-portal/http'
import { runDriver } from '../../examples/contract-driver.js'
import { interceptPortal } from '../../examples/contract-msw.js'
import { report } from '../../examples/contract-report.js'
import { servePortal } from '../../examples/contract-serve.js'
import { jobThatExpires } from '../../examples/contract-simulator.js'
import { readAnswer } from '../../src/contract/driver-answer.js'
import { brokenAdapters } from '../../testing/contract/broken-adapters.js'
import { faultsOf } from '../../testing/contract/driver-lines.js'
import { recordedIn, recording } from '../../testing/contract/recorder.js'
import { testCertificates } from '../../testing/simulator/certificates.js'
import { folderWith } from '../../testing/cli/terminal.js'
import { repositoryFile } from '../../testing/requirements.js'
import { create, manifest, organizationNumber, packageOf, start } from '../../testing/simulator/raw-client.js'

describe('the examples', () => {
  it('report what is not as expected', async () => {
    const broken = brokenAdapters.find(({ caughtBy }) => caughtBy === 'poll-too-early')
    if (broken === undefined) return expect.unreachable('there is no such client')
    const ids = ['poll-too-early', 'poll-too-early-once', 'poll-too-early-time']
    const failed = ids.map((id) => expect.stringMatching(`^failed ${id}: .`) as string)
    expect(await report(broken.make)).toEqual(failed)
  })

  it('run a client in another process through every case', async () => {
    const folder = folderWith({})('')
    const driver = [process.execPath, '--import', 'tsx', repositoryFile('testing/contract/driver.ts')]
    const results = await runDriver(...recording(folder, driver))
    expect(results.length).toBe(contractCases.length)
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    const processes = recordedIn(folder)
    expect(processes).toHaveLength(1)
    expect(processes.flatMap(faultsOf)).toEqual([])
    expect(processes.flat().length).toBeGreaterThan(4 * contractCases.length)
  })

  it('run the cases in node:test', async () => {
    const program = repositoryFile('testing/contract/node-test.ts')
    const running = promisify(execFile)(process.execPath, ['--import', 'tsx', '--test-reporter', 'tap', program])
    const { stdout } = (await running.catch((error: unknown) => error)) as { readonly stdout: string }
    expect(stdout.match(/^(?:not )?ok .*/gm)).toEqual([
      expect.stringMatching(/^ok 1 - cancel: /),
      expect.stringMatching(/^not ok 2 - organization: /),
    ])
    expect(stdout).toContain('the case passed, but is known to fail: it is right')
  })

  it('are a driver that does little', async () => {
    const certificates = await testCertificates()
    const program = repositoryFile('examples/contract-small-driver.ts')
    const { makeAdapter, close } = await startDriver({
      ...{ command: process.execPath, arguments: ['--import', 'tsx', program], certificates },
    })
    onTestFinished(async () => {
      await close()
    })
    const results = await runCases(makeAdapter, {
      cases: ['organization', 'cancel'],
      expose: exposeOnPort,
      certificates,
    })
    const report = formatReport(results, 'text')
    expect(readFileSync(repositoryFile('docs/contract.md'), 'utf8')).toContain(`-- node driver.js\n${report}`)
  })

  it('are a driver that answers how its client failed, as the page on drivers has it', async () => {
    const refusal = `<error xmlns="http://signering.posten.no/schema/v1"><http-status-code>403</http-status-code><error-code>NO</error-code><error-message>no</error-message><error-type>CLIENT</error-type></error>`
    const server = createServer((request, response) => {
      if (request.url === '/987654325') request.socket.destroy()
      else response.writeHead(403, { 'Content-Type': 'application/xml' }).end(refusal)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const requests = ['123456785', '987654325'].flatMap((organizationNumber) => [
      { call: 'start', arguments: { root, sender: { organizationNumber } } },
      { call: 'organization', arguments: {} },
    ])
    const driver = spawn(process.execPath, ['--import', 'tsx', repositoryFile('examples/contract-small-driver.ts')])
    driver.stdin.end(requests.map((request, index) => `${JSON.stringify({ id: index + 1, ...request })}\n`).join(''))
    const written = await text(driver.stdout)
    server.close()
    const answers = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    const message = expect.stringMatching(/./) as string
    expect(answers).toEqual([
      { id: 1, value: null },
      { id: 2, error: { status: 403, errorCode: 'NO', message } },
      { id: 3, value: null },
      { id: 4, error: { message } },
    ])
    for (const answer of answers) expect(readAnswer(answer)).toBeTypeOf('object')
  })

  it('let a job expire', async () => {
    expect(await jobThatExpires((signingTime) => packageOf(manifest, signingTime))).toBe('FAILED')
  })

  it('intercept calls to the service', async () => {
    const simulator = createSimulator({
      clock: virtualClock(start),
      senders: [{ organizationNumber, sector: 'PUBLIC' }],
    })
    const server = await interceptPortal(simulator)
    server.listen({ onUnhandledRequest: 'error' })
    afterAll(() => {
      server.close()
    })
    expect((await fetch(`${environments.difitest}/${organizationNumber}`)).status).toBe(200)
    server.close()
  })

  it('serve a portal whose clock can be moved, and that takes packages all the same', async () => {
    const served = await servePortal(0)
    afterAll(served.close)
    const advance = await fetch(new URL('/control/advance', served.root), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{ "milliseconds": 600000 }',
    })
    expect(advance.status).toBe(204)
    expect((await create(fetch, served.root, manifest, '', new Date())).status).toBe(200)
  })
})
