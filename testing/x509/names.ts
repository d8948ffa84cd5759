/** Names that certificates may have, and some that they should not. */
import type { Name } from '../certificates.js'

/** A name, and what is unusual about it. */
export interface NamedName {
  readonly about: string
  readonly name: Name
}

export const names: readonly NamedName[] = [
  {
    about: 'Buypass',
    name: {
      C: 'NO',
      O: 'Buypass AS',
      organizationIdentifier: 'NTRNO-983163327',
      CN: 'Buypass Class 3 CA G2 ST Business',
    },
  },
  {
    about: 'Commfides',
    name: {
      C: 'NO',
      L: 'Lysaker',
      O: 'Commfides Norge AS',
      organizationIdentifier: 'NTRNO-988312495',
      CN: 'Commfides Legal Person - G3',
    },
  },
  {
    about: 'serialNumber and organization in CN',
    name: { C: 'NO', O: 'Buypass AS-983163327', serialNumber: '983163327', CN: 'Buypass Class 3 Test4 CA 3' },
  },
  { about: 'e-mail address', name: [[['emailAddress', 'ca@example.no', 'ia5']], [['CN', 'CA']]] },
  {
    about: 'all named types',
    name: { C: 'NO', ST: 'Viken', L: 'Bærum', STREET: 'Gate 1', O: 'O', OU: 'OU', DC: 'no', UID: 'u', CN: 'CN' },
  },
  { about: 'domain components', name: [[['DC', 'no', 'ia5']], [['DC', 'example', 'ia5']], [['CN', 'CA']]] },
  {
    about: 'a type of its own',
    name: [[['1.3.6.1.4.1.99999.1.128.16384', 'x']], [['postalCode', '0001', 'printable']]],
  },
  { about: 'a type below 2', name: [[['2.999.1', 'x']], [['2.48.3', 'y']]] },
  {
    about: 'several values',
    name: [
      [['C', 'NO', 'printable']],
      [
        ['CN', 'Kari'],
        ['serialNumber', '12'],
        ['OU', 'B'],
      ],
      [['O', 'X']],
    ],
  },
  {
    about: 'several values of one type',
    name: [
      [
        ['OU', 'b'],
        ['OU', 'a'],
      ],
      [['CN', 'c']],
    ],
  },
  { about: 'characters to escape', name: [[['CN', 'a,b+c"d\\e<f>g;h=i#j']], [['O', '#first']]] },
  { about: 'spaces around', name: [[['CN', '  two before and after  ']], [['O', ' ']], [['OU', 'a  b']]] },
  { about: 'carriage returns around', name: [[['CN', '\r x \r']], [['O', '\n y \n']], [['OU', '\t']]] },
  { about: 'an empty value', name: [[['CN', '']], [['O', 'x']]] },
  { about: 'Norwegian letters', name: { O: 'Blåbærsyltetøy og Æble AS', CN: 'ÆØÅ æøå' } },
  { about: 'other scripts', name: { CN: 'Ελληνικά 日本語 кириллица', O: 'e\u0301 and \u00e9' } },
  { about: 'characters beyond sixteen bits', name: { CN: 'a😀b', O: '𝒳' } },
  { about: 'no-break and other spaces', name: { CN: '\u00a0x\u00a0', O: '\u2003y\u2003', OU: '\ufeffz' } },
  { about: 'control characters', name: [[['CN', 'a\0b']], [['O', 'a\u007fb\u0085']]] },
  { about: 'PrintableString', name: [[['CN', "A-Z a-z 0-9 '()+,-./:=?", 'printable']]] },
  { about: 'IA5String', name: [[['CN', 'user@example.no; "x"', 'ia5']]] },
  { about: 'T61String in ASCII', name: [[['CN', 'Teletex, Inc', 't61']]] },
  { about: 'T61String in Latin-1', name: [[['CN', 'Blåbær', 't61']]] },
  { about: 'NumericString', name: [[['CN', '123 456', 'numeric']]] },
  { about: 'BMPString in ASCII', name: [[['CN', 'AB, C', 'bmp']]] },
  { about: 'BMPString in Norwegian', name: [[['CN', 'ÆØ', 'bmp']], [['O', 'Plain']]] },
  { about: 'BMPString with what looks like a space', name: [[['CN', '\u2020x\u2020', 'bmp']]] },
  { about: 'UniversalString', name: [[['CN', 'Aå', 'universal']]] },
  {
    about: 'a string in a type without a name',
    name: [[['2.5.4.4', 'Nordmann']], [['2.5.4.42', 'Kari']], [['2.5.4.12', 'T']]],
  },
  { about: 'long values', name: [[['CN', 'x'.repeat(300)]], [['organizationIdentifier', 'NTRNO-'.padEnd(200, '9')]]] },
]

/** Serial numbers, unusual ones too. */
export const serialNumbers: readonly bigint[] = [
  ...[0n, 1n, 127n, 128n, 255n, 256n, 65_535n],
  ...[(1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 1n, (1n << 159n) - 1n, 1n << 158n, -1n, -128n, -(1n << 70n)],
]
