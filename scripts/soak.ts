/**
 * `npm run soak`: many clients on a simulated portal behind a port, where connections break, the service fails and pollers
 * die. Every status of every job must be told, handled and confirmed once. `-- --clients 200 --jobs 20000 --seed 1` say how many.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { soak } from '../testing/soak/run.js'

const text = (value: string): { readonly type: 'string'; readonly default: string } => ({
  type: 'string',
  default: value,
})
const options = { clients: text('200'), jobs: text('20000'), seed: text('1') }
// An option that there is not stands beside them, and the last of one that is given twice would count.
const { values, tokens } = parseArgs({ options, strict: false, tokens: true })
const isKnown = tokens.every((token) => token.kind === 'option' && Object.hasOwn(options, token.name))
const isGivenOnce = new Set(tokens.map((token) => token.kind === 'option' && token.name)).size === tokens.length
const [clients = 0, jobs = 0, seed = 0] = [values.clients, values.jobs, values.seed].map((value) =>
  /^[0-9]{1,9}$/.test(String(value)) ? Number(value) : Number.NaN,
)
if (!isKnown || !isGivenOnce || !(clients >= 1) || !(jobs >= 1) || Number.isNaN(seed)) {
  console.error(
    'soak: the options are --clients, --jobs and --seed, each given once and a number, the first two at least 1.',
  )
  process.exit(2)
}
const begun = { at: performance.now(), cpu: process.cpuUsage() }
const { figures, faults } = await soak({ clients, jobs, seed })
const { user, system } = process.cpuUsage(begun.cpu)
const seconds = Math.round((performance.now() - begun.at) / 1000)
const all = { ...figures, seconds, 'seconds of the processor': Math.round((user + system) / 1_000_000) }
for (const [name, value] of Object.entries(all)) console.log(`${String(value).padStart(9)}  ${name}`)
for (const fault of faults.slice(0, 20)) console.error(fault)
const changes = `${figures['status changes'] ?? 0} status changes of ${figures['jobs'] ?? 0} jobs`
console.log(`soak: ${changes}, ${faults.length} lost, double or early, seed ${seed}`)
process.exitCode = faults.length === 0 ? 0 : 1
