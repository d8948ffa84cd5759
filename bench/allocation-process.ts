/**
 * Prints how many bytes one way allocates for each character of its document: `allocation-process.ts WAY`.
 *
 * @module
 */
import { allocationWays, document } from './allocation.js'

const way = allocationWays[process.argv[2] ?? '']
if (way === undefined || globalThis.gc === undefined) throw new Error('No such way, or no --expose-gc.')
// What is allocated while the engine still compiles is no part of it.
for (let call = 0; call < 20_000; call++) way()
globalThis.gc()
const before = process.memoryUsage().heapUsed
// Few enough that the young generation holds all: nothing is collected meanwhile.
const calls = 500
for (let call = 0; call < calls; call++) way()
console.log((process.memoryUsage().heapUsed - before) / calls / document.length)
