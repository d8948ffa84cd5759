/**
 * Packages that are small and large once unpacked: as much as may be unpacked, in each of their files, and more.
 *
 * @module
 */
import { maximumBundleBytes, safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { makeArchive } from '../testing/bundle/archives.js'
import { makeInput, sender, signingTime } from '../testing/bundle/packages.js'
import type { Shape, Shapes } from './shape.js'

const input = makeInput(1)
const { manifestXml, signaturesXml } = await writeBundle(input)
const files: Readonly<Record<string, Uint8Array>> = {
  ...Object.fromEntries(input.documents.map(({ href, bytes }) => [href, bytes])),
  'manifest.xml': manifestXml,
  'META-INF/signatures.xml': signaturesXml,
}
const [documentName = ''] = Object.keys(files)

/** The files of a package with one of them so large that all have a number of bytes. */
function inflatingTo(total: number, code: Shape['code'], large: string): Shape {
  const others = Object.entries(files).filter(([name]) => name !== large)
  const rest = others.reduce((sum, [, { length }]) => sum + length, 0)
  return {
    make: () =>
      makeArchive(
        [...others, [large, new Uint8Array(total - rest)] as const].map(([name, bytes]) => ({
          name,
          bytes,
          method: 8,
        })),
      ),
    use: (bytes) => safeVerifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime }),
    code,
  }
}

/** Every shape of an archive. */
export const archiveShapes: Shapes = {
  'a file beside others that inflates to 32 MiB': inflatingTo(maximumBundleBytes, 'rule.documents-size', 'a.pdf'),
  'a document that inflates to 32 MiB': inflatingTo(maximumBundleBytes, 'rule.documents-size', documentName),
  'a manifest that inflates to 32 MiB': inflatingTo(maximumBundleBytes, 'xml.size', 'manifest.xml'),
  'a signature that inflates to 32 MiB': inflatingTo(maximumBundleBytes, 'xml.size', 'META-INF/signatures.xml'),
  'a file that inflates to more': inflatingTo(maximumBundleBytes + 1, 'bundle.zip-limit', 'a.pdf'),
}
