/** Judges that Maven brings. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jdk, repositoryFile } from '../requirements.js'

/** Where Java finds EU DSS and the official client, or why it does not. */
export type ClassPath = { readonly classPath: string } | { readonly missing: string; readonly hasMaven: boolean }

/** By its full name, so that a Maven that cannot download it says so. */
const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath'

/** Asks Maven for what `testing/java/pom.xml` names, which downloads it the first time. */
export function findClassPath(): ClassPath {
  if (!jdk.present) return { missing: `needs ${jdk.name}`, hasMaven: false }
  if (spawnSync('mvn', ['--version']).status !== 0) return { missing: 'needs Maven', hasMaven: false }
  const folder = mkdtempSync(join(tmpdir(), 'maven-'))
  try {
    const file = join(folder, 'class-path')
    const options = ['--batch-mode', '--quiet', '--file', repositoryFile('testing/java/pom.xml')]
    const { status, stdout } = spawnSync('mvn', [...options, goal, `-Dmdep.outputFile=${file}`], {
      encoding: 'utf8',
      timeout: 600_000,
    })
    if (status === 0) return { classPath: readFileSync(file, 'utf8') }
    const reason = /\[ERROR\] (.*?)(?: -> |$)/m.exec(stdout)?.[1] ?? 'it gave no reason in ten minutes'
    return { missing: `Maven cannot download it: ${reason}`, hasMaven: true }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
