/** Clients that are right in another way about what they read. */
import type { ReportedStatusChangeResponse } from 'signering-portal/contract'
import { isKnownStatus, pollTime, withAdapter, withHeaders, withResponse, type OtherWay } from '../clients.js'

type Signature = ReportedStatusChangeResponse['signatures']['signature'][number]

/** A client that tells of signers in its own way. */
function withSignatures(read: (signature: Signature) => readonly Signature[]): OtherWay['make'] {
  return withAdapter((adapter) => ({
    nextStatusChange: async (queue) => {
      const result = await adapter.nextStatusChange(queue)
      if (result.kind !== 'statusChange') return result
      const { signatures, ...change } = result.statusChange
      const signature = signatures.signature.flatMap(read)
      return { ...result, statusChange: { ...change, signatures: { ...signatures, signature } } }
    },
  }))
}

export const waysOfReading: readonly OtherWay[] = [
  {
    way: 'adds the 30 seconds of a block to the time of the machine',
    before: 'poll-rate-block',
    make: withResponse((response) =>
      response.headers.has('DoSFilter')
        ? withHeaders(response, { [pollTime]: new Date(Date.now() + 30_000).toISOString() })
        : response,
    ),
  },
  {
    way: 'calls a status that it does not know UNKNOWN',
    before: 'change-of-unknown-status',
    make: withSignatures((one) => [
      isKnownStatus(one.status.value) ? one : { ...one, status: { ...one.status, value: 'UNKNOWN' } },
    ]),
  },
  {
    way: 'leaves out a signer whose status it does not know',
    before: 'change-of-unknown-status',
    make: withSignatures((one) => (isKnownStatus(one.status.value) ? [one] : [])),
  },
  {
    way: 'adds 10 seconds to the permitted time',
    before: 'poll-empty',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        return { ...result, nextPermittedPollTime: new Date(result.nextPermittedPollTime.getTime() + 10_000) }
      },
    })),
  },
  {
    way: 'takes a change without content for none',
    before: 'change-without-content',
    make: withResponse(async (response) => {
      if (response.status !== 200 || !response.headers.has(pollTime)) return response
      const bytes = await response
        .clone()
        .arrayBuffer()
        .catch(() => new ArrayBuffer(1))
      return bytes.byteLength > 0 ? response : new Response(null, { status: 204, headers: response.headers })
    }),
  },
  {
    way: 'looks whether a signature of XAdES is one',
    before: 'xades',
    make: withAdapter((adapter) => ({
      downloadXades: async (url) => {
        const bytes = await adapter.downloadXades(url)
        const text = Buffer.from(bytes).toString()
        if (!/<XAdESSignatures xmlns="http:\/\/uri.etsi.org\/2918\/v1.2.1#"/.test(text)) throw new Error('no XAdES')
        return bytes
      },
    })),
  },
  {
    way: 'tells when it has received a change',
    before: 'change-content',
    make: withAdapter((adapter) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind !== 'statusChange') return result
        return { ...result, statusChange: Object.assign({ receivedAt: new Date() }, result.statusChange) }
      },
    })),
  },
]
