import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { beginningOf, hiderOf } from '../../src/contract/secrets.js'
import { testCertificates } from '../../testing/simulator/certificates.js'

const certificates = await testCertificates()
const [client] = Object.values(certificates.clients)
const { organizationNumber = '', key = '', pkcs12 = new Uint8Array(), passphrase = '' } = client ?? {}
const chain = (client?.certificates.match(/-----BEGIN[^]+?-----END.*\n/g) ?? []).map((pem) => new X509Certificate(pem))
const bytes = createPrivateKey(key).export({ format: 'der', type: 'pkcs8' })
const pkcs1 = createPrivateKey(key).export({ format: 'der', type: 'pkcs1' })
const modulus = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).n ?? '', 'base64url')

/** A file without what is public in it, if that is what stands first. */
function afterPublic(content: Buffer): Buffer {
  const ends = [modulus, ...chain.map(({ raw }) => raw)].map((part) =>
    content.includes(part) ? content.indexOf(part) + part.length : 0,
  )
  return content.subarray(Math.max(...ends))
}

const bodies = {
  key: bytes.toString('base64'),
  'key in PKCS#1': pkcs1.toString('base64'),
  'PKCS#12': afterPublic(Buffer.from(pkcs12)).toString('base64'),
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
    const lines = wrapped(body, width, '\n')
      .split('\n')
      .map((line) => hide(line))
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
// Whether a modulus is shown depends on what stands before it, which is another in each key.
const hexadecimal = afterPublic(bytes).toString('hex')
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
  'PKCS#12': afterPublic(Buffer.from(pkcs12)).toString('hex'),
  'a passphrase': Buffer.from(passphrase).toString('hex'),
  'the private exponent in decimal': numberOf(rsa.d),
  'a prime in decimal': numberOf(rsa.p),
  'a coefficient in decimal': numberOf(rsa.qi),
  'unsigned bytes': [...afterPublic(bytes)].join(', '),
  'signed bytes': [...new Int8Array(afterPublic(bytes))].join(','),
}

it.each(Object.entries(digits))('nothing is left of digits in the form of %s', (_, text) => {
  // A byte at the end that is white space is no unit: it may as well be that of the text.
  const shown = /^İ before: (?:0x|\\+x)?\(secret\)(?:\\+x(?:09|0a|0d|20))*\.$/
  expect(hiderOf(certificates)()(`İ before: ${text}.`)).toMatch(shown)
  const hide = hiderOf(certificates)()
  const halves = [text.slice(0, text.length / 2), text.slice(text.length / 2)].map((half) => hide(half))
  expect(halves.map((half) => /^.{0,60}\(secret\).{0,60}$/s.test(half))).toEqual([true, true])
})

const escaped = (form: (byte: number) => string) => (bytes: Uint8Array) =>
  Array.from(bytes, (byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x5c ? String.fromCharCode(byte) : form(byte),
  ).join('')
const two = (byte: number): string => byte.toString(16).padStart(2, '0')
/** How programs print the bytes of a file, with how much of it may be left: what stands before the first line, or looks like it. */
const printed: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  'in Python, hex()': (bytes) => Buffer.from(bytes).toString('hex'),
  'in Python, repr': (bytes) => `b'${escaped((byte) => `\\x${two(byte)}`)(bytes)}'`,
  'in Python, repr of what JSON escaped': (bytes) =>
    JSON.stringify(`b'${escaped((byte) => `\\x${two(byte)}`)(bytes)}'`),
  'in Python, list()': (bytes) => `[${[...bytes].join(', ')}]`,
  'in Go, Println': (bytes) => `[${[...bytes].join(' ')}]`,
  'in Go, %x of each byte': (bytes) => Array.from(bytes, (byte) => byte.toString(16)).join(' '),
  'in Go, json.Marshal': (bytes) => Buffer.from(bytes).toString('base64'),
  'in Java, Arrays.toString': (bytes) => `[${[...new Int8Array(bytes)].join(', ')}]`,
  'in Node, JSON.stringify': (bytes) => JSON.stringify(Buffer.from(bytes)),
  'in Node, JSON.stringify of an Uint8Array': (bytes) => JSON.stringify(new Uint8Array(bytes)),
  'in Node, JSON.stringify of it twice': (bytes) => JSON.stringify(JSON.stringify(new Uint8Array(bytes), null, 2)),
  'in Node, inspect': (bytes) => inspect({ ...bytes }, { maxArrayLength: null }),
  'in Python, dict(enumerate())': (bytes) => `{${Array.from(bytes, (byte, at) => `${at}: ${byte}`).join(', ')}}`,
  'in PHP, print_r': (bytes) => Array.from(bytes, (byte, at) => `    [${at}] => ${byte}\n`).join(''),
  'in PHP, var_dump': (bytes) => Array.from(bytes, (byte, at) => `  [${at}]=>\n  int(${byte})\n`).join(''),
  'in Node, a whole Buffer': (bytes) => `<Buffer ${Array.from(bytes, two).join(' ')}>`,
  'in Rust': (bytes) => escaped((byte) => `\\u{${byte.toString(16)}}`)(bytes),
  'in C, octal': (bytes) => escaped((byte) => `\\${byte.toString(8).padStart(3, '0')}`)(bytes),
  'as JSON in ASCII': (bytes) => escaped((byte) => `\\u00${two(byte)}`)(bytes),
  'as ISO 8859-1': (bytes) => JSON.stringify(Buffer.from(bytes).toString('latin1')),
  'in an address': (bytes) =>
    escaped((byte) => `%${two(byte).toUpperCase()}`)(bytes)
      .replaceAll('+', '%2B')
      .replaceAll('/', '%2F'),
  'in an address within an address': (bytes) =>
    encodeURIComponent(encodeURIComponent(Buffer.from(bytes).toString('base64'))),
  'in XML': (bytes) => escaped((byte) => `&#${byte};`)(bytes).replaceAll('+', '&#x2B;'),
  'in XML, all in decimal': (bytes) => Array.from(bytes, (byte) => `&#${byte};`).join(''),
  'by xxd': (bytes) => dumped(bytes, 2),
  'by hexdump -C': (bytes) => dumped(bytes, 1),
}

function dumped(bytes: Uint8Array, perGroup: number): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const line = [...bytes.subarray(at, at + 16)]
    const groups = line.map((byte, index) => two(byte) + (index % perGroup === perGroup - 1 ? ' ' : ''))
    const characters = line.map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(8, '0')}: ${groups.join('')} |${characters}|`)
  }
  return lines.join('\n')
}

const files = {
  PEM: Buffer.from(key),
  DER: afterPublic(bytes),
  'PEM of PKCS#1': Buffer.from(createPrivateKey(key).export({ format: 'pem', type: 'pkcs1' })),
  'PEM of PKCS#1 without line breaks': Buffer.from(pkcs1.toString('base64')),
  'PKCS#12': afterPublic(Buffer.from(pkcs12)),
}
const ways = Object.entries(printed).flatMap(([way, print]) =>
  Object.entries(files).map(([file, content]) => [file, way, content, print] as const),
)

it.each(ways)('a file in %s is hidden %s', (file, way, content, print) => {
  // A dump has offsets in it, so that what is public stands in pieces of its own.
  const isDump = way.startsWith('by')
  const text = print(isDump ? afterPublic(content) : content)
  const left = hiderOf(certificates)()(text).replaceAll('(secret)', '')
  // Of a dump the offsets stay, and the dots of its last column; of PEM the words of its first and last line.
  if (isDump) expect(left.length).toBeLessThan(text.length / 2)
  else
    expect(left.length).toBeLessThan(
      file.startsWith('PEM') ? print(Buffer.from('-'.repeat(80))).length + 30 : text.length / 50 + 30,
    )
})

it('line breaks that a file does not have show no more of it than themselves', () => {
  const letters = wrapped(bodies.key.slice(400, 400 + 15 * 76), 76, '\r\n')
  expect(hiderOf(certificates)()([...Buffer.from(letters)].join(', '))).toMatch(
    /^\(secret\)(?:, 13, (?:10, )?\(secret\))+$/,
  )
})

const open = {
  'an organization number': Buffer.from(organizationNumber),
  'the name of a key in PKCS#12': Buffer.from(organizationNumber, 'utf16le').swap16(),
  'a modulus': modulus,
  'a public key': createPublicKey(key).export({ format: 'der', type: 'spki' }),
  'a public key in PKCS#1': createPublicKey(key).export({ format: 'der', type: 'pkcs1' }),
  ...Object.fromEntries(
    chain.flatMap((certificate, at) => [
      [`certificate ${at} in PEM`, Buffer.from(certificate.toString())],
      [`certificate ${at} in DER`, certificate.raw],
      [`the names of certificate ${at}`, Buffer.from(`${certificate.subject} ${certificate.issuer}`)],
      [`the number of certificate ${at}`, Buffer.from(certificate.serialNumber, 'hex')],
      [`a SHA-1 of certificate ${at}`, Buffer.from(certificate.fingerprint.replaceAll(':', ''), 'hex')],
    ]),
  ),
}

/** A dump cuts what is public into pieces, and chance decides what stands beside them. */
const whole = Object.entries(printed).filter(([way]) => !way.startsWith('by'))

it.each(Object.entries(open))('%s is shown, however it is printed', (_, content) => {
  for (const [, print] of whole) expect(hiderOf(certificates)()(print(content))).toBe(print(content))
})

it('of PKCS#12, the certificates are shown and nothing else', () => {
  const shown = hiderOf(certificates)()(Buffer.from(pkcs12).toString('hex'))
  const left = shown.split('(secret)').filter((part) => part !== '')
  expect(left).toHaveLength(chain.length)
  for (const [at, { raw }] of chain.entries()) {
    const all = raw.toString('hex')
    expect(all).toContain(left[at])
    // What stands beside it may by chance begin as something that is secret does: then some digits more are hidden.
    expect(left[at]?.length).toBeGreaterThan(all.length - 32)
  }
})

it('a modulus is shown by itself, and hidden within its key, also where lines are texts of their own', () => {
  const { n = '', d = '' } = createPrivateKey(key).export({ format: 'jwk' })
  expect(hiderOf(certificates)()(`"n":"${n}","d":"${d}"`)).toBe(`"n":"${n}","d":"(secret)"`)
  const hide = hiderOf(certificates)()
  expect(
    key
      .trimEnd()
      .split('\n')
      .slice(1, -1)
      .map((line) => hide(line))
      .join(''),
  ).toMatch(/^(?:\(secret\))+=*$/)
})

it('a passphrase is hidden as a list of its characters', () => {
  expect(hiderOf(certificates)()(`[${[...passphrase].join(', ')}]`)).toBe('[(secret)]')
})

it('a secret that is cut is not shown by half', () => {
  const hide = hiderOf(certificates)
  for (const secret of [passphrase, bodies.key, ...Object.values(printed).map((print) => print(bytes))])
    for (const at of [0, 85, 93, 99, 300, 340, 350, 355]) {
      const text = `${'.'.repeat(at)}${secret}${'.'.repeat(500)}`
      const shown = beginningOf(text, 100, hide())
      expect(hide()(text).startsWith(shown.replace(/…$/, ''))).toBe(true)
      expect(shown).not.toBe('…')
    }
  for (const some of ['x', ' ', 'a', 'A', '0', '{']) expect(hide()(some.repeat(5_000_000))).toHaveLength(5_000_000)
  expect(beginningOf('x'.repeat(100), 100, hide())).toBe('x'.repeat(100))
  expect(beginningOf('x'.repeat(101), 100, hide())).toBe(`${'x'.repeat(100)}…`)
  expect(beginningOf('x'.repeat(1000), 100, hide())).toBe(`${'x'.repeat(100)}…`)
})

it('what stands before a long secret is shown', () => {
  for (const length of [100, 356, 500])
    expect(beginningOf(`key: ${key.replaceAll('\n', '')} cannot be read`, length, hiderOf(certificates)())).toMatch(
      /^key: -----BEGIN PRIVATE KEY-----\(secret\)…$/,
    )
})

it('no more of a text is looked at than may be shown', () => {
  const read: number[] = []
  const shown = beginningOf('x'.repeat(1e7), 100, (text, givenUnits) => {
    read.push(text.length)
    return text.slice(0, givenUnits)
  })
  expect([shown.length, read.length]).toEqual([101, 1])
  expect(read[0]).toBeLessThan(1000)
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
