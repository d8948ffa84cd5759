/** What every part of the service is given. */
import type { SigningKey } from 'signering-portal/bundle'
import type { PortalOperations, Send } from 'signering-portal/http'
import type { Job, Sector } from 'signering-portal/manifest'
import type { Database } from './database.js'

export interface Service {
  readonly database: Database
  readonly portal: PortalOperations
  readonly send: Send
  readonly key: SigningKey
  /** Who sends, and the queue that is this service's alone. */
  readonly own: Pick<Job<Sector>, 'sector' | 'sender'> & { readonly pollingQueue: string }
  readonly now: () => Date
  /** Told of every problem, for a log. */
  readonly tell: (problem: unknown) => void
}
