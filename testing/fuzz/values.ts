/**
 * Hostile values, in several places at once, to every function that takes data or options.
 *
 * @module
 */
import * as fc from 'fast-check'
import {
  safeReadBundle,
  safeSigningKeyFromPem,
  safeVerifyBundle,
  safeWriteBundle,
  writeBundle,
} from 'signering-portal/bundle'
import { PortalError, type Codec } from 'signering-portal/codec'
import { formatReport, selectCases } from 'signering-portal/contract'
import * as http from 'signering-portal/http'
import { checkJob, safePrepareJob, safeSigningPlan } from 'signering-portal/manifest'
import { safeSigningKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { createSimulator } from 'signering-portal/simulator'
import { safeTlsOptions } from 'signering-portal/tls'
import { manifest, statusChange } from '../../bench/messages.js'
import type { Random } from '../conformance/random.js'
import { makeInput, sender, signingTime } from '../bundle/packages.js'
import { everyOperation, portal } from '../http/operations.js'
import { organizationNumber, response, root, statusChangeXml } from '../http/responses.js'
import { fullJob } from '../manifest/full-job.js'
import { plainJob } from '../manifest/jobs.js'
import { oddValues, waysIn, withProperty, type Unchecked, type Way } from '../odd-values.js'
import { sectorCodecs, valuedCodecs } from '../properties/valued-codecs.js'
import { everyOption } from '../simulator/simulated.js'
import { target, type Target } from './target.js'

/** A function, good arguments for it, and whether it may tell a mistake of the program by a TypeError. */
interface Call {
  readonly call: Unchecked
  readonly given: readonly (readonly unknown[])[]
  readonly isConfigured?: boolean
}

const start = new Date('2026-11-23T12:00:00Z')
const { bytes } = await writeBundle(makeInput(1))
const unconfirmed = {
  ...{ signatureJobId: '1', reference: 'r', confirmationUrl: `${root}/1/complete`, handedOutAt: start.toISOString() },
  confirmation: { at: start.toISOString(), failures: 0 },
}
const state = { version: 1, at: start.toISOString(), failures: 0, unconfirmed: [unconfirmed], told: true }
const signer = { identifiedByContactInformation: true, notifications: { sms: { number: '99999999' } } }
const changed = { ...statusChange, signatures: { ...statusChange.signatures } }
const send = http.sendWith(() => Promise.resolve(response(204, {})))
const unchecked = (call: unknown): Unchecked => call as Unchecked
const result = { id: 'a', level: 'documented', outcome: 'passed', asExpected: true, milliseconds: 1, trace: [] }

const codecCalls = Object.fromEntries(
  [...valuedCodecs, ...sectorCodecs].map(({ name, use }) => [
    `encode ${name}`,
    use(<T>(codec: Codec<T>, values: fc.Arbitrary<T>): Call => ({
      call: unchecked(codec.safeEncode),
      given: fc.sample(values, { numRuns: 20, seed: 1 }).map((value) => [value]),
    })),
  ]),
)

const calls: Readonly<Record<string, Call>> = {
  ...codecCalls,
  decode: {
    call: unchecked(valuedCodecs[4]?.use((codec): unknown => codec.safeDecode)),
    given: [['<error/>', { unknown: 'ignore', maximumBytes: 1000 }]],
  },
  prepareJob: { call: unchecked(safePrepareJob), given: [[fullJob], [fullJob, {}]] },
  checkJob: { call: unchecked(checkJob), given: [[plainJob('PUBLIC')], [plainJob('PRIVATE')]] },
  signingPlan: { call: unchecked(safeSigningPlan), given: [[manifest]] },
  // What the signer throws goes through.
  writeBundle: { call: unchecked(safeWriteBundle), given: [[makeInput(1)]], isConfigured: true },
  readBundle: { call: unchecked(safeReadBundle), given: [[bytes, { maximumBytes: 100_000 }]] },
  verifyBundle: {
    call: unchecked(safeVerifyBundle),
    given: [
      [
        bytes,
        {
          trust: [sender.root.certificateDer],
          intermediates: [],
          receivedAt: signingTime,
          signingTimeToleranceSeconds: 5,
        },
      ],
      [bytes, { environment: 'test', receivedAt: signingTime }],
    ],
  },
  signingKeyFromPem: {
    call: unchecked(safeSigningKeyFromPem),
    given: [[{ key: sender.leaf.privateKeyPem, certificates: [sender.certificates], passphrase: 'a' }]],
  },
  signingKeyFromPkcs12: {
    call: unchecked(safeSigningKeyFromPkcs12),
    given: [[{ pkcs12: new Uint8Array(9), passphrase: 'a', friendlyName: 'b' }]],
  },
  tlsOptions: {
    call: unchecked(safeTlsOptions),
    given: [
      [
        {
          key: sender.leaf.privateKeyPem,
          cert: sender.certificates,
          passphrase: 'a',
          ca: [sender.root.certificatePem],
        },
      ],
    ],
  },
  portalOperations: {
    call: unchecked(http.portalOperations),
    given: [[{ root, organizationNumber, userAgent: 'a/1', maximumResponseBytes: 1000 }]],
    isConfigured: true,
  },
  create: {
    call: unchecked(portal.create),
    given: [[{ request: { reference: 'r', pollingQueue: 'q' }, bundle: new Uint8Array(1), organizationNumber }]],
  },
  nextStatusChange: {
    call: unchecked(portal.nextStatusChange),
    given: [[{ pollingQueue: 'q', now: () => start }]],
    isConfigured: true,
  },
  ...Object.fromEntries(
    everyOperation.map(([name, { read }]) => [
      `read ${name}`,
      {
        call: unchecked(read),
        given: [
          [
            {
              status: 200,
              headers: { get: () => 'application/xml' },
              body: new TextEncoder().encode(statusChangeXml()),
            },
          ],
        ],
        // What a function of the transport throws goes through.
        isConfigured: true,
      },
    ]),
  ),
  nextPollAt: {
    call: unchecked(http.nextPollAt),
    given: [
      [{ failures: 1 }, { kind: 'tooEager', nextPermittedPollTime: start }, start],
      [{ failures: 0 }, { kind: 'failure' }, start],
    ],
  },
  pollOnce: {
    call: (options) => http.pollOnce(send, options as http.PollOnceOptions),
    given: [[{ portal, pollingQueue: 'a', state, now: () => start, onProblem: () => undefined }]],
    isConfigured: true,
  },
  markHandled: { call: unchecked(http.markHandled), given: [[state, unconfirmed]] },
  signatureOf: { call: unchecked(http.signatureOf), given: [[changed, signer]] },
  signaturesBySigner: { call: unchecked(http.signaturesBySigner), given: [[manifest, changed]] },
  isOver: { call: unchecked(http.isOver), given: [[changed]] },
  blockedBy: { call: unchecked(http.blockedBy), given: [[changed]] },
  availableNow: { call: unchecked(http.availableNow), given: [[changed, start, { longTermStorage: true }]] },
  redact: {
    call: unchecked(http.redact),
    given: [[{ manifest, list: [bytes.slice(0, 50), 'kari@example.com'], error: new Error('a') }]],
  },
  createSimulator: { call: unchecked(createSimulator), given: [[everyOption()]], isConfigured: true },
  selectCases: {
    call: unchecked(selectCases),
    given: [[{ cases: ['organization'], level: 'documented' }]],
    isConfigured: true,
  },
  formatReport: { call: unchecked(formatReport), given: [[[result], 'junit', { brokenOff: 'a' }]], isConfigured: true },
}

/** What a getter of the caller throws, which goes through. */
const thrownByGetter = new Error('of the caller')

function nested(depth: number): unknown {
  let value: unknown = []
  for (let left = depth; left > 0; left--) value = left % 2 === 0 ? [value] : { a: value }
  return value
}

/** What an odd place has, beside the odd values that the tests try one by one. */
const hostile: readonly ((good: unknown) => PropertyDescriptor)[] = [
  () => ({ get: () => { throw thrownByGetter } }), // prettier-ignore
  (good) => {
    let reads = 0
    return { get: () => (reads++ === 0 ? good : null) }
  },
  (good) => {
    let reads = 0
    return { get: () => (reads++ === 0 ? null : good) }
  },
  (good) => ({ value: good, enumerable: false }),
  () => ({ value: nested(5000) }),
  () => ({ value: 'a'.repeat(100_000) }),
  () => ({ value: '\uD83D\uDE00'.repeat(50).slice(1) }),
  () => ({ value: JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{}}}') as unknown }),
  () => ({ value: Array.from({ length: 3000 }, () => ({})) }),
  (good) => ({ value: [good] }),
  (good) => ({ value: new Proxy(Object(good) as object, {}) }),
  (good) => ({ value: new Proxy(Object(good) as object, { ownKeys: () => ['a', 'b'], has: () => true }) }),
  (good) => ({ value: Object.create(Object(good) as object) as unknown }),
  (good) => ({ value: Object.freeze({ ...(good as object) }) }),
]
const howManyOdd = oddValues().length

type Given = {
  readonly name: string
  readonly which: number
  readonly changes: readonly { readonly place: number; readonly odd: number }[]
}

const within = (value: number, length: number): number => Math.abs(Math.trunc(value)) % Math.max(1, length)

function argumentsOf({ given }: Call, { which, changes }: Given): readonly unknown[] {
  const good: unknown = given[within(which, given.length)]
  const ways = waysIn(good)
  // What stands within another odd place is there no more.
  const places = new Map(changes.map(({ place, odd }) => [ways[within(place, ways.length)] ?? [], odd]))
  const apart = [...places].filter(([way]) => ![...places.keys()].some((one) => one !== way && isWithin(way, one)))
  return apart.reduce<unknown>((value, [way, odd]) => {
    const member = way.reduce<unknown>((inner, key) => Reflect.get(Object(inner) as object, key), good)
    const index = within(odd, howManyOdd + hostile.length)
    const property = hostile[index - howManyOdd]?.(member) ?? { value: oddValues()[index]?.value, writable: true }
    return withProperty(value, way, property)
  }, good) as readonly unknown[]
}

const isWithin = (way: Way, outer: Way): boolean => outer.every((key, index) => way[index] === key)

const names = Object.keys(calls)

const everyCall = target(
  'hostile values',
  (random: Random): Given => ({
    name: random.pick(names),
    which: random.integer(0, 19),
    changes: Array.from({ length: random.integer(1, 3) }, () => ({
      place: random.integer(0, 500),
      odd: random.integer(0, 500),
    })),
  }),
  async (input) => {
    const call = calls[input.name]
    if (call === undefined) return undefined
    // An argument may have been made a getter, which nobody else would call.
    const given = Object.getOwnPropertyDescriptors(argumentsOf(call, input))
    const each = Object.entries(given).flatMap(([name, { value }]) => (name === 'length' ? [] : [value as unknown]))
    try {
      return await call.call(...each)
    } catch (thrown) {
      if (thrown === thrownByGetter || thrown instanceof PortalError) return undefined
      if (call.isConfigured !== true || !(thrown instanceof TypeError)) throw thrown
      return undefined
    }
  },
)

/** The target of hostile values. */
export const targets: readonly Target[] = [everyCall]
