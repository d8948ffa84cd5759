/** Runs the command as a user does: in a process of its own. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished } from 'vitest'
import { repositoryFile } from '../requirements.js'

/** How a run ended. */
export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the command; the loader of TypeScript stands in for the build. */
export function start(
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

/** Waits for the end of a run. No run may end in a stack trace. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Run> {
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [stdout, stderr] = await Promise.all([child.stdout.destroyed ? '' : text(child.stdout), text(child.stderr)])
  expect(stderr).not.toMatch(/^\s+at /m)
  return { code: await code, stdout, stderr }
}

/** Runs the command to its end. */
export async function run(
  args: readonly string[],
  {
    input = '',
    environment = {},
  }: { readonly input?: string | Uint8Array; readonly environment?: Record<string, string> } = {},
): Promise<Run> {
  const child = start(args, environment)
  child.stdin.end(input)
  return ended(child)
}

/** A folder for one test, with files; paths are absolute. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'signering-portal-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return (name) => join(folder, name)
}
