/**
 * Servers below the right authority that name another than the service, or name it where it is not looked for.
 *
 * @module
 */
import { extension, type CertificateInput, type Name, type NameAttribute } from '../certificates.js'
import { der, encodeName, objectIdentifier, sequence, utf8 } from '../der.js'
import { make, makeAuthority, makeLeaf, makeRoot, shownBy, type Shown } from './shown.js'

const named = (...attributes: readonly NameAttribute[]): Name => attributes.map((attribute) => [attribute])
const seid2 = 'NTRNO-984661185'
const number = '984661185'
const ours: NameAttribute = ['organizationIdentifier', seid2]
const others: NameAttribute = ['organizationIdentifier', 'NTRNO-988015814']
const company: NameAttribute = ['O', 'POSTEN BRING AS']
const common: NameAttribute = ['CN', 'POSTEN BRING AS']

const alternative = (...names: readonly Uint8Array[]): readonly Uint8Array[] => [
  extension('2.5.29.17', false, sequence(...names)),
]

/** The attribute in the directory name of another extension: subjectDirectoryAttributes (RFC 5280, section 4.2.1.8). */
const directoryAttributes = extension(
  '2.5.29.9',
  false,
  sequence(sequence(objectIdentifier('2.5.4.97'), der(0x31, der(0x0c, utf8(seid2))))),
)

/** We take strings of these types for no number: they have been read in more than one way. */
const stringTypes: Readonly<Record<'bmp' | 'universal' | 't61', Shown['otherwise']>> = {
  bmp: { openssl: 'It makes text of it.' },
  universal: { openssl: 'It makes text of it.' },
  t61: { openssl: 'It makes text of it.', java: 'It makes text of it.' },
}

/** Subjects that do not name the service. */
const subjects: Readonly<Record<string, Name>> = {
  'another organization, by SEID 2.0': named(company, others, common),
  'another organization, by SEID 1': named(company, ['serialNumber', '988015814'], common),
  'another organization, by common name': named(company, ['CN', '988015814']),
  'another organization with the number as serial number': named(others, ['serialNumber', number], common),
  'another organization with the number as common name': named(others, ['CN', number]),
  'a serial number of another with the number as common name': named(['serialNumber', '988015814'], ['CN', number]),
  'two organizations, the service first': named(ours, others, common),
  'two organizations, the service last': named(others, ours, common),
  'two organizations in one relative name': [[ours, others], [common]],
  'two common names, one of them the number': named(['CN', number], ['CN', 'api.example.no']),
  'the number in the name of the organization': named(['O', number], common),
  'the number in the name of a unit': named(company, ['OU', seid2], common),
  'the number as user identifier': named(['UID', number], common),
  'the number of SEID 2.0 as serial number': named(['serialNumber', seid2], common),
  'the number of SEID 1 as organizationIdentifier': named(['organizationIdentifier', number], common),
  'the number in an attribute below the right one': named(['2.5.4.97.1', seid2], common),
  'the number in an attribute beside the right one': named(['2.5.4.98', seid2], common),
  'the number inside the text of another attribute': named(
    ['O', `x, organizationIdentifier=${seid2}, serialNumber=${number}`],
    common,
  ),
  'the number behind a line break': named(['O', `x\norganizationIdentifier = ${seid2}\nCN=${number}`], ['CN', 'x']),
  'a number that goes on': named(['organizationIdentifier', `${seid2}0`], common),
  'a number that begins before': named(['organizationIdentifier', `XNTRNO-${number}`], common),
  'a number that is part of a name': named(['CN', `POSTEN BRING AS ${number}`]),
  'a number with space behind it': named(['organizationIdentifier', `${seid2} `], common),
  'a number with a line break behind it': named(['organizationIdentifier', `${seid2}\n`], common),
  'a number with a null behind it': named(['organizationIdentifier', `${seid2}\0.example.no`], common),
  'a number with a byte order mark before it': named(['organizationIdentifier', `\u{FEFF}${seid2}`], common),
  'a number with an invisible space in it': named(['organizationIdentifier', 'NTRNO-984661\u{200B}185'], common),
  'a number in wide digits': named(['organizationIdentifier', 'NTRNO-９８４６６１１８５'], common),
  'a number in small letters': named(['organizationIdentifier', seid2.toLowerCase()], common),
  'a number of another country': named(['organizationIdentifier', `NTRSE-${number}`], common),
  'a number for value added tax': named(['organizationIdentifier', `VATNO-${number}MVA`], common),
  'a number in groups': named(['organizationIdentifier', 'NTRNO-984 661 185'], common),
  'no organization': named(['C', 'NO', 'printable']),
  'the host as common name': named(['CN', 'api.signering.posten.no']),
  'a wildcard as common name': named(['CN', '*']),
  'the address as common name': named(['CN', '127.0.0.1']),
}

/** Leaves that name the service elsewhere than in their subject, or not at all. */
const leaves: Readonly<Record<string, Partial<CertificateInput>>> = {
  'an empty subject': { subject: [] },
  'the number as an alternative name': {
    subject: named(common),
    extensions: alternative(der(0x82, utf8(number)), der(0x82, utf8(seid2)), der(0x86, utf8(`urn:${seid2}`))),
  },
  'the subject of the service as an alternative name': {
    subject: named(others, common),
    extensions: alternative(der(0xa4, encodeName(named(ours, common)))),
  },
  'the subject of the service as an alternative name beside an empty one': {
    subject: [],
    extensions: alternative(der(0xa4, encodeName(named(ours, common)))),
  },
  'the number in an extension of the subject': { subject: named(others, common), extensions: [directoryAttributes] },
  'the host as an alternative name': {
    subject: named(['CN', 'api.signering.posten.no']),
    subjectAltName: { dns: ['api.signering.posten.no', 'localhost'], ip: ['127.0.0.1'] },
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
  },
  'wildcards as alternative names': { subject: named(['CN', '*']), subjectAltName: { dns: ['*', '*.posten.no'] } },
}

const refused = /^tls\.server-organization$/

/** Servers that name another than the service. */
export function wronglyNamed(): readonly Shown[] {
  const root = makeRoot()
  const authority = makeAuthority(root, { subject: [[['O', 'x']], [ours], [common]] })
  const client = make({ subject: named(others, common), issuer: authority, key: 'ec', keyUsage: ['digitalSignature'] })
  const odd = makeLeaf(authority, { subject: named(['O', seid2]) })
  return [
    ...Object.entries(subjects).map(([name, subject]) => shownBy(name, { leaf: { subject } }, refused)),
    ...Object.entries(leaves).map(([name, leaf]) => shownBy(name, { leaf }, refused)),
    ...(['bmp', 'universal', 't61'] as const).map((type) =>
      shownBy(
        `the number as a string of type ${type}`,
        { leaf: { subject: named(['organizationIdentifier', seid2, type], common) }, otherwise: stringTypes[type] },
        refused,
      ),
    ),
    shownBy(
      'the certificate of a sender, below an authority that has the name of the service',
      { sends: () => [client, authority], trusts: () => [root] },
      refused,
    ),
    shownBy('a name of one attribute', { sends: () => [odd, authority], trusts: () => [root] }, refused),
  ]
}
