/**
 * Gives long texts of few characters, one after the other, to whatever reads text or bytes of others, and prints what is thrown
 * that is no outcome. `test/long-texts.test.ts` runs it with `node --no-regexp-optimization`, as V8 runs a process in which it has
 * compiled many regular expressions: there each step of most loops of one takes memory, of which there is little.
 *
 * @module
 */
import { Readable } from 'node:stream'
import * as fc from 'fast-check'
import { safeSigningKeyFromPem } from 'signering-portal/bundle'
import { PortalError, isDateTime, isSafeHref, safeDateFromDateTime, type Codec } from 'signering-portal/codec'
import { exposeInProcess, runCases, type Adapter } from 'signering-portal/contract'
import { portalOperations, redact, type HttpResponse } from 'signering-portal/http'
import { safePrepareJob } from 'signering-portal/manifest'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { createSimulator, virtualClock } from 'signering-portal/simulator'
import { readJson } from '../src/cli/json-text.js'
import { main } from '../src/cli/main.js'
import { readValue } from '../src/contract/driver-answer.js'
import { answerControl } from '../src/simulator/control.js'
import { readMultipart } from '../src/simulator/multipart.js'
import { comparableName, distinguishedName, type Name } from '../src/x509/distinguished-name.js'
import { readGeneralNames } from '../src/x509/general-name.js'
import { makeSender } from './certificates.js'
import { everyOperation } from './http/operations.js'
import { organizationNumber, root } from './http/responses.js'
import { plainJob } from './manifest/jobs.js'
import { valuedCodecs } from './properties/valued-codecs.js'

/** More than the steps that there is memory for, each of which takes 16 bytes of 64 MiB. */
const length = 4_300_000

/** What texts are made of. With `all` many more: no expression that ever failed needed one of them. */
const units = ['1', 'a.', ' ', '/']
if (process.argv.includes('all'))
  units.push('a', '.', '\r\n', '-', 'QUJD', '&amp;', '%41', '"', '\\', '\\"', '[', '=', ';', 'a=b;', ':', 'å', '😀')

const texts = new Map<string, string>()
/** Made once, and in one piece. */
function textOf(unit: string): string {
  const text =
    texts.get(unit) ?? Buffer.alloc(Math.ceil(length / unit.length) * Buffer.byteLength(unit), unit).toString()
  texts.set(unit, text)
  return text
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

type Use = (text: string) => unknown

const places: Record<string, Use> = {}

// Every text of every message is written, and what stands for each kind of value is read.

const withTexts = (value: unknown, text: string): unknown =>
  typeof value === 'string'
    ? text
    : Array.isArray(value)
      ? value.map((member) => withTexts(member, text))
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTexts(member, text)]))
        : value

/** The names within a value. */
const namesIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => [name, ...namesIn(member)])
    : []

for (const { use } of valuedCodecs)
  use(<T>(codec: Codec<T>, values: fc.Arbitrary<T>) => {
    const seen = new Set<string>()
    const chosen = fc
      .sample(values, { numRuns: 60, seed: 1 })
      .sort((one, other) => namesIn(other).length - namesIn(one).length)
      .filter((value) => namesIn(value).some((name) => seen.size < seen.add(name).size))
    places[`encode ${codec.name}`] = (text) =>
      chosen.slice(0, 1).map((value) => codec.safeEncode(withTexts(value, text) as T))
    const [value] = chosen
    if (value === undefined) return
    const xml = codec.encode(value)
    const decode = (changed: string): unknown => codec.safeDecode(changed, { maximumBytes: Infinity })
    for (const name of ['activation-time', 'signature-job-id', 'organization-number', 'error-code', 'polling-queue'])
      if (xml.includes(`</${name}>`))
        places[`decode ${name}`] = (text) =>
          decode(xml.replace(new RegExp(`>[^<]*</${name}>`), () => `>${text}</${name}>`))
    for (const name of ['href', 'since', 'address'])
      if (xml.includes(` ${name}="`))
        places[`decode @${name}`] = (text) =>
          decode(xml.replace(new RegExp(` ${name}="[^"]*"`), () => ` ${name}="${text}"`))
    if (codec.name !== 'error') return
    const tag = xml.slice(xml.indexOf('<error'))
    const syntax: Record<string, Use> = {
      'in the declaration': (text) => `<?xml${text}version="1.0"?>${tag}`,
      'before the encoding': (text) => `<?xml version="1.0"${text}encoding="UTF-8"?>${tag}`,
      'in the encoding': (text) => `<?xml version="1.0" encoding="a${text}"?>${tag}`,
      'behind the declaration': (text) => `<?xml version="1.0"?>${text}${tag}`,
      'before a namespace': (text) => tag.replace(' xmlns', () => `${text} xmlns`),
      'in a namespace': (text) => tag.replace('xmlns="', (found) => `xmlns:a="${text}" ${found}`),
      'in a name': (text) => tag.replace('<error', () => `<error${text}`),
      'in a comment': (text) => tag.replace('>', () => `><!--${text}-->`),
      'in a reference': (text) => tag.replace('>', () => `>&${text};`),
    }
    for (const [name, write] of Object.entries(syntax)) {
      places[`decode ${name}`] = (text) => decode(write(text) as string)
      places[`decode bytes ${name}`] = (text) =>
        codec.safeDecode(bytesOf(write(text) as string), { maximumBytes: Infinity })
    }
  })

const fraction = (text: string): string => `2026-01-01T00:00:00.${text}Z`
Object.assign(places, {
  isDateTime: (text) => [isDateTime(text), isDateTime(fraction(text)), isDateTime(`${text}-01-01T00:00:00Z`)],
  safeDateFromDateTime: (text) => safeDateFromDateTime(fraction(text)),
  isSafeHref: (text) => isSafeHref(text),
} satisfies Record<string, Use>)

// Jobs, keys and certificates.

const { manifest } = plainJob('PUBLIC')
const pdf = bytesOf('%PDF-1.4\n%%EOF\n')
const job = { ...manifest, sector: 'PUBLIC', title: 'Title', documents: [] } as Parameters<typeof safePrepareJob>[0]
const { leaf } = makeSender()
const nameOf = (tag: number, text: string): unknown =>
  readGeneralNames({ tag, content: bytesOf(text), bytes: bytesOf(text) })

Object.assign(places, {
  'prepareJob, names': (text) =>
    safePrepareJob({ ...job, documents: [{ title: text, bytes: pdf, href: text, mime: text }] }),
  'prepareJob, PDF': (text) => {
    const bytes = bytesOf(`%PDF-1.4\n${text}\nstartxref\n${text.slice(0, 500)}\n%%EOF`)
    return safePrepareJob({ ...job, documents: [{ title: 'Title', bytes }] })
  },
  'key in PEM': (text) =>
    ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY'].map((label) =>
      safeSigningKeyFromPem({
        key: `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`,
        certificates: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
        passphrase: text,
      }),
    ),
  'key between lines of PEM': (text) =>
    safeSigningKeyFromPem({ key: `${text}${leaf.privateKeyPem}`, certificates: [text] }),
  'key in PKCS#12': (text) => safeSigningKeyFromPkcs12({ pkcs12: bytesOf(text), passphrase: text }),
  'distinguished names': (text) => {
    const content = bytesOf(` ${text} x${text}`)
    const name: Name = [[{ type: '2.5.4.3', value: { tag: 0x0c, content, bytes: content } }]]
    return [distinguishedName(name), comparableName(name)]
  },
  'names of certificates': (text) =>
    [0x81, 0x82, 0x86].map((tag) => [nameOf(tag, text), nameOf(tag, `a://${text}`), nameOf(tag, `a@a${text}`)]),
} satisfies Record<string, Use>)

// Responses.

for (const [name, operation] of everyOperation)
  places[`response to ${name}`] = async (text) => {
    for (const status of [200, 204, 409, 429, 503]) {
      const headers: Record<string, string> = {
        'X-Next-permitted-poll-time': fraction(text),
        'Content-Type': `application/${text}`,
        'Content-Length': text,
      }
      const response: HttpResponse = {
        status,
        headers: { get: (asked) => headers[asked] ?? null },
        body: bytesOf('<a/>'),
      }
      await Promise.resolve(operation.read(response)).catch(refused)
    }
  }
Object.assign(places, {
  'addresses of others': (text) => {
    const portal = portalOperations({ root, organizationNumber })
    for (const address of [text, `${root}/${text}`, `https://${text}/`])
      try {
        portal.confirm(address)
      } catch (thrown) {
        refused(thrown)
      }
  },
  'root and program': (text) =>
    portalOperations({ root: `https://a.example/${text}`, organizationNumber, userAgent: text }),
} satisfies Record<string, Use>)

// Logs, in which nothing may be left out for its length.

const readable: Use = (value) => {
  if (redact(value) === '(unreadable)') throw new Error('It is left out.')
}
Object.assign(places, {
  'redact an instant': (text) => readable(fraction(text)),
  'redact an id': (text) => readable(`signature-job-id ${text} /documents/${text}`),
  'redact an address': (text) => readable(`a@${text}a.no`),
  'redact a key': (text) => readable(`-----BEGIN PRIVATE KEY-----${text}`),
} satisfies Record<string, Use>)

// The simulator.

const clock = virtualClock(new Date('2026-01-01T00:00:00Z'))
const simulator = createSimulator({ clock, senders: [{ organizationNumber, sector: 'PUBLIC' }] })
const jobs = `${root}/${organizationNumber}/portal/signature-jobs`
const control = async (name: string, value: unknown): Promise<unknown> =>
  answerControl(
    simulator,
    clock,
    new Request(`http://localhost/control/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(value),
    }),
  )
/** In a header there is no line end, and no character that has more than 8 bits. */
const inHeader = (text: string): string => (/[^\t -~]/.test(text.slice(0, 4)) ? 'a' : text)

Object.assign(places, {
  'simulator, address': async (text) => {
    for (const path of ['/pades', '/xades/1']) await simulator.handle(new Request(`${jobs}/${text}${path}`))
    await simulator.handle(new Request(`${root}/${organizationNumber}/archive/documents/${text}/pades`))
    return simulator.handle(new Request(`${jobs}?polling_queue=${text}`))
  },
  'simulator, headers': async (text) => {
    const written = inHeader(text)
    for (const type of [
      `a="${written}"; boundary=a`,
      `a=${written}`,
      written,
      `${written}=a`,
      `boundary="${written}"`,
    ]) {
      const headers = { 'Content-Type': `multipart/mixed; ${type}`, Accept: `*/*;q=0.${written}` }
      await simulator.handle(new Request(jobs, { method: 'POST', headers, body: '--a--' }))
    }
  },
  'simulator, parts': (text) =>
    [`\r\n${text}\r\n`, `${text}: a\r\n\r\n`, `a: ${text}\r\n\r\n`, `${text}\r\n`].map((part) =>
      readMultipart('multipart/mixed; boundary=a', bytesOf(`--a\r\n${part}--a${text}\r\n--a--`)),
    ),
  'simulator, fault': async (text) => {
    const faults = [
      { kind: 'header', name: text, value: text },
      { kind: 'header', name: 'a', value: text },
      { kind: 'root', root: `https://a${text}` },
      { kind: 'addressParameter', parameter: `a=${text}` },
      { kind: 'addressParameter', parameter: `${text}=a` },
      { kind: 'redirect', status: 302, location: text },
      { kind: 'content', base64: text },
    ]
    for (const fault of faults) await control('fault', { fault })
  },
  'simulator, values': async (text) => {
    await control('deadline', { signatureJobId: text, deadline: fraction(text) })
    await control('signer-status', { signatureJobId: text, signer: 1, status: text })
  },
} satisfies Record<string, Use>)

// The contract.

/** What an adapter tells. */
const adapterOf = (text: string): Adapter =>
  ({ organization: async () => Promise.reject(new Error(text)) }) as unknown as Adapter
Object.assign(places, {
  'driver, instant': (text) => {
    const value = { kind: 'noChange', nextPermittedPollTime: fraction(text) }
    tried(() => readValue('nextStatusChange', value))
  },
  'driver, bytes': (text) => {
    tried(() => readValue('downloadPades', text))
  },
  'driver, job': (text) => {
    tried(() => readValue('create', { reference: text, signatureJobId: text, cancellationUrl: text }))
  },
  'contract, errors': (text) => runCases(() => adapterOf(text), { cases: ['organization'], expose: exposeInProcess }),
} satisfies Record<string, Use>)

// The commands.

const command = async (args: readonly string[], input: string): Promise<unknown> => {
  const nothing = (): undefined => undefined
  return main(args, {
    print: nothing,
    complain: (told) => {
      if (/internal|RangeError|Maximum call/.test(told)) throw new Error(told.slice(0, 200))
    },
    write: () => Promise.resolve(),
    isWatched: false,
    isOutputWatched: false,
    input: Readable.from([Buffer.from(input)]),
    environment: {},
    interrupted: () => new Promise(nothing),
  })
}
Object.assign(places, {
  JSON: (text) =>
    [text, `{"a":${text}}`, `[1.${text}]`, `[1e${text}]`, `["${text}"]`, `{"${text}":1}`].map((json) =>
      readJson(bytesOf(json)),
    ),
  'decode and check': async (text) => {
    await command(['decode', '-'], text)
    await command(['check', '-'], text)
  },
} satisfies Record<string, Use>)

/** Passes over an outcome. */
function refused(thrown: unknown): void {
  if (!(thrown instanceof PortalError)) throw thrown
}

/** What a driver answers is refused in words, by an Error of its own. */
function tried(use: () => unknown): void {
  try {
    use()
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof TypeError) throw thrown
  }
}

const wrong: string[] = []
const uses = Object.entries(places).flatMap(([place, use]) => units.map((unit) => [place, use, unit] as const))
for (const [place, use, unit] of uses)
  try {
    await use(textOf(unit))
  } catch (thrown) {
    if (!(thrown instanceof PortalError))
      wrong.push(`${place}, ${JSON.stringify(unit)}: ${String(thrown).slice(0, 200)}`)
  }
console.log(JSON.stringify({ uses: uses.length, wrong }))
