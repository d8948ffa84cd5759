/** Remedies of issues in jobs, document packages, signatures, keys and certificates. */
import { remediesOf, type RemediesOf } from './remedy.js'

const otherProgram = 'Write the package with `writeBundle`, or mend the program that wrote it.'
const asReceived = 'Compare what you have with what was sent, byte for byte, and fetch it again.'
const order = 'Order an enterprise certificate for signatures from Buypass or Commfides.'

/** By the codes of `bundle`, `signature`, `key` and `job`. */
export const packageRemedies: RemediesOf<'bundle' | 'signature' | 'key' | 'job'> = remediesOf({
  'bundle.zip': [
    'The file is something else, such as the signed PDF, was cut off, or has something after its end.',
    'Hand over the whole package (`.asice`), and nothing besides.',
  ],
  'bundle.zip-encrypted': ['The archive was packed with a password.', 'Pack it without one.'],
  'bundle.zip-unsupported': [
    'The program that packed it always writes ZIP64, compresses by another method, or writes in a stream and puts the size of a stored file after it.',
    'Have it deflate the files, or store them with their sizes before them, without ZIP64; `writeBundle` does.',
  ],
  'bundle.zip-comment': [
    'The program that packed it left a text with letters beyond ASCII, or with the PK that parts of an archive begin with.',
    'Pack without a comment.',
  ],
  'bundle.zip-extra-field': [
    'The program that packed it repeats names with letters beyond ASCII in a field of their own, or has fields of Office or of encryption.',
    'Name the files in ASCII. Pack without extra fields, or with times and owners alone.',
  ],
  'bundle.zip-overlap': [
    'Something stands before the archive or between its files, or it was made to deceive.',
    'Do not use it. ' + otherProgram,
  ],
  'bundle.zip-header': [
    'The archive was damaged on its way, or changed by hand after it was written, or made to deceive.',
    'Do not use it. ' + otherProgram,
  ],
  'bundle.zip-limit': [
    'The file is another archive, or was made to fill the memory.',
    'Do not use it. A package has a few documents of 10 MiB together.',
  ],
  'bundle.entry-name': [
    'A file was packed with its folder, or named by a title.',
    'Name the files `document-1.pdf` and so on, without a path.',
  ],
  'bundle.entry-duplicate': [
    'Files were named by uploads, and two differ in case or in a dot at the end.',
    'Name the files `document-1.pdf` and so on.',
  ],
  'bundle.entry-type': ['A folder was packed as it is, with what is in it.', 'Pack the files alone.'],
  'bundle.meta-inf-manifest': [
    'A general library for ASiC-E wrote it, such as EU DSS.',
    'Leave META-INF/manifest.xml out: the service forbids it, though ASiC-E has it.',
  ],
  'bundle.manifest-missing': [
    'The archive is another one, or the name is in upper case.',
    'Pack the manifest as `manifest.xml`. ' + otherProgram,
  ],
  'bundle.signatures-missing': ['The archive was packed, and not signed.', otherProgram],
  'bundle.signatures-several': ['The package was signed twice.', 'Sign once: the service takes exactly one signature.'],
  'bundle.document-missing': [
    'A document was left out, or its file has another name than `href` in the manifest.',
    'Give every document of the manifest, named as there. `prepareJob` gives both.',
  ],
  'bundle.document-unexpected': [
    'A file was added that the manifest does not list.',
    'Take it out, or list it in the manifest.',
  ],
  'bundle.document-mime': [
    'Manifest and document were made in two places.',
    'Let `prepareJob` make both from one job.',
  ],
  'bundle.signing-time': ['The date was read from a text that is none.', 'Give `new Date()` at the moment of signing.'],
  'signature.structure': [
    'A general library for XAdES wrote it, with what the document package does not have.',
    'Compare it with the table of what a signature may have, on the page The document package.',
  ],
  'signature.algorithm': [
    'It was signed with SHA-1, SHA-512 or ECDSA.',
    'Sign with RSA and SHA-256, and refer to files by SHA-256.',
  ],
  'signature.id': ['Two elements were given the same Id, or a part was renamed.', otherProgram],
  'signature.reference': [
    'The name of a file is written otherwise than in the archive, such as `+` for a space.',
    'Percent-encode names in references, or use names that need no encoding.',
  ],
  'signature.unsigned-file': ['A file was added after signing.', 'Do not use it. Sign all files.'],
  'signature.digest': [
    'A file was changed after signing: by a tool that packs it anew, or by somebody.',
    'Do not use it. ' + asReceived,
  ],
  'signature.signed-properties': [
    'The XML was formatted or parsed and written again after signing.',
    'Keep signatures.xml byte for byte.',
  ],
  'signature.value': [
    'The XML was changed after signing, or the key is not that of the certificate.',
    'Keep signatures.xml byte for byte; check that key and certificate belong together.',
  ],
  'signature.certificate': [
    'The certificate was renewed and only one of two places knows it, or the name of the issuer is shortened, as the PHP client does.',
    otherProgram,
  ],
  'signature.mime-type': [
    'The signature was made with media types of its own.',
    'Sign those of the manifest; `writeBundle` does.',
  ],
  'signature.signing-time': [
    'The clock of the signing machine is wrong, or the package was signed ahead and sent later.',
    'Synchronize the clock (NTP), and sign right before sending. Where you judge a stored package, give `receivedAt` as the time when it came.',
  ],
  'signature.untrusted': [
    'The environment is the other one, or the authority between certificate and root is not in the package.',
    'Check `environment`; hand over what is missing as `intermediates`.',
  ],
  'key.missing': [
    'The file holds certificates alone, or the friendly name is another one.',
    'Export the certificate with its private key.',
  ],
  'key.several': [
    'The store holds the key for signing beside one for encryption or log-in.',
    'Choose one by `friendlyName`, or export it alone.',
  ],
  'key.passphrase-missing': [
    'The key is encrypted, and the variable for its passphrase is not set.',
    'Give `passphrase`.',
  ],
  'key.passphrase': [
    'A line break at the end of the file with the passphrase, or another encoding of æ, ø and å.',
    'Try it with `openssl pkcs12 -info -in FILE`. A damaged file looks the same.',
  ],
  'key.unreadable': [
    'An old PKCS#12 whose encryption is not supported, or a file in another format.',
    'The message names what is not supported. Write the file anew, as the page Troubleshooting shows.',
  ],
  'key.algorithm': ['The certificate was ordered for an EC key.', 'The service wants RSA with SHA-256. ' + order],
  'key.size': ['The certificate is an old one.', order + ' Its RSA key has at least 2048 bits.'],
  'key.certificate': [
    'The file is another one, or was cut when it was copied.',
    'Give PEM or DER. `openssl x509 -in FILE -noout -subject` reads it, too.',
  ],
  'key.chain': [
    'Certificates of several keys were put into one list.',
    'Give the certificate of the key, and those of its issuers.',
  ],
  'key.chain-incomplete': [
    'The file has the certificate alone, without those of its authorities.',
    'Add them, as their owner publishes them: the service asks for the whole chain.',
  ],
  'key.mismatch': [
    'The certificate was renewed with a new key, and one of the two files is old.',
    'Take key and certificate from the same order.',
  ],
  'key.signature': [
    'A key service signed the digest of the digest, or with another key or algorithm.',
    'The page The document package shows how a key service is told that it gets a digest.',
  ],
  'key.expired': ['The certificate was not renewed in time, or the clock is ahead.', 'Renew it; check the clock.'],
  'key.not-yet-valid': [
    'The clock is behind, or the certificate was issued this minute.',
    'Check the clock of the machine first; then wait until the certificate is valid.',
  ],
  'key.usage': [
    'It is the certificate for encryption or for log-in of the same order.',
    'Take the one with key usage digitalSignature.',
  ],
  'key.extension': ['The certificate is of an authority with its own demands, or was made for a test.', order],
  'key.path-length': ['The certificate was issued by one that may issue none.', order],
  'key.name-constraints': ['The authority may not certify such names, or the certificate was made for a test.', order],
  'key.signature-algorithm': ['An old authority signed with SHA-1 or MD5.', order],
  'key.path-limit': [
    'A whole store of certificates was handed over.',
    'Hand over those of the path, and the roots that you mean to trust.',
  ],
  'job.sector': ['The sector is missing, or in lower case.', 'Give `PUBLIC` for a public organization, or `PRIVATE`.'],
  'job.documents': [
    'Files were sorted or named anew after the manifest was made.',
    'Hand over `documents` as `prepareJob` gives them.',
  ],
  'job.instant': [
    'A date was read from a text that is none, or groups of signers are said to have signed outside their time.',
    'Give valid dates, in the order of the groups; `activationTime` with an offset, such as `2026-03-01T12:00:00Z`.',
  ],
})
