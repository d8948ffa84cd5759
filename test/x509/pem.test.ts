import { expect, it } from 'vitest'
import { pemBlocks, pemLabel } from '../../src/x509/pem.js'

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
