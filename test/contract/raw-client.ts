/** Requests by hand, so that the simulator is tested without the package's own client. */
import { createHash } from 'node:crypto'
import { ZipFile } from 'yazl'
import { portalSignatureJobManifest, type PortalSignatureJobManifest } from 'signering-portal/codec'
import type { PortalFetch } from 'signering-portal/contract'

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

export async function zip(files: Readonly<Record<string, Uint8Array | string>>): Promise<Uint8Array<ArrayBuffer>> {
  const file = new ZipFile()
  for (const [name, content] of Object.entries(files)) file.addBuffer(Buffer.from(content), name, { compress: false })
  file.end()
  const pieces: Uint8Array[] = []
  for await (const piece of file.outputStream as AsyncIterable<Uint8Array>) pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

export async function packageOf(value: PortalSignatureJobManifest): Promise<Uint8Array<ArrayBuffer>> {
  return zip({ 'manifest.xml': portalSignatureJobManifest.encode(value), 'document.pdf': documentBytes })
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
  fetch: PortalFetch,
  root: string,
  value: PortalSignatureJobManifest = manifest,
  request = '<reference>r</reference>',
): Promise<Response> {
  const metadata = `<portal-signature-job-request xmlns="http://signering.posten.no/schema/v1">${request}</portal-signature-job-request>`
  return fetch(`${root}/${organizationNumber}/portal/signature-jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/mixed; boundary=frontier', Accept: 'application/xml' },
    body: multipart(metadata, await packageOf(value)),
  })
}
