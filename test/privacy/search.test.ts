import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { everyMark, markedSecrets } from '../../testing/privacy/marks.js'
import { searchFor } from '../../testing/privacy/search.js'

const search = searchFor(markedSecrets)
const around = (text: string): string => `3:14 /error/error-code "${text}" (secret), 2026-01-02T03:04:05Z`
const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding).toString('base64')
const hex = (text: string): string => Buffer.from(text).toString('hex')
const octets = (text: string): string => [...Buffer.from(text)].join(', ')
const swapped = (text: string): string =>
  text.replace(/\p{L}/gu, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
const each = (text: string, written: (code: number) => string): string =>
  Array.from(text, (character) => written(character.codePointAt(0) ?? 0)).join('')
const ofXml: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;', "'": '&apos;' }

/** How a secret may come out. */
const ways: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in capitals': (secret) => secret.toUpperCase(),
  'in small letters': (secret) => secret.toLowerCase(),
  'with the case of each letter changed': swapped,
  'with a space after every second character': (secret) => secret.replace(/../g, '$& '),
  'with dashes': (secret) => secret.replace(/.../g, '$&-'),
  'over several lines': (secret) => secret.replace(/.../g, '$&\n  '),
  'escaped as XML does': (secret) => secret.replace(/[&<"']/g, (character) => ofXml[character] ?? ''),
  'in references of XML': (secret) => each(secret, (code) => `&#${code};`),
  'in hexadecimal references of XML': (secret) => each(secret, (code) => `&#x${code.toString(16)};`),
  'escaped as JSON does': (secret) => JSON.stringify(secret),
  'twice in JSON': (secret) => JSON.stringify(JSON.stringify(secret)),
  'in JSON, every character escaped': (secret) => each(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'escaped as an address does': encodeURIComponent,
  'in an address twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'in an address, every octet escaped': (secret) => hex(secret).replace(/../g, '%$&'),
  'as it is inspected': (secret) => inspect(secret),
  'in base64': (secret) => base64(secret),
  'in base64 for addresses': (secret) => Buffer.from(secret).toString('base64url'),
  'in base64 behind an octet': (secret) => base64(`x${secret}`),
  'in base64 behind two octets': (secret) => base64(`xy${secret}`),
  'in base64 of UTF-16': (secret) => base64(secret, 'utf16le'),
  'in base64 on lines': (secret) => base64(secret).replace(/.{5}/g, '$&\n'),
  'in hexadecimal digits': hex,
  'in hexadecimal digits in capitals': (secret) => hex(secret).toUpperCase(),
  'in pairs of digits': (secret) => hex(secret).replace(/../g, '$& '),
  'as a Buffer is inspected': (secret) => inspect(Buffer.from(secret)),
  'as a Uint8Array is inspected': (secret) => inspect(new Uint8Array(Buffer.from(secret))),
  'as a Uint8Array in JSON': (secret) => JSON.stringify(new Uint8Array(Buffer.from(secret))),
  'in decimal octets': octets,
  'in UTF-16': (secret) => Buffer.from(secret, 'utf16le').toString('latin1'),
  'in UTF-8 that is taken for ISO 8859-1': (secret) => Buffer.from(secret).toString('latin1'),
}

it.each(Object.entries(ways))('a secret is found %s', (_, written) => {
  for (const secret of markedSecrets) expect([secret, search(around(written(secret)))]).not.toEqual([secret, undefined])
})

it('every piece of eight characters is found, and of six letters or digits', () => {
  for (const secret of markedSecrets)
    for (let at = 0; at + 8 <= secret.length; at += 1) {
      const piece = secret.slice(at, at + 8)
      const length = piece.replace(/[^\p{L}\p{N}]/gu, '').length
      expect([piece, length < 6 || search(around(piece)) !== undefined]).toEqual([piece, true])
      expect(length < 6 || search(around(piece.toUpperCase()))).toBeTruthy()
    }
})

it('every piece of eleven octets is found in base64, in digits and in decimal', () => {
  for (const secret of markedSecrets) {
    const content = Buffer.from(secret)
    for (let at = 0; at + 11 <= content.length; at += 1) {
      const piece = content.subarray(at, at + 11)
      for (const text of [piece.toString('base64'), piece.toString('hex'), [...piece].join(' ')])
        expect([text, search(around(text)) !== undefined]).toEqual([text, true])
    }
  }
})

it('what is no secret is none', () => {
  expect(search(around(''))).toBeUndefined()
  for (const [, mark] of everyMark) expect(search(mark.slice(0, 5))).toBeUndefined()
  for (const text of [
    'https://portal.example/',
    'document.pdf',
    '01810010068',
    base64('anything else'),
    hex('x'.repeat(99)),
  ])
    expect(search(around(text))).toBeUndefined()
})
