/**
 * The made-up organizations of the contract cases and of the command `serve`.
 *
 * @module
 */
import type { Accounts } from './accounts.js'

/** A public organization; a made-up number. */
export const publicSender = '123456785'

/** A private organization; a made-up number. */
export const privateSender = '987654325'

/** A broker, which may act for the public organization only; a made-up number. */
export const broker = '555555555'

/** The accounts of the three. */
export const madeUpAccounts: Accounts = {
  senders: [
    { organizationNumber: publicSender, sector: 'PUBLIC' },
    { organizationNumber: privateSender, sector: 'PRIVATE' },
  ],
  brokers: [{ organizationNumber: broker, senders: [publicSender] }],
}
