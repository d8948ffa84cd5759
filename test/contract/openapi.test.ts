/** Every exchange of the cases, held to the description of the portal flow. */
import { beforeAll, describe, expect, it, test } from 'vitest'
import { description, type Description } from '../../testing/openapi/description.js'
import { judgeOf, type Aspect } from '../../testing/openapi/differences.js'
import { exchangesBeyondCases, exchangesOfCases, type Exchange } from '../../testing/openapi/exchanges.js'

/** What the description leaves out on purpose: what comes of planned faults, and why that is no part of the service. */
const outside: Readonly<Record<string, { readonly reason: string; readonly aspects: readonly Aspect[] }>> = {
  'status with html': {
    reason: 'somebody between client and service answers with a page and any status',
    aspects: ['status', 'response media type'],
  },
  'status with text': {
    reason: 'somebody between client and service answers with a text and any status',
    aspects: ['response media type'],
  },
  'status with empty': {
    reason:
      'OpenAPI cannot say that content which is described may be missing, the descriptions of the responses do; and somebody between client and service answers with any status',
    aspects: ['status', 'response media type'],
  },
  redirect: { reason: 'the service is not known to redirect, and a client must not follow', aspects: ['status'] },
  webPage: {
    reason: 'somebody between client and service answers for it with 200',
    aspects: ['response media type', 'response header'],
  },
  header: { reason: 'a header that is documented is missing, or no date', aspects: ['response header'] },
  content: { reason: 'the content is no message', aspects: ['response content'] },
  noContent: { reason: 'the content is missing under 200', aspects: ['response media type'] },
  truncated: { reason: 'the connection breaks off within the content', aspects: ['response content'] },
  unknownElements: {
    reason: 'the message has elements that the service may add one day, and portal.xsd does not have today',
    aspects: ['response content'],
  },
}

const kindOf = ({ fault }: Exchange): string =>
  fault?.kind === 'status' ? `status with ${fault.content}` : (fault?.kind ?? 'none')

let exchanges: readonly Exchange[]
const { placeOf, differences } = judgeOf(description)

beforeAll(async () => {
  exchanges = [...(await exchangesOfCases()), ...(await exchangesBeyondCases())]
})

test('every exchange of every case is as described, but for faults that are no part of the service', () => {
  const found = exchanges.flatMap((exchange) =>
    differences(exchange).map(({ aspect, what }) => ({ exchange, kind: kindOf(exchange), aspect, what })),
  )
  const isMeant = ({ kind, aspect }: { readonly kind: string; readonly aspect: Aspect }): boolean =>
    outside[kind]?.aspects.includes(aspect) === true
  expect(exchanges.length).toBeGreaterThan(700)
  expect(found.filter((one) => !isMeant(one)).map(({ exchange, what }) => `${exchange.id}: ${what}`)).toEqual([])
  const needed = Object.entries(outside).flatMap(([kind, { aspects }]) => aspects.map((aspect) => ({ kind, aspect })))
  const unneeded = needed.filter(({ kind, aspect }) => !found.some((one) => one.kind === kind && one.aspect === aspect))
  expect(unneeded).toEqual([])
})

test('every response that is described comes in a case, but for any other status', () => {
  const described = Object.values(description.paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ operationId, responses }) => Object.keys(responses).map((status) => `${operationId} ${status}`))
  const came = new Set(
    exchanges
      .filter((exchange) => differences(exchange).length === 0)
      .map((exchange) => placeOf(exchange))
      .map((place) => `${place?.operation.operationId ?? ''} ${place?.status ?? ''}`),
  )
  // What is any other status is not described, so that nothing can be held to it.
  expect(described.filter((one) => !came.has(one) && !one.endsWith(' default'))).toEqual([])
})

describe('what the description says otherwise is seen:', () => {
  const changed = (change: (text: string) => string): Description => {
    const text = JSON.stringify(description)
    const after = change(text)
    expect(after).not.toBe(text)
    return JSON.parse(after) as Description
  }
  const replaced =
    (old: string, other: string) =>
    (text: string): string =>
      text.replaceAll(old, other)

  it.each<readonly [string, Aspect, (text: string) => string]>([
    ['another method', 'method and path', replaced('"delete":{', '"put":{')],
    ['another path', 'method and path', replaced('/archive/documents/', '/archived/')],
    ['another form of a part of the path', 'method and path', replaced('^[0-9]{9}$', '^[0-9]{8}$')],
    ['another name in the query', 'query', replaced('"name":"polling_queue"', '"name":"queue"')],
    ['no other parameters of an address', 'query', replaced('"explode":true', '"explode":false')],
    ['a header of requests less', 'request header', replaced('"name":"User-Agent"', '"name":"Agent"')],
    [
      'a header of requests more',
      'request header',
      replaced('"in":"header",', '"in":"header","name":"X","required":true,'),
    ],
    ['another media type of the request', 'request media type', replaced('"multipart/mixed"', '"multipart/form-data"')],
    [
      'another media type of a part',
      'request media type',
      replaced('"contentType":"application/octet-stream"', '"contentType":"application/zip"'),
    ],
    [
      'another order of the parts',
      'request content',
      (text) => text.replace(/"properties":\{("metadata":\{[^}]*\}),("bundle":.*?\}\}\})\}/, '"properties":{$2,$1}'),
    ],
    ['no content of the request', 'request content', replaced('"requestBody"', '"x-requestBody"')],
    ['a status less', 'status', replaced('"204":', '"205":')],
    ['a status of a range less', 'status', replaced('"5XX":', '"500":')],
    [
      'a header of responses of another name',
      'response header',
      replaced('{"X-Next-permitted-poll-time":{"$ref"', '{"X-Next":{"$ref"'),
    ],
    ['a header of responses of another form', 'response header', replaced('"format":"date-time"', '"pattern":"GMT$"')],
    ['another media type of responses', 'response media type', replaced('"text/plain":', '"text/html":')],
    ['content less', 'response content', replaced('"content":{"text/plain"', '"x-content":{"text/plain"')],
    ['other content than bytes', 'response content', replaced('"type":"string","format":"binary"', '"type":"integer"')],
    ['another message', 'response content', replaced('schemas/portal-signature-job-response"', 'schemas/error"')],
    ['another name of an element', 'response content', replaced('"name":"cancellation-url"', '"name":"cancel-url"')],
    ['another name of an attribute', 'response content', replaced('"name":"since"', '"name":"from"')],
    ['another namespace', 'response content', replaced('schema/v1"', 'schema/v2"')],
    ['another list of values', 'response content', replaced('"IN_PROGRESS"', '"RUNNING"')],
  ])('%s', (_, aspect, change) => {
    const other = judgeOf(changed(change))
    const differs = (exchange: Exchange): boolean =>
      !(kindOf(exchange) in outside) && other.differences(exchange).some((difference) => difference.aspect === aspect)
    expect(exchanges.some(differs)).toBe(true)
  })
})
