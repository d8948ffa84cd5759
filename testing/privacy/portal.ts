/**
 * Marks in what a simulated portal is made of, told and asked, and in what the contract suite is given.
 *
 * @module
 */
import * as contract from 'signering-portal/contract'
import * as simulated from 'signering-portal/simulator'
import { requestLine } from '../../src/cli/serve-log.js'
import { namespace } from '../../src/codec/spec.js'
import { answerControl } from '../../src/simulator/control.js'
import type { Unchecked } from '../odd-values.js'
import { manifest, multipart, packageOf } from '../simulator/raw-client.js'
import {
  begin,
  clock,
  created,
  everyOption,
  nextChange,
  parallel,
  queue,
  root,
  simulator,
} from '../simulator/simulated.js'
import type { Listener } from './listener.js'
import { markedDocuments, markedValues, withMarks } from './marked.js'
import { everyMark, markedBytes, marks } from './marks.js'

const marked = everyMark.map(([, mark]) => mark)

async function tellOfSimulators({ hear }: Listener): Promise<void> {
  begin()
  const options = { ...everyOption(), trust: [] }
  const make = simulated.createSimulator as unknown as Unchecked
  for (const { name, value } of withMarks(options)) await hear(`createSimulator: ${name}`, () => make(value))
  const id = await created(parallel)
  simulator.setSignerStatus(id, 1, 'SIGNED')
  await nextChange()
  simulator.planFault({ kind: 'noContent' }, { resource: 'cancel' })
  for (const { name, value } of withMarks(simulator.snapshot()))
    await hear(`a snapshot: ${name}`, () => make({ ...options, snapshot: value }))
  for (const { name, value } of markedValues()) {
    await hear(`job: ${name}`, () => simulator.job(value as string))
    await hear(`setSignerStatus: the job ${name}`, () => {
      simulator.setSignerStatus(value as string, 1, 'SIGNED')
    })
    await hear(`setSignerStatus: the signer ${name}`, () => {
      simulator.setSignerStatus(id, value as number, 'SIGNED')
    })
    await hear(`setSignerStatus: the status ${name}`, () => {
      simulator.setSignerStatus(id, 1, value as string)
    })
    await hear(`postponeDeadline: ${name}`, () => {
      simulator.postponeDeadline(id, value as Date)
    })
    await hear(`makeTestCertificates: ${name}`, () =>
      simulated.makeTestCertificates({ organizations: [value] } as never),
    )
  }
  await hear('a status that none gets by itself', () => {
    simulator.setSignerStatus(id, 2, 'WAITING')
  })
  await hear('an empty status', () => {
    simulator.setSignerStatus(id, 2, '')
  })
  const faults = [
    { kind: 'status', status: 500, content: 'error' },
    { kind: 'header', name: 'A', value: 'b' },
    { kind: 'root', root },
  ]
  for (const fault of faults)
    for (const { name, value } of withMarks({ fault, options: { resource: 'cancel', times: 1 } })) {
      const { fault: given, options: more } = Object(value) as { fault: never; options: never }
      await hear(`planFault: ${name}`, () => {
        simulator.planFault(given, more)
      })
    }
}

/** Hears what the portal answers, and the lines of its log. */
async function tellOfRequests({ hear }: Listener): Promise<void> {
  begin()
  const say = async (request: Request): Promise<readonly string[]> => {
    const { method, url } = request
    const response = await simulator.handle(request)
    const { pathname, search } = new URL(url)
    // What is accepted is the message itself.
    const text = response.status < 400 ? '' : await response.text()
    const errorCode = /<error-code>([^<]*)/.exec(text)?.[1]
    return [
      text,
      requestLine({ method, target: pathname + search, status: response.status, errorCode }),
      ...response.headers.values(),
    ]
  }
  const headers = { 'Content-Type': 'multipart/mixed; boundary=frontier', Accept: 'application/xml' }
  const metadata = `<portal-signature-job-request xmlns="${namespace}"><reference>r</reference></portal-signature-job-request>`
  const good = await packageOf(manifest)
  const post = (body: string | Uint8Array<ArrayBuffer>, more: Record<string, string> = {}): Request =>
    new Request(queue, { method: 'POST', headers: { ...headers, ...more }, body })
  for (const [name, document] of markedDocuments(metadata))
    await hear(`create, request: ${name}`, () => say(post(multipart(document, good))))
  for (const mark of marked) {
    const latin = encodeURIComponent(mark)
    await hear('content that is none', () => say(post(mark)))
    await hear('another boundary', () =>
      say(post(multipart(metadata, good), { 'Content-Type': `multipart/mixed; boundary="${latin}"` })),
    )
    await hear('another type', () =>
      say(post(multipart(metadata, good), { 'Content-Type': `text/${latin}`, Accept: latin })),
    )
    await hear('no package', () => say(post(multipart(metadata, markedBytes))))
    await hear('headers of a part', () =>
      say(post(`--frontier\r\n${latin}: ${latin}\r\n\r\n${mark}\r\n--frontier\r\n\r\n${mark}\r\n--frontier--`)),
    )
    for (const path of [
      latin,
      `?${latin}=${latin}`,
      `?polling_queue=${latin}`,
      `/${latin}/complete`,
      `/1/${latin}`,
      `/${latin}/xades/${latin}`,
    ])
      for (const method of ['GET', 'POST', 'DELETE', 'PUT'])
        await hear(`${method} ${path}`, () => say(new Request(`${queue}${path}`, { method })))
    await hear('another organization', () => say(new Request(`${root}/${latin}/portal/signature-jobs`)))
  }
  for (const change of [
    { title: marks.name },
    { sender: { organizationNumber: '987654321' } },
    { documents: [{ href: marks.file, mime: 'application/pdf', title: marks.name }] },
  ])
    await hear('a manifest that does not fit', async () => {
      const value = { ...manifest, ...change }
      const bytes = await packageOf(manifest).then((all) =>
        Buffer.from(all).toString('latin1').replaceAll('A title', marks.person.slice(0, 7)),
      )
      return say(post(multipart(metadata, 'title' in value ? new Uint8Array(Buffer.from(bytes, 'latin1')) : good)))
    })
}

/** Hears the controls. */
async function tellOfControls({ hear }: Listener): Promise<void> {
  begin()
  const id = await created(parallel)
  const bodies = {
    advance: { milliseconds: 1 },
    'signer-status': { signatureJobId: id, signer: 1, status: 'SIGNED' },
    deadline: { signatureJobId: id, deadline: '2036-01-05T12:00:00Z' },
    fault: { fault: { kind: 'header', name: 'A', value: 'b' }, resource: 'cancel', times: 1 },
  }
  const ask = async (name: string, body: string, headers: Record<string, string> = {}): Promise<unknown> => {
    const answer = await answerControl(
      simulator,
      clock,
      new Request(`http://127.0.0.1/control/${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
      }),
    )
    return [await answer.text(), ...answer.headers.values()]
  }
  const inJson = (value: unknown): string | undefined => {
    try {
      return JSON.stringify(value)
    } catch {
      return undefined
    }
  }
  for (const [name, good] of Object.entries(bodies)) {
    for (const { name: place, value } of withMarks(good)) {
      const body = inJson(value)
      if (body !== undefined) await hear(`control ${name}: ${place}`, () => ask(name, body))
    }
    for (const body of [...marked, `{"${marks.name}"`, `{"a":1,"${marks.mail}`, '', `[${marks.person}1e5]`])
      await hear(`control ${name}: no JSON`, () => ask(name, body))
  }
  for (const mark of marked) {
    await hear('an unknown control', () => ask(encodeURIComponent(mark), '{}'))
    const value = encodeURIComponent(mark)
    await hear('another type of content', () => ask('advance', '{}', { 'Content-Type': `text/${value}` }))
    await hear('another origin', () => ask('advance', '{}', { Origin: `https://${value}` }))
  }
}

/** Hears what selects cases: what a case does is made up, and may be told. */
async function tellOfContract({ hear }: Listener): Promise<void> {
  const { selectCases, runCases, formatReport } = contract as unknown as Readonly<Record<string, Unchecked>>
  for (const { name, value } of withMarks({
    cases: ['organization'],
    level: 'documented',
    knownFailing: { organization: 'why' },
  })) {
    // The ids of cases are for everybody to read; which of them is not known has to be told.
    if (/^(?:an object|knownFailing: an object|knownFailing: a property)/.test(name)) continue
    await hear(`selectCases: ${name}`, () => selectCases?.(value))
    // The options of a run are words of the program, and its results have the words of the list.
    if (/(?:^|: )a property|an object/.test(name) || typeof value === 'string') continue
    await hear(`runCases: ${name}`, async () => {
      await runCases?.(() => Promise.reject(new contract.UnsupportedError('none')), value)
    })
  }
  await hear('a case that is not known', () => selectCases?.({ cases: [marks.name] }))
  await hear('a case that is known to fail and is not', () => selectCases?.({ knownFailing: { another: marks.name } }))
  for (const { name, value } of markedValues())
    await hear(`formatReport: ${name}`, () => {
      formatReport?.([], value)
    })
}

/** Hears the portal and what is around it. */
export async function tellOfPortal(listener: Listener): Promise<void> {
  await tellOfSimulators(listener)
  await tellOfRequests(listener)
  await tellOfControls(listener)
  await tellOfContract(listener)
}
