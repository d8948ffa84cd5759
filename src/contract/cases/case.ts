/**
 * What a case is.
 *
 * @module
 */
import type { Adapter } from '../adapter.js'
import type { Impostor } from '../../simulator/impostor.js'
import type { Level } from '../../codec/portal/rule.js'
import type { VirtualClock } from '../../simulator/clock.js'
import type { SimulatorEnvironment } from '../../simulator/queue.js'
import type { Resource } from '../../simulator/routes.js'
import type { Client, Simulator } from '../../simulator/simulator.js'

/** What a case has to do with. */
export interface CaseContext {
  /** The client. */
  readonly adapter: Adapter
  /** The portal. */
  readonly simulator: Simulator
  /** The portal's clock. */
  readonly clock: VirtualClock
  /** The sender's organization number. */
  readonly organizationNumber: string
  /** The root of the service. */
  readonly root: string
  /** A root of another origin, which the client must never call; calls to it reach the portal and are seen there. */
  readonly foreignRoot: string
  /**
   * Has another server take the place of the service at the root, and breaks the connections off. Without TLS it is one that
   * never answers, since nothing tells who it is.
   *
   * @throws anything where that cannot be: the case fails with it
   */
  readonly impersonate: (as: Impostor) => Promise<void>
  /** Gives the lines that the client has logged in this case, once they have come. Never throws. */
  readonly logged: () => Promise<readonly string[]>
}

/** What is told of a case. */
export interface CaseDescription {
  /** A stable name in lower case with hyphens. */
  readonly id: string
  /** How sure it is that the service behaves so. */
  readonly level: Level
  /** Where that is written: a page of the documentation, the schema, or the official clients. */
  readonly source: string
  /** What the client must do. */
  readonly title: string
}

/** How the portal of a case differs from the ordinary one. */
export interface CaseSimulatorOptions {
  /** Which times to wait between polls. Absent: `test`. */
  readonly environment?: SimulatorEnvironment | undefined
  /** Whether more than 10 calls a second block an organization for 30 seconds. Absent: false. */
  readonly rateLimit?: boolean | undefined
  /** Whether the Accept header must take what there is. Absent: false. */
  readonly requireAccept?: boolean | undefined
  /** Whether a document package must bring the whole chain of certificates. Absent: false. */
  readonly requireWholeChain?: boolean | undefined
}

/** A thing that every client must do right. */
export interface ContractCase extends CaseDescription {
  /** How the portal differs from the ordinary one. Absent: not at all. */
  readonly simulatorOptions?: CaseSimulatorOptions | undefined
  /** The sender's organization number. Absent: 123456785. */
  readonly organizationNumber?: string | undefined
  /** Who calls: what the client's certificate tells. Absent: the sender. */
  readonly client?: Client | undefined
  /** Whether only two-way TLS shows what the case is about: it runs over it where there are certificates. Absent: false. */
  readonly needsTls?: boolean | undefined
  /**
   * Has the client do what the case is about.
   *
   * @throws Error that tells what the client did wrong
   */
  readonly run: (context: CaseContext) => Promise<void>
}

/** Makes a case of a source. */
export type MakeCase = (id: string, title: string, run: ContractCase['run']) => ContractCase

/** Given a source, and how its cases differ from the ordinary ones: what makes the cases of that source. */
type CasesOfSource = (
  source: string,
  circumstances?: Pick<ContractCase, 'simulatorOptions' | 'organizationNumber' | 'client' | 'needsTls'>,
) => MakeCase

const atLevel =
  (level: ContractCase['level']): CasesOfSource =>
  (source, circumstances) =>
  (id, title, run) => ({ id, level, source, title, ...circumstances, run })

/** Cases of what the documentation or the schema says. */
export const documented: CasesOfSource = atLevel('documented')

/** Cases of what the official clients show. */
export const peerEvidenced: CasesOfSource = atLevel('peer-evidenced')

/** Cases of what nobody has said or shown. */
export const assumed: CasesOfSource = atLevel('assumed')

/** A case for each value; its id is the name, a literal, so that it can be searched for. */
export function casesOf<const T>(
  values: Readonly<Record<string, T>>,
  caseOf: (id: string, value: T) => ContractCase,
): readonly ContractCase[] {
  return Object.entries(values).map(([id, value]) => caseOf(id, value))
}

/** Cases of each status of success that an operation must take; an id ends in its status. */
export function takes(
  ids: Readonly<Record<`${string}-${200 | 202 | 204}`, MakeCase>>,
  resource: Resource,
  run: ContractCase['run'],
): readonly ContractCase[] {
  return casesOf(ids, (id, makeCase) => {
    const status = Number(id.slice(-3)) as 200 | 202 | 204
    return makeCase(id, `takes ${status} in answer to ${resource}`, (context) => {
      context.simulator.planFault({ kind: 'successStatus', status }, { resource })
      return run(context)
    })
  })
}
