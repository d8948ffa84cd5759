/**
 * Addresses are the service's to make: they are followed as they are, to the service and nowhere else.
 *
 * @module
 */
import type { Fault } from '../../simulator/faults.js'
import type { Adapter, ReportedStatusChangeResponse as StatusChange } from '../adapter.js'
import { requireEqual, requireFailure, requireThat } from './assert.js'
import { assumed, casesOf, documented, type CaseContext, type ContractCase } from './case.js'
import { whileFailing } from './faults.js'
import { firstSigner, secondSigner } from './persons.js'
import {
  create,
  createSigned,
  dayMilliseconds,
  nextChange,
  pollPatiently,
  positionOf,
  present,
  redeliveredChange,
  signaturesOf,
  signedChange,
} from './support.js'

const opaque = documented('portal.xsd (addresses in responses)')
const madeByService = assumed('portal flow page (the addresses are made by the service)', { needsTls: true })
const redirection = assumed('security page (two-way TLS); RFC 9110, 15.4 (redirections)', { needsTls: true })
const signature = documented('portal.xsd, signature')
const signedSoFar = documented('portal flow page, step 3')

type Following = 'confirm' | 'cancel' | 'deleteDocuments' | 'downloadPades' | 'downloadXades'

/** Addresses of a change, and what is done with them. */
const opaqueAddresses: Readonly<
  Record<
    string,
    readonly [element: string, operation: Following, addressOf: (change: StatusChange) => string | undefined]
  >
> = {
  'opaque-confirmation-url': ['confirmation-url', 'confirm', (change) => change.confirmationUrl],
  'opaque-cancellation-url-of-change': ['cancellation-url', 'cancel', (change) => change.cancellationUrl],
  'opaque-delete-documents-url': ['delete-documents-url', 'deleteDocuments', (change) => change.deleteDocumentsUrl],
  'opaque-pades-url': ['pades-url', 'downloadPades', ({ signatures }) => signatures.padesUrl],
  'opaque-xades-url': ['xades-url', 'downloadXades', (change) => signaturesOf(change)[0]?.xadesUrl],
}

/**
 * What no client can know before: with what XML must escape, and with an ampersand that is escaped beside a slash that is not, so that an address which is
 * decoded and encoded again is another one (RFC 3986, 2.2).
 */
const parameter = 'key=7Qf4-x9&more=a%26b/c'

/** What is sent elsewhere. */
const redirected: Readonly<Record<string, readonly [what: string, resource: keyof Adapter]>> = {
  'redirect-create': ['a new job', 'create'],
  'redirect-poll': ['a poll', 'nextStatusChange'],
  'redirect-confirm': ['a confirmation', 'confirm'],
  'redirect-cancel': ['a cancellation', 'cancel'],
  'redirect-pades': ['a download', 'downloadPades'],
  'redirect-xades': ['a download of a signature', 'downloadXades'],
  'redirect-archived-pades': ['a download from the archive', 'downloadArchivedPades'],
  'redirect-delete': ['a deletion', 'deleteDocuments'],
  'redirect-organization': ['the question who is calling', 'organization'],
}

/** How it is sent elsewhere: for good or for now, as another request or as the same. */
const redirections = [301, 302, 303, 307, 308] as const

/** Cases of addresses. */
export const addressCases: readonly ContractCase[] = Object.freeze([
  opaque(
    'opaque-cancellation-url',
    'cancels at the address in the response to a create, whatever it is',
    async (context) => {
      const { cancellationUrl } = await withParameter(context, 'create', () => create(context))
      await requireFollowed(context, 'cancel', cancellationUrl)
    },
  ),
  ...casesOf(opaqueAddresses, (id, [element, operation, addressOf]) =>
    opaque(id, `follows the ${element} of a change as it is`, async (context) => {
      const isDeletable = operation === 'deleteDocuments'
      await createSigned(context, isDeletable ? 2 : 1)
      if (isDeletable) context.clock.advance(dayMilliseconds)
      const change = await withParameter(context, 'nextStatusChange', () => nextChange(context))
      await requireFollowed(context, operation, present(addressOf(change), element, change))
    }),
  ),
  signature('xades-of-each-signer', 'downloads the signature of each signer who has signed', async (context) => {
    const change = await signedChange(context, 2)
    for (const [index, signer] of [firstSigner, secondSigner].entries()) {
      const url = present(signaturesOf(change)[index]?.xadesUrl, `xades-url of signer ${index + 1}`, change)
      const text = new TextDecoder().decode(await context.adapter.downloadXades(url))
      const [, position] = /signer="(\d+)"/.exec(text) ?? []
      const wanted = String(positionOf(context, change.signatureJobId, signer))
      requireEqual(position, wanted, `whose signature the xades-url of signer ${index + 1} gives`)
    }
  }),
  signedSoFar('pades-signed-since', 'downloads the document anew once another has signed', async (context) => {
    const signatureJobId = await createSigned(context, 1)
    await download(context, await nextChange(context))
    context.simulator.setSignerStatus(signatureJobId, positionOf(context, signatureJobId, secondSigner), 'SIGNED')
    const text = await download(context, await nextChange(context))
    requireEqual(signersIn(text), 2, 'how many have signed the document that is downloaded in the end')
  }),
  madeByService(
    'foreign-cancellation-url-of-change',
    'does not follow a cancellation-url of a change to another origin',
    async (context) => {
      await createSigned(context, 1)
      const addressOf = (change: StatusChange): string | undefined => change.cancellationUrl
      await requireNotFollowed(context, context.foreignRoot, 'cancel', addressOf)
    },
  ),
  madeByService(
    'foreign-url-like-root',
    'does not follow an address to an origin that only begins like the service’s',
    async (context) => {
      await createSigned(context, 1)
      const addressOf = ({ signatures }: StatusChange): string | undefined => signatures.padesUrl
      await requireNotFollowed(context, rootLike(context), 'downloadPades', addressOf)
    },
  ),
  madeByService(
    'foreign-url-other-port',
    'does not follow an address to another port of the service’s host',
    async (context) => {
      await createSigned(context, 1)
      const addressOf = ({ signatures }: StatusChange): string | undefined => signatures.padesUrl
      await requireNotFollowed(context, rootOfOtherPort(context), 'downloadPades', addressOf)
    },
  ),
  ...casesOf(redirected, (id, [what, resource]) =>
    redirection(id, `does not follow ${what} to another origin, and does not take it for done`, async (context) => {
      const run = await operationOn(context, resource)
      for (const status of redirections) {
        const fault: Fault = { kind: 'redirect', status, location: `${context.foreignRoot}/elsewhere` }
        const subject = `${what} that is sent elsewhere with ${status}`
        await whileFailing(context, fault, resource, () => requireFailure(run(), subject))
        requireNoStrays(context)
      }
      // Who can do nothing at all has followed nothing either.
      await run()
    }),
  ),
])

/** What an operation that is to be sent elsewhere does; all that has to be there before has come to be. */
async function operationOn(context: CaseContext, resource: keyof Adapter): Promise<() => Promise<unknown>> {
  if (resource === 'create') return () => create(context)
  if (resource === 'nextStatusChange') return () => pollPatiently(context)
  const { adapter } = context
  if (resource === 'organization') return () => adapter.organization()
  if (resource === 'downloadArchivedPades') {
    const { archivedDocumentId } = context.simulator.job(await createSigned(context, 2))
    return () => adapter.downloadArchivedPades(present(archivedDocumentId, 'the id of the archived document'))
  }
  if (resource === 'deleteDocuments') {
    await createSigned(context, 2)
    context.clock.advance(dayMilliseconds)
    await nextChange(context)
    const last = await nextChange(context)
    return () => adapter.deleteDocuments(present(last.deleteDocumentsUrl, 'delete-documents-url', last))
  }
  const change = await signedChange(context)
  const { confirmationUrl, cancellationUrl, signatures } = change
  if (resource === 'confirm') return () => adapter.confirm(confirmationUrl)
  if (resource === 'cancel') return () => adapter.cancel(present(cancellationUrl, 'cancellation-url', change))
  if (resource === 'downloadXades')
    return () => adapter.downloadXades(present(signaturesOf(change)[0]?.xadesUrl, 'xades-url', change))
  return () => adapter.downloadPades(present(signatures.padesUrl, 'pades-url', change))
}

async function withParameter<T>(
  context: CaseContext,
  resource: 'create' | 'nextStatusChange',
  run: () => Promise<T>,
): Promise<T> {
  const withdraw = context.simulator.planFault({ kind: 'addressParameter', parameter }, { resource, times: 3 })
  return run().finally(withdraw)
}

async function requireFollowed({ adapter, simulator }: CaseContext, operation: Following, url: string): Promise<void> {
  await adapter[operation](url)
  const requested = simulator.exchanges().filter(({ resource }) => resource === operation)
  const others = requested.filter((exchange) => !exchange.url.endsWith(parameter))
  requireThat(requested.length > 0, `a request to ${operation} must come`)
  requireThat(others.length === 0, `${operation} must go to the address in the message with its ${parameter}, as it is`)
}

/** Refusing the message, leaving the address out, refusing to follow it and refusing the connection are all the same. */
async function requireNotFollowed(
  context: CaseContext,
  root: string,
  operation: Following,
  addressOf: (change: StatusChange) => string | undefined,
): Promise<void> {
  const withdraw = context.simulator.planFault({ kind: 'root', root }, { resource: 'nextStatusChange', times: 3 })
  const message = nextChange(context).then(addressOf)
  const url = await message.catch(() => undefined).finally(withdraw)
  if (url !== undefined) {
    const following = Promise.resolve().then<unknown>(() => context.adapter[operation](url))
    await requireFailure(following, `${operation} at another origin`)
  }
  requireNoStrays(context)
  const change = await redeliveredChange(context)
  await context.adapter[operation](present(addressOf(change), `the address to ${operation} at`, change))
}

function requireNoStrays({ root, simulator }: CaseContext): void {
  const { origin } = new URL(root)
  const strays = simulator.exchanges().filter((exchange) => new URL(exchange.url).origin !== origin)
  requireThat(strays.length === 0, 'no request may go to another origin')
}

/** A root of another origin whose text begins with that of the service's: with a longer name, or as if that were a user's. */
function rootLike({ root, foreignRoot }: CaseContext): string {
  const { origin, port } = new URL(root)
  return port === '' ? `${origin}.elsewhere.example/api` : `${origin}@${new URL(foreignRoot).host}/api`
}

/** A root of another port of the service's host: that of the other origin, where it has one of its own. */
function rootOfOtherPort({ root, foreignRoot }: CaseContext): string {
  const { protocol, hostname } = new URL(root)
  return `${protocol}//${hostname}:${new URL(foreignRoot).port || '8443'}/api`
}

async function download({ adapter }: CaseContext, change: StatusChange): Promise<string> {
  return new TextDecoder().decode(await adapter.downloadPades(present(change.signatures.padesUrl, 'pades-url', change)))
}

function signersIn(text: string): number {
  return text.match(/Signed by signer /g)?.length ?? 0
}
