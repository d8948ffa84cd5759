/**
 * Servers that are the service, however odd they look.
 *
 * @module
 */
import { extension, type Name, type NameAttribute } from '../certificates.js'
import { sequence, der, utf8 } from '../der.js'
import { constraint, purpose } from './chains.js'
import { makeAuthority, makeLeaf, makeRoot, service, shownBy, type ChainPlan, type Shown } from './shown.js'

const named = (...attributes: readonly NameAttribute[]): Name => attributes.map((attribute) => [attribute])
const seid2 = 'NTRNO-984661185'
const ours: NameAttribute = ['organizationIdentifier', seid2]
const common: NameAttribute = ['CN', 'POSTEN BRING AS']
const otherRoot = makeRoot({ subject: { CN: 'Another root' }, key: 'stranger-root' })

const plans: Readonly<Record<string, ChainPlan>> = {
  'SEID 2.0': {},
  'SEID 1': { leaf: { subject: named(['O', 'POSTEN NORGE AS'], ['serialNumber', '984661185'], common) } },
  'a common name alone': { leaf: { subject: named(['CN', '984661185']) } },
  'the number as PrintableString': { leaf: { subject: named(['organizationIdentifier', seid2, 'printable'], common) } },
  'the number as IA5String': { leaf: { subject: named(['organizationIdentifier', seid2, 'ia5'], common) } },
  'the number twice': { leaf: { subject: named(ours, ours, common) } },
  'all in one relative name': { leaf: { subject: [[ours, common, ['serialNumber', '1']]] } },
  'a serial number of something else beside it': {
    leaf: { subject: named(ours, ['serialNumber', '988015814'], common) },
  },
  'other alternative names': {
    leaf: { extensions: [extension('2.5.29.17', false, sequence(der(0x82, utf8('other.example.no'))))] },
  },
  'a certificate for servers': { leaf: { extendedKeyUsage: [purpose.server] } },
  'a certificate for clients and servers': { leaf: { extendedKeyUsage: [purpose.client, purpose.server] } },
  'an authority for servers and mail': { authority: { extendedKeyUsage: [purpose.server, purpose.mail] } },
  'a certificate that is also an authority': {
    leaf: { keyUsage: ['digitalSignature', 'keyCertSign'] },
  },
  'an extension that is not known, and not critical': {
    leaf: { extensions: [extension('1.3.6.1.4.1.99999.1', false, utf8('x'))] },
  },
  'a name that the authority may certify': {
    authority: { extensions: [constraint(0xa0, { C: 'NO', O: 'POSTEN BRING AS' })] },
  },
  'an authority that may have none below it': { authority: { basicConstraints: { pathLength: 0n } } },
  'RSA of 2048 bits': { leaf: { key: 'leaf' } },
  'RSA of 4096 bits': { leaf: { key: 'rsa-4096' } },
  'a curve of 384 bits': { leaf: { key: 'ec-384' } },
  'a signature with SHA-512': { leaf: { hash: 'sha512' }, authority: { hash: 'sha384' } },
  'no key identifiers': {
    root: { keyIdentifiers: false },
    authority: { keyIdentifiers: false },
    leaf: { keyIdentifiers: false },
  },
  'the root sent along': { sends: ({ leaf, authority, root }) => [leaf, authority, root] },
  'a chain in the wrong order': { sends: ({ leaf, authority, root }) => [leaf, root, authority] },
  'certificates of others sent along': {
    sends: ({ leaf, authority }) => [leaf, otherRoot, makeAuthority(otherRoot, { subject: { CN: 'x' } }), authority],
  },
  'an expired certificate of the same authority before it': {
    sends: ({ leaf, authority, root }) => {
      const past = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2021-01-01T00:00:00Z') }
      return [leaf, makeAuthority(root, past), authority]
    },
  },
  'an authority of the same name and another key behind it': {
    sends: ({ leaf, authority, root }) => [leaf, authority, makeAuthority(root, { key: 'stranger-intermediate' })],
  },
  'a root that was renewed': { trusts: ({ root }) => [makeRoot({ key: 'stranger-root' }), root] },
  'a trusted authority that is not sent': {
    sends: ({ leaf }) => [leaf],
    trusts: ({ authority, root }) => [authority, root],
  },
  'a trusted authority that another root has certified, too': {
    sends: ({ leaf }) => [leaf, makeAuthority(otherRoot)],
    trusts: ({ authority, root }) => [authority, root],
  },
  'no authority between it and the root': { sends: ({ root }) => [makeLeaf(root)] },
  'two authorities between it and the root': {
    sends: ({ authority }) => {
      const lower = makeAuthority(authority, { subject: { CN: 'Lower CA' }, key: 'stranger-intermediate' })
      return [makeLeaf(lower, { subject: service }), lower, authority]
    },
  },
}

/** Servers that are the service. */
export function rightServers(): readonly Shown[] {
  return Object.entries(plans).map(([name, plan]) => shownBy(name, plan))
}
