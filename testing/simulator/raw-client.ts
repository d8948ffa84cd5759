/** Requests by hand, so that the simulator is tested without the package's own client. */
import { createHash } from 'node:crypto'
import { writeBundle } from 'signering-portal/bundle'
import type { PortalSignatureJobManifest } from 'signering-portal/codec'
import type { SimulatorFetch } from 'signering-portal/simulator'
import { key } from '../contract/operations-adapter.js'
import { namespace } from '../../src/codec/spec.js'

/** When the tests begin. */
export const start: Date = new Date('2026-01-05T12:00:00Z')

export const organizationNumber = '123456785'

export const documentBytes: Uint8Array<ArrayBuffer> = new TextEncoder().encode('%PDF-1.4\na document')

export const documentHash: string = createHash('sha256').update(documentBytes).digest('hex')

export const manifest: PortalSignatureJobManifest = {
  signers: [
    { personalIdentificationNumber: '12345678910', order: 1, notifications: { email: { address: 'one@example.com' } } },
    { personalIdentificationNumber: '10987654321', order: 2, notifications: { sms: { number: '00000000' } } },
  ],
  sender: { organizationNumber },
  title: 'A title',
  documents: [{ href: 'document.pdf', mime: 'application/pdf', title: 'A document' }],
}

/** The document package, signed at the time that it is sent. */
export async function packageOf(
  value: PortalSignatureJobManifest,
  signingTime: Date = start,
): Promise<Uint8Array<ArrayBuffer>> {
  const documents = [{ href: 'document.pdf', mime: 'application/pdf', bytes: documentBytes }]
  return new Uint8Array((await writeBundle({ manifest: value, documents, key, signingTime })).bytes)
}

export function multipart(metadata: string, bundle: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(`--frontier\r\nContent-Type: application/xml\r\n\r\n${metadata}\r\n`),
      Buffer.from('--frontier\r\nContent-Type: application/octet-stream\r\n\r\n'),
      bundle,
      Buffer.from('\r\n--frontier--\r\n'),
    ]),
  )
}

export async function create(
  fetch: SimulatorFetch,
  root: string,
  value: PortalSignatureJobManifest = manifest,
  request = '<reference>r</reference>',
  signingTime: Date = start,
): Promise<Response> {
  const metadata = `<portal-signature-job-request xmlns="${namespace}">${request}</portal-signature-job-request>`
  return fetch(`${root}/${organizationNumber}/portal/signature-jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/mixed; boundary=frontier', Accept: 'application/xml' },
    body: multipart(metadata, await packageOf(value, signingTime)),
  })
}
