import {
  createSimulator,
  makeTestCertificates,
  serve,
  simulatorFetch,
  virtualClock,
  writePdf,
  writeTestCertificates,
  type Client,
  type Fault,
  type FaultOptions,
  type Simulator,
  type SimulatorOptions,
} from 'signering-portal/simulator'
import { simulatorHandlers } from 'signering-portal/msw'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { answerControl } from '../../src/simulator/control.js'
import { keyPem, makeCertificate, validity } from '../../testing/certificates.js'
import {
  countingReads,
  oddValues,
  withOddValues,
  withThrowingGetters,
  wrongAnswers,
  type OddValue,
  type Unchecked,
} from '../../testing/odd-values.js'
import { isDescribedRequest } from '../../testing/simulator/control-description.js'
import { organizationNumber, start } from '../../testing/simulator/raw-client.js'
import {
  begin,
  created,
  everyOption,
  nextChange,
  parallel,
  simulator,
  queue,
  root,
} from '../../testing/simulator/simulated.js'

const { certificatePem } = makeCertificate({ subject: { CN: 'x' }, serialNumber: 1n, ...validity })

/** Without certificates: reading one takes longer than all else that is done with an odd value. */
const cheap = everyOption()
const options: Omit<Required<SimulatorOptions>, 'snapshot'> = {
  ...cheap,
  trust: [certificatePem],
  intermediates: [certificatePem],
}
const thrown = new Error('of the caller')

/** What calls a portal in every manner; none of it throws. */
async function use(used: Simulator): Promise<void> {
  for (const { signatureJobId } of used.jobs()) {
    used.job(signatureJobId)
    for (const [method, rest] of [
      ['POST', 'complete?change=1'],
      ['GET', 'pades'],
      ['GET', 'xades/1'],
      ['POST', 'cancel'],
      ['DELETE', 'documents'],
    ] as const)
      await used.handle(new Request(`${queue}/${encodeURIComponent(signatureJobId)}/${rest}`, { method }))
  }
  await used.handle(new Request(queue))
  await used.handle(new Request(`${root}/${organizationNumber}`))
  used.exchanges()
  // What the portal remembers, another can go on from.
  createSimulator({ ...cheap, snapshot: used.snapshot() })
}

beforeEach(() => {
  begin()
})

describe('createSimulator', () => {
  const make = createSimulator as Unchecked

  it('makes a portal that can be used, or refuses', async () => {
    const makeAndUse: Unchecked = (value) => use(make(value) as Simulator)
    const values = [...oddValues(), ...withOddValues(options)].filter(({ name }) => !name.startsWith('clock.now: '))
    expect(await wrongAnswers(values, makeAndUse, TypeError)).toEqual([])
  })

  it('refuses what may be wrong in the field with a PortalError', async () => {
    const values = withOddValues(options).filter(
      ({ name }) => !/^(clock|senders|brokers|trust|intermediates): |^clock\./.test(name),
    )
    expect(await wrongAnswers(values, make)).toEqual([])
  })

  it('tells at once which certificates cannot be read', () => {
    const trust = [certificatePem, '-----BEGIN CERTIFICATE-----\nbad\n-----END CERTIFICATE-----']
    expect(() => createSimulator({ ...options, trust })).toThrow('key.certificate')
    expect(() => createSimulator({ ...options, trust, forwardingSeconds: -1 })).toThrow(
      /simulator\.options.*key\.certificate/,
    )
  })

  it('reads each option once, and lets what a getter throws through', async () => {
    const { clock: ownClock, ...rest } = options
    const { value, reads } = countingReads(rest)
    await use(createSimulator({ ...(value as typeof rest), clock: ownClock }))
    expect([...reads].filter(([, times]) => times !== 1)).toEqual([])
    const looked = withThrowingGetters(options, thrown).filter(({ name }) => name !== 'clock.advance')
    for (const { value: throwing } of looked) expect(() => make(throwing)).toThrow(thrown)
  })

  it('lets what the clock throws through, and refuses a clock that tells no time', async () => {
    const clockThatThrows = {
      now: (): never => {
        throw thrown
      },
    }
    expect(() => createSimulator({ ...options, clock: clockThatThrows }).jobs()).toThrow(thrown)
    const tell: Unchecked = (value) => createSimulator({ ...options, clock: { now: () => value as Date } }).jobs()
    expect(await wrongAnswers(oddValues(), tell, TypeError)).toEqual([])
    expect(() => tell(new Date(Number.NaN))).toThrow(TypeError)
  })
})

describe('a snapshot', () => {
  it('is taken by a portal that can be used, or refused', async () => {
    const id = await created(parallel)
    simulator.setSignerStatus(id, 1, 'SIGNED')
    await nextChange()
    simulator.planFault({ kind: 'noContent' }, { resource: 'cancel' })
    const good = simulator.snapshot()
    const take: Unchecked = (snapshot) => use(createSimulator({ ...cheap, snapshot: snapshot as typeof good }))
    expect(await wrongAnswers([...oddValues().filter(({ value }) => value !== undefined)], take)).toEqual([])
    expect(await wrongAnswers(withOddValues(good), take)).toEqual([])
  })

  it('is read once, and what its getters throw goes through', () => {
    const good = simulator.snapshot()
    const { value, reads } = countingReads(good)
    createSimulator({ ...cheap, snapshot: value as typeof good })
    expect([...reads].filter(([, times]) => times !== 1)).toEqual([])
    for (const { value: snapshot } of withThrowingGetters(good, thrown))
      expect(() => createSimulator({ ...cheap, snapshot: snapshot as typeof good })).toThrow(thrown)
  })
})

describe('the members of a portal', () => {
  const planFault: Unchecked = (pair) => {
    const [fault, faultOptions] = pair as readonly unknown[]
    simulator.planFault(fault as Fault, faultOptions as FaultOptions)
  }
  const faults: readonly Fault[] = [
    { kind: 'status', status: 500, content: 'error' },
    { kind: 'successStatus', status: 202 },
    { kind: 'header', name: 'A', value: 'b' },
    { kind: 'root', root },
    { kind: 'noResponse', effect: false },
  ]
  const setSignerStatus: Unchecked = (values) => {
    const [id, signer, status] = values as readonly unknown[]
    simulator.setSignerStatus(id as string, signer as number, status as string)
  }

  test('that take data are all tried here', () => {
    const takers = Object.entries(simulator).filter(([, member]) => (member as Unchecked).length > 0)
    // The options of a fault are optional, so that they are not counted.
    expect(takers.map(([name]) => name).sort()).toEqual([
      'handle',
      'job',
      'planFault',
      'postponeDeadline',
      'setSignerStatus',
    ])
  })

  test('job', async () => {
    expect(await wrongAnswers(oddValues(), simulator.job as Unchecked)).toEqual([])
  })

  test('setSignerStatus: what it takes, the portal can tell', async () => {
    const id = await created(parallel)
    const good = [id, 1, 'SIGNED']
    for (const values of [withOddValues(good), withOddValues([id, 2, 'ODD'])])
      expect(await wrongAnswers(values, setSignerStatus)).toEqual([])
    await use(simulator)
  })

  test('postponeDeadline: what it takes, the portal can tell', async () => {
    const postponeDeadline: Unchecked = (values) => {
      const [id, deadline] = values as readonly unknown[]
      simulator.postponeDeadline(id as string, deadline as Date)
    }
    const values = withOddValues([await created(parallel), new Date(8.64e15)])
    expect(await wrongAnswers(values, postponeDeadline)).toEqual([])
    await use(simulator)
  })

  test('planFault: what it takes, the portal can do', async () => {
    await created(parallel)
    for (const fault of faults) {
      const good = [fault, { resource: 'cancel', times: 1 }]
      expect(await wrongAnswers(withOddValues(good), planFault)).toEqual([])
      expect(await wrongAnswers(oddValues(), (value) => planFault([fault, value]))).toEqual([])
      expect(await wrongAnswers(oddValues(), (value) => planFault([value]))).toEqual([])
      const { value, reads } = countingReads(good)
      planFault(value)
      expect([...reads].filter(([, times]) => times !== 1)).toEqual([])
      for (const { value: throwing } of withThrowingGetters(good, thrown))
        expect(() => planFault(throwing)).toThrow(thrown)
    }
    const planned = simulator.snapshot() as unknown as { readonly faults: readonly unknown[] }
    // Enough for each of them to have happened.
    for (let rest = planned.faults.length; rest > 0; rest -= 1) await use(simulator)
  })

  test('handle: whoever calls', async () => {
    const call: Unchecked = async (client) => simulator.handle(new Request(queue), client as Client)
    expect(await wrongAnswers([...oddValues(), ...withOddValues({ organizationNumber })], call)).toEqual([])
    await use(simulator)
  })

  test('handle: what is no request is a mistake of the program', async () => {
    const request = {
      url: queue,
      method: 'POST',
      headers: { get: () => null },
      arrayBuffer: () => Promise.resolve(new ArrayBuffer(1)),
    }
    const values = [...oddValues(), ...withOddValues(request)]
    expect(await wrongAnswers(values, simulator.handle as Unchecked, TypeError)).toEqual([])
    await use(simulator)
  })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['an empty object', {}],
    ['an address alone', { url: queue }],
    ['an address that is none', { ...new Request(queue), url: 'x', method: 'GET', headers: new Headers() }],
    ['no headers', { url: queue, method: 'GET', arrayBuffer: () => Promise.resolve(new ArrayBuffer()) }],
    ['no content', { url: queue, method: 'POST', headers: new Headers() }],
    ['a text', queue],
    ['a URL', new URL(queue)],
  ])('handle: says in words that %s is no request', async (_, odd) => {
    await expect(simulator.handle(odd as Request)).rejects.toThrow(/^A request must be a Request/)
  })
})

describe('the control of a portal', () => {
  const fault = { kind: 'header', name: 'A', value: 'b' }
  const bodies = {
    advance: { milliseconds: 1 },
    'signer-status': { signatureJobId: '1', signer: 1, status: 'SIGNED' },
    deadline: { signatureJobId: '1', deadline: '2036-01-05T12:00:00Z' },
    fault: { fault, resource: 'cancel', times: 1 },
  }

  it.each(Object.entries(bodies))('%s does as it is told, or refuses', async (name, good) => {
    const id = await created(parallel)
    const bodiesOf = [
      ...oddValues(),
      ...withOddValues('signatureJobId' in good ? { ...good, signatureJobId: id } : good),
    ]
    const ownClock = virtualClock(start)
    const wrong: string[] = []
    for (const { name: kind, value } of bodiesOf) {
      const body = inJson(value)
      if (body === undefined) continue
      const headers = { 'Content-Type': 'application/json' }
      const request = new Request(`http://127.0.0.1/control/${name}`, { method: 'POST', headers, body })
      const { status } = await answerControl(simulator, ownClock, request)
      if (![204, 400].includes(status)) wrong.push(`${kind}: ${status}`)
      if (status === 204 && !isDescribedRequest(name, JSON.parse(body))) wrong.push(`${kind}: is not described`)
      await use(simulator)
    }
    expect(wrong).toEqual([])
  })
})

describe('the functions around a portal', () => {
  const anyone = { organizationNumber }
  const tls = { key: keyPem('leaf'), cert: certificatePem, ca: certificatePem }
  const move: Unchecked = (value) => {
    virtualClock(start).advance(value as number)
  }
  const serveAndClose: Unchecked = async (given) => (await serve(simulator, given as object)).close()

  const functions: readonly (readonly [string, Unchecked, unknown, ...ErrorConstructor[]])[] = [
    ['virtualClock', virtualClock as Unchecked, { now: () => start }, RangeError],
    ['virtualClock, moved', move, 5, RangeError],
    ['simulatorFetch', (value) => simulatorFetch(value as Simulator)(queue), { handle: () => Response.json({}) }],
    ['simulatorFetch, its client', (value) => simulatorFetch(simulator, value as Client)(queue), anyone],
    ['simulatorFetch, its address', (value) => simulatorFetch(simulator)(value as string), queue],
    [
      'simulatorFetch, what it sends',
      (value) => simulatorFetch(simulator)(queue, value as RequestInit),
      { method: 'POST', body: 'a' },
    ],
    ['writePdf', writePdf as Unchecked, ['a line']],
    ['serve', async (value) => (await serve(value as Simulator)).close(), { handle: () => Response.json({}) }],
    [
      'serve, its options',
      serveAndClose,
      { port: 0, client: anyone, control: { now: () => start, advance: () => 0 } },
      RangeError,
    ],
    ['serve, its TLS', (value) => serveAndClose({ tls: value }), tls, Error],
    [
      'simulatorHandlers',
      (value) => simulatorHandlers(value as Simulator, { root }),
      { handle: () => Response.json({}) },
    ],
    [
      'simulatorHandlers, its options',
      (value) => simulatorHandlers(simulator, value as never),
      { root, client: anyone },
    ],
  ]

  it.each(functions.map(([name, ...rest]) => ({ name, rest })))('$name throws only what it says', async ({ rest }) => {
    const [call, good, ...allowed] = rest
    const values: readonly OddValue[] = [...oddValues(), ...withOddValues(good)]
    await call(good)
    expect(await wrongAnswers(values, call, TypeError, ...allowed)).toEqual([])
  })
})

describe('the functions of certificates', () => {
  const make = makeTestCertificates as Unchecked
  const write: Unchecked = async (values) => {
    const [directory, certificates] = values as readonly unknown[]
    await writeTestCertificates(directory as string, certificates as never)
  }

  // Each is refused for another reason besides, since making takes a second.
  it('makeTestCertificates throws only what it says', async () => {
    const never = new Date(Number.NaN)
    const values = oddValues().flatMap(({ name, value }) => [
      { name: `now: ${name}`, value: { now: value, clients: ['1'] } },
      { name: `clients: ${name}`, value: { now: never, clients: value } },
    ])
    expect(await wrongAnswers(values, make, TypeError, RangeError)).toEqual([])
    const clients = withOddValues({ now: never, clients: [organizationNumber] })
    const ofClients = clients.filter(({ name }) => name.startsWith('clients'))
    expect(await wrongAnswers(ofClients, make, TypeError, RangeError)).toEqual([])
  })

  it('writeTestCertificates throws only what it says', async () => {
    const directories = oddValues().map(({ name, value }) => ({ name, value: [value, {}] }))
    const contents = oddValues().map(({ name, value }) => ({ name, value: ['unused', value] }))
    expect(await wrongAnswers([...directories, ...contents], write, TypeError)).toEqual([])
  })
})

/** A value in JSON, if it has a form there. */
function inJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
