/** The command `openssl verify`: the path of the signer's certificate. */
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openssl } from '../requirements.js'
import type { Laid } from './folders.js'
import type { Panel, Verdict } from './judge.js'

/** OpenSSL, which is quick to start: a process for each package. */
export const opensslPanel: Panel = {
  judges: [
    {
      name: 'openssl verify',
      judges: ['path'],
      blind: 'It judges certificates, and knows nothing of what they sign.',
    },
  ],
  needs: [openssl],
  ask: (packages) => Promise.resolve(packages.map((laid) => [verify(laid)])),
}

function verify({ judged, folder }: Laid): Verdict {
  const certificates = certificatesOf(judged.files)
  const [leaf] = certificates.filter(
    (candidate) => !certificates.some((other) => other !== candidate && other.issuer === candidate.subject),
  )
  if (leaf === undefined) return { accepted: false, reason: 'there is no signer' }
  const pemOf = (name: string, some: readonly X509Certificate[]): string => {
    const path = join(folder, name)
    writeFileSync(path, some.map((certificate) => certificate.toString()).join(''))
    return path
  }
  const others = certificates.filter((certificate) => certificate !== leaf)
  const { status, stderr } = spawnSync(
    'openssl',
    [
      ...['verify', '-x509_strict', '-auth_level', '2', '-no-CApath', '-no-CAstore'],
      ...['-attime', String(Math.floor(judged.receivedAt.getTime() / 1000))],
      ...['-CAfile', join(folder, 'trust.pem')],
      ...(judged.intermediates.length > 0 ? ['-untrusted', join(folder, 'intermediates.pem')] : []),
      ...(others.length > 0 ? ['-untrusted', pemOf('others.pem', others)] : []),
      pemOf('leaf.pem', [leaf]),
    ],
    { encoding: 'utf8' },
  )
  return { accepted: status === 0, reason: /^error .*/m.exec(stderr)?.[0] ?? '' }
}

/** The certificates of KeyInfo. */
function certificatesOf(files: ReadonlyMap<string, Uint8Array>): readonly X509Certificate[] {
  const xml = new TextDecoder().decode(files.get('META-INF/signatures.xml'))
  return [...xml.matchAll(/<(?:\w+:)?X509Certificate>([^<]*)</g)].map(
    ([, encoded = '']) => new X509Certificate(Buffer.from(encoded.replaceAll(/&#13;|\s/g, ''), 'base64')),
  )
}
