/**
 * What some tests need beyond Node: where it is missing they are left out, and the summary says which and why.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** Something that may be missing. */
export interface Requirement {
  readonly name: string
  readonly present: boolean
  /** Whether a run with CI=true must have it. */
  readonly requiredInCi: boolean
}

const runs = (name: string, argument: string): boolean => spawnSync(name, [argument]).status === 0

const officialFolder = fileURLToPath(new URL('../../shared/official/', import.meta.url))

/** Path of a file of the official schema distribution, which may lie beside the repository. */
export const official = (path: string): string => officialFolder + path

/** Path of a file of this repository. */
export const repositoryFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** A Java Development Kit, for the validator Xerces and for verifiers written in Java. */
export const jdk: Requirement = { name: 'a JDK', present: runs('javac', '-version'), requiredInCi: true }

/** The official schema files and documents. */
export const officialFiles: Requirement = {
  name: 'the official schema files',
  present: existsSync(official('portal.xsd')),
  requiredInCi: false,
}

/** The command xmlsec1, an independent verifier of XML signatures. */
export const xmlsec1: Requirement = { name: 'xmlsec1', present: runs('xmlsec1', '--version'), requiredInCi: true }

/** The command openssl, of OpenSSL itself: others of the name judge otherwise. */
export const openssl: Requirement = {
  name: 'OpenSSL 3',
  present: String(spawnSync('openssl', ['version']).stdout).startsWith('OpenSSL 3'),
  requiredInCi: true,
}

/** The command unzip of Info-ZIP. */
export const unzip: Requirement = { name: 'unzip', present: runs('unzip', '-v'), requiredInCi: false }

/** Python with its library, for its readers of archives and of multipart bodies. */
export const python: Requirement = {
  name: 'Python 3',
  present: spawnSync('python3', ['-c', 'import email, zipfile']).status === 0,
  requiredInCi: false,
}

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
