/**
 * What the entries that need Node.js are put to in Deno and Bun: all are imported, a simulated portal answers over two-way TLS,
 * and a server that is not the service gets nothing.
 *
 * @module
 */
import { portalOperations } from 'signering-portal/http'
import { signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { createSimulator, makeTestCertificates, serve } from 'signering-portal/simulator'
import { sendOverHttps, tlsOptions } from 'signering-portal/tls'

const organizationNumber = '123456785'

/** Imports entries by their names, asks for the organization over TLS, and says so in a line, or throws. */
export async function useService(names: readonly string[]): Promise<string> {
  for (const name of names) await import(name)
  const { root, server, clients } = await makeTestCertificates({ now: new Date(), clients: [organizationNumber] })
  const client = clients[organizationNumber] ?? server
  await signingKeyFromPkcs12(client)
  const send = sendOverHttps({
    tls: tlsOptions({ key: client.key, cert: client.certificates, ca: root.certificates }),
  })
  const ask = async ({ key, certificates }: typeof server): Promise<string> => {
    const simulator = createSimulator({
      clock: { now: () => new Date() },
      senders: [{ organizationNumber, sector: 'PUBLIC' }],
    })
    const served = await serve(simulator, { tls: { key, cert: certificates, ca: root.certificates } })
    try {
      return await send(portalOperations({ root: served.root, organizationNumber }).organization())
    } catch (error) {
      return String(error)
    } finally {
      await served.close()
    }
  }
  const [right, wrong] = [await ask(server), await ask(client)]
  if (!right.includes(`Organization ${organizationNumber}`)) throw new Error(`the service is refused: ${right}`)
  if (!wrong.includes('tls.server-organization')) throw new Error(`another server is taken for the service: ${wrong}`)
  return 'spoke two-way TLS, with the service alone'
}
