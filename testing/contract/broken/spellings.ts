/** Clients that read messages in one form alone, though XML and its schema know others. */
import { withResponse, type BrokenAdapter } from '../clients.js'

const messages: readonly (readonly [message: string, caughtBy: string, element: string])[] = [
  ['the response to a create', 'response-in-any-form', 'portal-signature-job-response'],
  ['a status change', 'change-in-any-form', 'portal-signature-job-status-change-response'],
  ['an error', 'error-in-any-form', 'error'],
]

/** What it reads of a message: another one, or none. */
type Spoil = (text: string) => string | undefined

const ways: readonly (readonly [how: string, spoil: Spoil])[] = [
  ['crashes on a byte order mark before', (text) => (text.startsWith('\uFEFF') ? undefined : text)],
  ['crashes on a processing instruction in', (text) => (/<\?(?!xml )/.test(text) ? undefined : text)],
  ['reads texts as far as the first comment of', (text) => text.replace(/<!--[^>]*-->[^<]*/g, '')],
  ['drops CDATA sections of', (text) => text.replace(/<!\[CDATA\[.*?\]\]>/gs, '')],
  ['crashes on white space between elements of', (text) => (/>\s+<(?!portal|error[ >])/.test(text) ? undefined : text)],
]

/** A client that spoils what it reads of one kind of message. */
function reading(element: string, spoil: Spoil): BrokenAdapter['make'] {
  return withResponse(async (response) => {
    const { status, headers } = response
    const text = Buffer.from(
      await response
        .clone()
        .arrayBuffer()
        .catch(() => new ArrayBuffer()),
    ).toString()
    if (!text.includes(`<${element} `)) return response
    const read = spoil(text)
    if (read === undefined && response.ok) throw new SyntaxError('cannot be read')
    return read === text ? response : new Response(read ?? '', { status, headers: withoutLength(headers) })
  })
}

function withoutLength(headers: Headers): Headers {
  const others = new Headers(headers)
  others.delete('Content-Length')
  return others
}

export const brokenSpellings: readonly BrokenAdapter[] = [
  ...messages.flatMap(([message, caughtBy, element]) =>
    ways.map(([how, spoil]) => ({ mistake: `${how} ${message}`, caughtBy, make: reading(element, spoil) })),
  ),
  ...messages.slice(0, 2).map(([message, caughtBy, element]) => ({
    mistake: `takes white space around the id of a job for a part of it in ${message}`,
    caughtBy,
    make: reading(element, (text) => (/<signature-job-id>\s/.test(text) ? undefined : text)),
  })),
]
