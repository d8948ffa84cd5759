/** Certificates that do not lead to a trusted one (RFC 5280, section 6), or did not when the package was received. */
import { extension, makeStranger } from '../certificates.js'
import { der, encodeName, objectIdentifier, sequence, utf8 } from '../der.js'
import { faulty, signed, signedLike, type FaultyInput } from './faulty.js'
import type { JudgedPackage } from './package.js'
import { makeAuthority, makeChain, makeLeaf, makeRoot, type Chain } from './senders.js'
import { ordinaryChain } from './written.js'

const before = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2026-11-23T20:15:29Z') }
const after = { notBefore: new Date('2026-11-23T20:15:31Z'), notAfter: new Date('2040-01-01T00:00:00Z') }

/** A package that is signed by the leaf of a chain, all of which is in it, and whose root is trusted. */
function of(code: FaultyInput['code'], chain: Chain): FaultyInput {
  return { code, chain, files: signedLike({ chain }, signed) }
}

const untrusted = 'signature.untrusted'
const root = makeRoot()
const narrow = makeAuthority(root, {
  basicConstraints: { pathLength: 0n },
  key: 'stranger-root',
  subject: { CN: 'Narrow CA' },
})
const lower = makeAuthority(narrow, { serialNumber: 6n })
const noAuthority = makeLeaf(root, { key: 'intermediate', subject: { CN: 'No CA' } })
const alone = makeRoot({ subject: { C: 'NO', CN: 'Alone' }, key: 'leaf', keyUsage: ['digitalSignature'] })
const withoutUse = makeAuthority(root, { keyUsage: ['cRLSign'] })

/** Name constraints that permit one organization (RFC 5280, section 4.2.1.10). */
const onlyAnother = extension(
  '2.5.29.30',
  true,
  sequence(der(0xa0, sequence(der(0xa4, encodeName({ C: 'NO', O: 'Another AS' }))))),
)
const unknownCritical = extension('1.3.6.1.4.1.99999.1', true, utf8('x'))
const forTlsOnly = extension('2.5.29.37', true, sequence(objectIdentifier('1.3.6.1.5.5.7.3.1')))

/** The packages whose certificates do not lead to the trusted root. */
export const pathFaults: readonly JudgedPackage[] = faulty('path', {
  'an expired certificate': of('key.expired', makeChain({ leaf: before })),
  'a certificate that is not valid yet': of('key.not-yet-valid', makeChain({ leaf: after })),
  'an expired authority': of('key.expired', makeChain({ authority: before })),
  'an authority that is not valid yet': of('key.not-yet-valid', makeChain({ authority: after })),
  'a root that is not trusted': { code: untrusted, trust: [makeStranger().root] },
  'a root of the trusted name with another key': {
    code: untrusted,
    chain: makeChain(),
    files: signedLike({ chain: makeChain() }),
    trust: [makeRoot({ key: 'stranger-root' })],
  },
  'a missing authority': { code: untrusted, files: signedLike({ chain: [ordinaryChain[0]] }) },
  'a certificate that issued itself': { code: untrusted, files: signedLike({ chain: [alone, root] }) },
  'an issuer that is no authority': of(untrusted, [makeLeaf(noAuthority), noAuthority, root]),
  'an issuer that may not sign certificates': of(untrusted, [makeLeaf(withoutUse), withoutUse, root]),
  'an authority below one that may have none': of('key.path-length', [makeLeaf(lower), lower, narrow, root]),
  'a name that the authority may not certify': of(
    'key.name-constraints',
    makeChain({ authority: { extensions: [onlyAnother] } }),
  ),
  'an unknown critical extension': of('key.extension', makeChain({ leaf: { extensions: [unknownCritical] } })),
  'an unknown critical extension of an authority': of(
    'key.extension',
    makeChain({ authority: { extensions: [unknownCritical] } }),
  ),
  'a key for TLS only': of('key.usage', makeChain({ leaf: { extensions: [forTlsOnly] } })),
  'RSA of 1024 bits': of('key.size', makeChain({ leaf: { key: 'rsa-1024' } })),
  'an authority with RSA of 1024 bits': of('key.size', makeChain({ authority: { key: 'rsa-1024' } })),
})
