/**
 * Closes a test run with the names of what was left out, and one line of counts.
 *
 * @module
 */
import { seed } from './seed.js'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** The reporter. */
export default class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests: readonly TestCase[] = modules.flatMap((module) => [...module.children.allTests()])
    const having = (state: string): readonly TestCase[] => tests.filter((test) => test.result().state === state)
    const left = having('skipped')
    if (left.length > 0) console.log(`Left out:\n${left.map((test) => `  - ${test.fullName}`).join('\n')}`)
    console.log(`Seed ${seed}; PROPERTY_SEED sets another.`)
    console.log(`tests: ${having('passed').length} passed, ${having('failed').length} failed, ${left.length} skipped`)
  }
}
