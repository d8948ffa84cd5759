/**
 * `npm run fuzz -- --seconds 60 --only keys --seed 7`: made and changed input to whatever reads or takes what others choose. Those
 * that reach code that none has reached are kept and changed further. Whatever comes in, there must be a value or a PortalError, soon,
 * without a value from the input. What fails is made small and written down, as a test. `--blind` keeps nothing, to compare.
 *
 * @module
 */
import { register } from 'node:module'
import { parseArgs } from 'node:util'
// Where the counters come from.
import '../testing/fuzz/coverage.js'

register(new URL('../testing/fuzz/hooks.ts', import.meta.url))
// Counters are put into what is loaded from here on.
const { pathOfFound, readFound, writeFound } = await import('../testing/fuzz/found.js')
const { fuzz } = await import('../testing/fuzz/fuzzer.js')
const { groups, targetsNamed } = await import('../testing/fuzz/targets.js')
const { watchForHangs } = await import('../testing/fuzz/watch.js')

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
    blind: { type: 'boolean', default: false },
  },
})
const [seconds, seed] = [Number(values.seconds), Number(values.seed)]
if (!(seconds > 0) || !Number.isSafeInteger(seed))
  throw new Error('--seconds is a number above 0, --seed a whole number.')

const targets = await targetsNamed(values.only)
if (targets.length === 0) {
  const all = await targetsNamed()
  console.error(
    `--only is a group, ${Object.keys(groups).join(', ')}, or a target:\n${all.map(({ name }) => name).join('\n')}`,
  )
  process.exit(2)
}
console.log(`fuzz: ${targets.length} targets, seed ${seed}`)

const watcher = watchForHangs(pathOfFound('hang'), seed)
const known = new Map<string, ReturnType<typeof readFound>[number]['input'][]>()
for (const { target, input } of readFound()) known.set(target, [...(known.get(target) ?? []), input])
const { counts, failures, branches } = await fuzz({
  ...{ targets, seconds, seed, known, isGuided: !values.blind, watch: watcher.watch },
  onFailure: (failure) => {
    const path = writeFound({ ...failure, seed })
    const { thrown } = failure
    const told = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    console.error(
      `${failure.target}: ${told}\nIts smallest input is in ${path}, and is tried by test/fuzz/found.test.ts from now on.`,
    )
  },
})
watcher.end()

const column = (value: number): string => String(value).padStart(8)
for (const { name, runs, refused, kept, branches: reached } of counts)
  console.log(
    `${column(runs)} runs,${column(refused)} refused,${column(kept)} kept,${column(reached)} reached  ${name}`,
  )
const runs = counts.reduce((sum, count) => sum + count.runs, 0)
console.log(`fuzz: ${runs} runs with seed ${seed} reached ${branches} branches of the sources, ${failures} failures`)
// A server or a process that an input started is nobody's any more.
process.exit(failures === 0 ? 0 : 1)
