/**
 * Vectors of requests: what each operation sends, and addresses that nothing is sent to.
 *
 * @module
 */
import { readMultipart } from '../../src/simulator/multipart.js'
import { portalOperations, type HttpRequest, type PortalOperations } from '../../src/http/index.js'
import type { OperationName } from '../http/operations.js'
import { PortalError } from '../../src/issue.js'
import type { VectorCommon } from './vector.js'
import { namespace } from '../../src/codec/spec.js'

/** Where and as whom. */
export const configuration: RequestVector['configuration'] = {
  root: 'https://api.example.com/api',
  organizationNumber: '123456785',
}

/** A part of a multipart body; its content as text or in base64. */
interface Part {
  readonly contentType: string
  readonly xml?: string
  readonly base64?: string
}

/** What an operation sends. */
export interface RequestVector extends VectorCommon {
  readonly operation: OperationName
  readonly configuration: { readonly root: string; readonly organizationNumber: string }
  /** What the operation is asked for: an address, the name of a queue, the id of an archived document, a job with its package in base64. */
  readonly input: Readonly<Record<string, unknown>>
  readonly request?: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    /** Absent: no content. */
    readonly body?: { readonly mediaType: string; readonly parts: readonly Part[] }
  }
  /** The codes of why there is no request. */
  readonly issues?: readonly string[]
}

interface RequestCase {
  readonly id: string
  readonly title: string
  readonly level?: VectorCommon['level']
  readonly source: string
  readonly input?: Readonly<Record<string, unknown>>
  readonly root?: string
  readonly expected: NonNullable<RequestVector['request']> | string
}

const jobs = 'https://api.example.com/api/123456785/portal/signature-jobs'
const xml = { Accept: 'application/xml' }
const bundle = 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=='
const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
const xmlns = `xmlns="${namespace}"`

const create = (id: string, title: string, request: object, content: string): RequestCase => ({
  id,
  title,
  source: 'Portal flow, create',
  input: { request, bundle },
  expected: {
    method: 'POST',
    url: jobs,
    headers: xml,
    body: {
      mediaType: 'multipart/mixed',
      parts: [
        {
          contentType: 'application/xml',
          xml: `${declaration}<portal-signature-job-request ${xmlns}>${content}</portal-signature-job-request>`,
        },
        { contentType: 'application/octet-stream', base64: bundle },
      ],
    },
  },
})

const poll = (id: string, title: string, query: string, pollingQueue?: string): RequestCase => ({
  id,
  title,
  source: 'Portal flow, polling',
  input: pollingQueue === undefined ? {} : { pollingQueue },
  expected: { method: 'GET', url: `${jobs}${query}`, headers: xml },
})

const archived = (id: string, title: string, documentId: string, segment: string): RequestCase => ({
  id,
  title,
  source: 'Archive',
  input: { documentId },
  expected: {
    method: 'GET',
    url: `https://api.example.com/api/123456785/archive/documents/${segment}/pades`,
    headers: document,
  },
})

/** The cases of an operation that follows an address. */
function follow(method: string, path: string, headers: Readonly<Record<string, string>> = xml): readonly RequestCase[] {
  const url = `${jobs}/1/${path}`
  const make = (id: string, title: string, address: string, expected: RequestCase['expected']): RequestCase => ({
    id,
    title,
    source:
      typeof expected === 'string'
        ? 'Addresses are absolute, and those of the service'
        : 'Portal flow, addresses in messages',
    level: typeof expected === 'string' ? 'chosen' : 'documented',
    input: { url: address },
    expected,
  })
  const sent = (address: string): RequestCase['expected'] => ({
    method,
    url: address,
    headers,
  })
  return [
    make('address', 'An address as it came.', url, sent(url)),
    make('address-with-query', 'An address with a query.', `${url}?a=b%20c&d`, sent(`${url}?a=b%20c&d`)),
    make('another-host', 'An address of another host.', 'https://example.org/1', 'http.url-origin'),
    make('another-port', 'An address of another port.', 'https://api.example.com:8443/api/1', 'http.url-origin'),
    make('another-scheme', 'An address without TLS.', 'http://api.example.com/api/1', 'http.url-origin'),
    make(
      'host-that-begins-alike',
      'An address of a host that begins alike.',
      'https://api.example.com.example.org/1',
      'http.url-origin',
    ),
    make('credentials', 'An address with credentials.', 'https://user:secret@api.example.com/api/1', 'http.url'),
    make('relative', 'A relative address.', '/api/123456785/portal/signature-jobs/1', 'http.url'),
    make('fragment', 'An address with a fragment.', `${url}#a`, 'http.url'),
    make('space', 'An address with a space.', `${url} `, 'http.url'),
    make('line-feed', 'An address with a line feed.', `${url}\nX: y`, 'http.url'),
    make('empty', 'No address.', '', 'http.url'),
  ]
}

const document = { Accept: 'application/octet-stream, application/xml' }

/** The requests of each operation. */
const requestCases: Readonly<Record<OperationName, readonly RequestCase[]>> = {
  create: [
    create('reference', 'With a reference.', { reference: 'A & B' }, '<reference>A &amp; B</reference>'),
    create(
      'queue',
      'With reference and polling queue.',
      { reference: 'A', pollingQueue: 'q' },
      '<reference>A</reference><polling-queue>q</polling-queue>',
    ),
    create('neither', 'With neither reference nor polling queue.', {}, ''),
  ],
  nextStatusChange: [
    poll('default-queue', 'The default queue.', ''),
    poll('named-queue', 'A queue with a name.', '?polling_queue=q', 'q'),
    poll(
      'name-to-encode',
      'A name with characters that an address cannot have.',
      '?polling_queue=a%20b%2Bc%26d%3De%2Ff%3Fg%23h%25',
      'a b+c&d=e/f?g#h%',
    ),
    poll('name-beyond-ascii', 'A name beyond ASCII.', '?polling_queue=k%C3%B8%F0%9F%96%8B', 'kø\u{1F58B}'),
    poll(
      'name-of-reserved-characters',
      'A name of characters that RFC 3986 reserves.',
      '?polling_queue=%21%27%28%29%2A',
      "!'()*",
    ),
    {
      ...poll('empty-name', 'A queue with an empty name, which the service takes for the default queue.', '', ''),
      level: 'chosen',
      expected: 'http.polling-queue',
    },
  ],
  confirm: follow('POST', 'complete'),
  cancel: follow('POST', 'cancel'),
  downloadPades: follow('GET', 'pades', document),
  downloadXades: follow('GET', 'xades/1', document),
  downloadArchivedPades: [
    archived('archived-document', 'A document of the archive.', '1', '1'),
    archived(
      'archived-document-to-encode',
      'An id with characters that an address cannot have.',
      'a b/c?d#%',
      'a%20b%2Fc%3Fd%23%25',
    ),
    ...['', '.', '..'].map((id, dots): RequestCase => ({
      ...archived(`archived-document-of-${dots}-dots`, 'An id that would lead to another resource.', id, ''),
      level: 'chosen',
      expected: 'http.document-id',
    })),
  ],
  deleteDocuments: follow('DELETE', ''),
  organization: [
    {
      id: 'organization',
      title: 'Who is calling.',
      source: 'Debugging',
      expected: {
        method: 'GET',
        url: 'https://api.example.com/api/123456785',
        headers: { Accept: 'text/plain, application/xml' },
      },
    },
    {
      id: 'root-with-slash',
      title: 'A root with a slash at its end.',
      level: 'chosen',
      source: 'A root is an address',
      root: 'https://api.example.com/api/',
      expected: {
        method: 'GET',
        url: 'https://api.example.com/api/123456785',
        headers: { Accept: 'text/plain, application/xml' },
      },
    },
    {
      id: 'root-without-tls',
      title: 'A root without TLS.',
      level: 'documented',
      source: 'Security',
      root: 'http://api.example.com/api',
      expected: 'http.root',
    },
  ],
}

/** Every vector of a request. Throws if an operation does not send what is expected. */
export function requestVectors(): readonly RequestVector[] {
  return Object.entries(requestCases).flatMap(([operation, cases]) =>
    cases.map((each) => requestVector(operation as OperationName, each)),
  )
}

function requestVector(operation: OperationName, each: RequestCase): RequestVector {
  const { title, level = 'documented', source, input = {}, root, expected } = each
  const id = `request/${operation}/${each.id}`
  const service = { ...configuration, ...(root === undefined ? {} : { root }) }
  const found = requestOf(service, operation, input)
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`${id}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`)
  const outcome = typeof expected === 'string' ? { issues: [expected] } : { request: expected }
  return { id, title, level, source, operation, configuration: service, input, ...outcome }
}

/** The request, or the code of why there is none. */
function requestOf(
  service: RequestVector['configuration'],
  operation: OperationName,
  input: RequestCase['input'],
): RequestCase['expected'] {
  try {
    return described(operationOf(service, operation, input).request)
  } catch (error) {
    if (error instanceof PortalError) return error.issues.map(({ code }) => code).join(' ')
    throw error
  }
}

/** An operation with its input as it stands in a vector. */
export function operationOf(
  service: RequestVector['configuration'],
  operation: OperationName,
  input: Readonly<Record<string, unknown>> = {},
  now: () => Date = () => new Date(0),
): ReturnType<PortalOperations[OperationName]> {
  const operations = portalOperations(service)
  switch (operation) {
    case 'create':
      return operations.create({
        request: input['request'] as object,
        bundle: new Uint8Array(Buffer.from(String(input['bundle']), 'base64')),
      })
    case 'nextStatusChange':
      return operations.nextStatusChange({ ...(input as { readonly pollingQueue?: string }), now })
    case 'organization':
      return operations.organization()
    case 'downloadArchivedPades':
      return operations.downloadArchivedPades(input['documentId'] as string)
    default:
      return operations[operation](input['url'] as string)
  }
}

/** A request without what is free: the boundary of a multipart body, and the User-Agent. */
function described({ method, url, headers, body }: HttpRequest): NonNullable<RequestVector['request']> {
  const { 'User-Agent': userAgent, 'Content-Type': contentType, ...fixed } = headers
  if (userAgent === undefined || (body === undefined) !== (contentType === undefined))
    throw new Error(`${method} ${url}: a header is missing.`)
  if (body === undefined || contentType === undefined) return { method, url, headers: fixed }
  // Read by other code than that which wrote it.
  const parts = (readMultipart(contentType, body) ?? []).map((part): Part => {
    const type = part.headers.get('content-type') ?? ''
    return type === 'application/xml'
      ? { contentType: type, xml: new TextDecoder().decode(part.body) }
      : { contentType: type, base64: Buffer.from(part.body).toString('base64') }
  })
  return { method, url, headers: fixed, body: { mediaType: contentType.replace(/;.*$/, ''), parts } }
}
