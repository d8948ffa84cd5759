/** Something that is known to have gone wrong in other clients. */
export interface KnownDefect {
  /** What a client does that has it. */
  readonly defect: string
  /** The client in ./broken that has it, and is right but for that: its mistake. */
  readonly mistake: string
  /** The cases that find it: the client fails each of them. */
  readonly cases: readonly string[]
  /** What of the defect no client can show. */
  readonly note?: string
}

/** What is known to have gone wrong in other clients, a client of each, and the cases that it fails. */
export const knownDefects: readonly KnownDefect[] = [
  {
    defect: 'nonsensitive-title is dropped',
    mistake: 'drops nonsensitiveTitle of the manifest',
    cases: ['manifest-nonsensitive-title', 'manifest-nonsensitive-title-longest'],
  },
  {
    defect: 'order is dropped',
    mistake: 'drops order of signers',
    cases: ['manifest-order', 'manifest-ten-signers', 'chained-signers', 'chain-expires'],
  },
  {
    defect: 'on-behalf-of is dropped',
    mistake: 'drops onBehalfOf of signers',
    cases: ['manifest-on-behalf-of'],
  },
  {
    defect: 'availability is dropped',
    mistake: 'drops availability of the manifest',
    cases: [
      'manifest-availability',
      'manifest-available-seconds-alone',
      'refused-availability-too-long',
      'chain-expires',
      'activation-time',
    ],
  },
  {
    defect: 'signature-type is dropped',
    mistake: 'drops signatureType of signers',
    cases: ['manifest-signature-type'],
  },
  {
    defect: 'a class of statuses is equal to none of its own values',
    mistake: 'finds the status of a signer equal to none of its own',
    cases: ['signed-by-all', 'signer-rejected', 'signer-blocked', 'cancel', 'change-of-unknown-status'],
    note: 'Equality within a client cannot be seen. What comes of it can: a status that is not told by its name.',
  },
  {
    defect: 'the name of a polling queue is not percent-encoded',
    mistake: 'does not percent-encode the name of the queue',
    cases: ['queue-name-plus', 'queue-name-ampersand', 'queue-name-percent', 'queue-name-slash'],
    note: 'A space and a letter beyond ASCII arrive all the same, since the URLs of fetch have them percent-encoded.',
  },
  {
    defect: 'the permitted time is read in the local culture',
    mistake: 'reads the permitted time in the calendar of its own culture, which is 543 years ahead',
    cases: ['poll-time-offset', 'poll-time-zulu', 'poll-time-microseconds', 'poll-too-early-time', 'poll-empty'],
  },
  {
    defect: 'the permitted time is read in the local time zone',
    mistake: 'drops the offset of the permitted time',
    cases: ['poll-time-offset', 'poll-time-microseconds', 'poll-too-early-time'],
  },
  {
    defect: 'a missing permitted time crashes',
    mistake: 'crashes when the permitted time is missing',
    cases: ['poll-time-missing', 'poll-rate-block'],
  },
  {
    defect: 'cancelling takes only 200',
    mistake: 'accepts only 200 from .../cancel',
    cases: ['cancel', 'cancel-202', 'cancel-204', 'cancel-partly-signed'],
  },
  {
    defect: 'an error with an empty body crashes',
    mistake: 'crashes on an error without content',
    cases: ['create-error-empty', 'poll-error-empty', 'cancel-ended-empty', 'cancel-refused', 'confirm-fails'],
  },
  {
    defect: 'an unknown signer status crashes',
    mistake: 'crashes on a signer status that it does not know',
    cases: ['change-of-unknown-status'],
  },
  {
    defect: 'an error in a prefixed namespace is not understood',
    mistake: 'does not understand namespace prefixes of errors',
    cases: ['error-prefixed'],
  },
  {
    defect: 'other messages in a prefixed namespace are not understood',
    mistake: 'does not understand namespace prefixes',
    cases: ['response-prefixed', 'change-prefixed'],
  },
  {
    defect: 'a personal number shorter than six characters crashes the masking',
    mistake: 'crashes on contact details that are too short to be masked',
    cases: ['change-shortest-contact-details'],
    note: 'No such number can arrive, since the schema wants eleven digits ([0-9]{11}): contact details that short can.',
  },
  {
    defect: 'a personal number that is not there crashes the masking',
    mistake: 'crashes on a signer without a national identity number, which it masks',
    cases: ['change-contact-signers', 'change-shortest-contact-details', 'signer-blocked'],
  },
  {
    defect: 'e-mail addresses and phone numbers stand unmasked in logs',
    mistake: 'logs the notifications of signers',
    cases: ['log-contact-details'],
  },
]
