import { createPrivateKey, privateEncrypt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { issueCodes } from 'signering-portal/codec'
import type { SigningKey } from 'signering-portal/bundle'
import { titleOf } from '../../examples/bundle-verify.js'
import { keyFromFiles, keyFromKeyStore, keyFromService, writeContract } from '../../examples/bundle-write.js'
import { repositoryFile } from '../../testing/requirements.js'
import { makeDocuments, sender, signingTime } from '../../testing/bundle/packages.js'

const guide = readFileSync(repositoryFile('docs/document-package.md'), 'utf8')
const privateKey = createPrivateKey(sender.leaf.privateKeyPem)
const certificates = [sender.leaf, sender.intermediate, sender.root]

describe('the guide to the document package', () => {
  it('has every code of the package, and no other', () => {
    const named = [...guide.matchAll(/`((?:bundle|signature|key)\.[a-z-]+)`/g)].map((match) => match[1])
    const codes = Object.keys(issueCodes).filter((code) => /^(?:bundle|signature|key)\./.test(code))
    expect([...new Set(named)].sort()).toEqual(codes.sort())
  })

  const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hemmelig' })
  const text = new TextEncoder()
  const store = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(sender.leaf.privateKeyPem),
    certificates.map(({ certificatePem }) => forge.pki.certificateFromPem(certificatePem)),
    'hemmelig',
  )
  const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex')
  const keys: readonly (readonly [string, () => SigningKey])[] = [
    ['files', () => keyFromFiles(text.encode(encrypted.toString()), text.encode(sender.certificates), 'hemmelig')],
    ['a key store', () => keyFromKeyStore(Buffer.from(forge.asn1.toDer(store).getBytes(), 'binary'), 'hemmelig')],
    [
      'a key service',
      () =>
        keyFromService(
          certificates.map(({ certificateDer }) => certificateDer),
          (sha256) => Promise.resolve(privateEncrypt(privateKey, Buffer.concat([prefix, sha256]))),
        ),
    ],
  ]
  it.each(keys)('writes and verifies a package with a key from %s', async (_, key) => {
    const [document] = makeDocuments(1)
    const { bytes, warnings } = await writeContract(document?.bytes ?? new Uint8Array(), key(), signingTime)
    expect(warnings).toEqual([])
    expect(titleOf(bytes, [sender.root.certificateDer], signingTime)).toBe('Contract')
    expect(titleOf(bytes, [], signingTime)).toMatch(/^signature.untrusted /)
  })
})
