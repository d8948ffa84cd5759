/** Canonical XML by libxml2, to compare ours with and to make the signatures of others with. */
import { XmlC14NMode, XmlDocument, type XmlElement } from 'libxml2-wasm'
import type { CanonicalForm } from '../../src/xml/canonical.js'

/** The canonical form of the first element of a local name. */
export function canonicalByLibxml2(xml: string, local: string, form: CanonicalForm): string {
  const document = XmlDocument.fromString(xml)
  try {
    const element = document.get(`//*[local-name()='${local}']`) as XmlElement
    const { comments: withComments, exclusive } = form
    if (exclusive === undefined) return element.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_1_0, withComments })
    return element.canonicalizeToString({
      mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
      withComments,
      inclusiveNamespacePrefixes: exclusive.map((prefix) => (prefix === '' ? '#default' : prefix)),
    })
  } finally {
    document.dispose()
  }
}
