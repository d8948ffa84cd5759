import { inspect } from 'node:util'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import * as fc from 'fast-check'
import {
  maximumIssues,
  PortalError,
  portalSignatureJobManifest,
  portalSignatureJobRequest,
} from 'signering-portal/codec'
import { anyJobFor } from 'signering-portal/arbitraries'
import {
  manifestFor,
  prepareJob,
  safePrepareJob,
  jobSchema,
  sectors,
  type Job,
  type PreparedJob,
  type Sector,
} from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import { describe as describeElement } from '../../testing/describe.js'
import { propertyName } from '../../src/codec/spec.js'
import { validNumber } from '../../testing/manifest/jobs.js'
import { pdf, pdfOfLength } from '../../testing/manifest/pdf-files.js'
import { thrown } from '../../testing/issues.js'

const bytes = pdf()
const signer = {
  personalIdentificationNumber: '12345678910',
  notifications: { email: { address: 'a@example.com' } },
} as const

const job: Job<'PRIVATE'> = {
  sector: 'PRIVATE',
  signers: [signer],
  sender: { organizationNumber: '123456789' },
  title: 'Title',
  documents: [{ title: 'First', bytes }],
}

/** Every issue's code and path, for a job of any form. */
function issuesOf(changed: unknown): readonly string[] {
  return thrown(() => prepareJob(changed as Job<Sector>)).map(({ code, path }) =>
    `${code} ${path.replace('/portal-signature-job-manifest', '')}`.trim(),
  )
}

const change = (changed: object): readonly string[] => issuesOf({ ...job, ...changed })

describe('a job becomes a manifest, a request and files', () => {
  test('with names made for the documents', () => {
    const documents = [
      { title: 'First', bytes },
      { title: 'Søknad om så mangt', bytes, href: 'mine.pdf' },
      { title: 'Text', bytes: new Uint8Array(3), mime: 'text/plain' },
    ]
    const prepared = prepareJob({ ...job, documents, reference: '123-ABC', pollingQueue: 'queue' })
    expect(prepared.manifest).toStrictEqual({
      signers: [signer],
      sender: { organizationNumber: '123456789' },
      title: 'Title',
      documents: [
        { href: 'document-1.pdf', mime: 'application/pdf', title: 'First' },
        { href: 'mine.pdf', mime: 'application/pdf', title: 'Søknad om så mangt' },
        { href: 'document-3.txt', mime: 'text/plain', title: 'Text' },
      ],
    })
    expect(prepared.documents).toStrictEqual([
      { href: 'document-1.pdf', mime: 'application/pdf', bytes },
      { href: 'mine.pdf', mime: 'application/pdf', bytes },
      { href: 'document-3.txt', mime: 'text/plain', bytes: new Uint8Array(3) },
    ])
    expect(prepared.request).toStrictEqual({ reference: '123-ABC', pollingQueue: 'queue' })
    expect(prepared.warnings.map(({ code }) => code)).toEqual(['rule.documents-pdf'])
  })

  test('with a made name never that of another document', () => {
    const hrefs = ['document-2.pdf', undefined, undefined, 'Document-3.PDF', 'document-8.pdf']
    const documents = hrefs.map((href) => ({ title: 'D', bytes, ...(href === undefined ? {} : { href }) }))
    const names = prepareJob({ ...job, documents }).documents.map(({ href }) => href)
    expect(names).toEqual(['document-2.pdf', 'document-7.pdf', 'document-13.pdf', 'Document-3.PDF', 'document-8.pdf'])
  })

  test('with the fields that an instance of a class has through its prototype', () => {
    class Document {
      readonly bytes = bytes
      readonly #title: string = 'First'
      get title(): string {
        return this.#title
      }
    }
    class AJob {
      readonly sector = 'PRIVATE'
      readonly signers = [signer]
      readonly sender = { organizationNumber: '123456789' }
      readonly title = 'Title'
      readonly documents = [new Document()]
      get availability(): object {
        return { availableSeconds: 1 }
      }
    }
    expect(prepareJob<'PRIVATE'>(new AJob()).manifest).toStrictEqual(
      prepareJob({ ...job, availability: { availableSeconds: 1 } }).manifest,
    )
  })
})

describe('every field of the manifest and the request can be set', () => {
  /** The fields with a value of their own, by their path in the schema, that a value has. */
  function pathsOf(value: unknown, path: string): readonly string[] {
    if (Array.isArray(value)) return [...new Set(value.flatMap((item: unknown) => pathsOf(item, path)))]
    if (typeof value !== 'object' || value === null) return [path]
    return Object.entries(value).flatMap(([key, item]) => pathsOf(item, `${path}/${key}`))
  }

  /** The paths of the specs' elements and attributes, as properties; a list has no property for its items. */
  const paths = [
    ...describeElement('manifest', portalSignatureJobManifest.spec),
    ...describeElement('request', portalSignatureJobRequest.spec),
  ]
    .map(([path]) => path.replace(/@| \(again\)/g, '').replace(/(?<=s)\/(?:signer|document)(?=\/|$)/, ''))
    .map((path) => path.split('/').map(propertyName).join('/'))
  const declared = paths
    .filter((path) => !path.startsWith('/manifest/document/'))
    .filter((path) => !paths.some((other) => other.startsWith(`${path}/`)))

  // Listing them here would be one more place to forget when the schema gets a field.
  const jobs = fc.sample(anyJobFor('PUBLIC'), { seed: 1, numRuns: 200 })

  test('all of them, but for those of the older form of the manifest', () => {
    const set = jobs.flatMap((given) => {
      const { manifest, request } = prepareJob<Sector>(given)
      return [...pathsOf(manifest, '/manifest'), ...pathsOf(request, '/request')]
    })
    expect(declared).toContain('/manifest/signers/notificationsUsingLookup/sms')
    expect([...new Set(set)].sort()).toEqual([...new Set(declared)].sort())
  })

  test('to the value that was given', () => {
    for (const given of jobs) {
      const { manifest, request } = prepareJob<Sector>(given)
      expect(portalSignatureJobManifest.decode(manifestFor('PUBLIC').encode(manifest))).toStrictEqual(manifest)
      expect(portalSignatureJobRequest.decode(portalSignatureJobRequest.encode(request))).toStrictEqual(request)
    }
  })

  test.each(sectors)('any job of a %s organization gives the fields that it has', (sector) => {
    fc.assert(
      fc.property(anyJobFor(sector), (given) => {
        const { sector: _, documents, ...fields } = given
        const prepared = prepareJob<Sector>(given)
        const ofRequest = (name: string): boolean => declared.includes(`/request/${name}`)
        const part = (wanted: boolean): object =>
          Object.fromEntries(Object.entries(fields).filter(([name]) => ofRequest(name) === wanted))
        expect(prepared.request).toEqual(part(true))
        expect(prepared.manifest).toEqual({
          ...part(false),
          documents: documents.map(({ bytes: __, ...entry }) => ({ mime: 'application/pdf', ...entry })),
        })
        expect(prepared.documents.map((file) => file.bytes)).toEqual(documents.map((each) => each.bytes))
      }),
    )
  })
})

describe('what is wrong is said', () => {
  test('all at once: the schema of both messages, the files and the rules', () => {
    expect(
      change({
        title: 'x'.repeat(81),
        reference: 'x'.repeat(51),
        requiredAuthentication: '3',
        availability: { availableSeconds: 7_776_001 },
        documents: [
          { title: 'D', bytes: new Uint8Array(5) },
          { title: 'D', bytes, href: 'a b c' },
        ],
      }),
    ).toEqual([
      'schema.max-length /title',
      'rule.documents-pdf /documents/document[1]',
      'rule.href-characters /documents/document[2]/@href',
      'rule.private-level-4 /required-authentication',
      'rule.availability-max /availability/available-seconds',
      'schema.max-length /portal-signature-job-request/reference',
    ])
  })

  test('with the warnings behind the errors', () => {
    expect(change({ reference: validNumber, requiredAuthentication: '3' })).toEqual([
      'rule.private-level-4 /required-authentication',
      'rule.no-personal-data /portal-signature-job-request/reference',
    ])
  })

  test('the sizes', () => {
    const half = pdfOfLength(5_242_880)
    expect(
      change({
        documents: [
          { title: 'A', bytes: half },
          { title: 'B', bytes: half },
        ],
      }),
    ).toEqual([])
    expect(
      change({
        documents: [
          { title: 'A', bytes: half },
          { title: 'B', bytes: pdfOfLength(5_242_881) },
        ],
      }),
    ).toEqual(['rule.documents-size /documents'])
  })

  const whole = ['sector', 'signers', 'sender', 'title', 'documents']
  test.each(whole)('%s is missing', (name) => {
    expect(change({ [name]: undefined })).toHaveLength(1)
  })

  test.each<readonly [string, unknown, readonly string[]]>([
    ['no sector', { ...job, sector: 'public' }, ['job.sector']],
    [
      'files by a path',
      { ...job, documents: [{ title: 'D', bytes: 'document.pdf' }] },
      ['value.type /documents/document[1]'],
    ],
    ['a file without content', { ...job, documents: [{ title: 'D' }] }, ['value.type /documents/document[1]']],
    [
      'an ArrayBuffer',
      { ...job, documents: [{ title: 'D', bytes: bytes.buffer }] },
      ['value.type /documents/document[1]'],
    ],
    [
      'too many documents',
      { ...job, documents: Array(21).fill({ title: 'D', bytes }) },
      ['schema.element-too-many /documents/document[21]'],
    ],
    ['no documents', { ...job, documents: [] }, ['schema.element-missing /documents/document']],
    ['both forms', { ...job, document: { title: 'D', bytes } }, ['value.property-unexpected /document']],
    ['an unknown property', { ...job, availabilty: {} }, ['value.property-unexpected /availabilty']],
    [
      'an unknown property of a document',
      { ...job, documents: [{ title: 'D', bytes, name: 'x' }] },
      ['value.property-unexpected /documents/document[1]/name'],
    ],
  ])('%s', (_, changed, issues) => {
    expect(issuesOf(changed)).toEqual(issues)
  })

  const odd: readonly unknown[] = [
    undefined,
    null,
    0,
    1n,
    true,
    '',
    'text',
    Symbol('s'),
    [],
    {},
    [[]],
    [null],
    [undefined],
    [{}],
    Array(2),
    () => 1,
    new Date(),
    new Map(),
    Object.create(null),
    new Uint8Array(3),
    NaN,
  ]
  test('anything in the place of anything gives issues, and no other error', () => {
    for (const value of odd) {
      expect(issuesOf(value).length).toBeGreaterThan(0)
      for (const name of whole) {
        if (name === 'title' && value === 'text') continue
        expect(change({ [name]: value }).length, `${name} ${inspect(value)}`).toBeGreaterThan(0)
      }
      for (const name of [
        'reference',
        'pollingQueue',
        'description',
        'document',
        'availability',
        'identifierInSignedDocuments',
      ])
        change({ [name]: value })
      for (const name of ['href', 'mime', 'title', 'bytes'])
        change({ documents: [{ title: 'D', bytes, [name]: value }] })
      change({ signers: [value] })
    }
  })

  test('without any value of the job', () => {
    const secret = 'Sekret-4711'
    const wrong = {
      sector: secret,
      title: secret.repeat(10),
      nonsensitiveTitle: validNumber,
      description: secret.repeat(30),
      signers: [
        {
          personalIdentificationNumber: secret,
          notifications: { email: { address: `${secret}\0` } },
          signatureType: secret,
          order: secret,
        },
      ],
      sender: { organizationNumber: secret },
      documents: [{ title: '', href: `${secret} `, mime: secret, bytes: new TextEncoder().encode(secret) }],
      requiredAuthentication: secret,
      availability: { activationTime: secret, availableSeconds: secret },
      identifierInSignedDocuments: secret,
      reference: secret.repeat(5),
      pollingQueue: `${secret}\uD800`,
      [`${secret} ${validNumber}`]: secret,
    }
    try {
      prepareJob(wrong as unknown as Job<Sector>)
      expect.unreachable()
    } catch (thrown) {
      expect.assert(thrown instanceof PortalError)
      const told = new Set(thrown.issues.map(({ property }) => property?.[0]))
      // Each is told by its property, but for the name that is a value itself.
      expect(Object.keys(wrong).filter((name) => !told.has(name))).toEqual([`${secret} ${validNumber}`])
      for (const text of [inspect(thrown, { depth: 9, showHidden: true }), thrown.stack, JSON.stringify(thrown)]) {
        expect(text).not.toContain('4711')
        expect(text).not.toContain(validNumber)
      }
    }
  })
})

/** Code and property of each issue of a job. */
const placesIn = (changed: object): readonly string[] => {
  const result = safePrepareJob({ ...job, ...changed })
  const issues = result.ok ? result.warnings : result.issues
  return issues.map(({ code, property }) => `${code} ${property?.join('.')}`)
}

describe('an issue tells its property in the names of the job', () => {
  test.each<readonly [string, object, readonly string[]]>([
    ['the sector', { sector: 'public' }, ['job.sector sector']],
    ['a signer', { signers: [{ ...signer, order: 10 }] }, ['schema.max-inclusive signers.0.order']],
    ['the request', { reference: 'x'.repeat(51) }, ['schema.max-length reference']],
    ['a file', { documents: [{ title: 'D', bytes: new Uint8Array(9) }] }, ['rule.documents-pdf documents.0.bytes']],
    ['a file of the wrong type', { documents: [{ title: 'D', bytes: 'path' }] }, ['value.type documents.0.bytes']],
    [
      'no title and no documents',
      { title: undefined, documents: undefined },
      ['schema.element-missing title', 'schema.element-missing documents'],
    ],
    ['no object for a file', { documents: [null] }, ['value.type documents.0']],
    [
      'a media type',
      { documents: [{ title: 'D', bytes, mime: 'image/png' }] },
      ['rule.documents-pdf documents.0.mime'],
    ],
    ['a title', { documents: [{ title: '', bytes }] }, ['schema.min-length documents.0.title']],
    ['a typo', { referance: 'x' }, ['value.property-unexpected referance']],
    ['the style of XML', { 'polling-queue': 'x' }, ['value.property-unexpected polling-queue']],
  ])('%s', (_, changed, places) => {
    expect(placesIn(changed)).toEqual(places)
  })

  test('and none has a name that could be data', () => {
    expect(placesIn({ 'a name': 1 })).toEqual(['value.property-unexpected '])
    const documents = [{ title: 'D', bytes, [validNumber]: 1 }]
    expect(placesIn({ documents })).toEqual(['value.property-unexpected documents.0'])
  })

  test('all that is wrong is told at once, in document order', () => {
    expect(
      placesIn({
        signers: [{ ...signer, order: '1', signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE' }],
        sender: undefined,
        documents: [{ title: 'D', bytes: new Uint8Array(9), name: 'x' }],
        reference: 5,
        pollingQueue: validNumber,
        requiredAuthentication: '3',
      }),
    ).toEqual([
      'value.type signers.0.order',
      'rule.private-advanced-only signers.0.signatureType',
      'schema.element-missing sender',
      'value.property-unexpected documents.0.name',
      'rule.documents-pdf documents.0.bytes',
      'rule.private-level-4 requiredAuthentication',
      'value.type reference',
      'rule.no-personal-data pollingQueue',
    ])
  })
})

const messagesOf = (changed: object): readonly string[] => {
  const result = safePrepareJob({ ...job, ...changed })
  return result.ok ? [] : result.issues.map(({ message }) => message)
}

test('what is required, or excludes something, is named as the caller would write it', () => {
  expect(messagesOf({ signers: [{}] })).toEqual([
    'One of personalIdentificationNumber, identifiedByContactInformation is required.',
    'notifications is required.',
  ])
  expect(messagesOf({ signers: [{ ...signer, identifiedByContactInformation: true }] })).toEqual([
    'Excluded by personalIdentificationNumber.',
  ])
})

test('a typo is answered with every name that can stand there', () => {
  const own = 'sector, signers, sender, title, nonsensitiveTitle, description, documents, requiredAuthentication'
  const ofRequest = [...describeElement('request', portalSignatureJobRequest.spec).keys()].slice(1)
  const names = ofRequest.map((path) => propertyName(path.replace('/request/', '')))
  expect(messagesOf({ referance: 'x' })).toEqual([
    `Not one of ${own}, availability, identifierInSignedDocuments, ${names.join(', ')}.`,
  ])
  expect(messagesOf({ documents: [{ title: 'D', bytes, name: 'x' }] })).toEqual([
    'Not one of href, mime, title, bytes.',
  ])
})

test('a job may have undefined for what it may leave out', () => {
  const omitted = {
    reference: undefined,
    availability: undefined,
    documents: [{ title: 'First', bytes, href: undefined }],
  }
  expect(prepareJob({ ...job, ...omitted })).toStrictEqual(prepareJob(job))
})

test('warnings come with the job, and with the result', () => {
  const result = safePrepareJob({ ...job, reference: validNumber })
  expect.assert(result.ok)
  expect(result.warnings).toMatchObject([
    { code: 'rule.no-personal-data', severity: 'warning', property: ['reference'] },
  ])
  expect(result.value.warnings).toEqual(result.warnings)
})

describe('the schema of jobs as values', () => {
  const { validate, vendor, version } = jobSchema('PRIVATE')['~standard']

  test('is a Standard Schema', () => {
    const schema: StandardSchemaV1<Job<'PRIVATE'>, PreparedJob<'PRIVATE'>> = jobSchema('PRIVATE')
    expect(schema['~standard'].validate).toBeTypeOf('function')
    expect([vendor, version]).toEqual(['signering-portal', 1])
  })

  test('gives the prepared job', () => {
    expect(validate(job)).toStrictEqual({ value: prepareJob(job) })
    expect(validate({ ...job, reference: validNumber })).toHaveProperty('value')
  })

  test('gives issues with their paths, and no warnings among them', () => {
    const result = validate({ ...job, reference: validNumber, title: '', signers: [{ ...signer, order: '1' }] })
    expect('issues' in result && result.issues.map(({ path }) => path)).toEqual([['signers', 0, 'order'], ['title']])
    expect('issues' in result && result.issues[1]?.message).toBe('Must have at least 1 character.')
    expect(validate(undefined)).toMatchObject({ issues: [{ path: [] }] })
  })

  test('holds jobs of the other sector to its own rules', () => {
    const { notifications: _, ...other } = signer
    const signers = [{ ...other, notificationsUsingLookup: { email: true } }]
    expect(validate({ ...job, sector: 'PUBLIC', signers })).toMatchObject({
      issues: [{ path: ['sector'] }, { path: ['signers', 0, 'notificationsUsingLookup'] }],
    })
  })

  test('refuses jobs of the other sector, and sectors that are none', () => {
    expect(validate({ ...job, sector: 'PUBLIC' })).toMatchObject({ issues: [{ path: ['sector'] }] })
    expect(() => jobSchema('public' as 'PUBLIC')).toThrow('job.sector')
  })
})

describe('a job of more than there can be', () => {
  test.each([21, 50_000, 100_001, 2_000_000])('is told once that %i documents are too many', (length) => {
    const documents = Array.from({ length }, () => ({ title: 'Document', bytes }))
    expect(issuesOf({ ...job, documents })).toEqual(['schema.element-too-many /documents/document[21]'])
  })

  test('is told at once, however long a list claims to be', () => {
    const documents: unknown[] = []
    documents.length = 2 ** 32 - 1
    const result = safePrepareJob({ ...job, documents } as never)
    expect(result).toMatchObject({ ok: false })
    expect(result.ok || result.issues.length).toBeLessThan(100)
  })

  test('has the first issues, and not more', () => {
    const documents = Array.from({ length: 50_000 }, () => ({ bytes: 5 }))
    const result = safePrepareJob({ ...job, documents } as never)
    expect(result.ok || result.issues.length).toBeLessThanOrEqual(maximumIssues)
    const properties = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`a${index}`, 1]))
    const told = safePrepareJob({ ...job, ...properties })
    expect(told.ok || told.issues).toHaveLength(maximumIssues)
    expect(told.ok || told.issues[0]?.property).toEqual(['a0'])
  })
})

test('what an object does not list as its own is no part of a job, at the top as below', () => {
  const hidden = { value: 'odd', enumerable: false }
  const signers = [Object.defineProperty({ ...signer }, 'order', hidden)]
  const changed = Object.defineProperties({ ...job, signers }, { reference: hidden, other: hidden })
  expect(safePrepareJob(changed)).toMatchObject({ ok: true, value: { request: {} } })
})
