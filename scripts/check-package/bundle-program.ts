/**
 * What `/bundle` is put to in the runtimes that are not Node.js: a document package is written with a key in PEM, and verified.
 *
 * @module
 */
import { signingKeyFromPem, verifyBundle, writeBundle } from 'signering-portal/bundle'
import { prepareJob } from 'signering-portal/manifest'

/** A sender's key and certificates, in PEM, and when they are valid. */
export interface KeyInPem {
  readonly key: string
  readonly certificates: readonly string[]
  readonly root: string
  readonly at: string
}

/** Writes and verifies a package, and says so in a line, or throws. */
export async function useBundle({ key, certificates, root, at }: KeyInPem): Promise<string> {
  const { manifest, documents } = prepareJob({
    sector: 'PUBLIC',
    sender: { organizationNumber: '988015814' },
    title: 'Lease of the house by the fjord',
    documents: [{ title: 'Lease', bytes: new TextEncoder().encode('%PDF-1.7\n') }],
    signers: [{ personalIdentificationNumber: '01810010068', notificationsUsingLookup: { email: true } }],
  })
  const signingTime = new Date(at)
  const signer = signingKeyFromPem({ key, certificates })
  const { bytes } = await writeBundle({ manifest, documents, key: signer, signingTime })
  const { documents: read } = verifyBundle(bytes, { trust: [root], receivedAt: signingTime })
  if (read.length !== 1) throw new Error('the package does not hold its document')
  return 'wrote and verified a document package'
}
