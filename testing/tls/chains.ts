/**
 * Servers that name the service, and whose certificates nobody should trust.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { certificateAuthorities, type TrustEnvironment } from 'signering-portal/trust'
import { certificateFields } from '../../src/x509/certificate.js'
import { extension, type MadeCertificate } from '../certificates.js'
import { der, encodeName, inPem, objectIdentifier, sequence, utf8, type Name } from '../der.js'
import { make, makeAuthority, makeLeaf, makeRoot, service, shownBy, type ChainPlan, type Shown } from './shown.js'

const past = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2021-01-01T00:00:00Z') }
const future = { notBefore: new Date('2039-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') }

/** Extended key usages (RFC 5280, section 4.2.1.12). */
export const purpose = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  code: '1.3.6.1.5.5.7.3.3',
  mail: '1.3.6.1.5.5.7.3.4',
  any: '2.5.29.37.0',
} as const

const unknownExtension = extension('1.3.6.1.4.1.99999.1', true, utf8('x'))

/** Name constraints that permit (0xa0) or exclude (0xa1) what is below a name (RFC 5280, section 4.2.1.10). */
export const constraint = (tag: 0xa0 | 0xa1, name: Name): Uint8Array =>
  extension('2.5.29.30', true, sequence(der(tag, sequence(der(0xa4, encodeName(name))))))

const another: Name = { C: 'NO', O: 'Another AS' }
const begun: Name = { C: 'NO', O: 'POSTEN BRING AS' }

const onlyMail = extension('2.5.29.37', true, sequence(objectIdentifier(purpose.mail)))

/** The key usages of an authority, and no word that it is one. */
const withoutConstraints = { basicConstraints: null } as const

/** One that has lost a bit of its signature. */
function damaged(made: MadeCertificate): MadeCertificate {
  const certificateDer = Uint8Array.from(made.certificateDer)
  certificateDer.set([(certificateDer.at(-1) ?? 0) ^ 1], certificateDer.length - 1)
  return { ...made, certificateDer, certificatePem: inPem('CERTIFICATE', certificateDer) }
}

const trusted = makeRoot()
const strangerRoot = makeRoot({ key: 'stranger-root' })
const otherRoot = makeRoot({ subject: { C: 'NO', CN: 'Another root' }, key: 'stranger-root' })
const webRoot = makeRoot({ subject: { C: 'US', O: 'Public Web Trust', CN: 'Public Web Root' }, key: 'stranger-root' })
const senderRoot = makeRoot({ subject: { C: 'NO', CN: 'Root of the sender' }, key: 'stranger-root' })
const host = { dns: ['api.signering.posten.no', 'localhost'], ip: ['127.0.0.1'] }

const trustsIt = (): readonly MadeCertificate[] => [trusted]

/** The leaf of another root, which sends what is between. */
const below =
  (root: MadeCertificate, more: Parameters<typeof makeLeaf>[1] = {}): NonNullable<ChainPlan['sends']> =>
  () => {
    const authority = makeAuthority(root, { key: 'stranger-intermediate' })
    return [makeLeaf(authority, more), authority, root]
  }

/** Real authorities of one environment sent along, where those of another are trusted: their key is not to be had. */
function borrowed(of: TrustEnvironment, where: TrustEnvironment): ChainPlan {
  const real = certificateAuthorities[of].map(({ pem }) => ({ certificatePem: pem }))
  const business = real.find(({ certificatePem }) => /Business|Legal/.test(new X509Certificate(certificatePem).subject))
  const { raw } = new X509Certificate(business?.certificatePem ?? '')
  const issuer = {
    ...makeAuthority(strangerRoot),
    subjectDer: certificateFields(raw).subject?.bytes ?? new Uint8Array(),
  }
  return {
    trusts: () => certificateAuthorities[where].map(({ pem }) => ({ certificatePem: pem })),
    sends: () => [makeLeaf(issuer), ...(business ? [business] : []), ...real.filter((one) => one !== business)],
  }
}

const noAuthority = 'It does not ask for what an authority is used for beyond signing certificates.'
const lookedAtKey =
  'It holds a root to nothing but its name and key, as RFC 5280 has it. OpenSSL, and Node with it, looks at the rest.'

/** By what they are refused. Node.js has no code of its own for much that OpenSSL finds. */
const plans: readonly (readonly [refusedBy: RegExp, Readonly<Record<string, ChainPlan>>])[] = [
  [
    /^(?:UNABLE_TO_|SELF_SIGNED_CERT_IN_CHAIN$|DEPTH_ZERO_SELF_SIGNED_CERT$|CERT_SIGNATURE_FAILURE$)/,
    {
      'another root': { trusts: trustsIt, sends: below(otherRoot) },
      'another root of the same name, with another key': { trusts: trustsIt, sends: below(strangerRoot) },
      'another root of the same name, which is not sent': {
        trusts: trustsIt,
        sends: (chain) => below(strangerRoot)(chain).slice(0, 2),
      },
      'a root for the web, with the host': {
        trusts: trustsIt,
        sends: below(webRoot, { subjectAltName: host, extendedKeyUsage: [purpose.server] }),
      },
      'the root of the sender, which is not that of the service': { trusts: trustsIt, sends: below(senderRoot) },
      'a certificate that issued itself': {
        trusts: trustsIt,
        sends: () => [make({ subject: service, key: 'ec', keyUsage: ['digitalSignature'] })],
      },
      'a certificate by the key of a stranger in the name of the root': {
        trusts: trustsIt,
        sends: () => [makeLeaf(strangerRoot)],
      },
      'what a root of test vouches for, in production': borrowed('test', 'production'),
      'what a root of production vouches for, in test': borrowed('production', 'test'),
      'a borrowed chain of the right environment': borrowed('production', 'production'),
      'an authority of the right name, with another key': {
        sends: ({ root, authority }) => [makeLeaf(makeAuthority(root, { key: 'stranger-intermediate' })), authority],
      },
      'an authority of the right name, by the key of a stranger': {
        trusts: ({ root }) => [root],
        sends: () => {
          const authority = makeAuthority(strangerRoot)
          return [makeLeaf(authority), authority]
        },
      },
      'a damaged signature': { sends: ({ leaf, authority }) => [damaged(leaf), authority] },
      'a damaged signature of the authority': { sends: ({ leaf, authority }) => [leaf, damaged(authority)] },
      'an authority that is not sent': { sends: ({ leaf }) => [leaf] },
      'a trusted authority, and no trusted root': {
        trusts: ({ authority }) => [authority],
        otherwise: { java: 'Whatever certificate is trusted is where a path may end.' },
      },
      'an authority beside the one that is trusted alone': {
        trusts: ({ authority }) => [authority],
        sends: ({ root }) => {
          const other = makeAuthority(root, { subject: { CN: 'Another CA' }, key: 'stranger-intermediate' })
          return [makeLeaf(other), other, root]
        },
      },
      'an authority that is not sent, beside another': {
        sends: ({ leaf }) => [leaf, makeAuthority(trusted, { subject: { CN: 'Another CA' } })],
      },
    },
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    {
      'an expired certificate': { leaf: past },
      'an expired authority': { authority: past },
      'an expired root': { root: past, otherwise: { java: lookedAtKey } },
    },
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    {
      'a certificate that is not valid yet': { leaf: future },
      'an authority that is not valid yet': { authority: future },
    },
  ],
  [
    /^INVALID_PURPOSE$/,
    {
      'a certificate for anything': {
        leaf: { extendedKeyUsage: [purpose.any] },
        otherwise: { java: 'It takes any purpose for that of a server, too.' },
      },
      'a certificate for clients': { leaf: { extendedKeyUsage: [purpose.client] } },
      'a certificate for code': { leaf: { extendedKeyUsage: [purpose.code] } },
      'a certificate for mail and clients': { leaf: { extendedKeyUsage: [purpose.mail, purpose.client] } },
      'a certificate for mail, critically': { leaf: { extensions: [onlyMail] } },
      'the seal of the service, which proves nobody': { leaf: { key: 'leaf', keyUsage: ['nonRepudiation'] } },
      'an authority as a server': { leaf: { key: 'leaf', keyUsage: ['keyCertSign', 'cRLSign'] } },
      'an authority for clients': {
        authority: { extendedKeyUsage: [purpose.client] },
        otherwise: { java: noAuthority },
      },
    },
  ],
  [
    /^(?:INVALID_CA|INVALID_PURPOSE|UNSPECIFIED)$/,
    {
      'a leaf as authority': { authority: { keyUsage: ['digitalSignature'] } },
      'a leaf that says so as authority': {
        authority: { keyUsage: ['digitalSignature'], basicConstraints: { cA: false } },
      },
      'an authority that may not sign certificates': { authority: { keyUsage: ['cRLSign'], basicConstraints: {} } },
      'an authority that does not say that it is one': { authority: withoutConstraints },
      'an authority that says that it is none': { authority: { basicConstraints: { cA: false } } },
      'an authority of version 1': { authority: { version: 1, keyUsage: [], keyIdentifiers: false } },
    },
  ],
  [
    /^PATH_LENGTH_EXCEEDED$/,
    {
      'an authority below one that may have none': {
        authority: { basicConstraints: { pathLength: 0n } },
        sends: ({ authority }) => {
          const lower = makeAuthority(authority, { subject: { CN: 'Lower CA' }, key: 'stranger-intermediate' })
          return [makeLeaf(lower), lower, authority]
        },
      },
      'an authority below a root that may have none': {
        root: { basicConstraints: { pathLength: 0n } },
        otherwise: { java: lookedAtKey },
      },
    },
  ],
  [
    /^UNSPECIFIED$/,
    {
      'a name that the authority may not certify': { authority: { extensions: [constraint(0xa0, another)] } },
      'a name that is taken from the authority': { authority: { extensions: [constraint(0xa1, begun)] } },
    },
  ],
  [
    /^UNSPECIFIED$/,
    {
      'an unknown critical extension': { leaf: { extensions: [unknownExtension] } },
      'an unknown critical extension of the authority': { authority: { extensions: [unknownExtension] } },
    },
  ],
  [
    /^UNSPECIFIED$/,
    {
      'a signature with SHA-1': { leaf: { hash: 'sha1' } },
      'a signature with MD5': { leaf: { hash: 'md5' } },
      'a signature of the authority with SHA-1': { authority: { hash: 'sha1' } },
    },
  ],
  [
    // Node.js 24 and later refuse them before anything of ours is asked.
    /^tls\.server-certificate$|^UNSPECIFIED$/,
    {
      'RSA of 1024 bits': { leaf: { key: 'rsa-1024' } },
      'an authority with RSA of 1024 bits': { authority: { key: 'rsa-1024' } },
      'a root with RSA of 1024 bits': { root: { key: 'rsa-1024' } },
    },
  ],
]

/** Servers that nobody vouches for, or not for this. */
export function wronglyCertified(): readonly Shown[] {
  return plans.flatMap(([refusedBy, byName]) =>
    Object.entries(byName).map(([name, plan]) => shownBy(name, plan, refusedBy)),
  )
}
