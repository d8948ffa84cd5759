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

/** Runs a program of the bench in a process of its own, and gives what it prints. */
export function outputOf(name: string, input: readonly string[], { settings = [], environment = {} }: Process): string {
  const program = fileURLToPath(new URL(`${name}.js`, import.meta.url))
  return execFileSync(process.execPath, [...settings, program, ...input], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
}
