/**
 * What some tests need beyond Node: where it is missing they are left out, and the summary says which and why.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** Something that may be missing. */
export interface Requirement {
  readonly name: string
  readonly present: boolean
  /** Whether a run with CI=true must have it. */
  readonly requiredInCi: boolean
}

/** Looks for something when it is first asked for: to look for all of them would cost each test several processes. */
function requirement(name: string, requiredInCi: boolean, isPresent: () => boolean): Requirement {
  let present: boolean | undefined
  return {
    name,
    get present() {
      return (present ??= isPresent())
    },
    requiredInCi,
  }
}

const runs = (name: string, ...options: readonly string[]): boolean => spawnSync(name, options).status === 0

const officialFolder = fileURLToPath(new URL('../../shared/official/', import.meta.url))

/** Path of a file of the official schema distribution, which may lie beside the repository. */
export const official = (path: string): string => officialFolder + path

/** Path of a file of this repository. */
export const repositoryFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** A Java Development Kit, for the validator Xerces and for verifiers written in Java. */
export const jdk: Requirement = requirement('a JDK', true, () => runs('javac', '-version'))

/** The official schema files and documents. */
export const officialFiles: Requirement = requirement('the official schema files', false, () =>
  existsSync(official('portal.xsd')),
)

/** The command xmlsec1, an independent verifier of XML signatures. */
export const xmlsec1: Requirement = requirement('xmlsec1', true, () => runs('xmlsec1', '--version'))

/** The command openssl, of OpenSSL itself: others of the name judge otherwise. */
export const openssl: Requirement = requirement('OpenSSL 3', true, () =>
  String(spawnSync('openssl', ['version']).stdout).startsWith('OpenSSL 3'),
)

/** The command unzip of Info-ZIP. */
export const unzip: Requirement = requirement('unzip', false, () => runs('unzip', '-v'))

/** Python with its library, for its readers of archives and of multipart bodies. */
export const python: Requirement = requirement('Python 3', false, () => runs('python3', '-c', 'import email, zipfile'))

/** Somebody who may mount a file system, for a disk that is soon full. */
export const mounts: Requirement = requirement('root, who may mount a disk', false, () => {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'))
  const isMounted = runs('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder) && runs('umount', folder)
  rmSync(folder, { recursive: true, force: true })
  return isMounted
})

/** Declares a group of tests that need something; left out by name where it is missing. */
export function describeWith(requirements: readonly Requirement[], title: string, body: () => void): void {
  const missing = requirements.filter(({ present }) => !present)
  if (missing.length === 0) {
    describe(title, body)
    return
  }
  const reason = `needs ${missing.map(({ name }) => name).join(' and ')}`
  if (process.env['CI'] === 'true' && missing.some(({ requiredInCi }) => requiredInCi)) {
    test(`${title} (${reason})`, () => {
      expect.unreachable(`${reason}, which a run with CI=true must have`)
    })
  } else {
    // The reason stands in the title, which the summary of the run repeats.
    test.skip(`${title} (${reason})`)
  }
}
