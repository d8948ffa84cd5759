/**
 * How fast messages are written, beside others that write.
 *
 * @module
 */
import { portalSignatureJobManifest, type PortalSignatureJobManifest, type PortalSigner } from 'signering-portal/codec'
import { measure } from './measure.js'
import { manifestOf } from './messages.js'
import { fastXmlParserText, fastXmlParserTree } from './peers.js'
import type { Ratio } from './ratio.js'

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
const escapeText = (text: string): string => text.replace(/[&<>\r]/g, (character) => references[character] ?? '')
const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"\t\n\r]/g, (character) => references[character] ?? '')

const element = (name: string, value: string | number | undefined): string =>
  value === undefined ? '' : `<${name}>${escapeText(String(value))}</${name}>`

/** A template for manifests such as those measured: escapes, and checks nothing. */
function template(manifest: PortalSignatureJobManifest): string {
  const { availability } = manifest
  const documents = (manifest.documents ?? []).map(
    ({ href, mime, title }) =>
      `<document href="${escapeAttribute(href)}" mime="${escapeAttribute(mime)}">${element('title', title)}</document>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?><portal-signature-job-manifest xmlns="http://signering.posten.no/schema/v1"><signers>${manifest.signers.map(templateOfSigner).join('')}</signers><sender>${element('organization-number', manifest.sender.organizationNumber)}</sender>${element('title', manifest.title)}${element('nonsensitive-title', manifest.nonsensitiveTitle)}${element('description', manifest.description)}<documents>${documents.join('')}</documents>${availability ? `<availability>${element('activation-time', availability.activationTime)}${element('available-seconds', availability.availableSeconds)}</availability>` : ''}${element('identifier-in-signed-documents', manifest.identifierInSignedDocuments)}</portal-signature-job-manifest>`
}

function templateOfSigner(signer: PortalSigner): string {
  const { order, notifications, notificationsUsingLookup: lookup } = signer
  let xml = order === undefined ? '<signer>' : `<signer order="${order}">`
  xml += element('personal-identification-number', signer.personalIdentificationNumber)
  if (notifications !== undefined) {
    const { email, sms } = notifications
    xml += '<notifications>'
    if (email !== undefined) xml += `<email address="${escapeAttribute(email.address)}"/>`
    if (sms !== undefined) xml += `<sms number="${escapeAttribute(sms.number)}"/>`
    xml += '</notifications>'
  }
  if (lookup !== undefined)
    xml += `<notifications-using-lookup><email/>${lookup.sms ? '<sms/>' : ''}</notifications-using-lookup>`
  return `${xml}</signer>`
}

/** Makes of a text that V8 has in parts the one that a writer to a file or socket needs. */
const whole = (text: string): number => text.charCodeAt(text.length >> 1)

/** Every ratio of writing messages. */
export async function encodingRatios(): Promise<readonly Ratio[]> {
  const ratios: Ratio[] = []
  for (const count of [1, 4, 10]) {
    const manifest = manifestOf(count)
    const xml = portalSignatureJobManifest.encode(manifest)
    if (template(manifest) !== xml) throw new Error('The template writes another document: it shows nothing.')
    const tree = fastXmlParserTree(xml)
    const times = await measure({
      codec: () => whole(portalSignatureJobManifest.encode(manifest)),
      template: () => whole(template(manifest)),
      stringify: () => whole(JSON.stringify(manifest)),
      fastXmlParser: () => whole(fastXmlParserText(tree)),
    })
    const input = `manifest, ${count} signers`
    ratios.push(
      { name: `encode / template: ${input}`, ratio: times.codec / times.template, limit: 2.6 },
      { name: `encode / JSON.stringify: ${input}`, ratio: times.codec / times.stringify, limit: 2 },
      { name: `encode / fast-xml-parser: ${input}`, ratio: times.codec / times.fastXmlParser, limit: 1 / 4 },
    )
  }
  return ratios
}
