/**
 * What a simulated portal, its controls and the contract read, made to cost much.
 *
 * @module
 */
import {
  contractCases,
  exposeInProcess,
  failLastCase,
  formatReport,
  runCases,
  selectCases,
  type Adapter,
  type CaseResult,
  type ReportFormat,
} from 'signering-portal/contract'
import { createSimulator, makeTestCertificates, virtualClock, writePdf } from 'signering-portal/simulator'
import { requestBodyText } from '../src/contract/body-text.js'
import { readAnswer, readValue } from '../src/contract/driver-answer.js'
import { lineReader } from '../src/contract/lines.js'
import { oneLine, reasonOf } from '../src/contract/reason.js'
import { hiderOf } from '../src/contract/secrets.js'
import { answerControl, controlNames } from '../src/simulator/control.js'
import {
  everyShape,
  largestTable,
  listOf,
  numbered,
  repeated,
  textShapes,
  under,
  wordOf,
  xmlShapes,
  type Families,
  type Family,
  type Place,
  type Shape,
} from './family.js'

const clock = virtualClock(new Date('2026-01-05T12:00:00Z'))
const senders = [{ organizationNumber: '123456785', sector: 'PUBLIC' }] as const
const simulator = createSimulator({ clock, senders })

const jsonShapes: Readonly<Record<string, Shape>> = {
  'a text': (size) => `"${'a'.repeat(size)}"`,
  'a text of escapes': (size) => `"${repeated('\\u0061')(size)}"`,
  'lists in lists': (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'objects without end': repeated('{"a":'),
  'many names': (size) => `{${numbered((at) => `"a${at}":1,`)(size)}"b":1}`,
  'empty objects': (size) => `[${repeated('{},')(size)}{}]`,
}
const control = (name: string) => async (body: string) => {
  const headers = { 'Content-Type': 'application/json' }
  const request = new Request(`http://localhost/control/${name}`, { method: 'POST', headers, body })
  return String((await answerControl(simulator, clock, request)).status)
}
/** A request takes as long as some thousand names, so that it takes more of them to see what each takes. */
const largestControl = 40_000
const inControl: Readonly<Record<string, Place>> = {
  'in place of all': { write: (text) => text, ends: '400', largestNames: largestControl },
  'in a job': {
    write: (text) => `{"signatureJobId":${text},"signer":1,"status":"SIGNED","deadline":"2026-01-05T12:00:00Z"}`,
    ends: '400',
    largestNames: largestControl,
  },
}
const controls: Families = Object.assign(
  {},
  ...controlNames.POST.map((name) => under(`control, ${name}`, everyShape(inControl, jsonShapes, control(name)))),
) as Families

const goingOn = async (snapshot: unknown): Promise<string> =>
  wordOf(() => createSimulator({ clock, senders, snapshot: snapshot as never }))
const remembered = simulator.snapshot() as unknown as Readonly<Record<string, unknown>>
const snapshots: Families = Object.fromEntries(
  Object.entries(remembered)
    .filter(([, value]) => Array.isArray(value))
    .map(([name]): [string, Family] => [
      `nothing in ${name}`,
      {
        make: (size) => ({ ...remembered, [name]: listOf(size, 10, () => ({})) }),
        use: goingOn,
        ends: 'PortalError',
        early: true,
        largestTimed: largestTable,
      },
    ]),
)

const pieces = (use: (push: (piece: Uint8Array) => void) => void): string => {
  let lines = 0
  const reader = lineReader(10_000_000, () => lines++)
  use(reader.push)
  reader.end()
  return lines > 0 ? 'lines' : 'none'
}
const lines: Families = {
  'a line in pieces of one byte': {
    make: (size) => Buffer.alloc(size, 'a'),
    use: (bytes: Uint8Array) =>
      pieces((push) => {
        for (let at = 0; at < bytes.length; at++) push(bytes.subarray(at, at + 1))
      }),
    ends: 'lines',
    largestTimed: largestTable,
  },
  'empty lines': {
    make: (size) => Buffer.alloc(size, '\n'),
    use: (bytes: Uint8Array) =>
      pieces((push) => {
        push(bytes)
      }),
    ends: 'lines',
  },
  'a line that is too long': {
    make: (size) => Buffer.alloc(10_000_000 + size, 'a'),
    use: (bytes: Uint8Array) =>
      pieces((push) => {
        push(bytes)
      }),
    ends: 'lines',
    early: true,
  },
}

const answers: Readonly<Record<string, Place>> = {
  'as an answer': { write: (text) => text, ends: 'string' },
  'in an answer': { write: (text) => `{"id":1,"a":${text}}`, ends: 'string' },
  'in an error': { write: (text) => `{"id":1,"error":{"message":"a","b":${text}}}`, ends: 'string' },
}
const notBroken = Object.keys(jsonShapes).filter((name) => name !== 'objects without end')
const read = (text: string): string => typeof readAnswer(JSON.parse(text))

/** What a driver gives for a call, in a word. */
const given =
  (call: 'create' | 'nextStatusChange' | 'downloadPades', value: (text: string) => unknown) =>
  async (text: string): Promise<string> =>
    wordOf(() => readValue(call, value(text)))
const values: Readonly<Record<string, Family['use']>> = {
  create: given('create', (text) => ({ signatureJobId: '1', reference: text, cancellationUrl: text })),
  nextStatusChange: given('nextStatusChange', (text) => ({ kind: 'noChange', nextPermittedPollTime: text })),
  downloadPades: given('downloadPades', (text) => `${text}!`),
}
const signature = {
  status: { value: 'WAITING', since: '2026-01-05T12:00:00Z' },
  personalIdentificationNumber: '12345678910',
}
const statusChangeOf = (signatures: readonly unknown[]): unknown => ({
  kind: 'statusChange',
  nextPermittedPollTime: '2026-01-05T12:00:00Z',
  statusChange: {
    ...{ reference: 'a', signatureJobId: '1', status: 'IN_PROGRESS', confirmationUrl: 'https://a.example/' },
    signatures: { signature: signatures },
  },
})
/** What a driver gives for a poll, many times. */
const statusChanges: Families = {
  signatures: {
    make: (size) => statusChangeOf(listOf(size, 100, () => signature)),
    use: async (value: unknown) => wordOf(() => readValue('nextStatusChange', value)),
    ends: 'Error',
    largestTimed: largestTable,
  },
  'lists in lists': {
    make: (size) => statusChangeOf(listOf(size, 10, () => 0).reduce<readonly unknown[]>((inner) => [inner], [])),
    use: async (value: unknown) => wordOf(() => readValue('nextStatusChange', value)),
    ends: 'Error',
    largestTimed: largestTable,
  },
}
const textNames = ['letters', 'letters outside of the plane', 'digits', 'blanks', 'backslashes', 'angles']
const inValue = (ends: string): Readonly<Record<string, Place>> => ({
  alone: { write: (text) => text, ends, shapes: textNames, early: textNames },
})

const hide = hiderOf(await makeTestCertificates({ now: new Date('2026-01-05T12:00:00Z') }))
const reasons: Readonly<Record<string, Place>> = {
  'that are thrown': { write: (text) => text, ends: 'string', early: Object.keys(textShapes) },
}
/** Less than anything that is told is long: all of it is looked through for secrets. */
const secrets: Readonly<Record<string, Place>> = {
  'in what is told': { write: (text) => text, ends: 'string', largest: 400_000 },
}

const resultOf = (reason: string, trace: string): CaseResult => ({
  ...{ id: 'a', level: 'assumed', source: 'a', title: 'a' },
  ...{ outcome: 'failed', reason, asExpected: false, milliseconds: 1, trace: [{ kind: 'log', text: trace }] },
})
const formats: readonly ReportFormat[] = ['text', 'json', 'junit', 'markdown']
const report = (format: ReportFormat): Families => {
  const use = (results: readonly CaseResult[]): string => typeof formatReport(results, format)
  return {
    ...everyShape(
      {
        'in a reason': { write: (text) => [resultOf(text, '')], ends: 'string', shapes: textNames },
        'in a trace': { write: (text) => [resultOf('', text)], ends: 'string', shapes: textNames, early: textNames },
      },
      textShapes,
      use,
    ),
    results: {
      make: (size) => listOf(size, 100, () => resultOf('a', 'a')),
      use,
      ends: 'string',
      largestTimed: largestTable,
    },
  }
}

const bodies: Readonly<Record<string, Place>> = {
  'in a body': {
    write: (text) => Buffer.from(`--a\r\nContent-Type: application/xml\r\n\r\n${text}\r\n--a--`),
    ends: 'object',
    shapes: ['elements', 'letters', 'ends of lines'],
  },
}
const failing = (text: string): Adapter =>
  ({ organization: async () => Promise.reject(new Error(text)) }) as unknown as Adapter

/** Every family of a simulated portal and the contract. */
export const simulatorFamilies: Families = {
  ...controls,
  ...under('createSimulator, snapshot', snapshots),
  'writePdf: lines': {
    make: (size) => listOf(size, 100, () => 'a (line)'.repeat(12)),
    use: (text: readonly string[]) => typeof writePdf(text),
    ends: 'object',
  },
  'writePdf: a line': { make: repeated('a ('), use: (text: string) => typeof writePdf([text]), ends: 'object' },
  ...under('startDriver, lines', lines),
  ...under(
    'startDriver, answer',
    everyShape(
      Object.fromEntries(Object.entries(answers).map(([name, place]) => [name, { ...place, shapes: notBroken }])),
      jsonShapes,
      read,
    ),
  ),
  ...(Object.assign(
    {},
    ...Object.entries(values).map(([call, use]) =>
      under(`startDriver, ${call}`, everyShape(inValue('Error'), textShapes, use)),
    ),
  ) as Families),
  ...under('startDriver, nextStatusChange', statusChanges),
  ...under(
    'runCases, reason',
    everyShape(reasons, textShapes, (text: string) => typeof oneLine(reasonOf(new Error(text)), hide())),
  ),
  ...under(
    'runCases, secrets',
    everyShape(secrets, textShapes, (text: string) => typeof hide()(text)),
  ),
  ...under(
    'runCases, trace',
    everyShape(bodies, xmlShapes, (body: Uint8Array) => typeof requestBodyText('multipart/mixed; boundary=a', body)),
  ),
  'runCases: letters that are thrown': {
    make: repeated('a'),
    use: async (text: string) => {
      const [result] = await runCases(() => failing(text), { cases: ['organization'], expose: exposeInProcess })
      return result?.outcome ?? 'none'
    },
    ends: 'failed',
    early: true,
  },
  'selectCases: cases that are there': {
    make: (size) => listOf(size, 100, () => contractCases[0]),
    use: async (cases: typeof contractCases) => wordOf(() => selectCases({ cases })),
    ends: 'object',
  },
  'failLastCase: results': {
    make: (size) => listOf(size, 100, () => resultOf('a', 'a')),
    use: (results: readonly CaseResult[]) => typeof failLastCase(results, 'a'),
    ends: 'object',
    largestTimed: largestTable,
  },
  ...(Object.assign({}, ...formats.map((format) => under(`formatReport, ${format}`, report(format)))) as Families),
}
