/**
 * Makes the request of a job once, and prints the most memory that it took with its document: `package-process.ts LENGTH`.
 *
 * @module
 */
import { bodyOf, jobOf, packageOf } from './packages.js'
import { watchMemory } from './peak.js'

const length = Number(process.argv[2])
// What is loaded and compiled at first use is no part of it.
const small = jobOf(100_000)
bodyOf(small, await packageOf(small))
const bytesTaken = watchMemory()
const job = jobOf(length)
const body = bodyOf(job, await packageOf(job))
if (body === undefined || body.length < length) throw new Error('There is no body: its memory shows nothing.')
console.log(bytesTaken())
