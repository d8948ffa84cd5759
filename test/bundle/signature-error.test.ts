import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { safeReadBundle, writeBundle } from 'signering-portal/bundle'
import type { Issue } from 'signering-portal/codec'
import { foreignArchive, foreignSignatures } from '../../testing/bundle/foreign-signatures.js'
import { makeInput } from '../../testing/bundle/packages.js'
import { variants } from '../../testing/bundle/signature-variants.js'
import { describeWith, official, officialFiles } from '../../testing/requirements.js'

const input = makeInput(2)
const { manifestXml } = await writeBundle(input)
const files = new Map([
  ...input.documents.map(({ href, bytes }) => [href, bytes] as const),
  ['manifest.xml', manifestXml] as const,
])

function issueOf(change: (xml: string) => string): Issue | undefined {
  const read = safeReadBundle(foreignArchive(files, foreignSignatures(files, { change })))
  return read.ok ? undefined : read.issues[0]
}

// Names of XML Signature, of XAdES 1.3.2 and of what came after it.
const ofSignature = `Manifest SignatureProperties SignatureProperty XPath HMACOutputLength DSAKeyValue RetrievalMethod
  PGPData SPKIData MgmtData X509SKI X509CRL`
const ofXades = `QualifyingPropertiesReference CounterSignature IndividualDataObjectsTimeStamp ObjectReference
  CommitmentTypeQualifiers ObjectIdentifier Encoding UnsignedDataObjectProperties ArchiveTimeStamp
  CompleteCertificateRefs CompleteRevocationRefs SigAndRefsTimeStamp RefsOnlyTimeStamp Include XMLTimeStamp
  ReferenceInfo SPUserNotice OtherValues OtherCertificate`
const later =
  'SigningCertificateV2 SignatureProductionPlaceV2 SignerRoleV2 SignaturePolicyStore TimeStampValidationData ASiCManifest'
const namesIn = (text: string): readonly string[] => text.split(/\s+/)
const names = [ofSignature, ofXades, later].flatMap(namesIn)

describe('a refusal helps', () => {
  const signature = '/XAdESSignatures/Signature'
  const properties = `${signature}/Object/QualifyingProperties/SignedProperties`
  it.each([
    [
      'the namespace that DSS writes',
      '/XAdESSignatures',
      'XAdESSignatures is in the namespace http://uri.etsi.org/02918/v1.2.1#; a document package has it in http://uri.etsi.org/2918/v1.2.1#.',
    ],
    [
      'SigningCertificateV2',
      `${properties}/SignedSignatureProperties/SigningCertificateV2`,
      'SigningCertificateV2 is not allowed in SignedSignatureProperties: what may be there is SigningTime, SigningCertificate, SignaturePolicyIdentifier, SignatureProductionPlace, SignerRole.',
    ],
    [
      'KeyInfo signed too',
      `${signature}/SignedInfo/Reference[5]`,
      'A reference is to KeyInfo: what is signed are files and SignedProperties.',
    ],
    [
      'a description of a format',
      `${properties}/SignedDataObjectProperties/DataObjectFormat/Description`,
      'Description is not allowed in DataObjectFormat: what may be there is MimeType.',
    ],
    [
      'a foreign element in ds:DigestMethod',
      `${signature}/SignedInfo/Reference/DigestMethod/*`,
      'An element of another name is not allowed in DigestMethod: nothing may be there.',
    ],
    [
      'an attribute of asic:XAdESSignatures',
      '/XAdESSignatures/@*',
      'The attribute is none of those that the element may have.',
    ],
    [
      'a digest in CDATA',
      `${signature}/SignedInfo/Reference[2]/DigestValue`,
      'There is a CDATA section, which verifiers of signatures do not read alike.',
    ],
    [
      'spare bits in a digest',
      `${signature}/SignedInfo/Reference[2]/DigestValue`,
      'The text must be base64, with padding and without spare bits.',
    ],
    [
      'an Id that is no name',
      `${signature}/SignatureValue/@Id`,
      'The value of the attribute must be a name of ASCII letters, digits, ".", "-" and "_".',
    ],
    ['a reference without URI', `${signature}/SignedInfo/Reference[2]/@URI`, 'The attribute is required.'],
    ['a second Object', `${signature}/Object`, 'The element may not come as often.'],
    ['no signing time', `${properties}/SignedSignatureProperties/SigningTime`, 'The element must be there.'],
    ['text in ds:KeyInfo', `${signature}/KeyInfo`, 'There is text where only elements, or nothing, may be.'],
  ])('for %s', (about, path, message) => {
    const variant = variants.find((candidate) => candidate.about === about)
    expect(issueOf(variant?.change ?? ((xml) => xml))).toMatchObject({ path, message })
  })

  test.each([
    ['another namespace', 'urn:secret', 'another namespace'],
    ['a number as a namespace of ETSI', 'http://uri.etsi.org/12345678901/v1.2.1#', 'another namespace'],
    ['more behind a namespace of ETSI', 'http://uri.etsi.org/2918/v1.2.1#secret', 'another namespace'],
    ['more before a namespace of ETSI', 'urn:secret:http://uri.etsi.org/2918/v1.2.1#', 'another namespace'],
    ['no namespace', '', 'no namespace'],
  ])('for %s', (_, namespace, told) => {
    const xml = `<XAdESSignatures${namespace === '' ? '' : ` xmlns="${namespace}"`}/>`
    const read = safeReadBundle(foreignArchive(files, xml))
    expect(read.ok ? [] : read.issues[0]?.message).toBe(
      `XAdESSignatures is in ${told}; a document package has it in http://uri.etsi.org/2918/v1.2.1#.`,
    )
  })

  test('for a second signature, a second KeyInfo, and one that comes too late', () => {
    const twice = (name: string) => (xml: string) =>
      xml.replace(new RegExp(`<ds:${name}[ >].*</ds:${name}>`, 's'), '$&$&')
    expect(issueOf(twice('Signature'))).toMatchObject({
      code: 'bundle.signatures-several',
      message: 'There must be one signature.',
    })
    expect(issueOf(twice('KeyInfo'))).toMatchObject({
      code: 'signature.structure',
      message: 'The element may not come as often.',
    })
    const late = (xml: string): string =>
      xml.replace(/(<ds:SignatureValue.*<\/ds:SignatureValue>)(.*<\/ds:Object>)/s, '$1$2$1')
    expect(issueOf(late)).toMatchObject({
      code: 'signature.structure',
      path: '/XAdESSignatures/Signature/SignatureValue',
      message: 'The element may not come after the one before it.',
    })
  })

  test.each(names)('for %s', (name) => {
    expect(issueOf((xml) => xml.replace('</ds:KeyInfo>', `<ds:${name}/>$&`))).toMatchObject({
      path: `${signature}/KeyInfo/${name}`,
      message: `${name} is not allowed in KeyInfo: what may be there is KeyName, KeyValue, X509Data.`,
    })
  })

  test('for another root', () => {
    const read = safeReadBundle(foreignArchive(files, '<secret/>'))
    expect(read.ok ? [] : read.issues[0]).toMatchObject({
      path: '/*',
      message: 'The root element must be XAdESSignatures of ASiC.',
    })
  })
})

test('no refusal tells what is not of the schemas', () => {
  const secret = 'secret12345678901'
  const changes = [
    (xml: string): string => xml.replace('<ds:SignedInfo>', `<${secret}/>$&`),
    (xml: string): string => xml.replace('<ds:SignedInfo>', `<ds:${secret}/>$&`),
    (xml: string): string => xml.replace('<ds:SignedInfo>', `<ds:SignedInfo ${secret}="${secret}">`),
    (xml: string): string => xml.replace('<ds:SignedInfo>', `<ds:SignedInfo xmlns:s="urn:${secret}" s:Id="${secret}">`),
    (xml: string): string => xml.replace('<ds:SignedInfo>', `$&${secret}`),
    (xml: string): string => xml.replace('<ds:SignedInfo>', `<ds:SignedInfo Id="1${secret}">`),
    (xml: string): string => xml.replace('URI="document-1.pdf"', `URI="#${secret}"`),
    (xml: string): string => xml.replace('ObjectReference="#r0"', `ObjectReference="#${secret}"`),
    (xml: string): string => xml.replace(/<xades:SigningTime>[^<]*/, `<xades:SigningTime>${secret}`),
    (xml: string): string => xml.replace(/rsa-sha256/, secret),
  ]
  const issues = changes.map(issueOf)
  expect(issues.map((issue) => issue?.code.startsWith('signature.'))).toEqual(changes.map(() => true))
  expect(JSON.stringify(issues)).not.toContain('secret')
})

describeWith([officialFiles], 'the names that a refusal tells', () => {
  it.each([
    ['xmldsig-core-schema.xsd', ofSignature],
    ['XAdES.xsd', ofXades],
  ])('are among those of %s', (file, expected) => {
    const schema = readFileSync(official(`thirdparty/${file}`), 'utf8')
    const declared = [...schema.matchAll(/<(?:xsd?:)?element name="([^"]+)"/g)].map(([, name]) => name)
    expect(declared).toEqual(expect.arrayContaining([...namesIn(expected)]))
  })
})
