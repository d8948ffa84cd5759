import { DOMParser, type Element, type Node } from '@xmldom/xmldom'
import * as fc from 'fast-check'
import {
  anyJobRequest,
  anyJobResponse,
  anyManifest,
  anyServiceError,
  anyStatusChangeResponse,
} from 'signering-portal/arbitraries'
import {
  portalSignatureJobManifest,
  portalSignatureJobRequest,
  portalSignatureJobResponse,
  portalSignatureJobStatusChangeResponse,
  serviceError,
  type Codec,
} from 'signering-portal/codec'
import { redact } from 'signering-portal/http'
import { describe, expect, test } from 'vitest'

/** What is personal, by the path of its property, without indexes; written down here once more. */
const personal: readonly (readonly [RegExp, string])[] = [
  [/^signers\.personalIdentificationNumber$/, 'national identity number'],
  [/^signers\.notifications\.email\.address$/, 'e-mail address'],
  [/^signers\.notifications\.sms\.number$/, 'telephone number'],
  [/^(?:documents?\.)?title$/, 'title'],
  [/^(?:document\.)?nonsensitiveTitle$/, 'title'],
  [/^(?:document\.)?description$/, 'description'],
  [/^signatures\.signature\.personalIdentificationNumber$/, 'national identity number'],
  [/^signatures\.signature\.identifier\.email\.address$/, 'e-mail address'],
  [/^signatures\.signature\.identifier\.sms\.number$/, 'telephone number'],
]

const marked = (kind: string, text: string): string => (text === '' ? '' : `(${kind}, ${text.length})`)

/** A value with what is personal replaced. */
function expected(value: unknown, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => expected(item, path))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const inner = path === '' ? name : `${path}.${name}`
        return [name, expected(member, inner)]
      }),
    )
  const [, kind] = personal.find(([form]) => form.test(path)) ?? []
  if (kind === undefined || typeof value !== 'string') return value
  return marked(kind, value)
}

/** The elements of XML with their attributes and texts, one after the other. */
function partsOf(xml: string): readonly (readonly [path: string, text: string])[] {
  const parts: (readonly [string, string])[] = []
  const walk = (node: Node, path: string): void => {
    for (const { name, value } of (node as Element).attributes) parts.push([`${path}@${name}`, value])
    const children = [...node.childNodes]
    if (children.some(({ nodeType }) => nodeType === 1)) {
      for (const child of children) if (child.nodeType === 1) walk(child, `${path}/${child.nodeName}`)
    } else parts.push([path, node.textContent ?? ''])
  }
  const root = new DOMParser({ onError: () => undefined }).parseFromString(xml, 'text/xml').documentElement
  if (root !== null) walk(root, '')
  return parts
}

/** The same for XML: by the ends of paths. */
const personalInXml: readonly (readonly [RegExp, string])[] = [
  [/\/personal-identification-number$/, 'national identity number'],
  [/\/email@address$/, 'e-mail address'],
  [/\/sms@number$/, 'telephone number'],
  [/\/(?:nonsensitive-)?title$/, 'title'],
  [/\/description$/, 'description'],
]

interface Subject {
  readonly name: string
  readonly codec: Codec<unknown>
  readonly values: fc.Arbitrary<unknown>
}

const subjects: readonly Subject[] = [
  [portalSignatureJobManifest, anyManifest] as const,
  [portalSignatureJobStatusChangeResponse, anyStatusChangeResponse] as const,
  [portalSignatureJobRequest, anyJobRequest] as const,
  [portalSignatureJobResponse, anyJobResponse] as const,
  [serviceError, anyServiceError] as const,
].map(([codec, values]) => ({ name: codec.name, codec: codec as Codec<unknown>, values }))

describe.each(subjects)('$name', ({ codec, values }) => {
  test('as a value loses what is personal, and nothing else', () => {
    fc.assert(
      fc.property(values, (value) => {
        const before = structuredClone(value)
        expect(redact(value)).toEqual(expected(value))
        expect(redact([value])).toEqual([expected(value)])
        expect(value).toEqual(before)
      }),
    )
  })

  test.each([
    ['text', (xml: string): unknown => xml],
    ['bytes', (xml: string): unknown => new TextEncoder().encode(xml)],
    ['text among others', (xml: string): unknown => `Received: ${xml}\n.`],
  ])('as XML in %s loses what is personal, and nothing else', (_, given) => {
    fc.assert(
      fc.property(values, (value) => {
        const xml = codec.encode(value)
        const redacted = (redact(given(xml)) as string).replace(/^Received: |\n\.$/g, '')
        const parts = partsOf(xml).map(([path, text]) => {
          const [, kind] = personalInXml.find(([form]) => form.test(path)) ?? []
          return [path, kind === undefined ? text : marked(kind, text)]
        })
        expect(partsOf(redacted)).toEqual(parts)
      }),
    )
  })

  test('and a value that differs in what is personal alone give the same', () => {
    fc.assert(
      fc.property(values, (value) => {
        const other = JSON.parse(JSON.stringify(value), (name, member: unknown) =>
          /^(?:title|nonsensitiveTitle|description|address|number)$/.test(name) && typeof member === 'string'
            ? 'x'.repeat(member.length)
            : name === 'personalIdentificationNumber'
              ? '00000000000'
              : member,
        ) as unknown
        expect(redact(codec.encode(value))).toBe(redact(codec.encode(other)))
      }),
    )
  })
})

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const word = fc.stringMatching(/^[a-zæøå]{0,8}$/)
const found: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ['national identity number', digits(11)],
  ['telephone number', fc.stringMatching(/^[3-9][0-9]{7}$/)],
  ['telephone number', fc.stringMatching(/^(?:\+47|0047) ?[0-9]{8}$/)],
  ['telephone number', fc.stringMatching(/^\+47(?: [0-9]{2}){4}$/)],
  ['e-mail address', fc.stringMatching(/^[a-z][a-z0-9._+-]{0,20}@[a-z][a-z0-9-]{0,10}\.(?:no|com)$/)],
]

test.each(found)('a %s is found between words', (kind, texts) => {
  fc.assert(
    fc.property(word, texts, word, (before, text, behind) => {
      expect(redact(`${before}: ${text}, ${behind}`)).toBe(`${before}: (${kind}, ${text.length}), ${behind}`)
    }),
  )
})

test.each([9, 10, 12, 19].map((length) => [length]))('a run of %i digits with a one first stays', (length) => {
  fc.assert(
    fc.property(word, digits(length - 1), (before, rest) => {
      expect(redact(`${before} 1${rest}.`)).toBe(`${before} 1${rest}.`)
    }),
  )
})

test('anything is copied, with its form', () => {
  const anything = fc.anything({ withMap: true, withSet: true, withDate: true, withNullPrototype: true })
  fc.assert(
    fc.property(anything, (value) => {
      const copy = redact(value)
      expect(Array.isArray(copy)).toBe(Array.isArray(value))
      expect(redact({ value })).toEqual({ value: copy })
      if (value instanceof Map || value instanceof Set) expect(copy).toHaveProperty('size', value.size)
    }),
  )
})
