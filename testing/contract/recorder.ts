/**
 * Stands between the suite and a driver, and writes down what they write to each other: a file for each process, whose lines
 * begin with `> ` for the suite and `< ` for the driver.
 *
 *     recorder.ts FOLDER COMMAND [ARGUMENT...]
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { lineReader } from '../../src/contract/lines.js'
import { repositoryFile } from '../requirements.js'
import { linesIn, type DriverLine } from './driver-lines.js'

/** A command that runs another one, and records what that reads and writes. */
export function recording(folder: string, command: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, '--import', 'tsx', repositoryFile('testing/contract/recorder.ts'), folder, ...command]
}

/** What was recorded, by process. */
export function recordedIn(folder: string): readonly (readonly DriverLine[])[] {
  return readdirSync(folder).map((name) => linesIn(readFileSync(join(folder, name), 'utf8')))
}

/** The longest line that is passed on, in bytes. */
const longestLine = 64 * 1_048_576

function onLine(stream: Readable, take: (line: string) => void): void {
  const reader = lineReader(longestLine, ({ text }) => {
    take(text)
  })
  stream.on('data', reader.push).on('end', reader.end)
}

function record([folder = '', command = '', ...options]: readonly string[]): void {
  const file = join(folder, `${process.pid}.txt`)
  const child = spawn(command, options, { stdio: ['pipe', 'pipe', 'inherit'] })
  onLine(process.stdin, (line) => {
    appendFileSync(file, `> ${line}\n`)
    child.stdin.write(`${line}\n`)
  })
  process.stdin.on('end', () => {
    child.stdin.end()
  })
  onLine(child.stdout, (line) => {
    appendFileSync(file, `< ${line}\n`)
    process.stdout.write(`${line}\n`)
  })
  child.on('close', (code) => {
    process.exitCode = code ?? 1
  })
}

// The tests import how to read what was recorded.
if (process.argv[1] === fileURLToPath(import.meta.url)) record(process.argv.slice(2))
