/**
 * All that the portal remembers, each thing where a request finds it at once, however much there is.
 *
 * @module
 */
import { Agenda } from './agenda.js'
import type { PlannedFault } from './faults.js'
import type { CallerState, ChangeState, JobState, QueueState } from './state.js'

/** What is counted. */
export interface Counts {
  /** How many jobs there have been, which their ids are computed from. */
  jobs: number
  /** How many polls have been told to wait, which the time to wait is computed from. */
  waits: number
}

/** Everything that the portal remembers. */
export interface SimulatorState {
  /** The jobs by id, oldest first. */
  readonly jobs: Map<string, JobState>
  /** The status changes that have not been confirmed, by job and number. */
  readonly changes: Map<string, ChangeState>
  /** The queues by organization and name, unless nothing is left in one and it may be polled. */
  readonly queues: Map<string, QueueState>
  /** The queues that were polled in vain, by when they may be polled again. */
  readonly resting: Agenda<QueueState>
  /** The organizations that have called, by number, the last caller last. */
  readonly callers: Map<string, CallerState>
  /** The faults that are still to come. */
  readonly faults: PlannedFault[]
  readonly counts: Counts
  /** The ids of the jobs that time has an effect on by itself, by when it has. Those that were dropped may still be in it. */
  readonly due: Agenda<string>
}

/** The state of a portal that nothing has happened in. */
export function emptyState(): SimulatorState {
  const byKey = { jobs: new Map(), changes: new Map(), queues: new Map(), callers: new Map() }
  return { ...byKey, faults: [], counts: { jobs: 0, waits: 0 }, resting: new Agenda(), due: new Agenda() }
}
