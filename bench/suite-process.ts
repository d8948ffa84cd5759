/**
 * Measures one suite, so that nothing that another one has loaded, compiled or left in memory counts for it, and prints its
 * ratios as JSON: `suite-process.ts NAME`.
 *
 * @module
 */
import { suites } from './suites.js'

console.log(JSON.stringify(await suites[process.argv[2] ?? '']?.()))
