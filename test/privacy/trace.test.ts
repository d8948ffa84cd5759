/** That a report with traces has nothing of the keys that its driver was given, however the driver brings them there. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { folderWith, run } from '../../testing/cli/terminal.js'
import { smallDriver } from '../../testing/contract/small-driver.js'

/** Leaves its keys in a file, and brings them in many forms into its log, its requests and its answer, which is wrong. */
const talkative = (file: string): string => `
  const { readFileSync, writeFileSync } = require('node:fs')
  if (call === 'start') {
    const { key, pkcs12, passphrase } = request.arguments.client
    globalThis.secrets = [key, pkcs12, passphrase].map((path) => readFileSync(path))
    writeFileSync(${JSON.stringify(file)}, JSON.stringify(secrets.map((bytes) => bytes.toString('base64'))))
    return right()
  }
  const forms = secrets.flatMap((bytes) => [
    bytes.toString(),
    bytes.toString('base64'),
    bytes.toString('hex'),
    [...bytes].join(', '),
    JSON.stringify(bytes),
  ])
  process.stderr.write(forms.join('\\n') + '\\n')
  for (const form of forms) {
    const inAddress = encodeURIComponent(form)
    const headers = { 'Content-Type': 'application/xml', Accept: inAddress.slice(0, 2000) }
    await fetch(place + '?' + inAddress.slice(-2000), { method: 'POST', headers, body: '<a>' + form + '</a>' })
    await fetch(place + '/' + inAddress.slice(0, 2000), { headers: { Authorization: inAddress.slice(-2000) } })
  }
  // With the number of the organization it would be right.
  answer({ id, value: forms.filter((form) => !form.includes(place.slice(-9))).join(' ') })`

/** What letters and digits of a text would be enough to know of a secret, in the forms of the driver. */
function piecesOf(secret: Buffer): readonly string[] {
  const written = [0, 1, 2].map((from) => secret.subarray(from).toString('base64').replace(/[+/=]/g, ''))
  return [...written, secret.toString('hex'), [...secret].join('')].flatMap((text) =>
    Array.from({ length: Math.max(1, text.length - 15) }, (_, at) => text.slice(at, at + 16)),
  )
}

it.each(['text', 'json', 'junit', 'markdown'])('a %s report does not tell the keys of a driver', async (format) => {
  const file = folderWith({})
  const { command, arguments: given } = smallDriver(talkative(file('keys')))
  const output = file('report')
  const options = ['--case', 'organization', '--trace', '--report', format, '--output', output]
  const { code, stdout, stderr } = await run(['contract', ...options, '--', command, ...given])
  expect(code).toBe(1)
  const report = readFileSync(output, 'utf8')
  // What was said is there, less what is secret.
  expect(report.match(/\(secret\)/g)?.length).toBeGreaterThan(10)
  expect(report).toContain('BEGIN PRIVATE KEY')

  const [key, , passphrase] = (JSON.parse(readFileSync(file('keys'), 'utf8')) as readonly string[]).map((text) =>
    Buffer.from(text, 'base64'),
  )
  const { d = '', p = '', q = '', qi = '' } = createPrivateKey(key ?? '').export({ format: 'jwk' })
  const secrets = [...[d, p, q, qi].map((number) => Buffer.from(number, 'base64url')), Buffer.from(String(passphrase))]
  expect(secrets.map(({ length }) => length > 10)).toEqual(secrets.map(() => true))
  const told = report + stdout + stderr
  const letters = told.replace(/[^A-Za-z0-9]+/g, '')
  expect(secrets.flatMap(piecesOf).filter((piece) => letters.includes(piece))).toEqual([])
  expect(told).not.toContain(String(passphrase).trim())
})
