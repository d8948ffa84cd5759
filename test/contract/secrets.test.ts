import { createPrivateKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { hiderOf } from '../../src/contract/secrets.js'
import { caseCertificates } from '../../testing/contract/small-driver.js'

const certificates = await caseCertificates()
const { key = '', pkcs12 = new Uint8Array(), passphrase = '' } = Object.values(certificates.clients)[0] ?? {}
const bytes = createPrivateKey(key).export({ format: 'der', type: 'pkcs8' })
const pkcs1 = createPrivateKey(key).export({ format: 'der', type: 'pkcs1' })
const bodies = {
  key: bytes.toString('base64'),
  'key in PKCS#1': pkcs1.toString('base64'),
  'PKCS#12': Buffer.from(pkcs12).toString('base64'),
}
const wrapped = (text: string, width: number, end: string): string =>
  text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), (line) => line + end)

/** How many characters of a secret follow each other in what is left of it, whatever stands between them. */
function longestLeft(text: string, body: string): number {
  const letters = text.replaceAll('(secret)', '()').replace(/[^A-Za-z0-9+/()]/g, '')
  let longest = 0
  for (const run of letters.split('()'))
    for (let from = 0; from < run.length; from += 1)
      while (from + longest < run.length && body.includes(run.slice(from, from + longest + 1))) longest += 1
  return longest
}

it.each(Object.entries(bodies))('no 16 characters of a %s are left, wherever its lines end', (_, body) => {
  for (const width of [1, 2, 3, 5, 7, 8, 11, 12, 13, 15, 16, 17, 48, 50, 63, 64, 65, 76, 1000, 10_000]) {
    for (const end of ['\n', '\r\n', '\\n', '\\r\\n', '\\\\n', ' ', "', '"]) {
      const shown = hiderOf(certificates)()(`before ${wrapped(body, width, end)} after`)
      expect(shown).toMatch(/^before .*\(secret\).* after$/s)
      expect([width, longestLeft(shown, body) < 16]).toEqual([width, true])
    }
    const hide = hiderOf(certificates)()
    const lines = wrapped(body, width, '\n').split('\n').map(hide)
    expect([width, longestLeft(lines.join(''), body) < 16]).toEqual([width, true])
  }
})

it('characters that JSON or an address escapes are found', () => {
  for (const [letter, escape] of [
    ['+', '\\u002B'],
    ['/', '\\/'],
    ['/', '\\u002f'],
    ['+', '-'],
    ['/', '_'],
  ] as const)
    expect(hiderOf(certificates)()(bodies.key.replaceAll(letter, escape))).toMatch(/^\(secret\)=*$/)
})

it('what is not secret stays as it is', () => {
  const hide = hiderOf(certificates)()
  const line =
    '2026-01-02T03:04:05Z INFO [main] GET https://localhost:8080/api/123456785/portal/signature-jobs?a=b_c-d \\n "x"'
  expect(hide(line)).toBe(line)
  expect(hide(key)).toMatch(/^-----BEGIN PRIVATE KEY-----\n\(secret\)=*\n-----END PRIVATE KEY-----\s*$/)
  expect(hide(`the passphrase is ${passphrase}.`)).toBe('the passphrase is (secret).')
  expect(hiderOf(undefined)()(key)).toBe(key)
})
