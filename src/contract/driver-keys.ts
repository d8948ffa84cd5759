/**
 * The keys and certificates that a driver is given, as files.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../guard.js'
import { writeClientCertificates, type ClientCertificatesFiles } from '../simulator/certificate-files.js'
import type { TestCertificates } from '../simulator/certificates.js'
import { atExit } from './at-exit.js'

/** The files of a driver. */
export interface DriverKeys {
  /** Their paths. */
  readonly files: ClientCertificatesFiles
  /** Removes them. */
  readonly remove: () => Promise<void>
}

/**
 * Writes what clients need to where nobody else can read it, until it is removed or this process ends. The keys of the root and
 * of the servers are not among it: who has them can play the service.
 */
export async function writeDriverKeys(certificates: TestCertificates): Promise<DriverKeys> {
  const directory = makeDirectory()
  const forget = atExit(() => {
    // A file that is being written just then may come after the others have gone.
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
  })
  const remove = async (): Promise<void> => {
    await rm(directory, { recursive: true, force: true })
    // Not before: this process may be ended meanwhile.
    forget()
  }
  try {
    return { files: await writeClientCertificates(directory, certificates), remove }
  } catch (error) {
    await remove()
    throw cannotBeWritten(error)
  }
}

function makeDirectory(): string {
  try {
    // Made with mode 0700, and at once: this process may be ended before it hears that a directory is there.
    return mkdtempSync(join(tmpdir(), 'signering-portal-driver-'))
  } catch (error) {
    throw cannotBeWritten(error)
  }
}

/** What Node throws where keys cannot be written, with words for people and the `code` that it had; all else as it is. */
function cannotBeWritten(cause: unknown): unknown {
  const code = codeOf(cause)
  if (code === undefined || cause instanceof TypeError) return cause
  return Object.assign(new Error(`Keys for the driver cannot be written to ${tmpdir()} (${code})`, { cause }), { code })
}
