import { contractCases, exposeOnPort, runCases } from 'signering-portal/contract'
import { expect, it } from 'vitest'
import { withExampleDriver } from '../../testing/contract/example-driver.js'
import { caseCertificates } from '../../testing/contract/small-driver.js'
import { exampleClientNeeds } from '../../testing/judges/example-client.js'
import { describeWith } from '../../testing/requirements.js'

describeWith(exampleClientNeeds, 'the example client in Python, behind its driver', () => {
  it('passes every case', async () => {
    const certificates = await caseCertificates()
    const results = await withExampleDriver(certificates, ({ makeAdapter }) =>
      runCases(makeAdapter, { expose: exposeOnPort, certificates }),
    )
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(results).toHaveLength(contractCases.length)
  })
})
