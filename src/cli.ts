#!/usr/bin/env node
/**
 * The command `signering-portal`.
 *
 * @module
 */
import { exitCodes } from './cli/command.js'
import { main } from './cli/main.js'

/** Whether standard output gets bytes that are of no use in part. */
let isWholeWanted = false

// Whoever reads lines may stop before their end, as `head` does. Any other failure loses what was asked for.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' && !isWholeWanted) process.exit()
  process.stderr.write(`signering-portal: Standard output cannot be written (${error.code ?? error.message}).\n`, () =>
    process.exit(exitCodes.usage),
  )
})
// Nobody reads what is told beside the work, which goes on.
process.stderr.on('error', () => undefined)

/** How the system, a terminal or whoever looks after processes asks one to stop. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** How soon a signal is the same one again, in milliseconds: npm passes on what the terminal has sent already. */
const sameSignalMilliseconds = 50

const asked = { isAsked: false }

/** Settles with the first signal. The next ends the process at once, with all that cleans up where it ends. */
async function interrupted(): Promise<unknown> {
  return new Promise((resolve) => {
    let mayWait = true
    for (const signal of signals)
      process.on(signal, () => {
        if (!mayWait) process.exit(exitCodes.usage)
        if (asked.isAsked) return
        asked.isAsked = true
        setTimeout(() => {
          mayWait = false
        }, sameSignalMilliseconds).unref()
        resolve(signal)
      })
  })
}

process.exitCode = await main(process.argv.slice(2), {
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  write: async (bytes) =>
    new Promise((resolve) => {
      isWholeWanted = true
      process.stdout.write(bytes, () => {
        resolve()
      })
    }),
  isWatched: process.stderr.isTTY,
  isOutputWatched: process.stdout.isTTY,
  input: process.stdin,
  environment: process.env,
  interrupted,
})

// What the system was given to do, such as to make keys, it does to its end: nobody waits for it any more.
if (asked.isAsked) process.stdout.write('', () => process.stderr.write('', () => process.exit()))
