/** Verifies the signature of an archive with the canonical XML of another library, and knows nothing of our own code. */
import { createHash, createPublicKey, createVerify, X509Certificate } from 'node:crypto'
import { DOMParser, type Element, type Node } from '@xmldom/xmldom'
import { C14nCanonicalization, ExclusiveCanonicalization } from 'xml-crypto'

const ds = 'http://www.w3.org/2000/09/xmldsig#'

/** The canonical form of an element by xml-crypto, with the namespaces that its ancestors declare. */
export function canonicalByLibrary(element: Element, exclusive = false): string {
  const ancestorNamespaces: { prefix: string; namespaceURI: string }[] = []
  for (let node: Node | null = element.parentNode; node !== null; node = node.parentNode) {
    if (!('attributes' in node) || node.attributes === undefined) continue
    for (const attribute of Array.from(node.attributes as Element['attributes'])) {
      // The library finds the default namespace by itself, and writes it twice if it is given.
      const prefix = /^xmlns:(.*)$/.exec(attribute.nodeName)?.[1]
      if (prefix !== undefined && !ancestorNamespaces.some((known) => known.prefix === prefix))
        ancestorNamespaces.push({ prefix, namespaceURI: attribute.value })
    }
  }
  const algorithm = exclusive ? new ExclusiveCanonicalization() : new C14nCanonicalization()
  return algorithm.process(element, { ancestorNamespaces })
}

/** Finds the one element of a name. */
export function elementOf(root: Element, namespace: string, local: string): Element {
  const [element] = Array.from(root.getElementsByTagNameNS(namespace, local))
  if (element === undefined) throw new Error(`there is no ${local}`)
  return element
}

/** Parses a document. */
export function parse(xml: string): Element {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement
  if (root === null) throw new Error('there is no root')
  return root
}

/** Verifies; gives what is wrong, nothing for a good signature. */
export function verifyGenerically(files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const problems: string[] = []
  const root = parse(new TextDecoder().decode(files.get('META-INF/signatures.xml')))
  const signedInfo = elementOf(root, ds, 'SignedInfo')
  const references = Array.from(signedInfo.getElementsByTagNameNS(ds, 'Reference'))
  for (const reference of references) {
    const uri = decodeURIComponent(reference.getAttribute('URI') ?? '')
    const digest = elementOf(reference, ds, 'DigestValue').textContent
    const target = Array.from(root.getElementsByTagName('*')).find(
      (element) => `#${element.getAttribute('Id') ?? ''}` === uri,
    )
    const data = target === undefined ? files.get(uri) : canonicalByLibrary(target)
    if (data === undefined || createHash('sha256').update(data).digest('base64') !== digest) problems.push('digest')
  }
  if (references.length !== files.size) problems.push('coverage')
  const certificate = Buffer.from(elementOf(root, ds, 'X509Certificate').textContent ?? '', 'base64')
  const value = Buffer.from(elementOf(root, ds, 'SignatureValue').textContent ?? '', 'base64')
  const key = createPublicKey(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }))
  if (!createVerify('sha256').update(canonicalByLibrary(signedInfo)).verify(key, value)) problems.push('value')
  return problems
}
