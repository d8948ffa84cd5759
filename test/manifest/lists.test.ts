/** That a list in a message names what a sender of the sector can write there. */
import { manifestFor, checkJob, safePrepareJob, type Sector } from 'signering-portal/manifest'
import { portalSignatureJobManifest, type Issue, type Result } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { namespace } from '../../src/codec/spec.js'
import { checkedRules } from '../../src/manifest/rules.js'
import { pdf } from '../../testing/manifest/pdf-files.js'

const wrong = {
  sender: { organizationNumber: '123456785' },
  requiredAuthentication: '2',
  identifierInSignedDocuments: 'x',
}
const wrongSigner = { personalIdentificationNumber: '12345678910', signatureType: 'x' }
const signers: Readonly<Record<string, object>> = {
  'for themself': wrongSigner,
  'on behalf of others': { ...wrongSigner, onBehalfOf: 'OTHER' },
  'by contact information': { identifiedByContactInformation: true, signatureType: 'x' },
}
const typo = { ...wrongSigner, notificationUsingLookup: {}, notifications: { sms: { number: '00000000' } } }
const lookup = { ...wrongSigner, notificationsUsingLookup: { email: true } }

const types = ['ADVANCED_ELECTRONIC_SIGNATURE', 'AUTHENTICATED_ELECTRONIC_SIGNATURE'] as const
const identifiers = ['PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', 'DATE_OF_BIRTH_AND_NAME', 'NAME'] as const

const issuesOf = (result: Result<unknown>): readonly Issue[] => (result.ok ? result.warnings : result.issues)
const manifestWith = (signer: object): never => {
  const documents = [{ title: 'Document', href: 'document.pdf', mime: 'application/pdf' }]
  return { ...wrong, title: 'Title', documents, signers: [signer] } as never
}

/** What answers with messages, about one signer of a sector. */
const answers: Readonly<Record<string, (sector: Sector, signer: object) => readonly Issue[]>> = {
  safePrepareJob: (sector, signer) => {
    const documents = [{ title: 'Document', bytes: pdf() }]
    return issuesOf(safePrepareJob({ ...wrong, title: 'Title', documents, sector, signers: [signer] } as never))
  },
  checkJob: (sector, signer) => checkJob(sector, { manifest: manifestWith(signer) }),
  manifestFor: (sector, signer) => issuesOf(manifestFor(sector).safeEncode(manifestWith(signer))),
}

const messagesOf = (issues: readonly Issue[]): readonly string[] =>
  issues.filter(({ code }) => !code.startsWith('rule.')).map(({ message }) => message)

describe.each(Object.entries(answers))('a list in what %s says', (_, answer) => {
  test.each(Object.entries(signers))('names what a sender can write for a signer %s', (kind, signer) => {
    expect(messagesOf(answer('PRIVATE', signer))).toEqual([
      'notifications is required.',
      `Must be ${types[0]}.`,
      'Must be 4.',
      `Must be one of ${identifiers[0]}, ${identifiers[1]}.`,
    ])
    expect(messagesOf(answer('PUBLIC', signer))).toEqual([
      `${kind === 'for themself' ? 'One of notificationsUsingLookup, notifications' : 'notifications'} is required.`,
      `Must be one of ${types.join(', ')}.`,
      'Must be one of 3, 4.',
      `Must be one of ${identifiers.join(', ')}.`,
    ])
  })

  test('names the properties that a sender can write', () => {
    const before = 'Not one of order, personalIdentificationNumber, identifiedByContactInformation, signatureType'
    expect(messagesOf(answer('PRIVATE', typo))).toContain(`${before}, notifications, onBehalfOf.`)
    expect(messagesOf(answer('PUBLIC', typo))).toContain(
      `${before}, notificationsUsingLookup, notifications, onBehalfOf.`,
    )
  })

  test('leaves the codes of rules as they are', () => {
    const codes = answer('PRIVATE', { ...lookup, signatureType: types[1] }).map(({ code }) => code)
    expect(codes.sort()).toEqual([
      'rule.lookup-public-only',
      'rule.private-advanced-only',
      'schema.enumeration',
      'schema.enumeration',
    ])
  })
})

describe('a list in what decoding says', () => {
  const documentWith = (signer: string): string => `<portal-signature-job-manifest xmlns="${namespace}">
    <signers><signer>${signer}</signer></signers>
    <sender><organization-number>123456785</organization-number></sender>
    <title>Title</title>
    <documents><document href="document.pdf" mime="application/pdf"><title>Document</title></document></documents>
    <required-authentication>2</required-authentication>
    <identifier-in-signed-documents>x</identifier-in-signed-documents>
  </portal-signature-job-manifest>`
  const told = (sector: Sector, signer: string): readonly string[] =>
    messagesOf(issuesOf(manifestFor(sector).safeDecode(documentWith(signer))))

  const number = '<personal-identification-number>12345678910</personal-identification-number>'
  const type = '<signature-type>x</signature-type>'

  test.each([
    ['for themself', `${number}${type}`],
    ['on behalf of others', `${number}${type}<on-behalf-of>OTHER</on-behalf-of>`],
    ['by contact information', `<identified-by-contact-information/>${type}`],
  ])('names what a sender can write for a signer %s', (kind, signer) => {
    expect(told('PRIVATE', signer)).toEqual([
      `Must be ${types[0]}.`,
      'notifications is required.',
      'Must be 4.',
      `Must be one of ${identifiers[0]}, ${identifiers[1]}.`,
    ])
    expect(told('PUBLIC', signer)).toEqual([
      `Must be one of ${types.join(', ')}.`,
      `${kind === 'for themself' ? 'One of notifications-using-lookup, notifications' : 'notifications'} is required.`,
      'Must be one of 3, 4.',
      `Must be one of ${identifiers.join(', ')}.`,
    ])
  })

  test('names the elements that a sender can write', () => {
    const notifications = '<notifications><sms number="00000000"/></notifications>'
    const unexpected = (sector: Sector, rest = ''): unknown =>
      told(sector, `${number}<notification/>${notifications}${rest}`)[0]
    const before = 'The element is not allowed here. Expected signature-type or'
    expect(unexpected('PRIVATE')).toBe(`${before} notifications.`)
    expect(unexpected('PUBLIC')).toBe(`${before} notifications-using-lookup or notifications.`)
    expect(unexpected('PUBLIC', '<on-behalf-of>OTHER</on-behalf-of>')).toBe(`${before} notifications.`)
  })
})

test('the codec that knows no sector leaves out what no sector can write', () => {
  const told = (signer: object): readonly string[] =>
    messagesOf(issuesOf(portalSignatureJobManifest.safeEncode(manifestWith(signer))))
  expect(told(signers['by contact information'] ?? {})[0]).toBe('notifications is required.')
  expect(told(wrongSigner)[0]).toBe('One of notificationsUsingLookup, notifications is required.')
})

test('every rule leaves out one thing, and that only', () => {
  const excluding = checkedRules.filter(({ excludes }) => excludes !== undefined)
  const owner = { onBehalfOf: 'OTHER', identifiedByContactInformation: true }
  const words = ['notificationsUsingLookup', 'notifications', '3', '4', ...types, ...identifiers]
  expect(excluding.map(({ id, excludes }) => [id, ...words.filter((word) => excludes?.(word, owner))])).toEqual([
    ['other-excludes-lookup', 'notificationsUsingLookup'],
    ['contact-excludes-lookup', 'notificationsUsingLookup'],
    ['lookup-public-only', 'notificationsUsingLookup'],
    ['private-advanced-only', types[1]],
    ['private-level-4', '3'],
    ['private-identifier', 'NAME'],
  ])
})
