import { expect, test } from 'vitest'
import { redactPlainText } from '../../src/http/redact-text.js'

const identity = '(national identity number, 11)'

test.each([
  ['12345678910', identity],
  ['of 12345678910, signed', `of ${identity}, signed`],
  ['no12345678910x', `no${identity}x`],
  ['010190 12345', '(national identity number, 12)'],
  ['010190-12345', '(national identity number, 12)'],
  ['12345678910 and 10987654321', `${identity} and ${identity}`],
  ['kari.normann+a@example.com', '(e-mail address, 26)'],
  ['<kari@example.co.uk>, "ola@blåbær.no".', '<(e-mail address, 18)>, "(e-mail address, 13)".'],
  ['https://example.com/?to=kari%40example.com&a=1', 'https://example.com/?to=(e-mail address, 18)&a=1'],
  ["O'Brien@example.com", '(e-mail address, 19)'],
  ["'kari@example.com'", "'(e-mail address, 16)'"],
  ['99999999', '(telephone number, 8)'],
  ['sms:99999999.', 'sms:(telephone number, 8).'],
  ['99 99 99 99 or 999 99 999', '(telephone number, 11) or (telephone number, 10)'],
  ['+4700000000', '(telephone number, 11)'],
  ['+47 12 34 56 78 2', '(telephone number, 15) 2'],
  ['0047 99999999', '(telephone number, 13)'],
  ['004799999999', '(telephone number, 12)'],
  ['4799999999', '(telephone number, 10)'],
  ['+46701234567', '(telephone number, 12)'],
  ['99999999;88888888', '(telephone number, 8);(telephone number, 8)'],
  ['99999999/88888888', '(telephone number, 8)/(telephone number, 8)'],
  ['47 99 99 99 99 or 47 999 99 999', '(telephone number, 14) or (telephone number, 13)'],
  ['99\u202f99\u202f99\u202f99, 010190\u202f12345', '(telephone number, 11), (national identity number, 12)'],
  ['0046701234567 or 0046 70 123 45 67', '(telephone number, 13) or (telephone number, 17)'],
  ['?sms=%2B4799999999&b=%2B46701234567', '?sms=(telephone number, 13)&b=(telephone number, 14)'],
  ['?sms=%2B47%2099%2099%2099%2099', '?sms=(telephone number, 25)'],
  ['?sms=99+99+99+99&a=%2099999999', '?sms=(telephone number, 11)&a=%20(telephone number, 8)'],
  ['?a=Kari%2012345678910&b=010190%2012345', `?a=Kari%20${identity}&b=(national identity number, 14)`],
  ['a%3A99999999', 'a%3A(telephone number, 8)'],
  [String.raw`"a\n99999999\t12345678910"`, String.raw`"a\n(telephone number, 8)\t${identity}"`],
  [String.raw`\u002012345678910, \u003e99999999`, String.raw`\u0020${identity}, \u003e(telephone number, 8)`],
])('%s becomes %s', (text, redacted) => {
  expect(redactPlainText(text)).toBe(redacted)
})

test.each([
  'a number of twelve digits: 123456789012',
  'organization 984661185',
  'GET https://portal.example/api/984661185/portal/signature-jobs/12345678910/complete?change=1',
  '/archive/documents/12345678910/pades',
  'signatureJobId: 12345678910, "signatureJobId":"98765432"',
  '{\\"signatureJobId\\":\\"12345678910\\"}',
  '<signature-job-id>12345678910</signature-job-id>',
  '2026-11-30T12:00:00.12345678910Z, 2026-11-30T12:00+01:00, 20261130, 1764504000, 1764504000000',
  '98765432-1234-1234-1234-123456789012',
  'a123456789101a123456789101a12345678910',
  '0.98765432, 10485760 bytes, 192.168.1.1, contract-98765432, id_98765432, 98765432x',
  '/files/98765432 48 65 20 77 33 12, %2Ffiles%2F98765432, 47 65 20 77 33 12',
  '001234567, 00123456',
  'took 0.0012345678 s, contract-0012345678, id_0012345678, /files/0012345678, 12:34:56.0012345678',
  'trace=0012345678abcdef, x-request-id: 0012345678-abc',
  'took 0.004799999998 s, file-004799999998, /004799999998',
  'undici@7.30.2, @types/node, @example.com, kari@localhost, a@b',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  '<signature><status since="2026-11-30T12:00:00Z">SIGNED</status></signature>',
])('%s stays', (text) => {
  expect(redactPlainText(text)).toBe(text)
})

test.each([
  '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----',
  '-----BEGIN ENCRYPTED PRIVATE KEY-----\\nMIIB\\n-----END ENCRYPTED PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIB, and no end',
])('a private key becomes its length: %s', (key) => {
  expect(redactPlainText(`key: ${key}`)).toBe(`key: (key, ${key.length})`)
})
