/**
 * `npm run service`: a simulated portal over two-way TLS, whose signers sign after some seconds, and the service of
 * `examples/service` with it. With DATABASE_URL it runs on PostgreSQL.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulator, makeTestCertificates, serve, writePdf } from 'signering-portal/simulator'

const organizationNumber = '988015814'
const folder = mkdtempSync(join(tmpdir(), 'service-'))
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content, { mode: 0o600 })
  return join(folder, name)
}

const { root, server, clients } = await makeTestCertificates({ now: new Date(), clients: [organizationNumber] })
const simulator = createSimulator({
  clock: { now: () => new Date() },
  senders: [{ organizationNumber, sector: 'PRIVATE' }],
})
const portal = await serve(simulator, {
  tls: { key: server.key, cert: server.certificates, ca: root.certificates },
})

/** Lets those sign whose turn it is. */
function sign(): void {
  for (const { signatureJobId, status, signers } of simulator.jobs()) {
    const next = signers.findIndex((signer) => signer.status.value === 'WAITING')
    if (status === 'IN_PROGRESS' && next >= 0) simulator.setSignerStatus(signatureJobId, next + 1, 'SIGNED')
  }
}
setInterval(sign, 5000).unref()

const job = file(
  'job.json',
  JSON.stringify({
    title: 'Lease of the house by the fjord',
    nonsensitiveTitle: 'A document to sign',
    documents: [{ title: 'Lease', bytes: Buffer.from(writePdf(['A lease'])).toString('base64') }],
    signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'signer@example.com' } } }],
  }),
)
const { PORT = '3000' } = process.env
Object.assign(process.env, {
  PORT,
  PORTAL_ROOT: portal.root,
  ORGANIZATION_NUMBER: organizationNumber,
  SECTOR: 'PRIVATE',
  KEY_FILE: file('key.pem', clients[organizationNumber]?.key ?? ''),
  CERTIFICATES_FILE: file('certificates.pem', clients[organizationNumber]?.certificates ?? ''),
  CA_FILE: file('root.pem', root.certificates),
  FOLDER: join(folder, 'data'),
})

const url = `http://127.0.0.1:${PORT}/jobs/${randomUUID()}`
console.log(`Once the service is there, ask it in another terminal:

curl --upload-file ${job} ${url}
curl ${url}
curl --output signed.pdf ${url}/document

The signer signs after some seconds, and the queue may be asked each 5 to 30 seconds. End with Ctrl-C.
`)
await import('./service/main.js')
await portal.close()
rmSync(folder, { recursive: true })
