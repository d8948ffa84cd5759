/**
 * The controls of a simulated portal over HTTP, for tests in any language. They are no part of the service.
 *
 * @module
 */
import { dateFromDateTime } from '../codec/date-time.js'
import { PortalError, type Issue } from '../issue.js'
import type { VirtualClock } from './clock.js'
import { isFault, type Fault } from './faults.js'
import type { FaultOptions, Simulator } from './simulator.js'
import { isResource, maximumRequestBytes } from './routes.js'
import { count, maybe, positive, record, text, type Shape } from './shape.js'
import { makeIssue } from '../outcome.js'

/** The path that every control lies under. */
export const controlPath = '/control/'

/** The names by which the loopback interface is called. */
const ownNames: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

interface Control {
  /** The shape of the JSON in the request. */
  readonly shape: Shape
  readonly run: (simulator: Simulator, clock: VirtualClock, input: never) => void
}

const controls: Readonly<Record<string, Control>> = {
  advance: {
    shape: record({ milliseconds: count }),
    run: (_, clock, { milliseconds }: { readonly milliseconds: number }) => {
      clock.advance(milliseconds)
    },
  },
  'signer-status': {
    shape: record({ signatureJobId: text, signer: positive, status: text }),
    run: (simulator, _, input: { signatureJobId: string; signer: number; status: string }) => {
      simulator.setSignerStatus(input.signatureJobId, input.signer, input.status)
    },
  },
  deadline: {
    shape: record({ signatureJobId: text, deadline: text }),
    run: (simulator, _, input: { signatureJobId: string; deadline: string }) => {
      simulator.postponeDeadline(input.signatureJobId, dateFromDateTime(input.deadline))
    },
  },
  fault: {
    shape: record({ fault: isFault, resource: maybe(isResource), times: maybe(positive) }),
    run: (simulator, _, { fault, ...options }: FaultOptions & { readonly fault: Fault }) => {
      simulator.planFault(fault, options)
    },
  },
}

const views: Readonly<Record<string, (simulator: Simulator, clock: VirtualClock) => unknown>> = {
  clock: (_, clock) => ({ now: clock.now().toISOString() }),
  jobs: (simulator) => simulator.jobs(),
  exchanges: (simulator) => simulator.exchanges(),
  snapshot: (simulator) => simulator.snapshot(),
}

/** The names of the controls by their method. */
export const controlNames: Readonly<Record<'GET' | 'POST', readonly string[]>> = {
  GET: Object.keys(views),
  POST: Object.keys(controls),
}

/** Whether a request only looks at what a control shows: it changes nothing. */
export function isView({ method, target }: { readonly method: string; readonly target: string }): boolean {
  const url = `http://localhost${target}`
  return method === 'GET' && URL.canParse(url) && new URL(url).pathname.startsWith(controlPath)
}

/** Answers a request to a control. */
export async function answerControl(simulator: Simulator, clock: VirtualClock, request: Request): Promise<Response> {
  const { origin, hostname, pathname } = new URL(request.url)
  // A web page can give its own name the address of this machine, and would then be of the same origin.
  if (!ownNames.includes(hostname) || ![null, origin].includes(request.headers.get('Origin')))
    return refuse(403, 'The controls are for programs on this machine alone.')
  const name = pathname.slice(controlPath.length)
  const view = Object.hasOwn(views, name) && request.method === 'GET' ? views[name] : undefined
  if (view !== undefined) return Response.json(view(simulator, clock))
  const chosen = Object.hasOwn(controls, name) && request.method === 'POST' ? controls[name] : undefined
  if (chosen === undefined) return refuse(404, 'There is no such control.')
  const [mediaType = ''] = (request.headers.get('Content-Type') ?? '').split(';')
  if (mediaType.trim().toLowerCase() !== 'application/json') return refuse(400, 'The content must be application/json.')
  const content = await request.arrayBuffer()
  if (content.byteLength > maximumRequestBytes) return refuse(400, 'The content is too long.')
  const input: unknown = await new Response(content).json().catch(() => undefined)
  if (!chosen.shape(input)) return refuse(400, 'The content is not what the control takes.')
  try {
    chosen.run(simulator, clock, input as never)
    return new Response(null, { status: 204 })
  } catch (reason) {
    if (reason instanceof PortalError) return Response.json({ issues: reason.issues }, { status: 400 })
    return refuse(400, 'A value is out of its range.')
  }
}

function refuse(status: number, message: string): Response {
  const issues: readonly Issue[] = [makeIssue('simulator.control', message)]
  return Response.json({ issues }, { status })
}
