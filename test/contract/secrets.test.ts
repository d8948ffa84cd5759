import { createHash, createPrivateKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { hiderOf } from '../../src/contract/secrets.js'
import { testCertificates } from '../../testing/simulator/certificates.js'

const certificates = await testCertificates()
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

const rsa = createPrivateKey(key).export({ format: 'jwk' })
const numberOf = (base64: string | undefined): string =>
  BigInt(`0x${Buffer.from(base64 ?? '', 'base64url').toString('hex')}`).toString()
const pairs = (hex: string): readonly string[] => hex.match(/../g) ?? []
const hexadecimal = bytes.toString('hex')
const digits: Readonly<Record<string, string>> = {
  'lower case': hexadecimal,
  'upper case': hexadecimal.toUpperCase(),
  'pairs with colons': pairs(hexadecimal).join(':'),
  'pairs with colons on lines of their own': (hexadecimal.match(/.{1,30}/g) ?? [])
    .map((line) => pairs(line).join(':'))
    .join(':\n    '),
  'pairs with spaces': pairs(hexadecimal.toUpperCase()).join(' '),
  'pairs with dashes': pairs(hexadecimal.toUpperCase()).join('-'),
  'literals of C': pairs(hexadecimal)
    .map((pair) => `0x${pair}`)
    .join(', '),
  'escapes of C': pairs(hexadecimal)
    .map((pair) => `\\x${pair}`)
    .join(''),
  'escapes of C in JSON': pairs(hexadecimal)
    .map((pair) => `\\\\x${pair}`)
    .join(''),
  'PKCS#1': pkcs1.toString('hex'),
  'PKCS#12': Buffer.from(pkcs12).toString('hex'),
  'a passphrase': Buffer.from(passphrase).toString('hex'),
  'the private exponent in decimal': numberOf(rsa.d),
  'a prime in decimal': numberOf(rsa.p),
  'a coefficient in decimal': numberOf(rsa.qi),
  'unsigned bytes': [...bytes].join(', '),
  'signed bytes': [...new Int8Array(bytes)].join(','),
}

it.each(Object.entries(digits))('nothing is left of digits in the form of %s', (_, text) => {
  expect(hiderOf(certificates)()(`İ before: ${text}.`)).toMatch(/^İ before: (?:0x|\\+x)?\(secret\)\.$/)
  const hide = hiderOf(certificates)()
  const halves = [text.slice(0, text.length / 2), text.slice(text.length / 2)].map(hide)
  expect(halves.map((half) => /^.{0,60}\(secret\).{0,60}$/s.test(half))).toEqual([true, true])
})

it('a base64 of the passphrase is found', () => {
  for (const before of ['', 'a', 'ab']) {
    const text = Buffer.from(`${before}${passphrase}`).toString('base64')
    expect(hiderOf(certificates)()(text).length).toBeLessThan('(secret)'.length + 7)
  }
})

it('what is not secret stays as it is', () => {
  const hide = hiderOf(certificates)()
  const line =
    '2026-01-02T03:04:05Z INFO [main] GET https://localhost:8080/api/123456785/portal/signature-jobs?a=b_c-d \\n "x"'
  expect(hide(line)).toBe(line)
  const others = [
    `${createHash('sha256').update('x').digest('hex')} ${'0'.repeat(64)} 20261129163000000000`,
    '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -1, 255, 256]',
  ]
  for (const other of others) expect(hide(other)).toBe(other)
  expect(hide(key)).toMatch(/^-----BEGIN PRIVATE KEY-----\n\(secret\)=*\n-----END PRIVATE KEY-----\s*$/)
  expect(hide(`the passphrase is ${passphrase}.`)).toBe('the passphrase is (secret).')
  expect(hiderOf(undefined)()(key)).toBe(key)
})
