/**
 * The form of `META-INF/signatures.xml`: as much of the schemas of ASiC (TS 102 918), XAdES (TS 101 903) and XML
 * Signature as a document package can have. Whatever has this form is valid by those schemas, but not the other way round:
 * left out is what would be signed, or would sign, something else than the files of the package.
 *
 * @module
 */
import { isDateTime } from '../codec/date-time.js'
import { isAnyUri } from '../xml/any-uri.js'
import { trimmed, type AttributeForm, type ElementForm, type Occurrence, type ValueType } from '../xml/form.js'
import { xmlNamespace } from './signature-profile.js'

/** More references than an archive can have files, and as many formats. */
const maximumReferences = 100

/** More certificates than any chain has, with all that were renewed or cross-signed. */
const maximumCertificates = 100

/** Time-stamps, revocation values and roles are not looked at; no signature has as many of one kind. */
const maximumOthers = 100

// Types of XML Schema. White space around a number or an instant means nothing; around a URI or an Id it does to those
// who read without a schema, and is refused.

const string: ValueType = { meaning: 'text', isValue: () => true }

/** As long as any serial number may be (RFC 5280, section 4.1.2.2: 20 octets), and somewhat more. */
const integer: ValueType = {
  meaning: 'a whole number of at most 60 digits',
  isValue: (text) => /^[-+]?[0-9]{1,60}$/.test(trimmed(text)),
}

const instant: ValueType = {
  meaning: 'an xs:dateTime with an offset, of the years 1 to 9999',
  isValue: (text) => /^[0-9]{4}-.*(?:Z|[-+][0-9]{2}:[0-9]{2})$/.test(trimmed(text)) && isDateTime(trimmed(text)),
}

/** Of the letters that all programs write; XML allows more. */
const identifier: ValueType = {
  meaning: 'a name of ASCII letters, digits, ".", "-" and "_"',
  isValue: (text) => /^[A-Za-z_][A-Za-z0-9._-]*$/.test(text),
  isUnique: true,
}

/** What names an algorithm, a type or a part of the document: with no character that a schema would let pass unescaped. */
const uri: ValueType = {
  meaning: 'a URI',
  isValue: (text) => isAnyUri(text) && !/[^!#-;=?-Z_a-z~\u0080-\uFFFF]/.test(text),
}

/** Any that the schema has: file names are written as they are by some. Where it leads to is looked at by who follows it. */
const fileUri: ValueType = { meaning: 'a URI of a file', isValue: isAnyUri }

const qualifier: ValueType = { meaning: 'OIDAsURI or OIDAsURN', isValue: (text) => /^OIDAsUR[IN]$/.test(text) }

const base64: ValueType = { meaning: 'base64, with padding and without spare bits', isValue: isBase64 }

/** Looked at piece by piece: one expression for all of it would need memory for each character. */
function isBase64(text: string): boolean {
  const encoded = text.replace(/[\t\n\r ]+/g, '')
  const end = encoded.slice(-4)
  return (
    encoded.length % 4 === 0 &&
    /^[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]{2}|[AEIMQUYcgkosw048]=|==)$/.test(end) &&
    !/^.[^AQgw]==$/.test(end) &&
    !/[^A-Za-z0-9+/]/.test(encoded.slice(0, -4))
  )
}

type Attributes = Readonly<Record<string, AttributeForm>>

const required = (type: ValueType): AttributeForm => ({ required: true, type })
const optional = (type: ValueType): AttributeForm => ({ required: false, type })

const once = (...elements: ElementForm[]): Occurrence => ({ elements, least: 1, most: 1 })
const perhaps = (...elements: ElementForm[]): Occurrence => ({ elements, least: 0, most: 1 })
const several = (most: number, ...elements: ElementForm[]): Occurrence => ({ elements, least: 1, most })
const anyNumber = (most: number, ...elements: ElementForm[]): Occurrence => ({ elements, least: 0, most })

interface Vocabulary {
  /** An element with elements, or with nothing. */
  readonly element: (local: string, attributes: Attributes, ...content: Occurrence[]) => ElementForm
  /** An element with text. */
  readonly text: (local: string, text: ValueType, attributes?: Attributes) => ElementForm
}

function vocabulary(namespace: string): Vocabulary {
  return {
    element: (local, attributes, ...content) => {
      return { namespace, local, attributes: new Map(Object.entries(attributes)), content, text: undefined }
    },
    text: (local, text, attributes = {}) => {
      return { namespace, local, attributes: new Map(Object.entries(attributes)), content: [], text }
    },
  }
}

const asic = vocabulary(xmlNamespace.asic)
const ds = vocabulary(xmlNamespace.signature)
const xades = vocabulary(xmlNamespace.xades)
const exclusive = vocabulary(xmlNamespace.exclusive)

const id = { Id: optional(identifier) }
const algorithm = { Algorithm: required(uri) }

// XML Signature, sections 4 to 4.5.

const inclusiveNamespaces = exclusive.element('InclusiveNamespaces', { PrefixList: required(string) })
const canonicalizationMethod = ds.element('CanonicalizationMethod', algorithm, perhaps(inclusiveNamespaces))
const transform = ds.element('Transform', algorithm, perhaps(inclusiveNamespaces))
const transforms = ds.element('Transforms', {}, once(transform))
const digestMethod = ds.element('DigestMethod', algorithm)
const digestValue = ds.text('DigestValue', base64)

const reference = ds.element(
  'Reference',
  { ...id, URI: required(fileUri), Type: optional(uri) },
  perhaps(transforms),
  once(digestMethod),
  once(digestValue),
)

const signedInfo = ds.element(
  'SignedInfo',
  id,
  once(canonicalizationMethod),
  once(ds.element('SignatureMethod', algorithm)),
  several(maximumReferences, reference),
)

const issuerSerial = [
  once(ds.text('X509IssuerName', string)),
  once(ds.text('X509SerialNumber', integer)),
] as const satisfies readonly Occurrence[]

const x509Data = ds.element(
  'X509Data',
  {},
  several(
    maximumCertificates,
    ds.text('X509Certificate', base64),
    ds.text('X509SubjectName', string),
    ds.element('X509IssuerSerial', {}, ...issuerSerial),
  ),
)

const keyValue = ds.element(
  'KeyValue',
  {},
  once(ds.element('RSAKeyValue', {}, once(ds.text('Modulus', base64)), once(ds.text('Exponent', base64)))),
)
const otherKeyInfo = anyNumber(maximumOthers, ds.text('KeyName', string), keyValue)

const keyInfo = ds.element('KeyInfo', id, otherKeyInfo, once(x509Data), otherKeyInfo)

// XAdES, sections 7.2 to 7.6.

const certificateReference = xades.element(
  'Cert',
  { URI: optional(uri) },
  once(xades.element('CertDigest', {}, once(digestMethod), once(digestValue))),
  once(xades.element('IssuerSerial', {}, ...issuerSerial)),
)

const objectIdentifier = (local: string): ElementForm =>
  xades.element(
    local,
    {},
    once(xades.text('Identifier', uri, { Qualifier: optional(qualifier) })),
    perhaps(xades.text('Description', string)),
    perhaps(
      xades.element('DocumentationReferences', {}, several(maximumOthers, xades.text('DocumentationReference', uri))),
    ),
  )

const encapsulated = (local: string): ElementForm => xades.text(local, base64, { ...id, Encoding: optional(uri) })

const timeStamp = (local: string): ElementForm =>
  xades.element(
    local,
    id,
    perhaps(canonicalizationMethod),
    several(maximumOthers, encapsulated('EncapsulatedTimeStamp')),
  )

const signaturePolicyId = xades.element(
  'SignaturePolicyId',
  {},
  once(objectIdentifier('SigPolicyId')),
  perhaps(transforms),
  once(xades.element('SigPolicyHash', {}, once(digestMethod), once(digestValue))),
  perhaps(
    xades.element(
      'SigPolicyQualifiers',
      {},
      several(maximumOthers, xades.element('SigPolicyQualifier', {}, once(xades.text('SPURI', uri)))),
    ),
  ),
)

const productionPlace = xades.element(
  'SignatureProductionPlace',
  {},
  ...['City', 'StateOrProvince', 'PostalCode', 'CountryName'].map((local) => perhaps(xades.text(local, string))),
)

const signerRole = xades.element(
  'SignerRole',
  {},
  perhaps(xades.element('ClaimedRoles', {}, several(maximumOthers, xades.text('ClaimedRole', string)))),
  perhaps(xades.element('CertifiedRoles', {}, several(maximumOthers, encapsulated('CertifiedRole')))),
)

const signedSignatureProperties = xades.element(
  'SignedSignatureProperties',
  id,
  once(xades.text('SigningTime', instant)),
  once(xades.element('SigningCertificate', {}, several(maximumCertificates, certificateReference))),
  perhaps(
    xades.element(
      'SignaturePolicyIdentifier',
      {},
      once(signaturePolicyId, xades.element('SignaturePolicyImplied', {})),
    ),
  ),
  perhaps(productionPlace),
  perhaps(signerRole),
)

/** Of all files: one that is of some of them would be lost to those who read a package as a whole. */
const commitmentTypeIndication = xades.element(
  'CommitmentTypeIndication',
  {},
  once(objectIdentifier('CommitmentTypeId')),
  once(xades.element('AllSignedDataObjects', {})),
)

const signedDataObjectProperties = xades.element(
  'SignedDataObjectProperties',
  id,
  anyNumber(
    maximumReferences,
    xades.element('DataObjectFormat', { ObjectReference: required(uri) }, once(xades.text('MimeType', string))),
  ),
  anyNumber(maximumOthers, commitmentTypeIndication),
  anyNumber(maximumOthers, timeStamp('AllDataObjectsTimeStamp')),
)

const certificateValues = xades.element(
  'CertificateValues',
  id,
  anyNumber(maximumOthers, encapsulated('EncapsulatedX509Certificate')),
)

const revocationValues = xades.element(
  'RevocationValues',
  id,
  perhaps(xades.element('CRLValues', {}, several(maximumOthers, encapsulated('EncapsulatedCRLValue')))),
  perhaps(xades.element('OCSPValues', {}, several(maximumOthers, encapsulated('EncapsulatedOCSPValue')))),
)

/** What the levels T and LT add (TS 103 171, sections 7 and 8), which anybody can. */
const unsignedProperties = xades.element(
  'UnsignedProperties',
  id,
  perhaps(
    xades.element(
      'UnsignedSignatureProperties',
      id,
      several(maximumOthers, timeStamp('SignatureTimeStamp'), certificateValues, revocationValues),
    ),
  ),
)

const qualifyingProperties = xades.element(
  'QualifyingProperties',
  { ...id, Target: required(uri) },
  once(
    xades.element(
      'SignedProperties',
      { Id: required(identifier) },
      once(signedSignatureProperties),
      perhaps(signedDataObjectProperties),
    ),
  ),
  perhaps(unsignedProperties),
)

/** The form of a signature. */
export const signatureForm: ElementForm = asic.element(
  'XAdESSignatures',
  {},
  once(
    ds.element(
      'Signature',
      { Id: required(identifier) },
      once(signedInfo),
      once(ds.text('SignatureValue', base64, id)),
      once(keyInfo),
      once(
        ds.element(
          'Object',
          { ...id, MimeType: optional(string), Encoding: optional(uri) },
          once(qualifyingProperties),
        ),
      ),
    ),
  ),
)

/** Names of elements that the schemas have, and later ones, and a document package does not: messages may tell them. */
export const otherNames: readonly string[] = [
  ...['Manifest', 'SignatureProperties', 'SignatureProperty', 'XPath', 'HMACOutputLength', 'DSAKeyValue'],
  ...['RetrievalMethod', 'PGPData', 'SPKIData', 'MgmtData', 'X509SKI', 'X509CRL', 'QualifyingPropertiesReference'],
  ...['SigningCertificateV2', 'SignatureProductionPlaceV2', 'SignerRoleV2', 'SignaturePolicyStore', 'CounterSignature'],
  ...['IndividualDataObjectsTimeStamp', 'ObjectReference', 'CommitmentTypeQualifiers', 'ObjectIdentifier', 'Encoding'],
  ...['UnsignedDataObjectProperties', 'ArchiveTimeStamp', 'TimeStampValidationData', 'CompleteCertificateRefs'],
  ...['CompleteRevocationRefs', 'SigAndRefsTimeStamp', 'RefsOnlyTimeStamp', 'Include', 'XMLTimeStamp', 'ReferenceInfo'],
  ...['SPUserNotice', 'OtherValues', 'OtherCertificate', 'ASiCManifest'],
]
