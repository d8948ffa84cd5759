import { describe, expect, it } from 'vitest'
import { runCases, type CaseResult, type ContractCase, type TraceEntry } from 'signering-portal/contract'
import { createSimulator, virtualClock, type Fault, type Simulator } from 'signering-portal/simulator'
import { observed } from '../../src/contract/exchange-trace.js'
import { create as createOf } from '../../src/contract/cases/support.js'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'
import { organizationNumber, start } from '../../testing/simulator/raw-client.js'

const root = 'https://portal.example/api'
const queue = `${root}/${organizationNumber}/portal/signature-jobs`

/** What is seen of a request, and what comes in answer to it. */
async function seen(
  url: string,
  { fault, init }: { readonly fault?: Fault; readonly init?: RequestInit } = {},
): Promise<{
  readonly entries: readonly TraceEntry[]
  readonly refused: readonly string[]
  readonly response: Response
}> {
  const entries: TraceEntry[] = []
  const refused: string[] = []
  const senders = [{ organizationNumber, sector: 'PUBLIC' }] as const
  const simulator: Simulator = createSimulator({ clock: virtualClock(start), senders })
  if (fault !== undefined) simulator.planFault(fault)
  const response = await observed(simulator, {
    trace: (entry) => entries.push(entry),
    refused: (words) => refused.push(words),
  }).handle(new Request(url, init))
  return { entries, refused, response }
}

describe('the trace of an exchange', () => {
  it('has what matters of both, and no header that may be secret', async () => {
    const headers = { Accept: 'text/plain', Authorization: 'secret', 'User-Agent': 'made-up/1' }
    const { entries, refused } = await seen(`${root}/${organizationNumber}`, { init: { headers } })
    expect(entries).toEqual([
      { kind: 'request', text: `GET ${root}/${organizationNumber}\nAccept: text/plain\nUser-Agent: made-up/1` },
      { kind: 'response', text: '200\nContent-Type: text/plain;charset=utf-8\n(23 bytes)' },
    ])
    expect(refused).toEqual([])
  })

  it('has XML as text, also that of an error, which is told as a refusal', async () => {
    const { entries, refused, response } = await seen(`${root}/1`)
    const [, { text } = { text: '' }] = entries
    expect(text).toMatch(/^404\nContent-Type: application\/xml\n<\?xml .*<error-code>NOT_FOUND<.*<\/error>$/s)
    expect(refused).toEqual([expect.stringMatching(/^GET \/api\/1 with 404 NOT_FOUND, There is no such resource/)])
    expect(text).toContain(await response.text())
  })

  it('has the parts of a new job, a package that cannot be read by its length, and the words of the portal in any spelling', async () => {
    const body = '--b\r\nContent-Type: application/xml\r\n\r\n<r/>\r\n--b\r\n\r\n12345\r\n--b--\r\n'
    const init = { method: 'POST', body, headers: { 'Content-Type': 'multipart/mixed; boundary=b' } }
    const { entries, refused } = await seen(queue, { init, fault: { kind: 'prefixedNamespaces' } })
    expect(entries[0]?.text).toBe(
      [
        `POST ${queue}`,
        'Content-Type: multipart/mixed; boundary=b',
        '--- part, application/xml',
        '<r/>',
        '--- part, without Content-Type',
        '(5 bytes, which cannot be read as a document package: bundle.zip, ' +
          'Not a ZIP archive, or cut off, or with something after its end.)',
      ].join('\n'),
    )
    expect(entries[1]?.text).toContain('<ns4:error')
    expect(refused).toEqual([expect.stringMatching(/^create with 400 [A-Z_]+, \S/)])
  })

  it.each<[string, Fault, string, RegExp]>([
    ['no response', { kind: 'noResponse', effect: false }, queue, /^no response$/],
    ['no content', { kind: 'status', status: 502, content: 'empty' }, queue, /^502$/],
    ['a planned fault', { kind: 'status', status: 502, content: 'error' }, queue, /^502\n[^]*SIMULATED_FAULT/],
    [
      'half an answer',
      { kind: 'truncated' },
      `${root}/${organizationNumber}`,
      /^200\n[^]*\(11 bytes\)\nthe connection breaks off$/,
    ],
  ])('tells %s, and hands it on as it is', async (_, fault, url, text) => {
    const { entries, refused, response } = await seen(url, { fault })
    expect(entries[1]?.text).toMatch(text)
    expect(refused).toEqual([])
    const pieces: string[] = []
    const read = (async () => {
      for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString())
    })()
    if (fault.kind !== 'truncated') {
      await read
      return
    }
    await expect(read).rejects.toThrow()
    expect(pieces).toEqual(['Organizatio'])
  })
})

describe('the trace of a case', () => {
  const run = async (trace: boolean): Promise<readonly CaseResult[]> => {
    const one = (run: ContractCase['run']): ContractCase => ({
      id: 'made-up',
      level: 'assumed',
      source: 's',
      title: 't',
      run,
    })
    const fails = one(async (context) => {
      await createOf(context)
      throw new Error('too bad')
    })
    return runCases(operationsAdapter, {
      cases: [fails, one((context) => createOf(context).then(() => undefined))],
      trace,
    })
  }

  it('is there if it was asked for, and the case did not pass', async () => {
    const [failed, passed] = await run(true)
    expect(failed?.trace?.map(({ kind }) => kind)).toEqual(['request', 'response'])
    expect(failed?.trace?.[0]?.text).toMatch(
      /--- part, application\/xml\n<\?xml[^]*--- part, application\/octet-stream\n\(\d+ bytes, a document package\)\n--- manifest\.xml, \d+ bytes\n<\?xml[^]*<title>The title<[^]*\n--- META-INF\/signatures\.xml, \d+ bytes, SHA-256 [0-9a-f]{64}$/,
    )
    expect(passed).not.toHaveProperty('trace')
    const [untraced] = await run(false)
    expect(untraced).not.toHaveProperty('trace')
  })
})
