/**
 * What a case is.
 *
 * @module
 */
import type { Adapter } from '../adapter.js'
import type { VirtualClock } from '../clock.js'
import type { Portal, PortalOptions } from '../portal.js'

/**
 * How sure it is that the service behaves as a case says: `documented` by the service, `peer-evidenced` by its official
 * clients, or `assumed`.
 */
export type Level = 'documented' | 'peer-evidenced' | 'assumed'

/** What a case has to do with. */
export interface CaseContext {
  /** The client. */
  readonly adapter: Adapter
  /** The portal. */
  readonly portal: Portal
  /** The portal's clock. */
  readonly clock: VirtualClock
  /** The sender's organization number. */
  readonly organizationNumber: string
  /** The root of the service. */
  readonly root: string
  /** A root of another origin, which the client must never call; calls to it reach the portal and are seen there. */
  readonly foreignRoot: string
}

/** A thing that every client must do right. */
export interface ContractCase {
  /** A stable name in lower case with hyphens. */
  readonly id: string
  /** How sure it is that the service behaves so. */
  readonly level: Level
  /** Where that is written: a page of the documentation, the schema, or the official clients. */
  readonly source: string
  /** What the client must do. */
  readonly title: string
  /** How the portal differs from the ordinary one. */
  readonly portal?: Pick<PortalOptions, 'environment' | 'rateLimit'>
  /** The sender's organization number. Absent: {@link publicSender}. */
  readonly organizationNumber?: string
  /** The organization in the client's certificate. Absent: the sender. */
  readonly client?: string
  /** Throws if the client does something wrong. */
  readonly run: (context: CaseContext) => Promise<void>
}

/** The public organization of the cases; a made-up number. */
export const publicSender = '123456785'

/** The private organization of the cases; a made-up number. */
export const privateSender = '987654325'

/** The broker of the cases, which may act for the public organization only; a made-up number. */
export const broker = '555555555'
