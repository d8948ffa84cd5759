/**
 * Whether a file is whole and the passphrase right: its MAC (RFC 7292, section 4; with PBMAC1, RFC 9579).
 *
 * @module
 */
import { crypto } from '../../x509/crypto.js'
import { readObjectIdentifier, valuesIn, type DerValue } from '../../x509/der.js'
import { digests, nameOf, type Digest } from './algorithms.js'
import { octets, smallInteger } from './fields.js'
import type { Derivation, Deriver } from './key-derivation.js'
import { readHmac, readKeyDerivation } from './key-derivation-parameters.js'
import { unsupported, wrongPassphrase } from './problems.js'

const pbmac1 = '1.2.840.113549.1.5.14'

/** The shortest key of PBMAC1, in octets (RFC 9579, section 9): a shorter one could be found by trying. */
const minimumKeyLength = 20

/** How the MAC is made. */
interface Mac {
  readonly digest: Digest
  readonly key: Derivation
  /** Length of its key, in octets. */
  readonly keyLength: number
}

/** Checks the MAC over some contents; a PortalError if it is wrong with every form of the passphrase. */
export async function verifyMac(macData: DerValue, contents: Uint8Array, deriver: Deriver): Promise<void> {
  const [digestInfo, ...parameters] = valuesIn(macData)
  const [algorithm, expected] = valuesIn(digestInfo)
  const { digest, key, keyLength } = readMac(algorithm, parameters)
  const stated = octets(expected)
  for (const form of deriver.forms(key.scheme)) {
    const mac = crypto()
      .createHmac(digest.name, await deriver.derive(key, keyLength, form))
      .update(contents)
      .digest()
    if (mac.length === stated.length && crypto().timingSafeEqual(mac, stated)) return
  }
  throw wrongPassphrase()
}

function readMac(algorithm: DerValue | undefined, [salt, rounds]: readonly DerValue[]): Mac {
  const [type, parameters] = valuesIn(algorithm)
  const identifier = readObjectIdentifier(type)
  if (identifier === pbmac1) return readPbmac1(parameters)
  const digest = digests.get(identifier)
  if (digest === undefined) throw unsupported(nameOf(identifier))
  const key = {
    scheme: 'pkcs12',
    digest,
    salt: octets(salt),
    rounds: rounds === undefined ? 1 : smallInteger(rounds),
    purpose: 3,
  } as const
  return { digest, key, keyLength: digest.length }
}

/** RFC 8018, appendix A.5. The length must be said (RFC 9579, section 4). */
function readPbmac1(parameters: DerValue | undefined): Mac {
  const [keyDerivation, scheme] = valuesIn(parameters)
  const { derivation, keyLength } = readKeyDerivation(keyDerivation)
  if (keyLength === undefined || keyLength < minimumKeyLength)
    throw unsupported(`PBMAC1 and a key of fewer than ${minimumKeyLength} octets`)
  return { digest: readHmac(scheme), key: derivation, keyLength }
}
