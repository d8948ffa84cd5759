import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { manifest, statusChange } from '../../bench/messages.js'
import { readAnswer, readValue, type Call } from '../../src/contract/driver-answer.js'
import { faultsOf, linesIn, transcriptIn, type DriverLine } from '../../testing/contract/driver-lines.js'
import { operationNames } from '../../testing/http/operations.js'
import { ajv, driverSchema, elementSchemas, readSchema, validatorOf } from '../../testing/json-schemas.js'
import { changedAnyhow } from '../../testing/properties/json-changes.js'
import { repositoryFile } from '../../testing/requirements.js'
import { runs } from '../../testing/seed.js'

type Properties = Readonly<Record<string, unknown>>

const schema = readSchema(driverSchema) as {
  readonly $id: string
  readonly $defs: Readonly<Record<string, { readonly properties?: Readonly<Record<string, Properties>> }>>
}
const calls = ['start', ...operationNames]

const url = 'https://api.example.com/1'
const client = {
  organizationNumber: '123456785',
  key: '/tmp/key.pem',
  certificates: '/tmp/certificates.pem',
  pkcs12: '/tmp/key.p12',
  passphrase: '/tmp/passphrase.txt',
}
const start = {
  root: 'http://localhost:8080/api',
  sender: { organizationNumber: '123456785', sector: 'PRIVATE' },
  client,
  trust: '/tmp/trust.pem',
  serverOrganizationNumber: '984661185',
}
const documents = [{ href: 'a.pdf', mime: 'application/pdf', bytes: 'JVBERg==' }]
const job = { request: { pollingQueue: 'a queue' }, manifest, documents }
const nextPermittedPollTime = '2026-01-02T03:04:05+01:00'

/** Arguments and values of each call, all of them good. */
const samples: Readonly<Record<string, { readonly arguments: Properties; readonly values: readonly unknown[] }>> = {
  start: { arguments: start, values: [null] },
  create: {
    arguments: { job },
    values: [
      { signatureJobId: '9223372036854775807', cancellationUrl: url },
      { signatureJobId: '1', cancellationUrl: url, reference: 'a reference' },
    ],
  },
  nextStatusChange: {
    arguments: { sender: '123456785', pollingQueue: 'a queue' },
    values: [
      { kind: 'statusChange', statusChange, nextPermittedPollTime },
      // As Java, Python and .NET write it.
      ...['03:04Z', '03:04:05.123456+00:00', '03:04:05.0000000Z'].map((time) => ({
        kind: 'noChange',
        nextPermittedPollTime: `2026-01-02T${time}`,
      })),
      { kind: 'tooEager', nextPermittedPollTime },
    ],
  },
  confirm: { arguments: { confirmationUrl: url }, values: [null] },
  cancel: { arguments: { cancellationUrl: url }, values: ['cancelled', 'alreadyFinished'] },
  downloadPades: { arguments: { padesUrl: url }, values: ['JVBERg==', ''] },
  downloadXades: { arguments: { xadesUrl: url }, values: ['PGEvPg=='] },
  downloadArchivedPades: { arguments: { documentId: '1' }, values: ['JVBERg=='] },
  deleteDocuments: { arguments: { deleteDocumentsUrl: url }, values: [null] },
  organization: { arguments: {}, values: ['An organization', ''] },
}

const failures = [
  { error: { message: 'no response' } },
  { error: { status: 400, errorCode: 'SCHEMA_VALIDATION_ERROR', message: '' } },
  { unsupported: 'no function does it' },
]

const request = (call: string, change: object = {}): object => ({
  id: 1,
  call,
  now: '2026-01-02T03:04:05.000Z',
  arguments: samples[call]?.arguments,
  ...change,
})
const exchange = (asked: object, answered: object): readonly string[] =>
  faultsOf([
    { by: 'suite', text: JSON.stringify(asked) },
    { by: 'driver', text: JSON.stringify({ id: 1, ...answered }) },
  ])

test('the schema is one by the schema of schemas, and has all parts of each call', () => {
  expect(ajv.validateSchema(schema)).toBe(true)
  expect(schema.$id).toMatch(/\/schema\/driver\.schema\.json$/)
  expect(schema.$defs['request']?.properties?.['call']).toEqual({ enum: calls })
  const parts = Object.keys(schema.$defs).filter((name) => /.(?:Arguments|Answer|Value)$/.test(name))
  expect(parts.sort()).toEqual(
    calls.flatMap((call) => ['Answer', 'Arguments', 'Value'].map((end) => call + end)).sort(),
  )
})

describe.each(calls)('%s', (call) => {
  const { arguments: given = {}, values = [] } = samples[call] ?? {}

  test('takes what is good', () => {
    for (const answer of [...values.map((value) => ({ value })), ...failures])
      expect(exchange(request(call), answer)).toEqual([])
    expect(validatorOf(driverSchema)(request(call))).toBe(true)
  })

  test('refuses arguments with anything more, less or else', () => {
    const wrong = [
      { ...given, added: 1 },
      ...Object.keys(given)
        .filter((name) => name !== 'pollingQueue')
        .flatMap((name) => [null, 1, {}, undefined].map((other) => ({ ...given, [name]: other }))),
    ]
    for (const each of wrong) {
      expect(exchange(request(call, { arguments: each }), { value: values[0] })).not.toEqual([])
    }
  })

  test('refuses the values of other calls', () => {
    const all = Object.values(samples).flatMap((sample) => sample.values)
    const fitting = all.filter((value) => exchange(request(call), { value }).length === 0)
    const own = call === 'organization' ? all.filter((value) => typeof value === 'string') : values
    // Bytes are a text like another, as long as it has the letters of base64, and the length.
    const inBase64 = all.filter(
      (value) => typeof value === 'string' && /^[A-Za-z=]*$/.test(value) && value.length % 4 === 0,
    )
    const alike = call.startsWith('download') ? inBase64 : own
    expect(fitting).toEqual(all.filter((value) => alike.includes(value)))
  })
})

/** Whether the suite takes an answer to a call. */
function isTaken(call: Call, answer: unknown): boolean {
  const read = readAnswer(answer)
  if (typeof read === 'string') return false
  try {
    if (read.kind === 'value') readValue(call, read.value)
    return true
  } catch {
    return false
  }
}

test.each(calls)('the suite takes an answer to %s where the schema does', (call) => {
  const { values = [] } = samples[call] ?? {}
  const answers = [...values.map((value) => ({ id: 1, value })), ...failures.map((each) => ({ id: 1, ...each }))]
  const validate = validatorOf(driverSchema, `#/$defs/${call}Answer`)
  for (const answer of answers) expect(isTaken(call as Call, answer)).toBe(true)
  fc.assert(
    fc.property(changedAnyhow(fc.constantFrom(...answers)), (answer) => {
      expect(isTaken(call as Call, answer)).toBe(validate(answer))
    }),
    { numRuns: runs(1000) },
  )
})

describe('an answer', () => {
  test.each<[string, object]>([
    ['with nothing', {}],
    ['with two of the three', { value: 'cancelled', unsupported: 'it does' }],
    ['with all three', { value: 'cancelled', error: { message: 'it does not' }, unsupported: 'it does' }],
    ['with anything more', { value: 'cancelled', status: 200 }],
    ['with a failure without words', { error: { status: 400 } }],
    ['with a failure that is a text', { error: 'it does not' }],
    ['with a failure whose status is a text', { error: { status: '400', message: 'it does not' } }],
    ['with a failure whose code is null', { error: { errorCode: null, message: 'it does not' } }],
    ['with a failure and anything more', { error: { message: 'it does not', stack: '' } }],
    ['that gives no reason', { unsupported: '' }],
    ['that gives a reason that is no text', { unsupported: true }],
    ['with an id that is a text', { id: '1', value: 'cancelled' }],
    ['with an id that is no number of a request', { id: 0, value: 'cancelled' }],
  ])('%s is none', (_, answered) => {
    expect(exchange(request('cancel'), answered)).not.toEqual([])
    expect(validatorOf(driverSchema)({ id: 1, ...answered })).toBe(false)
  })

  const asked = { by: 'suite', text: JSON.stringify(request('cancel')) } as const
  const answered = { by: 'driver', text: '{"id":1,"value":"cancelled"}' } as const

  test.each<[string, readonly DriverLine[], readonly string[]]>([
    ['comes once', [asked, answered], []],
    ['does not come', [asked], ['cancel 1 is not answered']],
    ['comes twice', [asked, answered, answered], ['nobody waits for an answer to 1']],
    ['comes unasked', [answered], ['nobody waits for an answer to 1']],
  ])('%s', (_, lines, faults) => {
    expect(faultsOf(lines)).toEqual(faults)
  })
})

test.each<[string, object]>([
  ['of a call that there is not', { call: 'poll' }],
  ['without an instant', { now: undefined }],
  ['with an instant of another place', { now: '2026-01-02T04:04:05.000+01:00' }],
  ['with an id that is a fraction', { id: 1.5 }],
  ['with anything more', { version: 1 }],
])('a request %s is none', (_, change) => {
  expect(validatorOf(driverSchema)(request('cancel', change))).toBe(false)
})

test.each(['JVBE Rg==', 'JVBERg==\n', 'JV-_', 'JV=ERg==', 'A===', null, [37]])('bytes are not %j', (value) => {
  expect(exchange(request('downloadPades'), { value })).not.toEqual([])
})

test('no line feed stands behind a text, also where $ matches before one', () => {
  // As Python and PCRE have it.
  const lenient = JSON.parse(JSON.stringify(schema).replaceAll('$"', '\\n?$"')) as AnySchemaObject
  const validators = new Ajv2020({ schemas: [...elementSchemas.map(readSchema), lenient] })
  const isValid = (part: string, value: unknown): boolean =>
    validators.getSchema(`${schema.$id}#/$defs/${part}`)?.(value) === true
  const texts = [
    ['organizationNumber', '123456785'],
    ['base64', 'JVBERg=='],
    ['instant', '2026-01-02T03:04:05Z'],
  ] as const
  const patterns = Object.entries(schema.$defs).filter(([, part]) => 'pattern' in part)
  expect(patterns.map(([name]) => name)).toEqual(texts.map(([name]) => name))
  for (const [name, text] of texts) expect([isValid(name, text), isValid(name, `${text}\n`)]).toEqual([true, false])
  const now = '2026-01-02T03:04:05.000Z'
  for (const each of [now, `${now}\n`]) expect(isValid('request', request('confirm', { now: each }))).toBe(each === now)
})

test.each([
  '2026-01-02T03:04:05',
  '2026-01-02',
  '02.01.2026 03:04',
  '2026-01-02 03:04:05Z',
  '2026-13-02T03:04Z',
  '1767323045',
])('no queue may be polled again at %s', (time) => {
  const value = { kind: 'noChange', nextPermittedPollTime: time }
  expect(exchange(request('nextStatusChange'), { value })).not.toEqual([])
})

describe('docs/driver.md', () => {
  const page = readFileSync(repositoryFile('docs/driver.md'), 'utf8')

  test('has a row of each call, with its arguments, and of each property of a request, an answer and an error', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    const propertiesOf = (part: string): readonly string[] => Object.keys(schema.$defs[part]?.properties ?? {})
    const unnamed = calls.filter((call) => {
      const row = rows.find((line) => line.startsWith(`| \`${call}\` `)) ?? ''
      return (
        row === '' ||
        (call !== 'start' && propertiesOf(`${call}Arguments`).some((name) => !row.includes(`\`${name}\``)))
      )
    })
    expect(unnamed).toEqual([])
    const ofClient = Object.keys(schema.$defs['startArguments']?.properties?.['client']?.['properties'] ?? {})
    const properties = [
      ...propertiesOf('request'),
      ...['value', 'error', 'unsupported'],
      ...propertiesOf('error'),
      ...propertiesOf('startArguments').filter((name) => name !== 'client'),
      ...ofClient.map((name) => `client.${name}`),
    ]
    expect(properties.filter((name) => !rows.some((row) => row.startsWith(`| \`${name}\` `)))).toEqual([])
  })

  test('shows a transcript that is as the schema has it', () => {
    const lines = linesIn(transcriptIn(page) ?? '')
    expect(faultsOf(lines)).toEqual([])
    expect(lines.filter(({ by }) => by === 'suite').length).toBeGreaterThan(0)
  })
})
