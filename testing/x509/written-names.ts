/** Names as other programs write them, right and wrong. */
import type { Name } from '../der.js'

/** The name of an authority. */
export const authority: Name = {
  C: 'NO',
  O: 'Buypass AS',
  organizationIdentifier: 'NTRNO-983163327',
  CN: 'Buypass, CA',
}

/** Ways to write it. */
export const authorityWritten: readonly string[] = [
  'CN=Buypass\\, CA,2.5.4.97=#0c0f4e54524e4f2d393833313633333237,O=Buypass AS,C=NO',
  'CN=Buypass\\, CA, 2.5.4.97=#0C0F4E54524E4F2D393833313633333237, O=Buypass AS, C=NO',
  'CN="Buypass, CA", OID.2.5.4.97=NTRNO-983163327, O=Buypass AS, C=NO',
  'cn = "Buypass\\, CA" ; oid.2.5.4.97 = NTRNO-983163327 ; o = Buypass AS ; c = NO',
  'CN=Buypass\\2C CA,organizationIdentifier=NTRNO-983163327,O=Buypass AS,C=NO',
  'CN=Buypass\\, CA,ORGANIZATIONIDENTIFIER=NTRNO-983163327,O=Buypass AS,C=NO',
  '\n CN=buypass\\, ca,\n 2.5.4.97=ntrno-983163327,\n O=BUYPASS   AS ,\n C=no \n',
  'CN=Buypass\\, CA,2.5.4.97=#130f4e54524e4f2d393833313633333237,O=Buypass AS,C=#13024e4f',
  'commonName=Buypass\\, CA,2.5.4.97=NTRNO-983163327,organizationName=Buypass\\ AS,countryName=NO',
]

/** Other names, and how they may be written. */
export const othersWritten: readonly (readonly [text: string, name: Name])[] = [
  ['E=ca@example.no,CN=x', [[['CN', 'x']], [['emailAddress', 'ca@example.no', 'ia5']]]],
  ['EMAILADDRESS=ca@example.no,CN=x', [[['CN', 'x']], [['emailAddress', 'ca@example.no', 'ia5']]]],
  ['emailAddress=ca@example.no,CN=x', [[['CN', 'x']], [['emailAddress', 'ca@example.no', 'ia5']]]],
  [
    '1.2.840.113549.1.9.1=#160d6361406578616d706c652e6e6f,CN=x',
    [[['CN', 'x']], [['emailAddress', 'ca@example.no', 'ia5']]],
  ],
  ['SERIALNUMBER=12,CN=x', [[['CN', 'x']], [['serialNumber', '12']]]],
  ['serialNumber=12,CN=x', [[['CN', 'x']], [['serialNumber', '12']]]],
  ['SN=12,CN=x', [[['CN', 'x']], [['serialNumber', '12']]]],
  ['SN=Nordmann,CN=x', [[['CN', 'x']], [['2.5.4.4', 'Nordmann']]]],
  ['S=Viken,C=NO', { C: 'NO', ST: 'Viken' }],
  ['CN=\u{1F5A} \u{1F58A}', [[['CN', '\u{1F5A} \u{1F58A}', 'universal']]]],
  ['CN="a ""b"" c"', { CN: 'a "b" c' }],
  ['CN="a \\"b\\" c"', { CN: 'a "b" c' }],
  ['CN=""', { CN: '' }],
  ['CN=', { CN: '' }],
  ['CN=\\ \\ x\\ ', { CN: '  x ' }],
  ['CN=a\\\\\\+b', { CN: 'a\\+b' }],
  ['CN=a=b<c>d', { CN: 'a=b<c>d' }],
  ['CN=\\#a', { CN: '#a' }],
  ['CN=Bl\\C3\\A5b\\c3\\a6r', { CN: 'Blåbær' }],
  ['CN=e\u0301', { CN: '\u00e9' }],
  [
    'serialNumber=12+CN=Kari',
    [
      [
        ['CN', 'Kari'],
        ['serialNumber', '12'],
      ],
    ],
  ],
  [
    'CN=Kari + serialNumber=12',
    [
      [
        ['CN', 'Kari'],
        ['serialNumber', '12'],
      ],
    ],
  ],
  [
    'OU=b+OU=a',
    [
      [
        ['OU', 'a'],
        ['OU', 'b'],
      ],
    ],
  ],
  ['CN=Blåbær', [[['CN', 'Blåbær', 't61']]]],
  ['CN=ÆØ', [[['CN', 'ÆØ', 'bmp']]]],
  [' ', []],
  [' \n  ', []],
  ['CN=Nord Sør', [[['CN', 'Nord  Sør']]]],
  ['CN=#1e0400c600d8', { CN: 'ÆØ' }],
  ['CN=\u{10FFFF}', [[['CN', '\u{10FFFF}', 'universal']]]],
  ['CN=a\\EF\\BB\\BFb', { CN: 'a\uFEFFb' }],
]

/** What is not the name of the authority, and why not. */
export const notTheAuthority: readonly (readonly [about: string, text: string])[] = [
  ['an attribute is missing', 'CN=Buypass\\, CA,O=Buypass AS,C=NO'],
  ['an attribute is too many', 'CN=Buypass\\, CA,2.5.4.97=NTRNO-983163327,O=Buypass AS,L=Oslo,C=NO'],
  ['the order is turned round', 'C=NO,O=Buypass AS,2.5.4.97=NTRNO-983163327,CN=Buypass\\, CA'],
  ['the form is that of OpenSSL', '/C=NO/O=Buypass AS/organizationIdentifier=NTRNO-983163327/CN=Buypass, CA'],
  ['the value differs', 'CN=Buypass\\, CB,2.5.4.97=NTRNO-983163327,O=Buypass AS,C=NO'],
  ['the value differs in hexadecimal digits', 'CN=Buypass\\, CA,2.5.4.97=#0c024142,O=Buypass AS,C=NO'],
  ['what is in hexadecimal digits is no encoding', 'CN=Buypass\\, CA,2.5.4.97=#0c,O=Buypass AS,C=NO'],
  ['it is two encodings', 'CN=Buypass\\, CA,2.5.4.97=#0c0f4e54524e4f2d3938333136333332370500,O=Buypass AS,C=NO'],
  ['a type differs', 'CN=Buypass\\, CA,2.5.4.5=NTRNO-983163327,O=Buypass AS,C=NO'],
  ['a keyword is of nobody', 'CN=Buypass\\, CA,constructor=NTRNO-983163327,O=Buypass AS,C=NO'],
  ['relative names are one', 'CN=Buypass\\, CA+2.5.4.97=NTRNO-983163327,O=Buypass AS,C=NO'],
  ['a separator stands at the end', 'CN=Buypass\\, CA,2.5.4.97=NTRNO-983163327,O=Buypass AS,C=NO,'],
  ['a quotation does not end', 'CN="Buypass, CA,2.5.4.97=NTRNO-983163327,O=Buypass AS,C=NO'],
  ['something follows a quotation', 'CN="Buypass, CA"x,2.5.4.97=NTRNO-983163327,O=Buypass AS,C=NO'],
  ['an escape does not end', 'CN=Buypass\\, CA,2.5.4.97=NTRNO-983163327,O=Buypass AS,C=NO\\'],
  ['another stands before all', `C=NO,${authorityWritten[0] ?? ''}`],
  ['another stands behind all', `${authorityWritten[0] ?? ''},C=NO`],
  ['half an octet stands behind an encoding', 'CN=Buypass\\, CA,2.5.4.97=NTRNO-983163327,O=Buypass AS,C=#0c024e4f0'],
  ['white space is missing', 'CN=Buypass\\, CA,2.5.4.97=NTRNO-983163327,O=BuypassAS,C=NO'],
  ['OID stands within a type', 'CN=Buypass\\, CA,2.oid.5.4.97=NTRNO-983163327,O=Buypass AS,C=NO'],
  ['there is none', ''],
]

/** The keywords that programs and standards write, with what they mean by them. */
export const keywordsWritten: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'RFC 2253': {
    CN: '2.5.4.3',
    L: '2.5.4.7',
    ST: '2.5.4.8',
    O: '2.5.4.10',
    OU: '2.5.4.11',
    C: '2.5.4.6',
    STREET: '2.5.4.9',
    DC: '0.9.2342.19200300.100.1.25',
    UID: '0.9.2342.19200300.100.1.1',
  },
  'RFC 4519, and RFC 4524': {
    businessCategory: '2.5.4.15',
    countryName: '2.5.4.6',
    commonName: '2.5.4.3',
    domainComponent: '0.9.2342.19200300.100.1.25',
    description: '2.5.4.13',
    dnQualifier: '2.5.4.46',
    generationQualifier: '2.5.4.44',
    givenName: '2.5.4.42',
    initials: '2.5.4.43',
    localityName: '2.5.4.7',
    name: '2.5.4.41',
    organizationName: '2.5.4.10',
    organizationalUnitName: '2.5.4.11',
    postalAddress: '2.5.4.16',
    postalCode: '2.5.4.17',
    serialNumber: '2.5.4.5',
    SN: '2.5.4.4',
    surname: '2.5.4.4',
    streetAddress: '2.5.4.9',
    telephoneNumber: '2.5.4.20',
    title: '2.5.4.12',
    userId: '0.9.2342.19200300.100.1.1',
    mail: '0.9.2342.19200300.100.1.3',
    rfc822Mailbox: '0.9.2342.19200300.100.1.3',
  },
  OpenSSL: {
    stateOrProvinceName: '2.5.4.8',
    GN: '2.5.4.42',
    pseudonym: '2.5.4.65',
    organizationIdentifier: '2.5.4.97',
    emailAddress: '1.2.840.113549.1.9.1',
    unstructuredName: '1.2.840.113549.1.9.2',
    unstructuredAddress: '1.2.840.113549.1.9.8',
    jurisdictionL: '1.3.6.1.4.1.311.60.2.1.1',
    jurisdictionLocalityName: '1.3.6.1.4.1.311.60.2.1.1',
    jurisdictionST: '1.3.6.1.4.1.311.60.2.1.2',
    jurisdictionStateOrProvinceName: '1.3.6.1.4.1.311.60.2.1.2',
    jurisdictionC: '1.3.6.1.4.1.311.60.2.1.3',
    jurisdictionCountryName: '1.3.6.1.4.1.311.60.2.1.3',
  },
  Java: { S: '2.5.4.8', T: '2.5.4.12', DNQ: '2.5.4.46', GENERATION: '2.5.4.44', EMAIL: '1.2.840.113549.1.9.1' },
  'Bouncy Castle': { SN: '2.5.4.5', DN: '2.5.4.46', E: '1.2.840.113549.1.9.1' },
  '.NET': { G: '2.5.4.42', I: '2.5.4.43' },
  others: { SP: '2.5.4.8', orgId: '2.5.4.97', mail: '1.2.840.113549.1.9.1' },
}
