/**
 * A terminal for commands that run in this process: what it prints is kept.
 *
 * @module
 */
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished } from 'vitest'
import type { ExitCode } from '../../src/cli/command.js'
import { main } from '../../src/cli/main.js'

/** How a command ended. */
export interface Run {
  readonly code: ExitCode
  readonly stdout: string
  readonly stderr: string
  /** What was written to standard output as bytes; absent where nothing was. */
  readonly bytes?: Uint8Array
}

/** What a command finds around it. */
export interface Surroundings {
  /** What stands on standard input. */
  readonly input?: string | Uint8Array
  readonly environment?: Readonly<Record<string, string>>
  /** Whether somebody looks at standard error. */
  readonly isWatched?: boolean
  /** Whether somebody looks at standard output. */
  readonly isOutputWatched?: boolean
}

/** A command that has begun. */
export interface Started {
  /** The first thing that it prints; fails if it ends without. */
  readonly firstLine: () => Promise<string>
  /** Asks it to stop, as Ctrl-C does. */
  readonly interrupt: () => void
  readonly ended: Promise<Run>
}

/** Begins a command. */
export function start(
  args: readonly string[],
  { input = '', environment = {}, isWatched = false, isOutputWatched = false }: Surroundings = {},
): Started {
  const lines = { printed: [] as string[], complained: [] as string[], written: [] as Uint8Array[] }
  const events = new EventEmitter()
  const printing = once(events, 'print')
  const interruption = once(events, 'interrupt')
  const ended = main(args, {
    print: (text) => {
      lines.printed.push(`${text}\n`)
      events.emit('print', text)
    },
    complain: (text) => lines.complained.push(`${text}\n`),
    write: async (bytes) => {
      lines.written.push(bytes)
      return Promise.resolve()
    },
    input: Readable.from(input.length === 0 ? [] : [Buffer.from(input)]),
    environment,
    isWatched,
    isOutputWatched,
    interrupted: async () => interruption,
  }).then((code) => ({
    ...{ code, stdout: lines.printed.join(''), stderr: lines.complained.join('') },
    ...(lines.written.length === 0 ? {} : { bytes: Buffer.concat(lines.written) }),
  }))
  return {
    firstLine: async () =>
      String(await Promise.race([printing, ended.then(({ stderr }) => expect.unreachable(stderr))])),
    interrupt: () => events.emit('interrupt'),
    ended,
  }
}

/** Runs a command to its end. */
export async function run(args: readonly string[], surroundings?: Surroundings): Promise<Run> {
  return start(args, surroundings).ended
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
