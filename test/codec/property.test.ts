import {
  portalSignatureJobManifest,
  portalSignatureJobStatusChangeResponse,
  type Codec,
  type ComplexSpec,
  type Issue,
} from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { placeIssues, unexpectedProperty } from '../../src/codec/property.js'
import { makeIssue } from '../../src/outcome.js'

type AnyCodec = Pick<Codec<unknown>, 'name'> & { readonly spec: ComplexSpec }

const place = ({ name, spec }: AnyCodec, issues: readonly Issue[], base?: readonly string[]): readonly Issue[] =>
  placeIssues({ name, spec }, issues, base)

const at = (path: string, code: Issue['code'] = 'schema.pattern'): Issue => makeIssue(code, 'No.', { path })
const manifest: AnyCodec = portalSignatureJobManifest
const statusChange: AnyCodec = portalSignatureJobStatusChangeResponse
const root = `/${manifest.name}`

const propertyOf = (codec: AnyCodec, path: string, code?: Issue['code']): Issue['property'] =>
  place(codec, [at(path, code)])[0]?.property

describe('the property of an issue', () => {
  test.each<readonly [what: string, path: string, property: Issue['property']]>([
    ['the root', '', []],
    ['an element', '/title', ['title']],
    ['an element with hyphens', '/nonsensitive-title', ['nonsensitiveTitle']],
    ['an element in another', '/sender/organization-number', ['sender', 'organizationNumber']],
    ['an element that only wraps a list', '/signers', ['signers']],
    ['one of a list', '/signers/signer[2]', ['signers', 1]],
    ['a list of which one is missing', '/documents/document', ['documents']],
    ['an attribute of one of a list', '/signers/signer[1]/@order', ['signers', 0, 'order']],
    [
      'an attribute far down',
      '/signers/signer[10]/notifications/email/@address',
      ['signers', 9, 'notifications', 'email', 'address'],
    ],
    ['an element of both branches of a choice', '/document/@href', ['document', 'href']],
  ])('at %s', (_, path, property) => {
    expect(propertyOf(manifest, root + path)).toEqual(property)
  })

  test('in a list that is a property of its own keeps the property', () => {
    expect(propertyOf(statusChange, `/${statusChange.name}/signatures/signature[3]/status/@since`)).toEqual([
      'signatures',
      'signature',
      2,
      'status',
      'since',
    ])
  })

  test.each([
    ['an element', '/elsewhere'],
    ['a masked element', '/*'],
    ['an attribute', '/@elsewhere'],
    ['what is in a text', '/title/elsewhere'],
    ['an attribute of a text', '/title/@elsewhere'],
  ])('is absent where the path leads out of the declaration: %s', (_, path) => {
    expect(place(manifest, [at(root + path)])[0]).not.toHaveProperty('property')
  })

  test('is absent where there is no path, or one that begins elsewhere', () => {
    for (const path of ['', '/error', '/error/error-code'])
      expect(place(manifest, [at(path)])[0]).not.toHaveProperty('property')
  })

  const unexpected = (name: string, path: string): Partial<Issue> =>
    place(manifest, [unexpectedProperty(name, ['a'], root + path)])[0] ?? {}

  test.each(['fornavn', 'nonsensitive-title', 'nonsensitive_title', 'title2', 'a1b2c3-12345', 'x'.repeat(40)])(
    'that the declaration does not have is named as the caller names it: %s',
    (name) => {
      const [path, property] = [`${root}/signers/signer[1]/${name}`, ['signers', 0, name]]
      expect(unexpected(name, '/signers/signer[1]')).toMatchObject({ path, property })
      expect(unexpected(name, '')).toMatchObject({ path: `${root}/${name}`, property: [name] })
    },
  )

  test.each(['', '12345678910', 'a123456', '2title', '-title', 'a b', 'a@example.com', 'å', 'x'.repeat(41)])(
    'that the declaration does not have is that of its owner where its name could be data: %s',
    (name) => {
      const path = `${root}/signers/signer[1]/*`
      expect(unexpected(name, '/signers/signer[1]')).toMatchObject({ path, property: ['signers', 0] })
    },
  )

  test('begins with that of the value in a larger one', () => {
    expect(
      place(manifest, [at(root), at(`${root}/title`)], ['job', 'manifest']).map(({ property }) => property),
    ).toEqual([
      ['job', 'manifest'],
      ['job', 'manifest', 'title'],
    ])
  })
})

describe('issues stand in document order', () => {
  const inOrder = [
    '',
    '/signers',
    '/signers/signer[1]/@order',
    '/signers/signer[1]/personal-identification-number',
    '/signers/signer[1]/signature-type',
    '/signers/signer[2]',
    '/signers/signer[10]',
    '/sender/organization-number',
    '/title',
    '/documents/document',
    '/documents/document[1]/@href',
    '/documents/document[1]/title',
  ].map((path) => root + path)

  test('of the declaration, where they come from a value', () => {
    const reversed = [...inOrder].reverse().map((path) => at(path))
    expect(place(manifest, reversed).map(({ path }) => path)).toEqual(inOrder)
  })

  test('of the text, where they have lines: elements may stand out of their order', () => {
    const located = [
      { ...at(`${root}/title`), line: 3, column: 2 },
      { ...at(`${root}/documents`), line: 2, column: 9 },
      { ...at(`${root}/signers`), line: 10, column: 1 },
      { ...at(`${root}/sender`), line: 2, column: 10 },
    ]
    expect(place(manifest, located).map(({ line, column }) => [line, column])).toEqual([
      [2, 9],
      [2, 10],
      [3, 2],
      [10, 1],
    ])
  })

  test('and those of one place as they came', () => {
    const codes = ['schema.pattern', 'schema.min-length', 'schema.enumeration'] as const
    expect(
      place(
        manifest,
        codes.map((code) => at(`${root}/title`, code)),
      ).map(({ code }) => code),
    ).toEqual(codes)
  })
})
