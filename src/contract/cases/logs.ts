/**
 * What a client logs: no personal data. Personal data belongs into a few elements of the messages, and logs are read by
 * others than those.
 *
 * @module
 */
import { requireFailure, requireThat } from './assert.js'
import { assumed, type CaseContext, type ContractCase } from './case.js'
import { whileFailing } from './faults.js'
import type { PortalSigner } from '../../codec/portal/signer.js'
import { createSigned, nextChange, personalIdentificationNumbers, present, signaturesOf } from './support.js'

const defects = assumed('security page (personal data); defects of other clients')

const numbers = [personalIdentificationNumbers[0], personalIdentificationNumbers[1]] as const
const details = ['first.signer@example.com', '00112233', 'third.signer@example.com', '00445566'] as const

/** One signer with everything, one whose contact details are looked up, and one who is known by them. */
const signers: readonly PortalSigner[] = [
  {
    personalIdentificationNumber: numbers[0],
    notifications: { email: { address: details[0] }, sms: { number: details[1] } },
  },
  { personalIdentificationNumber: numbers[1], notificationsUsingLookup: { email: true } },
  {
    identifiedByContactInformation: true,
    notifications: { email: { address: details[2] }, sms: { number: details[3] } },
  },
]

/** Cases of what is logged. A client that logs nothing passes them. */
export const logCases: readonly ContractCase[] = Object.freeze([
  defects('log-personal-identification-numbers', 'logs no national identity number of a signer', (context) =>
    requireNoneLogged(context, 'a national identity number', numbers),
  ),
  defects('log-contact-details', 'logs no e-mail address and no mobile number of a signer', (context) =>
    requireNoneLogged(context, 'an e-mail address or mobile number', details),
  ),
])

/** Goes through what clients log most: requests, responses, refusals and failures. */
async function requireNoneLogged(context: CaseContext, what: string, values: readonly string[]): Promise<void> {
  const changes = { manifest: { signers } }
  for (const content of ['error', 'html'] as const)
    await whileFailing(context, { kind: 'status', status: 400, content }, 'create', () =>
      requireFailure(createSigned(context, 1, changes), 'a refused create'),
    )
  await createSigned(context, 1, changes)
  await whileFailing(context, { kind: 'status', status: 502, content: 'text' }, 'nextStatusChange', () =>
    requireFailure(nextChange(context), 'a refused poll'),
  )
  const change = await nextChange(context)
  await context.adapter.downloadPades(present(change.signatures.padesUrl, 'pades-url'))
  await context.adapter.downloadXades(present(signaturesOf(change, signers)[0]?.xadesUrl, 'xades-url'))
  await context.adapter.confirm(change.confirmationUrl)
  const lines = await context.logged()
  const spelt = values.flatMap((value) => [value, encodeURIComponent(value)])
  const line = lines.findIndex((text) => spelt.some((value) => text.includes(value)))
  requireThat(line === -1, `no line of the log may hold ${what} of a signer, but line ${line + 1} does`)
}
