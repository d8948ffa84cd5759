/** Signatures that do not fit what they are said to sign, or say it in a way that two programs understand differently. */
import { constants, createHash, createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { Manner } from '../bundle/foreign-signatures.js'
import { certOf } from '../bundle/signature-variants.js'
import { makeStranger } from '../certificates.js'
import {
  encode,
  faulty,
  files,
  replaced,
  signaturesXml,
  signed,
  signedLike,
  signedWith,
  withFiles,
  withSignatures,
} from './faulty.js'
import type { JudgedPackage } from './package.js'
import { makeLeaf } from './senders.js'
import { ordinaryChain, signaturesName } from './written.js'

const [leaf, authority, root] = ordinaryChain
const contentOf = (name: string): Uint8Array => files.get(name) ?? new Uint8Array()
const without = (name: string): ReadonlyMap<string, Uint8Array> =>
  new Map([...files].filter(([other]) => other !== name))
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64')

const changedDocument = contentOf('document-1.pdf').with(10, 0)
const changedManifest = new TextDecoder().decode(contentOf('manifest.xml')).replace('Dokument 1', 'Dokument I')
const stranger = makeStranger()
/** Another certificate of the same key by the same authority. */
const twin = makeLeaf(authority, { subject: { C: 'NO', O: 'Another AS', CN: 'Another AS' }, serialNumber: 99n })
const signedProperties = /<SignedProperties.*<\/SignedProperties>/.exec(signaturesXml)?.[0] ?? ''
const forgedProperties = signedProperties.replace('20:15:30.123Z', '20:15:31.123Z')

/** Changes of a document, or of the parts of a signature, after it was made. */
const changedAfterwards = faulty('signature', {
  'a changed byte of a document': { code: 'signature.digest', files: withFiles({ 'document-1.pdf': changedDocument }) },
  'a document cut short': {
    code: 'signature.digest',
    files: withFiles({ 'document-1.pdf': contentOf('document-1.pdf').slice(0, -1) }),
  },
  'two documents exchanged': {
    code: 'signature.digest',
    files: withFiles({ 'document-1.pdf': contentOf('document-2.pdf'), 'document-2.pdf': contentOf('document-1.pdf') }),
  },
  'a changed manifest': { code: 'signature.digest', files: withFiles({ 'manifest.xml': changedManifest }) },
  'white space after the manifest': {
    code: 'signature.digest',
    files: withFiles({ 'manifest.xml': Buffer.concat([contentOf('manifest.xml'), encode('\n')]) }),
  },
  'a changed document and its digest': {
    code: 'signature.value',
    files: new Map([
      ...withSignatures(replaced(digestOf(contentOf('document-1.pdf')), digestOf(changedDocument))),
      ['document-1.pdf', changedDocument],
    ]),
  },
  'a changed signature value': {
    code: 'signature.value',
    files: withSignatures(
      replaced(
        /(?<=<SignatureValue>.{20})./,
        (signaturesXml.split('<SignatureValue>')[1] ?? '')[20] === 'A' ? 'B' : 'A',
      ),
    ),
  },
  'a signature value of one octet': {
    code: 'signature.value',
    files: withSignatures(replaced(/(?<=<SignatureValue>)[^<]*/, 'AA==')),
  },
  'a changed digest': {
    code: 'signature.digest',
    files: withSignatures(replaced(digestOf(contentOf('document-1.pdf')), digestOf(changedDocument))),
  },
  'a changed signing time': {
    code: 'signature.signed-properties',
    files: withSignatures(replaced('20:15:30.123Z', '20:15:30.124Z')),
  },
  'a changed media type': {
    code: 'signature.signed-properties',
    files: withSignatures(replaced('<MimeType>application/pdf', '<MimeType>text/plain')),
  },
  'a changed issuer’s name': {
    code: 'signature.signed-properties',
    files: withSignatures(replaced('CN=Buypass', 'CN=Commfides')),
  },
  'another canonical form': {
    code: 'signature.value',
    files: withSignatures(
      replaced('http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'http://www.w3.org/2001/10/xml-exc-c14n#'),
    ),
  },
  'a reference taken away': {
    code: 'signature.value',
    files: withSignatures(
      replaced(
        /<Reference Id="ID_1".*?<\/Reference>(.*)<DataObjectFormat ObjectReference="#ID_1">.*?<\/DataObjectFormat>/,
        '$1',
      ),
    ),
  },
  'the certificate of a stranger in KeyInfo': {
    code: 'signature.value',
    files: withSignatures(replaced(base64(leaf.certificateDer), base64(stranger.leaf.certificateDer))),
  },
  'another certificate of the key in KeyInfo': {
    code: 'signature.certificate',
    files: withSignatures(replaced(base64(leaf.certificateDer), base64(twin.certificateDer))),
  },
  'no certificate in KeyInfo': {
    code: 'signature.structure',
    files: withSignatures(replaced(/<X509Certificate>.*<\/X509Certificate>/, '')),
  },
})

/** Files that come, go, and change their names. */
const otherFiles = faulty('signature', {
  'a file taken away': { code: 'signature.reference', files: without('document-2.pdf') },
  'a file renamed': {
    code: 'signature.reference',
    files: new Map([...without('document-2.pdf'), ['document-3.pdf', contentOf('document-2.pdf')]]),
  },
  'a file that is not signed': { code: 'signature.unsigned-file', files: withFiles({ 'extra.pdf': '%PDF-1.4' }) },
  'a file beside the signature that is not signed': {
    code: 'signature.unsigned-file',
    files: withFiles({ 'META-INF/extra.txt': 'extra' }),
  },
  'no reference to a document': {
    code: 'signature.unsigned-file',
    files: signedWith(
      /<ds:Reference URI="document-2.pdf"[^]*?<\/ds:Reference>([^]*)<xades:DataObjectFormat ObjectReference="#r1">.*?<\/xades:DataObjectFormat>/,
      '$1',
    ),
  },
})

/** Elements that a program can take for others. */
const wrapped = faulty('signature', {
  'signed properties among the unsigned ones': {
    code: 'signature.structure',
    files: withSignatures(
      replaced(
        signedProperties,
        `${forgedProperties.replace(' Id="SignedProperties"', ' Id="Forged"')}<UnsignedProperties><UnsignedSignatureProperties>${signedProperties}</UnsignedSignatureProperties></UnsignedProperties>`,
      ),
    ),
  },
  'other signed properties in the place of those that are signed': {
    code: 'signature.structure',
    files: withSignatures(
      replaced(
        `${signedProperties}</QualifyingProperties></Object>`,
        `${forgedProperties.replace(' Id="SignedProperties"', ' Id="Forged"')}</QualifyingProperties></Object><Object>${signedProperties}</Object>`,
      ),
    ),
  },
  'two signed properties of one Id': {
    code: 'signature.structure',
    files: withSignatures(
      replaced(
        `${signedProperties}</QualifyingProperties></Object>`,
        `${forgedProperties}</QualifyingProperties></Object><Object>${signedProperties}</Object>`,
      ),
    ),
  },
  'two elements of one Id': { code: 'signature.id', files: withSignatures(replaced('Id="ID_1"', 'Id="ID_0"')) },
  'signed properties that nothing refers to': {
    code: 'signature.structure',
    files: signedWith(/<ds:Reference URI="#props"[^]*?<\/ds:Reference>/, ''),
  },
  'a reference to the properties that does not say so': {
    code: 'signature.id',
    files: signedWith(' Type="http://uri.etsi.org/01903#SignedProperties"', ''),
  },
  'properties of another signature': { code: 'signature.id', files: signedWith('Target="#sig-1"', 'Target="#sig-2"') },
  'no signing certificate': {
    code: 'signature.structure',
    files: signedWith(/<xades:SigningCertificate>[^]*<\/xades:SigningCertificate>/, ''),
  },
  'the digest of another signing certificate': {
    code: 'signature.certificate',
    files: signedWith(/(?<=<xades:CertDigest>[^]*<ds:DigestValue>)[^<]*/, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='),
  },
  'the serial number of another signing certificate': {
    code: 'signature.certificate',
    files: signedWith(/(?<=<ds:X509SerialNumber>)[^<]*/, '1'),
  },
  'the issuer’s name of another signing certificate': {
    code: 'signature.certificate',
    files: signedWith(/(?<=<ds:X509IssuerName>)[^<]*/, 'CN=Another CA,C=NO'),
  },
  'a stranger among the signing certificates': {
    code: 'signature.certificate',
    files: signedWith(
      '</xades:SigningCertificate>',
      `${certOf(stranger.leaf.certificateDer)}</xades:SigningCertificate>`,
    ),
  },
  'no signing time': {
    code: 'signature.structure',
    files: signedWith(/<xades:SigningTime>.*<\/xades:SigningTime>/, ''),
  },
})

const rsaWith = (hash: string, uri: string): Manner => ({
  signature: { algorithm: uri, make: (data, pem) => sign(hash, data, createPrivateKey(pem)) },
})
const publicKey = createPublicKey(leaf.privateKeyPem).export({ type: 'spki', format: 'pem' })

/** What no schema of ETSI or of the W3C has in a signature, or the page of the document package not. */
const unknown = faulty('signature', {
  'an element of another namespace in the signature': {
    code: 'signature.structure',
    files: signedWith('</ds:Signature>', '<other xmlns="urn:other"/></ds:Signature>'),
  },
  'text in the signature': { code: 'signature.structure', files: signedWith('</ds:KeyInfo>', '</ds:KeyInfo>text') },
  'an attribute of the root': {
    code: 'signature.structure',
    files: signedWith('<asic:XAdESSignatures ', '<asic:XAdESSignatures other="x" '),
  },
  'a signed property that nobody knows': {
    code: 'signature.structure',
    files: signedWith('</xades:SignedSignatureProperties>', '<xades:Other/></xades:SignedSignatureProperties>'),
  },
  'signed properties in another order': {
    code: 'signature.structure',
    files: signedWith(
      /(<xades:SigningTime>.*<\/xades:SigningTime>)\s*(<xades:SigningCertificate>[^]*<\/xades:SigningCertificate>)/,
      '$2$1',
    ),
  },
  'an algorithm’s name in the wrong attribute': {
    code: 'signature.structure',
    files: signedWith('<ds:SignatureMethod Algorithm=', '<ds:SignatureMethod Name='),
  },
  'the namespace of another edition of XAdES': {
    code: 'signature.structure',
    files: signedWith(/http:\/\/uri.etsi.org\/01903\/v1.3.2#/, 'http://uri.etsi.org/01903/v1.1.1#'),
  },
})

/** Algorithms that protect nothing, and signatures by others. */
const weak = faulty('signature', {
  'the key of a stranger': { code: 'signature.value', files: signedLike({ key: stranger.leaf }) },
  'the key of the authority': { code: 'signature.value', files: signedLike({ key: authority }) },
  'the key of the root': { code: 'signature.value', files: signedLike({ key: root }) },
  'RSA with SHA-1': {
    code: 'signature.algorithm',
    files: signedLike(rsaWith('sha1', 'http://www.w3.org/2000/09/xmldsig#rsa-sha1')),
  },
  'RSA with MD5': {
    code: 'signature.algorithm',
    files: signedLike(rsaWith('md5', 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5')),
  },
  'SHA-1 digests of the files': { code: 'signature.algorithm', files: signedLike({ digest: 'sha1' }) },
  'HMAC with the public key': {
    code: 'signature.algorithm',
    files: signedLike({
      signature: {
        algorithm: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
        make: (data) => createHmac('sha256', publicKey).update(data).digest(),
      },
    }),
  },
  'another algorithm than the one that was used': {
    code: 'signature.value',
    files: signedLike({
      signature: {
        algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        make: (data, pem) => sign('sha256', data, { key: pem, padding: constants.RSA_PKCS1_PSS_PADDING }),
      },
    }),
  },
  'an algorithm that nobody knows': {
    code: 'signature.algorithm',
    files: signedWith('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'constructor'),
  },
  'a canonical form that nobody knows': {
    code: 'signature.algorithm',
    files: signedWith(
      '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
      '<ds:CanonicalizationMethod Algorithm="constructor',
    ),
  },
})

/** Documents that are no signature. */
const unreadable = faulty('signature', {
  'a signature that is cut off': { code: 'xml.syntax', files: withSignatures(signaturesXml.slice(0, -40)) },
  'a signature of another root': {
    code: 'signature.structure',
    files: withSignatures(signaturesXml.replaceAll('XAdESSignatures', 'Signatures')),
  },
  'no signature in the root': {
    code: 'signature.structure',
    files: withSignatures(replaced(/<Signature .*<\/Signature>/, '')),
  },
  'an empty file for a signature': { code: 'xml.syntax', files: new Map([...signed, [signaturesName, encode('')]]) },
})

/** The packages whose signatures are faulty. */
export const signatureFaults: readonly JudgedPackage[] = [
  ...changedAfterwards,
  ...otherFiles,
  ...wrapped,
  ...unknown,
  ...weak,
  ...unreadable,
]
