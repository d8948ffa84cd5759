/** The command xmlsec1: XML signatures, and the path of the certificate that made them. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { xmlsec1 } from '../requirements.js'
import type { Laid } from './folders.js'
import type { Panel, Verdict } from './judge.js'

/** xmlsec1, which is quick to start: a process for each package. */
export const xmlsec1Panel: Panel = {
  judges: [
    {
      name: 'xmlsec1',
      judges: ['signature', 'path'],
      blind: 'It takes the files as they are unpacked, and knows nothing of packages.',
    },
  ],
  needs: [xmlsec1],
  ask: (packages) => Promise.resolve(packages.map((laid) => [verify(laid)])),
}

function verify({ judged, folder }: Laid): Verdict {
  const { stdout, stderr, status } = spawnSync(
    'xmlsec1',
    [
      ...['--verify', '--trusted-pem', join(folder, 'trust.pem')],
      ...(judged.intermediates.length > 0 ? ['--untrusted-pem', join(folder, 'intermediates.pem')] : []),
      // The moment in which chains are judged: certificates of tests must not expire.
      ...['--verification-time', judged.receivedAt.toISOString().slice(0, 19).replace('T', ' ')],
      ...['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties', 'META-INF/signatures.xml'],
    ],
    { cwd: join(folder, 'files'), encoding: 'utf8' },
  )
  const accepted = status === 0 && /^OK$/m.test(stdout + stderr)
  const reason = /msg=.*?(?=\s*$|:xml)/m.exec(stderr)?.[0] ?? ''
  return { accepted, reason: accepted ? '' : reason || stderr.split('\n', 1).join('') }
}
