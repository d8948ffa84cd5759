/** Clients that log personal data in some spelling, or at some time. */
import type { ManifestWithDocuments, PortalSigner } from 'signering-portal/codec'
import type { Adapter, AdapterContext } from 'signering-portal/contract'
import { ResponseError } from 'signering-portal/http'
import {
  isKnownStatus,
  textOf,
  withAdapter,
  withChangeAgain,
  withFetch,
  withJob,
  withResponse,
  withSignatures,
  type BrokenAdapter,
} from '../clients.js'

/** A client that remembers the signers of the last job, and logs them when it should not. */
function knowingSigners(spoil: (adapter: Adapter, logSigners: () => void) => Partial<Adapter>): BrokenAdapter['make'] {
  return withAdapter((adapter, { log }) => {
    let signers = ''
    return {
      create: (job) => {
        signers = JSON.stringify(job.manifest.signers)
        return adapter.create(job)
      },
      ...spoil(adapter, () => {
        log(signers)
      }),
    }
  })
}

const spellings: readonly (readonly [how: string, caughtBy: string, spell: (signer: PortalSigner) => string])[] = [
  [
    'national identity numbers with a space',
    'log-personal-identification-numbers',
    ({ personalIdentificationNumber = '' }) => personalIdentificationNumber.replace(/(?<=^.{6})/, ' '),
  ],
  [
    'national identity numbers but for the last digit',
    'log-personal-identification-numbers',
    ({ personalIdentificationNumber = '' }) => personalIdentificationNumber.replace(/.$/, '*'),
  ],
  [
    'signers in base64',
    'log-personal-identification-numbers',
    (signer) => Buffer.from(JSON.stringify(signer)).toString('base64'),
  ],
  [
    'signers as part of an address',
    'log-contact-details',
    (signer) => encodeURIComponent(JSON.stringify(signer.notifications)),
  ],
  [
    'signers with the references of XML',
    'log-personal-identification-numbers',
    ({ personalIdentificationNumber = '' }) =>
      personalIdentificationNumber.replace(/./g, (digit) => `&#${digit.charCodeAt(0)};`),
  ],
  [
    'e-mail addresses with the escapes of JSON',
    'log-contact-details',
    (signer) => JSON.stringify(signer.notifications ?? {}).replaceAll('@', '\\u0040'),
  ],
  [
    'e-mail addresses in capitals',
    'log-contact-details',
    (signer) => String(signer.notifications?.email?.address.toUpperCase()),
  ],
  [
    'mobile numbers in pairs',
    'log-contact-details',
    (signer) => String(signer.notifications?.sms?.number.replace(/(..)(?=.)/g, '$1 ')),
  ],
]

/** A client that logs something of a message that it cannot read. */
async function withLogOfUnreadable(context: AdapterContext, of: RegExp): Promise<Adapter> {
  let last = ''
  const adapter = await withFetch(({ fetch }) => async (url, init) => {
    const response = await fetch(url, init)
    if (response.status === 200) last = await response.clone().text()
    return response
  })(context)
  return {
    ...adapter,
    nextStatusChange: (queue) =>
      adapter.nextStatusChange(queue).catch((error: unknown) => {
        const [, logged] = of.exec(last) ?? []
        if (logged !== undefined) context.log(`cannot be read: ${logged}`)
        throw error
      }),
  }
}

export const brokenLogs: readonly BrokenAdapter[] = [
  ...spellings.map(([how, caughtBy, spell]) => ({
    mistake: `logs ${how}`,
    caughtBy,
    make: withAdapter((adapter, { log }) => ({
      create: (job) => {
        for (const signer of job.manifest.signers) log(`to sign: ${spell(signer)}`)
        return adapter.create(job)
      },
    })),
  })),
  {
    mistake: 'logs signers once it has logged much',
    caughtBy: 'log-personal-identification-numbers',
    make: withAdapter((adapter, { log }) => ({
      create: (job) => {
        for (let line = 0; line < 10_000; line += 1) log('.')
        log(JSON.stringify(job.manifest.signers))
        return adapter.create(job)
      },
    })),
  },
  {
    mistake: 'shows signers on its output',
    caughtBy: 'log-personal-identification-numbers',
    make: withAdapter((adapter, { trace }) => ({
      create: (job) => {
        trace({ kind: 'output', text: JSON.stringify(job.manifest.signers) })
        return adapter.create(job)
      },
    })),
  },
  {
    mistake: 'logs a status change that it cannot read',
    caughtBy: 'log-unreadable-change',
    make: (context) => withLogOfUnreadable(context, /((?:<html|<signature-job-id)[^]*)/),
  },
  {
    mistake: 'logs a status change that breaks the schema alone',
    caughtBy: 'log-invalid-change',
    make: (context) => withLogOfUnreadable(context, /(<signatures>\s*<signature>[^]*)<confirmation-url>/),
  },
  {
    mistake: 'logs text where there are to be elements alone',
    caughtBy: 'log-invalid-change',
    make: (context) => withLogOfUnreadable(context, /<signatures>([0-9]+)/),
  },
  {
    mistake: 'logs an attribute that it does not know',
    caughtBy: 'log-invalid-change',
    make: withResponse(async (response, { log }) => {
      const [attribute] = /<signature [a-z]+="[^"]*"/.exec(await textOf(response)) ?? []
      if (attribute !== undefined) log(`not expected: ${attribute}`)
      return response
    }),
  },
  {
    mistake: 'logs title and description',
    caughtBy: 'log-odd-answers',
    make: withAdapter((adapter, { log }) => ({
      create: (job) => {
        log(`${job.manifest.title}: ${job.manifest.description ?? ''}`)
        return adapter.create(job)
      },
    })),
  },
  {
    mistake: 'logs signers when no response to a create comes',
    caughtBy: 'log-odd-answers',
    make: withAdapter((adapter, { log }) => ({
      create: (job) =>
        adapter.create(job).catch((error: unknown) => {
          if (!(error instanceof ResponseError)) log(JSON.stringify(job.manifest.signers))
          throw error
        }),
    })),
  },
  {
    mistake: 'logs whose status it does not know',
    caughtBy: 'log-odd-answers',
    make: (context) =>
      withSignatures((one) => {
        if (!isKnownStatus(one.status.value)) context.log(`unknown status of ${one.personalIdentificationNumber ?? ''}`)
        return one
      })(context),
  },
  {
    mistake: 'logs a change that it has told before',
    caughtBy: 'log-later-polls',
    make: withChangeAgain((change, { log }) => {
      log(`once more: ${JSON.stringify(change)}`)
      return change
    }),
  },
  ...(
    [
      ['noChange', 'log-later-polls', 'a later poll finds nothing'],
      ['tooEager', 'log-poll-too-early', 'a poll is too early'],
    ] as const
  ).map(([kind, caughtBy, when]) => ({
    mistake: `logs signers of whom it has known before when ${when}`,
    caughtBy,
    make: knowingSigners((adapter, logSigners) => ({
      nextStatusChange: async (queue) => {
        const result = await adapter.nextStatusChange(queue)
        if (result.kind === kind) logSigners()
        return result
      },
    })),
  })),
  ...(['cancel', 'confirm', 'deleteDocuments', 'downloadPades', 'downloadXades', 'downloadArchivedPades'] as const).map(
    (name) => ({
      mistake: `logs signers of whom it has known before when ${name} is refused`,
      caughtBy: name === 'downloadArchivedPades' ? 'log-archive' : 'log-refused-operations',
      make: knowingSigners((adapter, logSigners) => ({
        [name]: (url: string) =>
          adapter[name](url).catch((error: unknown) => {
            logSigners()
            throw error
          }),
      })),
    }),
  ),
  ...(
    [
      ['downloadPades', 'log-personal-identification-numbers'],
      ['downloadArchivedPades', 'log-archive'],
    ] as const
  ).map(([name, caughtBy]) => ({
    mistake: `logs what it downloads with ${name}`,
    caughtBy,
    make: withAdapter((adapter, { log }) => ({
      [name]: async (where: string) => {
        const bytes = await adapter[name](where)
        log(Buffer.from(bytes).toString('base64'))
        return bytes
      },
    })),
  })),
  ...(
    [
      ['a header', (url: string) => url, (signer: string) => ({ 'X-Correlation-Id': `job-of-${signer}` })],
      ['the address', (url: string, signer: string) => `${url}${url.includes('?') ? '&' : '?'}signer=${signer}`],
    ] as const
  ).map(([where, addressOf, headersOf]) => ({
    mistake: `names the first signer of the last job in ${where} of its requests`,
    caughtBy: 'personal-data-elsewhere',
    make: async (context: AdapterContext) => {
      let signer = ''
      const { create, ...others } = await withFetch(({ fetch }) => async (url, init) => {
        if (signer === '') return fetch(url, init)
        const headers = new Headers(init?.headers)
        for (const [field, value] of Object.entries(headersOf?.(signer) ?? {})) headers.set(field, value)
        return fetch(addressOf(url, signer), { ...init, headers })
      })(context)
      return {
        ...others,
        create: async (job) => {
          const response = await create(job)
          signer = job.manifest.signers[0]?.personalIdentificationNumber ?? ''
          return response
        },
      } satisfies Adapter
    },
  })),
  {
    mistake: 'names the files of documents by the first signer',
    caughtBy: 'personal-data-elsewhere',
    make: withJob((job) => {
      const named = <T extends { readonly href: string }>(document: T): T => ({
        ...document,
        href: `${job.manifest.signers[0]?.personalIdentificationNumber ?? ''}-${document.href}`,
      })
      const listed = (job.manifest as ManifestWithDocuments).documents.map(named)
      return { ...job, documents: job.documents.map(named), manifest: { ...job.manifest, documents: listed } }
    }),
  },
  ...(['cancel', 'deleteDocuments', 'nextStatusChange', 'downloadArchivedPades'] as const).map((name) => ({
    mistake: `logs signers of whom it has known before, at ${name}`,
    caughtBy: name === 'downloadArchivedPades' ? 'log-archive' : 'log-other-operations',
    make: knowingSigners((adapter, logSigners) => ({
      [name]: (argument: never) => {
        logSigners()
        return adapter[name](argument)
      },
    })),
  })),
]
