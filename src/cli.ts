#!/usr/bin/env node
/**
 * The command `signering-portal`.
 *
 * @module
 */
import { main } from './cli/main.js'

// Whoever reads the output may stop before its end, as `head` does.
process.stdout.on('error', () => process.exit())
// Nobody reads what is told beside the work, which goes on.
process.stderr.on('error', () => undefined)

process.exitCode = await main(process.argv.slice(2), {
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  isWatched: process.stderr.isTTY,
  input: process.stdin,
  environment: process.env,
  interrupted: async () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve)
    }),
})
