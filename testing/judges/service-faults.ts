/** Packages that break what this service asks for, and are signed as they should be: nobody else has to refuse them. */
import { constants, sign } from 'node:crypto'
import type { Manner } from '../bundle/foreign-signatures.js'
import {
  encode,
  faulty,
  files,
  signaturesXml,
  signed,
  signedLike,
  signedWith,
  withFiles,
  withSignatures,
} from './faulty.js'
import type { JudgedPackage } from './package.js'
import { makeChain } from './senders.js'

const manifestXml = new TextDecoder().decode(signed.get('manifest.xml'))
const signedOver = (others: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> =>
  signedLike({}, new Map([...signed, ...Object.entries(others).map(([name, text]) => [name, encode(text)] as const)]))
const rsaSha512: Manner = {
  signature: {
    algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    make: (data, pem) => sign('sha512', data, pem),
  },
}
const rsaPss: Manner = {
  signature: {
    algorithm: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
    make: (data, key) => sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  },
}
const ecdsa: Manner = {
  chain: makeChain({ leaf: { key: 'ec' } }),
  signature: {
    algorithm: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
    make: (data, key) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  },
}
const signatureElement = /<Signature .*<\/Signature>/.exec(signaturesXml)?.[0] ?? ''

/** The packages that the service may refuse. */
export const serviceFaults: readonly JudgedPackage[] = faulty('service', {
  'a META-INF/manifest.xml': {
    code: 'bundle.meta-inf-manifest',
    files: withFiles({
      'META-INF/manifest.xml':
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"/>',
    }),
  },
  'a mimetype file': {
    code: 'bundle.document-unexpected',
    files: new Map([['mimetype', encode('application/vnd.etsi.asic-e+zip')], ...files]),
  },
  'a second file of signatures': {
    code: 'bundle.signatures-several',
    files: withFiles({ 'META-INF/signatures2.xml': signaturesXml }),
  },
  'a second signature': {
    code: 'bundle.signatures-several',
    files: withSignatures(
      signaturesXml.replace(signatureElement, signatureElement + signatureElement.replaceAll('ID_', 'other_')),
    ),
  },
  'a signature in another file': {
    code: 'bundle.signatures-missing',
    files: new Map([...signed, ['META-INF/signatures1.xml', encode(signaturesXml)]]),
  },
  'no signature': { code: 'bundle.signatures-missing', files: signed },
  'no manifest': {
    code: 'bundle.manifest-missing',
    files: signedLike({}, new Map([...signed].filter(([name]) => name !== 'manifest.xml'))),
  },
  'a document that is not in the manifest': {
    code: 'bundle.document-unexpected',
    files: signedOver({ 'document-3.pdf': '%PDF-1.4' }),
  },
  'a document of the manifest that is not there': {
    code: 'bundle.document-missing',
    files: signedLike({}, new Map([...signed].filter(([name]) => name !== 'document-2.pdf'))),
  },
  'a manifest that the schema refuses': {
    code: 'schema.element-unexpected',
    files: signedOver({ 'manifest.xml': manifestXml.replace('<title>', '<titel>').replace('</title>', '</titel>') }),
  },
  'a manifest with a document type': {
    code: 'xml.doctype',
    files: signedOver({ 'manifest.xml': manifestXml.replace(/\?>\s*/, '$&<!DOCTYPE portal-signature-job-manifest>') }),
  },
  'another media type than the manifest’s': {
    code: 'signature.mime-type',
    files: signedWith('<xades:MimeType>application/pdf', '<xades:MimeType>text/plain'),
  },
  'a file without media type': {
    code: 'signature.mime-type',
    files: signedWith(/<xades:DataObjectFormat ObjectReference="#r0">.*?<\/xades:DataObjectFormat>/, ''),
  },
  'a file with a transform': {
    code: 'signature.algorithm',
    files: signedWith(
      /(<ds:Reference URI="manifest.xml"[^>]*>)/,
      '$1<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/></ds:Transforms>',
    ),
  },
  'a description of a file': {
    code: 'signature.structure',
    files: signedWith('<xades:MimeType>', '<xades:Description>A contract</xades:Description><xades:MimeType>'),
  },
  'a signed file beside the signature': {
    code: 'bundle.document-unexpected',
    files: signedOver({ 'META-INF/extra.txt': 'extra' }),
  },
  'RSA with SHA-512': { code: 'signature.algorithm', files: signedLike(rsaSha512) },
  'RSA-PSS': { code: 'signature.algorithm', files: signedLike(rsaPss) },
  ECDSA: { code: 'signature.algorithm', files: signedLike(ecdsa) },
  'SHA-512 digests of the files': { code: 'signature.algorithm', files: signedLike({ digest: 'sha512' }) },
  'a signing time six seconds before receipt': {
    code: 'signature.signing-time',
    files: signedLike({ signingTime: '2026-11-23T20:15:24Z' }),
  },
  'a signing time six seconds after receipt': {
    code: 'signature.signing-time',
    files: signedLike({ signingTime: '2026-11-23T20:15:37Z' }),
  },
  'a signing time without offset': {
    code: 'signature.structure',
    files: signedLike({ signingTime: '2026-11-23T20:15:30' }),
  },
  'a certificate for other uses': {
    code: 'key.usage',
    ...(() => {
      const chain = makeChain({ leaf: { keyUsage: ['keyEncipherment'] } })
      return { chain, files: signedLike({ chain }) }
    })(),
  },
  'a signature with a document type': {
    code: 'xml.doctype',
    files: withSignatures(signaturesXml.replace('\n', '\n<!DOCTYPE XAdESSignatures>')),
  },
})
