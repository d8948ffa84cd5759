/**
 * How a client reaches the portal of a case: within the process, on a real port, or over two-way TLS.
 *
 * @module
 */
import { simulatorFetch, type SimulatorFetch } from '../simulator/fetch.js'
import type { Client, Simulator } from '../simulator/simulator.js'
import type { TestCertificates, TestIdentity } from '../simulator/certificates.js'
import { impostorTls, type Impostor } from '../simulator/impostor.js'
import { serve, type ServedSimulator } from '../simulator/serve.js'
import { machineClock } from './machine-clock.js'

/** A portal within a client's reach. */
export interface Exposure {
  /** The root of the service. */
  readonly root: string
  /** A root of another origin, where the portal can be reached too. */
  readonly foreignRoot: string
  /** Reaches the portal. */
  readonly fetch: SimulatorFetch
  /**
   * Has another server take the place of the service at the root, with a certificate that tells so, and breaks the connections
   * off. Absent: there is no TLS; such a server then never answers.
   *
   * @throws anything where that cannot be: the case fails with it
   */
  readonly impersonate?: ((as: Impostor) => Promise<void>) | undefined
  /**
   * Takes the portal out of reach again, once the case has ended.
   *
   * @throws anything where that cannot be: the case fails with it
   */
  readonly close: () => Promise<void>
}

/**
 * Puts a portal within reach of a client, who is the organization in the path if no other is named.
 *
 * @throws anything where that cannot be: the case fails with it
 */
export type Expose = (simulator: Simulator, client?: Client) => Promise<Exposure>

const root = 'https://portal.example/api'
const foreignRoot = 'https://elsewhere.example/api'

/**
 * Within the process, through a function that stands in for `fetch`.
 *
 * @example
 * ```ts
 * import { exposeInProcess, runCases, type AdapterFactory } from 'signering-portal/contract'
 *
 * declare const makeAdapter: AdapterFactory
 *
 * const results = await runCases(makeAdapter, { cases: ['create-job-id'], expose: exposeInProcess })
 * console.log(results.map(({ outcome }) => outcome)) // [ 'passed' ]
 * ```
 */
export const exposeInProcess: Expose = (simulator, client) =>
  Promise.resolve({ root, foreignRoot, fetch: simulatorFetch(simulator, client), close: () => Promise.resolve() })

/** On two ports of the loopback interface, which has two names: the other origin differs in both. */
export const exposeOnPort: Expose = async (simulator, client) => {
  const [service, elsewhere] = [await serve(simulator, { client }), await serve(simulator, { client })]
  return {
    root: service.root,
    foreignRoot: elsewhere.root.replace('127.0.0.1', 'localhost'),
    fetch: (url, init) => fetch(url, init),
    close: async () => {
      await Promise.all([service.close(), elsewhere.close()])
    },
  }
}

/**
 * On two ports with two-way TLS: the service's, and one of another origin whose certificate is another organization's. Who
 * calls is told by the client's certificate.
 *
 * Never throws itself.
 *
 * @param certificates - those of servers and clients
 * @returns how to put a portal there; the `fetch` of its exposures always rejects, since it has no certificate
 *
 * @example
 * ```ts
 * import { exposeOverTls, runCases, type AdapterFactory } from 'signering-portal/contract'
 * import type { TestCertificates } from 'signering-portal/simulator'
 *
 * declare const makeAdapter: AdapterFactory
 * declare const certificates: TestCertificates
 *
 * const expose = exposeOverTls(certificates)
 * const results = await runCases(makeAdapter, { cases: ['create-job-id'], expose, certificates })
 * console.log(results.map(({ outcome }) => outcome)) // [ 'passed' ]
 * ```
 */
export function exposeOverTls(certificates: TestCertificates): Expose {
  return async (simulator) => {
    const { root: authority, server, otherServer } = certificates
    const serveAs = async ({ key, certificates: cert }: TestIdentity): Promise<ServedSimulator> =>
      serve(simulator, { tls: { key, cert, ca: authority.certificates } })
    let service = await serveAs(server)
    const elsewhere = await serveAs(otherServer)
    return {
      root: service.root,
      impersonate: async (as) => {
        const tls = await impostorTls(certificates, as, machineClock.now())
        await service.close()
        service = await serve(simulator, { port: Number(new URL(service.root).port), tls })
      },
      foreignRoot: elsewhere.root,
      fetch: () => Promise.reject(new Error('over TLS a client sends with the key and certificates of its identity')),
      close: async () => {
        await Promise.all([service.close(), elsewhere.close()])
      },
    }
  }
}
