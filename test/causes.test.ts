/** The causes that the page of errors gives, each tried: what is wrong in its way has its code. */
import {
  portalSignatureJobManifest,
  portalSignatureJobRequest,
  portalSignatureJobResponse,
  type Result,
} from 'signering-portal/codec'
import { portalOperations, environments } from 'signering-portal/http'
import { expect, test } from 'vitest'
import { remedies } from '../scripts/reference/remedies.js'

const namespace = 'xmlns="http://signering.posten.no/schema/v1"'
const request = (inner: string, more = ''): Result<unknown> =>
  portalSignatureJobRequest.safeDecode(
    `<portal-signature-job-request ${namespace}${more}>${inner}</portal-signature-job-request>`,
  )

const signer =
  '<signer><personal-identification-number>01810010068</personal-identification-number><notifications><email address="a@b"/></notifications></signer>'
const document = '<document href="a.pdf" mime="application/pdf"><title>A</title></document>'
const manifestXml = `<portal-signature-job-manifest ${namespace}><signers>${signer}</signers><sender><organization-number>123456785</organization-number></sender><title>T</title><documents>${document}</documents><availability/></portal-signature-job-manifest>`
const manifest = (before: string, after: string): Result<unknown> =>
  portalSignatureJobManifest.safeDecode(manifestXml.replace(before, after), { rules: 'warn' })
const encoded = (value: unknown): Result<unknown> => portalSignatureJobRequest.safeEncode(value as never)

const organizationNumber = '988015814'
const operations = (options: object): Result<unknown> => {
  try {
    const value = portalOperations({ root: environments.difitest, organizationNumber, ...options })
    return { ok: true, value, warnings: [] }
  } catch (error) {
    return { ok: false, issues: (error as { issues: [] }).issues }
  }
}

const causes: readonly (readonly [code: keyof typeof remedies, part: string, tried: () => Result<unknown>])[] = [
  ['xml.syntax', 'is JSON', () => portalSignatureJobRequest.safeDecode('{"reference":"a"}')],
  ['xml.syntax', 'or HTML', () => portalSignatureJobRequest.safeDecode('<html><body>Wait<br></body></html>')],
  ['xml.syntax', 'cut off', () => portalSignatureJobManifest.safeDecode(manifestXml.slice(0, -9))],
  [
    'xml.namespace',
    'without the declaration',
    () => portalSignatureJobRequest.safeDecode('<p:portal-signature-job-request/>'),
  ],
  ['xml.doctype', 'document type declaration', () => portalSignatureJobRequest.safeDecode('<!DOCTYPE a><a/>')],
  ['xml.version', '`version="1.1"`', () => portalSignatureJobRequest.safeDecode('<?xml version="1.1"?><a/>')],
  [
    'xml.encoding',
    'ISO 8859-1',
    () => portalSignatureJobManifest.safeDecode(Buffer.from(manifestXml.replace('>T<', '>æ<'), 'latin1')),
  ],
  ['xml.character', 'control characters', () => encoded({ reference: 'a\u0001' })],
  ['xml.character', 'middle of an emoji', () => encoded({ reference: '😀'.slice(0, 1) })],
  [
    'schema.root',
    'its namespace is missing',
    () => portalSignatureJobRequest.safeDecode('<portal-signature-job-request/>'),
  ],
  [
    'schema.element-unexpected',
    'another order',
    () => request('<polling-queue>a</polling-queue><reference>b</reference>'),
  ],
  ['schema.element-missing', 'left out', () => manifest('<title>T</title>', '')],
  ['schema.element-too-many', 'more than 10 signers', () => manifest(signer, signer.repeat(11))],
  ['schema.element-too-many', '20 documents', () => manifest(document, document.repeat(21))],
  ['schema.element-too-many', 'stands twice', () => request('<reference>b</reference><reference>b</reference>')],
  ['schema.attribute-unexpected', 'another element', () => request('', ' href="a.pdf"')],
  ['schema.attribute-missing', 'no `href` or `mime`', () => manifest(' mime="application/pdf"', '')],
  ['schema.attribute-missing', '`email` no `address`', () => manifest(' address="a@b"', '')],
  ['schema.text-unexpected', 'beside the child elements', () => manifest('<signers>', '<signers>two')],
  ['schema.min-length', 'empty', () => manifest('>T<', '><')],
  ['schema.max-length', 'taken over', () => encoded({ reference: 'a'.repeat(51) })],
  ['schema.pattern', 'with spaces', () => manifest('01810010068', '018100 10068')],
  ['schema.pattern', 'leading zeros', () => manifest('01810010068', '1810010068')],
  [
    'schema.enumeration',
    'lower case',
    () => manifest('<availability/>', '<identifier-in-signed-documents>name</identifier-in-signed-documents>'),
  ],
  [
    'schema.long',
    '2^53',
    () =>
      portalSignatureJobResponse.safeDecode(
        `<portal-signature-job-response ${namespace}><signature-job-id>${String(2 ** 70)}</signature-job-id><cancellation-url>https://a/b</cancellation-url></portal-signature-job-response>`,
      ),
  ],
  ['schema.int', 'fraction', () => manifest('<signer>', '<signer order="1.5">')],
  [
    'schema.date-time',
    'without a time',
    () => manifest('<availability/>', '<availability><activation-time>2026-03-01</activation-time></availability>'),
  ],
  [
    'schema.min-inclusive',
    'negative',
    () => manifest('<availability/>', '<availability><available-seconds>-1</available-seconds></availability>'),
  ],
  ['schema.max-inclusive', '0 to 9', () => manifest('<signer>', '<signer order="10">')],
  ['schema.xsi', 'xsi:nil', () => request('', ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"')],
  ['value.type', '`null` for nothing', () => encoded({ reference: null })],
  ['value.type', 'a number for a text', () => encoded({ reference: 1 })],
  ['value.property-unexpected', '`available-seconds`', () => encoded({ 'polling-queue': 'a' })],
  ['http.root', 'no `https://`', () => operations({ root: 'api.signering.posten.no/api' })],
  ['http.organization-number', 'spaces', () => operations({ organizationNumber: '988 015 814' })],
  ['http.organization-number', 'JavaScript number', () => operations({ organizationNumber: 988015814 })],
  ['http.user-agent', 'line break', () => operations({ userAgent: 'a\nb' })],
  ['http.user-agent', 'beyond ASCII', () => operations({ userAgent: 'å/1' })],
]

test.each(causes)('%s: %s', (code, part, tried) => {
  expect(remedies[code].cause).toContain(part)
  const result = tried()
  expect(result.ok ? [] : result.issues.map((issue) => issue.code)).toContain(code)
})
