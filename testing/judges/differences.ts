/** Where judges are expected not to say what is right, and why. What is not here, or no longer so, fails. */
import type { JudgedPackage } from './package.js'

/** Judges, packages, and why the former judge the latter otherwise. */
export interface Difference {
  readonly judges: readonly string[]
  /** The names of packages; or `whole`, all that have no fault. */
  readonly packages: readonly string[] | 'whole'
  readonly why: string
  /** All that the judge says of it. Omitted: whatever it says. */
  readonly saying?: string
}

/** The packages of a difference. */
export function packagesOf({ packages }: Difference, all: readonly JudgedPackage[]): readonly string[] {
  return packages === 'whole' ? all.flatMap(({ name, fault }) => (fault === undefined ? [name] : [])) : packages
}

const xmlSignatures = ['JDK XMLSignature', 'xmlsec1']

export const differences: readonly Difference[] = [
  {
    judges: ['EU DSS, default policy'],
    packages: 'whole',
    why: 'ManifestFilePresent demands a META-INF/manifest.xml, which the service forbids.',
    saying: 'TOTAL_FAILED BBB_FC_IMFP_ASICE_ANS',
  },
  {
    judges: xmlSignatures,
    packages: [
      'a file that is not signed',
      'a file beside the signature that is not signed',
      'no reference to a document',
    ],
    why: 'An XML signature is valid whatever lies beside it: whether every file is covered is a matter of ASiC.',
  },
  {
    judges: xmlSignatures,
    packages: [
      'another certificate of the key in KeyInfo',
      'signed properties that nothing refers to',
      'a reference to the properties that does not say so',
      'properties of another signature',
      'no signing certificate',
      'the digest of another signing certificate',
      'the serial number of another signing certificate',
      'the issuer’s name of another signing certificate',
      'a stranger among the signing certificates',
      'no signing time',
      'other signed properties in the place of those that are signed',
      'signed properties among the unsigned ones',
    ],
    why: 'An XML signature says nothing of what is in its Object: signed properties are a matter of XAdES.',
  },
  {
    judges: ['JDK XMLSignature'],
    packages: ['two signed properties of one Id'],
    why: 'Of two elements with one Id, it takes the one that was registered last.',
  },
  {
    judges: ['JDK XMLSignature'],
    packages: [
      'canonical XML with comments',
      'canonical XML 1.1 with comments',
      'exclusive canonical XML with comments',
    ],
    why: 'It leaves comments in SignedInfo out, whatever the canonical form says (DOMSignedInfo).',
  },
  {
    judges: xmlSignatures,
    packages: [
      'a signed property that nobody knows',
      'signed properties in another order',
      'the namespace of another edition of XAdES',
    ],
    why: 'What is in Object is anything to it.',
  },
  {
    judges: ['EU DSS'],
    packages: ['a signed property that nobody knows', 'signed properties in another order', 'text in the signature'],
    why: 'It only warns of what the schemas refuse (StructuralValidation).',
  },
  {
    judges: xmlSignatures,
    packages: ['text in the signature'],
    why: 'It looks at elements, and passes over text between them.',
  },
  {
    judges: [...xmlSignatures, 'EU DSS'],
    packages: ['an attribute of the root'],
    why: 'The root is outside of the signature.',
  },
  {
    judges: [...xmlSignatures, 'EU DSS'],
    packages: ['a signature of another root'],
    why: 'The signature is looked for wherever it stands.',
  },
  {
    judges: ['xmlsec1'],
    packages: ['RSA with SHA-1', 'RSA with MD5', 'SHA-1 digests of the files'],
    why: 'It allows every algorithm that it knows.',
  },
  {
    judges: ['EU DSS'],
    packages: ['two documents exchanged', 'a file renamed'],
    why: 'It looks for a file of the digest that a reference has, and only warns that the name is another (ReferenceDataNameMatch).',
  },
  {
    judges: ['EU DSS'],
    packages: ['properties of another signature'],
    why: 'It does not look at the Target of QualifyingProperties.',
  },
  {
    judges: ['EU DSS'],
    packages: ['the serial number of another signing certificate', 'the issuer’s name of another signing certificate'],
    why: 'It goes by the digest of the certificate, and only warns of issuer and serial number (IssuerSerialMatch).',
  },
  {
    judges: ['EU DSS'],
    packages: ['a stranger among the signing certificates'],
    why: 'It only warns that SigningCertificate names a certificate that is not of the chain (SigningCertificateRefersCertificateChain).',
  },
  {
    judges: ['EU DSS'],
    packages: ['the key of the authority', 'the key of the root'],
    why: 'It takes the certificate of KeyInfo whose key fits for the signer’s, and only warns that SigningCertificate names another (SigningCertificateRefersCertificateChain).',
  },
  {
    judges: ['EU DSS'],
    packages: [
      'a name that the authority may not certify',
      'an unknown critical extension',
      'an unknown critical extension of an authority',
    ],
    why: 'It only warns of these (NameConstraints, SupportedCriticalExtensions).',
  },
  {
    judges: ['xmlsec1', 'openssl verify', 'EU DSS', 'EU DSS, default policy'],
    packages: ['an authority that an unknown root certified too', 'the same beside the new root itself'],
    why: 'It takes one issuer of each certificate, and does not go back to try the next.',
  },
  {
    judges: ['EU DSS', 'EU DSS, default policy'],
    packages: [
      'the same in another order',
      'an authority that expired and was renewed',
      'the same in another order, of the renewed',
      'an authority named as it was and as it is',
      'an authority named with the unknown root that certified it too',
    ],
    why: 'It takes one issuer of each certificate, and not the first that is in the package.',
  },
  {
    judges: ['JDK CertPathBuilder', 'xmlsec1', 'openssl verify', 'EU DSS'],
    packages: ['a key for TLS only'],
    why: 'It is not told what the certificate is used for.',
  },
  {
    judges: ['JDK CertPathBuilder', 'xmlsec1'],
    packages: ['RSA of 1024 bits', 'an authority with RSA of 1024 bits'],
    why: 'Its smallest key is one of 1024 bits, or it has none.',
  },
  {
    judges: ['JDK ZipInputStream'],
    packages: [
      'an archive cut off at its end',
      'bytes after the archive',
      'bytes before the central directory',
      'a file that the central directory lacks',
      'an archive in the comment of another',
      'other flags in the local header',
      'another name in the local header',
      'two names for one content',
      'an archive of several disks',
      'fewer files than it says',
    ],
    why: 'It reads local headers one after another, and never the central directory.',
  },
  {
    judges: ['JDK ZipInputStream'],
    packages: ['no archive at all', 'bytes before the archive'],
    why: 'Where there is no local header, there is no file, which is not an error.',
  },
  {
    judges: ['JDK ZipFile', 'Python zipfile', 'unzip'],
    packages: ['bytes before the archive', 'bytes after the archive', 'bytes before the central directory'],
    why: 'It finds the end record from behind, and lets lie what no record refers to.',
  },
  {
    judges: ['JDK ZipFile', 'Python zipfile', 'unzip'],
    packages: ['a file that the central directory lacks'],
    why: 'It goes by the central directory, and never looks between the files.',
  },
  {
    judges: ['JDK ZipFile', 'Python zipfile'],
    packages: ['an archive in the comment of another'],
    why: 'It takes the last end record that it finds, which is in the comment.',
  },
  {
    judges: ['JDK ZipFile', 'Python zipfile', 'unzip', 'JDK ZipInputStream'],
    packages: ['a part in a comment'],
    why: 'A comment is allowed. This one is refused for what it can hide: a part of another archive.',
  },
  {
    judges: ['JDK ZipFile', 'Python zipfile', 'unzip', 'JDK ZipInputStream'],
    packages: ['a name that ends with a dot'],
    why: 'The file system of Windows leaves the dot out, and has one file for two names.',
  },
  {
    judges: ['JDK ZipFile', 'Python zipfile', 'unzip', 'JDK ZipInputStream'],
    packages: ['two files of one name', 'two names that differ in case'],
    why: 'Both are there to be had; one replaces the other when they are unpacked, at once or in a file system that ignores case.',
  },
  {
    judges: ['JDK ZipFile', 'Python zipfile'],
    packages: [
      'another size in the local header',
      'another method in the local header',
      'other flags in the local header',
      'another size than the file has',
      'an archive of several disks',
      'fewer files than it says',
    ],
    why: 'It goes by the central directory, and compares nothing with it.',
  },
  {
    judges: ['JDK ZipFile'],
    packages: ['another name in the local header', 'two names for one content', 'a wrong checksum'],
    why: 'It looks for data where the central directory says, and computes no checksum.',
  },
  {
    judges: ['JDK ZipFile', 'Python zipfile', 'unzip'],
    packages: ['a wrong data descriptor', 'something after deflated content'],
    why: 'It inflates until deflate ends, and passes over what follows.',
  },
  {
    judges: ['JDK ZipFile', 'JDK ZipInputStream', 'Python zipfile', 'unzip'],
    packages: ['a name that leads out of the folder', 'a name with a zero byte'],
    why: 'A name is what its user makes of it; unzip takes off what leads out, and Python what follows a zero byte.',
  },
  {
    judges: ['JDK ZipFile', 'JDK ZipInputStream', 'Python zipfile'],
    packages: ['an absolute name', 'a name with a backslash'],
    why: 'A name is what its user makes of it.',
  },
  {
    judges: ['Python zipfile', 'unzip'],
    packages: ['a name that is not UTF-8'],
    why: 'Without the flag for UTF-8, a name is read in the code page of old.',
  },
]
