import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { writeBundle } from 'signering-portal/bundle'
import { environments, portalOperations, statusChanges } from 'signering-portal/http'
import { prepareJob } from 'signering-portal/manifest'
import { signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { sendOverHttps, tlsOptions } from 'signering-portal/tls'

const organizationNumber = '988015814'
const pkcs12 = await readFile('certificate.p12')
const passphrase = process.env['PASSPHRASE'] ?? ''

// What is to be signed, and by whom. All that is wrong with it is told here, before anything is sent.
const { manifest, documents, request } = prepareJob({
  sector: 'PRIVATE',
  sender: { organizationNumber },
  title: 'Lease of the house by the fjord',
  documents: [{ title: 'Lease', bytes: await readFile('lease.pdf') }],
  signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'tenant@example.com' } } }],
})

// One certificate signs the package and speaks TLS. The roots that the service's must lead to come with the package.
const key = await signingKeyFromPkcs12({ pkcs12, passphrase })
const send = sendOverHttps({ tls: tlsOptions({ pfx: pkcs12, passphrase, environment: 'test' }) })
const portal = portalOperations({ root: environments.difitest, organizationNumber })

const { bytes } = await writeBundle({ manifest, documents, key, signingTime: new Date() })
const { signatureJobId } = await send(portal.create({ request, bundle: bytes }))

// Asks when the service permits it. A change is confirmed when the loop comes back for the next one.
const ended = new AbortController()
const changes = statusChanges(send, {
  portal,
  clock: {
    now: () => new Date(),
    sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
  },
  signal: ended.signal,
  onProblem: console.error,
})
for await (const change of changes) {
  const { status, signatures } = change
  if (status === 'COMPLETED_SUCCESSFULLY' && signatures.padesUrl !== undefined) {
    const signed = await send(portal.downloadPades(signatures.padesUrl))
    await writeFile(`${change.signatureJobId}.pdf`, await signed.bytes())
  }
  if (change.signatureJobId === signatureJobId && status !== 'IN_PROGRESS') ended.abort()
}
