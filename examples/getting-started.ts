import { writeFile } from 'node:fs/promises'
import { writeBundle } from 'signering-portal/bundle'
import { portalOperations } from 'signering-portal/http'
import { prepareJob } from 'signering-portal/manifest'
import { signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { createSimulator, makeTestCertificates, serve, writePdf } from 'signering-portal/simulator'
import { sendOverHttps, tlsOptions } from 'signering-portal/tls'

// The service, on this machine: its certificates are made now, and nobody else trusts them.
const organizationNumber = '123456785'
const { root, server, clients } = await makeTestCertificates({ now: new Date(), clients: [organizationNumber] })
const simulator = createSimulator({
  clock: { now: () => new Date() },
  senders: [{ organizationNumber, sector: 'PUBLIC' }],
})
const tls = { key: server.key, cert: server.certificates, ca: root.certificates }
const served = await serve(simulator, { tls })

// Your side of it: a certificate with its key, and a job.
const { pkcs12, passphrase } = clients[organizationNumber] ?? server
const key = await signingKeyFromPkcs12({ pkcs12, passphrase })
const send = sendOverHttps({ tls: tlsOptions({ pfx: pkcs12, passphrase, ca: root.certificates }) })
const portal = portalOperations({ root: served.root, organizationNumber })
console.log(await send(portal.organization()))

const { manifest, documents, request } = prepareJob({
  sector: 'PUBLIC',
  sender: { organizationNumber },
  title: 'Consent to the excursion',
  documents: [{ title: 'Consent', bytes: writePdf(['We consent to the excursion.']) }],
  signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'parent@example.com' } } }],
})
const bundle = await writeBundle({ manifest, documents, key, signingTime: new Date() })
const job = await send(portal.create({ request, bundle: bundle.bytes }))
console.log(`created job ${job.signatureJobId}`)

// What the signer does in the portal. Of the real service you would wait for it.
simulator.setSignerStatus(job.signatureJobId, 1, 'SIGNED')

// The queue tells of it. Download, and only then confirm.
const poll = await send(portal.nextStatusChange({ now: () => new Date() }))
if (poll.kind === 'statusChange') {
  const { status, signatures, confirmationUrl } = poll.statusChange
  console.log(status)
  if (signatures.padesUrl !== undefined) {
    const signed = await send(portal.downloadPades(signatures.padesUrl))
    await writeFile('signed.pdf', await signed.bytes())
  }
  await send(portal.confirm(confirmationUrl))
}
await served.close()
