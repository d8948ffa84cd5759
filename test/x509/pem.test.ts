import { expect, it } from 'vitest'
import { isEncryptedKey, isUnknownEncryption, pemBlocks, pemLabel } from '../../src/x509/pem.js'

const block = (label: string, content = 'AAAA'): string =>
  `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----`
const certificate = block('CERTIFICATE')

it.each<[string, string, readonly string[]]>([
  ['one', certificate, [certificate]],
  ['several, with text between', `a\n${certificate}\n- b -\n${certificate}c`, [certificate, certificate]],
  [
    'older labels',
    `${block('X509 CERTIFICATE')}${block('TRUSTED CERTIFICATE')}`,
    [block('X509 CERTIFICATE'), block('TRUSTED CERTIFICATE')],
  ],
  ['none of another label', `${block('PRIVATE KEY')}${block('CERTIFICATE REQUEST')}`, []],
  ['none that does not end', '-----BEGIN CERTIFICATE-----\nAAAA', []],
  ['none that ends as another', `-----BEGIN CERTIFICATE-----\n${block('PRIVATE KEY')}\n-----END CERTIFICATE-----`, []],
  ['the last beginning before an end', `-----BEGIN CERTIFICATE-----\n${certificate}`, [certificate]],
  ['none that begins only', '-----END CERTIFICATE-----', []],
])('reads %s', (_, text, blocks) => {
  expect(pemBlocks(text, pemLabel.certificate)).toEqual(blocks)
  expect(pemBlocks(new TextEncoder().encode(text), pemLabel.certificate)).toEqual(blocks)
})

it('reads keys of every label', () => {
  const labels = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'EC PRIVATE KEY']
  const blocks = labels.map((label) => block(label))
  expect(pemBlocks([...blocks, certificate].join('\n'), pemLabel.privateKey)).toEqual(blocks)
})

it.each([
  ['PKCS#8', block('ENCRYPTED PRIVATE KEY'), true],
  ['the older form', block('RSA PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,00\n\nAAAA'), true],
  ['one behind a text', `Bag Attributes\n${block('ENCRYPTED PRIVATE KEY')}`, true],
  ['none that is encrypted', block('PRIVATE KEY'), false],
  ['a text that speaks of it', `Not Proc-Type: 4,ENCRYPTED, nor -----BEGIN ENCRYPTED\n${block('PRIVATE KEY')}`, false],
])('tells whether a key is encrypted: %s', (_, text, expected) => {
  expect(isEncryptedKey(text)).toBe(expected)
})

it('tells whether OpenSSL does not know an encryption', () => {
  const withCode = (code: unknown): Error => Object.assign(new Error('x'), { code })
  for (const code of [
    'ERR_OSSL_EVP_UNSUPPORTED',
    'ERR_OSSL_PEM_UNSUPPORTED_ENCRYPTION',
    'ERR_OSSL_PEM_BAD_IV_CHARS',
    'ERR_OSSL_PEM_NOT_DEK_INFO',
    'ERR_OSSL_PEM_MISSING_DEK_IV',
    'ERR_OSSL_PEM_UNEXPECTED_DEK_IV',
  ])
    expect(isUnknownEncryption(withCode(code))).toBe(true)
  const other = [withCode('ERR_OSSL_BAD_DECRYPT'), withCode(undefined), new Error('x'), 'x', undefined]
  for (const thrown of [...other, { code: 'ERR_OSSL_EVP_UNSUPPORTED' }]) expect(isUnknownEncryption(thrown)).toBe(false)
})
