/**
 * Responses, and what a reader must make of them.
 *
 * @module
 */
import type { OperationName } from '../http/operations.js'
import type { Level } from '../../src/codec/portal/rule.js'
import { namespace } from '../../src/codec/spec.js'

/** What a reader makes of it. */
export interface Outcome {
  /** What it gives; instants as ISO 8601 in UTC, and documents in base64. */
  readonly result?: unknown
  /** Or why it fails. */
  readonly error?: { readonly codes: readonly string[]; readonly transient: boolean; readonly serviceError?: unknown }
}

/** A response to be read. */
export type ResponseCase = Outcome & {
  readonly id: string
  readonly level?: Level
  readonly source?: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** The time on the client's clock. */
export const now = '2026-01-02T03:04:05.000Z'
const inTenMinutes = '2026-01-02T03:14:05.000Z'
const xmlns = `xmlns="${namespace}"`
/** Where jobs are. */
export const jobs = 'https://api.example.com/api/123456785/portal/signature-jobs'
const xml = { 'Content-Type': 'application/xml' }
const errorOf = (code: string): string =>
  `<error ${xmlns}><error-code>${code}</error-code><error-message>A message</error-message><error-type>CLIENT</error-type></error>`
const valueOf = (errorCode: string): unknown => ({ errorCode, errorMessage: 'A message', errorType: 'CLIENT' })
const html = '<!DOCTYPE html><html><body>Bad gateway</body></html>'
const fails = (codes: string, transient = false, errorCode?: string): Outcome => ({
  error: {
    codes: codes.split(' '),
    transient,
    ...(errorCode === undefined ? {} : { serviceError: valueOf(errorCode) }),
  },
})

/** What every operation makes of a response that is no success. */
const failures: readonly ResponseCase[] = [
  ...['NOT_AUTHORIZED', 'BROKER_NOT_AUTHORIZED', 'A_CODE_OF_TOMORROW'].map((code): ResponseCase => ({
    id: `error-403-${code}`,
    source: 'Debugging; the status is assumed',
    status: 403,
    headers: xml,
    body: errorOf(code),
    ...fails('http.status', false, code),
  })),
  {
    id: 'error-with-prefix',
    source: 'Seen of the service',
    level: 'peer-evidenced',
    status: 400,
    headers: xml,
    body: `<ns4:error xmlns:ns4="${namespace}"><ns4:error-code>SCHEMA_VALIDATION_ERROR</ns4:error-code><ns4:error-message>A message</ns4:error-message><ns4:error-type>CLIENT</ns4:error-type></ns4:error>`,
    ...fails('http.status', false, 'SCHEMA_VALIDATION_ERROR'),
  },
  {
    id: 'error-with-another-media-type',
    level: 'peer-evidenced',
    status: 400,
    headers: { 'Content-Type': 'text/plain' },
    body: errorOf('SCHEMA_VALIDATION_ERROR'),
    ...fails('http.status', false, 'SCHEMA_VALIDATION_ERROR'),
  },
  {
    id: 'error-with-more',
    level: 'assumed',
    status: 400,
    headers: xml,
    body: errorOf('NOT_AUTHORIZED').replace('</error>', '<added-later/></error>'),
    ...fails('http.status', false, 'NOT_AUTHORIZED'),
  },
  { id: 'error-empty', level: 'peer-evidenced', status: 400, ...fails('http.status') },
  {
    id: 'error-incomplete',
    level: 'assumed',
    status: 400,
    headers: xml,
    body: `<error ${xmlns}/>`,
    ...fails('http.status'),
  },
  {
    id: 'bad-gateway',
    level: 'assumed',
    status: 502,
    headers: { 'Content-Type': 'text/html' },
    body: html,
    ...fails('http.status', true),
  },
  { id: 'unavailable', level: 'assumed', status: 503, ...fails('http.status', true) },
  { id: 'not-found', level: 'assumed', status: 404, ...fails('http.status') },
  {
    id: 'redirect',
    level: 'chosen',
    status: 302,
    headers: { Location: 'https://example.org/' },
    ...fails('http.status'),
  },
]

const created = `<portal-signature-job-response ${xmlns}><reference>A</reference><signature-job-id>9223372036854775807</signature-job-id><cancellation-url>${jobs}/1/cancel</cancellation-url></portal-signature-job-response>`
const job = { reference: 'A', signatureJobId: '9223372036854775807', cancellationUrl: `${jobs}/1/cancel` }

const create: readonly ResponseCase[] = [
  { id: 'created', status: 200, headers: xml, body: created, result: job },
  { id: 'created-201', level: 'assumed', status: 201, headers: xml, body: created, result: job },
  {
    id: 'created-with-more',
    level: 'assumed',
    status: 200,
    headers: xml,
    body: created.replace('<signature-job-id>', '<added-later/><signature-job-id>'),
    result: job,
  },
  {
    id: 'created-with-another-media-type',
    level: 'chosen',
    status: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: created,
    result: job,
  },
  { id: 'created-without-media-type', level: 'chosen', status: 200, body: created, result: job },
  { id: 'empty', level: 'chosen', status: 200, headers: xml, ...fails('http.body-empty') },
  {
    id: 'html',
    level: 'chosen',
    status: 200,
    headers: { 'Content-Type': 'text/html' },
    body: html,
    ...fails('http.content-type xml.doctype'),
  },
  { id: 'truncated', level: 'chosen', status: 200, headers: xml, body: created.slice(0, -3), ...fails('xml.syntax') },
  {
    id: 'shorter-than-declared',
    level: 'chosen',
    status: 200,
    headers: { ...xml, 'Content-Length': '10000' },
    body: created,
    ...fails('http.body-interrupted', true),
  },
  {
    id: 'id-missing',
    status: 200,
    headers: xml,
    body: created.replace(/<signature-job-id>.*<\/signature-job-id>/, ''),
    ...fails('schema.element-missing'),
  },
  ...['SCHEMA_VALIDATION_ERROR', 'ASICE_VALIDATION_FAILED', 'FEATURE_NOT_AVAILABLE'].map((code): ResponseCase => ({
    id: `refused-${code}`,
    // No official source knows the last.
    ...(code === 'FEATURE_NOT_AVAILABLE'
      ? ({ level: 'assumed', source: 'An integration of others' } as const)
      : ({ level: 'peer-evidenced', source: 'Official clients' } as const)),
    status: 400,
    headers: xml,
    body: errorOf(code),
    ...fails('http.status', false, code),
  })),
  ...failures,
]

const changeWith = (status: string, more = ''): string =>
  `<portal-signature-job-status-change-response ${xmlns}><signature-job-id>1</signature-job-id><status>IN_PROGRESS</status><confirmation-url>${jobs}/1/complete</confirmation-url>${more}<signatures><signature><status since="2017-01-23T12:51:43+01:00">${status}</status><identifier><email address="signer@example.com"/></identifier></signature></signatures></portal-signature-job-status-change-response>`
const changeValue = (status: string): unknown => ({
  signatureJobId: '1',
  status: 'IN_PROGRESS',
  confirmationUrl: `${jobs}/1/complete`,
  signatures: {
    signature: [
      {
        status: { since: '2017-01-23T12:51:43+01:00', value: status },
        identifier: { email: { address: 'signer@example.com' } },
      },
    ],
  },
})
const pollTime = 'X-Next-permitted-poll-time'
const polled = (
  kind: string,
  nextPermittedPollTime: string,
  warnings: readonly string[] = [],
  status?: string,
): Outcome => ({
  result: {
    kind,
    ...(status === undefined ? {} : { statusChange: changeValue(status) }),
    nextPermittedPollTime,
    warnings,
  },
})

const times: Readonly<Record<string, readonly [header: string, instant: string | undefined]>> = {
  offset: ['2026-01-02T04:04:35+01:00', '2026-01-02T03:04:35.000Z'],
  'negative-offset': ['2026-01-01T21:34:35-05:30', '2026-01-02T03:04:35.000Z'],
  utc: ['2026-01-02T03:04:35Z', '2026-01-02T03:04:35.000Z'],
  milliseconds: ['2026-01-02T04:04:35.123+01:00', '2026-01-02T03:04:35.123Z'],
  'finer-than-milliseconds': ['2026-01-02T04:04:35.123000001+01:00', '2026-01-02T03:04:35.124Z'],
  'no-seconds': ['2026-01-02T04:05+01:00', '2026-01-02T03:05:00.000Z'],
  past: ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00.000Z'],
  'no-offset': ['2026-01-02T04:04:35', undefined],
  'http-date': ['Fri, 02 Jan 2026 03:04:35 GMT', undefined],
  'no-date': ['soon', undefined],
  seconds: ['30', undefined],
  twice: ['2026-01-02T03:04:35Z, 2026-01-02T03:04:35Z', undefined],
  'day-that-there-is-not': ['2026-02-30T03:04:35Z', undefined],
}

const nextStatusChange: readonly ResponseCase[] = [
  ...Object.entries(times).map(([id, [header, instant]]): ResponseCase => ({
    id: `poll-time/${id}`,
    // What is in the header is not documented; the Java client reads a date and time with an offset.
    level: instant === undefined ? 'chosen' : 'peer-evidenced',
    status: 204,
    headers: { [pollTime]: header },
    ...polled('noChange', instant ?? inTenMinutes, instant === undefined ? ['http.poll-time-invalid'] : []),
  })),
  {
    id: 'poll-time/in-lower-case',
    source: 'RFC 9110, 5.1',
    status: 204,
    headers: { 'x-next-permitted-poll-time': '2026-01-02T03:04:35Z' },
    ...polled('noChange', '2026-01-02T03:04:35.000Z'),
  },
  {
    id: 'poll-time/absent',
    level: 'chosen',
    status: 204,
    ...polled('noChange', inTenMinutes, ['http.poll-time-missing']),
  },
  {
    id: 'change',
    status: 200,
    headers: { ...xml, [pollTime]: now },
    body: changeWith('SIGNED'),
    ...polled('statusChange', now, [], 'SIGNED'),
  },
  {
    id: 'change-without-poll-time',
    level: 'chosen',
    status: 200,
    headers: xml,
    body: changeWith('SIGNED'),
    ...polled('statusChange', inTenMinutes, ['http.poll-time-missing'], 'SIGNED'),
  },
  {
    id: 'change-of-unknown-status',
    source: 'portal.xsd, portal-signature-status-value',
    status: 200,
    headers: { ...xml, [pollTime]: now },
    body: changeWith('A_STATUS_OF_TOMORROW'),
    ...polled('statusChange', now, [], 'A_STATUS_OF_TOMORROW'),
  },
  {
    id: 'change-with-more',
    level: 'assumed',
    status: 200,
    headers: { ...xml, [pollTime]: now },
    body: changeWith('SIGNED', '<added-later/>'),
    ...polled('statusChange', now, [], 'SIGNED'),
  },
  {
    id: 'change-of-unknown-job-status',
    status: 200,
    headers: { ...xml, [pollTime]: now },
    body: changeWith('SIGNED').replace('IN_PROGRESS', 'PAUSED'),
    ...fails('schema.enumeration'),
  },
  { id: 'change-empty', level: 'chosen', status: 200, headers: { [pollTime]: now }, ...fails('http.body-empty') },
  {
    id: 'too-early',
    status: 429,
    headers: { [pollTime]: '2026-01-02T03:04:35Z' },
    ...polled('tooEager', '2026-01-02T03:04:35.000Z'),
  },
  {
    id: 'too-early-with-error',
    level: 'assumed',
    status: 429,
    headers: { ...xml, [pollTime]: '2026-01-02T03:04:35Z' },
    body: errorOf('TOO_EARLY'),
    ...polled('tooEager', '2026-01-02T03:04:35.000Z'),
  },
  {
    id: 'blocked',
    level: 'peer-evidenced',
    status: 429,
    headers: { DoSFilter: 'unavailable' },
    ...polled('tooEager', '2026-01-02T03:04:35.000Z', ['http.rate-limited']),
  },
  {
    id: 'too-early-without-time',
    level: 'chosen',
    status: 429,
    ...polled('tooEager', inTenMinutes, ['http.poll-time-missing']),
  },
  ...failures,
]

const cancel: readonly ResponseCase[] = [
  { id: 'cancelled-204', level: 'peer-evidenced', status: 204, result: { kind: 'cancelled' } },
  { id: 'cancelled-200', level: 'peer-evidenced', status: 200, result: { kind: 'cancelled' } },
  {
    id: 'already-finished',
    level: 'peer-evidenced',
    status: 409,
    headers: xml,
    body: errorOf('JOB_ALREADY_FINISHED'),
    result: { kind: 'alreadyFinished', serviceError: valueOf('JOB_ALREADY_FINISHED') },
  },
  { id: 'already-finished-empty', level: 'assumed', status: 409, result: { kind: 'alreadyFinished' } },
  ...failures,
]

const done: readonly ResponseCase[] = [
  ...[200, 202, 204].map((status): ResponseCase => ({ id: `done-${status}`, status, result: null })),
  {
    id: 'done-with-content',
    level: 'assumed',
    status: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: 'OK',
    result: null,
  },
  ...failures,
  { id: 'conflict', level: 'assumed', status: 409, ...fails('http.status') },
]

const download: readonly ResponseCase[] = [
  {
    id: 'document',
    level: 'peer-evidenced',
    status: 200,
    headers: { 'Content-Type': 'application/octet-stream' },
    body: '%PDF-1.7',
    result: 'JVBERi0xLjc=',
  },
  { id: 'document-of-xml', level: 'peer-evidenced', status: 200, headers: xml, body: '<a/>', result: 'PGEvPg==' },
  { id: 'document-without-media-type', level: 'chosen', status: 200, body: '%PDF-1.7', result: 'JVBERi0xLjc=' },
  {
    id: 'html',
    level: 'chosen',
    status: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: html,
    ...fails('http.content-type'),
  },
  {
    id: 'empty',
    level: 'chosen',
    status: 200,
    headers: { 'Content-Type': 'application/octet-stream' },
    body: '',
    ...fails('http.body-empty'),
  },
  {
    id: 'part',
    level: 'chosen',
    status: 206,
    headers: { 'Content-Type': 'application/octet-stream' },
    body: '%PDF',
    ...fails('http.status'),
  },
  {
    id: 'shorter-than-declared',
    level: 'chosen',
    status: 200,
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': '9' },
    body: '%PDF-1.7',
    ...fails('http.body-interrupted', true),
  },
  ...failures,
]

const organization: readonly ResponseCase[] = [
  {
    id: 'text',
    source: 'Debugging',
    status: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: 'Organization 123456785',
    result: 'Organization 123456785',
  },
  { id: 'empty', level: 'chosen', status: 200, ...fails('http.body-empty') },
  ...failures,
]

/** The responses to each operation. */
export const responseCases: Readonly<Record<OperationName, readonly ResponseCase[]>> = {
  create,
  nextStatusChange,
  confirm: done,
  cancel,
  downloadPades: download,
  downloadXades: download,
  downloadArchivedPades: download,
  deleteDocuments: done,
  organization,
}
