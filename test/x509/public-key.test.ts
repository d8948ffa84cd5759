import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { readCertificate, type Certificate } from '../../src/x509/certificate.js'
import { holderOf, isOneKey } from '../../src/x509/public-key.js'
import { keyPem, makeCertificate, makeSender, validity } from '../../testing/certificates.js'
import { objectIdentifier, sequence } from '../../testing/der.js'

/** The key as workerd has it: none that was derived says that it equals another. */
const unequal = (name: 'leaf' | 'root'): KeyObject =>
  Object.assign(createPublicKey(keyPem(name)), { equals: () => false })

test('keys are one where their encodings are, whatever they say themselves', () => {
  expect(isOneKey(unequal('leaf'), unequal('leaf'))).toBe(true)
  expect(isOneKey(unequal('leaf'), unequal('root'))).toBe(false)
})

test('a certificate holds a key where it has its encoding, or node:crypto says so', () => {
  const read = (der: Uint8Array): Certificate => readCertificate(der) ?? expect.unreachable('It can be read.')
  const { leaf, root } = makeSender()
  const [ofLeaf, ofRoot] = [read(leaf.certificateDer), read(root.certificateDer)]
  for (const key of [createPrivateKey(leaf.privateKeyPem), createPublicKey(leaf.privateKeyPem), unequal('leaf')])
    expect([ofLeaf, ofRoot].map(holderOf(key))).toEqual([true, false])
  // Without the NULL of the algorithm, which RFC 3279 asks for; the key itself is what follows 19 octets.
  const info = createPublicKey(leaf.privateKeyPem).export({ type: 'spki', format: 'der' })
  const publicKeyInfo = sequence(sequence(objectIdentifier('1.2.840.113549.1.1.1')), info.subarray(19))
  const input = { subject: { CN: 'x' }, serialNumber: 1n, ...validity }
  const encodedOtherwise = read(makeCertificate({ ...input, publicKeyInfo }).certificateDer)
  expect(encodedOtherwise.publicKeyInfo).not.toBe(ofLeaf.publicKeyInfo)
  expect([encodedOtherwise, ofLeaf, ofRoot].map(holderOf(createPublicKey(leaf.privateKeyPem)))).toEqual([
    true,
    true,
    false,
  ])
  const onCurve = read(
    makeCertificate({ subject: { CN: 'x' }, key: 'ec', serialNumber: 1n, ...validity }).certificateDer,
  )
  expect([onCurve, ofLeaf].map(holderOf(createPrivateKey(keyPem('ec'))))).toEqual([true, false])
})
