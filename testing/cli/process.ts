/**
 * Runs the command as a user does, in a process of its own; `terminal.ts` is quicker, where it will do.
 *
 * @module
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { repositoryFile } from '../requirements.js'

/** How a process ended. */
export interface ProcessRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the command; the loader of TypeScript stands in for the build. */
export function startProcess(
  args: readonly string[],
  environment: Record<string, string> = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--import', 'tsx', repositoryFile('src/cli.ts'), ...args], {
    cwd: repositoryFile(''),
    env: { ...process.env, ...environment },
  })
  // A process that refuses its input may be gone before it is written.
  child.stdin.on('error', () => undefined)
  return child
}

/** Waits for the end of a process. None may end in a stack trace. */
export async function endOf(child: ChildProcessWithoutNullStreams): Promise<ProcessRun> {
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [stdout, stderr] = await Promise.all([child.stdout.destroyed ? '' : text(child.stdout), text(child.stderr)])
  expect(stderr).not.toMatch(/^\s+at /m)
  return { code: await code, stdout, stderr }
}
