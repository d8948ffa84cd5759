import { inspect } from 'node:util'
import {
  serviceError,
  formatIssue,
  issueCodes,
  maximumIssues,
  PortalError,
  portalSignatureJobManifest,
  portalSignatureJobResponse,
  unwrap,
  type Issue,
  type PortalSignatureJobManifest,
} from 'signering-portal/codec'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { generate } from '../../testing/conformance/documents.js'
import { schemaIssues } from '../../testing/conformance/differential.js'
import { Random } from '../../testing/conformance/random.js'

const manifest: PortalSignatureJobManifest = {
  signers: [
    { personalIdentificationNumber: '12345678910', notifications: { email: { address: 'a@example.com' } } },
    { identifiedByContactInformation: true, notifications: { sms: { number: '00000000' } } },
  ],
  sender: { organizationNumber: '123456789' },
  title: 'Title',
  documents: [{ href: 'document.pdf', mime: 'application/pdf', title: 'First' }],
}

const brief = (issues: readonly Issue[]): readonly string[] => issues.map(({ code, path }) => `${code} ${path}`)

function encodeIssues(value: unknown): readonly string[] {
  const result = portalSignatureJobManifest.safeEncode(value as PortalSignatureJobManifest)
  return result.ok ? [] : brief(result.issues)
}

describe('all issues of a value are reported, each in its place', () => {
  const root = '/portal-signature-job-manifest'

  test('when encoding', () => {
    expect(
      encodeIssues({
        ...manifest,
        signers: [
          { ...manifest.signers[0], order: 10, signatureType: 'NONE', personalIdentificationNumber: 1 },
          { ...manifest.signers[1], notifications: { email: {} } },
        ],
        sender: {},
        title: '',
        descripton: 'a slip',
        documents: [],
        requiredAuthentication: null,
      }),
    ).toEqual([
      `value.property-unexpected ${root}/descripton`,
      `schema.max-inclusive ${root}/signers/signer[1]/@order`,
      `value.type ${root}/signers/signer[1]/personal-identification-number`,
      `schema.enumeration ${root}/signers/signer[1]/signature-type`,
      `schema.attribute-missing ${root}/signers/signer[2]/notifications/email/@address`,
      `schema.element-missing ${root}/sender/organization-number`,
      `schema.min-length ${root}/title`,
      `schema.element-missing ${root}/documents/document`,
      `value.type ${root}/required-authentication`,
    ])
  })

  test('when decoding, with line and column', () => {
    const xml = `<portal-signature-job-response xmlns="http://signering.posten.no/schema/v1">
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

  test('of a choice: none, both, and half of one', () => {
    const { title, documents, ...rest } = manifest
    expect(encodeIssues(rest)).toEqual([`schema.element-missing ${root}`])
    expect(encodeIssues({ ...rest, title })).toEqual([`schema.element-missing ${root}/documents`])
    expect(encodeIssues({ ...manifest, document: documents[0] })).toEqual([
      `value.property-unexpected ${root}/document`,
    ])
  })
})

/** An object whose conversion to text throws a text. */
function throwing(text: string): { readonly toString: () => string } {
  return {
    toString: () => {
      throw new Error(text)
    },
  }
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

describe('input that no caller should give is refused, not crashed on', () => {
  class Manifest {
    readonly title = 'Title'
  }
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'x'],
    ['a list', []],
    ['a function', () => undefined],
    ['an instance of a class', new Manifest()],
    ['an object without prototype', Object.create(null)],
    ['a list with holes', { ...manifest, signers: new Array(3) }],
    ['a list that is an object', { ...manifest, signers: { 0: manifest.signers[0], length: 1 } }],
    ['a symbol', { ...manifest, title: Symbol('x') }],
    ['a BigInt', { ...manifest, availability: { availableSeconds: 1n } }],
    ['not a number', { ...manifest, availability: { availableSeconds: Number.NaN } }],
    ['half a second', { ...manifest, availability: { availableSeconds: 0.5 } }],
    ['too large for a number', { ...manifest, availability: { availableSeconds: 2 ** 53 } }],
    [
      'false for an empty element',
      { ...manifest, signers: [{ ...manifest.signers[1], identifiedByContactInformation: false }] },
    ],
  ])('%s', (_, value) => {
    expect(encodeIssues(value).length).toBeGreaterThan(0)
  })

  test.each([
    ['a date', { ...manifest, availability: new Date(0) }],
    ['a map', { ...manifest, availability: new Map([['availableSeconds', 5]]) }],
    [
      'an object that is no number',
      { ...manifest, availability: { availableSeconds: Object.create(null) as unknown } },
    ],
    ['an object whose text is data', { ...manifest, availability: { availableSeconds: throwing('12345678910') } }],
    ['a revoked proxy', revoked()],
  ])('%s', (_, value) => {
    const result = portalSignatureJobManifest.safeEncode(value as PortalSignatureJobManifest)
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'value.type' }] })
    expect(inspect(result)).not.toContain('12345678910')
  })

  test.each([null, 'ignore', { unknown: 'skip' }])('%j as options', (options) => {
    expect(serviceError.safeDecode('<a/>', options as never)).toMatchObject({
      ok: false,
      issues: [{ code: 'value.type' }],
    })
  })

  test('issues without end', () => {
    const properties = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]))
    expect(encodeIssues({ ...manifest, ...properties })).toHaveLength(maximumIssues)
    const result = serviceError.safeDecode(
      `<error xmlns="http://signering.posten.no/schema/v1">${'<a/>'.repeat(50_000)}</error>`,
    )
    expect.assert(!result.ok)
    expect(result.issues).toHaveLength(maximumIssues)
    expect(new PortalError('x', result.issues).message.length).toBeLessThan(10_000)
  })

  test.each([undefined, null, 7, {}, [], new ArrayBuffer(8)])('%j to decode', (input) => {
    const result = serviceError.safeDecode(input as never)
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'value.type' }] })
  })

  test('a property that is undefined is absent', () => {
    const value = { ...manifest, description: undefined, availability: undefined } as unknown
    expect(encodeIssues(value)).toEqual([])
  })
})

describe('no value of a message is in an issue', () => {
  const secret = 'q7Hemmelig'

  test.each([
    ['text', `<error xmlns="http://signering.posten.no/schema/v1">${secret}</error>`],
    ['an element', `<error xmlns="http://signering.posten.no/schema/v1"><${secret}/></error>`],
    ['an attribute', `<error xmlns="http://signering.posten.no/schema/v1" ${secret}="${secret}"/>`],
    ['a prefix', `<error xmlns="http://signering.posten.no/schema/v1"><${secret}:a/></error>`],
    ['a namespace', `<error xmlns="${secret}"/>`],
    ['an end tag', `<error xmlns="http://signering.posten.no/schema/v1"></${secret}>`],
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

  test('a property that does not look like a name', () => {
    expect(encodeIssues({ ...manifest, '12345678910': 1 })).toEqual([
      'value.property-unexpected /portal-signature-job-manifest/*',
    ])
  })
})

describe('input that is made to cost much', () => {
  test('is refused where unknown elements or prefixes have no end', () => {
    const start = '<error xmlns="http://signering.posten.no/schema/v1">'
    const deep = serviceError.safeDecode(start + '<a>'.repeat(100_000), { unknown: 'ignore' })
    expect(deep).toMatchObject({ ok: false, issues: [{ code: 'xml.depth' }] })
    const prefixes = Array.from({ length: 200 }, (_, at) => ` xmlns:p${at}="u"`).join('')
    const wide = serviceError.safeDecode(`${start}<a${prefixes}/>`, { unknown: 'ignore' })
    expect(wide).toMatchObject({ ok: false, issues: [{ code: 'xml.namespace' }] })
  })
})

test.each(['1.1', '1.2', '2.0', ''])('version %s of XML is refused by its own code', (version) => {
  const result = serviceError.safeDecode(
    `<?xml version="${version}"?><error xmlns="http://signering.posten.no/schema/v1"/>`,
  )
  expect(result).toMatchObject({ ok: false, issues: [{ code: 'xml.version' }] })
})

test('a codec is a Standard Schema', () => {
  expectTypeOf(serviceError).toExtend<StandardSchemaV1<string | Uint8Array, { errorCode: string }>>()
  const { validate, vendor, version } = serviceError['~standard']
  expect([vendor, version]).toEqual(['signering-portal', 1])
  const value = { errorCode: 'A', errorMessage: 'B', errorType: 'C' }
  expect(validate(serviceError.encode(value))).toEqual({ value })
  expect(validate('<a/>')).toMatchObject({ issues: [{ message: expect.stringContaining('schema.root') as string }] })
})

test('unwrap gives the value or throws the issues', () => {
  expect(unwrap({ ok: true, value: 1, warnings: [] }, 'x')).toBe(1)
  const issue: Issue = { severity: 'error', code: 'schema.root', path: '/a', message: 'No.' }
  expect(() => unwrap({ ok: false, issues: [issue] }, 'It failed')).toThrow('It failed: /a schema.root No.')
})

test('every code is a stable name with a sentence', () => {
  for (const [code, sentence] of Object.entries(issueCodes)) {
    expect(code).toMatch(/^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)$/)
    expect(sentence).toMatch(/^[A-Z].*\.$/)
  }
})

test('xsi:type and xsi:nil are refused, and skipped where unknown attributes are', () => {
  const xml = `<error xmlns="http://signering.posten.no/schema/v1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <error-code xsi:type="xs:string">A</error-code><error-message xsi:nil="false">B</error-message><error-type>C</error-type></error>`
  const strict = serviceError.safeDecode(xml)
  expect.assert(!strict.ok)
  expect(brief(strict.issues)).toEqual([
    'schema.xsi /error/error-code/@xsi:type',
    'schema.xsi /error/error-message/@xsi:nil',
  ])
  expect(serviceError.decode(xml, { unknown: 'ignore' })).toEqual({ errorCode: 'A', errorMessage: 'B', errorType: 'C' })
})
