/**
 * What a driver writes, and what reports and lists of the contract suite are made of.
 *
 * @module
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatReport, type CaseResult, type ReportFormat } from 'signering-portal/contract'
import { readAnswer, readValue, type Call } from '../../src/contract/driver-answer.js'
import { spawnDriver } from '../../src/contract/driver-process.js'
import { lineReader } from '../../src/contract/lines.js'
import { hideNothing } from '../../src/contract/secrets.js'
import type { Random } from '../conformance/random.js'
import { jsonIn } from './data.js'
import { BrokenLaw, secret, target, type Target } from './target.js'

const statusChange = {
  ...{ signatureJobId: '1', status: 'IN_PROGRESS', confirmationUrl: 'https://a.no/1', reference: 'r' },
  signatures: {
    padesUrl: 'https://a.no/1/pades',
    signature: [
      { status: { value: 'SIGNED', since: '2026-01-01T00:00:00Z' }, personalIdentificationNumber: '12345678910' },
      { status: { value: 'WAITING', since: '2026-01-01T00:00:00Z' }, identifier: { email: { address: 'a@b.no' } } },
    ],
  },
}
const values: readonly (readonly [call: Call, value: unknown])[] = [
  ['start', null],
  ['create', { signatureJobId: '1', cancellationUrl: 'https://a.no/1/cancel', reference: 'r' }],
  ['nextStatusChange', { kind: 'statusChange', nextPermittedPollTime: '2026-01-01T00:00:00.5+01:00', statusChange }],
  ['nextStatusChange', { kind: 'noChange', nextPermittedPollTime: '2026-01-01T00:00Z' }],
  ['confirm', null],
  ['cancel', 'cancelled'],
  ['downloadPades', Buffer.from('%PDF').toString('base64')],
  ['deleteDocuments', null],
  ['organization', secret],
]

const answers: readonly (readonly [call: Call, answer: object])[] = [
  ...values.map(([call, value]) => [call, { id: 1, value }] as const),
  ['confirm', { id: 1, error: { status: 400, errorCode: 'A', message: secret } }],
  ['cancel', { id: 1, unsupported: 'no function for it' }],
]

type Written = { readonly call: string; readonly lines: readonly string[]; readonly pieces: readonly number[] }

const calls: readonly Call[] = [...new Set(values.map(([call]) => call))]
const isCall = (call: string): call is Call => calls.some((one) => one === call)

function makeWritten(random: Random): Written {
  const [call, answer] = random.pick(answers)
  return {
    call,
    lines: [
      ...(random.chance(0.2)
        ? [random.pick(['', '\uFEFF{}', 'a log', '{"id":1}', '[]', '{"id":9,"value":null}'])]
        : []),
      JSON.stringify(answer),
    ],
    pieces: random.pick([[], [1], [20, 40]]),
  }
}

function bytesOf({ lines }: Written): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** Reads lines as the suite does; an Error in words is what an answer that is wrong ends with. */
const lines = target('lines of a driver', makeWritten, (written) => {
  const { call, pieces } = written
  if (!isCall(call)) return
  const bytes = bytesOf(written)
  const reader = lineReader(10_000, ({ text }) => {
    const answer = readAnswer(jsonIn(text))
    if (typeof answer === 'string' || answer.kind !== 'value') return
    try {
      readValue(call, answer.value)
    } catch (thrown) {
      if (!(thrown instanceof Error) || thrown.constructor !== Error) throw thrown
      if (thrown.message === '') throw new BrokenLaw('a wrong value is told without words')
    }
  })
  let from = 0
  for (const piece of [...pieces.map((one) => Math.abs(Math.trunc(one)) % (bytes.length + 1)), bytes.length]) {
    if (piece > from) reader.push(bytes.subarray(from, piece))
    from = Math.max(from, piece)
  }
  reader.end()
})

let folder: string | undefined

/** The same, in a process that writes them and ends. */
const whole = target(
  'a driver as a process',
  (random: Random) => ({ ...makeWritten(random), other: makeWritten(random).lines[0] ?? '' }),
  async ({ other, ...written }) => {
    const file = join((folder ??= mkdtempSync(join(tmpdir(), 'fuzz-'))), 'lines')
    writeFileSync(file, Buffer.concat([bytesOf(written), Buffer.from(other)]))
    const told: string[] = []
    const tell = (text: string): void => void told.push(text)
    const events = { hide: () => hideNothing, log: tell, trace: () => undefined, hint: tell, broke: tell }
    const driver = await spawnDriver('cat', [file], events)
    const asked = ['start', isCall(written.call) ? written.call : 'organization'] as const
    const outcomes = await Promise.allSettled(asked.map(async (call) => driver.ask(call, new Date(0), {})))
    await driver.end()
    for (const one of outcomes) {
      if (one.status === 'fulfilled' || (one.reason as object).constructor === Error) continue
      throw new BrokenLaw('a driver that is wrong is told by another error', { cause: one.reason })
    }
  },
  4,
)

const result: CaseResult = {
  ...{ id: 'organization', level: 'documented', outcome: 'failed', asExpected: false, milliseconds: 3 },
  reason: `it said ${secret}`,
  trace: [],
} as unknown as CaseResult

const formats: readonly ReportFormat[] = ['text', 'json', 'junit', 'markdown']

const report = target(
  'a report of cases',
  (random: Random) => ({
    format: random.pick(formats),
    results: JSON.stringify([result, result]),
    brokenOff: random.pick(['', 'a signal']),
  }),
  ({ format, results, brokenOff }) => {
    const given = jsonIn(results) as readonly CaseResult[]
    try {
      const text = formatReport(given, format, brokenOff === '' ? {} : { brokenOff })
      if (!text.endsWith('\n')) throw new BrokenLaw('a report does not end with a line feed')
      // What a result is called is ours, and no text of others.
      const isCalledRight = given.every(({ id, level, outcome }) => /^[\w.-]*$/.test(id + level + outcome))
      // eslint-disable-next-line no-control-regex -- what steers a terminal
      if (isCalledRight && /[\u0000-\u0008\u001b\u009b]/.test(text)) throw new BrokenLaw('a report steers the terminal')
      if (format === 'json') JSON.parse(text)
    } catch (thrown) {
      if (!(thrown instanceof TypeError) || /^Cannot |is not (?:a function|iterable)/.test(thrown.message)) throw thrown
    }
  },
)

/** Every target of the contract suite. */
export const targets: readonly Target[] = [lines, whole, report]
