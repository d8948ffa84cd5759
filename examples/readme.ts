import { writeBundle, type SigningKey } from 'signering-portal/bundle'
import { portalOperations, type Send } from 'signering-portal/http'
import { prepareJob } from 'signering-portal/manifest'

export async function sendLease(lease: Uint8Array, key: SigningKey, send: Send, root: string): Promise<string> {
  const { manifest, documents, request } = prepareJob({
    sector: 'PRIVATE',
    sender: { organizationNumber: '988015814' },
    title: 'Lease of the house by the fjord',
    documents: [{ title: 'Lease', bytes: lease }],
    signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'signer@example.com' } } }],
  })
  const bundle = await writeBundle({ manifest, documents, key, signingTime: new Date() })
  const portal = portalOperations({ root, organizationNumber: manifest.sender.organizationNumber })
  const job = await send(portal.create({ request, bundle: bundle.bytes }))
  return job.signatureJobId
}
