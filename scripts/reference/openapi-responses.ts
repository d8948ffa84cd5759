/**
 * What the service answers, as responses of OpenAPI: what is documented, what the official clients show, and what is assumed.
 *
 * @module
 */
import type { PortalOperations } from '../../src/http/index.js'
import { schemaOf, type Description } from './openapi-schemas.js'

/** The responses of an operation, by status. */
export type Responses = Readonly<Record<string, Description>>

const xml = (element: string): Description => ({ 'application/xml': { schema: schemaOf(element) } })
const shared = (name: string): Description => ({ $ref: `#/components/responses/${name}` })
const error = (description: string): Description => ({ description, content: xml('error') })

/** Bytes as they are. The format is that of OpenAPI 3.0, which most generators know, and 3.1 allows. */
export const binary = { type: 'string', format: 'binary' } as const

const pollTime = { 'X-Next-permitted-poll-time': { $ref: '#/components/headers/X-Next-permitted-poll-time' } }
const rateLimit = { DoSFilter: { $ref: '#/components/headers/DoSFilter' } }

/** The headers of responses. */
export const sharedHeaders: Responses = {
  'X-Next-permitted-poll-time': {
    description:
      'When the queue may be asked again, on the clock of the service, as a date and time with an offset. Documented: portal flow page, step 2; the form is what the official clients read.',
    required: true,
    schema: { type: 'string', format: 'date-time' },
  },
  DoSFilter: {
    description: 'That the organization is blocked for 30 seconds, whatever the value. Shown by the official clients.',
    schema: { type: 'string' },
  },
}

/** The responses that several operations have. */
export const sharedResponses: Responses = {
  notAuthorized: error(
    'The client may not call on behalf of this organization: error code `NOT_AUTHORIZED` or `BROKER_NOT_AUTHORIZED`. The codes are documented (debugging page), the status is assumed.',
  ),
  notFound: error('There is no such resource, or there is no longer. Assumed.'),
  gone: error('The document is no longer there, such as 40 days after the job. Assumed.'),
  tooManyCalls: {
    description:
      'The organization made more than 10 calls a second, and is blocked for 30 seconds. Documented: create page, speed.',
    headers: rateLimit,
  },
  unavailable: error(
    'The service cannot answer now. The content may be of another media type, or missing. Send the same request again later, but not a create without knowing that there is no job: two would ask the same people to sign.',
  ),
  other: error(
    'Any other status: something went wrong. The service does not document which statuses there are. The content may be of another media type, or missing. Do not follow redirects: they could lead signed documents to somebody else.',
  ),
}

/** Leads to the operation that takes an address from a message. The address itself cannot be said: expressions of OpenAPI do not look into XML. */
const link = (operationId: keyof PortalOperations, method: string, element: string): Description => ({
  operationId,
  description: `${method} to the \`${element}\` of the message, as it stands there.`,
})

const errors: Responses = {
  '403': shared('notAuthorized'),
  '429': shared('tooManyCalls'),
  '5XX': shared('unavailable'),
  default: shared('other'),
}

const ofDocuments: Responses = { '404': shared('notFound'), '410': shared('gone'), ...errors }

const done = { description: 'Done. Which status it is, is not documented; any 2xx means it. Content says nothing.' }
const document = (description: string, ...mediaTypes: readonly string[]): Description => ({
  description,
  content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: binary }])),
})

/** The responses of each operation. */
export const responses: Readonly<Record<keyof PortalOperations, Responses>> = {
  create: {
    '200': {
      description: 'The job exists. Documented: portal flow page, step 1.',
      content: xml('portal-signature-job-response'),
      links: { cancel: link('cancel', 'POST', 'cancellation-url') },
    },
    '400': error(
      'There is no job. `SCHEMA_VALIDATION_ERROR`: the metadata is not valid. `ASICE_VALIDATION_FAILED`: the document package is not. Which of the two a manifest gets that is not valid, is not known. The official clients know the codes; the status is assumed.',
    ),
    ...errors,
  },
  nextStatusChange: {
    '200': {
      description:
        'A change, which leaves the queue, and comes back unless it is confirmed within 10 minutes. Documented: portal flow page, step 2.',
      headers: pollTime,
      content: xml('portal-signature-job-status-change-response'),
      links: {
        confirm: link('confirm', 'POST', 'confirmation-url'),
        cancel: link('cancel', 'POST', 'cancellation-url'),
        downloadPades: link('downloadPades', 'GET', 'pades-url'),
        downloadXades: link('downloadXades', 'GET', 'xades-url'),
        deleteDocuments: link('deleteDocuments', 'DELETE', 'delete-documents-url'),
      },
    },
    '204': { description: 'The queue is empty. Documented: portal flow page, step 2.', headers: pollTime },
    ...errors,
    '429': {
      description:
        'Asked before the permitted time, which the header tells anew (documented: portal flow page, step 2); or blocked for 30 seconds after more than 10 calls a second (create page, speed), which another header tells.',
      headers: {
        'X-Next-permitted-poll-time': { ...sharedHeaders['X-Next-permitted-poll-time'], required: false },
        ...rateLimit,
      },
    },
  },
  confirm: { '2XX': done, '404': shared('notFound'), ...errors },
  cancel: {
    '2XX': { description: `${done.description} The official client for .NET tells of 204.` },
    '404': shared('notFound'),
    '409': error('The job had ended before. Shown by the official clients.'),
    ...errors,
  },
  downloadPades: {
    '200': document(
      'The signed document: PDF 1.7 or PDF/A-3b. Documented: portal flow page, step 3, and signed documents page; the media type is what the official clients accept.',
      'application/octet-stream',
    ),
    ...ofDocuments,
  },
  downloadXades: {
    '200': document(
      'The signature in XML (XAdES). The media types are what the official clients accept.',
      'application/xml',
      'application/octet-stream',
    ),
    ...ofDocuments,
  },
  downloadArchivedPades: {
    '200': document(
      'The signed document, as of `downloadPades`. Documented: archive page.',
      'application/octet-stream',
    ),
    ...ofDocuments,
  },
  deleteDocuments: {
    '2XX': done,
    '404': shared('notFound'),
    '409': error('The documents cannot be deleted yet. Assumed.'),
    ...errors,
  },
  organization: {
    '200': {
      description: 'A text for people. Documented: debugging page.',
      content: { 'text/plain': { schema: { type: 'string' } } },
    },
    ...errors,
  },
}
