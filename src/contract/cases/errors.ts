/**
 * Refusals, faults, and what the service may do one day without notice.
 *
 * @module
 */
import { requireThat, requireEqual, requireFailure, requireRefusal } from './assert.js'
import { broker, privateSender } from '../../simulator/organizations.js'
import { casesOf, type CaseContext, type ContractCase } from './case.js'
import { create, createSigned, nextChange, present, requestsTo, requireNoChange } from './support.js'

type Send = (context: CaseContext) => Promise<unknown>

const refusals: Readonly<Record<string, readonly [string, 'error' | 'empty' | 'html' | 'text', Send]>> = {
  'create-error-error': ['create', 'error', (context) => create(context)],
  'create-error-empty': ['create', 'empty', (context) => create(context)],
  'create-error-html': ['create', 'html', (context) => create(context)],
  'create-error-text': ['create', 'text', (context) => create(context)],
  'poll-error-error': ['poll', 'error', (context) => context.adapter.nextStatusChange()],
  'poll-error-empty': ['poll', 'empty', (context) => context.adapter.nextStatusChange()],
  'poll-error-html': ['poll', 'html', (context) => context.adapter.nextStatusChange()],
  'poll-error-text': ['poll', 'text', (context) => context.adapter.nextStatusChange()],
}

/** Cases of errors. */
export const errorCases: readonly ContractCase[] = Object.freeze([
  ...casesOf(refusals, ([name, content, send]) => ({
    level: content === 'error' ? 'documented' : 'peer-evidenced',
    source: content === 'error' ? 'common.xsd, error' : 'official clients',
    title: `tells the status of a refused ${name} whose content is ${content}${content === 'error' ? ', and its error code' : ''}`,
    run: async (context) => {
      context.portal.planFault({ kind: 'status', status: 502, content })
      const expected = { status: 502, ...(content === 'error' ? { errorCode: 'SIMULATED_FAULT' } : {}) }
      await requireRefusal(send(context), expected, `a refused ${name}`)
    },
  })),
  {
    id: 'error-prefixed',
    level: 'peer-evidenced',
    source: 'Namespaces in XML 1.0; official clients',
    title: 'reads an error whose elements have a namespace prefix',
    client: privateSender,
    run: async (context) => {
      context.portal.planFault({ kind: 'prefixedNamespaces' })
      await requireRefusal(
        context.adapter.nextStatusChange(),
        { status: 403, errorCode: 'NOT_AUTHORIZED' },
        'a refused poll',
      )
    },
  },
  {
    id: 'error-with-unknown-elements',
    level: 'assumed',
    source: 'portal.xsd (the service adds fields)',
    title: 'reads an error with elements that are not known today',
    client: privateSender,
    run: async (context) => {
      context.portal.planFault({ kind: 'unknownElements' })
      await requireRefusal(
        context.adapter.nextStatusChange(),
        { status: 403, errorCode: 'NOT_AUTHORIZED' },
        'a refused poll',
      )
    },
  },
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
      context.clock.advance(600_000)
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
      context.clock.advance(600_000)
      const change = await nextChange(context)
      requireEqual(change.signatureJobId, signatureJobId, 'the job of the change')
      requireEqual(requestsTo(context, 'confirm'), 0, 'confirmations')
    },
  })),
])

/** Cases of messages that are written in another way than today. */
export const toleranceCases: readonly ContractCase[] = Object.freeze([
  ...tolerance('response-prefixed', 'change-prefixed', {
    kind: 'prefixedNamespaces',
    level: 'peer-evidenced',
    source: 'Namespaces in XML 1.0; official clients',
    what: 'a namespace prefix',
  }),
  ...tolerance('response-with-unknown-elements', 'change-with-unknown-elements', {
    kind: 'unknownElements',
    level: 'assumed',
    source: 'portal.xsd (the service adds fields)',
    what: 'elements of tomorrow',
  }),
])

/** Cases of addresses that lead elsewhere. */
export const foreignCases: readonly ContractCase[] = Object.freeze([
  foreign(
    'foreign-cancellation-url',
    'cancellation-url',
    async (context) => {
      context.portal.planFault({ kind: 'root', root: context.foreignRoot })
      return (await create(context)).cancellationUrl
    },
    ({ adapter }, url) => adapter.cancel(url),
  ),
  foreign(
    'foreign-confirmation-url',
    'confirmation-url',
    (context) => foreignChange(context, 'confirmationUrl'),
    ({ adapter }, url) => adapter.confirm(url),
  ),
  foreign(
    'foreign-delete-documents-url',
    'delete-documents-url',
    (context) => foreignChange(context, 'deleteDocumentsUrl'),
    ({ adapter }, url) => adapter.deleteDocuments(url),
  ),
  foreign(
    'foreign-pades-url',
    'pades-url',
    (context) => foreignChange(context, 'padesUrl'),
    ({ adapter }, url) => adapter.downloadPades(url),
  ),
  foreign(
    'foreign-xades-url',
    'xades-url',
    (context) => foreignChange(context, 'xadesUrl'),
    ({ adapter }, url) => adapter.downloadXades(url),
  ),
])

/** An address in a change of a deletable job that leads to another origin. */
async function foreignChange(
  context: CaseContext,
  name: 'confirmationUrl' | 'deleteDocumentsUrl' | 'padesUrl' | 'xadesUrl',
): Promise<string> {
  await createSigned(context, 2)
  context.clock.advance(86_400_000)
  context.portal.planFault({ kind: 'root', root: context.foreignRoot }, { resource: 'nextStatusChange' })
  const change = await nextChange(context)
  const { padesUrl, signature } = change.signatures
  return present({ ...change, padesUrl, xadesUrl: signature[0]?.xadesUrl }[name], name)
}

function foreign(
  id: string,
  element: string,
  addressOf: (context: CaseContext) => Promise<string>,
  use: (context: CaseContext, url: string) => Promise<unknown>,
): ContractCase {
  return {
    id,
    level: 'assumed',
    source: 'portal flow page (the addresses are made by the service)',
    title: `does not follow a ${element} to another origin, which would see the client's certificate`,
    run: async (context) => {
      const url = await addressOf(context)
      await requireFailure(
        Promise.resolve().then(() => use(context, url)),
        `a ${element} of another origin`,
      )
      const { origin } = new URL(context.root)
      const strays = context.portal.exchanges().filter((exchange) => new URL(exchange.url).origin !== origin)
      requireThat(strays.length === 0, 'no request may go to another origin')
    },
  }
}

function tolerance(
  responseId: string,
  changeId: string,
  {
    kind,
    level,
    source,
    what,
  }: Pick<ContractCase, 'level' | 'source'> & {
    readonly kind: 'prefixedNamespaces' | 'unknownElements'
    readonly what: string
  },
): readonly ContractCase[] {
  return [
    {
      id: responseId,
      level,
      source,
      title: `reads the response to a create with ${what}`,
      run: async (context) => {
        context.portal.planFault({ kind })
        const { signatureJobId } = await create(context)
        requireEqual(signatureJobId, context.portal.jobs()[0]?.signatureJobId, 'signature-job-id')
      },
    },
    {
      id: changeId,
      level,
      source,
      title: `reads a status change with ${what}`,
      run: async (context) => {
        await createSigned(context, 1)
        context.portal.planFault({ kind })
        const change = await nextChange(context)
        context.clock.advance(600_000)
        requireEqual(change, await nextChange(context), 'the change, and the same in today’s form')
      },
    },
  ]
}
