/**
 * Requests to the simulated portal: to the service itself, to its controls, and what it goes on from.
 *
 * @module
 */
import {
  createSimulator,
  virtualClock,
  type Simulator,
  type SimulatorSnapshot,
  type VirtualClock,
} from 'signering-portal/simulator'
import { writeBundle } from 'signering-portal/bundle'
import { namespace } from '../../src/codec/spec.js'
import { answerControl } from '../../src/simulator/control.js'
import type { Fault } from '../../src/simulator/faults.js'
import { readMultipart } from '../../src/simulator/multipart.js'
import { resources } from '../../src/simulator/routes.js'
import type { Random } from '../conformance/random.js'
import { makeInput } from '../bundle/packages.js'
import { multipart, organizationNumber, packageOf, start } from '../simulator/raw-client.js'
import { parallel, queue } from '../simulator/simulated.js'
import { jsonIn } from './data.js'
import { BrokenLaw, secret, target, type Target } from './target.js'
import { wire } from './wire.js'

const encoder = new TextEncoder()
const metadata = `<portal-signature-job-request xmlns="${namespace}"><reference>r</reference></portal-signature-job-request>`
const bundle = await packageOf(parallel)
const other = (await writeBundle(makeInput(1))).bytes

type Asked = {
  readonly method: string
  readonly path: string
  /** Names and values of headers, one after the other. */
  readonly headers: readonly string[]
  readonly body: Uint8Array
}

const jobs = `/api/${organizationNumber}/portal/signature-jobs`
const creation = ['Content-Type', 'multipart/mixed; boundary=frontier', 'Accept', 'application/xml']

const requests: readonly Asked[] = [
  { method: 'POST', path: jobs, headers: creation, body: multipart(metadata, bundle) },
  { method: 'POST', path: jobs, headers: creation, body: multipart(metadata, other) },
  ...[
    ...[
      '',
      '?polling_queue=a',
      '/1',
      '/1/complete',
      '/1/pades',
      '/1/xades/1',
      '/1/cancel',
      '/archive/documents/1/pades',
    ],
  ].flatMap((path) =>
    ['GET', 'POST', 'DELETE'].map((method) => ({
      method,
      path: `${jobs}${path}`,
      headers: ['Accept', '*/*'],
      body: new Uint8Array(),
    })),
  ),
  { method: 'GET', path: `/api/${organizationNumber}`, headers: [], body: new Uint8Array() },
]

const controls = [
  ['advance', { milliseconds: 1000 }],
  ['signer-status', { signatureJobId: '1', signer: 1, status: 'SIGNED' }],
  ['deadline', { signatureJobId: '1', deadline: '2036-01-05T12:00:00Z' }],
] as const

const faults: readonly Fault[] = [
  { kind: 'status', status: 500, content: 'error' },
  { kind: 'status', status: 404, content: 'html' },
  { kind: 'successStatus', status: 202 },
  { kind: 'noResponse', effect: true },
  ...(['truncated', 'noContent', 'unknownElements', 'prefixedNamespaces', 'webPage'] as const).map((kind) => ({
    kind,
  })),
  ...(['byteOrderMark', 'comments', 'cdataSections', 'whiteSpace'] as const).map((kind) => ({ kind })),
  { kind: 'header', name: 'A', value: 'b' },
  { kind: 'header', name: 'Content-Type', value: null },
  { kind: 'root', root: 'https://a.no/api' },
  { kind: 'addressParameter', parameter: 'a=b' },
  { kind: 'redirect', status: 307, location: 'https://a.no/api' },
  { kind: 'content', base64: 'AAAA' },
]

const controlled = (name: string, body: object): Asked => ({
  ...{ method: 'POST', path: `/control/${name}`, headers: ['Content-Type', 'application/json'] },
  body: encoder.encode(JSON.stringify(body)),
})

/** Any fault, of any resource, so many times. */
const planned = (random: Random): Asked =>
  controlled('fault', {
    fault: random.pick(faults),
    ...(random.chance(0.7) ? { resource: random.pick(resources) } : {}),
    ...(random.chance(0.5) ? { times: random.integer(1, 9) } : {}),
  })

const controlRequests: readonly Asked[] = [
  ...controls.map(([name, body]) => controlled(name, body)),
  ...['clock', 'jobs', 'exchanges', 'snapshot'].map((name) => ({
    ...{ method: 'GET', path: `/control/${name}`, headers: [], body: new Uint8Array() },
  })),
]

interface Portal {
  readonly simulator: Simulator
  readonly clock: VirtualClock
}

function begin(snapshot?: SimulatorSnapshot): Portal {
  const clock = virtualClock(start)
  const senders = [{ organizationNumber, sector: 'PUBLIC' as const }]
  const more = snapshot === undefined ? {} : { snapshot }
  return { clock, simulator: createSimulator({ clock, senders, rateLimit: false, confirmationStatus: 204, ...more }) }
}

/** A request, where there can be one: no transport hands on another. */
function requestOf({ method, path, headers, body }: Asked): Request | undefined {
  const fields: [string, string][] = []
  for (let index = 0; index + 1 < headers.length; index += 2)
    fields.push([String(headers[index]), String(headers[index + 1])])
  const { origin } = new URL(queue)
  const base = path.startsWith('/control') ? 'http://127.0.0.1:1234' : origin
  try {
    const isRead = ['GET', 'HEAD'].includes(method.toUpperCase())
    return new Request(base + path, { method, headers: fields, ...(isRead ? {} : { body: new Uint8Array(body) }) })
  } catch {
    return undefined
  }
}

async function ask({ simulator, clock }: Portal, asked: Asked): Promise<void> {
  const request = requestOf(asked)
  if (request === undefined) return
  const isControl = new URL(request.url).pathname.startsWith('/control/')
  const hasFault = JSON.stringify(simulator.snapshot()).includes('"fault"')
  const response = isControl ? await answerControl(simulator, clock, request) : await simulator.handle(request)
  const { status } = response
  // That no response comes, and that it is cut, are faults, too.
  if (hasFault && status === 0) return
  if (status < 200 || status > 599) throw new BrokenLaw('a status is none')
  if (status >= 500 && !hasFault) throw new BrokenLaw('the portal fails without being told to')
  const read = response.arrayBuffer()
  await (hasFault ? read.catch(() => undefined) : read)
}

const conversation = target(
  'requests to a portal',
  (random: Random): { readonly requests: readonly Asked[] } => ({
    requests: [
      ...(random.chance(0.8) ? requests.slice(0, 1) : []),
      ...Array.from({ length: random.integer(1, 3) }, () =>
        random.chance(0.2) ? planned(random) : random.pick([...requests, ...controlRequests]),
      ),
    ],
  }),
  async ({ requests: asked }) => {
    const portal = begin()
    for (const one of asked) await ask(portal, one)
    // What it knows then, another one can go on from.
    begin(JSON.parse(JSON.stringify(portal.simulator.snapshot())) as SimulatorSnapshot)
  },
  20,
)

const control = target(
  'controls of a portal',
  (random: Random): { readonly requests: readonly Asked[] } => ({
    requests: [
      ...(random.chance(0.5) ? requests.slice(0, 1) : []),
      ...random.shuffle([planned(random), planned(random), ...controlRequests]).slice(0, 3),
    ],
  }),
  async ({ requests: asked }) => {
    const portal = begin()
    for (const one of asked) await ask(portal, one)
  },
  20,
)

const parts = target(
  'a multipart content',
  (random: Random) => ({
    type: random.pick([
      ...[
        'multipart/mixed; boundary=frontier',
        'multipart/mixed; a="b;\\""; boundary="frontier"',
        'Multipart/Mixed ; Boundary=frontier',
      ],
    ]),
    head: `--frontier\r\nContent-Type: application/xml; charset=utf-8\r\nX: y\r\n z\r\n\r\n`,
    body: random.pick([encoder.encode(metadata), bundle.slice(0, 300)]),
    end: '\r\n--frontier\r\n\r\n\r\n--frontier--\r\n',
  }),
  ({ type, head, body, end }) => {
    readMultipart(type, Buffer.concat([encoder.encode(head), body, encoder.encode(end)]))
  },
)

let snapshots: readonly string[] | undefined
async function everySnapshot(): Promise<readonly string[]> {
  if (snapshots !== undefined) return snapshots
  const portal = begin()
  const [empty] = [JSON.stringify(portal.simulator.snapshot())]
  for (const one of [...requests.slice(0, 1), ...controlRequests.slice(0, 4)]) await ask(portal, one)
  return (snapshots = [empty, JSON.stringify(portal.simulator.snapshot()).replace('A title', secret)])
}
const made = await everySnapshot()

const goingOn = target(
  'a portal that goes on from a snapshot',
  (random: Random) => ({ snapshot: random.pick(made), requests: [random.pick(requests), random.pick(requests)] }),
  async ({ snapshot, requests: asked }) => {
    const portal = begin(jsonIn(snapshot) as SimulatorSnapshot | undefined)
    for (const one of asked) await ask(portal, one)
  },
  20,
)

/** Every target of the simulated portal. */
export const targets: readonly Target[] = [conversation, control, parts, goingOn, wire]
