/**
 * A process that wants files for itself: each line that it is given is an instant in milliseconds and a path, or nothing, which
 * sets the file free. It says of each whether it has it. `test/cli/serve-lock.test.ts` runs several at once.
 *
 * @module
 */
import { createInterface } from 'node:readline'
import { takeFile } from '../../src/cli/serve-lock.js'

let release: (() => Promise<void>) | undefined
console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const [, instant, path] = /^(\d+) (.+)$/.exec(line) ?? []
  if (path === undefined) {
    await release?.()
    release = undefined
    console.log('free')
  } else {
    // All begin in the same instant, without being woken.
    while (Date.now() < Number(instant));
    release = await takeFile(path).catch(() => undefined)
    console.log(release === undefined ? 'refused' : 'taken')
  }
}
