/** Clients that send content where there is to be none, or that are particular about media types. */
import { withFetch, type BrokenAdapter } from '../clients.js'

/** A client that sends content with some requests. */
function withBody(mistake: string, caughtBy: string, method: string, address: RegExp): BrokenAdapter {
  return {
    mistake,
    caughtBy,
    make: withFetch(({ fetch }) => async (url, init) => {
      if (init?.method !== method || !address.test(url)) return fetch(url, init)
      // A `Request` of GET holds no content, but the header that tells of some.
      if (method === 'GET') return fetch(url, { ...init, headers: { ...init.headers, 'Content-Length': '2' } })
      return fetch(url, { ...init, body: Buffer.from('{}') })
    }),
  }
}

/** A client that takes messages in one spelling of their media type alone. */
function particular(mistake: string, caughtBy: string, method: string): BrokenAdapter {
  return {
    mistake,
    caughtBy,
    make: withFetch(({ fetch }) => async (url, init) => {
      const response = await fetch(url, init)
      const isMessage = init?.method === method && /\/signature-jobs(?:$|\?)/.test(url) && response.status === 200
      if (isMessage && response.headers.get('Content-Type') !== 'application/xml') throw new Error('no XML')
      return response
    }),
  }
}

export const brokenContents: readonly BrokenAdapter[] = [
  withBody('sends content with a poll', 'poll-without-body', 'GET', /\/signature-jobs(?:$|\?)/),
  withBody('sends content with a poll of a queue that has a name', 'poll-without-body', 'GET', /polling_queue=/),
  withBody('sends content with a confirmation', 'confirm-without-body', 'POST', /\/complete/),
  withBody('sends content with a cancellation', 'cancel-without-body', 'POST', /\/cancel/),
  withBody('sends content with a download of a document', 'download-without-body', 'GET', /\/pades/),
  withBody('sends content with a download of a signature', 'download-without-body', 'GET', /\/xades/),
  withBody('sends content with a deletion', 'delete-without-body', 'DELETE', /./),
  particular('takes no other spelling of the media type of a created job', 'response-media-type', 'POST'),
  particular('takes no other spelling of the media type of a status change', 'change-media-type', 'GET'),
]
