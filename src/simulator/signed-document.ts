/**
 * What is downloaded: the signed document of a job, and the signature of each signer. Both are simulated: they name what
 * was signed by its hash, and who signed, and bear no signature that a machine could verify.
 *
 * @module
 */
import type { PortalSigner } from '../codec/portal/signer.js'
import { dateTime } from './messages.js'
import { writePdf } from './pdf.js'
import type { JobState } from './state.js'
import { element, writeXml } from './xml.js'

/**
 * Writes the signed document (PAdES): a PDF that holds the SHA-256 of every document and names those who have signed.
 */
export function writePades(job: JobState): Uint8Array {
  const documents = job.documents.flatMap(({ href, sha256 }) => [href, `  SHA-256 ${sha256}`])
  const signers = job.signers.flatMap(({ status }, index) => {
    const signer = job.manifest.signers[index]
    if (status.value !== 'SIGNED' || signer === undefined) return []
    return [`Signed by signer ${index + 1}, ${identifierOf(signer)}, at ${dateTime(status.since)}`]
  })
  return writePdf([
    'Simulated signed document: without legal or cryptographic value',
    `Signature job ${job.signatureJobId} of organization ${job.organizationNumber}`,
    ...documents,
    ...signers,
  ])
}

/**
 * Writes the signature of one signer (in the place of XAdES): an XML document that holds the SHA-256 of every document.
 */
export function writeXades(job: JobState, index: number): string {
  const since = job.signers[index]?.status.since ?? job.createdAt
  const documents = job.documents.map(({ href, sha256 }) => element('document', '', { href, sha256 }))
  const signed = { 'signature-job-id': job.signatureJobId, signer: String(index + 1), 'signing-time': dateTime(since) }
  // In the elements of a signature of XAdES in ASiC-E, for clients that look whether it is one.
  const namespaces = ['http://uri.etsi.org/2918/v1.2.1#', 'http://www.w3.org/2000/09/xmldsig#'] as const
  const [before, after] = [
    `<XAdESSignatures xmlns="${namespaces[0]}"><Signature xmlns="${namespaces[1]}" Id="Signature"><Object>`,
    '</Object></Signature></XAdESSignatures>',
  ]
  const content = writeXml(element('simulated-xades', documents, signed))
  return content.replace(/^(<\?xml[^>]*\?>)([^]*)$/, (_, declaration: string, root: string) =>
    [declaration, before, root, after].join(''),
  )
}

function identifierOf(signer: PortalSigner): string {
  if (signer.personalIdentificationNumber !== undefined) return signer.personalIdentificationNumber
  const { email, sms } = signer.notifications ?? {}
  return [email?.address, sms?.number].filter((contact) => contact !== undefined).join(' ')
}
