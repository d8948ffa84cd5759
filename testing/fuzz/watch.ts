/**
 * Watches from another thread whether the fuzzer goes on: an input that never ends can be told by nobody else.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { toJson, type Data } from './data.js'

/** The longest input that is remembered, in bytes of its JSON. */
const longest = 2 ** 22

/** How long one input may take until the process is ended, in milliseconds. */
const patience = 60_000

const program = `
  const { workerData } = require('node:worker_threads')
  const { writeFileSync } = require('node:fs')
  const { counter, text, path, patience } = workerData
  let last = -1
  setInterval(() => {
    if (counter[0] === last) {
      writeFileSync(path, Buffer.from(text.slice(0, counter[1])))
      writeFileSync(2, 'fuzz: an input never ends; it is in ' + path + '\\n')
      process.kill(process.pid, 'SIGKILL')
    }
    last = counter[0]
  }, patience)`

/** Who watches. */
export interface Watcher {
  /** Is told of each input before it is used. */
  readonly watch: (target: string, input: Data) => void
  readonly end: () => void
}

/** Begins to watch; an input that does not end is written to a file of this name, and the process is ended. */
export function watchForHangs(path: string, seed: number): Watcher {
  const counter = new Int32Array(new SharedArrayBuffer(8))
  const text = new Uint8Array(new SharedArrayBuffer(longest))
  const encoder = new TextEncoder()
  const worker = new Worker(program, { eval: true, workerData: { counter, text, path, patience } })
  worker.unref()
  // Where nothing is left to wait for, or something is thrown that nobody catches, the process ends by itself.
  const leave = (): void => {
    writeFileSync(path, text.slice(0, counter[1]))
    console.error(`fuzz: the process ends with an input, which is in ${path}`)
  }
  process.once('exit', leave)
  return {
    watch: (target, input) => {
      const { written } = encoder.encodeInto(toJson({ target, kind: 'it never ends', seed, input }), text)
      counter[1] = written
      counter[0] = ((counter[0] ?? 0) + 1) | 0
    },
    end: () => {
      process.off('exit', leave)
      void worker.terminate()
    },
  }
}
