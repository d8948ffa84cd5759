/**
 * Runs of the cases with a driver, each with what suite and driver wrote to each other.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exposeOnPort, runCases, startDriver, type CaseResult, type RunOptions } from '../../src/contract/index.js'
import { makeTestCertificates } from '../../src/simulator/index.js'
import { testCertificates } from '../simulator/certificates.js'
import type { DriverLine } from './driver-lines.js'
import { exampleDriver } from './example-driver.js'
import { recordedIn, recording } from './recorder.js'

/** What became of the cases, and the lines of each process. */
export interface RecordedRun {
  readonly results: readonly CaseResult[]
  readonly processes: readonly (readonly DriverLine[])[]
}

/** Runs cases with a driver that is started by a command. */
export async function recordedRun(command: readonly string[], options: RunOptions = {}): Promise<RecordedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'recorded-run-'))
  const { start } = options
  const certificates = start === undefined ? await testCertificates() : await makeTestCertificates({ now: start })
  const [program, ...programArguments] = recording(folder, command)
  const driver = await startDriver({ command: program, arguments: programArguments, certificates })
  try {
    const results = await runCases(driver.makeAdapter, { expose: exposeOnPort, certificates, ...options })
    await driver.close()
    return { results, processes: recordedIn(folder) }
  } finally {
    await driver.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The cases that the transcript of docs/driver.md is a recording of. */
const transcriptCases = ['pades-partly-signed', 'broker-not-authorized']

/** The transcript of docs/driver.md: a recording, but for what differs from run to run and from machine to machine. */
export async function transcript(): Promise<string> {
  const start = new Date('2026-11-29T16:30:00Z')
  const { processes } = await recordedRun(exampleDriver, { cases: transcriptCases, start })
  const lines = processes.flat().map(({ by, text }) => `${by === 'suite' ? '>' : '<'} ${text}\n`)
  return lines
    .join('')
    .replaceAll(/(?<=127\.0\.0\.1:)[0-9]+/g, '50312')
    .replaceAll(/"[^"]*\/signering-portal-driver-[^/"]*\//g, '"/tmp/driver/')
    .replaceAll(/"([A-Za-z0-9+/]{24})[A-Za-z0-9+/]{100,}={0,2}"/g, '"$1"')
}
