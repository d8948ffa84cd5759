/**
 * `npm run same-bytes`: whether the commit that is checked out makes the same package and the same bill of materials, byte by
 * byte. It is cloned and built twice, in circumstances that differ in what a build may see of them; what was packed here, if
 * something was, is compared with that.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Circumstances {
  readonly folder: string
  /** The permissions that new files do not get. */
  readonly umask: number
  readonly environment: Readonly<Record<string, string>>
}

/** An option of Node.js that sets the clock of the program, in days from now. */
const clockSetBy = (days: number): string =>
  `--import=data:text/javascript,${encodeURIComponent(`globalThis.Date = class extends Date {
    constructor(...parts) { super(...(parts.length === 0 ? [new.target.now()] : parts)) }
    static now() { return super.now() + ${days * 24 * 60 * 60 * 1000} }
  }`)}`

const builds: readonly Circumstances[] = [
  { folder: 'clone', umask: 0o022, environment: { TZ: 'UTC', LC_ALL: 'C' } },
  {
    folder: 'another folder/of a clone',
    umask: 0o077,
    environment: { TZ: 'Pacific/Kiritimati', LC_ALL: 'nb_NO.UTF-8', NODE_OPTIONS: clockSetBy(2500) },
  },
]

/** What is released of a folder: the SHA-256 and the name of each file. */
function releasedIn(folder: string): readonly string[] {
  const digestOf = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')
  const names = readdirSync(folder).filter((name) => /\.(?:tgz|cdx\.json)$/.test(name))
  return names.sort().map((name) => `${digestOf(name)}  ${name}`)
}

/** Builds the commit in a clone of its own. */
function build(parent: string, { folder, umask, environment }: Circumstances): readonly string[] {
  const clone = join(parent, folder)
  const before = process.umask(umask)
  const run = (command: string, options: readonly string[], cwd: string, env = process.env): unknown =>
    execFileSync(command, options, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
  run('git', ['clone', '--quiet', '.', clone], '.')
  run('npm', ['ci', '--silent', '--prefer-offline'], clone)
  run('npm', ['run', '--silent', 'pack'], clone, { ...process.env, ...environment })
  process.umask(before)
  return releasedIn(clone)
}

const parent = mkdtempSync(join(tmpdir(), 'same-bytes-'))
try {
  const [made = [], ...others] = builds.map((circumstances) => build(parent, circumstances))
  const here = releasedIn('.')
  for (const other of here.length > 0 ? [...others, here] : others)
    if (other.join() !== made.join()) {
      console.error(['These are not the same:', ...made, 'and', ...other].join('\n  '))
      process.exitCode = 1
    }
  for (const line of made) console.log(line)
  console.log(`same-bytes: ${process.exitCode === 1 ? 'no' : `${made.length} files, built ${builds.length} times`}`)
} finally {
  rmSync(parent, { recursive: true, force: true })
}
