/** Clients that make a mistake about the request with the document package. */
import { asItIs, withContent, withFetch, withPackage, without, type BrokenAdapter } from '../clients.js'

export const brokenPackages: readonly BrokenAdapter[] = [
  {
    mistake: 'sends multipart/form-data',
    caughtBy: 'create-once',
    make: withFetch(({ fetch }) => (url, init) => {
      const headers = new Headers(init?.headers)
      const contentType = headers.get('Content-Type')
      if (contentType !== null)
        headers.set('Content-Type', contentType.replace('multipart/mixed', 'multipart/form-data'))
      return fetch(url, { ...init, headers })
    }),
  },
  {
    mistake: 'delimits the parts by a boundary in braces, which are no characters of one',
    caughtBy: 'create-once',
    make: withFetch(({ fetch }) => (url, init) => {
      if (!(init?.body instanceof Uint8Array)) return fetch(url, init)
      const headers = new Headers(init.headers)
      const boundary = /boundary="?([^";]+)/.exec(headers.get('Content-Type') ?? '')?.[1] ?? ''
      headers.set('Content-Type', 'multipart/mixed; boundary="{frontier}"')
      const text = Buffer.from(init.body).toString('latin1').replaceAll(boundary, '{frontier}')
      return fetch(url, { ...init, headers, body: Buffer.from(text, 'latin1') })
    }),
  },
  {
    mistake: 'sends the package as application/zip',
    caughtBy: 'create-once',
    make: withContent((text) => text.replace('application/octet-stream', 'application/zip')),
  },
  {
    mistake: 'sends the metadata as text/plain',
    caughtBy: 'create-once',
    make: withContent((text) => text.replace('application/xml', 'text/plain')),
  },
  {
    mistake: 'ends the multipart message without its last delimiter',
    caughtBy: 'create-once',
    make: withContent((text) => text.replace(/--\r\n$/, '\r\n')),
  },
  ...[
    {
      mistake: 'sends its certificate without the chain',
      reason: 'key.chain-incomplete',
      caughtBy: 'whole-certificate-chain',
      make: withPackage(asItIs, (input) => ({ key: { ...input.key, chain: input.key.chain.slice(0, 1) } })),
    },
    {
      mistake: 'puts a file into the package that is not signed',
      reason: 'signature.unsigned-file',
      make: withPackage((parts) => ({ ...parts, 'unsigned.pdf': new Uint8Array(10) })),
    },
    {
      // ASiC-E leaves it unsigned; the document package page has every file outside of META-INF signed.
      mistake: 'puts a mimetype into the package that is not signed',
      reason: 'signature.unsigned-file',
      make: withPackage((parts) => ({ mimetype: Buffer.from('application/vnd.etsi.asic-e+zip'), ...parts })),
    },
    {
      mistake: 'changes a document after signing',
      reason: 'signature.digest',
      make: withPackage((parts) => ({ ...parts, 'document.pdf': Buffer.from('%PDF-1.4 another') })),
    },
    {
      mistake: 'changes the manifest after signing',
      reason: 'signature.digest',
      make: withPackage((parts) => ({
        ...parts,
        'manifest.xml': Buffer.from(
          Buffer.from(parts['manifest.xml'] ?? [])
            .toString()
            .replace('</title>', '.</title>'),
        ),
      })),
    },
    {
      mistake: 'does not sign the package',
      reason: 'bundle.signatures-missing',
      make: withPackage((parts) => without(parts, 'META-INF/signatures.xml')),
    },
    {
      mistake: 'leaves a document out of the package',
      reason: 'bundle.document-missing',
      make: withPackage((parts) => without(parts, 'document.pdf')),
    },
    {
      mistake: 'adds a META-INF/manifest.xml, as other containers have',
      reason: 'bundle.meta-inf-manifest',
      make: withPackage((parts) => ({ ...parts, 'META-INF/manifest.xml': Buffer.from('<manifest/>') })),
    },
    {
      mistake: 'takes local time for UTC when it signs',
      reason: 'signature.signing-time',
      caughtBy: 'signing-time',
      make: withPackage(asItIs, ({ signingTime }) => ({ signingTime: new Date(signingTime.getTime() + 3_600_000) })),
    },
    {
      mistake: 'takes UTC for local time when it signs',
      reason: 'signature.signing-time',
      caughtBy: 'signing-time',
      make: withPackage(asItIs, ({ signingTime }) => ({ signingTime: new Date(signingTime.getTime() - 3_600_000) })),
    },
  ].map((broken) => ({ caughtBy: 'create-once', ...broken })),
]
