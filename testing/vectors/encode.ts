/**
 * Vectors of writing: values that need escapes, and values that must not be written.
 *
 * @module
 */
import type { Level } from '../../src/codec/portal/rule.js'
import { encodeVector, type EncodeVector, type ExpectedIssue } from './vector.js'

const serviceError = (errorCode: unknown): unknown => ({ errorCode, errorMessage: 'A message', errorType: 'CLIENT' })
const jobResponse = (properties: object): unknown => ({
  signatureJobId: '1',
  cancellationUrl: 'https://api.example.com/1/cancel',
  ...properties,
})
const byContact = (address: unknown): object => ({
  identifiedByContactInformation: true,
  notifications: { email: { address } },
})
const manifest = (properties: object): unknown => ({
  signers: [byContact('signer@example.com')],
  sender: { organizationNumber: '123456785' },
  title: 'A title',
  documents: [{ href: 'document-1.pdf', mime: 'application/pdf', title: 'A document' }],
  ...properties,
})

const texts: Readonly<Record<string, string>> = {
  ampersand: 'a & b',
  'less-than': 'a < b',
  'greater-than': 'a > b',
  'cdata-end': 'a ]]> b',
  'double-quote': 'a "b"',
  apostrophe: "a 'b'",
  'carriage-return': 'a\rb',
  'line-feed': 'a\nb',
  'carriage-return-line-feed': 'a\r\nb',
  tab: 'a\tb',
  'looks-escaped': '&amp; &#38; &lt;',
  'looks-like-markup': '<![CDATA[a]]><!-- b -->',
  latin: 'æøå ÆØÅ',
  combining: 'e\u0301',
  astral: '\u{1F58B}\u{10FFFD}',
  'no-break-space': '\u00A0',
  'next-line-and-line-separator': '\u0085\u2028',
  'whitespace-at-the-ends': ' a ',
  empty: '',
}

const noXml: Readonly<Record<string, string>> = {
  'lone-high-surrogate': 'a\uD83Db',
  'lone-low-surrogate': 'a\uDD8Bb',
  'reversed-surrogates': '\uDD8B\uD83D',
  'high-surrogate-at-the-end': 'a\uD83D',
  nul: 'a\u0000b',
  'control-character': 'a\u0001b',
  escape: 'a\u001Bb',
  noncharacter: 'a\uFFFEb',
}

interface EncodeCase {
  readonly id: string
  readonly element: string
  readonly value: unknown
  readonly issues?: readonly ExpectedIssue[]
  readonly level?: Level
}

const place = (name: string): string => `/portal-signature-job-manifest/${name}`
const response = 'portal-signature-job-response'
const idPath = `/${response}/signature-job-id`

const refused: readonly EncodeCase[] = [
  ...Object.entries({ number: 1, null: null, true: true, list: ['CODE'], object: {} }).map(
    ([id, value]): EncodeCase => ({
      id: `text-of-another-type/${id}`,
      element: 'error',
      value: serviceError(value),
      issues: [['value.type', '/error/error-code']],
    }),
  ),
  ...Object.entries({ text: 'x', list: [], number: 1, null: null }).map(([id, value]): EncodeCase => ({
    id: `message-of-another-type/${id}`,
    element: 'error',
    value,
    issues: [['value.type', '/error']],
  })),
  ...Object.entries({ '+1': 'long', '01': 'long', ' 1': 'long', '': 'long', '1.0': 'long', '-0': 'long' }).map(
    ([signatureJobId], index): EncodeCase => ({
      id: `long-not-canonical/${index + 1}`,
      element: response,
      value: jobResponse({ signatureJobId }),
      issues: [['schema.long', idPath]],
      level: 'chosen',
    }),
  ),
  { id: 'long/largest', element: response, value: jobResponse({ signatureJobId: '9223372036854775807' }) },
  { id: 'long/smallest', element: response, value: jobResponse({ signatureJobId: '-9223372036854775808' }) },
  {
    id: 'long/too-large',
    element: response,
    value: jobResponse({ signatureJobId: '9223372036854775808' }),
    issues: [['schema.long', idPath]],
  },
  {
    id: 'long/number',
    element: response,
    value: jobResponse({ signatureJobId: 1 }),
    issues: [['value.type', idPath]],
    level: 'chosen',
  },
  {
    id: 'element-missing',
    element: 'error',
    value: { errorMessage: 'A message', errorType: 'CLIENT' },
    // What is not there is of no type either: it is written as an element that must be present.
    issues: [['schema.element-missing', '/error/error-code']],
  },
  {
    id: 'property-unknown',
    element: 'error',
    value: { ...(serviceError('CODE') as object), addedLater: 'x' },
    issues: [['value.property-unexpected', '/error/addedLater']],
  },
  {
    id: 'property-of-the-schema-spelling',
    element: 'error',
    value: { ...(serviceError('CODE') as object), 'error-code': 'CODE' },
    issues: [['value.property-unexpected', '/error/error-code']],
  },
  {
    id: 'choice/both',
    element: 'portal-signature-job-manifest',
    value: manifest({ signers: [{ ...byContact('signer@example.com'), personalIdentificationNumber: '01810010068' }] }),
    issues: [['value.property-unexpected', place('signers/signer[1]/identified-by-contact-information')]],
  },
  {
    id: 'choice/neither',
    element: 'portal-signature-job-manifest',
    value: manifest({ signers: [{ notifications: { sms: { number: '00000000' } } }] }),
    issues: [['schema.element-missing', place('signers/signer[1]')]],
  },
  {
    id: 'list/empty',
    element: 'portal-signature-job-manifest',
    value: manifest({ signers: [] }),
    issues: [['schema.element-missing', place('signers/signer')]],
  },
  {
    id: 'list/too-long',
    element: 'portal-signature-job-manifest',
    value: manifest({ signers: Array.from({ length: 11 }, () => byContact('signer@example.com')) }),
    issues: [['schema.element-too-many', place('signers/signer[11]')]],
  },
  {
    id: 'list/longest',
    element: 'portal-signature-job-manifest',
    value: manifest({ signers: Array.from({ length: 10 }, () => byContact('signer@example.com')) }),
  },
  {
    id: 'empty-element/false',
    element: 'portal-signature-job-manifest',
    value: manifest({ signers: [{ ...byContact('signer@example.com'), identifiedByContactInformation: false }] }),
    issues: [['value.type', place('signers/signer[1]/identified-by-contact-information')]],
  },
  {
    id: 'length/astral-within-utf-16-units',
    element: 'portal-signature-job-manifest',
    value: manifest({ title: '\u{1F58B}'.repeat(40) }),
  },
  {
    id: 'length/astral-beyond-utf-16-units',
    element: 'portal-signature-job-manifest',
    value: manifest({ title: '\u{1F58B}'.repeat(41) }),
    issues: [['schema.max-length', place('title')]],
    level: 'chosen',
  },
  {
    id: 'date-time/whitespace',
    element: 'portal-signature-job-manifest',
    value: manifest({ availability: { activationTime: ' 2016-02-10T12:00:00Z' } }),
    issues: [['schema.date-time', place('availability/activation-time')]],
    level: 'chosen',
  },
  {
    id: 'number/fraction',
    element: 'portal-signature-job-manifest',
    value: manifest({ availability: { availableSeconds: 1.5 } }),
    issues: [['schema.long', place('availability/available-seconds')]],
  },
  {
    id: 'all-issues-at-once',
    element: 'portal-signature-job-manifest',
    value: manifest({ sender: { organizationNumber: '1' }, title: '', requiredAuthentication: '5' }),
    issues: [
      ['schema.pattern', place('sender/organization-number')],
      ['schema.min-length', place('title')],
      ['schema.enumeration', place('required-authentication')],
    ],
  },
]

/** Every vector of writing. */
export function encodeVectors(): readonly EncodeVector[] {
  const address = place('signers/signer[1]/notifications/email/@address')
  const bad = (path: string): readonly ExpectedIssue[] => [['xml.character', path]]
  const inBoth = (id: string, text: string, refuse: boolean): readonly EncodeCase[] => [
    {
      id: `text/${id}`,
      element: 'error',
      value: serviceError(text),
      ...(refuse ? { issues: bad('/error/error-code') } : {}),
    },
    {
      id: `attribute-value/${id}`,
      element: 'portal-signature-job-manifest',
      value: manifest({ signers: [byContact(text)] }),
      ...(refuse ? { issues: bad(address) } : {}),
    },
  ]
  const cases = [
    ...Object.entries(texts).flatMap(([id, text]) => inBoth(id, text, false)),
    ...Object.entries(noXml).flatMap(([id, text]) => inBoth(id, text, true)),
    ...refused,
  ]
  return cases.map(({ id, element, value, issues, level = 'documented' }) => {
    const title = `${issues === undefined ? 'Written' : 'Refused'}: ${id.replace('/', ', ').replaceAll('-', ' ')}.`
    const source = level === 'chosen' ? 'Stricter on purpose when writing' : `portal.xsd, ${element}; XML 1.0`
    return encodeVector({ id: `encode/${id}`, title, level, source }, element, value, issues)
  })
}
