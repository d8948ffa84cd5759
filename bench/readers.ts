/**
 * What reading a whole response costs, beside decoding the message in it.
 *
 * @module
 */
import {
  portalSignatureJobResponse,
  portalSignatureJobStatusChangeResponse,
  serviceError,
  type Codec,
} from 'signering-portal/codec'
import { portalOperations, type Operation } from 'signering-portal/http'
import { measure } from './measure.js'
import { statusChange } from './messages.js'
import type { Ratio } from './ratio.js'

const encoder = new TextEncoder()
const portal = portalOperations({ root: 'https://portal.example/api', organizationNumber: '123456789' })

interface Answer {
  readonly operation: Operation<unknown>
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly codec: Codec<unknown>
  readonly xml: string
}

const answers: Readonly<Record<string, Answer>> = {
  'a job that was created': {
    operation: portal.create({ request: {}, bundle: new Uint8Array(1) }),
    status: 200,
    codec: portalSignatureJobResponse as Codec<unknown>,
    xml: portalSignatureJobResponse.encode({
      signatureJobId: '1',
      cancellationUrl: 'https://portal.example/api/123456789/portal/signature-jobs/1/cancel',
    }),
  },
  'a status change': {
    operation: portal.nextStatusChange({ now: () => new Date('2026-11-23T12:00:00Z') }),
    status: 200,
    headers: { 'X-Next-permitted-poll-time': '2026-11-23T12:00:00.000+01:00' },
    codec: portalSignatureJobStatusChangeResponse as Codec<unknown>,
    xml: portalSignatureJobStatusChangeResponse
      .encode(statusChange)
      .replaceAll('https://api.signering.posten.no/api/', 'https://portal.example/api/'),
  },
  'an error': {
    operation: portal.create({ request: {}, bundle: new Uint8Array(1) }),
    status: 400,
    codec: serviceError as Codec<unknown>,
    xml: serviceError.encode({ errorCode: 'BAD_REQUEST', errorMessage: 'The title is missing', errorType: 'CLIENT' }),
  },
}

/** Every ratio of reading responses. */
export async function readerRatios(): Promise<readonly Ratio[]> {
  const ratios: Ratio[] = []
  for (const [name, { operation, status, headers = {}, codec, xml }] of Object.entries(answers)) {
    const body = encoder.encode(xml)
    const all = new Headers({ 'Content-Type': 'application/xml', ...headers })
    const response = { status, headers: all, body }
    if ((await operation.safeRead(response)).ok !== status < 400)
      throw new Error(`${name} is read as another: it shows nothing.`)
    const times = await measure({ read: () => operation.safeRead(response), decode: () => codec.decode(body) })
    ratios.push({ name: `read the response / decode its message: ${name}`, ratio: times.read / times.decode })
  }
  return ratios
}
