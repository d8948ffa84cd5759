/** Runs a program that judges. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Gives what a program writes to standard output; throws if it fails. */
export async function run(command: string, options: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [...options], { maxBuffer: 2 ** 26 })
  return stdout
}
