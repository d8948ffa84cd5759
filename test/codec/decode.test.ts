import { inspect } from 'node:util'
import {
  formatIssue,
  PortalError,
  portalSignatureJobManifest,
  portalSignatureJobResponse,
  serviceError,
  type Issue,
} from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { schemaIssues } from '../../testing/conformance/differential.js'
import { generate } from '../../testing/conformance/documents.js'
import { Random } from '../../testing/conformance/random.js'
import { namespace } from '../../src/codec/spec.js'

const brief = (issues: readonly Issue[]): readonly string[] => issues.map(({ code, path }) => `${code} ${path}`)

test('when decoding, with line and column', () => {
  const xml = `<portal-signature-job-response xmlns="${namespace}">
  <reference>${'a'.repeat(51)}</reference>
  <reference/>
  <unknown/>
  <cancellation-url a="b"/>
</portal-signature-job-response>`
  const result = portalSignatureJobResponse.safeDecode(xml)
  expect.assert(!result.ok)
  expect(result.issues.map(formatIssue).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    '2:3 /portal-signature-job-response/reference schema.max-length',
    '3:3 /portal-signature-job-response/reference schema.element-too-many',
    '4:3 /portal-signature-job-response/* schema.element-unexpected',
    '5:3 /portal-signature-job-response/signature-job-id schema.element-missing',
    '5:3 /portal-signature-job-response/cancellation-url/@* schema.attribute-unexpected',
  ])
})

describe('what is missing is told where it is missing', () => {
  const manifest = (inside: string): readonly (readonly unknown[])[] => {
    const result = portalSignatureJobManifest.safeDecode(
      `<portal-signature-job-manifest xmlns="${namespace}">\n${inside}\n</portal-signature-job-manifest>`,
    )
    expect.assert(!result.ok)
    return result.issues.map(({ line, column, path, message }) => [line, column, path.slice(30), message])
  }
  const wrongSigner = '<signers><signer order="x"><signature-type>x</signature-type></signer></signers>'

  test('after what is wrong before it, at the end of the element that misses it', () => {
    expect(manifest(wrongSigner)).toEqual([
      [2, 10, '/signers/signer[1]/@order', 'Must be a whole number of 32 bits.'],
      [
        2,
        28,
        '/signers/signer[1]',
        'One of personal-identification-number, identified-by-contact-information is required.',
      ],
      [
        2,
        28,
        '/signers/signer[1]/signature-type',
        'Must be one of ADVANCED_ELECTRONIC_SIGNATURE, AUTHENTICATED_ELECTRONIC_SIGNATURE.',
      ],
      [2, 70, '/signers/signer[1]', 'One of notifications-using-lookup, notifications is required.'],
      [3, 32, '/sender', 'The element is required.'],
      [3, 32, '', 'One of title, document is required.'],
    ])
  })

  test('of an empty element, where its tag ends', () => {
    expect(manifest('<signers/>')[0]).toEqual([2, 10, '/signers/signer', 'The element is required.'])
    expect(manifest('<signers>\n</signers  >')[0]).toEqual([3, 12, '/signers/signer', 'The element is required.'])
  })
})

describe('no value of a message is in an issue', () => {
  const secret = 'q7Hemmelig'

  test.each([
    ['text', `<error xmlns="${namespace}">${secret}</error>`],
    ['an element', `<error xmlns="${namespace}"><${secret}/></error>`],
    ['an attribute', `<error xmlns="${namespace}" ${secret}="${secret}"/>`],
    ['a prefix', `<error xmlns="${namespace}"><${secret}:a/></error>`],
    ['a namespace', `<error xmlns="${secret}"/>`],
    ['an end tag', `<error xmlns="${namespace}"></${secret}>`],
    ['an open element', `<error><${secret}>`],
    ['an attribute twice', `<error ${secret}="" ${secret}=""/>`],
    ['an entity', `<error>&${secret};</error>`],
    ['a document type', `<!DOCTYPE ${secret}><error/>`],
    ['a processing instruction', `<?${secret} ${secret}?><error/>`],
    ['a root element', `<${secret}/>`],
    ['a version', `<?xml version="${secret}"?><error/>`],
  ])('%s', (_, xml) => {
    const result = serviceError.safeDecode(xml)
    expect.assert(!result.ok)
    const thrown = new PortalError('cannot be decoded', result.issues)
    expect(inspect(result) + inspect(thrown) + String(thrown.stack)).not.toContain(secret)
  })

  test('a generated document', () => {
    const random = new Random(1)
    for (let made = 0; made < 500; made++) {
      const { root, xml } = generate(random)
      const marked = xml.replace(/(>|=")[^<>"&]{2,}(?=<|")/g, (text, before: string) =>
        text.includes('http') ? text : before + secret,
      )
      expect(inspect(schemaIssues(root, marked))).not.toContain(secret)
    }
  })
})

describe('input that is made to cost much', () => {
  test('is refused where unknown elements or prefixes have no end', () => {
    const start = `<error xmlns="${namespace}">`
    const deep = serviceError.safeDecode(start + '<a>'.repeat(100_000), { unknown: 'ignore' })
    expect(deep).toMatchObject({ ok: false, issues: [{ code: 'xml.depth' }] })
    const prefixes = Array.from({ length: 200 }, (_, at) => ` xmlns:p${at}="u"`).join('')
    const wide = serviceError.safeDecode(`${start}<a${prefixes}/>`, { unknown: 'ignore' })
    expect(wide).toMatchObject({ ok: false, issues: [{ code: 'xml.namespace' }] })
  })
})

test('xsi:type and xsi:nil are refused, and skipped where unknown attributes are', () => {
  const xml = `<error xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <error-code xsi:type="xs:string">A</error-code><error-message xsi:nil="false">B</error-message><error-type>C</error-type></error>`
  const strict = serviceError.safeDecode(xml)
  expect.assert(!strict.ok)
  expect(brief(strict.issues)).toEqual([
    'schema.xsi /error/error-code/@xsi:type',
    'schema.xsi /error/error-message/@xsi:nil',
  ])
  expect(serviceError.decode(xml, { unknown: 'ignore' })).toEqual({ errorCode: 'A', errorMessage: 'B', errorType: 'C' })
})
