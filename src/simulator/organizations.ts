/**
 * The made-up organizations of the contract cases, the command `serve` and the test certificates.
 *
 * @module
 */
import type { Accounts } from './accounts.js'

/** The number of a public organization, nine digits, made up. */
export const publicSenderOrganizationNumber = '123456785'

/** The number of a private organization, nine digits, made up. */
export const privateSenderOrganizationNumber = '987654325'

/** The number of a broker, nine digits, made up; it may act for the public organization only. */
export const brokerOrganizationNumber = '555555555'

/** The number of another broker, nine digits, made up; it may act for both. */
export const brokerOfBothOrganizationNumber = '666666666'

/** The accounts of the four. */
export const madeUpAccounts: Accounts = {
  senders: [
    { organizationNumber: publicSenderOrganizationNumber, sector: 'PUBLIC' },
    { organizationNumber: privateSenderOrganizationNumber, sector: 'PRIVATE' },
  ],
  brokers: [
    { organizationNumber: brokerOrganizationNumber, senders: [publicSenderOrganizationNumber] },
    {
      organizationNumber: brokerOfBothOrganizationNumber,
      senders: [publicSenderOrganizationNumber, privateSenderOrganizationNumber],
    },
  ],
}

/** Who the service's certificate names (security page), written down again: the portal knows no client. */
export const serverOrganizationNumber = '984661185'

/** Who the certificate of a server names that is not the service, made up. */
export const otherServerOrganizationNumber = '444444442'
