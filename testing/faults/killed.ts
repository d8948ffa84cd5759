/**
 * Loaded before a command: kills its process before the given step of writing to the disk, or when half of a content is written.
 * Where a folder is given, steps elsewhere do not count.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import promises, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const at = Number(process.env['KILLED_AT'])
const folder = process.env['KILLED_IN'] ?? ''
let steps = 0

function step(): boolean {
  steps += 1
  return steps === at
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('It is dead.')
}

type Write = (this: unknown, ...given: unknown[]) => Promise<unknown>

const half = (content: unknown): Uint8Array =>
  Buffer.from(content as string).subarray(0, (content as string).length / 2)

/** Puts steps before what an object can do. */
function steppedIn(
  object: object,
  names: readonly string[],
  writeHalf: (self: unknown, given: unknown[]) => unknown,
): void {
  const functions = object as Record<string, Write>
  for (const name of names) {
    const original = functions[name]
    if (original === undefined) continue
    functions[name] = async function (...given) {
      const counts = object !== promises || String(given[0]).startsWith(folder)
      if (counts && step()) die()
      if (counts && name === 'writeFile' && step()) {
        await writeHalf(this, given)
        die()
      }
      return original.apply(this, given)
    }
  }
}

const handle = await promises.open(process.execPath)
const names = [
  'appendFile',
  'chmod',
  'chown',
  'copyFile',
  'link',
  'mkdir',
  'open',
  'rename',
  'rm',
  'unlink',
  'writeFile',
]
steppedIn(promises, names, (_, [path, content, options]) => {
  writeFileSync(path as string, half(content), options as object)
})
steppedIn(Object.getPrototypeOf(handle) as object, ['writeFile'], async (self, [content]) =>
  (self as FileHandle).write(half(content)),
)
await handle.close()
syncBuiltinESMExports()
