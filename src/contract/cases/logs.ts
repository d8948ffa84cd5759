/**
 * What a client logs, and what it names things by: no personal data. Personal data belongs into a few elements of the messages,
 * and logs, addresses, headers and names of files are read by others than those.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { privateSenderOrganizationNumber } from '../../simulator/organizations.js'
import { requireFailure, requireThat } from './assert.js'
import { assumed, documented, type CaseContext, type ContractCase } from './case.js'
import { whileFailing } from './faults.js'
import type { PortalSigner } from '../../codec/portal/signer.js'
import { holdsPersonalData } from './personal-data.js'
import { mobileNumber, personalIdentificationNumbers } from './persons.js'
import {
  become,
  create,
  createSigned,
  dayMilliseconds,
  nextChange,
  poll,
  present,
  redeliveredChange,
  requireNoChange,
  signaturesOf,
} from './support.js'

const security = documented('security page (personal data)')
const defects = assumed('security page (personal data); defects of other clients')
const refused = assumed('security page (personal data); defects of other clients', {
  client: { organizationNumber: privateSenderOrganizationNumber },
})

const numbers = [personalIdentificationNumbers[0], personalIdentificationNumbers[1]] as const
const details = ['first.signer@example.com', mobileNumber, 'third.signer@example.com', mobileNumber] as const

const signedFirst: PortalSigner = {
  personalIdentificationNumber: numbers[0],
  notifications: { email: { address: details[0] }, sms: { number: details[1] } },
}

/** One signer with everything, one whose contact details are looked up, and one who is known by them. */
const signers: readonly PortalSigner[] = [
  signedFirst,
  { personalIdentificationNumber: numbers[1], notificationsUsingLookup: { email: true } },
  {
    identifiedByContactInformation: true,
    notifications: { email: { address: details[2] }, sms: { number: details[3] } },
  },
]

/** Where personal data may stand, beside the signers themselves. */
const [title, description] = ['The sick leave of Kari', 'Her illness is described in it']

const signatures = `<signatures>
  <signature><status since="1999-01-01T12:00:00+01:00">SIGNED</status>
    <personal-identification-number>${numbers[0]}</personal-identification-number></signature>
  <signature><status since="1999-01-01T12:00:00+01:00">WAITING</status>
    <identifier><email address="${details[0]}"/><sms number="${details[1]}"/></identifier></signature>
</signatures>`
const change = `<portal-signature-job-status-change-response xmlns="http://signering.posten.no/schema/v1">
<signature-job-id>1</signature-job-id>`

/** No change that anybody could read: one that ends too soon, one with a tag in a wrong place, and messages of other kinds. */
const unreadable: readonly string[] = [
  `${change}${signatures}`,
  `${change}<status>${signatures}</portal-signature-job-status-change-response>`,
  `<html>${signatures}</html>`,
  `{ "signer": "${numbers[0]}", "email": "${details[0]}", "sms": "${details[1]}" }`,
]

const url = '<confirmation-url>https://portal.example/api</confirmation-url>'
const inProgress = '<status>IN_PROGRESS</status>'
const end = '</portal-signature-job-status-change-response>'

/**
 * Changes that are well-formed, and break the schema alone: by the order of elements, by text among them, and by an attribute.
 * Each says all that a change must: a client that reads it all the same has read nothing wrong.
 */
const invalid: readonly string[] = [
  `${change}${signatures}${url}${inProgress}${end}`,
  `${change}${inProgress}${url}${signatures.replace('<signatures>', `$&${numbers[0]}`)}${end}`,
  `${change}${inProgress}${url}${signatures.replace('<signature>', `<signature signer="${numbers[0]}">`)}${end}`,
]

/** How a create is refused. */
const refusals = [
  [400, 'error'],
  [400, 'html'],
  [403, 'error'],
  [500, 'html'],
] as const

/** An error that repeats what it is about, as those of a schema do. */
const error = `<error xmlns="http://signering.posten.no/schema/v1"><error-code>SCHEMA_VALIDATION_ERROR</error-code>
<error-message>${numbers[0]}, ${details[0]}, ${details[1]}: not valid</error-message>
<error-type>CLIENT</error-type></error>`

/** Cases of what is logged. A client that logs nothing passes them. */
export const logCases: readonly ContractCase[] = Object.freeze([
  defects('log-personal-identification-numbers', 'logs no national identity number of a signer', (context) =>
    requireNoneLogged(context, 'a national identity number', numbers),
  ),
  defects('log-contact-details', 'logs no e-mail address and no mobile number of a signer', (context) =>
    requireNoneLogged(context, 'an e-mail address or mobile number', details),
  ),
  defects('log-unreadable-change', 'logs nothing of a signer in a status change that it cannot read', (context) =>
    requireNoneLoggedOf(context, unreadable),
  ),
  defects(
    'log-odd-answers',
    'logs nothing of a signer, nor title and description, when no response comes, or a status that it does not know',
    requireNoneLoggedOfOdd,
  ),
  refused('log-error-message', 'logs nothing of a signer whom the message of a refusal names', async (context) => {
    const fault = { kind: 'content', base64: Buffer.from(error).toString('base64') } as const
    await whileFailing(context, fault, 'create', () =>
      requireFailure(create(context, { manifest: { signers } }), 'a refused create'),
    )
    await whileFailing(context, fault, 'nextStatusChange', () => requireFailure(poll(context), 'a refused poll'))
    await requireNone(context, 'personal data', [...numbers, ...details])
  }),
  defects('log-invalid-change', 'logs nothing of a signer in a status change that breaks the schema alone', (context) =>
    requireNoneLoggedOf(context, invalid),
  ),
  defects(
    'log-other-operations',
    'logs nothing of a signer when it polls for nothing, cancels, or deletes',
    async (context) => {
      await poll(context)
      const { cancellationUrl } = await create(context, { manifest: { signers } })
      await context.adapter.cancel(cancellationUrl)
      await nextChange(context)
      await createSigned(context, 3, { manifest: { signers } })
      context.clock.advance(dayMilliseconds)
      for (let change = 1; change < 3; change += 1) await nextChange(context)
      const { deleteDocumentsUrl } = await nextChange(context)
      await context.adapter.deleteDocuments(present(deleteDocumentsUrl, 'delete-documents-url'))
      await requireNone(context, 'personal data', [...numbers, ...details])
    },
  ),
  defects(
    'log-later-polls',
    'logs nothing of a signer whom it knows when a later poll finds nothing, or the same change',
    async (context) => {
      const { signatureJobId } = await create(context, { manifest: { signers } })
      await requireNoChange(context)
      become(context, signatureJobId, signedFirst, 'SIGNED')
      await nextChange(context)
      const { confirmationUrl } = await redeliveredChange(context)
      await context.adapter.confirm(confirmationUrl)
      await requireNoChange(context)
      await requireNone(context, 'personal data', [...numbers, ...details])
    },
  ),
  defects('log-poll-too-early', 'logs nothing of a signer whom it knows when a poll is too early', async (context) => {
    await create(context, { manifest: { signers } })
    await requireNoChange(context)
    // What a client makes of it is another matter.
    await poll(context).catch(() => undefined)
    await requireNone(context, 'personal data', [...numbers, ...details])
  }),
  defects(
    'log-refused-operations',
    'logs nothing of a signer when what is done about a job is refused',
    async (context) => {
      const { cancellationUrl } = await create(context, { manifest: { signers } })
      await createSigned(context, 3, { manifest: { signers } })
      context.clock.advance(dayMilliseconds)
      for (let change = 1; change < 3; change += 1) await nextChange(context)
      const { adapter } = context
      const change = await nextChange(context)
      const xadesUrl = signaturesOf(change, signers)[0]?.xadesUrl
      const operations = {
        confirm: () => adapter.confirm(change.confirmationUrl),
        cancel: () => adapter.cancel(cancellationUrl),
        downloadPades: () => adapter.downloadPades(present(change.signatures.padesUrl, 'pades-url', change)),
        downloadXades: () => adapter.downloadXades(present(xadesUrl, 'xades-url', change)),
        deleteDocuments: () =>
          adapter.deleteDocuments(present(change.deleteDocumentsUrl, 'delete-documents-url', change)),
      } as const
      for (const name of Object.keys(operations) as (keyof typeof operations)[])
        await whileFailing(context, { kind: 'status', status: 403, content: 'error' }, name, () =>
          // What a client makes of it is another matter.
          Promise.resolve<unknown>(operations[name]()).catch(() => undefined),
        )
      await requireNone(context, 'personal data', [...numbers, ...details])
    },
  ),
  // By themselves, since there are clients that have no archive.
  defects(
    'log-archive',
    'logs nothing of a signer when it downloads from the archive, also where that is refused',
    async (context) => {
      const { archivedDocumentId } = context.simulator.job(await createSigned(context, 3, { manifest: { signers } }))
      const archived = present(archivedDocumentId, 'the id of the archived document')
      await context.adapter.downloadArchivedPades(archived)
      const refused = { kind: 'status', status: 403, content: 'error' } as const
      await whileFailing(context, refused, 'downloadArchivedPades', () =>
        // What a client makes of it is another matter.
        context.adapter.downloadArchivedPades(archived).catch(() => undefined),
      )
      await requireNone(context, 'personal data', [...numbers, ...details])
    },
  ),
  security('personal-data-elsewhere', 'names no file, address or header of a request by a signer', async (context) => {
    const signatureJobId = await createSigned(context, 1, { manifest: { signers } })
    const change = await nextChange(context)
    await context.adapter.downloadPades(present(change.signatures.padesUrl, 'pades-url', change))
    await context.adapter.confirm(change.confirmationUrl)
    for (const { href } of context.simulator.job(signatureJobId).documents)
      requireThat(!namesSigner(href), 'the name of no file in the document package may tell of a signer')
    for (const { resource, url, headers } of context.simulator.exchanges()) {
      requireThat(!namesSigner(url), `the address of no request may tell of a signer, but that of ${resource} does`)
      const name = Object.entries(headers).find(([, value]) => namesSigner(value))?.[0]
      requireThat(
        name === undefined,
        `no header of a request may tell of a signer, but ${name ?? ''} of ${resource} does`,
      )
    }
  }),
])

function namesSigner(text: string): boolean {
  return [...numbers, ...details].some((value) => holdsPersonalData(text, value))
}

/** Polls for messages that are no status changes as they should be. */
async function requireNoneLoggedOf(context: CaseContext, contents: readonly string[]): Promise<void> {
  for (const content of contents) {
    await createSigned(context, 1, { manifest: { signers } })
    const base64 = Buffer.from(content).toString('base64')
    const withdraw = context.simulator.planFault(
      { kind: 'content', base64 },
      { resource: 'nextStatusChange', times: 3 },
    )
    // What a client makes of it is another matter.
    await nextChange(context).catch(() => undefined)
    withdraw()
  }
  await requireNone(context, 'personal data', [...numbers, ...details])
}

/** Creates a job without a response, and reads a change with a status that is not known. */
async function requireNoneLoggedOfOdd(context: CaseContext): Promise<void> {
  const changes = { manifest: { signers, title, description } }
  await whileFailing(context, { kind: 'noResponse', effect: false }, 'create', () =>
    create(context, changes).catch(() => undefined),
  )
  const { signatureJobId } = await create(context, changes)
  become(context, signatureJobId, signedFirst, 'STATUS_OF_TOMORROW')
  // What a client makes of it is another matter.
  await nextChange(context).catch(() => undefined)
  await requireNone(context, 'personal data', [...numbers, ...details, title, description])
}

/** Goes through what clients log most: requests, responses, refusals and failures, whatever they make of these. */
async function requireNoneLogged(context: CaseContext, what: string, values: readonly string[]): Promise<void> {
  const changes = { manifest: { signers } }
  for (const [status, content] of refusals)
    await whileFailing(context, { kind: 'status', status, content }, 'create', () =>
      create(context, changes).catch(() => undefined),
    )
  await createSigned(context, 1, changes)
  for (const fault of [
    { kind: 'status', status: 502, content: 'text' },
    { kind: 'noResponse', effect: false },
  ] as const)
    await whileFailing(context, fault, 'nextStatusChange', () => nextChange(context).catch(() => undefined))
  const change = await nextChange(context)
  await context.adapter.downloadPades(present(change.signatures.padesUrl, 'pades-url', change))
  await context.adapter.downloadXades(present(signaturesOf(change, signers)[0]?.xadesUrl, 'xades-url', change))
  await context.adapter.confirm(change.confirmationUrl)
  await requireNone(context, what, values)
}

async function requireNone(context: CaseContext, what: string, values: readonly string[]): Promise<void> {
  const lines = await context.logged()
  const line = lines.findIndex((text) => values.some((value) => holdsPersonalData(text, value)))
  requireThat(line === -1, `no line of the log may hold ${what} of a signer, but line ${line + 1} does`)
}
