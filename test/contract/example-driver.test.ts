import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { contractCases } from 'signering-portal/contract'
import { faultsOf, transcriptIn } from '../../testing/contract/driver-lines.js'
import { exampleDriver } from '../../testing/contract/example-driver.js'
import { recordedRun, transcript } from '../../testing/contract/recorded-run.js'
import { exampleClientNeeds } from '../../testing/judges/example-client.js'
import { describeWith, repositoryFile } from '../../testing/requirements.js'

describeWith(exampleClientNeeds, 'the example client in Python, behind its driver', () => {
  it('passes every case, and every line of suite and driver is as the schema has it', async () => {
    const { results, processes } = await recordedRun(exampleDriver)
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(results).toHaveLength(contractCases.length)
    // It was never started anew.
    expect(processes).toHaveLength(1)
    expect(processes.flatMap(faultsOf)).toEqual([])
    expect(processes.flat().length).toBeGreaterThan(4 * contractCases.length)
  })

  it('writes what docs/driver.md shows as a transcript', async () => {
    const written = transcriptIn(readFileSync(repositoryFile('docs/driver.md'), 'utf8'))
    expect(written, 'Run `npm run reference`.').toBe(await transcript())
  })
})
