/**
 * What a served portal remembers, in a file, so that it goes on after it was stopped, or killed.
 *
 * @module
 */
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { isObject } from '../guard.js'
import { PortalError } from '../issue.js'
import type { Simulator, SimulatorSnapshot, VirtualClock } from '../simulator/index.js'
import { UsageError, withReason } from './command.js'
import { isThere, read, requireFolder, wordsFor } from './files.js'
import { takeFile } from './serve-lock.js'

/** What is kept. */
interface KeptState {
  /** By how much the portal's clock is ahead of the machine's, in milliseconds. */
  readonly aheadMilliseconds: number
  readonly snapshot: SimulatorSnapshot
}

/** A portal, and what keeps its state. */
export interface KeptPortal {
  readonly simulator: Simulator
  readonly clock: VirtualClock
  /** Settles once the state of the time of the call, or a later one, is in the file. Many calls at once make one write. */
  readonly keep: () => Promise<void>
  /** Rejects when the state could not be kept: who goes on then would promise what is not so. */
  readonly failed: Promise<never>
  /** Gives the file free for another process. Nothing is kept after that. */
  readonly release: () => Promise<void>
}

type Make = (clock: VirtualClock, snapshot: SimulatorSnapshot | undefined) => Simulator

/**
 * Makes a portal that goes on from what the file remembers, and keeps there what has happened whenever it is asked to. The file is
 * for this process alone until it is released. Without a file the portal begins anew, and nothing is kept.
 */
export async function keptPortal(
  file: string | undefined,
  machineClock: VirtualClock,
  make: Make,
): Promise<KeptPortal> {
  if (file === undefined) return portalFrom(undefined, machineClock, make)
  const release = await takeFile(file)
  try {
    const portal = await portalFrom(file, machineClock, make)
    return {
      ...portal,
      release: async () => {
        await portal.release()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Where a file for the state is, whatever links lead to it: writing replaces the file, and no link. */
export async function stateFileFrom(path: string): Promise<string> {
  if (path === '-') throw new UsageError('--state is a file that is read and written anew: it cannot be -.')
  const stats = (await isThere(path)) ? await withReason(stat(path), wordsFor(path)) : undefined
  if (stats?.isDirectory() === true) throw new UsageError(`${path}: is a directory.`, 'cli.unusable')
  if (stats?.isFile() === false) throw new UsageError(`${path}: is no file that can be written anew.`, 'cli.unusable')
  const file = stats === undefined ? path : await withReason(realpath(path), wordsFor(path))
  await requireFolder(file)
  return file
}

async function portalFrom(file: string | undefined, machineClock: VirtualClock, make: Make): Promise<KeptPortal> {
  const kept = file === undefined ? undefined : await readState(file)
  let aheadMilliseconds = 0
  const clock: VirtualClock = {
    now: machineClock.now,
    advance: (milliseconds) => {
      machineClock.advance(milliseconds)
      aheadMilliseconds += milliseconds
    },
  }
  const simulator = goOn(file, () => {
    clock.advance(kept?.aheadMilliseconds ?? 0)
    return make(clock, kept?.snapshot)
  })
  const writer =
    file === undefined ? undefined : stateWriter(file, () => ({ aheadMilliseconds, snapshot: simulator.snapshot() }))
  let fail: (reason: unknown) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  // Who waits for it is told; until somebody does, it is no fault of the program.
  failed.catch(() => undefined)
  const keep = async (): Promise<void> => {
    await writer?.write().catch((error: unknown) => {
      fail(error)
      throw error
    })
  }
  return { simulator, clock, keep, failed, release: async () => writer?.end() }
}

/** Reads what was kept; undefined where there is no file yet. The snapshot is checked by who goes on from it. */
async function readState(path: string): Promise<KeptState | undefined> {
  if (!(await isThere(path))) return undefined
  const state = parsed(new TextDecoder().decode(await read(path)))
  if (isObject(state) && Number.isSafeInteger(state['aheadMilliseconds']) && isObject(state['snapshot']))
    return state as unknown as KeptState
  throw new UsageError(spoilt(path), 'cli.unusable')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function spoilt(path: string): string {
  return `${path}: is no state of a simulated portal of this version.`
}

/** Makes the portal; what it cannot go on from is the fault of the file. */
function goOn(file: string | undefined, make: () => Simulator): Simulator {
  try {
    return make()
  } catch (error) {
    const isSpoilt = error instanceof PortalError && error.issues.some(({ code }) => code === 'simulator.snapshot')
    // A clock that would have to be moved back, or beyond its end.
    if (file !== undefined && (isSpoilt || error instanceof RangeError))
      throw new UsageError(spoilt(file), 'cli.unusable')
    throw error
  }
}

/** What writes a state, and ends with what it has begun. */
interface StateWriter {
  readonly write: () => Promise<void>
  readonly end: () => Promise<void>
}

/** Makes what writes a state. At any instant, the file has a whole one. */
function stateWriter(path: string, present: () => KeptState): StateWriter {
  let running = Promise.resolve()
  let waiting: Promise<void> | undefined
  let isOver = false
  const beside = `${path}.new`
  const replace = async (): Promise<void> => {
    // One that a killed process has left may be open to others.
    await withReason(rm(beside, { force: true }), wordsFor(beside))
    await writeFile(beside, JSON.stringify(present()), { mode: 0o600, flush: true })
    await rename(beside, path)
  }
  const writeNow = async (): Promise<void> => {
    if (isOver) return
    try {
      await withReason(replace(), wordsFor(path))
    } catch (error) {
      // It holds personal data of the jobs.
      await rm(beside, { force: true }).catch(() => undefined)
      throw error
    }
  }
  return {
    write: async () => {
      waiting ??= running.then(async () => {
        waiting = undefined
        running = writeNow()
        return running
      })
      return waiting
    },
    end: async () => {
      isOver = true
      await running.catch(() => undefined)
    },
  }
}
