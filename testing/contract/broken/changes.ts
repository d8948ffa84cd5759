/** Clients that make a mistake about what a status change tells. */
import type { ReportedStatusChangeResponse } from 'signering-portal/contract'
import {
  isKnownStatus,
  pollTimeOf,
  textOf,
  withAdapter,
  withChange,
  withResponse,
  withSignatures,
  withStatuses,
  type BrokenAdapter,
} from '../clients.js'

type Signatures = ReportedStatusChangeResponse['signatures']['signature']

/** A client that tells of the signers of a change in another way than it has read of them. */
function withSignatureList(spoil: (signatures: Signatures) => Signatures): BrokenAdapter['make'] {
  return withChange(({ signatures, ...change }) => ({
    ...change,
    signatures: { ...signatures, signature: spoil(signatures.signature) },
  }))
}

/** How a client keeps the signers of a change apart, though it should not. */
const keys: readonly (readonly [by: string, keyOf: (signature: Signatures[number]) => string | undefined])[] = [
  ['national identity number', (one) => one.personalIdentificationNumber],
  [
    'national identity number or e-mail address',
    (one) => one.personalIdentificationNumber ?? one.identifier?.email?.address,
  ],
  [
    'national identity number, mobile number or e-mail address',
    (one) => one.personalIdentificationNumber ?? one.identifier?.sms?.number ?? one.identifier?.email?.address,
  ],
]

export const brokenChanges: readonly BrokenAdapter[] = [
  ...keys.flatMap(([by, keyOf]) => {
    const byKey = (signatures: Signatures): ReadonlyMap<string | undefined, Signatures[number]> =>
      new Map(signatures.map((one) => [keyOf(one), one]))
    return [
      {
        mistake: `looks the status of a signer up by ${by}`,
        caughtBy: 'change-contact-signers-apart',
        make: withSignatureList((signatures) =>
          signatures.map((one) => ({ ...one, status: byKey(signatures).get(keyOf(one))?.status ?? one.status })),
        ),
      },
      {
        mistake: `looks the xades-url of a signer up by ${by}`,
        caughtBy: 'change-contact-signers-apart',
        make: withSignatureList((signatures) =>
          signatures.map((one) => ({ ...one, xadesUrl: byKey(signatures).get(keyOf(one))?.xadesUrl })),
        ),
      },
    ]
  }),
  ...[3, 9].map((most) => ({
    mistake: `drops signers of a change beyond ${most}`,
    caughtBy: 'change-ten-signers',
    make: withSignatureList((signatures) => signatures.slice(0, most)),
  })),
  {
    mistake: 'finds the status of a signer equal to none of its own',
    caughtBy: 'signed-by-all',
    make: withStatuses(() => 'UNKNOWN'),
  },
  {
    mistake: 'takes a signer status that it does not know for SIGNED',
    caughtBy: 'change-of-unknown-status',
    make: withStatuses((value) => (isKnownStatus(value) ? value : 'SIGNED')),
  },
  {
    mistake: 'takes a job for completed once anybody has signed',
    caughtBy: 'signed-by-all',
    make: withChange((change) =>
      change.signatures.padesUrl === undefined ? change : { ...change, status: 'COMPLETED_SUCCESSFULLY' },
    ),
  },
  {
    mistake: 'takes a job that failed for one that nobody has signed',
    caughtBy: 'rejected-after-signed',
    make: withStatuses((value, { status }) => (status === 'FAILED' && value === 'SIGNED' ? 'NOT_APPLICABLE' : value)),
  },
  {
    mistake: 'hides the signed document until all have signed',
    caughtBy: 'pades-partly-signed',
    make: withChange(({ signatures, ...change }) => ({
      ...change,
      signatures: {
        ...signatures,
        padesUrl: change.status === 'COMPLETED_SUCCESSFULLY' ? signatures.padesUrl : undefined,
      },
    })),
  },
  {
    mistake: 'hides the signed document of a job that failed',
    caughtBy: 'cancel-partly-signed',
    make: withChange(({ signatures, ...change }) => ({
      ...change,
      signatures: { ...signatures, padesUrl: change.status === 'FAILED' ? undefined : signatures.padesUrl },
    })),
  },
  {
    mistake: 'makes the address itself at which documents are deleted',
    caughtBy: 'delete-not-yet',
    make: withChange((change) => ({
      ...change,
      deleteDocumentsUrl: change.confirmationUrl.replace(/\/complete.*/, '/documents'),
    })),
  },
  {
    mistake: 'takes a job that was cancelled for one that goes on',
    caughtBy: 'cancel',
    make: withChange((change) =>
      change.signatures.signature.some(({ status }) => status.value === 'CANCELLED')
        ? { ...change, status: 'IN_PROGRESS' }
        : change,
    ),
  },
  {
    mistake: 'takes signers of a cancelled job for such as have rejected',
    caughtBy: 'cancel',
    make: withStatuses((value) => (value === 'CANCELLED' ? 'REJECTED' : value)),
  },
  {
    mistake: 'takes all signers of a cancelled job for cancelled',
    caughtBy: 'cancel-partly-signed',
    make: withStatuses((value, { signatures }) =>
      signatures.signature.some(({ status }) => status.value === 'CANCELLED') ? 'CANCELLED' : value,
    ),
  },
  {
    mistake: 'keeps the cancellation-url of a job that has ended',
    caughtBy: 'cancel',
    make: withAdapter((adapter) => {
      let cancellationUrl: string | undefined
      return {
        create: async (job) => {
          const response = await adapter.create(job)
          cancellationUrl = response.cancellationUrl
          return response
        },
        nextStatusChange: async (queue) => {
          const result = await adapter.nextStatusChange(queue)
          if (result.kind !== 'statusChange') return result
          return { ...result, statusChange: { ...result.statusChange, cancellationUrl } }
        },
      }
    }),
  },
  {
    mistake: 'crashes on a signer without a national identity number, which it masks',
    caughtBy: 'change-contact-signers',
    make: withSignatures((signature) => {
      if (signature.personalIdentificationNumber === undefined) throw new TypeError('cannot read length of undefined')
      return signature
    }),
  },
  {
    mistake: 'tells contact details that are too short to be masked as asterisks',
    caughtBy: 'change-shortest-contact-details',
    make: withSignatures((signature) => {
      const { email, sms } = signature.identifier ?? {}
      if ((sms?.number.length ?? 6) >= 6 && (email?.address.length ?? 8) >= 8) return signature
      return { ...signature, identifier: { email: email && { address: '***' }, sms: sms && { number: '***' } } }
    }),
  },
  {
    mistake: 'holds the id of the job of a change in a number',
    caughtBy: 'queue-default',
    make: withChange((change) => ({ ...change, signatureJobId: String(Number(change.signatureJobId)) })),
  },
  {
    mistake: 'takes a job that all have signed for one that goes on',
    caughtBy: 'signed-by-all',
    make: withChange((change) =>
      change.status === 'COMPLETED_SUCCESSFULLY' ? { ...change, status: 'IN_PROGRESS' } : change,
    ),
  },
  {
    mistake: 'takes a job with a signer status that it does not know for one that goes on',
    caughtBy: 'change-of-unknown-status',
    make: withChange((change) =>
      change.signatures.signature.every(({ status }) => isKnownStatus(status.value))
        ? change
        : { ...change, status: 'IN_PROGRESS' },
    ),
  },
  ...[0, 1].flatMap((index) => [
    {
      mistake: `takes one signer of a cancelled job for one who waits (${index})`,
      caughtBy: 'cancel',
      make: withChange(({ signatures, ...change }) => ({
        ...change,
        signatures: {
          ...signatures,
          signature: signatures.signature.map((one, at) =>
            at === index && one.status.value === 'CANCELLED'
              ? { ...one, status: { ...one.status, value: 'WAITING' } }
              : one,
          ),
        },
      })),
    },
    {
      mistake: `makes the xades-url itself of a signer who has not signed (${index})`,
      caughtBy: 'pades-absent',
      make: withChange(({ signatures, ...change }) => ({
        ...change,
        signatures: {
          ...signatures,
          signature: signatures.signature.map((one, at) =>
            at === index
              ? { ...one, xadesUrl: one.xadesUrl ?? change.confirmationUrl.replace(/complete.*/, `xades/${at + 1}`) }
              : one,
          ),
        },
      })),
    },
  ]),
  {
    mistake: 'makes the pades-url itself before anybody has signed',
    caughtBy: 'pades-absent',
    make: withChange(({ signatures, ...change }) => ({
      ...change,
      signatures: { ...signatures, padesUrl: change.confirmationUrl.replace(/complete.*/, 'pades') },
    })),
  },
  {
    mistake: 'drops delete-documents-url',
    caughtBy: 'delete-announced',
    make: withChange((change) => ({ ...change, deleteDocumentsUrl: undefined })),
  },
  {
    mistake: 'does not find pades-url with a namespace prefix',
    caughtBy: 'change-prefixed',
    make: withResponse(async (response) => {
      const text = await textOf(response)
      const spoilt = text.replace(/<ns4:pades-url>.*<.ns4:pades-url>/, '')
      return spoilt === text ? response : new Response(spoilt, { status: 200, headers: pollTimeOf(response) })
    }),
  },
]
