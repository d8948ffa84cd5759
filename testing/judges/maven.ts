/** What Maven brings: judges, and the driver of the official client. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jdk, repositoryFile } from '../requirements.js'

/** What Maven brought, or why it did not. */
export type Brought<T> = T | Missing

/** Why Maven did not bring something. */
export interface Missing {
  readonly missing: string
  readonly hasMaven: boolean
}

/** By its full name, so that a Maven that cannot download it says so. */
const classPathGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath'

/**
 * Asks Maven for what a project of `testing/java` names: where Java finds it.
 *
 * @param project - the file of the project; that of EU DSS and the official client unless it is given
 * @returns the class path, or why there is none
 */
export function findClassPath(project = 'pom.xml'): Brought<{ readonly classPath: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'maven-'))
  try {
    const file = join(folder, 'class-path')
    const missing = maven(`testing/java/${project}`, classPathGoal, `-Dmdep.outputFile=${file}`)
    return missing ?? { classPath: readFileSync(file, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Has Maven build the driver of the official client, in `examples/java`: its command. */
export function buildDriver(): Brought<{ readonly command: string; readonly arguments: readonly string[] }> {
  const missing = maven('examples/java/pom.xml', 'package')
  return missing ?? { command: 'java', arguments: ['-jar', repositoryFile('examples/java/target/driver.jar')] }
}

/** Runs Maven, which downloads the first time: why it could not, or nothing. */
function maven(project: string, ...goals: readonly string[]): Missing | undefined {
  if (!jdk.present) return { missing: `needs ${jdk.name}`, hasMaven: false }
  if (spawnSync('mvn', ['--version']).status !== 0) return { missing: 'needs Maven', hasMaven: false }
  const options = ['--batch-mode', '--quiet', '--file', repositoryFile(project)]
  const { status, stdout } = spawnSync('mvn', [...options, ...goals], { encoding: 'utf8', timeout: 600_000 })
  if (status === 0) return undefined
  const reason = /\[ERROR\] (.*?)(?: -> |$)/m.exec(stdout)?.[1] ?? 'it gave no reason in ten minutes'
  return { missing: `Maven cannot build or download it: ${reason}`, hasMaven: true }
}
