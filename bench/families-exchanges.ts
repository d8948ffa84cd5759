/**
 * Requests and responses that are made to cost much.
 *
 * @module
 */
import { createSimulator, virtualClock } from 'signering-portal/simulator'
import { namespace } from '../src/codec/spec.js'
import { readMultipart } from '../src/simulator/multipart.js'
import { makeArchive } from '../testing/bundle/archives.js'
import { everyOperation, portal, now } from '../testing/http/operations.js'
import { multipart } from '../testing/simulator/raw-client.js'
import { errorXml, response, statusChangeXml } from '../testing/http/responses.js'
import {
  everyShape,
  fewXmlShapes,
  numbered,
  repeated,
  textShapes,
  under,
  wordOf,
  xmlShapes,
  type Families,
  type Place,
} from './family.js'

const encoder = new TextEncoder()

const few = [...fewXmlShapes, 'elements with prefixes', 'comments']
const inError: Readonly<Record<string, Place>> = {
  'in an error': {
    write: (text) => errorXml().replace('</error>', () => `${text}</error>`),
    ends: 'http.status',
    shapes: few,
    early: ['elements without end'],
    largest: 1_000_000,
  },
}
const inOtherErrors: typeof inError = { 'in an error': { ...inError['in an error'], shapes: ['elements'] } as Place }
const responses: Families = Object.assign(
  {},
  ...everyOperation.map(([name, { safeRead }]) =>
    under(
      name,
      everyShape(name === 'create' ? inError : inOtherErrors, xmlShapes, (xml: string) =>
        safeRead(response(400, { 'Content-Type': 'application/xml' }, xml)),
      ),
    ),
  ),
) as Families

const headerShapes = [
  'letters',
  'digits',
  'words',
  'parameters',
  'quoted parameters',
  'backslashes',
  'commas',
  'dashes',
  'colons',
  'slashes',
]
const headers: Readonly<Record<string, Place>> = {
  'in a time to poll': {
    write: (text) => ({
      'Content-Type': 'application/xml',
      'X-Next-permitted-poll-time': `2026-01-01T00:00:00.${text}Z`,
    }),
    ends: 'accepted',
    shapes: headerShapes,
    largest: 4_000_000,
    early: headerShapes,
  },
  'in a media type': {
    write: (text) => ({ 'Content-Type': `application/xml${text}` }),
    ends: 'accepted',
    shapes: headerShapes,
    largest: 4_000_000,
    early: headerShapes,
  },
}
const change = encoder.encode(statusChangeXml())
const withHeader = (
  fields: Record<string, string>,
): ReturnType<ReturnType<typeof portal.nextStatusChange>['safeRead']> =>
  portal.nextStatusChange({ now }).safeRead({
    status: 200,
    headers: {
      get: (name: string) =>
        fields[Object.keys(fields).find((key) => key.toLowerCase() === name.toLowerCase()) ?? ''] ?? null,
    },
    body: change,
  })

/** A content in parts, with a text at one place. */
const parts = (
  header: string,
  body: string,
  boundary = 'frontier',
): { readonly type: string; readonly body: Uint8Array } => ({
  type: `multipart/mixed; boundary=${boundary}`,
  body: encoder.encode(`--frontier\r\nContent-Type: application/xml${header}\r\n\r\n${body}\r\n--frontier--\r\n`),
})
const partShapes = {
  letters: repeated('a'),
  parameters: repeated(';a=b'),
  'quoted parameters': repeated('; a="b"'),
  backslashes: repeated('\\'),
  dashes: repeated('-'),
  blanks: repeated(' '),
  'ends of lines': repeated('\r\n'),
  'lines that go on': repeated('\r\n '),
  'headers of one name': repeated('\r\na: b'),
  'headers of many names': numbered((at) => `\r\na${at}: b`),
  'beginnings of boundaries': repeated('\r\n--frontie'),
  parts: repeated('\r\n--frontier\r\n\r\n'),
}
const partPlaces: Readonly<Record<string, Place>> = {
  'in a header': {
    write: (text) => parts(text, ''),
    ends: 'object',
    shapes: ['letters', 'parameters', 'quoted parameters', 'backslashes', 'dashes', 'blanks'],
    largest: 8_000_000,
  },
  'behind a header': {
    write: (text) => parts(text, ''),
    ends: 'object',
    shapes: ['lines that go on', 'headers of one name', 'headers of many names'],
  },
  'in a body': {
    write: (text) => parts('', text),
    ends: 'object',
    shapes: ['letters', 'parameters', 'dashes', 'blanks', 'ends of lines', 'beginnings of boundaries'],
    largest: 8_000_000,
  },
  'in a content': { write: (text) => parts('', text), ends: 'object', shapes: ['parts'] },
  'in the type': {
    write: (text) => ({ type: `multipart/mixed; a=${text}; boundary=frontier`, body: parts('', '').body }),
    ends: 'undefined',
    but: { object: ['letters', 'backslashes'] },
    shapes: ['letters', 'parameters', 'quoted parameters', 'backslashes', 'blanks'],
    largest: 8_000_000,
  },
}
type Message = ReturnType<typeof parts>

const root = 'https://portal.example/api/123456785/portal/signature-jobs'
const simulated = async (request: Request): Promise<string> => {
  const simulator = createSimulator({
    clock: virtualClock(new Date('2026-01-05T12:00:00Z')),
    senders: [{ organizationNumber: '123456785', sector: 'PUBLIC' }],
    rateLimit: false,
  })
  const { status } = await simulator.handle(request)
  return String(status)
}
const request = `<portal-signature-job-request xmlns="${namespace}">`
const sent: Readonly<Record<string, Place>> = {
  'in a request': {
    write: (text) => parts('', `${request}${text}</portal-signature-job-request>`),
    ends: '400',
    shapes: few,
    early: few,
  },
  'in a query': {
    write: (text) => `${root}?polling_queue=${encodeURIComponent(text)}`,
    ends: '204',
    shapes: ['letters', 'blanks'],
    early: ['letters', 'blanks'],
  },
  'in a path': {
    write: (text) => `${root}/${encodeURIComponent(text)}/pades`,
    ends: '404',
    shapes: ['letters', 'blanks'],
  },
}
const send = async (input: Message | string): Promise<string> =>
  typeof input === 'string'
    ? simulated(new Request(input, { headers: { Accept: 'application/xml' } }))
    : simulated(
        new Request(root, {
          method: 'POST',
          headers: { 'Content-Type': input.type, Accept: 'application/xml' },
          body: new Uint8Array(input.body),
        }),
      )

const sentPackages: Families = {
  'bytes of a package': {
    make: (size) => ({
      type: 'multipart/mixed; boundary=frontier',
      body: multipart(
        `${request}</portal-signature-job-request>`,
        makeArchive([{ name: 'a.pdf', bytes: new Uint8Array(size) }]),
      ),
    }),
    use: send,
    ends: '400',
    largest: 5_000_000,
  },
}

/** Every family of an exchange. */
export const exchangeFamilies: Families = {
  ...under('read', responses),
  ...under('read', everyShape(headers, textShapes, withHeader)),
  ...under(
    'multipart',
    everyShape(partPlaces, partShapes, ({ type, body }: Message) => wordOf(() => readMultipart(type, body))),
  ),
  ...under('handle', { ...everyShape(sent, { ...xmlShapes, ...textShapes }, send), ...sentPackages }),
}
