/**
 * What requests have no content, and how the media types of responses may be written.
 *
 * @module
 */
import type { Resource } from '../../simulator/routes.js'
import { requireEqual, requireThat } from './assert.js'
import { assumed, documented, type CaseContext, type ContractCase } from './case.js'
import { plain } from './difference.js'
import {
  create,
  createSigned,
  dayMilliseconds,
  nextChange,
  poll,
  present,
  redeliveredChange,
  signaturesOf,
  signedChange,
} from './support.js'

const polling = documented('portal flow page, step 2 (no request body)')
const confirmation = documented('portal.xsd, confirmation-url (an empty request)')
const cancellation = assumed('portal.xsd, confirmation-url (an empty request), of which cancelling is the sibling')
const get = assumed('RFC 9110, 9.3.1 (content of GET)')
const deletion = assumed('RFC 9110, 9.3.5 (content of DELETE)')
const mediaType = assumed('RFC 9110, 8.3.1 (media types: case and parameters)')

/** The media type of a message, as another server may write it. */
const spelt = { kind: 'header', name: 'Content-Type', value: 'Application/XML; charset="UTF-8"' } as const

/** Cases of content, and of media types. */
export const contentCases: readonly ContractCase[] = Object.freeze([
  polling('poll-without-body', 'polls without a request body', async (context) => {
    await createSigned(context, 1)
    await poll(context)
    await poll(context, 'custom-queue')
    requireEmpty(context, 'nextStatusChange')
  }),
  confirmation('confirm-without-body', 'confirms with an empty request', async (context) => {
    await context.adapter.confirm((await signedChange(context)).confirmationUrl)
    requireEmpty(context, 'confirm')
  }),
  cancellation('cancel-without-body', 'cancels with an empty request', async (context) => {
    await context.adapter.cancel((await create(context)).cancellationUrl)
    requireEmpty(context, 'cancel')
  }),
  get('download-without-body', 'downloads without a request body', async (context) => {
    const change = await signedChange(context)
    await context.adapter.downloadPades(present(change.signatures.padesUrl, 'pades-url', change))
    await context.adapter.downloadXades(present(signaturesOf(change)[0]?.xadesUrl, 'xades-url', change))
    requireEmpty(context, 'downloadPades')
    requireEmpty(context, 'downloadXades')
  }),
  deletion('delete-without-body', 'deletes documents without a request body', async (context) => {
    await createSigned(context, 2)
    context.clock.advance(dayMilliseconds)
    await nextChange(context)
    const { deleteDocumentsUrl } = await nextChange(context)
    await context.adapter.deleteDocuments(present(deleteDocumentsUrl, 'delete-documents-url'))
    requireEmpty(context, 'deleteDocuments')
  }),
  mediaType(
    'response-media-type',
    'reads the response to a create in Application/XML with a charset',
    async (context) => {
      context.simulator.planFault(spelt, { resource: 'create' })
      const { signatureJobId } = await create(context)
      requireEqual(signatureJobId, context.simulator.jobs()[0]?.signatureJobId, 'signature-job-id')
    },
  ),
  mediaType('change-media-type', 'reads a status change in Application/XML with a charset', async (context) => {
    await createSigned(context, 1)
    const withdraw = context.simulator.planFault(spelt, { resource: 'nextStatusChange', times: 3 })
    const change = await nextChange(context).finally(withdraw)
    requireEqual(change, plain(await redeliveredChange(context)), 'the change, and the same in today’s media type')
  }),
])

/** Requires requests to have come, and none of them to have content. */
function requireEmpty({ simulator }: CaseContext, resource: Resource): void {
  const lengths = simulator.exchanges().flatMap((one) => (one.resource === resource ? [one.contentLength] : []))
  requireThat(lengths.length > 0, `a request to ${resource} must come`)
  const most = Math.max(...lengths)
  requireThat(most === 0, `a request to ${resource} must have no content, but had ${most} bytes`)
}
