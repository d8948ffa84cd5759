/**
 * Messages that are written in another way than today, and say the same.
 *
 * @module
 */
import { privateSenderOrganizationNumber } from '../../simulator/organizations.js'
import type { Resource } from '../../simulator/routes.js'
import type { Client } from '../../simulator/simulator.js'
import { requireEqual, requireRead, requireRefusal } from './assert.js'
import { assumed, casesOf, peerEvidenced, type CaseContext, type ContractCase } from './case.js'
import { plain } from './difference.js'
import { create, pollPatiently, redeliveredChange, signedChange } from './support.js'

const other: Client = { organizationNumber: privateSenderOrganizationNumber }
const source = 'XML 1.0, 2.5 to 2.7 and 4.3.3; XML Schema, part 2, 4.3.6 (whiteSpace)'
const sameXml = assumed(source)
const sameError = assumed(source, { client: other })

/** What the service may do one day without notice. */
const ofTomorrow = {
  prefixedNamespaces: [peerEvidenced, 'Namespaces in XML 1.0; official clients', 'a namespace prefix'],
  unknownElements: [assumed, 'portal.xsd (the service adds fields)', 'elements of tomorrow'],
} as const

/** What makes no difference to XML, nor to the types of the schema. */
const otherwise = {
  byteOrderMark: 'a byte order mark',
  comments: 'comments and processing instructions',
  cdataSections: 'CDATA sections',
  whiteSpace: 'white space between elements, and around a number',
} as const

const inAnyForm = 'with a byte order mark, comments, CDATA sections, and white space that says nothing'

/** The page shows the code, and not the status. */
const notAuthorized = { errorCode: 'NOT_AUTHORIZED' }

/** Cases of messages in other spellings. */
export const spellingCases: readonly ContractCase[] = Object.freeze([
  ...spelt(
    { 'error-prefixed': 'prefixedNamespaces', 'error-with-unknown-elements': 'unknownElements' },
    { message: 'an error', client: other },
    (context) => requireRefusal(pollPatiently(context), notAuthorized, 'a refused poll'),
  ),
  ...spelt(
    { 'response-prefixed': 'prefixedNamespaces', 'response-with-unknown-elements': 'unknownElements' },
    { message: 'the response to a create' },
    async (context) => {
      const { signatureJobId } = await create(context)
      requireEqual(signatureJobId, context.simulator.jobs()[0]?.signatureJobId, 'signature-job-id')
    },
  ),
  ...spelt(
    { 'change-prefixed': 'prefixedNamespaces', 'change-with-unknown-elements': 'unknownElements' },
    { message: 'a status change', resource: 'nextStatusChange' },
    async (context) => {
      const change = await signedChange(context)
      requireEqual(change, plain(await redeliveredChange(context)), 'the change, and the same in today’s form')
    },
  ),
  sameError('error-in-any-form', `reads an error ${inAnyForm}`, (context) =>
    inEachForm(context, 'nextStatusChange', (what) =>
      requireRefusal(pollPatiently(context), notAuthorized, `a poll that is refused with ${what}`),
    ),
  ),
  sameXml('response-in-any-form', `reads the response to a create ${inAnyForm}`, (context) =>
    inEachForm(context, 'create', async (what) => {
      const subject = `the response to a create with ${what}`
      const { signatureJobId, cancellationUrl } = await requireRead(create(context), subject)
      const id = context.simulator.jobs().at(-1)?.signatureJobId ?? ''
      const url = `${context.root}/${context.organizationNumber}/portal/signature-jobs/${id}/cancel`
      requireEqual({ signatureJobId, cancellationUrl }, { signatureJobId: id, cancellationUrl: url }, subject)
    }),
  ),
  sameXml('change-in-any-form', `reads a status change ${inAnyForm}`, async (context) => {
    const today = plain(await signedChange(context))
    await inEachForm(context, 'nextStatusChange', async (what) => {
      const subject = `the status change with ${what}`
      requireEqual(await requireRead(redeliveredChange(context), subject), today, subject)
    })
  }),
])

function spelt(
  ids: Readonly<Record<string, keyof typeof ofTomorrow>>,
  { message, client, resource }: { message: string; client?: Client; resource?: Resource },
  run: ContractCase['run'],
): readonly ContractCase[] {
  return casesOf(ids, (id, kind) => {
    const [casesOfSource, written, what] = ofTomorrow[kind]
    return casesOfSource(written, { client })(id, `reads ${message} with ${what}`, (context) => {
      context.simulator.planFault({ kind }, { resource })
      return run(context)
    })
  })
}

/** Does something while the answers of a resource come in each form. */
async function inEachForm(
  { simulator }: CaseContext,
  resource: Resource,
  run: (what: string) => Promise<void>,
): Promise<void> {
  for (const kind of Object.keys(otherwise) as (keyof typeof otherwise)[]) {
    const withdraw = simulator.planFault({ kind }, { resource, times: 3 })
    await run(otherwise[kind]).finally(withdraw)
  }
}
