/**
 * How a client reaches the portal of a case: within the process, through msw, or on a real port.
 *
 * @module
 */
import { portalFetch, type PortalFetch } from './fetch.js'
import { portalHandlers } from './handlers.js'
import type { Client, Portal } from './portal.js'
import { serve } from './serve.js'

/** A portal within a client's reach. */
export interface Exposure {
  /** The root of the service. */
  readonly root: string
  /** A root of another origin, where the portal can be reached too. */
  readonly foreignRoot: string
  /** Reaches the portal. */
  readonly fetch: PortalFetch
  /** Ends it. */
  readonly close: () => Promise<void>
}

/** Puts a portal within reach of a client, who is the organization in the path if no other is named. */
export type Expose = (portal: Portal, client?: Client) => Promise<Exposure>

const root = 'https://portal.example/api'
const foreignRoot = 'https://elsewhere.example/api'

/** Within the process, through a function that stands in for `fetch`. */
export const exposeInProcess: Expose = (portal, client) =>
  Promise.resolve({ root, foreignRoot, fetch: portalFetch(portal, client), close: () => Promise.resolve() })

/** Within the process, through msw, which intercepts the global `fetch` and node:http. One portal at a time. */
export const exposeWithMsw: Expose = async (portal, client) => {
  const { setupServer } = await import('msw/node')
  const handlers = [
    ...(await portalHandlers(portal, { root, ...(client && { client }) })),
    ...(await portalHandlers(portal, { root: foreignRoot, ...(client && { client }) })),
  ]
  const server = setupServer(...handlers)
  server.listen({ onUnhandledRequest: 'error' })
  return {
    root,
    foreignRoot,
    fetch: (url, init) => fetch(url, init),
    close: () => {
      server.close()
      return Promise.resolve()
    },
  }
}

/** On a port of the loopback interface, which has two names and thereby two origins. */
export const exposeOnPort: Expose = async (portal, client) => {
  const served = await serve(portal, { ...(client && { client }) })
  return {
    root: served.url,
    foreignRoot: served.url.replace('127.0.0.1', 'localhost'),
    fetch: (url, init) => fetch(url, init),
    close: served.close,
  }
}
