/**
 * Signs what was changed, so that a change deep inside is not found by the first look at a signature.
 *
 * @module
 */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import type { TestKey } from '../certificates.js'
import { keyPem } from '../certificates.js'
import type { CanonicalForm } from '../../src/xml/canonical.js'
import { foreignSignatures } from '../bundle/foreign-signatures.js'
import { readTree, writeTree } from './der-tree.js'

const keys = new Map<TestKey, KeyObject>()

function keyNamed(name: TestKey): KeyObject {
  const key = keys.get(name) ?? createPrivateKey(keyPem(name))
  keys.set(name, key)
  return key
}

/** A certificate signed anew, by RSA and SHA-256; as it is where it has not the parts of one. */
export function signCertificate(der: Uint8Array, issuer: TestKey): Uint8Array {
  const tree = readTree(der)
  const parts = tree?.[0]?.content
  if (tree === undefined || parts === undefined || parts instanceof Uint8Array) return der
  const [toBeSigned, , signature] = parts
  if (toBeSigned === undefined || signature === undefined) return der
  signature.content = Buffer.concat([Uint8Array.of(0), sign('sha256', writeTree([toBeSigned]), keyNamed(issuer))])
  return writeTree(tree)
}

/** How SignedInfo of a document asks to be made canonical. */
function formIn(xml: string): CanonicalForm {
  const method = /CanonicalizationMethod[^>]*Algorithm="([^"]*)"/.exec(xml)?.[1] ?? ''
  const prefixes = /PrefixList="([^"]*)"/.exec(xml)?.[1] ?? ''
  const comments = method.endsWith('WithComments')
  const exclusive = prefixes.split(/\s+/).map((prefix) => (prefix === '#default' ? '' : prefix))
  return method.includes('exc-c14n') ? { comments, exclusive: prefixes === '' ? [] : exclusive } : { comments }
}

/** A document with the digest and the value that belong to it at its places PROPERTIES and VALUE; as it is where libxml2 cannot read it. */
export function signXml(xml: string): string {
  try {
    return foreignSignatures(new Map(), { form: formIn(xml), change: () => xml })
  } catch {
    return xml
  }
}
