/**
 * Who may call on whose behalf.
 *
 * @module
 */
import type { Accounts, SenderAccount } from './accounts.js'
import { refusal, type Answer } from './answer.js'

/** The sender, or the refusal of a client that may not call for it (codes: debugging page; the status is assumed). */
export function authorize(accounts: Accounts, sender: string, client: string): SenderAccount | Answer {
  const account = accounts.senders.find(({ organizationNumber }) => organizationNumber === sender)
  const broker = accounts.brokers.find(({ organizationNumber }) => organizationNumber === client)
  if (account !== undefined && (client === sender || broker?.senders.includes(sender) === true)) return account
  return broker === undefined
    ? refusal(403, 'NOT_AUTHORIZED', 'The client is no sender or broker of this service, or calls for another one.')
    : refusal(403, 'BROKER_NOT_AUTHORIZED', 'The broker is not authorized to act for the sender.')
}

/** The text of the resource that tells who is calling (debugging page). */
export function organizationText(sender: string, client: string): string {
  const broker = client === sender ? '' : `, with organization ${client} as its broker`
  return `Organization ${sender}${broker}\n`
}
