/** Remedies of issues in exchanges: HTTP, TLS, the command line, the simulated portal and the contract cases. */
import { remediesOf, type RemediesOf } from './remedy.js'

/** By the codes of `http`, `tls`, `cli`, `check`, `simulator` and `contract`. */
export const exchangeRemedies: RemediesOf<'http' | 'tls' | 'cli' | 'check' | 'simulator' | 'contract'> = remediesOf({
  'http.root': [
    'The address was taken from a browser, or has no `https://` before it.',
    'Take one of `environments`. `http` is accepted on the machine itself only (127.0.0.1, localhost, [::1]).',
  ],
  'http.organization-number': [
    'The number has spaces, a country code, or went through a JavaScript number.',
    'Give nine digits as text, such as `988015814`.',
  ],
  'http.user-agent': [
    'The text has a line break or letters beyond ASCII.',
    'Give a name and a version, such as `archive/2.1`.',
  ],
  'http.polling-queue': [
    'A variable of the configuration is empty.',
    'Leave `pollingQueue` out for the default queue, or give the name that the job was created with.',
  ],
  'http.document-id': ['The id was cut out of an address, or is empty.', 'Give the id as the archive gave it.'],
  'http.url': [
    'An address was put together or changed on its way through a database.',
    'Store the addresses of responses as they came, and hand them over unchanged.',
  ],
  'http.url-origin': [
    'The address is of another environment than the root, or a proxy stands between.',
    'Make `portalOperations` with the root of the environment in which the job was created.',
  ],
  'http.status': [
    'The service refuses the request; the `error` element in its answer says why.',
    'Read `error.serviceError`: `NOT_AUTHORIZED` and `BROKER_NOT_AUTHORIZED` are about who you are, the others about what you sent. Where `error.transient` is true, try again later, but for `create`.',
  ],
  'http.content-type': [
    'Something between you and the service answered: a proxy, or a page of maintenance.',
    'Print status and headers, and ask who runs the proxy. Check the root.',
  ],
  'http.body-empty': [
    'Something between you and the service dropped the content.',
    'Try again later; for `create`, look first whether the job exists.',
  ],
  'http.body-too-large': [
    'A signed document is larger than the limit that was given, or the answer is not the message.',
    'Give `bytes` or `stream` a larger limit; for messages, raise `maximumResponseBytes`.',
  ],
  'http.body-interrupted': [
    'The connection broke in the middle of the answer.',
    'Send again what may be sent again: everything but `create`. A status change whose answer was lost comes back after 10 minutes.',
  ],
  'http.poll-time-missing': [
    'A proxy drops the header `X-Next-permitted-poll-time`.',
    'Let it through. Until then the queue is asked every 10 minutes.',
  ],
  'http.poll-time-invalid': [
    'A proxy or a simulator of your own writes the header in another form.',
    'Write a date and time with an offset, by ISO 8601.',
  ],
  'http.poll-time-past': ['The clock of your machine is ahead of that of the service.', 'Synchronize it (NTP).'],
  'http.poll-time-far': [
    'The clock of your machine is behind, or the service has its reasons.',
    'Synchronize it (NTP). If it is right, wait: the time is kept to.',
  ],
  'http.clock-put-back': [
    'The clock was corrected while the program ran, or machines that share a queue differ.',
    'Synchronize all of them (NTP), by slewing rather than by jumps.',
  ],
  'http.poll-too-early': [
    'Somebody else asks the same queue, or your clock is a little ahead.',
    'Give each application a queue of its own (`pollingQueue`), and each queue one row for its state. Synchronize the clock.',
  ],
  'http.rate-limited': [
    'Several programs of one organization call at the same time, or a loop does not wait.',
    'Wait for 30 seconds; `statusChanges` and `pollOnce` do. Spread the calls: at most 10 a second for the whole organization.',
  ],
  'http.polling-state': [
    'The row was written by another version, by hand, or for another environment.',
    'Start without a state: that is safe, and costs one request that may be too early.',
  ],
  'http.connection': [
    'A firewall, a proxy, a name that is not known, or a certificate that either side does not trust.',
    'Look at `error.code` and `error.requestSent`, and run `signering-portal check`. Send again where nothing was sent; `create` never otherwise.',
  ],
  'http.timeout': [
    'The network lost the connection, or the service took longer than the timeout.',
    'Send again what may be sent again. After a `create`, wait for its status change, and let a person look before it is sent again.',
  ],
  'tls.client-certificate': [
    'Certificate and key are swapped, the PKCS#12 is in an old form (RC2), or the path leads to an empty file.',
    'Open the file with `openssl pkcs12 -info`. One with RC2 is written anew as the page Troubleshooting shows.',
  ],
  'tls.ca': [
    'Neither `environment` nor `ca` was given, or a path in place of the content.',
    "Give `environment: 'production'` or `'test'`; for a simulated portal `ca`, the content of its root.pem.",
  ],
  'tls.server-organization': [
    'The address is not that of the service, or something in between ends TLS, such as a proxy that looks into it.',
    'Check the root, and let connections to the service pass the proxy untouched. Do not turn the check off.',
  ],
  'tls.server-certificate': [
    'The environment is the other one, the clock is wrong, or something in between ends TLS.',
    'Check `environment` against the root, and the clock of the machine.',
  ],
  'tls.client-refused': [
    'The certificate is one of the other environment, has expired, or its authority is not sent along.',
    'Run `signering-portal check`. Give the certificates between yours and the root after it in `cert`.',
  ],
  'cli.usage': ['An option is misspelled, or does not go with another.', 'Run the command with `--help`.'],
  'cli.unusable': [
    'A path is wrong, a port is taken, or an optional package is not installed.',
    'The message names the file, the port or the package: `npm install` it, or choose another.',
  ],
  'cli.interrupted': ['Somebody pressed Ctrl-C, or the machine shuts down.', 'Run it again.'],
  'check.organization': [
    'The certificate is a personal one, or you are a broker for the organization that you named.',
    'Order an enterprise certificate. As a broker, go on: it is a warning.',
  ],
  'check.environment': [
    'A test certificate is used in production, or the other way round.',
    'Take the certificate of the environment. Both have authorities of their own.',
  ],
  'check.clock': [
    'The machine is not synchronized.',
    'Turn on NTP: a package must be signed within 5 seconds of the time of the service.',
  ],
  'simulator.job-unknown': [
    'The portal was made anew since, or the job was forgotten after its end.',
    'Take the id from the answer to `create`, from the same portal.',
  ],
  'simulator.signer-unknown': ['The signer was counted from 0.', 'Count from 1, in the order of the manifest.'],
  'simulator.signer-closed': [
    'Those with a lower `order` have not all signed, the time is over, or the job has ended.',
    'Let the others sign first, or move the clock.',
  ],
  'simulator.status': [
    'The status comes to such a signer never, or only together with others.',
    'The page The simulated portal says who can get which.',
  ],
  'simulator.deadline': [
    'The time is before the one that it has, or nobody can sign any more.',
    'Give a later time, while the job is in progress.',
  ],
  'simulator.options': [
    'Data of a configuration that was not checked.',
    'The property of the issue names the option, and its message what it may be.',
  ],
  'simulator.snapshot': [
    'It was written by another version, or changed.',
    'Start without it, or with the version that wrote it.',
  ],
  'simulator.fault': [
    'A kind that there is not, or a number of times that is none.',
    'Take one of the kinds on the page The simulated portal.',
  ],
  'simulator.control': [
    'The content is no JSON, or does not have the properties of the request.',
    'See `schema/control.openapi.json`.',
  ],
  'contract.case': ['The id is misspelled.', 'Run `signering-portal contract --list`.'],
  'contract.known-failing': [
    'A case was renamed in the list, or its reason was forgotten.',
    'Write a line for each, with its id and why; the message says where.',
  ],
})
