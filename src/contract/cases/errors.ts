/**
 * Refusals, faults, and what the service may do one day without notice.
 *
 * @module
 */
import { requireThat, requireEqual, requireFailure, requireRefusal } from './assert.js'
import { broker, privateSender } from '../../simulator/organizations.js'
import { casesOf, type CaseContext, type ContractCase } from './case.js'
import type { Resource } from '../../simulator/routes.js'
import {
  create,
  createSigned,
  dayMilliseconds,
  nextChange,
  present,
  redeliveryMilliseconds,
  requestsTo,
  requireNoChange,
} from './support.js'

/** What is refused, and what the answer holds. */
const refusals = {
  'create-error-error': ['create', 'error'],
  'create-error-empty': ['create', 'empty'],
  'create-error-html': ['create', 'html'],
  'create-error-text': ['create', 'text'],
  'poll-error-error': ['poll', 'error'],
  'poll-error-empty': ['poll', 'empty'],
  'poll-error-html': ['poll', 'html'],
  'poll-error-text': ['poll', 'text'],
} as const

/** Messages that are written in another way than today. */
const spellings = {
  prefixedNamespaces: {
    level: 'peer-evidenced',
    source: 'Namespaces in XML 1.0; official clients',
    what: 'a namespace prefix',
  },
  unknownElements: {
    level: 'assumed',
    source: 'portal.xsd (the service adds fields)',
    what: 'elements of tomorrow',
  },
} as const

/** Cases of errors. */
export const errorCases: readonly ContractCase[] = Object.freeze([
  ...casesOf(refusals, ([name, content]) => ({
    level: content === 'error' ? 'documented' : 'peer-evidenced',
    source: content === 'error' ? 'common.xsd, error' : 'official clients',
    title: `tells the status of a refused ${name} whose content is ${content}${content === 'error' ? ', and its error code' : ''}`,
    run: async (context) => {
      context.portal.planFault({ kind: 'status', status: 502, content })
      const expected = { status: 502, ...(content === 'error' ? { errorCode: 'SIMULATED_FAULT' } : {}) }
      const sent = name === 'create' ? create(context) : context.adapter.nextStatusChange()
      await requireRefusal(sent, expected, `a refused ${name}`)
    },
  })),
  ...spelt({ 'error-prefixed': 'prefixedNamespaces', 'error-with-unknown-elements': 'unknownElements' }, 'an error', {
    client: privateSender,
    run: async ({ adapter }) => {
      const expected = { status: 403, errorCode: 'NOT_AUTHORIZED' }
      await requireRefusal(adapter.nextStatusChange(), expected, 'a refused poll')
    },
  }),
  {
    id: 'organization',
    level: 'documented',
    source: 'debugging page',
    title: 'asks who the service thinks is calling',
    run: async (context) => {
      const text = await context.adapter.organization()
      requireThat(text.includes(context.organizationNumber), 'the text must be the one that names the organization')
    },
  },
  {
    id: 'broker',
    level: 'documented',
    source: 'security page (brokers)',
    title:
      'creates and polls as a broker, whose number is in the certificate, for a sender, whose number is in the path',
    client: broker,
    run: async (context) => {
      const signatureJobId = await createSigned(context, 1)
      requireEqual((await nextChange(context)).signatureJobId, signatureJobId, 'the job of the change')
    },
  },
  {
    id: 'broker-not-authorized',
    level: 'documented',
    source: 'debugging page',
    title: 'tells that a broker is not authorized to act for the sender',
    client: broker,
    organizationNumber: privateSender,
    run: async (context) => {
      const expected = { status: 403, errorCode: 'BROKER_NOT_AUTHORIZED' }
      await requireRefusal(context.adapter.nextStatusChange(), expected, 'a refused poll')
    },
  },
  {
    id: 'not-authorized',
    level: 'documented',
    source: 'debugging page',
    title: 'tells that the client is not authorized',
    client: privateSender,
    run: async (context) => {
      await requireRefusal(create(context), { status: 403, errorCode: 'NOT_AUTHORIZED' }, 'a refused create')
    },
  },
])

/** Cases of a connection that breaks. */
export const connectionCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'create-without-response',
    level: 'assumed',
    source: 'RFC 9110, 9.2.2 (POST is not idempotent)',
    title: 'fails when no response comes to a create, and does not create a second job',
    run: async (context) => {
      context.portal.planFault({ kind: 'noResponse', effect: true })
      await requireFailure(create(context), 'a create without a response')
      requireEqual(context.portal.jobs().length, 1, 'the number of jobs')
    },
  },
  {
    id: 'poll-without-response',
    level: 'documented',
    source: 'portal flow page, step 2',
    title: 'fails when no response comes to a poll, and gets the change after 10 minutes',
    run: async (context) => {
      const signatureJobId = await createSigned(context, 1)
      context.portal.planFault({ kind: 'noResponse', effect: true })
      await requireFailure(context.adapter.nextStatusChange(), 'a poll without a response')
      await requireNoChange(context)
      context.clock.advance(redeliveryMilliseconds)
      requireEqual((await nextChange(context)).signatureJobId, signatureJobId, 'the job of the change')
    },
  },
  ...casesOf({ 'change-truncated': 'truncated', 'change-without-content': 'noContent' }, (kind) => ({
    level: 'assumed',
    source: 'RFC 9112, 8 (incomplete messages)',
    title: `fails when a change comes ${kind === 'truncated' ? 'in half' : 'without content'}, and gets it after 10 minutes`,
    run: async (context) => {
      const signatureJobId = await createSigned(context, 1)
      context.portal.planFault({ kind })
      await requireFailure(context.adapter.nextStatusChange(), 'a change that is not whole')
      context.clock.advance(redeliveryMilliseconds)
      const change = await nextChange(context)
      requireEqual(change.signatureJobId, signatureJobId, 'the job of the change')
      requireEqual(requestsTo(context, 'confirm'), 0, 'confirmations')
    },
  })),
])

/** Cases of messages that are written in another way than today. */
export const toleranceCases: readonly ContractCase[] = Object.freeze([
  ...spelt(
    { 'response-prefixed': 'prefixedNamespaces', 'response-with-unknown-elements': 'unknownElements' },
    'the response to a create',
    {
      run: async (context) => {
        const { signatureJobId } = await create(context)
        requireEqual(signatureJobId, context.portal.jobs()[0]?.signatureJobId, 'signature-job-id')
      },
    },
  ),
  ...spelt(
    { 'change-prefixed': 'prefixedNamespaces', 'change-with-unknown-elements': 'unknownElements' },
    'a status change',
    {
      run: async (context) => {
        await createSigned(context, 1)
        const change = await nextChange(context)
        context.clock.advance(redeliveryMilliseconds)
        requireEqual(change, await nextChange(context), 'the change, and the same in today’s form')
      },
    },
    'nextStatusChange',
  ),
])

function spelt(
  ids: Readonly<Record<string, keyof typeof spellings>>,
  message: string,
  { run, client }: Pick<ContractCase, 'run' | 'client'>,
  resource?: Resource,
): readonly ContractCase[] {
  return casesOf(ids, (kind) => {
    const { level, source, what } = spellings[kind]
    return {
      level,
      source,
      title: `reads ${message} with ${what}`,
      client,
      run: (context) => {
        context.portal.planFault({ kind }, { resource })
        return run(context)
      },
    }
  })
}

/** Addresses in messages, and what is done with them. */
const addresses = {
  'foreign-cancellation-url': ['cancellation-url', 'cancel'],
  'foreign-confirmation-url': ['confirmation-url', 'confirm'],
  'foreign-delete-documents-url': ['delete-documents-url', 'deleteDocuments'],
  'foreign-pades-url': ['pades-url', 'downloadPades'],
  'foreign-xades-url': ['xades-url', 'downloadXades'],
} as const

/** Cases of addresses that lead elsewhere. */
export const foreignCases: readonly ContractCase[] = Object.freeze(
  casesOf(addresses, ([element, operation]) => ({
    level: 'assumed',
    source: 'portal flow page (the addresses are made by the service)',
    title: `does not follow a ${element} to another origin, which would see the client's certificate`,
    run: async (context) => {
      const url = present(await foreignAddress(context, element), element)
      const following = Promise.resolve().then<unknown>(() => context.adapter[operation](url))
      await requireFailure(following, `a ${element} of another origin`)
      const { origin } = new URL(context.root)
      const strays = context.portal.exchanges().filter((exchange) => new URL(exchange.url).origin !== origin)
      requireThat(strays.length === 0, 'no request may go to another origin')
    },
  })),
)

/** An address in a message about a job, in the end a deletable one, that leads to another origin. */
async function foreignAddress(
  context: CaseContext,
  element: (typeof addresses)[keyof typeof addresses][0],
): Promise<string | undefined> {
  const { portal, clock, foreignRoot } = context
  const resource = element === 'cancellation-url' ? 'create' : 'nextStatusChange'
  portal.planFault({ kind: 'root', root: foreignRoot }, { resource })
  const { signatureJobId, cancellationUrl } = await create(context)
  if (element === 'cancellation-url') return cancellationUrl
  for (const signer of [1, 2]) portal.setSignerStatus(signatureJobId, signer, 'SIGNED')
  clock.advance(dayMilliseconds)
  const { confirmationUrl, deleteDocumentsUrl, signatures } = await nextChange(context)
  const { padesUrl, signature } = signatures
  return {
    'confirmation-url': confirmationUrl,
    'delete-documents-url': deleteDocumentsUrl,
    'pades-url': padesUrl,
    'xades-url': signature[0]?.xadesUrl,
  }[element]
}
