/**
 * The organizations that the portal knows.
 *
 * @module
 */
import type { Sector } from '../codec/portal/rule.js'

/** An organization that jobs belong to. */
export interface SenderAccount {
  /** The organization number: nine digits. */
  readonly organizationNumber: string
  /** Which rules bind it. */
  readonly sector: Sector
}

/** An organization that calls on behalf of senders, with its own certificate. */
export interface BrokerAccount {
  /** The organization number: nine digits. */
  readonly organizationNumber: string
  /** The organization numbers of the senders that it may act for. */
  readonly senders: readonly string[]
}

/** The organizations that the portal knows. */
export interface Accounts {
  /** The organizations that jobs belong to. */
  readonly senders: readonly SenderAccount[]
  /** The organizations that may call on behalf of senders. */
  readonly brokers: readonly BrokerAccount[]
}
