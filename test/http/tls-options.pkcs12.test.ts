import { inspect } from 'node:util'
import { portalOperations, type Send } from 'signering-portal/http'
import { createSimulator, makeTestCertificates, serve } from 'signering-portal/simulator'
import { sendOverHttps, tlsOptions, type TlsOptions } from 'signering-portal/tls'
import { describe, expect, it } from 'vitest'
import { sendWithUndici } from '../../examples/transport-undici.js'

// Keys are made for it, which takes seconds.
describe('tlsOptions', () => {
  it('trust no authority that is in the PKCS#12 file of the client alone', async () => {
    const now = new Date()
    const [own, other] = [
      await makeTestCertificates({ now, clients: ['123456785'] }),
      await makeTestCertificates({ now }),
    ]
    const tls = { key: own.server.key, cert: own.server.certificates, ca: own.root.certificates }
    const simulator = createSimulator({
      clock: { now: () => new Date() },
      senders: [{ organizationNumber: '123456785', sector: 'PUBLIC' }],
    })
    const served = await serve(simulator, { tls })
    const { pkcs12, passphrase } = own.clients['123456785'] ?? own.server
    const { organization } = portalOperations({ root: served.root, organizationNumber: '123456785' })
    const asked = (ca: string, sendBy: (given: TlsOptions) => Send): Promise<unknown> =>
      sendBy({ pfx: pkcs12, passphrase, ca })(organization()).catch((error: unknown) => error)
    try {
      for (const sendBy of [(given: TlsOptions) => sendOverHttps({ tls: tlsOptions(given) }), sendWithUndici]) {
        expect(await asked(own.root.certificates, sendBy)).toContain('123456785')
        expect(inspect(await asked(other.root.certificates, sendBy), { depth: 5 })).toContain('tls.server-certificate')
      }
    } finally {
      await served.close()
    }
  })
})
