/** Clients that make a mistake about refusals, and about messages that are spelt in another way. */
import { ResponseError } from 'signering-portal/http'
import { textOf, withAdapter, withFetch, withResponse, withUrl, type BrokenAdapter } from '../clients.js'

function isWebPage({ status, headers }: Response): boolean {
  return status === 200 && headers.get('Content-Type') === 'text/html'
}

export const brokenErrors: readonly BrokenAdapter[] = [
  {
    mistake: 'accepts nothing but web pages',
    caughtBy: 'accepted-media-types',
    make: withFetch(({ fetch }) => (url, init) => {
      const headers = new Headers(init?.headers)
      headers.set('Accept', 'text/html')
      return fetch(url, { ...init, headers })
    }),
  },
  {
    mistake: 'takes a poll at an address that there is not for an empty queue',
    caughtBy: 'poll-refused',
    make: withFetch(({ fetch }) => async (url, init) => {
      const response = await fetch(url, init)
      const isPoll = init?.method === 'GET' && url.endsWith('/signature-jobs')
      return isPoll && response.status === 404 ? new Response(null, { status: 204 }) : response
    }),
  },
  {
    mistake: 'crashes on an error without content',
    caughtBy: 'create-error-empty',
    make: withResponse(async (response) => {
      if (response.status >= 400 && (await textOf(response)) === '') throw new TypeError('no root element')
      return response
    }),
  },
  {
    mistake: 'crashes on an error that is a web page',
    caughtBy: 'poll-error-html',
    make: withResponse(async (response) => {
      if (response.status >= 500 && (await textOf(response)).includes('<html'))
        throw new TypeError('unexpected root element')
      return response
    }),
  },
  {
    mistake: 'crashes on an error that is plain text',
    caughtBy: 'poll-error-text',
    make: withResponse(async (response) => {
      if (response.status >= 500 && /^[^<]/.test(await textOf(response))) throw new TypeError('no root element')
      return response
    }),
  },
  {
    mistake: 'does not tell the error code',
    caughtBy: 'not-authorized',
    make: withResponse((response) =>
      response.status >= 400 && response.status !== 409 ? new Response(null, { status: response.status }) : response,
    ),
  },
  {
    mistake: 'takes the organization in the certificate for the sender',
    caughtBy: 'broker',
    make: withUrl((url) => url.replace('/123456785', '/555555555')),
  },
  {
    mistake: 'takes the organization in the certificate for the one that it asks about',
    caughtBy: 'broker-organization',
    make: withUrl((url) => url.replace(/\/123456785$/, '/555555555')),
  },
  {
    mistake: 'takes the organization in the certificate for the one whose archive it is',
    caughtBy: 'broker-archived-pades',
    make: withUrl((url) => url.replace('/123456785/archive/', '/555555555/archive/')),
  },
  {
    mistake: 'does not understand namespace prefixes',
    caughtBy: 'change-prefixed',
    make: withResponse(async (response) => {
      if (response.ok && (await textOf(response)).includes('ns4:')) throw new TypeError('unexpected element')
      return response
    }),
  },
  {
    mistake: 'does not understand namespace prefixes of errors',
    caughtBy: 'error-prefixed',
    make: withResponse(async (response) =>
      !response.ok && (await textOf(response)).includes('ns4:')
        ? new Response(null, { status: response.status })
        : response,
    ),
  },
  {
    mistake: 'refuses elements that it does not know',
    caughtBy: 'change-with-unknown-elements',
    make: withResponse(async (response) => {
      if ((await textOf(response)).includes('added-later')) throw new TypeError('unexpected element')
      return response
    }),
  },
  ...[
    ['pades', 'web-page-under-200'],
    ['xades/[0-9]+', 'web-page-under-200'],
    ['archive/documents/[0-9]+/pades', 'archived-pades-web-page'],
  ].map(([path = '', caughtBy = '']) => ({
    mistake: `saves a web page under 200 as the document at .../${path}`,
    caughtBy,
    make: withResponse((response, _, url) =>
      isWebPage(response) && new RegExp(`/[0-9]+/${path}$`).test(url) ? new Response(response.body) : response,
    ),
  })),
  {
    mistake: 'takes a web page under 200 for an empty queue',
    caughtBy: 'web-page-under-200',
    make: withFetch(({ fetch }) => async (url, init) => {
      const response = await fetch(url, init)
      const isPoll = init?.method === 'GET' && url.endsWith('/signature-jobs')
      return isPoll && isWebPage(response) ? new Response(null, { status: 204 }) : response
    }),
  },
  {
    mistake: 'takes a web page under 200 for a job that was created',
    caughtBy: 'web-page-under-200',
    make: withAdapter((adapter) => ({
      create: (job) =>
        adapter.create(job).catch((error: unknown) => {
          if (!(error instanceof ResponseError && error.status === 200)) throw error
          return { signatureJobId: '1', cancellationUrl: 'https://portal.example/api/1/cancel', reference: undefined }
        }),
    })),
  },
  ...[
    ['personalIdentificationNumber', 'log-personal-identification-numbers'],
    ['notifications', 'log-contact-details'],
  ].map(([name = '', caughtBy = '']) => ({
    mistake: `logs the ${name} of signers`,
    caughtBy,
    make: withAdapter((adapter, { log }) => ({
      create: (job) => {
        for (const signer of job.manifest.signers) log(`to sign: ${JSON.stringify(Reflect.get(signer, name))}`)
        return adapter.create(job)
      },
    })),
  })),
]
