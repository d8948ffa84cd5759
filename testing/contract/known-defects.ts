/**
 * What is known to have gone wrong in other clients, and the cases that find it.
 */
export const knownDefects: readonly (readonly [defect: string, cases: readonly string[], note?: string])[] = [
  ['nonsensitive-title is dropped', ['manifest-nonsensitive-title']],
  ['order is dropped', ['manifest-order', 'manifest-ten-signers', 'chained-signers', 'chain-expires']],
  ['on-behalf-of is dropped', ['manifest-on-behalf-of']],
  [
    'availability is dropped',
    ['manifest-availability', 'manifest-available-seconds-alone', 'activation-time', 'chain-expires'],
  ],
  ['signature-type is dropped', ['manifest-signature-type']],
  [
    'a class of statuses is equal to none of its own values',
    ['signed-by-all', 'signer-rejected', 'signer-blocked', 'change-of-unknown-status'],
    'Equality within a client cannot be seen: that a status is reported by its name can.',
  ],
  [
    'the name of a polling queue is not percent-encoded',
    ['queue-name-space', 'queue-name-plus', 'queue-name-ampersand', 'queue-name-percent', 'queue-name-slash'],
  ],
  [
    'the permitted time is read in the local culture, or time zone',
    ['poll-time-offset', 'poll-time-zulu', 'poll-time-microseconds', 'poll-too-early-time'],
  ],
  ['a missing permitted time crashes', ['poll-time-missing', 'poll-rate-block']],
  ['cancelling takes only 200', ['cancel-202', 'cancel-204', 'cancel-partly-signed']],
  ['an error with an empty body crashes', ['create-error-empty', 'poll-error-empty', 'cancel-ended-empty']],
  ['an unknown signer status crashes', ['change-of-unknown-status']],
  ['prefixed namespaces are not understood', ['error-prefixed', 'response-prefixed', 'change-prefixed']],
  [
    'a personal number shorter than six characters crashes the masking',
    ['change-shortest-contact-details', 'log-personal-identification-numbers'],
    'The schema has eleven digits ([0-9]{11}), so that no shorter one can arrive: contact details that short can.',
  ],
  ['e-mail addresses and phone numbers stand unmasked in logs', ['log-contact-details']],
]
