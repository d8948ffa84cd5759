import { exposeOverTls, runCases, type CaseResult, type Expose } from 'signering-portal/contract'
import { makeTestCertificates, serve, type TestIdentity } from 'signering-portal/simulator'
import { expect, it } from 'vitest'
import { withExampleDriver } from '../../testing/contract/example-driver.js'
import { testCertificates } from '../../testing/simulator/certificates.js'
import { exampleClientNeeds } from '../../testing/judges/example-client.js'
import { describeWith } from '../../testing/requirements.js'

describeWith(exampleClientNeeds, 'the example client in Python, over two-way TLS', () => {
  /** Runs a case with a server who has this identity. */
  async function pollAt(server: TestIdentity): Promise<CaseResult | undefined> {
    const certificates = await testCertificates()
    const tls = { key: server.key, cert: server.certificates, ca: certificates.root.certificates }
    const expose: Expose = async (simulator, client) => {
      const { root, close } = await serve(simulator, { tls, client })
      return { root, foreignRoot: root, fetch, close }
    }
    const options = { cases: ['poll-empty'], expose, certificates, trace: true }
    const [result] = await withExampleDriver(certificates, ({ makeAdapter }) => runCases(makeAdapter, options))
    return result
  }

  it('passes every case', async () => {
    const certificates = await testCertificates()
    const results = await withExampleDriver(certificates, ({ makeAdapter }) =>
      runCases(makeAdapter, { expose: exposeOverTls(certificates), certificates }),
    )
    expect(results).not.toEqual([])
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })

  it('takes a server whose certificate names the service in either form', async () => {
    const certificates = await testCertificates()
    expect(await pollAt(certificates.server)).toMatchObject({ outcome: 'passed' })
    expect(await pollAt(certificates.seid1.server)).toMatchObject({ outcome: 'passed' })
  })

  it('sends nothing to a server of another organization, or of another authority', async () => {
    const { otherServer } = await testCertificates()
    const stranger = (await makeTestCertificates({ now: new Date(), clients: [] })).server
    for (const [server, error] of [
      [otherServer, 'ServerIdentityError'],
      [stranger, 'SSLCertVerificationError'],
    ] as const) {
      const result = await pollAt(server)
      expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(error) as string })
      expect(result?.trace?.filter(({ kind }) => kind === 'request')).toEqual([])
    }
  })
})
