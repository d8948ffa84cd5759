/**
 * What can be wrong, as data. Every part of the package reports problems in the one form defined here.
 *
 * @module
 */

/** What each code says; a message says it of its place. */
const sentences = {
  'xml.size': 'The document is longer than the limit.',
  'xml.syntax': 'The input is not well-formed XML 1.0.',
  'xml.namespace': 'A prefix is not declared, or a namespace declaration is not allowed.',
  'xml.doctype': 'The input has a document type declaration, which is refused.',
  'xml.version': 'The input declares an XML version other than 1.0.',
  'xml.depth': 'Unknown elements are nested deeper than any message is.',
  'xml.encoding': 'The bytes are not in the encoding that they or their byte order mark declare, or it is unsupported.',
  'xml.character': 'A string holds a character that XML 1.0 cannot carry, or half a surrogate pair.',
  'schema.root': 'The root element is another one than expected.',
  'schema.element-unexpected': 'An element is unknown, out of order, or excluded by another one.',
  'schema.element-missing': 'A required element is missing.',
  'schema.element-too-many': 'An element occurs more often than allowed.',
  'schema.attribute-unexpected': 'An attribute is not declared for this element.',
  'schema.attribute-missing': 'A required attribute is missing.',
  'schema.text-unexpected': 'There is text where only elements, or nothing at all, may be.',
  'schema.min-length': 'A string is shorter than allowed.',
  'schema.max-length': 'A string is longer than allowed.',
  'schema.pattern': 'A string does not have the required form.',
  'schema.enumeration': 'A string is not one of the allowed values.',
  'schema.long': 'Not an xs:long: a whole number of 64 bits.',
  'schema.int': 'Not an xs:int: a whole number of 32 bits.',
  'schema.date-time': 'Not an xs:dateTime.',
  'schema.min-inclusive': 'A number is smaller than allowed.',
  'schema.max-inclusive': 'A number is larger than allowed.',
  'schema.xsi': 'The attributes xsi:type and xsi:nil are refused: no element of the schema needs them.',
  'value.type': 'A JavaScript value is of another type than the element needs.',
  'value.property-unexpected': 'An object has a property that the element does not have, or that another one excludes.',
  'http.root': 'The root of the service is not an absolute https address, or has credentials, a query or a fragment.',
  'http.organization-number': 'An organization number that is not nine digits.',
  'http.user-agent': 'A User-Agent that a header cannot carry.',
  'http.polling-queue': 'The name of a polling queue is empty, or is not well-formed Unicode.',
  'http.document-id': 'The id of an archived document is empty, of one or two dots, or not well-formed Unicode.',
  'http.url': 'An address that is not absolute, or holds credentials, a fragment, or characters that no address has.',
  'http.url-origin': 'An address that leads to another origin than that of the configured root.',
  'http.status': 'The HTTP status is not one that the operation expects.',
  'http.content-type': 'The Content-Type is not one that the operation expects.',
  'http.body-empty': 'The response has no content where some is expected.',
  'http.body-too-large': 'The content is longer than the limit.',
  'http.body-interrupted': 'The content ended too early.',
  'http.poll-time-missing': 'The response does not tell when the queue may be asked again.',
  'http.poll-time-invalid': 'The time when the queue may be asked again cannot be read.',
  'http.poll-time-past': 'The queue is not to be asked yet, and the time when it may be is now or past.',
  'http.poll-time-far': 'The time when the queue may be asked again is more than an hour away.',
  'http.clock-put-back': 'A change was handed out later than now: a clock was put back, or clocks differ.',
  'http.poll-too-early': 'The queue was asked at the time that the service told, and the service calls it too early.',
  'http.rate-limited': 'The organization is blocked for 30 seconds, since it made more than 10 calls in a second.',
  'http.polling-state': 'A stored state of polling is not one that this version makes, or names a wrong address.',
  'http.connection': 'The connection could not be made, or broke before a response came.',
  'http.timeout': 'The connection was silent for longer than the timeout.',
  'tls.client-certificate': 'There is no client certificate with its key, or they cannot be read.',
  'tls.ca': 'The trusted roots are not certificates, or there is none.',
  'tls.server-organization': "The server's certificate is not that of the service's owner.",
  'cli.usage': 'A command was given an option or an argument that it does not take, or not beside the others.',
  'cli.unusable': 'A file, port, program or optional package that a command needs cannot be used.',
  'cli.interrupted': 'A command was asked to stop before the end of its work.',
  'check.organization': 'The certificate names no organization, or another than the one that is asked for.',
  'check.environment': 'The certificate is one of another environment.',
  'check.clock': "Our clock and the service's are further apart than a signing time may be from that.",
  'json.syntax': 'The input is no JSON.',
  'json.name': 'An object has a name twice.',
  'json.number': 'A number has a fraction or an exponent, or more digits than are read exactly.',
  'json.element': 'The input is no object with the name and the value of one message.',
  'json.redacted': 'The input is a message of which personal data was left out.',
  'tls.server-certificate': 'The certificate of a server leads to no trusted one, or is not valid now.',
  'tls.client-refused':
    "The server has ended the handshake: it does not accept the client's certificate, or no TLS that we speak.",
  'simulator.job-unknown': 'The simulated portal has no such job.',
  'simulator.signer-unknown': 'The job has no such signer.',
  'simulator.signer-closed': 'The job is not open to the signer: not yet, or no longer.',
  'simulator.status': 'A signer cannot be given this status: it is empty, or never comes to such a signer by itself.',
  'simulator.deadline': 'The deadline of a job cannot be postponed to this time, or the job has ended.',
  'simulator.options': 'A simulated portal cannot be made of these options.',
  'simulator.snapshot': 'A snapshot is not one that a simulated portal of this version made.',
  'simulator.fault': 'A fault, or how often it is to come, is not one that can be planned.',
  'simulator.control': 'A request to the control interface of the simulated portal cannot be understood.',
  'contract.case': 'No contract case has the id that is asked for.',
  'contract.known-failing': 'A contract case is known to fail that does not exist, or without a reason.',
  'bundle.zip': 'Not a ZIP archive of the plain kind that a document package is.',
  'bundle.zip-encrypted': 'A file of the archive is encrypted.',
  'bundle.zip-unsupported': 'The archive uses ZIP64, several disks, or a compression other than stored and deflated.',
  'bundle.zip-comment': 'The archive, or a file of it, has a comment that not every program passes over.',
  'bundle.zip-extra-field': 'A file of the archive has an extra field that not every program reads in the same way.',
  'bundle.zip-overlap': 'Parts of the archive overlap, or there are bytes that belong to no part.',
  'bundle.zip-header': 'What the archive says of a file twice, or of its data, does not agree.',
  'bundle.zip-limit': 'The archive has more files, or more data, than a document package can have.',
  'bundle.entry-name': 'The name of a file is not safe: absolute, with a path, or with characters not allowed.',
  'bundle.entry-duplicate': 'Two files of the archive have the same name, or names that are one to some file system.',
  'bundle.entry-type': 'A file of the archive is a link, a device or a folder.',
  'bundle.meta-inf-manifest': 'There is a META-INF/manifest.xml, which a document package does not have.',
  'bundle.manifest-missing': 'There is no manifest.xml.',
  'bundle.signatures-missing': 'There is no META-INF/signatures.xml.',
  'bundle.signatures-several': 'There is more than one signature, or more than one file of signatures.',
  'bundle.document-missing': 'A document of the manifest is missing.',
  'bundle.document-unexpected': 'A document is not in the manifest.',
  'bundle.document-mime': 'The media type of a document is not that of the manifest.',
  'bundle.signing-time': 'The signing time is no valid date of the years 0001 to 9999.',
  'signature.structure': 'An element of the signature is missing, repeated, or not allowed in a document package.',
  'signature.algorithm': 'An algorithm is not one that a document package uses.',
  'signature.id': 'An Id is missing or not unique, or a reference to one leads elsewhere than it must.',
  'signature.reference': 'A reference leads to no file of the archive, or two lead to the same.',
  'signature.unsigned-file': 'A file of the archive is not covered by the signature.',
  'signature.digest': 'A file is not the one that was signed.',
  'signature.signed-properties': 'The signed properties are not those that were signed.',
  'signature.value': 'The signature value is not that of the signed information by the key of the certificate.',
  'signature.certificate': 'The certificate is not the one that the signature names.',
  'signature.mime-type': 'The media type of a file is not signed, or is not that of the manifest.',
  'signature.signing-time': 'The signing time is too far from the time of receipt.',
  'signature.untrusted': 'The certificate does not lead to a trusted one.',
  'key.missing': 'There is no private key.',
  'key.several': 'There are several private keys, and nothing says which one to use.',
  'key.passphrase-missing': 'The private key is encrypted, and there is no passphrase.',
  'key.passphrase': 'The passphrase is wrong.',
  'key.unreadable': 'The private key or key store cannot be read.',
  'key.algorithm':
    'The key is not an RSA key, or it is of the kind RSA-PSS; or that of an authority is of none that is supported.',
  'key.size': 'The key, or that of an authority of the path, is too short.',
  'key.certificate': 'A certificate cannot be read, or there is none.',
  'key.chain': 'The certificates do not form one chain.',
  'key.chain-incomplete': 'The chain of certificates does not end at a root.',
  'key.mismatch': 'The private key does not belong to the certificate.',
  'key.signature': 'The signer did not give a signature of the data by the key of the certificate.',
  'key.expired': 'A certificate has expired.',
  'key.not-yet-valid': 'A certificate is not valid yet.',
  'key.usage': 'The certificate, or one of its path, is not meant for digital signatures.',
  'key.extension': 'A certificate of the path has an extension that is not understood, comes twice, or wants a policy.',
  'key.path-length': 'An authority of the path has more authorities below it than it may have.',
  'key.name-constraints': 'A certificate of the path has a name that an authority above it does not permit.',
  'key.signature-algorithm': 'A certificate of the path is signed by an algorithm that is broken or not supported.',
  'key.path-limit': 'There are more certificates than a search for paths tries.',
  'job.sector': 'The sector of the sender is neither PUBLIC nor PRIVATE.',
  'job.documents': 'The files of the package are not those that the manifest lists, in its order.',
  'job.instant': 'A date is invalid, or a group of signers cannot have signed then.',
}

/**
 * Every code that an {@link Issue} may carry, except those of the documented rules (`rule.` and the rule's id, see
 * {@link IssueCode}). Codes are stable: a program may compare them. Messages are for people and may change.
 */
export const issueCodes: Readonly<Record<keyof typeof sentences, string>> = sentences

/** A stable name of what is wrong: one of {@link issueCodes}, or `rule.` and the id of a documented rule. */
export type IssueCode = keyof typeof sentences | `rule.${string}`

/**
 * One problem of one place. No issue ever holds a value from the message: issues go to logs, and the messages hold
 * national identity numbers, e-mail addresses and phone numbers.
 */
export interface Issue {
  /** `error` for what stops the operation, `warning` for what is only worth a look. */
  readonly severity: 'error' | 'warning'
  /** What is wrong, stable across versions. */
  readonly code: IssueCode
  /**
   * Where: an XML path such as `/portal-signature-job-manifest/signers/signer[2]/notifications/email/@address`. A name
   * that is not in the vocabulary of portal.xsd is written `*`, unless it is that of a property and of a form that data
   * seldom has: up to 40 letters, digits, `-` and `_`, with a letter first and less than six digits in a row. Empty where the problem has no place in a document.
   */
  readonly path: string
  /**
   * Where in the value that was handed over, or that the document was to become: names of properties, and indexes of
   * lists from 0, such as `['signers', 0, 'notifications', 'email', 'address']`. Absent where the problem has no place in
   * a value.
   */
  readonly property?: readonly (string | number)[] | undefined
  /** A sentence for people, in English, without any value from the message. */
  readonly message: string
  /**
   * Line in the XML input, counted from 1. An element that is missing has the place of the next one, or of the end of the one
   * that misses it. Absent for values that do not come from XML.
   */
  readonly line?: number | undefined
  /** Column in that line in Unicode characters, counted from 1. Absent where `line` is. */
  readonly column?: number | undefined
  /** Offset in bytes from the start of the input, for problems of encoding. */
  readonly offset?: number | undefined
}

/** How many issues the message of an error shows; the error has them all. */
const issuesShown = 20

/** The outcome of an operation that does not throw. */
export type Result<T> =
  | {
      readonly ok: true
      /** What was asked for. */
      readonly value: T
      /** Things worth a look that did not stop the operation. */
      readonly warnings: readonly Issue[]
    }
  | {
      readonly ok: false
      /**
       * Everything that is wrong, warnings included, in document order. At least one is an error, and there are not more
       * than 1,000: the first, and an error among them.
       */
      readonly issues: readonly Issue[]
    }

/** Thrown by every operation of this package that fails because of its input. */
export class PortalError extends Error {
  /** Everything that is wrong, warnings included; at least one. */
  readonly issues: readonly Issue[]

  /**
   * @param subject - what could not be done, for example `portal-signature-job-manifest cannot be decoded`
   * @param issues - everything that is wrong; the message tells the errors, or the warnings where there is nothing else
   */
  constructor(subject: string, issues: readonly Issue[]) {
    const errors = issues.filter(({ severity }) => severity === 'error')
    const told = errors.length === 0 ? issues : errors
    const more = told.length > issuesShown ? [`and ${told.length - issuesShown} more`] : []
    super(`${subject}: ${[...told.slice(0, issuesShown).map(formatIssue), ...more].join('; ')}`)
    this.name = 'PortalError'
    this.issues = issues
  }
}

/**
 * Writes an issue on one line: place, code, sentence; a warning has that word before its code. The place is the path, or the
 * property where there is no path. Never throws for an issue.
 *
 * @param issue - the issue
 * @returns for example `3:12 /error/error-code schema.element-missing A required element is missing.`, or
 *   `documents[0].bytes value.type Must be a Uint8Array.`
 */
export function formatIssue(issue: Issue): string {
  const { severity, code, path, property = [], message, line, column = 1 } = issue
  const position = line === undefined ? '' : `${line}:${column}`
  const steps = property.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`))
  const kind = severity === 'warning' ? severity : ''
  return [position, path === '' ? steps.join('') : path, kind, code, message].filter((part) => part !== '').join(' ')
}

/**
 * Turns a {@link Result} into its value.
 *
 * @param result - a result
 * @param subject - what could not be done, for the error
 * @returns the value
 * @throws {@link PortalError} with the issues of a result that is not ok
 *
 * @example
 * ```ts
 * import { PortalError, unwrap } from 'signering-portal/codec'
 * import { safeReadBundle } from 'signering-portal/bundle'
 *
 * try {
 *   unwrap(safeReadBundle(new Uint8Array()), 'The package of the customer cannot be read')
 * } catch (error) {
 *   if (error instanceof PortalError) console.log(error.issues.map(({ code }) => code)) // [ 'bundle.zip' ]
 * }
 * ```
 */
export function unwrap<T>(result: Result<T>, subject: string): T {
  if (result.ok) return result.value
  throw new PortalError(subject, result.issues)
}
