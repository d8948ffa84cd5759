// The global fetch of Node carries no client certificate: it fits a test server, or a proxy that adds the certificate.
import { portalOperations, sendWith, type Send } from 'signering-portal/http'

export const sendWithFetch: Send = sendWith(fetch)

export async function createJob(root: string, organizationNumber: string, bundle: Uint8Array): Promise<string> {
  const { create } = portalOperations({ root, organizationNumber, userAgent: 'archive/2.1' })
  const { signatureJobId } = await sendWithFetch(create({ request: { reference: '123-ABC' }, bundle }))
  return signatureJobId
}
