import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { portalOperations, send } from 'signering-portal/http'
import { create, manifest, organizationNumber } from '../contract/raw-client.js'
import { ended, run, start } from './process.js'

/** The first line that a process prints. */
async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  const [line] = (await once(createInterface({ input: stream }), 'line')) as [string]
  return line
}

test('serves a portal on a port, lets signers act, and stops on SIGINT', async () => {
  const child = start(['serve', '--port', '0', '--environment', 'production'])
  const root = await firstLine(child.stdout)
  expect(root).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api$/)
  const operations = portalOperations({ root, organizationNumber })
  const exchange = send(fetch)

  const created = await create(fetch, root, manifest, '', new Date())
  expect(created.status).toBe(200)
  const [, id = ''] = /<signature-job-id>(\d+)</.exec(await created.text()) ?? []
  child.stdin.write(`nonsense\n${id} 1 REJECTED\n${id} 1 SIGNED\n`)
  const complaints: string[] = []
  for await (const line of createInterface({ input: child.stderr })) if (complaints.push(line) === 2) break
  expect(complaints[0]).toBe('signering-portal: A line is SIGNATURE-JOB-ID SIGNER STATUS.')
  expect(complaints[1]).toMatch(/^signering-portal: contract\.signer-closed /)

  const now = (): Date => new Date()
  const next = await exchange(operations.nextStatusChange({ now }))
  if (next.kind !== 'statusChange') return expect.unreachable(next.kind)
  expect(next.statusChange.signatures.signature.map(({ status }) => status.value)).toEqual([
    'REJECTED',
    'NOT_APPLICABLE',
  ])
  await exchange(operations.confirm(next.statusChange.confirmationUrl))
  const empty = await exchange(operations.nextStatusChange({ now }))
  expect(empty.kind).toBe('noChange')
  // Production waits 10 minutes where test waits half a minute at most.
  expect(empty.nextPermittedPollTime.getTime() - Date.now()).toBeGreaterThan(500_000)

  child.kill('SIGINT')
  expect((await ended(child)).code).toBe(0)
  await expect(fetch(root)).rejects.toThrow()
})

test('goes on serving when standard input ends', async () => {
  const child = start(['serve'])
  child.stdin.end()
  const root = await firstLine(child.stdout)
  expect((await fetch(`${root}/${organizationNumber}`)).status).toBe(200)
  child.kill('SIGTERM')
  expect((await ended(child)).code).toBe(0)
})

test('a port that is taken is named', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await run(['serve', '--port', `${port}`])
  server.close()
  expect(stderr).toContain(`The port ${port} is taken.`)
  expect(code).toBe(2)
})

test('without its optional packages serve says what to install, and validate works', async () => {
  const refuse = `export const resolve = (name, context, next) => {
    if (/^(xmlbuilder2|msw|fast-check)/.test(name)) throw Object.assign(new Error('Cannot find it'), { code: 'ERR_MODULE_NOT_FOUND' })
    return next(name, context)
  }`
  const dataUrl = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`
  const hook = dataUrl(`import { register } from 'node:module'; register(${JSON.stringify(dataUrl(refuse))})`)
  const environment = { NODE_OPTIONS: `--import ${hook}` }
  const served = await run(['serve'], { environment })
  expect(served.stderr).toContain('serve needs the optional packages')
  expect(served.code).toBe(2)
  const input = '<portal-signature-job-request xmlns="http://signering.posten.no/schema/v1"/>'
  expect(await run(['validate', '-'], { input, environment })).toMatchObject({ code: 0, stderr: '' })
})

test.each([
  ['a port that is no number', ['--port', 'http'], '--port is a number from 0 to 65535.'],
  ['a port out of range', ['--port', '65536'], '--port is a number from 0 to 65535.'],
  ['an environment that there is not', ['--environment', 'qa'], '--environment is production or test.'],
  ['an argument', ['here'], "Unexpected argument 'here'."],
])('%s is a usage error', async (_, args, message) => {
  const { code, stdout, stderr } = await run(['serve', ...args])
  expect(stderr).toBe(`signering-portal: ${message}\nSee signering-portal serve --help.\n`)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})
