import { inspect } from 'node:util'
import {
  maximumIssues,
  PortalError,
  portalSignatureJobManifest,
  serviceError,
  type Issue,
  type PortalSignatureJobManifest,
} from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { namespace } from '../../src/codec/spec.js'

const manifest: PortalSignatureJobManifest = {
  signers: [
    { personalIdentificationNumber: '12345678910', notifications: { email: { address: 'a@example.com' } } },
    { identifiedByContactInformation: true, notifications: { sms: { number: '00000000' } } },
  ],
  sender: { organizationNumber: '123456789' },
  title: 'Title',
  documents: [{ href: 'document.pdf', mime: 'application/pdf', title: 'First' }],
}

function encodeIssues(value: unknown): readonly string[] {
  const result = portalSignatureJobManifest.safeEncode(value as PortalSignatureJobManifest)
  return result.ok ? [] : result.issues.map(brief)
}

const brief = ({ code, path }: Issue): string => `${code} ${path}`

const root = '/portal-signature-job-manifest'

describe('all issues of a value are reported, each in its place', () => {
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
  ])('%s', (_, value) => {
    const result = portalSignatureJobManifest.safeEncode(value as PortalSignatureJobManifest)
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'value.type' }] })
    expect(inspect(result)).not.toContain('12345678910')
  })

  test.each([Number.NaN, -1, 0])('a list whose length is %s has nothing in it', (length) => {
    const list: unknown = new Proxy([], {
      get: (target, name) => (name === 'length' ? length : (Reflect.get(target, name) as unknown)),
    })
    expect(encodeIssues({ ...manifest, signers: list })).toEqual([`schema.element-missing ${root}/signers/signer`])
  })

  test.each(['1', undefined, {}])('a list whose length is no number is none: %s', (length) => {
    const list: unknown = new Proxy([1], { get: (_, name) => (name === 'length' ? length : 1) })
    expect(encodeIssues({ ...manifest, signers: list })).toEqual([`value.type ${root}/signers`])
  })

  test('a property that is undefined is absent', () => {
    const value = { ...manifest, description: undefined, availability: undefined } as unknown
    expect(encodeIssues(value)).toEqual([])
  })
})

test('issues without end', () => {
  const properties = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]))
  expect(encodeIssues({ ...manifest, ...properties })).toHaveLength(maximumIssues)
  const result = serviceError.safeDecode(`<error xmlns="${namespace}">${'<a/>'.repeat(50_000)}</error>`)
  expect.assert(!result.ok)
  expect(result.issues).toHaveLength(maximumIssues)
  expect(new PortalError('x', result.issues).message.length).toBeLessThan(10_000)
})

test('a property in the style of XML, or of another language, is named', () => {
  const result = portalSignatureJobManifest.safeEncode({
    ...manifest,
    'nonsensitive-title': 'x',
    title_2: 'x',
  } as never)
  expect(result).toMatchObject({ issues: [{ property: ['nonsensitive-title'] }, { property: ['title_2'] }] })
})

test('a property that does not look like a name', () => {
  expect(encodeIssues({ ...manifest, '12345678910': 1 })).toEqual([
    'value.property-unexpected /portal-signature-job-manifest/*',
  ])
})
