/**
 * The programs of the bench.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What may be said of the process of a program. */
export interface Process {
  /** Settings of Node.js. */
  readonly settings?: readonly string[]
  /** Variables of the environment. */
  readonly environment?: Readonly<Record<string, string>>
}

/**
 * Memory that is given back stays with the process, as it does in one that sends package after package: what the system takes
 * to give it anew is no work of any way, and differs between machines more than all ways do.
 */
export const keepsMemory: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
}

/** Runs a program of the bench in a process of its own, and gives what it prints. */
export function outputOf(name: string, input: readonly string[], { settings = [], environment = {} }: Process): string {
  const program = fileURLToPath(new URL(`${name}.js`, import.meta.url))
  return execFileSync(process.execPath, [...settings, program, ...input], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
}
